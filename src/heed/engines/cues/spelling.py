"""
Read a misspelt cue word as the word it was meant to be.

Only where a word is not known, has six letters or more, begins with the same letter, is one edit away (two letters
changed over count as one), and only one cue word is so near (reference/cues.md section 2.4).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

LEAST = 6
MOST = 24


@dataclass(frozen=True, slots=True)
class Corrections:
    """near: a word with one letter left out, to the cue words that could be meant. known: never corrected."""

    near: dict[str, tuple[str, ...]]
    known: frozenset[str]

    def read_as(self, word: str) -> str | None:
        """Return the cue word that a word stands for; None when it is known, too short, or could be several."""
        if not LEAST <= len(word) <= MOST or word in self.known or not word.isascii() or not word.isalpha():
            return None
        meant = {
            cue
            for shorter in (word, *(word[:i] + word[i + 1 :] for i in range(len(word))))
            for cue in self.near.get(shorter, ())
            if cue[0] == word[0] and one_edit(word, cue)
        }
        return meant.pop() if len(meant) == 1 else None


def corrections(cues: Iterable[str], known: Iterable[str]) -> Corrections:
    """Build the index from the words of cues; known words are added to the packaged ones."""
    near: dict[str, list[str]] = {}
    for cue in sorted(cue for cue in cues if len(cue) >= LEAST):
        for shorter in {cue, *(cue[:i] + cue[i + 1 :] for i in range(len(cue)))}:
            near.setdefault(shorter, []).append(cue)
    return Corrections({key: tuple(words) for key, words in near.items()}, frozenset(known) | neighbours())


def one_edit(one: str, other: str) -> bool:
    """Whether two words differ by one letter added, left out or changed, or two side by side changed over."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


@cache
def neighbours() -> frozenset[str]:
    """Real English words one edit away from a cue word, packaged: made by tools/near_words.py."""
    text = files(__package__).joinpath("context", "near_words.txt").read_text(encoding="utf-8")
    return frozenset(text.split())
