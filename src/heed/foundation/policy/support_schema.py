"""
The shape of support.toml: what may be promised at a press, what is offered by rule, and when mediation is not safe.

A pack made before this was read has none, and then goes by the national one.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, Strict

from heed.engines.cues.terms import Category
from heed.engines.risk import support
from heed.foundation.policy.leaves import Code, Id, Leaf, Named, Part, Positive, Text

OfCategory = Annotated[Category, Strict(strict=False)]
OfSort = Annotated[support.Sort, Strict(strict=False)]
Count = Annotated[int, Field(ge=0)]
Weekday = Annotated[int, Field(ge=0, le=6)]
PromiseOf = Literal["visit", "call_back", "update", "other"]


class QuickPart(Part):
    """
    A time that is chosen at one press.

    hours: from now. days: the end of the day so many days on, 0 for today. weekday: the end of the next such day, 0 for
    Monday; on that day itself, a week on. One of the three.
    """

    label: Text
    hours: Positive | None = None
    days: Count | None = None
    weekday: Weekday | None = None

    @property
    def given(self) -> int:
        """Say how many of the three are given."""
        return sum(value is not None for value in (self.hours, self.days, self.weekday))


class Promises(Part):
    """shown_days: how long a promise that was not kept is told first. make_good_within_hours: until somebody says sorry."""

    shown_days: Leaf[Positive]
    make_good_within_hours: Leaf[Positive]
    quick: Annotated[dict[Id, Leaf[QuickPart]], Field(min_length=1)]


class KindPart(Named):
    """A kind of offer."""

    label: Leaf[Text]
    sort: OfSort
    needs_consent: Leaf[bool]
    to: Leaf[str]

    @property
    def rule(self) -> support.OfferKind:
        """Give the kind for engines.risk.support."""
        return support.OfferKind(self.id, self.label.value, self.sort, self.needs_consent.value, self.to.value)


class ConditionsPart(Part):
    """Conditions that must all be met; left out, they ask for nothing."""

    vulnerable: bool = False
    bands: tuple[Code, ...] = ()
    incidents: Count = 0
    categories: tuple[OfCategory, ...] = ()
    needs: tuple[Id, ...] = ()
    any_need: bool = False
    age_under: Count = 0
    age_from: Count = 0
    threat: bool = False

    @property
    def conditions(self) -> support.Conditions:
        """Give the conditions for engines.risk.support."""
        return support.Conditions(
            vulnerable=self.vulnerable,
            bands=frozenset(self.bands),
            incidents=self.incidents,
            categories=frozenset(category.value for category in self.categories),
            needs=frozenset(self.needs),
            any_need=self.any_need,
            age_under=self.age_under,
            age_from=self.age_from,
            threat=self.threat,
        )

    @property
    def is_empty(self) -> bool:
        """Say whether nothing is asked for: such a rule would hold for everybody."""
        return self.conditions == support.Conditions()


class RulePart(ConditionsPart):
    """When something is offered, and why."""

    offer: Id
    because: Text


class RefusalPart(ConditionsPart):
    """When mediation is not safe, and why."""

    because: Text


class Support(Part):
    """support.toml."""

    promise: Promises
    offer: Annotated[tuple[KindPart, ...], Field(min_length=1)]
    rule: dict[Id, Leaf[RulePart]] = Field(default_factory=dict)
    no_mediation: dict[Id, Leaf[RefusalPart]] = Field(default_factory=dict)

    @property
    def kinds(self) -> dict[str, support.OfferKind]:
        """Give the kinds of offers by id, in the order of the file."""
        return {part.id: part.rule for part in self.offer}

    @property
    def rules(self) -> tuple[support.OfferRule, ...]:
        """Give the rules that offer."""
        return tuple(
            support.OfferRule(name, leaf.value.offer, leaf.value.because, leaf.value.conditions)
            for name, leaf in self.rule.items()
        )

    @property
    def refusals(self) -> tuple[support.Refusal, ...]:
        """Give the rules against mediation."""
        return tuple(
            support.Refusal(name, leaf.value.because, leaf.value.conditions) for name, leaf in self.no_mediation.items()
        )


def support_mistakes(part: Support) -> Iterator[str]:
    """Check that rules name offers that there are, that a time is one time, and that nothing holds for everybody."""
    ids = [kind.id for kind in part.offer]
    yield from (
        f"support.toml: offer id {name!r} is used twice." for name in sorted({i for i in ids if ids.count(i) > 1})
    )
    for name, quick in part.promise.quick.items():
        if quick.value.given != 1:
            yield f"support.toml: promise.quick.{name} must have one of hours, days and weekday."
    for name, rule in part.rule.items():
        if rule.value.offer not in ids:
            yield f"support.toml: rule.{name}.offer names {rule.value.offer!r}, which is not an offer here."
        if rule.value.is_empty:
            yield f"support.toml: rule.{name} has no condition, and would hold for everybody."
    for name, refusal in part.no_mediation.items():
        if refusal.value.is_empty:
            yield f"support.toml: no_mediation.{name} has no condition, and would refuse mediation to everybody."
