"""
A problem plan opens itself at the pack's threshold, takes up what happens next, and is worked on as tasks.

Looked for after an incident is recorded, and every night for what the worker missed. Under a lock of the force, so that two
incidents at once open one plan; a unique key of the subject says the same to the database.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.problems.models import PlanIncident, ProblemPlan
from heed.domain.problems.plans import queries, services
from heed.domain.problems.plans.services import About
from heed.domain.problems.terms import PlanFormat, Section
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.engines.risk.problems import Happened, Reached, Subject, reached
from heed.flows.problems.scan import scanned
from heed.flows.problems.subjects import Candidate, candidates
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

LOOKED_BACK = timedelta(hours=50)
"""How far back the nightly look reads incidents: two days, and time to be late."""


@transaction.atomic
def look(*, incident_id: int, now: datetime) -> list[ProblemPlan]:
    """
    Look whether an incident belongs to an open plan, or opens one; return the plans that were opened or added to.

    Safe to run twice, and at any moment later: what is open stays open once, and an incident is put to a plan once.
    """
    incident = Incident.objects.select_related("call", "place__parent", "force", "beat").get(pk=incident_id)
    # One look at a time in a force: two incidents recorded at once must not open two plans about one problem.
    Force.objects.select_for_update(no_key=True).get(pk=incident.force_id)
    pack = policy.in_use()
    touched: list[ProblemPlan] = []
    for candidate in candidates(incident, pack=pack, now=now):
        plan = _follow(candidate, incident, pack=pack, now=now)
        if plan:
            touched.append(plan)
    return touched


def look_at_recent(*, now: datetime) -> int:
    """Look at every incident recorded lately, of every force; return how many plans were opened or added to."""
    recent = Incident.objects.filter(recorded_at__gte=now - LOOKED_BACK, recorded_at__lte=now)
    return sum(len(look(incident_id=pk, now=now)) for pk in recent.order_by("recorded_at").values_list("pk", flat=True))


def _follow(found: Candidate, incident: Incident, *, pack: Pack, now: datetime) -> ProblemPlan | None:
    """Put an incident to the open plan about a subject, or open one where the threshold is reached."""
    actor = system("problems", force=incident.force.code)
    if found.standing:
        return found.standing if _extend(found.standing, found, incident, actor=actor, now=now) else None
    met = reached(
        _not_yet_worked_on(found),
        subject=found.kind,
        rule=pack.problems.opening[found.kind],
        now=now,
        since=found.closed_at,
    )
    # The same incidents open one plan: whoever works on the other party works for the victim, too.
    if met is None or queries.open_with_all(incident.force_id, met.incidents):
        return None
    return _open(found.about, met, incident, pack=pack, actor=actor, now=now)


def _not_yet_worked_on(found: Candidate) -> Sequence[Happened]:
    """
    Leave out what a closed plan has dealt with under another name: the victim's plan is closed, and the door opens none.

    Not for an other party: what was closed for one household still counts when the next one reports the same person.
    """
    if found.kind == Subject.PARTY:
        return found.happened
    done = queries.in_closed_plans({one.incident for one in found.happened})
    return [one for one in found.happened if one.incident not in done]


def _extend(plan: ProblemPlan, found: Candidate, incident: Incident, *, actor: Actor, now: datetime) -> bool:
    """Put what happened since a plan opened to it; say whether anything was new."""
    # The incident itself counts even where it was recorded before the plan opened, and committed after.
    own = incidents.main_of(incident)
    new = {one.incident for one in found.happened if one.at >= plan.opened_at or one.incident == own}
    known = set(PlanIncident.objects.filter(plan=plan, incident__in=new).values_list("incident", flat=True))
    rows = Incident.objects.filter(pk__in=new - known, force=incident.force_id)
    because = f"Reported after the plan was opened: {found.kind.label}"
    return bool(services.add_incidents(plan=plan, incidents=list(rows), because=because, actor=actor, now=now))


def _open(about: About, met: Reached, incident: Incident, *, pack: Pack, actor: Actor, now: datetime) -> ProblemPlan:
    """Open a plan by rule, with its incidents, its scanning filled in, and the first tasks."""
    plan, made = services.open_plan(
        force=incident.force,
        about=about,
        because=met.because,
        beat=incident.beat,
        user=None,
        actor=actor,
        policy_version=policy.remember(pack, now=now),
        now=now,
    )
    if made:
        _begin(plan, met.incidents, because=met.because, pack=pack, actor=actor, now=now)
    return plan


@transaction.atomic
def open_by_hand(
    *,
    force: Force,
    about: About,
    because: str,
    plan_format: PlanFormat,
    incidents: Sequence[Incident] = (),
    user: User,
    actor: Actor,
    now: datetime,
) -> tuple[ProblemPlan, bool]:
    """Open a plan because somebody says so; where one is open about the same, return that one, with whether it is new."""
    pack = policy.in_use()
    beat = next((one.beat for one in incidents if one.beat), None)
    plan, made = services.open_plan(
        force=force,
        about=about,
        because=because,
        plan_format=plan_format,
        beat=beat,
        user=user,
        actor=actor,
        policy_version=policy.remember(pack, now=now),
        now=now,
    )
    if made:
        _begin(plan, [one.pk for one in incidents], because=because, pack=pack, actor=actor, now=now)
    elif incidents:
        services.add_incidents(plan=plan, incidents=incidents, because=because, actor=actor, now=now)
    return plan, made


def _begin(
    plan: ProblemPlan, incident_ids: Collection[int], *, because: str, pack: Pack, actor: Actor, now: datetime
) -> None:
    """Give a new plan its incidents, its scanning and the tasks to take it up and to review it."""
    rows = Incident.objects.filter(pk__in=incident_ids).select_related("call", "force").order_by("recorded_at", "pk")
    incidents = list(rows)
    services.add_incidents(plan=plan, incidents=incidents, because=because, actor=actor, now=now)
    if incidents:
        words = scanned(plan, incidents, pack=pack)
        services.write(plan=plan, section=Section.SCANNING, words=words, user=None, actor=actor, now=now)
    rule = pack.problems.plan
    tasking.make(
        force=plan.force,
        kind=TaskKind.PLAN,
        words=f"New problem plan {plan.reference}: read what Heed found, and write what will be done",
        key=f"plan-open:{plan.pk}",
        actor=actor,
        now=now,
        due_by=now + timedelta(days=rule.pick_up_days.value),
        place_id=plan.place_id,
        person_id=plan.victim_id,
        beat=plan.beat,
        owner=plan.opened_by,
    )
    ask_for_review(plan, number=1, due_by=now + timedelta(days=rule.review_days.value), actor=actor, now=now)


def ask_for_review(plan: ProblemPlan, *, number: int, due_by: datetime, actor: Actor, now: datetime) -> None:
    """Make the task of a plan's next review."""
    tasking.make(
        force=plan.force,
        kind=TaskKind.PLAN,
        words=f"Review problem plan {plan.reference}",
        key=f"plan-review:{plan.pk}:{number}",
        actor=actor,
        now=now,
        due_by=due_by,
        place_id=plan.place_id,
        person_id=plan.victim_id,
        beat=plan.beat,
        owner=plan.opened_by,
    )
