"""Evidence: entered, looked at, linked to a case; and what belongs to no live case is caught, on a list and as a task."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.incidents.models import Incident
from heed.domain.problems.evidence import queries, services
from heed.domain.problems.evidence.services import Received
from heed.domain.problems.models import EvidenceItem, EvidenceStep, ProblemPlan
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.engines.risk.evidence import Clock, Orphan, clocks
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy


@dataclass(frozen=True, slots=True)
class Shown:
    """An item with the clocks that run on it."""

    row: EvidenceItem
    clocks: list[Clock]

    @property
    def late(self) -> bool:
        """Say whether any of its clocks has run out."""
        return any(clock.late for clock in self.clocks)


@transaction.atomic
def enter(
    *,
    received: Received,
    incident: Incident | None = None,
    plan: ProblemPlan | None = None,
    user: User,
    actor: Actor,
    now: datetime,
) -> EvidenceItem:
    """Enter an item, with the case it belongs to where there is one. Raises CannotBe."""
    item = services.enter(
        force=user.force,
        received=received,
        user=user,
        actor=actor,
        policy_version=policy.remember(policy.in_use(), now=now),
        now=now,
    )
    if incident or plan:
        services.link(
            item=item, incident=incident, plan=plan, words="Entered with its case", user=user, actor=actor, now=now
        )
    _follow(item.pk, user=user, now=now)
    return item


@transaction.atomic
def look_at(*, item: EvidenceItem, words: str, user: User, actor: Actor, now: datetime) -> EvidenceStep:
    """Put down that somebody looked at or listened to an item."""
    made = services.look_at(item=item, words=words, user=user, actor=actor, now=now)
    _follow(item.pk, user=user, now=now)
    return made


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
    """Link an item to a case. Raises CannotBe."""
    made = services.link(item=item, incident=incident, plan=plan, words=words, user=user, actor=actor, now=now)
    _follow(item.pk, user=user, now=now)
    return made


@transaction.atomic
def set_aside(*, item: EvidenceItem, words: str, user: User, actor: Actor, now: datetime) -> EvidenceStep:
    """Put down that an item needs no case and no look."""
    made = services.set_aside(item=item, words=words, user=user, actor=actor, now=now)
    _follow(item.pk, user=user, now=now)
    return made


def caught(user: User, *, now: datetime) -> list[Shown]:
    """Return the orphans of a force, the clock that runs out soonest first."""
    found = [shown(row, now=now) for row in queries.orphans(queries.visible_to(user))]
    return sorted(found, key=lambda one: (one.clocks[0].due_at, one.row.pk))


def shown(row: EvidenceItem, *, now: datetime) -> Shown:
    """Return an item with its clocks."""
    return Shown(row, clocks(queries.as_item(row), rule=policy.in_use().problems.orphan, now=now))


def catch(*, now: datetime) -> int:
    """Make the tasks of every force's orphans; return how many items were looked at. Safe to run twice."""
    pks = list(queries.everybodys_orphans().values_list("pk", flat=True))
    for pk in pks:
        with transaction.atomic():
            _follow(pk, user=None, now=now)
    return len(pks)


def _follow(item_id: int, *, user: User | None, now: datetime) -> None:
    """
    Make the tasks that an item's clocks ask for, and finish those that no longer run.

    Without a case at once; not looked at once the time has passed. What became an orphan again has a task of its own.
    """
    row = queries.with_state(EvidenceItem.objects.select_related("force", "entered_by")).get(pk=item_id)
    running = {clock.reason: clock for clock in shown(row, now=now).clocks}
    for reason in Orphan:
        clock = running.get(reason)
        prefix = f"evidence:{row.pk}:{reason}"
        tasks = list(Task.objects.filter(force=row.force, key__startswith=prefix).order_by("pk"))
        left = [task for task in tasks if task.done_at is None]
        if clock is None:
            for task in left:
                tasking.finish(task=task, outcome=TaskOutcome.DONE, result="Settled", user=user, now=now)
        elif not left and (reason == Orphan.NO_CASE or clock.late):
            number = len(tasks) + 1
            _make(row, clock, prefix + (f":{number}" if number > 1 else ""), now=now)


def _make(row: EvidenceItem, clock: Clock, key: str, *, now: datetime) -> None:
    case = row.steps.filter(incident__isnull=False).select_related("incident__beat").order_by("-id").first()
    incident = case.incident if case else None
    tasking.make(
        force=row.force,
        kind=TaskKind.EVIDENCE,
        words=f"{row.get_kind_display()}: {clock.reason.label.lower()}",
        key=key,
        actor=system("evidence", force=row.force.code),
        now=now,
        due_by=clock.due_at,
        incident=incident,
        owner=None if incident and incident.beat else row.entered_by,
    )
