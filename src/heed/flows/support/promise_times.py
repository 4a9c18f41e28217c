"""By when something is promised: at one press, as the pack has it, or by a day and a time that were said."""

from datetime import date, datetime, timedelta

from heed.domain.support import rules
from heed.domain.support.rules import Unfit
from heed.foundation.policy import services as policy

DAY = "day"
"""The choice of a day of one's own."""


def quick_choices(*, now: datetime) -> list[tuple[str, str]]:
    """List the times of the pack with the moment each one means now, and a day of one's own last."""
    pack = policy.in_use()
    found = [
        (name, f"{leaf.value.label}: {rules.by_when(due_by(name, now=now), zone=pack.zone)}")
        for name, leaf in pack.support.promise.quick.items()
    ]
    return [*found, (DAY, "On another day, or at a certain time")]


def due_by(choice: str, *, now: datetime, on: date | None = None, at: str = "") -> datetime:
    """
    Return the moment that a choice means. on, at: for a day of one's own; without a time it is the end of that day.

    An hour that a clock change leaves out is the one after it. Raises Unfit.
    """
    pack = policy.in_use()
    today = now.astimezone(pack.zone).date()
    if choice == DAY:
        if on is None:
            raise Unfit("Enter by which day")
        clock = rules.clock_of(at)
        return datetime.combine(on, clock, tzinfo=pack.zone) if clock else rules.end_of_day(on, zone=pack.zone)
    quick = pack.support.promise.quick.get(choice)
    if quick is None:
        raise Unfit("Select by when")
    rule = quick.value
    if rule.hours is not None:
        return now.replace(second=0, microsecond=0) + timedelta(hours=rule.hours)
    if rule.weekday is not None:
        return rules.end_of_day(rules.next_weekday(today, rule.weekday), zone=pack.zone)
    return rules.end_of_day(today + timedelta(days=rule.days or 0), zone=pack.zone)
