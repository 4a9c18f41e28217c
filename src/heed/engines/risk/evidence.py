"""
Orphan evidence: items without a live case, and items that nobody has looked at, each with its clock (features.md #23).

The clocks run from when an item was received, not from when it was entered: a diary that lay in a tray for a week is late.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from heed.engines.risk.moments import in_utc


class Orphan(StrEnum):
    """Why an item is on the list."""

    NO_CASE = "no_case"
    NOT_LOOKED_AT = "not_looked_at"

    @property
    def label(self) -> str:
        """Say it as people read it."""
        return {"no_case": "Belongs to no live case", "not_looked_at": "Nobody has looked at it"}[self.value]


@dataclass(frozen=True, slots=True)
class OrphanRule:
    """Within how many hours an item belongs to a live case, and is looked at or listened to. Hours that pass."""

    case_hours: int
    look_hours: int


@dataclass(frozen=True, slots=True)
class Item:
    """An item: live: it belongs to an open incident or plan; looked_at: somebody did; set_aside: a person said it need not."""

    received_at: datetime
    live: bool
    looked_at: bool
    set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Clock:
    """Why an item is on the list, until when somebody has time, and whether that has passed: late after the very moment."""

    reason: Orphan
    due_at: datetime
    late: bool


def clocks(item: Item, *, rule: OrphanRule, now: datetime) -> list[Clock]:
    """Return the clocks that run on an item, the soonest first; none once it is set aside."""
    if item.set_aside:
        return []
    received = in_utc(item.received_at, what="The receipt")
    running = []
    if not item.live:
        running.append((Orphan.NO_CASE, rule.case_hours))
    if not item.looked_at:
        running.append((Orphan.NOT_LOOKED_AT, rule.look_hours))
    found = [(reason, received + timedelta(hours=hours)) for reason, hours in running]
    return sorted((Clock(reason, due, now > due) for reason, due in found), key=lambda clock: clock.due_at)
