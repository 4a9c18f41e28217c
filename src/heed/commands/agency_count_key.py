"""`heed agency count-key`: a key for counting reports with an agency, printed this once."""

from typing import Any, Final

from django.core.management.base import CommandError
from django.utils import timezone

from heed.commands import who
from heed.domain.agencies.models import Agency
from heed.flows.tallies import keys
from heed.flows.tallies.keys import CannotCount

SUMMARY: Final = "make the key under which an agency's reports are counted, and print it, this once"


def answer(agency: Agency) -> dict[str, Any]:
    """Make a key in place of the one before, under the agreement in force. Raises CommandError where none names counting."""
    now = timezone.now()
    agreement = keys.agreement_to_count(agency, now=now)
    if agreement is None:
        raise CommandError(f"No agreement in force with {agency.name} names counting as a purpose.")
    try:
        made, carried = keys.make_key(agreement=agreement, actor=who.command_line(force=agency.force.code), now=now)
    except CannotCount as error:
        raise CommandError(f"{error}.") from None
    return {
        "count_key": carried,
        "name": made.name,
        "accepts_until": made.accepts_until,
        "matches_until": made.matches_until,
    }
