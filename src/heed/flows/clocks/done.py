"""Somebody says on the incident's page what was done that a clock asks for."""

from datetime import datetime

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Incident
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskOutcome
from heed.domain.timers.models import CodeEvent, Timer
from heed.domain.timers.queries import RUNNING
from heed.domain.timers.rules import may_review
from heed.domain.timers.services import NotYetHappened, ToldAlready
from heed.engines.clocks.terms import Done
from heed.flows.clocks import code_rights
from heed.flows.clocks import running as clocks
from heed.flows.decide import Refused
from heed.foundation.accounts.terms import Actor
from heed.foundation.design import dates
from heed.foundation.policy import services as policy

STOPPED = "This clock runs no more: somebody has just met or stopped it."
TOO_EARLY = "That was before this clock began."
NOT_HERE = frozenset({Done.ATTENDED, Done.REVIEW, Done.DECIDED})
"""What has a way of its own, with its own checks."""


@transaction.atomic
def done(*, incident: Incident, timer_id: int, at: datetime, how: str, actor: Actor, now: datetime) -> Timer:
    """
    Meet one clock of an incident by what was done, put it on the log, and meet whatever else the same deed meets.

    Raises Refused, in words, where the clock runs no more, began later, or is not met in words.
    """
    Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    timer = Timer.objects.filter(RUNNING, incident=incident, pk=timer_id).first()
    rule = policy.in_use().clocks.rules.get(timer.kind) if timer else None
    if timer is None:
        raise Refused([STOPPED])
    if timer.rank or (rule and rule.met_by & NOT_HERE):
        raise Refused(["This clock is met by what it asks for, not in words."])
    if at < timer.started_at:
        raise Refused([TOO_EARLY])
    if timer.cause.startswith("code_event:"):
        _tell(timer, at=at, how=how, actor=actor, now=now)
        return timer
    clocks.meet(incident=incident, timers=[timer], at=at, how=how, actor=actor, now=now)
    for event in _same(rule.met_by if rule else frozenset()):
        clocks.met(incident=incident, event=event, at=at, how=how, actor=actor, now=now)
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"Done, {dates.moment(at)}: {timer.label}. {how}",
        actor=actor,
        now=now,
        detail={"clock": timer.pk, "kind": timer.kind},
    )
    return timer


@transaction.atomic
def task_done(*, task: Task, actor: Actor, now: datetime) -> Timer | None:
    """
    Meet the clock whose task was finished as done; None where the task is no clock's, or its clock is not met so.

    For whoever finishes tasks, in their transaction. A review is met only by somebody of its rank, an arrival and a decision
    only by themselves: the task is then done, and the clock runs on.
    """
    head, _, number = task.key.partition(":")
    if head != "timer" or not number.isdigit() or task.outcome != TaskOutcome.DONE:
        return None
    timer = Timer.objects.filter(RUNNING, pk=int(number)).select_related("incident__force").first()
    if timer is None:
        return None
    how = task.result or "The task was done"
    if timer.rank:
        if may_review(needed=timer.rank, rank=clocks.rank_of(actor)):
            clocks.met(incident=timer.incident, event=Done.REVIEW, how=how, actor=actor, now=now)
            return timer
        return None
    try:
        return done(incident=timer.incident, timer_id=timer.pk, at=now, how=how, actor=actor, now=now)
    except Refused:
        return None


def _tell(timer: Timer, *, at: datetime, how: str, actor: Actor, now: datetime) -> None:
    """Note that the victim was told of what started a clock."""
    event = CodeEvent.objects.get(pk=int(timer.cause.split(":")[1]))
    try:
        code_rights.told(event=event, at=at, how=how, actor=actor, now=now)
    except ToldAlready:
        raise Refused([STOPPED]) from None
    except NotYetHappened as too_early:
        raise Refused([str(too_early)]) from None


def _same(met_by: frozenset[Done]) -> tuple[Done, ...]:
    """
    Return what was surely done when a clock was met: the first update is an update.

    A clock that several things meet says only that the victim was told something: update is the least of them.
    """
    return (Done.UPDATE,) if Done.UPDATE in met_by else tuple(met_by & {Done.NEEDS, Done.CONFIRMED})
