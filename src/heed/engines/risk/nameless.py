"""Strike out of a few words whatever could name somebody, so that they can be read without knowing of whom they speak."""

import re
from collections.abc import Collection
from typing import Final

STRUCK: Final = "…"

_TOKEN: Final = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*")
_JOINT: Final = re.compile("['\u2019-]")
_NUMBERS: Final = re.compile(r"\+?\d(?:[\d\s./:-]*\d)?")
_ADDRESS: Final = re.compile(r"\S+@\S+")
AGE_MOST: Final = 3
"""Digits of the longest number that stays: an age, a dose; a telephone number, a date and a house with its street do not."""


def nameless(text: str, *, names: Collection[str], known: Collection[str]) -> str:
    """
    Return the words with what could name somebody struck out.

    names: of the people on the call; struck out however they are written. known: words that the rule itself holds; any other
    word with a capital goes, and so does every number longer than an age.
    """
    people = {part.casefold() for name in names for part in _TOKEN.findall(name)}
    own = {word.casefold() for word in known} - people

    def word(found: re.Match[str]) -> str:
        said = found[0]
        parts = {said.casefold(), *_JOINT.split(said.casefold())}
        if parts & people:
            return STRUCK
        return STRUCK if said[0].isupper() and not parts & own else said

    plain = _ADDRESS.sub(STRUCK, " ".join(text.split()))
    plain = _NUMBERS.sub(lambda found: found[0] if found[0].isdigit() and len(found[0]) <= AGE_MOST else STRUCK, plain)
    return _TOKEN.sub(word, plain)
