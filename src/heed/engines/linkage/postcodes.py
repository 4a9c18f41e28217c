"""
Reads postcodes as people type them.

A postcode is two to four characters for the district and three for the part of it. Shapes are those of BS 7666, but for
the letters it leaves out: a mistyped postcode of the right shape is kept, because it is one character from the right one.
"""

import re
from itertools import product
from typing import Final

from rapidfuzz.distance import OSA

# After one digit a third letter stands in central London alone, and never looks like a figure but for the S of W1S.
_OUTWARD: Final = "[A-Z][0-9][0-9ABCDEFGHJKPSTUW]?|[A-Z]{2}[0-9][0-9ABEHMNPRVWXY]?|GIR"
SHAPE: Final = re.compile(rf"(?<![A-Z0-9])({_OUTWARD}) ?([0-9][A-Z]{{2}})(?![A-Z0-9])(?! (?:FLOOR|FLR|FLAT)\b)")
"""A postcode within capitals and single spaces. `B1 2ND FLOOR` is none."""

_WHOLE: Final = re.compile(rf"(?:{_OUTWARD})[0-9][A-Z]{{2}}").fullmatch
_NOT_IN_A_POSTCODE: Final = re.compile(r"[\W_]+")

_SHORTEST, _LONGEST, _INWARD = 5, 7, 3

# What a character may have been meant as: a letter where it stands in a letter's place, and the other way round.
_MEANT: Final = {"O": "O0", "0": "0O", "I": "I1", "L": "L1", "1": "1LI", "S": "S5", "5": "5S"}

AREAS: Final = frozenset({
    "AB", "AL", "B", "BA", "BB", "BD", "BH", "BL", "BN", "BR", "BS", "BT", "CA", "CB", "CF", "CH", "CM", "CO", "CR",
    "CT", "CV", "CW", "DA", "DD", "DE", "DG", "DH", "DL", "DN", "DT", "DY", "E", "EC", "EH", "EN", "EX", "FK", "FY",
    "G", "GL", "GU", "GY", "HA", "HD", "HG", "HP", "HR", "HS", "HU", "HX", "IG", "IM", "IP", "IV", "JE", "KA", "KT",
    "KW", "KY", "L", "LA", "LD", "LE", "LL", "LN", "LS", "LU", "M", "ME", "MK", "ML", "N", "NE", "NG", "NN", "NP",
    "NR", "NW", "OL", "OX", "PA", "PE", "PH", "PL", "PO", "PR", "RG", "RH", "RM", "S", "SA", "SE", "SG", "SK", "SL",
    "SM", "SN", "SO", "SP", "SR", "SS", "ST", "SW", "SY", "TA", "TD", "TF", "TN", "TQ", "TR", "TS", "TW", "UB", "W",
    "WA", "WC", "WD", "WF", "WN", "WR", "WS", "WV", "YO", "ZE",
})  # fmt: skip
"""All areas there are; an area that is none of these is read as typed, yet never guessed at."""


def read_postcode(text: str) -> str:
    """
    Read a postcode that stands alone, as `NN1 1AA`; nothing when it cannot be one.

    O and 0, I, L and 1, S and 5 are taken for one another by where they stand; case, spaces and marks do not matter.
    Of two ways to mend it, the one that changes less holds, then the one whose area exists.
    """
    compact = _NOT_IN_A_POSTCODE.sub("", text.upper())
    if not _SHORTEST <= len(compact) <= _LONGEST:
        return ""
    if not _WHOLE(compact):
        compact = _mended(compact)
    return f"{compact[:-_INWARD]} {compact[-_INWARD:]}" if compact else ""


def one_character_apart(one: str, other: str) -> bool:
    """
    Say whether two postcodes differ by one slip: a character wrong, missing or too many, or two neighbours swapped.

    Equal postcodes are not apart, and nothing is near an empty one.
    """
    first, second = one.replace(" ", ""), other.replace(" ", "")
    return bool(first and second) and OSA.distance(first, second, score_cutoff=1) == 1


def slips(one: str, other: str) -> int:
    """Count the characters that mending changed."""
    return sum(a != b for a, b in zip(one.replace(" ", ""), other.replace(" ", ""), strict=False))


def _mended(compact: str) -> str:
    """Return the best postcode that the look-alikes of these characters spell; empty for none."""
    spellings = ("".join(characters) for characters in product(*(_MEANT.get(c, c) for c in compact)))
    whole = [spelling for spelling in spellings if _WHOLE(spelling)]
    if not any(map(str.isdigit, compact)):
        # Words: `NNI IAA` may be a postcode, `not one` is none.
        whole = [spelling for spelling in whole if spelling[-_INWARD - 1].isdigit() and _area(spelling) in AREAS]
    return min(whole, key=lambda spelling: (slips(spelling, compact), _area(spelling) not in AREAS), default="")


def _area(compact: str) -> str:
    """Return the one or two letters that a postcode opens with."""
    return compact[:1] if compact[1:2].isdigit() else compact[:2]
