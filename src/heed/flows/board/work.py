"""
How much the room has in hand: who has which calls, what they have recorded, and what waits for them.

It helps to see who needs relief. There is no score on anybody and no comparison: whoever has the most urgent thing waiting
stands first, never whoever has done most or least.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from heed.domain.calls.models import Call
from heed.domain.incidents.unattended.queries import recorded_by_each
from heed.engines.risk.waiting import Kind, Placed
from heed.flows.board.live import Board
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Role
from heed.foundation.policy import services as policy


@dataclass(frozen=True, slots=True)
class AtWork:
    """
    Somebody who takes calls. calls: those they have and have not finished, the longest first, each with its place.

    owed: how often the risk in an incident that they recorded must be judged again. recorded: incidents of this shift.
    signed_in_at: when they last signed in, if that was this shift; nobody says when they went home.
    """

    user: User
    calls: tuple[tuple[Call, Placed], ...]
    owed: int
    recorded: int
    signed_in_at: datetime | None
    band: int | None

    @property
    def oldest(self) -> datetime | None:
        """Return when they took the call that they have had longest."""
        return min((call.taken_at for call, _ in self.calls if call.taken_at), default=None)


def at_work(user: User, board: Board, *, now: datetime) -> list[AtWork]:
    """Return who is at work in the user's own force: two statements. A board narrowed to a unit narrows their calls too."""
    since = now - policy.in_use().board.shift
    recorded = recorded_by_each(user.force_id, since=since)
    calls: defaultdict[int, list[tuple[Call, Placed]]] = defaultdict(list)
    for call, placed in board.in_hand:
        if call.taken_by_id:
            calls[call.taken_by_id].append((call, placed))
    owed: defaultdict[int, int] = defaultdict(int)
    bands: defaultdict[int, list[int]] = defaultdict(list)
    for row in board.rows:
        if row.kind == Kind.REASSESS and row.thing.holder:
            owed[row.thing.holder] += 1
            bands[row.thing.holder].append(row.placed.band)
    for holder, theirs in calls.items():
        bands[holder] += [placed.band for _, placed in theirs]
    here = Q(pk__in=[*recorded, *calls]) | Q(role=Role.CALL_HANDLER, last_login__gte=since)
    found = [
        AtWork(
            user=one,
            calls=tuple(calls.get(one.pk, ())),
            owed=owed.get(one.pk, 0),
            recorded=recorded.get(one.pk, 0),
            signed_in_at=one.last_login if one.last_login and one.last_login >= since else None,
            band=min(bands.get(one.pk, []), default=None),
        )
        for one in User.objects.filter(here, force=user.force_id, is_active=True)
    ]
    last = len(board.bands) + 1
    return sorted(found, key=lambda one: (one.band or last, one.oldest or now, one.user.display_name, one.user.pk))
