"""
The shape of tasking.toml: by how much a task is late before it climbs, and how soon the public are answered.

A pack made before this was read has none, and then goes by the national one.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from pydantic import Field

from heed.engines.risk.at_work import Level
from heed.engines.risk.escalation import Ladder
from heed.foundation.policy.leaves import Id, Leaf, Part, Positive

Hours = Annotated[int, Field(ge=0)]


class Climbs(Part):
    """Elapsed hours past due after which a task goes to each rank; the same moment means the higher one."""

    sergeant: Leaf[Hours]
    inspector: Leaf[Hours]
    chief_inspector: Leaf[Hours]

    @property
    def after(self) -> dict[Level, timedelta]:
        """Give the periods for engines.risk.escalation."""
        return {
            Level.SERGEANT: timedelta(hours=self.sergeant.value),
            Level.INSPECTOR: timedelta(hours=self.inspector.value),
            Level.CHIEF_INSPECTOR: timedelta(hours=self.chief_inspector.value),
        }


class Tasking(Part):
    """
    tasking.toml. query_hours: elapsed hours to answer a query. soon_hours: what is late goes to nobody who is off for longer.

    next_try_hours: by when a visit at which nobody was seen is tried again. climbs: for every task; climbs_of: for one kind.
    """

    query_hours: Leaf[Positive]
    soon_hours: Leaf[Positive]
    next_try_hours: Leaf[Positive]
    climbs: Climbs
    climbs_of: dict[Id, Climbs] = Field(default_factory=dict)

    @property
    def query_within(self) -> timedelta:
        """Give the time in which a query is answered."""
        return timedelta(hours=self.query_hours.value)

    @property
    def next_try_within(self) -> timedelta:
        """Give the time in which a failed visit is tried again."""
        return timedelta(hours=self.next_try_hours.value)

    def ladder(self, kind: str) -> Ladder:
        """Give the ladder of one kind of task for engines.risk.escalation."""
        climbs = self.climbs_of.get(kind, self.climbs)
        return Ladder(after=climbs.after, soon=timedelta(hours=self.soon_hours.value))


def tasking_mistakes(tasking: Tasking) -> Iterator[str]:
    """Say where a ladder goes down: a higher rank must not come before a lower one."""
    for name, climbs in [
        ("climbs", tasking.climbs),
        *((f"climbs_of.{key}", c) for key, c in tasking.climbs_of.items()),
    ]:
        hours = [climbs.sergeant.value, climbs.inspector.value, climbs.chief_inspector.value]
        if hours != sorted(hours):
            yield f"tasking.toml: {name} has a higher rank before a lower one."
