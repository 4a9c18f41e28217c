"""
A visit recorded, once, and what follows: the log, the promise, the clocks, and the next try where nobody was seen.

Only a visit at which somebody was seen keeps a promise or meets a clock. A try keeps nothing: its task stays open, and where
there was none one is made, so that somebody goes again.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.people import queries as people
from heed.domain.support import queries as support
from heed.domain.support.models import Promise
from heed.domain.support.terms import PromiseKind, Settled
from heed.domain.tasking import queries, services
from heed.domain.tasking.models import Task, Visit
from heed.domain.tasking.terms import TaskKind, TaskOutcome, VisitResult
from heed.domain.tasking.visits import services as visits
from heed.domain.tasking.visits.services import NobodyNamed, NotYet, Went
from heed.engines.clocks.terms import Done
from heed.flows.clocks import running as clocks
from heed.flows.support import promises
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

__all__ = ["NobodyNamed", "NotYet", "answered_by_a_visit", "record_visit"]

BY_A_VISIT = (TaskKind.VISIT, TaskKind.PROMISE, TaskKind.CONTACT)
"""Kinds of task that a visit answers."""


@transaction.atomic
def record_visit(
    *,
    incident: Incident,
    user: User,
    visited_at: datetime,
    result: VisitResult,
    seen: str,
    done: str,
    next_step: str,
    now: datetime,
    person_id: uuid.UUID | None = None,
    task: Task | None = None,
    key: uuid.UUID | None = None,
    actor: Actor | None = None,
) -> Visit:
    """
    Record that somebody was visited, or that it was tried.

    person_id: whom the visit was for; of the task or the one victim where nobody is named. task: the one it was made for, which
    is finished where somebody was seen, and stays open otherwise. key: of the form, so that sending twice records once.
    Raises NotYet for a time to come, NobodyNamed where somebody was seen and it is not said who.
    """
    actor = actor or user.actor()
    incidents.lock(incident.pk)
    went = Went(visited_at, VisitResult(result), seen.strip(), done.strip(), next_step.strip())
    person_id = person_id or (task.person_id if task else None) or promises.one_victim(incident)
    visit, made = visits.record(
        incident=incident, went=went, key=key or uuid.uuid4(), person_id=person_id, task=task, user=user, actor=actor,
        now=now,
    )  # fmt: skip
    if not made:
        return visit
    if visit.happened:
        _happened(visit, user=user, actor=actor, now=now)
    else:
        _failed(visit, user=user, actor=actor, now=now)
    return visit


def answered_by_a_visit(incident: Incident, person_id: uuid.UUID | None) -> list[Task]:
    """Return the open tasks of an incident that a visit would answer, for one person or for nobody in particular."""
    group = people.leads_of([person_id] if person_id else [])
    found = queries.open_tasks(incident.force_id).filter(incident=incident, kind__in=BY_A_VISIT)
    kept = _kept_by_other_means(incident)
    return [
        task
        for task in found
        if task.key not in kept and (not group or not task.person or task.person.lead_id in group)
    ]


def _happened(visit: Visit, *, user: User, actor: Actor, now: datetime) -> None:
    """Put the visit in the log, meet the clocks, keep the promises of a visit, and finish the task."""
    words = in_words(visit)
    clocks.attended(incident=visit.incident, at=visit.visited_at, actor=actor, now=now, words=words)
    for event in (Done.VISIT, Done.CONTACT):
        clocks.met(incident=visit.incident, event=event, actor=actor, now=now, at=visit.visited_at, how=words)
    for made in _promised(visit):
        promises.settle(
            promise_id=made.pk, settled_as=Settled.KEPT, how=words, user=user, actor=actor, now=now,
            done_at=visit.visited_at,
        )  # fmt: skip
    if visit.task and Task.objects.filter(pk=visit.task.pk, done_at=None).exists():
        services.finish(task=visit.task, outcome=TaskOutcome.DONE, result=words, user=user, now=now)


def _failed(visit: Visit, *, user: User, actor: Actor, now: datetime) -> None:
    """Put the try in the log, and leave somebody with the next one."""
    words = in_words(visit)
    promises.visit_failed(
        incident=visit.incident, person_ids=[visit.person_id] if visit.person_id else [], at=visit.visited_at, words=words,
        actor=actor, now=now,
    )  # fmt: skip
    waiting = answered_by_a_visit(visit.incident, visit.person_id)
    if visit.task and visit.task.done_at is None and visit.task not in waiting:
        waiting.append(visit.task)
    for task in waiting:
        services.note(task=task, words=words, user=user, now=now)
    if waiting:
        return
    services.make(
        force=visit.incident.force,
        kind=TaskKind.VISIT,
        words=f"Try again. {words}",
        key=f"visit:{visit.key}",
        actor=actor,
        now=now,
        due_by=now + policy.in_use().tasking.next_try_within,
        incident=visit.incident,
        person_id=visit.person_id,
        place_id=visit.place_id,
        owner=user,
    )


def _promised(visit: Visit) -> list[Promise]:
    """Return the visits promised to the same person before, and not made yet; those past their time included."""
    group = people.leads_of([visit.person_id] if visit.person_id else [])
    return [
        made
        for made in support.promises_of(visit.incident)
        if made.kind == PromiseKind.VISIT
        and made.made_at <= visit.visited_at
        and (made.verdict is None or made.verdict.settled_as == Settled.BROKEN)
        and made.done_after is None
        and (not group or made.person is None or made.person.lead_id in group)
    ]


def _kept_by_other_means(incident: Incident) -> Collection[str]:
    """Return the keys of the promises' tasks that a visit does not keep: a call back stays one."""
    others = [made.pk for made in support.promises_of(incident) if made.kind != PromiseKind.VISIT]
    return {key for pk in others for key in (f"promise:{pk}", f"promise:{pk}:broken")}


def in_words(visit: Visit) -> str:
    """Say what came of a visit, as the log has it."""
    parts = [
        f"Seen: {visit.seen}" if visit.happened else visit.get_result_display(),
        visit.done,
        f"Next: {visit.next_step}" if visit.next_step else "",
    ]
    return " ".join(part.rstrip(". ") + "." for part in parts if part)
