"""
The supervisor's board: everything in a force that waits for somebody, ordered by the risk nobody has answered yet.

Everything is read at one moment, in a number of statements that does not depend on how much waits (docs/board.md says how
many). Nobody of the public is named here: a line, a reference, an address and reasons are what a board needs.
"""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from heed.domain.calls.models import Call
from heed.domain.calls.unanswered import queries as calls
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Approval, Notice
from heed.domain.incidents.unattended import queries as unattended
from heed.domain.incidents.unattended.queries import Unattended
from heed.domain.support.overdue import queries as promises
from heed.domain.support.overdue.queries import Broken
from heed.domain.tasking import queries as tasking
from heed.domain.tasking.models import Task, Visit
from heed.domain.tasking.terms import TaskKind, VisitResult
from heed.domain.vulnerability.assessments.queries import demands_waiting
from heed.domain.vulnerability.models import Demand
from heed.engines.risk.waiting import Fact, Kind, Placed, ordered
from heed.flows.board import missed as board_missed
from heed.flows.board import risk as board_risk
from heed.flows.board import rows
from heed.flows.board.missed import Missed
from heed.flows.board.risk import Known
from heed.flows.board.rows import Thing
from heed.foundation.accounts.models import User
from heed.foundation.policy import services as policy

MOST = 1_000
"""Rows of one kind that are read; where there are more, the board says so."""


@dataclass(frozen=True, slots=True)
class Only:
    """What a board is narrowed to: the number of a unit, of a beat, or neither. A call that is not recorded has no beat."""

    unit: int | None = None
    beat: int | None = None


EVERYTHING = Only()

