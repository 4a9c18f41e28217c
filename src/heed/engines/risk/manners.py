"""
How often a rule was right, how sure that is, and whether to propose that it is narrowed or taken away.

Counts come from what handlers made of what they were shown, summed over all of them; nothing here knows who replied. An
interval is Wilson's, at 95 in 100. A share of few replies is no verdict: below the policy's number nothing is proposed.
Pure. Source: features.md #25; cues.md 3.10.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt
from typing import Final

Z: Final = 1.959963984540054
"""Standard deviations on either side that hold 95 in 100 of a normal distribution."""


class Proposal(StrEnum):
    """What the replies to a rule suggest. A person decides, and a second one publishes it."""

    RETIRE = "retire"
    NARROW = "narrow"
    KEEP = "keep"
    TOO_FEW = "too_few"

    @property
    def label(self) -> str:
        """Say it as the table does."""
        return LABELS[self]

    @property
    def asks(self) -> bool:
        """Say whether somebody is asked to do something."""
        return self in {Proposal.RETIRE, Proposal.NARROW}


LABELS: Final[Mapping[Proposal, str]] = {
    Proposal.RETIRE: "Take it away?",
    Proposal.NARROW: "Narrow it?",
    Proposal.KEEP: "Nothing to propose",
    Proposal.TOO_FEW: "Not enough replies to say",
}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, 0 ≤ part ≤ whole."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """Give the share; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def interval(self) -> tuple[float, float]:
        """
        Give Wilson's interval at 95 in 100, inside 0 to 1; of nothing, all of it.

        None right begins at exactly 0, and all right ends at exactly 1.
        """
        if not self.whole:
            return 0.0, 1.0
        share, spread = self.part / self.whole, Z * Z / self.whole
        middle = share + spread / 2
        half = Z * sqrt(share * (1 - share) / self.whole + spread / (4 * self.whole))
        low = 0.0 if self.part == 0 else max(0.0, (middle - half) / (1 + spread))
        high = 1.0 if self.part == self.whole else min(1.0, (middle + half) / (1 + spread))
        return low, high

    @property
    def low(self) -> float:
        """Give the lower end of the interval."""
        return self.interval[0]

    @property
    def high(self) -> float:
        """Give the upper end of the interval."""
        return self.interval[1]

    def overlaps(self, other: "Share") -> bool:
        """Say whether two intervals have a point in common; then the two cannot be told apart."""
        return self.low <= other.high and other.low <= self.high

    def __str__(self) -> str:
        """Write it in whole per cent with its interval: `40% (23 to 59)`."""
        if self.value is None:
            return "no replies"
        return f"{self.value:.0%} ({self.low * 100:.0f} to {self.high * 100:.0f})"


@dataclass(frozen=True, slots=True)
class Tally:
    """How often one rule spoke, and what people made of it: the replies that stand, by kind."""

    shown: int = 0
    accepted: int = 0
    wrong_person: int = 0
    not_true: int = 0
    not_relevant: int = 0

    @property
    def answered(self) -> int:
        """Give how many were replied to."""
        return self.accepted + self.wrong_person + self.not_true + self.not_relevant

    @property
    def precision(self) -> Share:
        """Give the share of replies that say yes: the right words, of the right person."""
        return Share(self.accepted, self.answered)

    @property
    def right_words(self) -> Share:
        """Give the share of replies by which it was so and mattered, whoever it was true of."""
        return Share(self.accepted + self.wrong_person, self.answered)

    @property
    def right_person(self) -> Share:
        """Give, of those that were so, the share in which it was also true of the person Heed took it to be about."""
        return Share(self.accepted, self.accepted + self.wrong_person)

    def __add__(self, other: "Tally") -> "Tally":
        """Add two up."""
        return Tally(
            self.shown + other.shown,
            self.accepted + other.accepted,
            self.wrong_person + other.wrong_person,
            self.not_true + other.not_true,
            self.not_relevant + other.not_relevant,
        )


@dataclass(frozen=True, slots=True)
class MannersPolicy:
    """
    When to speak up about a rule.

    enough: replies below which nothing is said. floor: the share right that a rule must be able to reach. floors: by category,
    where missing somebody costs more than being asked once too often.
    """

    enough: int
    floor: float
    floors: Mapping[str, float] = field(default_factory=dict)

    def floor_of(self, category: str) -> float:
        """Give the floor of a category."""
        return self.floors.get(category, self.floor)


def propose(tally: Tally, *, category: str, policy: MannersPolicy) -> Proposal:
    """
    Say what the replies to a rule suggest.

    Only where even the upper end of the interval lies below the floor: a rule at the floor stays. Where the words alone could
    still reach it, they are right and the person is not: narrow it; otherwise take it away.
    """
    floor = policy.floor_of(category)
    if tally.answered < policy.enough:
        return Proposal.TOO_FEW
    if tally.precision.high >= floor:
        return Proposal.KEEP
    return Proposal.RETIRE if tally.right_words.high < floor else Proposal.NARROW


_ORDER: Final = {Proposal.RETIRE: 0, Proposal.NARROW: 1, Proposal.KEEP: 2, Proposal.TOO_FEW: 3}


def badness(tally: Tally, proposal: Proposal) -> tuple[int, float, int]:
    """Give what rules are sorted by, worst first: the proposal, how good it can be at best, then how often it speaks."""
    return _ORDER[proposal], tally.precision.high, -tally.shown


@dataclass(frozen=True, slots=True)
class Spoken:
    """
    How much Heed spoke in a period.

    calls: on which it said anything. over: calls on which more than the budget was said. chips: things said. unanswered: of
    those, without a reply.
    """

    calls: int = 0
    over: int = 0
    chips: int = 0
    unanswered: int = 0

    @property
    def over_budget(self) -> Share:
        """Give the share of calls over the budget."""
        return Share(self.over, self.calls)

    @property
    def never_answered(self) -> Share:
        """Give the share of chips that nobody replied to."""
        return Share(self.unanswered, self.chips)


def total(tallies: Iterable[Tally]) -> Tally:
    """Add up tallies; of none, an empty one."""
    return sum(tallies, Tally())
