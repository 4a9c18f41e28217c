"""An age as it stands in a text, and the numbers it may be told by."""

from dataclasses import dataclass

from heed.engines.cues.context import words
from heed.engines.cues.kinds import SPELLED

CHILD_BELOW = 18
ELDER_FROM = 65
OLDEST = 110
UNITS_AFTER = words("units_after")


@dataclass(frozen=True, slots=True)
class Age:
    """An age in the text: tokens from start to end, the least and the most it may be, in years; exact: said to the year."""

    start: int
    end: int
    least: int
    most: int
    exact: bool = True

    @property
    def is_child(self) -> bool:
        """Under 18 for certain."""
        return self.most < CHILD_BELOW

    @property
    def is_elder(self) -> bool:
        """65 or over for certain."""
        return self.least >= ELDER_FROM

    @property
    def words(self) -> str:
        """As it is shown on a chip."""
        return str(self.least) if self.least == self.most else f"about {self.least} to {self.most}"


def number(words: list[str], breaks: list[int], i: int) -> tuple[int | None, int]:
    """Read a number, in figures or words, and how many tokens it takes; None for none, or of four figures."""
    word = words[i]
    if word.isdigit():
        return (int(word), 1) if len(word) <= 3 else (None, 1)
    if word in SPELLED:
        value = SPELLED[word]
        if value >= 20 and i + 1 < len(words) and breaks[i + 1] == 0 and 0 < SPELLED.get(words[i + 1], 0) < 10:
            return value + SPELLED[words[i + 1]], 2
        return value, 1
    return None, 1