OF_A_DEMAND = (
    "because",
    "raised_at",
    *(f"incident__{name}" for name in ("recorded_at", "recorded_by", "recorded_by_name", "place__address")),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits, in its place."""

    thing: Thing
    placed: Placed

    @property
    def kind(self) -> Kind:
        """Return what waits."""
        return self.thing.waiting.kind

    @property
    def key(self) -> str:
        """Return what tells it from every other row, and stays the same from look to look."""
        return f"{self.kind.value}-{self.thing.subject}"


@dataclass(frozen=True, slots=True)
class Board:
    """
    All that waits. rows: in order. counts: by kind. cut: kinds of which there is more than was read.

    in_hand: every call that somebody has, placed by what its line allows, those within their time included.
    """

    rows: list[Row]
    counts: dict[Kind, int]
    cut: frozenset[Kind]
    missed: dict[uuid.UUID, Missed]
    unreachable: int
    in_hand: list[tuple[Call, Placed]]
    approvals: dict[int, Approval]
    notices: dict[int, Notice]
    known: Known
    bands: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, before it is weighed."""

    not_taken: list[Call]
    in_hand: list[Call]
    missed: list[Call]
    incidents: list[Unattended]
    demands: list[Demand]
    promises: list[Broken]
    tasks: list[Task]
    approvals: list[Approval]
    notices: list[Notice]


def gather(user: User, *, now: datetime, only: Only = EVERYTHING) -> Board:
    """Return what waits in the user's own force."""
    pack = policy.in_use()
    read = _read(user, now=now, only=only)
    known = board_risk.look(
        user.force_id,
        calls=[*read.not_taken, *read.in_hand, *read.missed],
        incident_ids=_incident_ids(read),
        person_ids=[row.person for row in read.promises if row.person],
        now=now,
    )
    missed, unreachable = board_missed.owed(user.force_id, read.missed, known=known, now=now)
    made = [
        *(rows.not_taken(call, known) for call in read.not_taken),
        *(rows.in_hand(call, known) for call in read.in_hand),
        *(rows.missed(one, known) for one in missed),
        *(rows.unattended(row, known) for row in _not_visited(read.incidents)),
        *(rows.demand(row, known) for row in read.demands),
        *(rows.promise(row, known) for row in read.promises),
        *(rows.task(row, known) for row in read.tasks),
        *(rows.approval(row, known) for row in read.approvals),
        *(rows.notice(row, known) for row in read.notices),
    ]
    things = {thing.waiting: thing for thing in made}
    every = [Row(things[one.waiting], one) for one in ordered(things, now=now, policy=pack.board.policy)]
    shown = [row for row in every if row.kind != Kind.UNRECORDED or row.placed.facts & {Fact.OVERDUE, Fact.LONG}]
    held = {row.thing.subject: row.placed for row in every if row.kind == Kind.UNRECORDED}
    return Board(
        rows=shown,
        counts=dict(Counter(row.kind for row in shown)),
        cut=_cut(read),
        missed={one.newest.pk: one for one in missed},
        unreachable=unreachable,
        in_hand=[(call, held[call.pk]) for call in read.in_hand],
        approvals={row.pk: row for row in read.approvals},
        notices={row.pk: row for row in read.notices},
        known=known,
        bands=pack.board.policy.bands,
    )


def _read(user: User, *, now: datetime, only: Only) -> Read:
    """Read everything that may wait: nine statements, and one for visits."""
    force, board = user.force_id, policy.in_use().board
    no_calls = only.beat is not None
    by_unit = {} if only.unit is None else {"unit": only.unit}
    by_incident = {
        f"incident__{name}": value for name, value in (("unit", only.unit), ("beat", only.beat)) if value is not None
    }
    until = now + board.policy.near
    return Read(
        not_taken=[] if no_calls else list(calls.not_taken(force, now=now).filter(**by_unit)[:MOST]),
        in_hand=[] if no_calls else list(calls.in_hand(force).filter(**by_unit)[:MOST]),
        missed=[] if no_calls else list(calls.missed(force, since=now - board.missed).filter(**by_unit)[:MOST]),
        incidents=unattended.unattended(force, until=until, unit=only.unit, beat=only.beat, most=MOST),
        demands=list(demands_waiting(user).filter(**by_incident).only(*OF_A_DEMAND)[:MOST]),
        promises=promises.broken_of_force(
            force, since=now - board.broken, now=now, unit=only.unit, beat=only.beat, most=MOST
        ),
        tasks=_tasks(force, now=now, only=only),
        approvals=list(incidents.waiting_approvals(user).filter(**by_incident)[:MOST]),
        notices=list(incidents.unseen_notices(user).filter(**by_incident)[:MOST]),
    )


def _tasks(force_id: int, *, now: datetime, only: Only) -> list[Task]:
    """Return calls back that are owed by a time that has passed, and what came up the whole ladder; each once."""
    late = tasking.overdue(force_id, now=now).filter(kind=TaskKind.CALL_BACK)
    boarded = tasking.on_the_board(force_id)
    if only.beat is not None:
        late, boarded = late.filter(beat=only.beat), boarded.filter(beat=only.beat)
    if only.unit is not None:
        late, boarded = late.filter(incident__unit=only.unit), boarded.filter(incident__unit=only.unit)
    return list({task.pk: task for task in (*late[:MOST], *boarded[:MOST])}.values())


def _incident_ids(read: Read) -> set[int]:
    """Return every incident that anything on the board is about."""
    numbered: Sequence[Iterable[int | None]] = (
        (row.incident for row in read.incidents),
        (row.incident for row in read.promises),
        (row.incident_id for row in read.demands),
        (row.incident_id for row in read.approvals),
        (row.incident_id for row in read.notices),
        (row.incident_id for row in read.tasks),
    )
    return {number for numbers in numbered for number in numbers if number is not None}


def _cut(read: Read) -> frozenset[Kind]:
    """Return the kinds of which there may be more than was read."""
    lists: dict[Kind, Collection[object]] = {
        Kind.RINGING: read.not_taken,
        Kind.UNRECORDED: read.in_hand,
        Kind.MISSED: read.missed,
        Kind.UNATTENDED: read.incidents,
        Kind.REASSESS: read.demands,
        Kind.PROMISE: read.promises,
        Kind.APPROVAL: read.approvals,
        Kind.NOTICE: read.notices,
    }
    return frozenset(kind for kind, rows in lists.items() if len(rows) >= MOST)


def _not_visited(rows: list[Unattended]) -> list[Unattended]:
    """Leave out the incidents for which an officer has seen somebody since they were recorded."""
    visits = Visit.objects.filter(incident__in=[row.incident for row in rows], result=VisitResult.SEEN)
    seen: dict[int, datetime] = {}
    for incident, at in visits.values_list("incident", "visited_at"):
        seen[incident] = max(at, seen.get(incident, at))
    return [row for row in rows if row.incident not in seen or seen[row.incident] < row.recorded_at]
