"""
The shape of powers.toml: tools and powers, what each needs, how long it lasts, and whether its law has begun.

A pack made before this was read has none, and then goes by the national one.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from heed.engines.clocks.periods import Period
from heed.engines.risk.powers import PowerRule
from heed.foundation.policy.leaves import Id, Leaf, Part, Positive, Text
from heed.foundation.policy.problems_schema import RankName

AgainstWhom = Annotated[tuple[Literal["person", "body", "place"], ...], Field(min_length=1)]
Breach = Literal["crime", "offence", "contempt", "none"]


class Length(Part):
    """A time: exactly one of these."""

    hours: Positive | None = None
    days: Positive | None = None
    months: Positive | None = None

    @property
    def is_one(self) -> bool:
        """Say whether exactly one unit is given."""
        return sum(unit is not None for unit in (self.hours, self.days, self.months)) == 1

    @property
    def period(self) -> Period:
        """Give the period for engines.clocks."""
        return Period(hours=self.hours or 0, days=self.days or 0, months=self.months or 0)


class Broken(Part):
    """What a breach is, and what that means for whoever hears of one."""

    kind: Breach
    words: Text


class PowerPart(Part):
    """One tool or power. rung: its place on the ladder, lowest first."""

    label: Leaf[Text]
    rung: Leaf[Positive]
    against: Leaf[AgainstWhom]
    confirmed: Leaf[bool]
    in_force_from: Leaf[date] | None = None
    in_force_to: Leaf[date] | None = None
    least_age: Leaf[Positive] | None = None
    before: Leaf[Id] | None = None
    rank: Leaf[RankName] | None = None
    confirm: Leaf[tuple[Text, ...]] | None = None
    shortest: Leaf[Length] | None = None
    shortest_young: Leaf[Length] | None = None
    longest: Leaf[Length] | None = None
    longest_young: Leaf[Length] | None = None
    total: Leaf[Length] | None = None
    extends: Leaf[bool] | None = None
    warn_hours: Leaf[Positive] | None = None
    review_months: Leaf[Positive] | None = None
    breach: Leaf[Broken] | None = None

    def rule(self, kind: str) -> PowerRule:
        """Give the power for engines.risk.powers."""
        return PowerRule(
            kind=kind,
            label=self.label.value,
            rung=self.rung.value,
            against=frozenset(self.against.value),
            confirmed=self.confirmed.value,
            in_force_from=_value(self.in_force_from),
            in_force_to=_value(self.in_force_to),
            least_age=_value(self.least_age),
            before=_value(self.before) or "",
            rank=_value(self.rank) or "",
            confirm=_value(self.confirm) or (),
            shortest=_period(self.shortest),
            shortest_young=_period(self.shortest_young),
            longest=_period(self.longest),
            longest_young=_period(self.longest_young),
            total=_period(self.total),
            extends=bool(_value(self.extends)),
            warn_hours=_value(self.warn_hours) or 0,
            review_months=_value(self.review_months),
            breach=self.breach.value.kind if self.breach else "none",
            breach_words=self.breach.value.words if self.breach else "",
            sources={
                name: f"{leaf.source} ({leaf.status})"
                for name in type(self).model_fields
                if isinstance(leaf := getattr(self, name), Leaf)
            },
        )


class Powers(Part):
    """powers.toml."""

    power: Annotated[dict[Id, PowerPart], Field(min_length=1)]

    @property
    def rules(self) -> Mapping[str, PowerRule]:
        """Give the powers by kind, up the ladder, in the order of the file within a rung."""
        found = [part.rule(kind) for kind, part in self.power.items()]
        return {rule.kind: rule for rule in sorted(found, key=lambda rule: rule.rung)}


def powers_mistakes(part: Powers) -> Iterator[str]:
    """List what contradicts itself: a step before that is no power, lengths of two units, a shortest beyond the longest."""
    for kind, power in part.power.items():
        if power.before and power.before.value not in part.power:
            yield f"powers.toml: power.{kind}.before names {power.before.value!r}, which is no power of the file."
        lengths = {
            name: leaf.value
            for name in ("shortest", "shortest_young", "longest", "longest_young", "total")
            if (leaf := getattr(power, name)) is not None
        }
        for name, length in lengths.items():
            if not length.is_one:
                yield f"powers.toml: power.{kind}.{name} must be one of hours, days and months."
        if power.in_force_from and power.in_force_to and power.in_force_to.value < power.in_force_from.value:
            yield f"powers.toml: power.{kind}.in_force_to is before in_force_from."


def _value(leaf: Leaf[Any] | None) -> Any:
    return leaf.value if leaf else None


def _period(leaf: Leaf[Length] | None) -> Period | None:
    return leaf.value.period if leaf else None
