"""The lines on a person's record: whether each may be shown, and how little it says of who is on it now."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.utils import timezone

from heed.domain.calls import queries as calls
from heed.domain.people import queries as people
from heed.domain.people.models import KnownLine, LineUse, Person
from heed.domain.people.terms import LinkSource

ASLEEP_AFTER = timedelta(days=365)
"""After this long unused a number may be somebody else's (linkage.md 8): Heed's choice, unvalidated."""


@dataclass(frozen=True, slots=True)
class LineSeen:
    """
    A line that a person used. showable: its number may be shown; listed: what the force's list of shared lines calls it.

    others: how many other people have used it. asleep: unused for so long that it may be somebody else's by now.
    """

    use: LineUse
    showable: bool
    listed: str
    others: int
    asleep: bool


def lines_seen(person: Person, *, now: datetime) -> list[LineSeen]:
    """Return the lines of a person and of whoever is one with them, the latest first."""
    uses = people.lines_of(person.pk)
    numbers = [use.e164 for use in uses]
    showable = calls.showable_lines(person.force_id, numbers)
    standing = LineUse.objects.filter(force=person.force_id, e164__in=numbers, removed_at=None).order_by()
    users = dict(standing.values_list("e164").annotate(Count("person__lead", distinct=True)))
    on_list = KnownLine.objects.filter(force=person.force_id, e164__in=numbers, removed_at=None)
    listed = dict(on_list.values_list("e164", "label"))
    return [
        LineSeen(
            use=use,
            # A number that came withheld is matched and never shown; one that somebody said is theirs to tell.
            showable=use.e164 in showable or use.source != LinkSource.CONFIRMED,
            listed=listed.get(use.e164, ""),
            others=users[use.e164] - 1,
            asleep=timezone.localdate(now) - use.last_used_on > ASLEEP_AFTER,
        )
        for use in uses
    ]
