"""
Watches powers that hold: says before one runs out, asks for the reviews of under-18s, and puts down that one has expired.

Each power in a transaction of its own; tasks have keys and a state follows another once, so that a job killed and run again
loses nothing and does nothing twice.
"""

from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.problems.models import Power
from heed.domain.problems.powers import queries
from heed.domain.problems.powers.services import Step
from heed.domain.problems.rules import CannotBe
from heed.domain.problems.terms import PowerStatus
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.engines.clocks.periods import end_of_day
from heed.engines.risk.powers import PowerRule, reviews_due
from heed.flows.powers.after import ends_given, expiry_key
from heed.flows.powers.ladder import label_of, rule_of, take_step
from heed.foundation.accounts.terms import system
from heed.foundation.design import dates
from heed.foundation.policy import services as policy

REVIEWED_AHEAD = timedelta(days=28)
"""How long before an under-18's review its task is made: Heed's choice, unvalidated."""


def watch(*, now: datetime) -> int:
    """Look at every power that holds; return how many have expired."""
    return sum(_watch_one(power, now=now) for power in queries.running(issued_before=now))


@transaction.atomic
def _watch_one(power: Power, *, now: datetime) -> bool:
    """Make the tasks that are due about a power, and put down its expiry; say whether it expired."""
    rule, state = rule_of(power), queries.state_of(power)
    if rule and state.ends_at and state.ends_at - timedelta(hours=rule.warn_hours) <= now:
        words = f"{label_of(power.kind)} runs out {dates.moment(state.ends_at)}: decide what follows"
        _task(power, words, expiry_key(power, number=ends_given(power)), due_by=state.ends_at, now=now)
    if rule and state.issued_at:
        _ask_for_reviews(power, rule, issued_at=state.issued_at, ends_at=state.ends_at, now=now)
    if state.ends_at is None or state.ends_at > now:
        return False
    step = Step(PowerStatus.EXPIRED, f"It ran out {dates.moment(state.ends_at)}.", state.ends_at)
    try:
        take_step(power, step, user=None, actor=system("powers", force=power.force.code), now=now)
    except CannotBe:
        # Somebody was quicker: discharged in this very moment.
        return False
    return True


def _ask_for_reviews(
    power: Power, rule: PowerRule, *, issued_at: datetime, ends_at: datetime | None, now: datetime
) -> None:
    """Make a task for each review that is due soon."""
    pack = policy.in_use()
    issued = queries.issue_of(power)
    days = reviews_due(
        rule,
        issued_at=issued_at,
        ends_at=ends_at,
        age=issued.age if issued else None,
        zone=pack.zone,
        until=now + REVIEWED_AHEAD,
    )
    for number, day in enumerate(days, 1):
        words = f"{rule.label} of somebody under 18: the yearly review is due {dates.day(day)}"
        _task(power, words, f"power:{power.pk}:review:{number}", due_by=end_of_day(day, pack.zone), now=now)


def _task(power: Power, words: str, key: str, *, due_by: datetime, now: datetime) -> None:
    tasking.make(
        force=power.force,
        kind=TaskKind.POWER,
        words=words,
        key=key,
        actor=system("powers", force=power.force.code),
        now=now,
        due_by=due_by,
        incident=power.incident,
        person_id=power.person_id,
        place_id=power.place_id,
        beat=power.beat,
    )
