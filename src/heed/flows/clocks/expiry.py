"""
What follows when a clock runs out: the log goes to whoever the pack says, a task is made, and the risk is judged again.

Each clock in a transaction of its own, with all that follows: a worker that is killed has done all of it or none, and two
workers share the clocks between them.
"""

from datetime import datetime

import structlog
from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents import queries as incidents_read
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import NoticeKind
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.domain.timers import queries, services
from heed.domain.timers.models import Timer
from heed.engines.clocks.terms import Expiry, TransferTo
from heed.engines.risk.reassess import Trigger
from heed.flows import demands
from heed.flows.clocks import follow as clocks_follow
from heed.flows.clocks import tasks as clocks_tasks
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.design import dates
from heed.foundation.policy import services as policy

BATCH = 200
"""Clocks looked up at a time: a worker that has many to do shares them with another after so many."""
TRANSFERRED = {
    TransferTo.SUPERVISOR: "Transferred to the supervisor because the clock ran out",
    TransferTo.NEIGHBOURHOOD: "Transferred to the neighbourhood team because the clock ran out",
    TransferTo.NONE: "The clock ran out",
}
UNKNOWN = Expiry(TransferTo.SUPERVISOR)
"""What follows where the policy in force has no such clock any more: somebody must hear of it."""

log = structlog.get_logger()


class NotAllExpired(Exception):
    """What follows some clocks could not be done; their numbers are the message."""


def expire(*, now: datetime, batch: int = BATCH) -> int:
    """
    Do what follows for every clock that has run out, the longest overdue first; return for how many.

    A clock whose incident somebody else holds is left to them, or to the next minute. One that fails keeps nothing from the
    others, and is tried again the next time. Raises NotAllExpired once all the others are done.
    """
    done, tried, failed = 0, set[int](), list[int]()
    while found := list(queries.due(now=now).exclude(pk__in=tried).values_list("pk", "incident")[:batch]):
        for timer_id, incident_id in found:
            tried.add(timer_id)
            try:
                done += expire_one(timer_id=timer_id, incident_id=incident_id, now=now)
            except Exception as error:  # noqa: BLE001  whatever is wrong with one clock must not stop the others
                failed.append(timer_id)
                log.warning("clock_not_expired", timer=timer_id, error=type(error).__name__)
    if failed:
        raise NotAllExpired(failed)
    return done


@transaction.atomic
def expire_one(*, timer_id: int, incident_id: int, now: datetime) -> bool:
    """
    Do what follows one clock, once; say whether it was done here.

    The incident is locked first, as everybody does who changes one, and nobody is waited for.
    """
    held = Incident.objects.select_for_update(no_key=True, skip_locked=True, of=("self",))
    incident = held.select_related("force", "call", "beat").filter(pk=incident_id).first()
    if incident is None:
        return False
    timer = queries.due(now=now).select_for_update(skip_locked=True, of=("self",)).filter(pk=timer_id).first()
    if timer is None:
        return False
    rule = policy.in_use().clocks.rules.get(timer.kind)
    if incidents_read.standing_closing(incident) and (rule is None or not rule.after_closing):
        # Closed by a way that did not look at the clocks: it is stopped instead.
        clocks_follow.follow(incident=incident, now=now)
        return False
    actor = system("clocks", force=incident.force.code)
    if not services.expire(timer=timer, actor=actor, now=now):
        return False
    _follow(timer, incident, rule.expiry if rule else UNKNOWN, actor=actor, now=now)
    return True


def _follow(timer: Timer, incident: Incident, expiry: Expiry, *, actor: Actor, now: datetime) -> None:
    """Write the log, tell the supervisor, make the task and demand a new assessment, as far as the pack asks for each."""
    what = f"{timer.label}, by {dates.by(timer.due_at)}"
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"{TRANSFERRED[expiry.transfer_to]}. {what}.",
        actor=actor,
        now=now,
        detail={"clock": timer.pk, "kind": timer.kind, "transfer_to": str(expiry.transfer_to)},
    )
    if expiry.transfer_to == TransferTo.SUPERVISOR:
        incidents.notify_supervisor(incident=incident, kind=NoticeKind.CLOCK, because=[what], now=now)
    if expiry.task:
        tasking.make(
            force=incident.force,
            kind=TaskKind.REVIEW if timer.rank else TaskKind.CLOCK,
            words=expiry.task,
            key=clocks_tasks.key_of(timer),
            actor=actor,
            now=now,
            due_by=timer.due_at,
            incident=incident,
            person_id=timer.person_id,
            place_id=incident.place_id,
        )
    if expiry.reassess:
        demands.demand(incident, Trigger.TIMER_EXPIRED, now=now, happened_at=timer.due_at)
