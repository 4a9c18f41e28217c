"""Changes to problem plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident, Party
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.domain.problems import rules
from heed.domain.problems.models import PlanClosing, PlanEntry, PlanIncident, ProblemPlan
from heed.domain.problems.rules import CannotBe
from heed.domain.problems.terms import PlanFormat, Section
from heed.engines.risk.problems import Measured
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@dataclass(frozen=True, slots=True)
class About:
    """What a plan is about. subject: its key, one open plan for each; the rest is what it is shown by."""

    subject: str
    title: str
    place: Place | None = None
    victim: Person | None = None
    party: Party | None = None
    other: str = ""


@transaction.atomic
def open_plan(
    *,
    force: Force,
    about: About,
    because: str,
    plan_format: PlanFormat = PlanFormat.SARA,
    beat: Beat | None = None,
    user: User | None,
    actor: Actor,
    policy_version: str,
    now: datetime,
) -> tuple[ProblemPlan, bool]:
    """Open a plan, or return the open one about the same subject; with whether it is new. user: None for a rule."""
    plan, made = ProblemPlan.objects.get_or_create(
        force=force,
        subject=about.subject,
        closed_at=None,
        defaults={
            "beat": beat,
            "title": about.title[:200],
            "plan_format": plan_format,
            "place": about.place,
            "victim": about.victim,
            "party": about.party,
            "other": about.other[:300],
            "because": because[:500],
            "opened_at": now,
            "opened_by": user,
            "opened_by_name": actor.name,
            "policy_version": policy_version,
        },
    )
    if made:
        audit.record(
            actor=actor,
            act=Act.COLLECTION,
            action="problem_plan.opened",
            subjects=[f"problem_plan:{plan.pk}", *_subjects(plan)],
            detail={"by_rule": user is None, "subject": about.subject.partition(":")[0]},
            now=now,
        )
    return plan, made


@transaction.atomic
def add_incidents(
    *, plan: ProblemPlan, incidents: Sequence[Incident], because: str, actor: Actor, now: datetime
) -> list[PlanIncident]:
    """Put incidents to a plan, once each; return those that were new to it. Raises CannotBe for a closed plan."""
    if ProblemPlan.objects.filter(pk=plan.pk, closed_at__isnull=False).exists():
        raise CannotBe("The plan is closed: put the incident to a new one.")
    made = [
        PlanIncident.objects.get_or_create(
            plan=plan, incident=one, defaults={"because": because[:300], "at": now, "added_by_name": actor.name}
        )
        for one in incidents
    ]
    new = [row for row, is_new in made if is_new]
    if new:
        audit.record(
            actor=actor,
            act=Act.COMBINATION,
            action="problem_plan.extended",
            subjects=[f"problem_plan:{plan.pk}", *(f"incident:{row.incident_id}" for row in new)],
            now=now,
        )
    return new


@transaction.atomic
def write(
    *,
    plan: ProblemPlan,
    section: Section,
    words: str,
    due_by: datetime | None = None,
    owner: User | None = None,
    user: User | None,
    actor: Actor,
    now: datetime,
) -> PlanEntry:
    """Write into a section of a plan. Raises CannotBe."""
    # Lock the plan: nothing may be written between its being signed off and this.
    locked = ProblemPlan.objects.select_for_update().get(pk=plan.pk)
    why_not = rules.refused_to_write(
        PlanFormat(locked.plan_format), section, closed=locked.closed_at is not None, has_due=due_by is not None
    )
    if why_not:
        raise CannotBe(why_not)
    entry = PlanEntry.objects.create(
        plan=locked, section=section, words=words, due_by=due_by, owner=owner, at=now, by=user, by_name=actor.name
    )
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="problem_plan.written",
        subjects=[f"problem_plan:{plan.pk}"],
        detail={"entry": entry.pk, "section": str(section)},
        now=now,
    )
    return entry


@transaction.atomic
def ask_to_close(
    *, plan: ProblemPlan, words: str, measured: Measured, user: User, actor: Actor, policy_version: str, now: datetime
) -> PlanClosing:
    """Ask for a plan to be closed, with its result. Raises CannotBe when it is closed, or asked already."""
    locked = ProblemPlan.objects.select_for_update().get(pk=plan.pk)
    if locked.closed_at:
        raise CannotBe("The plan is closed already.")
    if PlanClosing.objects.filter(plan=locked, answered_at=None).exists():
        raise CannotBe("Somebody has asked for it to be closed already: it waits to be signed off.")
    closing = PlanClosing.objects.create(
        plan=locked,
        words=words,
        days=measured.days,
        before=measured.before,
        after=measured.after,
        caution=measured.caution,
        asked_at=now,
        asked_by=user,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="problem_plan.closing_asked",
        subjects=[f"problem_plan:{plan.pk}"],
        detail={"before": measured.before, "after": measured.after, "days": measured.days},
        now=now,
    )
    return closing


@transaction.atomic
def sign_off(
    *, closing: PlanClosing, agreed: bool, why: str, least_rank: str, user: User, actor: Actor, now: datetime
) -> PlanClosing:
    """Sign off the closing of a plan, or refuse it; agreed, the plan is closed. Raises CannotBe."""
    plan = ProblemPlan.objects.select_for_update().get(pk=closing.plan_id)
    locked = PlanClosing.objects.select_for_update().get(pk=closing.pk)
    if locked.answered_at:
        raise CannotBe("Somebody has answered this already. Nothing was changed.")
    why_not = rules.refused_to_sign_off(rank=user.rank, least=least_rank, asked_by=locked.asked_by_id, signs=user.pk)
    if why_not:
        raise CannotBe(why_not)
    locked.answered_at, locked.answered_by, locked.answered_rank = now, user, user.rank
    locked.agreed, locked.why = agreed, why[:500]
    locked.save(update_fields=["answered_at", "answered_by", "answered_rank", "agreed", "why"])
    if agreed:
        plan.closed_at = now
        plan.save(update_fields=["closed_at"])
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="problem_plan.closed" if agreed else "problem_plan.closing_refused",
        subjects=[f"problem_plan:{plan.pk}"],
        purpose=why,
        now=now,
    )
    return locked


def _subjects(plan: ProblemPlan) -> list[str]:
    """Name on the trail what a plan is about."""
    named = (("place", plan.place_id), ("person", plan.victim_id), ("party", plan.party_id))
    return [f"{kind}:{pk}" for kind, pk in named if pk]
