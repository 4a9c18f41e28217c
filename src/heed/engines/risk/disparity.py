"""
Whether rules are right as often for one group of people as for the others, without showing anybody in particular.

A group is shown only where each of its cells holds ten or more, and where no sum of what is withheld, which anybody can work
out from the totals, is smaller than that. Groups are compared by whether intervals overlap; no other test is made of so few.
Pure. Source: features.md #25; cues.md 3.10.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from heed.engines.risk.manners import Share

SMALLEST: Final = 10
"""The smallest cell that is shown: fewer could be somebody in particular."""

CHILD_UNTIL: Final = 18
ELDER_FROM: Final = 65


@dataclass(frozen=True, slots=True)
class Counts:
    """One group: in how many it was so, and in how many not."""

    yes: int
    no: int

    @property
    def share(self) -> Share:
        """Give the share in which it was so."""
        return Share(self.yes, self.yes + self.no)

    @property
    def is_small(self) -> bool:
        """Say whether a cell holds too few to be shown. None at all is few: it says something of everybody in the group."""
        return min(self.yes, self.no) < SMALLEST

    def __add__(self, other: "Counts") -> "Counts":
        """Add two up."""
        return Counts(self.yes + other.yes, self.no + other.no)

    def __sub__(self, other: "Counts") -> "Counts":
        """Take one from the other."""
        return Counts(self.yes - other.yes, self.no - other.no)


NOBODY: Final = Counts(0, 0)


class Verdict(StrEnum):
    """How a group stands against everybody else."""

    LESS = "less"
    MORE = "more"
    SAME = "same"
    WITHHELD = "withheld"

    @property
    def label(self) -> str:
        """Say it as the table does."""
        return {
            Verdict.LESS: "Less often than for everybody else",
            Verdict.MORE: "More often than for everybody else",
            Verdict.SAME: "Cannot be told apart",
            Verdict.WITHHELD: "Too few to show",
        }[self]


@dataclass(frozen=True, slots=True)
class Compared:
    """A group as it may be shown. counts, rest: None where they are withheld; rest: everybody else, pooled."""

    group: str
    counts: Counts | None
    rest: Counts | None
    verdict: Verdict

    @property
    def apart(self) -> float | None:
        """Give how far the shares lie apart, in points of 100; None where withheld, or where they cannot be told apart."""
        if self.counts is None or self.rest is None or self.verdict is Verdict.SAME:
            return None
        mine, theirs = self.counts.share.value, self.rest.share.value
        return None if mine is None or theirs is None else 100 * (mine - theirs)


def compare(groups: Mapping[str, Counts]) -> tuple[Compared, ...]:
    """
    Compare each group with all others pooled, in the order given.

    groups: everybody once, those of whom it is not known as a group of their own.
    """
    hidden = withheld(groups)
    everybody = sum(groups.values(), NOBODY)
    found = []
    for name, counts in groups.items():
        if name in hidden:
            found.append(Compared(name, None, None, Verdict.WITHHELD))
        else:
            rest = everybody - counts
            found.append(Compared(name, counts, rest, _verdict(counts, rest)))
    return tuple(found)


def withheld(groups: Mapping[str, Counts]) -> frozenset[str]:
    """
    Name the groups that are not shown.

    First those with a small cell. Then, as long as what is withheld adds up to a small cell, the smallest group that is left
    as well: the total is public, and what is not shown can be subtracted out of it. In the end nothing is withheld,
    everything is, or too much to tell.
    """
    hidden = {name for name, counts in groups.items() if counts.is_small}
    while hidden and len(hidden) < len(groups):
        if not sum((groups[name] for name in hidden), NOBODY).is_small:
            break
        left = (name for name in groups if name not in hidden)
        hidden.add(min(left, key=lambda name: (groups[name].yes + groups[name].no, name)))
    return frozenset(hidden)


def _verdict(counts: Counts, rest: Counts) -> Verdict:
    """Compare by whether the intervals overlap; against nobody there is nothing to tell apart."""
    mine, theirs = counts.share, rest.share
    if mine.overlaps(theirs):
        return Verdict.SAME
    return Verdict.LESS if mine.high < theirs.low else Verdict.MORE


def age_band(age: int | None) -> str:
    """Name the band of an age in years: a child until the 18th birthday, older from the 65th on."""
    if age is None:
        return "Age not known"
    if age < CHILD_UNTIL:
        return "Under 18"
    return "65 and over" if age >= ELDER_FROM else "18 to 64"


AGE_BANDS: Final = ("Under 18", "18 to 64", "65 and over", "Age not known")
