"""Finds the flat in an address: by its number, its letter or its floor, wherever it was typed."""

import re
from typing import Final

from heed.engines.linkage.streets import BREAK

_UNIT: Final = re.compile(
    r"\b(?<!FLOOR )(FLATS?|UNIT|ROOM|STUDIO|SUITE|BEDSIT|MAISONETTE|CARAVAN|CHALET|PITCH|PLOT|FL(?= [0-9]))(?: NO)?"
    r" (?:([0-9]+[A-Z]?(?:[-/][0-9]+[A-Z]?)?(?: [A-Z](?= ,|$))?|[A-Z][0-9]{0,3})(?![^\W_])"
    r"|(TOP|GROUND|BASEMENT|GARDEN|ATTIC|REAR|FRONT|UPPER|LOWER|MIDDLE)(?: FLOOR)?(?= |$))"
)
_FLOOR: Final = re.compile(
    r"\b(LOWER GROUND|UPPER GROUND|TOP|GROUND|BASEMENT|GARDENS?|ATTIC|REAR|FRONT|UPPER|LOWER|MIDDLE|FIRST|SECOND|THIRD"
    r"|FOURTH|FIFTH|[0-9]+(?:ST|ND|RD|TH))(?:(?: FLOOR)(?: FLAT)?(?: (LEFT|RIGHT|FRONT|REAR))?(?: FLAT)?| FLAT)(?= |$)"
    r"|^(BASEMENT)(?= (?:,|[0-9]))|\b([GFST]FF|BF|[0-9GBTP]F[0-9])(?= (?:, )?[0-9])"
)
_SHORT_FLOORS: Final = {"GFF": "GROUND", "FFF": "1ST", "SFF": "2ND", "TFF": "TOP", "BF": "BASEMENT"}
_FLOORS: Final = {"FIRST": "1ST", "SECOND": "2ND", "THIRD": "3RD", "FOURTH": "4TH", "FIFTH": "5TH"} | {
    "GARDENS": "GARDEN"
}
STOREYS: Final = frozenset({"TOP", "GROUND", "BASEMENT", *_FLOORS.values(), *_SHORT_FLOORS.values()})
_A_FLAT: Final = re.compile(r"\b(?:THE )?FLAT\b(?: (?:ABOVE|OVER|AT))?")


def flat_apart(plain: str) -> tuple[str, str]:
    """
    Take the flat out of an address, and return both.

    plain: capitals, short forms written out, breaks between spaces. A floor is a flat where no number is said.
    """
    units = [(kind == "ROOM", which.replace(" ", "") or where) for kind, which, where in _UNIT.findall(plain)]
    rest = _UNIT.sub(f" {BREAK} ", plain) if units else plain
    if "FLOOR" in rest or "FLAT" in rest or "F" in rest or rest.startswith("BASEMENT"):
        found = _FLOOR.search(rest)
        if found:
            where = found[1] or found[3] or found[4]
            where = _SHORT_FLOORS.get(where, _FLOORS.get(where, where))
            rest = f"{rest[: found.start()]} {BREAK} {rest[found.end() :]}"
            units = units or [(False, f"{where} {found[2]}" if found[2] else where)]
        elif not units and "FLAT" in rest:
            bare = _A_FLAT.subn(f" {BREAK} ", rest)
            rest, units = bare[0], [(False, "FLAT")] if bare[1] else []
    # A room in a flat stands after the flat, whichever was typed first.
    return " ".join(value for _, value in sorted(units)), rest
