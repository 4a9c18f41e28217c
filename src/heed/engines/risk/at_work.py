"""
Who is at work, and when next: leave and shifts of one officer, put together.

An absence or a shift counts from its first moment up to its last, which no longer counts. Pure. Source: features.md 3.6.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Level(IntEnum):
    """How high somebody stands on the ladder; whoever has no rank and supervises nobody stands with the constables."""

    CONSTABLE = 0
    SERGEANT = 1
    INSPECTOR = 2
    CHIEF_INSPECTOR = 3

    @property
    def label(self) -> str:
        """Name it with its article: `a sergeant`."""
        article = "an" if self is Level.INSPECTOR else "a"
        return f"{article} {self.name.lower().replace('_', ' ')}"


@dataclass(frozen=True, slots=True)
class Away:
    """That somebody is not at work from a moment up to another, which no longer counts. until None: until further notice."""

    from_at: datetime
    until_at: datetime | None = None
    cover: int | None = None

    def holds(self, at: datetime) -> bool:
        """Say whether it holds at a moment; at its beginning it does, at its end it does not."""
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


@dataclass(frozen=True, slots=True)
class OnShift:
    """When somebody is at work: from a moment up to another, which no longer counts."""

    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Officer:
    """
    Somebody who may have a task.

    inbox: somebody reads what is put there: the account is on, and may open tasks. shifts: those that have not ended; none
    known means at work at any time. near: 0 named on the beat, 1 of the same unit, 2 of the force. carries: open tasks.
    """

    id: int
    name: str
    level: Level = Level.CONSTABLE
    inbox: bool = True
    away: tuple[Away, ...] = ()
    shifts: tuple[OnShift, ...] = ()
    near: int = 2
    lead: bool = False
    carries: int = 0

    def is_away(self, at: datetime) -> bool:
        """Say whether somebody is away at a moment."""
        return any(away.holds(at) for away in self.away)

    def back_at(self, now: datetime) -> datetime | None:
        """Return when somebody who is away now is back, absences one after the other taken together; None: not known."""
        at = now
        while holding := next((away for away in self.away if away.holds(at)), None):
            if holding.until_at is None:
                return None
            at = holding.until_at
        return at

    def at_work_at(self, now: datetime) -> datetime | None:
        """Return from when somebody is at work next, `now` where they are or may be; None while away without an end."""
        back = self.back_at(now)
        if back is None:
            return None
        begins = [max(shift.starts_at, back) for shift in self.shifts if shift.ends_at > back]
        return min(begins, default=back)
