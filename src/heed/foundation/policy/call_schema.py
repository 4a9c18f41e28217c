"""
The shape of a pack's files on calls: silent, caller_line, advice, and the codes of the force's own.

A model is one file, or a part of one; `rule` and `policy` hand its values to `engines.risk` in its own types.
"""

from typing import Annotated, Literal

from pydantic import Field, Strict

from heed.engines.risk import advice, silent
from heed.foundation.policy.leaves import Code, Leaf, Named, Part, Positive, Text

SENTENCE_MOST = 120
"""Characters of an advice sentence: what can be read while someone is speaking (Heed's choice)."""

Condition = Annotated[advice.Condition, Strict(strict=False)]


class SilentOutcome(Part):
    """What is done about one kind of call; no grade when no log opens."""

    open_log: Leaf[bool]
    tell_supervisor: Leaf[bool]
    grade: Leaf[Code] | None = None

    @property
    def rule(self) -> silent.SilentRule:
        """Give the rule for engines.risk.silent."""
        return silent.SilentRule(
            open_log=self.open_log.value,
            grade=self.grade.value if self.grade else None,
            tell_supervisor=self.tell_supervisor.value,
        )


class SilentKinds(Part):
    """The two kinds of call in which nobody was heard."""

    silent: SilentOutcome
    abandoned: SilentOutcome


class SilentServices(Part):
    """The two numbers that can be rung."""

    emergency: Annotated[SilentKinds, Field(alias="999")]
    non_emergency: Annotated[SilentKinds, Field(alias="101")]

    @property
    def rules(self) -> dict[tuple[silent.Service, silent.CallKind], silent.SilentRule]:
        """Give the rules for engines.risk.silent."""
        service, kind = silent.Service, silent.CallKind
        return {
            (service.EMERGENCY, kind.SILENT): self.emergency.silent.rule,
            (service.EMERGENCY, kind.ABANDONED): self.emergency.abandoned.rule,
            (service.NON_EMERGENCY, kind.SILENT): self.non_emergency.silent.rule,
            (service.NON_EMERGENCY, kind.ABANDONED): self.non_emergency.abandoned.rule,
        }


class Watch(Part):
    """How many incidents on a line make it watched, as a person's flag does."""

    incidents: Leaf[Positive]
    within_days: Leaf[Positive]


class Silent(Part):
    """silent.toml."""

    watch: Watch
    category: Leaf[Code]
    watched: SilentServices
    unwatched: SilentServices

    @property
    def policy(self) -> silent.SilentPolicy:
        """Give the policy for engines.risk.silent."""
        return silent.SilentPolicy(
            watch_incidents=self.watch.incidents.value,
            watch_within_days=self.watch.within_days.value,
            category=self.category.value,
            watched=self.watched.rules,
            unwatched=self.unwatched.rules,
        )


class NumberClass(Part):
    """What may be done with a number of one class: shown to the handler, matched with the past."""

    show_on_999: Leaf[bool]
    show_on_101: Leaf[bool]
    match_on_999: Leaf[bool]
    match_on_101: Leaf[bool]


class NumberClasses(Part):
    """The classes of number that telephony tells apart (interop.md 1.1)."""

    available: NumberClass
    withheld: NumberClass
    unavailable: NumberClass
    payphone: NumberClass
    switchboard: NumberClass
    care_home: Annotated[NumberClass, Field(alias="care-home")]
    partner: NumberClass
    own_force: Annotated[NumberClass, Field(alias="own-force")]
    international: NumberClass


class CallerLine(Part):
    """caller_line.toml."""

    classes: NumberClasses
    link_usable_days: Leaf[Positive]
    shared_at_people: Leaf[Annotated[int, Field(ge=2)]]

    def may_show(self, number_class: str, service: silent.Service) -> bool:
        """Say whether a number of this class may be shown; raises KeyError for a class that does not exist."""
        chosen = self._class(number_class)
        emergency = service is silent.Service.EMERGENCY
        return (chosen.show_on_999 if emergency else chosen.show_on_101).value

    def may_match(self, number_class: str, service: silent.Service) -> bool:
        """Say whether a number of this class may be matched; raises KeyError for a class that does not exist."""
        chosen = self._class(number_class)
        emergency = service is silent.Service.EMERGENCY
        return (chosen.match_on_999 if emergency else chosen.match_on_101).value

    def _class(self, number_class: str) -> NumberClass:
        """Find a class by the word telephony uses for it."""
        found: dict[str, NumberClass] = {
            field.alias or name: getattr(self.classes, name) for name, field in NumberClasses.model_fields.items()
        }
        return found[number_class]


class AdviceValue(Part):
    """A sentence, and when it is shown."""

    sentence: Annotated[str, Field(min_length=1, max_length=SENTENCE_MOST)]
    when: Annotated[tuple[Condition, ...], Field(min_length=1)]
    unless: tuple[Condition, ...] = ()


class AdvicePart(Named, Leaf[AdviceValue]):
    """A sentence with its name."""

    @property
    def rule(self) -> advice.Advice:
        """Give the sentence for engines.risk.advice."""
        return advice.Advice(
            id=self.id,
            sentence=self.value.sentence,
            when=frozenset(self.value.when),
            unless=frozenset(self.value.unless),
        )


class Advices(Part):
    """advice.toml, most important first."""

    at_most: Leaf[Positive]
    advice: Annotated[tuple[AdvicePart, ...], Field(min_length=1)]


class LocalValue(Part):
    """A code of this force, and the one NSIR category it counts under (NSIR 1.14, 1.15)."""

    label: Text
    kind: Literal["sub-type", "qualifier"]
    nicl: Code


class Local(Part):
    """local.toml: the only file a pack may leave out."""

    code: dict[Code, Leaf[LocalValue]] = Field(default_factory=dict)
