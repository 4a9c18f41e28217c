"""The shape of identity.toml: how sure Heed must be before it names somebody, and what the machine may link by itself."""

from typing import Annotated

from pydantic import Field

from heed.engines.linkage.terms import ChoiceRule
from heed.foundation.policy.leaves import Leaf, Part, Positive

Chance = Annotated[float, Field(gt=0, lt=1)]


class Suggest(Part):
    """When a caller is named as probably or possibly somebody; chances of the call, not of a pair."""

    probable: Leaf[Chance]
    possible: Leaf[Chance]
    at_most: Leaf[Positive]
    on_file: Leaf[Chance]
    at_home: Leaf[Chance]

    @property
    def rule(self) -> ChoiceRule:
        """Give the rule for engines.linkage.choice."""
        return ChoiceRule(
            on_file=self.on_file.value,
            at_home=self.at_home.value,
            probable=self.probable.value,
            possible=self.possible.value,
            at_most=self.at_most.value,
        )


class Relink(Part):
    """What a re-clustering proposes, and what it may link without asking: nothing, unless the force says so."""

    propose: Leaf[Chance]
    may_link: Leaf[bool]
    link_at: Leaf[Chance]


class Identity(Part):
    """identity.toml."""

    suggest: Suggest
    relink: Relink
