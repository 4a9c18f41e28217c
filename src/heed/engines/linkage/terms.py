"""The words of a suggestion: how sure it is, and where a force draws the lines."""

from dataclasses import dataclass
from enum import StrEnum


class Sure(StrEnum):
    """How sure a suggestion is; a confirmed person is nobody's to compute."""

    PROBABLE = "probable"
    POSSIBLE = "possible"


@dataclass(frozen=True, slots=True)
class ChoiceRule:
    """
    The pack's part.

    on_file: chance that a caller is on record at all; at_home: that they are not, but somebody they live with is.
    probable, possible: least chances for saying so. at_most: suggestions shown.
    """

    on_file: float
    at_home: float
    probable: float
    possible: float
    at_most: int
