"""Work on a problem plan: lines that become tasks, reviews, and a closing with a measured result that somebody signs off."""

from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.problems.models import PlanClosing, PlanEntry, ProblemPlan
from heed.domain.problems.plans import services
from heed.domain.problems.terms import DONE_IN, PlanFormat, Section
from heed.domain.tasking import queries as tasks
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.services import TaskFinished
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.engines.risk.both_sides import Typed, reconsider
from heed.engines.risk.problems import Measured, measure
from heed.flows.problems.plans import ask_for_review
from heed.flows.problems.subjects import happened_to
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy


@transaction.atomic
def write(
    *,
    plan: ProblemPlan,
    section: Section,
    words: str,
    due_by: datetime | None = None,
    owner: User | None = None,
    user: User,
    actor: Actor,
    now: datetime,
) -> tuple[PlanEntry, list[Typed]]:
    """
    Write into a plan. A line that somebody does by a day is a task; a review answers the one that was due.

    Returns the entry, and the phrases in it to think over: they are said and never stand in the way. Raises CannotBe.
    """
    entry = services.write(
        plan=plan, section=section, words=words, due_by=due_by, owner=owner, user=user, actor=actor, now=now
    )
    if section in DONE_IN and due_by:
        tasking.make(
            force=plan.force,
            kind=TaskKind.PLAN,
            words=words,
            key=f"plan-response:{entry.pk}",
            actor=actor,
            now=now,
            due_by=due_by,
            place_id=plan.place_id,
            person_id=plan.victim_id,
            beat=plan.beat,
            owner=owner or (None if plan.beat else user),
        )
    if section != Section.SCANNING:
        settle(plan.force_id, f"plan-open:{plan.pk}", result=f"Written: {section.label.lower()}", user=user, now=now)
    if section == Section.REVIEW:
        _reviewed(plan, due_by=due_by, user=user, actor=actor, now=now)
    return entry, reconsider(words)


def measured(plan: ProblemPlan, *, now: datetime) -> Measured:
    """Count what happened to a plan's subject in the same length of time before it opened and up to now."""
    pack = policy.in_use()
    most = pack.problems.plan.measured_days_most.value
    happened = happened_to(plan, pack=pack, since=plan.opened_at - timedelta(days=most))
    return measure(happened.values(), opened_at=plan.opened_at, now=now, most_days=most)


@transaction.atomic
def ask_to_close(*, plan: ProblemPlan, words: str, user: User, actor: Actor, now: datetime) -> PlanClosing:
    """Ask for a plan to be closed; Heed counts the result at this moment, and it stays as counted. Raises CannotBe."""
    closing = services.ask_to_close(
        plan=plan,
        words=words,
        measured=measured(plan, now=now),
        user=user,
        actor=actor,
        policy_version=policy.remember(policy.in_use(), now=now),
        now=now,
    )
    tasking.make(
        force=plan.force,
        kind=TaskKind.PLAN,
        words=f"Sign off problem plan {plan.reference}, or say what is still to be done",
        key=f"plan-sign-off:{closing.pk}",
        actor=actor,
        now=now,
        due_by=now + timedelta(days=policy.in_use().problems.plan.pick_up_days.value),
        beat=plan.beat,
    )
    return closing


@transaction.atomic
def sign_off(*, closing: PlanClosing, agreed: bool, why: str, user: User, actor: Actor, now: datetime) -> PlanClosing:
    """Sign off a closing, or refuse it. Agreed, the plan is closed and its open tasks are no longer needed. Raises CannotBe."""
    rank = policy.in_use().problems.plan.sign_off_rank.value
    made = services.sign_off(closing=closing, agreed=agreed, why=why, least_rank=rank, user=user, actor=actor, now=now)
    plan = closing.plan
    settle(plan.force_id, f"plan-sign-off:{closing.pk}", result=why, user=user, now=now)
    if agreed:
        keys = [f"plan-open:{plan.pk}", *(f"plan-response:{pk}" for pk in plan.entries.values_list("pk", flat=True))]
        left = Task.objects.filter(force=plan.force_id, done_at=None)
        reviews = left.filter(key__startswith=f"plan-review:{plan.pk}:")
        for task in (*left.filter(key__in=keys), *reviews):
            tasking.finish(
                task=task, outcome=TaskOutcome.NO_LONGER_NEEDED, result="The plan was closed", user=user, now=now
            )
    return made


def summary_section(plan: ProblemPlan) -> Section:
    """Return where a summary of a plan's problem belongs: analysis, or intelligence in the PIER format."""
    return Section.ANALYSIS if plan.plan_format == PlanFormat.SARA else Section.INTELLIGENCE


def settle(force_id: int, key: str, *, result: str, user: User | None, now: datetime) -> None:
    """Finish the task made under a key, where there is one that is still open."""
    task = tasks.task_of(force_id, key)
    if task and task.done_at is None:
        try:
            tasking.finish(task=task, outcome=TaskOutcome.DONE, result=result, user=user, now=now)
        except TaskFinished:
            return


def _reviewed(plan: ProblemPlan, *, due_by: datetime | None, user: User, actor: Actor, now: datetime) -> None:
    """Finish the review that was due and ask for the next: on the day that was named, or after the pack's interval."""
    number = plan.entries.filter(section=Section.REVIEW).count()
    settle(plan.force_id, f"plan-review:{plan.pk}:{number}", result="Reviewed", user=user, now=now)
    interval = timedelta(days=policy.in_use().problems.plan.review_days.value)
    ask_for_review(plan, number=number + 1, due_by=due_by or now + interval, actor=actor, now=now)
