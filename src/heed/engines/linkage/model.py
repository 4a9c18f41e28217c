"""A model as a value: what each level weighs, how common each name is, and on what it was trained. Written as JSON."""

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

from heed.engines.linkage.levels import Comparison

FORMAT = 1


class NotAModel(ValueError):
    """A file is not a model that this Heed can read; why."""


@dataclass(frozen=True, slots=True)
class Odds:
    """How often a level holds between records of one person (m) and between records of two (u), 0 to 1."""

    m: float
    u: float

    @property
    def bits(self) -> float:
        """Return the weight of evidence: +1 doubles the odds that it is one person."""
        return math.log2(self.m / self.u)


@dataclass(frozen=True, slots=True)
class Frequencies:
    """How common values of one column are: share of records that bear each; rest: the share taken for any other value."""

    shares: Mapping[str, float]
    rest: float

    def of(self, value: str) -> float:
        """Return the share of records that bear a value."""
        return self.shares.get(value, self.rest)


@dataclass(frozen=True, slots=True)
class Model:
    """
    Weights for a set of comparisons. prior: the chance that two records drawn at random are one person.

    odds: comparison → level → odds; the level of none is called `otherwise`. records: how many it was trained on.
    at_home: comparison → level → share of housemates at it; empty when too few live together to tell.
    fingerprint: SHA-256 of what it was trained on. warnings: sentences for whoever decides to use it.
    """

    name: str
    trained_on: str
    fingerprint: str
    records: int
    prior: float
    odds: Mapping[str, Mapping[str, Odds]]
    frequencies: Mapping[str, Frequencies] = field(default_factory=dict)
    at_home: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return what is kept beside every score: name, and eight figures that change with any weight."""
        weights = {name: {level: asdict(odds) for level, odds in ladder.items()} for name, ladder in self.odds.items()}
        written = json.dumps([self.prior, weights], sort_keys=True)
        return f"{self.name}@{hashlib.sha256(written.encode()).hexdigest()[:8]}"

    @property
    def people(self) -> float:
        """Guess how many people it was trained on: the descriptions, by how many it expects of one person."""
        return self.records / (1 + self.prior * max(0, self.records - 1))

    def as_json(self) -> str:
        """Write the model; the same model gives the same text."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a model. Raises NotAModel with a sentence."""
        try:
            found: dict[str, Any] = json.loads(text)
            written_as = found.pop("format")
            found["odds"] = {c: {name: Odds(**o) for name, o in levels.items()} for c, levels in found["odds"].items()}
            found["frequencies"] = {c: Frequencies(**f) for c, f in found["frequencies"].items()}
            found["warnings"] = tuple(found["warnings"])
            model = cls(**found)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise NotAModel(f"this is not a linkage model: {error}") from None
        if written_as != FORMAT:
            raise NotAModel(f"this model has format {written_as}, and this Heed reads {FORMAT}")
        return model

    def check(self, comparisons: tuple[Comparison, ...]) -> None:
        """Make sure that every level of the comparisons has its odds. Raises NotAModel with the first that has none."""
        if not 0 < self.prior < 1:
            raise NotAModel("the prior is not between 0 and 1")
        for comparison in comparisons:
            known = self.odds.get(comparison.name, {})
            for name in (
                *(level.name for level in comparison.levels),
                *(("otherwise",) * (not comparison.frequency_alone)),
            ):
                odds = known.get(name)
                if odds is None or not (0 < odds.m <= 1 and 0 < odds.u <= 1):
                    raise NotAModel(f"the model has no odds for {comparison.name}: {name}")
            for level in comparison.levels:
                if level.frequency and level.frequency not in self.frequencies:
                    raise NotAModel(f"the model does not say how common each {level.frequency} is")
