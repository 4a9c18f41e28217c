"""
The shape of manners.toml: when a rule that is rarely right is proposed for narrowing or taking away.

A pack made before this was read has none, and then goes by the national one.
"""

from typing import Annotated

from pydantic import Field, Strict

from heed.engines.cues.terms import Category
from heed.engines.risk.manners import MannersPolicy
from heed.foundation.policy.leaves import Leaf, Part, Positive

Floor = Annotated[float, Field(gt=0, lt=1)]
OfCategory = Annotated[Category, Strict(strict=False)]


class Manners(Part):
    """manners.toml. enough: replies below which nothing is proposed. floor, floor_of: shares, of all and by category."""

    enough: Leaf[Positive]
    floor: Leaf[Floor]
    floor_of: dict[OfCategory, Leaf[Floor]] = Field(default_factory=dict)

    @property
    def rule(self) -> MannersPolicy:
        """Give the policy for engines.risk.manners."""
        return MannersPolicy(
            enough=self.enough.value,
            floor=self.floor.value,
            floors={category.value: leaf.value for category, leaf in self.floor_of.items()},
        )
