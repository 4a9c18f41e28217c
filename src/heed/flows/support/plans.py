"""
A support plan: written with the victim, signed by a second person, and only then work; what came of a line is its task's.

Source: features.md 3.5, support plan with sign-off.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from heed.domain.incidents.models import Incident
from heed.domain.support.models import PlanLine, SupportPlan
from heed.domain.support.plans import services as plans
from heed.domain.support.plans.services import Line
from heed.domain.support.terms import WithVictim
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.flows.support.broken import log
from heed.flows.support.promises import one_victim
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor


@transaction.atomic
def write_plan(
    *,
    incident: Incident,
    aims: str,
    with_victim: WithVictim,
    with_victim_why: str,
    lines: Iterable[Line],
    user: User,
    actor: Actor,
    now: datetime,
    person_id: uuid.UUID | None = None,
) -> SupportPlan:
    """Write a support plan; it is work only once a second person has signed it. Raises Unfit, PlanStands."""
    made = plans.write(
        incident=incident,
        person_id=person_id or one_victim(incident),
        aims=aims,
        with_victim=with_victim,
        with_victim_why=with_victim_why,
        lines=list(lines),
        user=user,
        actor=actor,
        now=now,
    )
    log(incident, f"Support plan written, to be signed: {made.aims}", actor=actor, now=now)
    return made


@transaction.atomic
def sign_plan(*, plan_id: int, user: User, actor: Actor, now: datetime) -> SupportPlan:
    """Sign a support plan: its lines become tasks. Raises Unfit with the reason, Gone, SupportPlan.DoesNotExist."""
    signed = plans.sign(plan_id=plan_id, user=user, actor=actor, now=now)
    for line in signed.lines.select_related("owner").order_by("number"):
        tasking.make(
            force=signed.incident.force,
            kind=TaskKind.SUPPORT,
            words=line.words,
            key=f"plan-line:{line.pk}",
            actor=actor,
            now=now,
            due_by=line.due_by,
            incident=signed.incident,
            person_id=signed.person_id,
            owner=line.owner,
        )
    log(signed.incident, f"Support plan signed: {signed.lines.count()} things to be done.", actor=actor, now=now)
    return signed


@transaction.atomic
def close_plan(*, plan_id: int, why: str, user: User, actor: Actor, now: datetime) -> SupportPlan:
    """Close a support plan; what of it was still to be done is no work any more. Raises Unfit, Gone, SupportPlan.DoesNotExist."""
    closed = plans.close(plan_id=plan_id, why=why, user=user, actor=actor, now=now)
    for task in tasks_of_lines(closed.lines.all(), force_id=closed.incident.force_id).values():
        if task.done_at is None:
            tasking.finish(
                task=task,
                outcome=TaskOutcome.NO_LONGER_NEEDED,
                result="The support plan was closed",
                user=user,
                now=now,
            )
    log(closed.incident, f"Support plan closed. {closed.closed_why}", actor=actor, now=now)
    return closed


def tasks_of_lines(lines: Iterable[PlanLine], *, force_id: int) -> dict[int, Task]:
    """Return the task of each line of a plan, by the line: what came of a line is there."""
    keys = {f"plan-line:{line.pk}": line.pk for line in lines}
    found = Task.objects.filter(force=force_id, key__in=keys).select_related("owner", "done_by")
    return {keys[task.key]: task for task in found}
