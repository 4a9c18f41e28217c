"""
Who of several it is: the chance of each, of somebody else in their household, and of nobody on file.

A pair's probability asks whether two records are one person; a call asks which of many people rings, if any. Two equal
candidates are each less than half likely however well both fit, and a stranger who lives with a known person fits the
household as well as that person does. Both are reckoned with here, so that a threshold means at a call what it says.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from heed.engines.linkage.scoring import Score, Step
from heed.engines.linkage.terms import ChoiceRule, Sure

Who = TypeVar("Who", bound=Hashable)

HOME = frozenset({"number_door_surname", "number_surname", "number_alike", "number_door", "number", "door_surname",
                  "door_alike", "door", "address_surname", "address_alike"})  # fmt: skip
"""Levels of the household comparison that say: somebody of this home."""

PLACED = HOME | {"postcode_surname", "postcode_alike"}
"""Levels whose chance shrinks as a register grows, because there are more homes and lines in it."""

NAMED = frozenset({"same", "nickname", "slip", "middle", "exchanged", "sounds"})
"""Levels of the first name that say: it may be their name."""


@dataclass(frozen=True, slots=True)
class Suggestion(Generic[Who]):
    """Somebody it may be, with the chance, how that is called, and the score behind it. sure: None below possible."""

    who: Who
    probability: float
    sure: Sure | None
    score: Score


@dataclass(frozen=True, slots=True)
class Choice(Generic[Who]):
    """All candidates, best first, and the chances of somebody else at home and of nobody on file."""

    candidates: tuple[Suggestion[Who], ...]
    at_home: float
    nobody: float

    def shown(self, rule: ChoiceRule) -> tuple[Suggestion[Who], ...]:
        """Return those worth showing, best first."""
        return tuple(found for found in self.candidates if found.sure)[: rule.at_most]


def choose(
    weighed: Sequence[tuple[Who, Score]],
    *,
    people: int,
    rule: ChoiceRule,
    at_home: Mapping[tuple[str, str], float],
    shift: float = 0.0,
) -> Choice[Who]:
    """
    Weigh candidates against each other. Each score holds evidence alone, no prior.

    people: how many are on file. at_home: the bits by which each level speaks for the person rather than a housemate
    (Scorer.at_home). shift: bits to add where a home is shared (Scorer.shift).

    The chances of the candidates, of a relative and of nobody add up to one.
    """
    each = math.log2(rule.on_file / max(people, 1))
    moved = [(who, score, shift if score.level("household") in PLACED else 0.0) for who, score in weighed]
    logs = [(who, score, each + score.bits + more) for who, score, more in moved]
    relative = max(
        (bits + more for _, score, more in moved if (bits := _relative(score, at_home)) is not None), default=None
    )
    home = (
        math.log2(rule.at_home / max(people, 1)) + relative if relative is not None and rule.at_home > 0 else -math.inf
    )
    nobody = math.log2(max(1e-9, 1 - rule.on_file - rule.at_home))
    most = max([nobody, home, *(bits for _, _, bits in logs)])
    total = sum(2 ** (bits - most) for bits in [nobody, home, *(bits for _, _, bits in logs)])
    candidates = [
        Suggestion(who, chance, _sure(chance, score, rule), score)
        for who, score, bits in logs
        for chance in (2 ** (bits - most) / total,)
    ]
    candidates.sort(key=lambda found: -found.probability)
    return Choice(tuple(candidates), 2 ** (home - most) / total, 2 ** (nobody - most) / total)


def _relative(score: Score, at_home: Mapping[tuple[str, str], float]) -> float | None:
    """Return the bits for somebody else of a candidate's home: the home fits as well, name and birth only as housemates' do."""
    if score.level("household") not in HOME:
        return None
    return score.bits - sum(at_home.get((step.comparison, step.level), 0.0) for step in score.steps)


def _sure(chance: float, score: Score, rule: ChoiceRule) -> Sure | None:
    """Say how a chance is called. Nobody is probable whose first name was not heard, unless the birth agrees."""
    if chance >= rule.probable and is_named(score):
        return Sure.PROBABLE
    return Sure.POSSIBLE if chance >= rule.possible else None


def is_named(score: Score) -> bool:
    """
    Say whether somebody may be called probable: the first name fits, or none was said and the birth agrees.

    Without either it is a home and not a person; and who gives another first name is a twin sooner than the same.
    """
    name = score.level("given_name")
    return name in NAMED or (name is None and score.level("birth") == "same")


def because(score: Score, *, most: int = 3) -> tuple[str, ...]:
    """Return what speaks for and against in words, the strongest first; a handler reads three."""
    steps = sorted((step for step in score.steps if step.words), key=lambda step: -abs(step.bits))
    return tuple(step.words for step in steps if abs(step.bits) >= 1)[:most]


def waterfall(score: Score, *, start: float) -> tuple[Step, ...]:
    """Return every step with its bits in the order of the sums: where it starts, then each comparison."""
    return (Step("start", "", "before anything was said", start), *score.steps)


ASKABLE = {"given_name": "first name", "birth": "date of birth or age", "household": "address"}


def not_said(score: Score) -> tuple[str, ...]:
    """Return what was not compared because one side does not have it: what is worth asking."""
    compared = {step.comparison for step in score.steps}
    return tuple(words for name, words in ASKABLE.items() if name not in compared)
