"""
The shape of referrals.toml: the clocks of a referral, its coded reasons, and when a supervisor must agree.

A pack made before this was read has none, and then goes by the national one.
"""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from heed.engines.clocks.periods import Period
from heed.foundation.policy.clocks_schema import PeriodPart
from heed.foundation.policy.leaves import Code, Id, Leaf, Part, Positive, Text

OTHER = "other"
"""The reason that every list has: what another system says and this pack does not know is kept under it."""


class ReasonPart(Part):
    """A coded reason. needs_words: it says nothing by itself. urgent: whoever gets it back hears of it at once."""

    label: Text
    needs_words: bool = False
    urgent: bool = False


class InBoth(Part):
    """Words in English and in Welsh."""

    en: Text
    cy: Text


Reasons = Annotated[dict[Id, Leaf[ReasonPart]], Field(min_length=1)]


class Answer(Part):
    """By when an agency answers."""

    standard: Leaf[PeriodPart]
    urgent: Leaf[PeriodPart]


class Referrals(Part):
    """
    referrals.toml.

    answer: by when an agency answers. more: by when the force gives what was asked for. settle: by when the force has found
    another door for what came back, or keeps it. update: how long an agency may be silent. supervisor_after: how often a case
    may have come back before a supervisor must agree. shared_days: for how long a form proposes to share. us: what a message
    calls the police. closes: the results that say that somebody else has it, each with the kinds of agency
    that count; none for any.
    """

    answer: Answer
    more: Leaf[PeriodPart]
    settle: Leaf[PeriodPart]
    update: Leaf[PeriodPart]
    supervisor_after: Leaf[Positive]
    shared_days: Leaf[Positive]
    us: Leaf[InBoth]
    closes: dict[Code, Leaf[tuple[Id, ...]]]
    refused: Reasons
    returned: Reasons
    closed: Reasons

    def reasons(self, part: str) -> Mapping[str, ReasonPart]:
        """Return the reasons of a part, "refused", "returned" or "closed", by their ids."""
        found: Mapping[str, Leaf[ReasonPart]] = getattr(self, part)
        return {name: leaf.value for name, leaf in found.items()}

    def answer_within(self, *, urgent: bool) -> Period:
        """Give by when an agency answers."""
        return (self.answer.urgent if urgent else self.answer.standard).value.period


def referral_mistakes(part: Referrals) -> Iterator[str]:
    """Check that a clock has one unit, and that what nobody foresaw can still be said."""
    clocks = {
        "answer.standard": part.answer.standard,
        "answer.urgent": part.answer.urgent,
        "more": part.more,
        "settle": part.settle,
        "update": part.update,
    }
    for name, leaf in clocks.items():
        if len(leaf.value.given) != 1:
            yield f"referrals.toml: {name} must have exactly one of minutes, hours, days, working_days and months."
    for name in ("refused", "returned", "closed"):
        if OTHER not in getattr(part, name):
            yield f"referrals.toml: {name} has no reason {OTHER!r}: somebody always has another."
