"""
The shape of right_door.toml: who answers for which trouble, when somebody is there, and what the police never hand over.

A pack made before this was read has none, and then goes by the national one.
"""

from collections.abc import Iterator, Mapping
from datetime import time
from typing import Annotated

from pydantic import Field, Strict

from heed.engines.risk import right_door
from heed.engines.risk.right_door import Land, Tenure
from heed.foundation.policy.leaves import Code, Id, Leaf, Part, Text

Clock = Annotated[str, Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
OfTenure = Annotated[Tenure, Strict(strict=False)]
OfLand = Annotated[Land, Strict(strict=False)]


class TroublePart(Part):
    """A kind of trouble, in words that a call handler can choose by."""

    id: Id
    label: Text


class HoursPart(Part):
    """From one time to another; over midnight where the end is not later."""

    start: Clock
    end: Clock
    working_days_only: bool = False

    @property
    def hours(self) -> right_door.Hours:
        """Give the hours for engines.risk.right_door."""
        return right_door.Hours(time.fromisoformat(self.start), time.fromisoformat(self.end), self.working_days_only)


class RulePart(Part):
    """When a door is right, and why."""

    door: Id
    because: Text
    team: str = ""
    troubles: tuple[Id, ...] = ()
    tenures: tuple[OfTenure, ...] = ()
    lands: tuple[OfLand, ...] = ()
    between: HoursPart | None = None


class KeepPart(Part):
    """What the police never hand over, with the words that say why."""

    grades: Leaf[dict[Code, Text]]
    bands: Leaf[dict[Code, Text]]
    troubles: Leaf[dict[Id, Text]]

    @property
    def rule(self) -> right_door.KeepRule:
        """Give the rule for engines.risk.right_door."""
        return right_door.KeepRule(self.grades.value, self.bands.value, self.troubles.value)


class RightDoor(Part):
    """right_door.toml."""

    trouble: Leaf[Annotated[tuple[TroublePart, ...], Field(min_length=1)]]
    opening: dict[Id, Leaf[HoursPart]] = Field(default_factory=dict)
    keep: KeepPart
    rule: dict[Id, Leaf[RulePart]]

    @property
    def troubles(self) -> Mapping[str, str]:
        """Give the kinds of trouble with their labels, in the order of the file."""
        return {one.id: one.label for one in self.trouble.value}

    @property
    def hours(self) -> Mapping[str, right_door.Hours]:
        """Give when somebody is there, by kind of agency."""
        return {kind: leaf.value.hours for kind, leaf in self.opening.items()}

    @property
    def rules(self) -> tuple[right_door.DoorRule, ...]:
        """Give the rules in the order of the file."""
        return tuple(
            right_door.DoorRule(
                id=name,
                door=leaf.value.door,
                because=leaf.value.because,
                team=leaf.value.team,
                troubles=frozenset(leaf.value.troubles),
                tenures=frozenset(one.value for one in leaf.value.tenures),
                lands=frozenset(one.value for one in leaf.value.lands),
                between=leaf.value.between.hours if leaf.value.between else None,
                status=leaf.status,
                source=leaf.source,
            )
            for name, leaf in self.rule.items()
        )


def door_mistakes(part: RightDoor) -> Iterator[str]:
    """Check that rules name troubles that there are, and that none holds for everything."""
    ids = [one.id for one in part.trouble.value]
    yield from (
        f"right_door.toml: trouble id {name!r} is used twice." for name in sorted({i for i in ids if ids.count(i) > 1})
    )
    named: dict[str, tuple[str, ...]] = {f"keep.troubles: {name}": (name,) for name in part.keep.troubles.value}
    named |= {f"rule.{name}": leaf.value.troubles for name, leaf in part.rule.items()}
    for where, troubles in named.items():
        for trouble in troubles:
            if trouble not in ids:
                yield f"right_door.toml: {where} names the trouble {trouble!r}, which does not exist."
    for name, leaf in part.rule.items():
        if not (leaf.value.troubles or leaf.value.tenures or leaf.value.lands):
            yield f"right_door.toml: rule.{name} has no condition, and would send everything to one door."
