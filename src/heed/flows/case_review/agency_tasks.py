"""
Tasks of partner agencies, whatever gave rise to them: finished there, and asked for where they are late or could not be done.

They climb no ladder of the force's; instead somebody of the force has a task to ask.
"""

from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.tasking import queries as tasks
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import system
from heed.foundation.design.dates import day

LATE = "agency-late:"
COULD_NOT = "agency-could-not:"
"""How the keys begin of tasks to ask an agency, because it is late, or because it could not."""
SOON = timedelta(days=3)
"""How soon somebody asks."""


@transaction.atomic
def finish_of_agency(*, task: Task, outcome: TaskOutcome, result: str, user: User, now: datetime) -> Task:
    """
    Let a partner agency finish a task of its own, whatever it came from; what it could not do is somebody's task here.

    Raises CannotBe without a word on how, and tasking's TaskFinished.
    """
    if task.agency is None or outcome == TaskOutcome.NO_LONGER_NEEDED:
        raise CannotBe("Only an agency's own task is finished here, as done or not possible.")
    if not result.strip():
        raise CannotBe("Say what was done, or why it could not be.")
    done = tasking.finish(task=task, outcome=outcome, result=result.strip(), user=user, now=now)
    settle(done, result=f"{task.agency.name}: {done.get_outcome_display().lower()}", now=now)
    if outcome == TaskOutcome.NOT_POSSIBLE:
        tasking.make(
            force=task.force,
            kind=TaskKind.PARTNER,
            words=f"{task.agency.name} could not: {task.words} {result.strip()}",
            key=f"{COULD_NOT}{task.pk}",
            actor=user.actor(),
            now=now,
            due_by=now + SOON,
            incident=task.incident,
        )
    return done


def chase(*, now: datetime) -> int:
    """Have somebody ask the agencies whose tasks are late, once for each; return for how many. Safe to run twice."""
    found = 0
    for force in Force.objects.order_by("pk"):
        for task in tasks.tasks_of_agencies(force.pk).filter(due_by__lt=now):
            found += _chase_one(task, now=now)
    return found


def _chase_one(task: Task, *, now: datetime) -> bool:
    """Make the task to ask, unless it was made; return whether it is new."""
    if tasks.task_of(task.force_id, f"{LATE}{task.pk}") or task.agency is None or task.due_by is None:
        return False
    tasking.make(
        force=task.force,
        kind=TaskKind.PARTNER,
        words=f"Ask {task.agency.name}: late since {day(task.due_by)}. {task.words}",
        key=f"{LATE}{task.pk}",
        actor=system("case_review", force=task.force.code),
        now=now,
        due_by=now + SOON,
        incident=task.incident,
    )
    return True


def settle(task: Task, *, result: str, now: datetime) -> None:
    """Finish the task to ask an agency that was late: there is nothing to ask any more."""
    late = tasks.task_of(task.force_id, f"{LATE}{task.pk}")
    if late and late.done_at is None:
        tasking.finish(task=late, outcome=TaskOutcome.NO_LONGER_NEEDED, result=result, user=None, now=now)
