"""Changes to support plans: written, signed by a second person, closed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from heed.domain.incidents.models import Incident
from heed.domain.support import rules
from heed.domain.support.plans.models import PlanLine, SupportPlan
from heed.domain.support.rules import Unfit
from heed.domain.support.terms import WithVictim
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class PlanStands(Exception):
    """A plan for the same person stands already: it is closed before another is written."""


class Gone(Exception):
    """The plan was signed or closed meanwhile; the words say so."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to be done. owner: None for the officers of the beat."""

    words: str
    due_by: datetime
    owner: User | None = None


@transaction.atomic
def write(
    *,
    incident: Incident,
    person_id: uuid.UUID | None,
    aims: str,
    with_victim: WithVictim,
    with_victim_why: str,
    lines: Sequence[Line],
    user: User,
    actor: Actor,
    now: datetime,
) -> SupportPlan:
    """Write a support plan; nothing of it is done before it is signed. Raises Unfit, PlanStands."""
    if not aims.strip():
        raise Unfit("Enter what the plan is to achieve")
    if not lines:
        raise Unfit("Enter at least one thing to be done")
    if with_victim == WithVictim.NOT_AGREED and not with_victim_why.strip():
        raise Unfit("Enter why it could not be agreed with them")
    if any(line.due_by <= now for line in lines):
        raise Unfit("What is to be done must be due at a time that is still to come")
    try:
        with transaction.atomic():
            plan = SupportPlan.objects.create(
                incident=incident,
                person_id=person_id,
                aims=aims.strip()[:1000],
                with_victim=with_victim,
                with_victim_why=with_victim_why.strip()[:500],
                written_at=now,
                written_by=user,
            )
    except IntegrityError as error:
        if "one_support_plan_of_a_person_stands" in str(error):
            raise PlanStands from error
        raise
    PlanLine.objects.bulk_create(
        PlanLine(plan=plan, number=number, words=line.words.strip()[:500], owner=line.owner, due_by=line.due_by)
        for number, line in enumerate(lines, start=1)
    )
    _record("support_plan.written", plan, actor=actor, now=now)
    return plan


@transaction.atomic
def sign(*, plan_id: int, user: User, actor: Actor, now: datetime) -> SupportPlan:
    """Sign a plan as the second person. Raises Unfit with the reason where they may not, Gone, SupportPlan.DoesNotExist."""
    plan = _locked(plan_id, user)
    if plan.closed_at or plan.signed_at:
        raise Gone("It was closed meanwhile" if plan.closed_at else "It was signed meanwhile")
    if why := rules.may_sign(role=user.role, rank=user.rank, is_writer=plan.written_by_id == user.pk):
        raise Unfit(why)
    plan.signed_at, plan.signed_by = now, user
    plan.save(update_fields=["signed_at", "signed_by"])
    _record("support_plan.signed", plan, actor=actor, now=now)
    return plan


@transaction.atomic
def close(*, plan_id: int, why: str, user: User, actor: Actor, now: datetime) -> SupportPlan:
    """Close a plan, signed or not, with the reason. Raises Unfit, Gone, SupportPlan.DoesNotExist."""
    plan = _locked(plan_id, user)
    if plan.closed_at:
        raise Gone("It was closed meanwhile")
    if not why.strip():
        raise Unfit("Enter why it is closed")
    plan.closed_at, plan.closed_by, plan.closed_why = now, user, why.strip()[:500]
    plan.save(update_fields=["closed_at", "closed_by", "closed_why"])
    _record("support_plan.closed", plan, actor=actor, now=now)
    return plan


def _locked(plan_id: int, user: User) -> SupportPlan:
    """Return a plan of the person's own force, locked."""
    found = SupportPlan.objects.select_for_update(of=("self",)).select_related("incident", "incident__force")
    return found.get(pk=plan_id, incident__force=user.force_id)


def _record(action: str, plan: SupportPlan, *, actor: Actor, now: datetime) -> None:
    """Write to the trail what was done with a plan."""
    about = [f"person:{plan.person_id}"] if plan.person_id else []
    audit.record(
        actor=actor, act=Act.ALTERATION, action=action, now=now,
        subjects=[f"support_plan:{plan.pk}", f"incident:{plan.incident_id}", *about],
    )  # fmt: skip
