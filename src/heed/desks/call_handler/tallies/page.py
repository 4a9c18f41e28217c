"""What the panel of counts shows: on a call, on an incident, on a person's record and nowhere else."""

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heed.domain.calls.models import Call
from heed.domain.incidents.models import Party
from heed.domain.tallies.access import ASK_ABOUT_COUNTS, SEE_COUNTS
from heed.flows.recognise import SUFFERED
from heed.flows.tallies import shown
from heed.flows.tallies.shown import Shown
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor


@dataclass(frozen=True, slots=True)
class Panel:
    """
    What the panel shows. carried: the reason that links carry on, with the incident where it is one; level: of its heading.

    named: whether to say whose count it is.
    """

    found: Shown
    may_ask: bool
    carried: str
    level: int
    named: bool


def panel(
    user: User,
    actor: Actor,
    person_ids: Collection[uuid.UUID],
    *,
    purpose: str,
    carried: str,
    now: datetime,
    incident: int | None = None,
    level: int = 2,
) -> Panel | None:
    """Return the panel, and keep that it was shown; None where there is nothing to show, or nobody to show it to."""
    if not allowed(user, SEE_COUNTS):
        return None
    found = shown.look(person_ids, purpose=purpose, user=user, actor=actor, now=now)
    if not found.anything:
        return None
    links = f"{carried or '?'}{'&' if carried else ''}incident={incident}" if incident else carried
    named = len({one.person.pk for one in found.counts}) > 1
    return Panel(found, allowed(user, ASK_ABOUT_COUNTS), links, level, named)


def on_call(user: User, call: Call, found: Mapping[str, Any], *, now: datetime) -> Panel | None:
    """Return the panel for whoever was confirmed on a call; None where nobody was, or it is not the asker's own call."""
    known = found.get("known_person")
    if not known or call.taken_by_id != user.pk:
        return None
    link = f"?call={call.pk}"
    return panel(user, user.actor(), [uuid.UUID(known)], purpose=f"call {call.pk}", carried=link, now=now, level=3)


def victims(parties: Collection[Party]) -> list[uuid.UUID]:
    """Return who suffered, of the parties of an incident."""
    return [party.person_id for party in parties if party.person_id and party.role in SUFFERED]
