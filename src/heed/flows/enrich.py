"""What is added to an incident after it was recorded: qualifiers, and entries in its log."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.models import LogEntry
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident
from heed.flows.clocks.follow import follow
from heed.flows.conduct.later import look_later
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy
from heed.foundation.reference import codes


def qualifier_label(code: str) -> str:
    """Return the words of a qualifier, national or local; a code that is neither any more is returned as it is."""
    local = policy.in_use().local_codes.get(code)
    if local:
        return local.label
    try:
        return codes.qualifier(code).label
    except codes.NoSuchCode:
        return code


@transaction.atomic
def qualify(*, incident: Incident, qualifiers: Sequence[str], actor: Actor, now: datetime) -> None:
    """Add qualifiers, at any time, open or closed (NSIR 1.15); one that stands already stays as it is."""
    incidents.add_qualifiers(incident=incident, codes=qualifiers, actor=actor, now=now)
    labels = "; ".join(qualifier_label(code) for code in qualifiers)
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"Qualified: {labels}.",
        actor=actor,
        now=now,
        detail={"incident": incident.pk, "qualifiers": list(qualifiers)},
    )
    audit.record(
        actor=actor, act=Act.ALTERATION, action="incident.qualified", subjects=[f"incident:{incident.pk}"], now=now
    )
    follow(incident=incident, now=now)
    look_later(incident)


@transaction.atomic
def write(*, incident: Incident, text: str, corrects: int | None, actor: Actor, now: datetime) -> LogEntry:
    """
    Write in an incident's log. A correction is a new entry that names the one it corrects; that one stays as it was.

    Raises LogEntry.DoesNotExist when there is no such entry to correct.
    """
    entry = calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.SAID if corrects is None else EntryKind.CORRECTION,
        text=text,
        corrects=corrects,
        actor=actor,
        now=now,
    )
    audit.record(
        actor=actor,
        act=Act.COLLECTION if corrects is None else Act.ALTERATION,
        action="log_entry.written" if corrects is None else "log_entry.corrected",
        subjects=[f"incident:{incident.pk}", f"call:{incident.call_id}"],
        detail={"entry": entry.seq},
        now=now,
    )
    look_later(incident)
    return entry
