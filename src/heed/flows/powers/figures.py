"""The return of powers used in a period: counts by kind, beat, outcome and age, none so small that it points to a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction

from heed.domain.problems.models import PowerStep
from heed.domain.problems.powers import queries
from heed.domain.problems.terms import Against, PowerStatus
from heed.engines.risk.powers import ADULT
from heed.engines.risk.problems import tally
from heed.engines.risk.returned import as_returned
from heed.flows.powers.ladder import label_of
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy

CHILD = 16


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the return: the power, by what it is counted, the group, and the count as it is given."""

    power: str
    by: str
    group: str
    count: str


@transaction.atomic
def powers_return(*, user: User, first: date, last: date, actor: Actor, now: datetime) -> list[Line]:
    """
    Return the counts of powers issued from a first to a last day, both included; that they left Heed is on the trail.

    Issues count, by the day of issue; outcome is how each stands now.
    """
    zone = policy.in_use().zone
    start = datetime.combine(first, time(), zone)
    end = datetime.combine(last + timedelta(days=1), time(), zone)
    steps = list(queries.steps_in(user, start=start, end=end))
    audit.record(
        actor=actor,
        act=Act.DISCLOSURE,
        action="powers_return.exported",
        subjects=[],
        purpose=f"return of powers used, {first.isoformat()} to {last.isoformat()}",
        recipient=actor.reference,
        detail={"powers": len(steps)},
        now=now,
    )
    return list(_lines(steps))


def _lines(steps: list[PowerStep]) -> Iterable[Line]:
    """Count the issues of each power: in all, then by beat, by outcome and by age."""
    small = policy.in_use().problems.returned.small.value
    by_kind: dict[str, list[PowerStep]] = {}
    for step in steps:
        by_kind.setdefault(step.power.kind, []).append(step)
    for kind in sorted(by_kind, key=label_of):
        rows, label = by_kind[kind], label_of(kind)
        yield Line(label, "all", "All", as_returned(len(rows), small=small))
        for by, groups in (
            ("beat", [row.power.beat.name if row.power.beat else "No beat" for row in rows]),
            ("outcome", [_outcome(row) for row in rows]),
            ("age", [_age(row) for row in rows]),
        ):
            for group, count in tally(groups):
                yield Line(label, by, group, as_returned(count, small=small))


def _outcome(step: PowerStep) -> str:
    if getattr(step, "was_breached", None):
        return "Breached"
    return PowerStatus(getattr(step, "newest", step.status)).label


def _age(step: PowerStep) -> str:
    """Name the age band on the day of issue, at the ages that the powers turn on."""
    if step.power.against != Against.PERSON:
        return "Not a person"
    if step.age is None:
        return "Age not known"
    return "Under 16" if step.age < CHILD else "16 to 17" if step.age < ADULT else "18 and over"
