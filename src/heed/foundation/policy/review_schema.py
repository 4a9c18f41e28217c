"""
The shape of case_review_procedure.toml: the local procedure for ASB case reviews (2014 Act s.104(2), (3), Sch.4).

Where the lines of the threshold lie stands in repeat.toml; when a review is explained and offered, in case_review.toml. A pack
made before this was read has none, and then goes by the national one.
"""

from datetime import date
from typing import Annotated

from pydantic import Field, Strict

from heed.engines.clocks.periods import Period
from heed.foundation.accounts.terms import Rank
from heed.foundation.policy.leaves import Leaf, Part, Positive, Text

OfRank = Annotated[Rank, Strict(strict=False)]


class Clocks(Part):
    """Within how many working days each step is done: the first from receipt, each further one from the step before it."""

    acknowledge: Leaf[Positive]
    decide: Leaf[Positive]
    meet: Leaf[Positive]
    conclude: Leaf[Positive]
    answer_appeal: Leaf[Positive]

    def period(self, step: str) -> Period:
        """Give the period of a step for engines.clocks."""
        found: Leaf[int] = getattr(self, step)
        return Period(working_days=found.value)


class ReachUs(Part):
    """How somebody gets in touch who would rather not use the form, or asks for news: words that follow a colon."""

    en: Leaf[Text]
    cy: Leaf[Text]


class Apply(Part):
    """
    The public form. reach_us: how else to ask, and how to ask for news.

    most_complaints: how many incidents it asks about. an_hour: how many applications it takes within an hour, from one address
    and altogether, so that a flood buries nobody's.
    """

    most_complaints: Leaf[Annotated[int, Field(ge=1, le=12)]]
    an_hour_from_one_address: Leaf[Positive]
    an_hour: Leaf[Positive]
    reach_us: ReachUs


class Reading(Part):
    """The page on which an applicant reads what was decided: how long its link opens, and how often within an hour."""

    days: Leaf[Positive]
    tries_an_hour: Leaf[Positive]


class PolicingBody(Part):
    """
    Review of a decision by the local policing body, behind a dated switch.

    in_force_from: absent until it has begun; nothing is sent that way before. name: as an applicant reads it.
    """

    in_force_from: Leaf[date] | None = None
    confirmed: Leaf[bool]
    name: Leaf[Text]

    def is_in_force(self, on: date) -> bool:
        """Say whether an applicant may go there on a day; the first day is included."""
        return self.confirmed.value and self.in_force_from is not None and self.in_force_from.value <= on


class Review(Part):
    """case_review_procedure.toml. safeguard_rank: who may order a review without the threshold, to protect somebody."""

    clocks: Clocks
    apply: Apply
    reading: Reading
    policing_body: PolicingBody
    safeguard_rank: Leaf[OfRank]
    appeal_within_days: Leaf[Positive]
