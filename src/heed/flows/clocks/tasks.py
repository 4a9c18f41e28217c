"""The task that a clock left behind when it ran out: finished when the clock is met late, or stopped."""

from collections.abc import Collection
from datetime import datetime

from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskOutcome
from heed.domain.timers.models import Timer


def key_of(timer: Timer) -> str:
    """Name the task of a clock."""
    return f"timer:{timer.pk}"


def settle(timers: Collection[Timer], *, outcome: TaskOutcome, result: str, now: datetime) -> None:
    """Finish the tasks of clocks that nobody need look at any more; one that somebody finished stays as it was."""
    keys = [key_of(timer) for timer in timers if timer.expired_at]
    if not keys:
        return
    force = next(iter(timers)).incident.force_id
    for task in Task.objects.filter(force=force, key__in=keys, done_at=None).order_by("pk"):
        tasking.finish(task=task, outcome=outcome, result=result, user=None, now=now)
