"""Changes to tasks: made, taken, given to somebody else, escalated, finished; each kept with who and why."""

import uuid
from datetime import datetime

from django.db import IntegrityError, transaction

from heed.domain.agencies.models import Agency
from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident
from heed.domain.tasking.access import DO_TASKS
from heed.domain.tasking.models import Task, TaskMove, TaskNote
from heed.domain.tasking.terms import Rung, TaskKind, TaskOutcome
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

OF_AN_AGENCY = "It is a partner agency's: only somebody who works there can have it"


class TaskFinished(Exception):
    """It is finished already: nothing was changed."""


class CannotHave(Exception):
    """The person cannot have the task; the sentence says why."""


@transaction.atomic
def make(
    *,
    force: Force,
    kind: TaskKind,
    words: str,
    key: str,
    actor: Actor,
    now: datetime,
    due_by: datetime | None = None,
    incident: Incident | None = None,
    person_id: uuid.UUID | None = None,
    place_id: uuid.UUID | None = None,
    beat: Beat | None = None,
    owner: User | None = None,
    agency: Agency | None = None,
) -> Task:
    """
    Make a task, or return the one that was made under the same key.

    beat: where none is named, the incident's. agency: whose task it is; none of the force's own then has it.
    """
    task, made = Task.objects.get_or_create(
        force=force,
        key=key,
        defaults={
            "kind": kind,
            "words": words[:500],
            "beat": None if agency else beat or (incident.beat if incident else None),
            "agency": agency,
            "incident": incident,
            "person_id": person_id,
            "place_id": place_id,
            "owner": owner,
            "due_by": due_by,
            "made_at": now,
            "made_by_name": actor.name,
        },
    )
    if made:
        audit.record(
            actor=actor,
            act=Act.COLLECTION,
            action="task.made",
            subjects=[f"task:{task.pk}"] + ([f"incident:{incident.pk}"] if incident else []),
            now=now,
            detail={"kind": str(kind), "key": key},
        )
    return task


@transaction.atomic
def finish(*, task: Task, outcome: TaskOutcome, result: str, user: User | None, now: datetime) -> Task:
    """
    Finish a task; finishing it again in the same way changes nothing. user: None where it settled itself.

    Raises TaskFinished when it was finished in another way.
    """
    task = Task.objects.select_for_update(of=("self",)).select_related("force").get(pk=task.pk)
    if task.done_at:
        if task.outcome != outcome:
            raise TaskFinished
        return task
    task.done_at, task.done_by, task.outcome, task.result = now, user, outcome, result[:500]
    task.save(update_fields=["done_at", "done_by", "outcome", "result"])
    _record("task.finished", task, actor=_actor(user, task), now=now, detail={"outcome": str(outcome)})
    return task


@transaction.atomic
def take(*, task: Task, user: User, now: datetime) -> Task:
    """Take a task for oneself. Raises TaskFinished, and CannotHave for one of an agency that the person does not work for."""
    task = _open(task)
    if task.agency and not task.agency.officers.filter(user=user.pk).exists():
        raise CannotHave(OF_AN_AGENCY)
    if task.owner_id == user.pk:
        return task
    return _move(task, to=user, rung=Rung.TAKEN, why="Taken", actor=user.actor(), now=now)


@transaction.atomic
def reassign(*, task: Task, to: User | None, why: str, user: User, now: datetime) -> Task:
    """
    Give a task to somebody else, or with to=None back to the officers of its beat. Raises TaskFinished, CannotHave.

    Whoever gets it must be able to open it: of the same force, with an account that is on, on this desk.
    """
    task = _open(task)
    if task.agency_id:
        raise CannotHave(OF_AN_AGENCY)
    if to is not None and (to.force_id != task.force_id or not allowed(to, DO_TASKS)):
        raise CannotHave("They could not open it: choose somebody of this force whose account is on")
    if to is None and task.beat_id is None:
        raise CannotHave("It lies on no beat, so it needs a person")
    if task.owner_id == (to.pk if to else None):
        return task
    return _move(task, to=to, rung=Rung.HAND, why=why or "No reason given", actor=user.actor(), now=now)


@transaction.atomic
def escalate(*, task: Task, to: User | None, rung: Rung, why: str, actor: Actor, now: datetime) -> TaskMove | None:
    """
    Move a task by rule, once for each rung of the ladder; None where that was done already or the task is finished.

    to: None takes it from whoever cannot do it, onto the supervisors' board; a rung of BOARD leaves it with `to` meanwhile.
    """
    try:
        with transaction.atomic():
            moved = _move(_open(task), to=to, rung=rung, why=why, actor=actor, now=now)
    except (TaskFinished, IntegrityError):
        return None
    return moved.moves.order_by("-id").first()


@transaction.atomic
def note(*, task: Task, words: str, user: User, now: datetime) -> TaskNote:
    """Write something on a task, finished or not."""
    made = TaskNote.objects.create(task=task, at=now, by=user, words=words[:500])
    _record("task.noted", task, actor=user.actor(), now=now)
    return made


def _open(task: Task) -> Task:
    """Return the task as it stands, locked until the transaction ends. Raises TaskFinished."""
    found = Task.objects.select_for_update(of=("self",)).select_related("force", "owner").get(pk=task.pk)
    if found.done_at:
        raise TaskFinished
    return found


def _move(task: Task, *, to: User | None, rung: Rung, why: str, actor: Actor, now: datetime) -> Task:
    """Give a locked task to somebody, and keep that it was."""
    TaskMove.objects.create(
        task=task, at=now, from_owner_id=task.owner_id, to_owner=to, rung=rung, why=why[:300], moved_by_name=actor.name
    )
    task.owner = to
    task.save(update_fields=["owner"])
    _record("task.moved", task, actor=actor, now=now, detail={"rung": str(rung), "to": to.pk if to else None})
    return task


def _actor(user: User | None, task: Task) -> Actor:
    """Return who acts: the person, or Heed itself."""
    return user.actor() if user else system("tasks", force=task.force.code)


def _record(action: str, task: Task, *, actor: Actor, now: datetime, detail: dict[str, object] | None = None) -> None:
    """Write to the trail what became of a task."""
    subjects = [f"task:{task.pk}"] + ([f"incident:{task.incident_id}"] if task.incident_id else [])
    audit.record(actor=actor, act=Act.ALTERATION, action=action, subjects=subjects, now=now, detail=detail)
