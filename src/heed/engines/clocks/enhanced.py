"""
Who has enhanced rights under the Victims' Code: what speaks for it, for a person to decide (procedure.md 3.7).

The grounds are proposed and never decided here. Until somebody has decided, a clock takes the shorter time: a victim who
has the right and was not asked loses nothing by it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

ADULT = 18
"""Years; to be younger at the time of the offence is enough by itself (Victims' Code; YJCEA 1999 s.16)."""


class Category(StrEnum):
    """The categories of the Code that give enhanced rights."""

    SERIOUS = "serious"
    PERSISTENT = "persistent"
    VULNERABLE = "vulnerable"
    INTIMIDATED = "intimidated"

    @property
    def label(self) -> str:
        """Name the category as people read it."""
        return CATEGORY_LABELS[self]


CATEGORY_LABELS: Mapping[Category, str] = MappingProxyType({
    Category.SERIOUS: "Victim of a most serious crime, domestic abuse and hate crime among them",
    Category.PERSISTENT: "Persistently targeted",
    Category.VULNERABLE: "Vulnerable",
    Category.INTIMIDATED: "Intimidated",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Victim:
    """
    What is known of whoever suffers.

    incidents: distinct ones in the pack's window, this one included. ages: in whole years at the time, as far as known.
    vulnerable: a person has said so. cues: categories of the indicators that stand. qualifiers: codes of the incident.
    """

    incidents: int = 1
    ages: tuple[int, ...] = ()
    vulnerable: bool = False
    cues: frozenset[str] = frozenset()
    qualifiers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class EnhancedRule:
    """
    What speaks for which category. within_days: how far back incidents are counted.

    serious, vulnerable, intimidated: categories of cues; serious_qualifiers: codes.
    """

    incidents: int
    within_days: int
    serious: frozenset[str]
    serious_qualifiers: frozenset[str]
    vulnerable: frozenset[str]
    intimidated: frozenset[str]


@dataclass(frozen=True, slots=True)
class Ground:
    """One thing that speaks for enhanced rights, in words that need no name."""

    category: Category
    because: str


def grounds(victim: Victim, *, rule: EnhancedRule) -> tuple[Ground, ...]:
    """
    Say what speaks for enhanced rights, in the order of the categories; empty when nothing does.

    More incidents, indicators or reasons never give fewer grounds.
    Source: Victims' Code (2021) as procedure.md 3.7 has it; which cue speaks for which category is Heed's, in the pack.
    """
    found: list[Ground] = []
    if victim.cues & rule.serious or victim.qualifiers & rule.serious_qualifiers:
        found.append(Ground(Category.SERIOUS, "there are signs of domestic abuse or hate"))
    if victim.incidents >= rule.incidents:
        found.append(Ground(Category.PERSISTENT, f"{victim.incidents} incidents in {rule.within_days} days"))
    if any(age < ADULT for age in victim.ages):
        found.append(Ground(Category.VULNERABLE, f"a victim was under {ADULT} at the time"))
    if victim.vulnerable:
        found.append(Ground(Category.VULNERABLE, "somebody judged that a victim is vulnerable"))
    if victim.cues & rule.vulnerable:
        found.append(Ground(Category.VULNERABLE, "health or disability may affect how well a victim can give evidence"))
    if victim.cues & rule.intimidated:
        found.append(Ground(Category.INTIMIDATED, "fear or distress may affect how well a victim can give evidence"))
    return tuple(found)
