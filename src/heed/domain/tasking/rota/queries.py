"""Who there is to have a task, as engines.risk.escalation asks: staff with their leave and shifts, and what waits."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Count, Q
from django.utils.timezone import get_current_timezone, localdate

from heed.domain.tasking.access import DO_TASKS
from heed.domain.tasking.models import Absence, BeatOfficer, Shift, Task, TaskMove
from heed.domain.tasking.terms import LADDER, Rung
from heed.engines.risk.at_work import Away, Level, Officer, OnShift
from heed.engines.risk.escalation import Room, Waiting
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Rank, Role

LEVELS: Mapping[str, Level] = {
    Rank.SERGEANT: Level.SERGEANT,
    Rank.INSPECTOR: Level.INSPECTOR,
    Rank.CHIEF_INSPECTOR: Level.CHIEF_INSPECTOR,
    Rank.SUPERINTENDENT: Level.CHIEF_INSPECTOR,
}
CLIMBED: Mapping[str, Level] = dict(zip(LADDER, (Level.SERGEANT, Level.INSPECTOR, Level.CHIEF_INSPECTOR), strict=True))
SHIFTS_AHEAD = timedelta(days=60)
"""Shifts that begin later say nothing about what is due now."""


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody of a force, with the command unit they belong to."""

    officer: Officer
    unit: int | None

    def with_one_more(self) -> "Staff":
        """Return the same with one more open task."""
        return replace(self, officer=replace(self.officer, carries=self.officer.carries + 1))


class Moved(NamedTuple):
    """Where a task went once; owners by id."""

    rung: str
    at: datetime
    from_owner: int | None
    to_owner: int | None


@dataclass(frozen=True, slots=True)
class Row:
    """An open task as the rule asks, with what it is found by."""

    pk: int
    kind: str
    beat: int | None
    task: Waiting


def level_of(user: User) -> Level:
    """
    Return how high somebody stands: by rank; a supervisor without one stands with the sergeants.

    Whoever takes calls stands with the constables, whatever their rank: nothing climbs to the telephone.
    """
    if user.role == Role.CALL_HANDLER:
        return Level.CONSTABLE
    return LEVELS.get(user.rank, Level.SERGEANT if user.role == Role.SUPERVISOR and not user.rank else Level.CONSTABLE)


def staff_of(force_id: int, *, now: datetime) -> dict[int, Staff]:
    """
    Return everybody of a force by id, with leave and shifts as they stand now.

    Who may not open tasks, or whose account is off, is among them with a dead inbox: their tasks have to go elsewhere.
    """
    away, shifts = _away(force_id, now=now), _shifts(force_id, now=now)
    carries = dict(
        Task.objects.filter(force=force_id, agency=None, done_at=None, owner__isnull=False)
        .values_list("owner")
        .annotate(open=Count("pk"))
    )
    return {
        user.pk: Staff(
            Officer(
                id=user.pk,
                name=user.display_name,
                level=level_of(user),
                inbox=allowed(user, DO_TASKS),
                away=tuple(away.get(user.pk, ())),
                shifts=tuple(shifts.get(user.pk, ())),
                carries=carries.get(user.pk, 0),
            ),
            user.unit_id,
        )
        for user in User.objects.filter(force=force_id)
    }


def named_by_beat(force_id: int, *, now: datetime, beat: int | None = None) -> dict[int, dict[int, bool]]:
    """Return who is named today, by beat: the account's id, and whether they lead. beat: of this one alone."""
    today = localdate(now)
    rows = BeatOfficer.objects.filter(beat__force=force_id, from_on__lte=today).exclude(until_on__lt=today)
    if beat is not None:
        rows = rows.filter(beat=beat)
    found: dict[int, dict[int, bool]] = defaultdict(dict)
    for at, user, lead in rows.order_by("-id").values_list("beat", "user", "lead"):
        found[at].setdefault(user, lead and not any(found[at].values()))
    return dict(found)


