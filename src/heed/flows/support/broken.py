"""
Promises that were not kept: broken by the clock, each once, by whichever worker comes first.

A promise that is broken is said in the log, made somebody's work, and told to a supervisor where somebody is vulnerable.
"""

from datetime import datetime, timedelta

import structlog
from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import NoticeKind
from heed.domain.support import services
from heed.domain.support.models import Promise
from heed.domain.support.rules import by_when
from heed.domain.support.terms import Settled
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.domain.vulnerability.assessments.queries import standing_assessment
from heed.domain.vulnerability.terms import Judged
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy

logger = structlog.get_logger(__name__)

BROKEN_MOST = 1_000
"""Promises that one run of the job breaks; the next minute has the others."""

BY_THE_CLOCK = "Its time passed, and nobody had written that it was kept."


def break_overdue(*, now: datetime, most: int = BROKEN_MOST) -> int:
    """
    Break the promises whose time has passed, each in a transaction of its own; return how many.

    Two workers never take the same one, and a worker that dies leaves the next one whole. One that fails does not hold up
    the others: it is tried again with the next run.
    """
    broken, failed = 0, set[int]()
    for _ in range(most):
        pk: int | None = None
        try:
            with transaction.atomic():
                found = (
                    Promise.objects.select_for_update(skip_locked=True, no_key=True, of=("self", "incident"))
                    .select_related("incident", "incident__force", "incident__call")
                    .filter(settled_at=None, due_by__lt=now)
                    .exclude(pk__in=failed)
                    .order_by("due_by", "pk")
                    .first()
                )
                if found is None:
                    break
                pk = found.pk
                broken += break_one(found, now=now)
        except Exception:
            if pk is None:
                raise
            failed.add(pk)
            logger.exception("a promise could not be broken", promise=pk)
    return broken


def break_one(found: Promise, *, now: datetime) -> bool:
    """Break a promise that is locked, unless its task says that it was kept in time; return whether it broke."""
    incident, actor = found.incident, system("promises", force=found.incident.force.code)
    task = Task.objects.filter(force=incident.force_id, key=key_of(found), outcome=TaskOutcome.DONE).first()
    if task and task.done_at and task.done_at <= found.due_by:
        services.settle_promise(
            promise=found, settled_as=Settled.KEPT, how=task.result or "The task was done in time", done_at=task.done_at,
            user=task.done_by, actor=actor, now=now,
        )  # fmt: skip
        return False
    services.settle_promise(
        promise=found, settled_as=Settled.BROKEN, how=BY_THE_CLOCK, done_at=None, user=None, actor=actor, now=now
    )
    said = f"A promise was not kept: {in_words(found)}"
    log(incident, f"{said}. {found.words}", actor=actor, now=now)
    rule = policy.in_use().support.promise
    tasking.make(
        force=incident.force,
        kind=TaskKind.PROMISE,
        words=f"{said}. Tell them, say sorry, and say what happens now",
        key=f"{key_of(found)}:broken",
        actor=actor,
        now=now,
        due_by=now + timedelta(hours=rule.make_good_within_hours.value),
        incident=incident,
        person_id=found.person_id,
        owner=found.owner,
    )
    judged = standing_assessment(incident)
    if judged and judged.vulnerable == Judged.YES:
        incidents.notify_supervisor(incident=incident, kind=NoticeKind.AT_RISK, because=[said], now=now)
    return True


def in_words(made: Promise) -> str:
    """Say what was promised, and by when: Visit by Friday 20 November."""
    return f"{made.get_kind_display()} by {by_of(made)}"


def key_of(made: Promise) -> str:
    """Return the key of the task that a promise makes."""
    return f"promise:{made.pk}"


def log(incident: Incident, text: str, *, actor: Actor, now: datetime) -> None:
    """Write in the log of an incident."""
    calls.append_entry(call_id=incident.call_id, kind=EntryKind.STATE, text=text, actor=actor, now=now)


def by_of(made: Promise) -> str:
    """Say by when something is promised."""
    return by_when(made.due_by, zone=policy.in_use().zone)
