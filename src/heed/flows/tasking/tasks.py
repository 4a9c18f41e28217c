"""
Tasks that somebody must have: finished with what follows from it, and passed on when whoever has them is away or late.

Reviews of needs, warnings and passports stay what they are (domain.needs.reviews) and are shown beside tasks, so that nothing
is kept twice and nobody finishes the one and leaves the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog
from django.db import transaction

from heed.domain.beats.models import Beat
from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.needs import queries as needs
from heed.domain.needs.models import ReviewDue
from heed.domain.tasking import queries, services
from heed.domain.tasking.models import Query, Task
from heed.domain.tasking.queried import services as queried
from heed.domain.tasking.queried.services import Asked
from heed.domain.tasking.rota import queries as rota
from heed.domain.tasking.rota.queries import Staff
from heed.domain.tasking.terms import LADDER, Rung, TaskKind, TaskOutcome
from heed.engines.risk.escalation import Room, escalate
from heed.flows.clocks import done as clocks_done
from heed.flows.support import promises
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy

logger = structlog.get_logger(__name__)

AT_ONCE = 50
"""Tasks that one job moves: small enough that a second worker has something to do too."""


class AnswerFirst(Exception):
    """The task is to answer a query of the public: it ends with the answer, or with a word on why there is none."""


@dataclass(frozen=True, slots=True)
class Mine:
    """What somebody has to do, and beside it what they are asked to look at again."""

    tasks: Sequence[Task]
    reviews: Sequence[ReviewDue]


def mine(user: User, *, now: datetime) -> Mine:
    """Return somebody's tasks, and the needs, warnings and passports they are asked to review, the soonest first."""
    return Mine(list(queries.open_tasks_of(user, now=now)), list(needs.reviews(user)))


@transaction.atomic
def finish(*, task: Task, outcome: TaskOutcome, result: str, user: User, actor: Actor, now: datetime) -> Task:
    """
    Finish a task, and what it stands for: a promise that was done is kept, a clock is met.

    Raises AnswerFirst for one that answers a query, services.TaskFinished.
    """
    if task.kind == TaskKind.QUERY and task.key.startswith("query:"):
        raise AnswerFirst
    if task.incident_id:
        incidents.lock(task.incident_id)
    done = services.finish(task=task, outcome=outcome, result=result, user=user, now=now)
    if outcome == TaskOutcome.DONE:
        promises.task_done(task=done, user=user, actor=actor, now=now)
        clocks_done.task_done(task=done, actor=actor, now=now)
    return done


def to_move(*, now: datetime) -> list[int]:
    """Return the ids of the open tasks, of every force, that somebody else should have now."""
    found: list[int] = []
    for force in Force.objects.order_by("pk"):
        staff, named = rota.staff_of(force.pk, now=now), rota.named_by_beat(force.pk, now=now)
        pack, rooms = policy.in_use().tasking, dict[int | None, Room]()
        for row in rota.waiting(force.pk, staff=staff):
            if row.beat not in rooms:
                rooms[row.beat] = rota.room_of(row.beat, staff=staff, named=named)
            if escalate(row.task, now=now, room=rooms[row.beat], ladder=pack.ladder(row.kind)):
                found.append(row.pk)
    return found


def batches(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """Deal tasks out to jobs."""
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def escalate_all(*, task_ids: Sequence[int], now: datetime) -> int:
    """
    Pass on those of some tasks that somebody else should have, each in a transaction of its own; return how many.

    What another worker holds is left to it; a worker that dies leaves each task moved or not moved. One that fails does not
    hold up the others.
    """
    moved = 0
    staff: dict[int, dict[int, Staff]] = {}
    for pk in task_ids:
        try:
            moved += _escalate_one(pk, now=now, staff=staff)
        except Exception:
            logger.exception("a task could not be passed on", task=pk)
    return moved


@transaction.atomic
def _escalate_one(pk: int, *, now: datetime, staff: dict[int, dict[int, Staff]]) -> bool:
    """
    Lock a task, ask again who should have it, and move it; return whether it moved. staff: read once for each force.

    Its incident is locked first, as everybody does who changes one; one that somebody else holds waits for the next time.
    """
    of_incident = Incident.objects.filter(tasks=pk)
    if of_incident.exists() and not of_incident.select_for_update(no_key=True, skip_locked=True, of=("self",)).first():
        return False
    task = (
        Task.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("force", "incident", "owner")
        .filter(pk=pk, agency=None, done_at=None)
        .first()
    )
    if task is None:
        return False
    if task.force_id not in staff:
        staff[task.force_id] = rota.staff_of(task.force_id, now=now)
    there = staff[task.force_id]
    named = rota.named_by_beat(task.force_id, now=now, beat=task.beat_id) if task.beat_id else {}
    room = rota.room_of(task.beat_id, staff=there, named=named)
    ladder = policy.in_use().tasking.ladder(task.kind)
    move = escalate(rota.waiting_task(task, staff=there), now=now, room=room, ladder=ladder)
    if move is None:
        return False
    to = User.objects.get(pk=move.owner) if move.owner is not None else None
    actor = system("tasks", force=task.force.code)
    if services.escalate(task=task, to=to, rung=Rung(move.rung), why=move.why, actor=actor, now=now) is None:
        return False
    if move.owner is not None and move.owner != task.owner_id:
        there[move.owner] = there[move.owner].with_one_more()
    if task.incident and Rung(move.rung) in {*LADDER, Rung.BOARD}:
        whose = f"passed to {to.display_name}" if to else "on the board of supervisors"
        text = f"Task {whose}: {task.words}. {move.why}."
        calls.append_entry(call_id=task.incident.call_id, kind=EntryKind.STATE, text=text, actor=actor, now=now)
    return True


@transaction.atomic
def open_query(*, beat: Beat, asked: Asked, user: User, actor: Actor, now: datetime) -> Query:
    """Take a query of the public down: the officers of the beat, or whom it names, have the pack's hours to answer it."""
    pack = policy.in_use()
    return queried.open_query(
        beat=beat, asked=asked, within=pack.tasking.query_within, policy_version=policy.remember(pack, now=now), user=user,
        actor=actor, now=now,
    )  # fmt: skip


def query_hours() -> int:
    """Return in how many hours the force answers a query."""
    return policy.in_use().tasking.query_hours.value


def note_read(*, tasks: Iterable[Task], purpose: str, actor: Actor, now: datetime) -> None:
    """Write to the trail whose tasks were read; nothing where none names a person."""
    subjects = [f"person:{task.person_id}" for task in tasks if task.person_id]
    note_consulted(subjects=subjects, purpose=purpose, actor=actor, now=now)


@transaction.atomic
def note_consulted(*, subjects: Iterable[str], purpose: str, actor: Actor, now: datetime) -> None:
    """Write to the trail what was read, each once; nothing where nothing was."""
    if read := list(dict.fromkeys(subjects)):
        audit.record(
            actor=actor, act=Act.CONSULTATION, action="task.consulted", subjects=read, purpose=purpose, now=now
        )
