"""How likely it is that two records are of one person, and why: the same sums as the batch, one pair at a time."""

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from heed.engines.linkage.levels import ABSENT, NO_LEVEL, PERSON, Comparison, level_of
from heed.engines.linkage.model import Model
from heed.engines.linkage.standard import Standard

OTHERWISE = "otherwise"
HOME_FACTS = frozenset({"household", "rarity", "namesakes"})
"""Comparisons that look at one fact, the last name, and are judged by one description together."""

Who = TypeVar("Who", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison's part in a score: the level that held, its words, and the bits it added or took."""

    comparison: str
    level: str
    words: str
    bits: float


@dataclass(frozen=True, slots=True)
class Score:
    """A pair's weight in bits, prior included, and the steps that led there. Comparisons left out are not in steps."""

    bits: float
    steps: tuple[Step, ...]

    @property
    def probability(self) -> float:
        """Return the chance that the pair is one person."""
        return probability(self.bits)

    def level(self, comparison: str) -> str | None:
        """Return the level that held in a comparison; None when it was left out."""
        return next((step.level for step in self.steps if step.comparison == comparison), None)


def probability(bits: float) -> float:
    """Turn bits of evidence into a probability; no weight is too large."""
    odds = float(2.0 ** -abs(bits))
    return 1.0 / (1.0 + odds) if bits >= 0 else odds / (1.0 + odds)


class Scorer:
    """A model made ready: scores pairs. Made once, used by every call."""

    def __init__(self, model: Model, comparisons: tuple[Comparison, ...] = PERSON) -> None:
        """Take up a model. Raises NotAModel when it lacks a level."""
        model.check(comparisons)
        self.model = model
        self.label = model.label
        self.start = math.log2(model.prior / (1 - model.prior))
        self._made = [
            (
                comparison,
                level_of(comparison),
                [
                    *(
                        0.0 if comparison.frequency_alone else self._odds(comparison, level.name)
                        for level in comparison.levels
                    )
                ],
                0.0 if comparison.frequency_alone else self._odds(comparison, OTHERWISE),
            )
            for comparison in comparisons
        ]

    def _odds(self, comparison: Comparison, level: str) -> float:
        return self.model.odds[comparison.name][level].bits

    @property
    def at_home(self) -> Mapping[tuple[str, str], float]:
        """Return, for a comparison and its level, the bits by which it speaks for the person rather than a housemate."""
        return {
            (name, level): math.log2(self.model.odds[name][level].m / share)
            for name, levels in self.model.at_home.items()
            for level, share in levels.items()
        }

    def shift(self, people: int) -> float:
        """
        Return the bits by which a shared home says more in a register of so many people than where it was trained.

        More people live behind more doors. None for a force's own model, which was trained on that very register.
        """
        return math.log2(max(people, 1) / max(self.model.people, 1))

    def score(self, a: Standard, b: Standard) -> Score:
        """Weigh two records."""
        steps = self.steps(a, b)
        return Score(self.start + sum(step.bits for step in steps), steps)

    def steps(self, a: Standard, b: Standard) -> tuple[Step, ...]:
        """Weigh each comparison of two records."""
        steps: list[Step] = []
        for comparison, level_number, weights, otherwise in self._made:
            held = level_number(a, b)
            if held == ABSENT:
                continue
            if held == NO_LEVEL:
                steps.append(Step(comparison.name, OTHERWISE, comparison.otherwise, otherwise))
                continue
            level = comparison.levels[held - 1]
            bits = weights[held - 1]
            if level.frequency:
                bits += self._rarity(comparison, level.name, level.frequency, a)
            steps.append(Step(comparison.name, level.name, level.words, bits))
        return tuple(steps)

    def _rarity(self, comparison: Comparison, level: str, column: str, record: Standard) -> float:
        """Return the bits by which a shared value is rarer than a shared value usually is."""
        share = self.model.frequencies[column].of(getattr(record, column))
        return math.log2(self.model.odds[comparison.name][level].u / share)


def together(scores: Sequence[Score], *, start: float) -> Score:
    """
    Judge a person by everything that was ever said of them: of each comparison the strongest step over all mentions.

    Somebody who moved agrees with one mention in the address and with another in the date of birth. start: the prior's bits.
    """
    strongest: dict[str, tuple[float, tuple[Step, ...]]] = {}
    for score in scores:
        for about, steps in _facts(score):
            bits = sum(step.bits for step in steps)
            if about not in strongest or bits > strongest[about][0]:
                strongest[about] = bits, steps
    steps = tuple(step for _, told in strongest.values() for step in told)
    return Score(start + sum(step.bits for step in steps), steps)


def _facts(score: Score) -> Iterator[tuple[str, tuple[Step, ...]]]:
    """Part a score into facts that are true or not by themselves: how rare a last name is belongs to the home's."""
    home = tuple(step for step in score.steps if step.comparison in HOME_FACTS)
    if home:
        yield "home", home
    for step in score.steps:
        if step.comparison not in HOME_FACTS:
            yield step.comparison, (step,)


def weigh(record: Standard, mentions: Iterable[tuple[Who, Standard]], *, scorer: Scorer) -> list[tuple[Who, Score]]:
    """Score each person by all their mentions together. Evidence alone, no prior: the call has its own."""
    by_person: dict[Who, list[Score]] = defaultdict(list)
    for who, standard in mentions:
        steps = scorer.steps(record, standard)
        by_person[who].append(Score(sum(step.bits for step in steps), steps))
    return [(who, together(scores, start=0.0)) for who, scores in by_person.items()]
