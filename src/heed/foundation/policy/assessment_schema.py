"""
The shape of a pack's files on assessment: instruments, uplift, reassess and duplicates.

A pack made before these were read has none of them, and then decides by the national ones.
"""

from typing import Annotated

from pydantic import Field, Strict

from heed.engines.risk import duplicates, instruments, reassess, uplift
from heed.foundation.policy.leaves import STATUSES, Code, Id, Leaf, Named, Part, Positive, Text

Points = Annotated[int, Field(ge=0)]
Trigger = Annotated[reassess.Trigger, Strict(strict=False)]
UNVALIDATED = STATUSES[-1]


class ChoicePart(Named):
    """One answer to choose. No points are below 0: no answer takes risk away from another."""

    label: Text
    points: Points = 0

    @property
    def rule(self) -> instruments.Choice:
        """Give the answer for engines.risk.instruments."""
        return instruments.Choice(self.id, self.label, self.points)


class BandPart(Part):
    """One band, and the points from which it holds."""

    code: Code
    label: Text
    at_least: Points

    @property
    def rule(self) -> instruments.Band:
        """Give the band for engines.risk.instruments."""
        return instruments.Band(self.code, self.label, self.at_least)


class ItemPart(Named):
    """One question of a scored instrument."""

    wording: Leaf[Text]
    answers: Leaf[Annotated[tuple[ChoicePart, ...], Field(min_length=2)]]

    @property
    def rule(self) -> instruments.Item:
        """Give the question for engines.risk.instruments."""
        return instruments.Item(self.id, self.wording.value, tuple(one.rule for one in self.answers.value))


class InstrumentPart(Named):
    """A scored instrument. unit: what its points count."""

    version: Text
    unit: Text = "point"
    label: Leaf[Text]
    bands: Leaf[Annotated[tuple[BandPart, ...], Field(min_length=2)]]
    question: Annotated[tuple[ItemPart, ...], Field(min_length=1)]

    @property
    def rule(self) -> instruments.Instrument:
        """Give the instrument for engines.risk.instruments; unvalidated when its points or its bands are."""
        scored = (self.bands.status, *(question.answers.status for question in self.question))
        return instruments.Instrument(
            id=self.id,
            label=self.label.value,
            version=self.version,
            unvalidated=UNVALIDATED in scored,
            items=tuple(question.rule for question in self.question),
            bands=tuple(band.rule for band in self.bands.value),
            unit=self.unit,
        )


class Element(Part):
    """One element of THRIVE. Without levels it is told in words."""

    label: Text
    meaning: Text
    prompts: tuple[Text, ...]
    levels: tuple[ChoicePart, ...] = ()
    words: bool = True


class Variant(Part):
    """One form of THRIVE: which elements, in which order."""

    label: Text
    elements: Annotated[tuple[Id, ...], Field(min_length=1)]


class Thrive(Part):
    """THRIVE, which is told and not scored. in_use: the variant that this force's handlers see."""

    version: Text
    in_use: Leaf[Id]
    element: Annotated[dict[Id, Leaf[Element]], Field(min_length=1)]
    variant: Annotated[dict[Id, Leaf[Variant]], Field(min_length=1)]

    def rule(self, variant: str) -> instruments.Instrument:
        """Give a variant for engines.risk.instruments."""
        chosen = self.variant[variant]
        return instruments.Instrument(
            id=variant,
            label=chosen.value.label,
            version=self.version,
            unvalidated=chosen.status == UNVALIDATED,
            items=tuple(self._item(name) for name in chosen.value.elements),
        )

    def _item(self, name: str) -> instruments.Item:
        """Give one element as a question."""
        element = self.element[name].value
        return instruments.Item(
            name, element.label, tuple(level.rule for level in element.levels), element.words, element.prompts
        )


class Instruments(Part):
    """
    instruments.toml.

    band_from: the scored instrument whose band is the incident's. complete_first: instruments that must be complete
    before a gate opens.
    """

    band_from: Leaf[Id]
    complete_first: Leaf[tuple[Id, ...]]
    instrument: Annotated[tuple[InstrumentPart, ...], Field(min_length=1)]
    thrive: Thrive

    @property
    def rules(self) -> dict[str, instruments.Instrument]:
        """Give every instrument by its id: the scored ones, then the variants of THRIVE."""
        scored = {part.id: part.rule for part in self.instrument}
        return scored | {name: self.thrive.rule(name) for name in self.thrive.variant}


class UpliftPart(Part):
    """One rule of uplift: conditions that are at least reached, and what more is then done. Nothing here can lower."""

    because: Text
    incidents: Points = 0
    indicators: Points = 0
    axes: Annotated[int, Field(ge=0, le=3)] = 0
    vulnerable: bool = False
    escalating: bool = False
    raise_to: Code | None = None
    contact_within_hours: Positive | None = None
    contact_every_days: Positive | None = None
    tell_supervisor: bool = False

    def rule(self, name: str) -> uplift.UpliftRule:
        """Give the rule for engines.risk.uplift."""
        return uplift.UpliftRule(id=name, **self.model_dump())


class Uplift(Part):
    """uplift.toml. within_days: how far back the victim's incidents are counted for it."""

    within_days: Leaf[Positive]
    rule: Annotated[dict[Id, Leaf[UpliftPart]], Field(min_length=1)]

    @property
    def rules(self) -> tuple[uplift.UpliftRule, ...]:
        """Give the rules for engines.risk.uplift, in the order of the file."""
        return tuple(leaf.value.rule(name) for name, leaf in self.rule.items())


class TriggerPart(Part):
    """What one trigger asks for."""

    demands: bool
    because: Text
    fresh_minutes: Points = 0


class Duplicates(Part):
    """duplicates.toml. second_person_to_unlink: why a second person is needed to take a link back; empty when none is."""

    hours_apart: Leaf[Positive]
    second_person_to_unlink: Leaf[str]

    @property
    def rule(self) -> duplicates.DuplicateRule:
        """Give the rule for engines.risk.duplicates."""
        return duplicates.DuplicateRule(self.hours_apart.value, self.second_person_to_unlink.value)


class Reassess(Part):
    """reassess.toml: every trigger there is, so that one which demands nothing says so."""

    trigger: dict[Trigger, Leaf[TriggerPart]]

    @property
    def rules(self) -> dict[reassess.Trigger, reassess.ReassessRule]:
        """Give the rules for engines.risk.reassess."""
        return {
            trigger: reassess.ReassessRule(leaf.value.demands, leaf.value.because, leaf.value.fresh_minutes)
            for trigger, leaf in self.trigger.items()
        }
