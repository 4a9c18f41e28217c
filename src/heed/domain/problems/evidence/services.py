"""Changes to items of evidence: each is a row, appended. The files themselves are never stored here."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.incidents.models import Incident
from heed.domain.problems.models import EvidenceItem, EvidenceStep, ProblemPlan
from heed.domain.problems.rules import CannotBe
from heed.domain.problems.terms import EvidenceAct, EvidenceKind
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@dataclass(frozen=True, slots=True)
class Received:
    """What was received: when, from whom, and where it is kept."""

    kind: EvidenceKind
    words: str
    from_whom: str
    kept_where: str
    received_at: datetime


@transaction.atomic
def enter(
    *, force: Force, received: Received, user: User, actor: Actor, policy_version: str, now: datetime
) -> EvidenceItem:
    """Enter an item. Raises CannotBe for one that is still to be received."""
    if received.received_at > now:
        raise CannotBe("It cannot have been received in the future.")
    item = EvidenceItem.objects.create(
        force=force,
        kind=received.kind,
        words=received.words[:500],
        from_whom=received.from_whom[:300],
        kept_where=received.kept_where[:300],
        received_at=received.received_at,
        entered_at=now,
        entered_by=user,
        entered_by_name=actor.name,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="evidence.entered",
        subjects=[f"evidence:{item.pk}"],
        detail={"kind": str(received.kind)},
        now=now,
    )
    return item


@transaction.atomic
def look_at(*, item: EvidenceItem, words: str, user: User, actor: Actor, now: datetime) -> EvidenceStep:
    """Put down that somebody looked at or listened to an item, and what is on it."""
    return _step(item, EvidenceAct.LOOKED_AT, words, None, None, user=user, actor=actor, now=now)


@transaction.atomic
def link(
    *,
    item: EvidenceItem,
    incident: Incident | None = None,
    plan: ProblemPlan | None = None,
    words: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> EvidenceStep:
    """Link an item to an incident or to a plan of the same force. Raises CannotBe for both, for neither, and for another's."""
    case = incident or plan
    if case is None or (incident and plan):
        raise CannotBe("Name one case: an incident or a plan.")
    if case.force_id != item.force_id:
        raise CannotBe("This is not a case of your force.")
    return _step(item, EvidenceAct.LINKED, words, incident, plan, user=user, actor=actor, now=now)


@transaction.atomic
def set_aside(*, item: EvidenceItem, words: str, user: User, actor: Actor, now: datetime) -> EvidenceStep:
    """Put down that an item needs no case and no look, and why; it is off the list, and stays on record."""
    return _step(item, EvidenceAct.SET_ASIDE, words, None, None, user=user, actor=actor, now=now)


def _step(
    item: EvidenceItem,
    what: EvidenceAct,
    words: str,
    incident: Incident | None,
    plan: ProblemPlan | None,
    *,
    user: User,
    actor: Actor,
    now: datetime,
) -> EvidenceStep:
    step = EvidenceStep.objects.create(
        item=item, what=what, words=words[:500], incident=incident, plan=plan, at=now, by=user, by_name=actor.name
    )
    cases = ([f"incident:{incident.pk}"] if incident else []) + ([f"problem_plan:{plan.pk}"] if plan else [])
    audit.record(
        actor=actor,
        act=Act.CONSULTATION if what == EvidenceAct.LOOKED_AT else Act.COMBINATION if cases else Act.ALTERATION,
        action=f"evidence.{what}",
        subjects=[f"evidence:{item.pk}", *cases],
        now=now,
    )
    return step