def room_of(beat: int | None, *, staff: Mapping[int, Staff], named: Mapping[int, Mapping[int, bool]]) -> Room:
    """Put together who there is for the tasks of one beat: its named officers, then those of their units, then the force."""
    here = named.get(beat, {}) if beat is not None else {}
    units = {staff[user].unit for user in here if user in staff} - {None}
    people = {
        pk: replace(one.officer, near=0 if pk in here else 1 if one.unit in units else 2, lead=here.get(pk, False))
        for pk, one in staff.items()
    }
    return Room(people=people, named=tuple(here))


def waiting(force_id: int, *, staff: Mapping[int, Staff]) -> Iterator[Row]:
    """Yield the open tasks of a force's own people as the rule asks about them; an agency's climb no ladder of the force."""
    moves: dict[int, list[Moved]] = defaultdict(list)
    rows = TaskMove.objects.filter(task__force=force_id, task__agency=None, task__done_at=None).order_by("id")
    for task, rung, at, had, has in rows.values_list("task", "rung", "at", "from_owner", "to_owner").iterator():
        moves[task].append(Moved(rung, at, had, has))
    tasks = Task.objects.filter(force=force_id, agency=None, done_at=None).values_list(
        "pk", "kind", "beat", "due_by", "owner"
    )
    for pk, kind, beat, due_by, owner in tasks.iterator():
        yield Row(pk, kind, beat, _waiting(due_by, owner, beat, moves.get(pk, ()), staff))


def waiting_task(task: Task, *, staff: Mapping[int, Staff]) -> Waiting:
    """Return one task as the rule asks about it."""
    rows = task.moves.order_by("id").values_list("rung", "at", "from_owner", "to_owner")
    return _waiting(task.due_by, task.owner_id, task.beat_id, [Moved(*row) for row in rows], staff)


def absences_of(user: User, *, on: date) -> list[Absence]:
    """Return when somebody is away, from a day on, the soonest first."""
    rows = Absence.objects.filter(user=user, withdrawn_at=None).filter(Q(until_on=None) | Q(until_on__gte=on))
    return list(rows.select_related("cover").order_by("from_on"))


def _waiting(
    due_by: datetime | None,
    owner: int | None,
    beat: int | None,
    moves: Sequence[Moved],
    staff: Mapping[int, Staff],
) -> Waiting:
    """Fold where a task has been, oldest first, into what the rule needs of it."""
    taken_from = {move.from_owner for move in moves if move.rung == Rung.BOARD and move.to_owner is None}
    levels = [staff[one].officer.level for one in taken_from if one is not None and one in staff]
    return Waiting(
        due_by=due_by,
        owner=owner,
        on_beat=beat is not None,
        climbed=max([*levels, *(CLIMBED[m.rung] for m in moves if m.rung in CLIMBED)], default=Level.CONSTABLE),
        on_board=bool(moves) and moves[-1].rung == Rung.BOARD,
        boarded_at=max((move.at for move in moves if move.rung == Rung.BOARD), default=None),
    )


def _away(force_id: int, *, now: datetime) -> dict[int, list[Away]]:
    """Return who is or will be away, from the first moment of the first day to the first moment after the last."""
    found: dict[int, list[Away]] = defaultdict(list)
    rows = Absence.objects.filter(user__force=force_id, withdrawn_at=None).exclude(until_on__lt=localdate(now))
    for row in rows.order_by("id"):
        until = _begins(row.until_on + timedelta(days=1)) if row.until_on else None
        found[row.user_id].append(Away(_begins(row.from_on), until, row.cover_id))
    return found


def _begins(day: date) -> datetime:
    """Return the first moment of a day where Heed runs."""
    return datetime.combine(day, time(), tzinfo=get_current_timezone())


def _shifts(force_id: int, *, now: datetime) -> dict[int, list[OnShift]]:
    """Return the shifts that have not ended."""
    found: dict[int, list[OnShift]] = defaultdict(list)
    rows = Shift.objects.filter(
        user__force=force_id, withdrawn_at=None, ends_at__gt=now, starts_at__lt=now + SHIFTS_AHEAD
    )
    for user, starts_at, ends_at in rows.values_list("user", "starts_at", "ends_at"):
        found[user].append(OnShift(starts_at, ends_at))
    return found
