"""
Reads British addresses as people type them: which flat, which building, which number, which street.

What tells one front door from the next is kept strictly (flats never meet); how it is spelt is not. `14A` is flat A of
number 14, so that `14A`, `14 A` and `Flat A, 14` meet. `2 Tansy Court` is flat 2 of a building. `2/14 High Street` is flat 2
of number 14, as England and Australia write it (Edinburgh means it the other way round); in `2/1, 14 High Street` all of
`2/1` is the flat, as in Glasgow.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from heed.engines.linkage.flats import STOREYS, flat_apart
from heed.engines.linkage.postcodes import AREAS, SHAPE, one_character_apart, read_postcode, slips
from heed.engines.linkage.streets import BREAK, BUILDINGS, GROUNDS, STREETS, alike, street_end, written_out

__all__ = ["Address", "one_character_apart", "read_address", "read_postcode", "same_door"]


@dataclass(frozen=True, slots=True)
class Address:
    """
    One address in its parts, each in capitals with short forms written out; what was not said is empty.

    flat: "2", "B", "2B", "2/1", "TOP", "1ST" (floor), "FLAT" where it is a flat and nobody said which.
    number: "14", or "14-16" for a house that has several.
    locality: what is left: village, town, county, whatever could not be placed.
    """

    flat: str = ""
    building: str = ""
    number: str = ""
    street: str = ""
    locality: str = ""
    postcode: str = ""

    @property
    def door(self) -> str:
        """Tell one front door from the others at a postcode, as flat/building/number; empty when nothing tells it."""
        known = self.flat or self.building or self.number
        return f"{self.flat}/{self.building}/{self.number}" if known else ""

    @property
    def line(self) -> str:
        """Join door and street: the address without town and postcode; empty when it names neither street nor building."""
        return f"{self.door} {self.street}".strip() if self.street or self.building else ""


NOWHERE: Final = Address()

_CACHED: Final = 8_192
_LONGEST_READ: Final = 600
"""Characters read; what follows is no address."""

_QUOTES: Final = re.compile("['`\u2018\u2019\u02bc\"]")
_TOKEN: Final = re.compile(
    r"[0-9]+[A-Z]?(?: ?[-\u2010-\u2015] ?| TO )[0-9]+[A-Z]?(?![^\W_])|[0-9]+[A-Z]?/[0-9]+[A-Z]?(?![^\W_])|[^\W_]+|[,;\n\r]+|&"
)
_RANGE: Final = re.compile(r" ?[-\u2010-\u2015] ?| TO ")

_NO_ADDRESS: Final = re.compile(
    r"(?:(?:OF )?NO FIXED (?:ABODE|ADDRESS|PLACE)|N ?F ?A(?! [A-Z]+ (?:ROAD|STREET))|HOMELESS|ROUGH SLEEP)\b"
    r"|(?:(?:ADDRESS )?(?:IS )?(?:UNKNOWN|REFUSED|WITHHELD|NONE|NOT (?:KNOWN|GIVEN|STATED|PROVIDED|DISCLOSED|AVAILABLE|RECORDED))"
    r"|REFUSED TO (?:GIVE|SAY|STATE).*|NO ADDRESS.*|N ?/? ?[KA]|NIL|NULL|NAN|X{1,6}|TBC)$"
).match

_COUNTRY: Final = re.compile(r"(?:[ ,]+(?:ENGLAND|UNITED KINGDOM|GREAT BRITAIN|GB|UK))+[ ,]*$")

_NUMBER: Final = re.compile(r"[0-9]+(?:[A-Z]|[-/][0-9]+[A-Z]?|[A-Z][-/][0-9]+[A-Z]?)?").fullmatch
_NOT_A_HOUSE: Final = frozenset({"BOX", "BLOCK", "JUNCTION", "PHASE", "PLOT", "SECTOR"})
_FOREIGN_POSTCODE: Final = 4
_MOST_MENDED: Final = 2


def read_address(text: str, postcode: str = "") -> Address:
    """
    Read an address that was typed in one field, with or without its postcode; one that stands apart comes first.

    Words that say there is none (`NFA`, `refused`) give an empty address, and so does punctuation. Addresses of other
    countries are read as far as they go; a postcode that is not British stays in the locality.
    """
    apart = read_postcode(postcode)
    address = _read(text[:_LONGEST_READ])
    if not apart or apart == address.postcode:
        return address
    return Address(address.flat, address.building, address.number, address.street, address.locality, apart)


def same_door(one: Address, other: Address) -> bool:
    """
    Say whether two addresses are one front door: the same flat of the same number or building, at one street or postcode.

    A flat is neither its neighbour nor the whole building. What only one of the two says is no difference; what both
    say must agree, but for a slip of the finger in a name, or in the postcode where the streets are spelt the same.
    """
    if one.flat != other.flat or (one.number and other.number and one.number != other.number):
        return False
    same_number = bool(one.number and one.number == other.number)
    same_building = bool(one.building and other.building and alike(one.building, other.building))
    same_street = bool(one.street and other.street and alike(one.street, other.street))
    if one.street and other.street and not same_street:
        return False
    if one.building and other.building and not same_building and not _elsewhere(one, other):
        return False
    if not (same_number or same_building):
        return False
    if one.postcode and other.postcode:
        return one.postcode == other.postcode or (
            one_character_apart(one.postcode, other.postcode)
            and (one.street, one.building)[: 1 if one.street else 2]
            == (other.street, other.building)[: 1 if one.street else 2]
        )
    return (same_street or (same_building and not (one.street and other.street))) and _localities_agree(one, other)


def _elsewhere(one: Address, other: Address) -> bool:
    """Say whether a building that only seems one is the other's town: `Mallow, 14 Acacia Road`."""
    return f" {one.building} " in f" {other.locality} " or f" {other.building} " in f" {one.locality} "


def _localities_agree(one: Address, other: Address) -> bool:
    """Say whether two localities share a word, or one is not said."""
    first, second = set(one.locality.split()), set(other.locality.split())
    return not (first and second) or bool(first & second) or alike(one.locality, other.locality)


@lru_cache(maxsize=_CACHED)
def _read(text: str) -> Address:
    """Read one text. Kept for a while: the same address is read again at each pause in typing."""
    tokens = _tokens(text)
    plain = " ".join(tokens)
    if not plain or _NO_ADDRESS(plain):
        return NOWHERE
    postcode, plain = _postcode_apart(plain)
    plain = " ".join(written_out(_COUNTRY.sub("", plain).split()))
    flat, plain = flat_apart(plain)
    words = _tidied(plain.split())
    address = _with_number(words, flat)
    return Address(*address, postcode)


def _tokens(text: str) -> list[str]:
    """Part a text into capitals without accents: words, numbers, ranges as `14-16`, flats as `2/1`, and breaks."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    found = _TOKEN.findall(_QUOTES.sub("", text).upper())
    return [
        BREAK if token[0] in ",;\n\r" else _RANGE.sub("-", token) if token[0].isdigit() else token for token in found
    ]


def _postcode_apart(plain: str) -> tuple[str, str]:
    """Take the postcodes out of an address and return the last; a mistyped one is mended only at either end."""
    found = SHAPE.findall(plain)
    if found:
        return " ".join(found[-1]), SHAPE.sub(f" {BREAK} ", plain)
    words = plain.split()
    for count in (2, 1):
        last = words[-count:]
        postcode = read_postcode("".join(last)) if len(words) > count and BREAK not in last else ""
        if postcode and _is_meant("".join(last), postcode):
            return postcode, " ".join(words[:-count])
    return "", plain


def _is_meant(typed: str, postcode: str) -> bool:
    """Say whether words at the end of an address are a postcode with look-alikes in it, and no village called Old."""
    area = "".join(c for c in postcode[:2] if c.isalpha())
    known = area in AREAS or typed.startswith(area)
    return (
        known and len(typed) > len("14SEA") and any(map(str.isdigit, typed)) and slips(typed, postcode) <= _MOST_MENDED
    )


def _tidied(words: list[str]) -> list[str]:
    """Drop breaks that part nothing: at either end, doubled, or after a number; and the NO of `No. 14`."""
    kept: list[str] = []
    for at, word in enumerate(words):
        if word == BREAK and (not kept or kept[-1] == BREAK or _NUMBER(kept[-1])):
            continue
        if word == "NO" and at + 1 < len(words) and _NUMBER(words[at + 1]):
            continue
        kept.append(word)
    while kept and kept[-1] == BREAK:
        kept.pop()
    return kept


_Parts = tuple[str, str, str, str, str]


def _with_number(words: list[str], flat: str) -> _Parts:
    """Find the house number, and read what stands before and after it. Returns flat, building, number, street, locality."""
    numbers = _house_numbers(words)
    if not numbers:
        if _is_two_in_one(flat) and words and street_end(_first_part(words)) >= 0:
            flat, number = re.split("[-/]", flat)
            return flat, "", number, *_street_and_rest(words)
        return flat, *_without_number(words, is_flat=bool(flat))
    at = numbers[0]
    if len(numbers) > 1:
        second = numbers[1]
        between = _names(words[at + 1 : second])
        after = words[second + 1 :]
        if not between or (street_end(between) < 0 and after and street_end(_first_part(after)) >= 0):
            flat = words[at] if flat.split(" ")[0] in STOREYS else flat
            flat, words = flat or words[at], words[:at] + between + ([BREAK] if between else []) + words[second:]
            at = words.index(words[-len(after) - 1], at) if after else len(words) - 1
        elif not flat and "/" in words[second]:
            flat = words[second]
            words = words[:second] + words[second + 1 :]
    return _around(words[:at], words[at], words[at + 1 :], flat)


def _around(before: list[str], number: str, after: list[str], flat: str) -> _Parts:
    """Read what stands around a house number."""
    if not flat:
        flat, before, number, after = _flat_beside(before, number, after)
    before, after = _tidied(before), _tidied(after)
    building = _names(before)
    if building and street_end(_first_part(after)) < 0:
        parts = _parts(before)
        if street_end(parts[-1]) == len(parts[-1]) - 1:
            # Acacia Road 14, Mallow
            number, flat = _letter_apart(number, flat)
            return flat, "", number, " ".join(parts[-1]), _joined([*parts[:-1], after])
    split = None if building else _building_first(after)
    if split:
        return _in_a_building(*split, number, flat)
    street, locality = _street_and_rest(after)
    number, flat = _letter_apart(number, flat)
    if flat and not building:
        # 38 Foxglove Avenue, Flat 27 Almoner Court
        named = _first_part(after[len(street.split()) + 1 :])
        if len(named) > 1 and named[-1] in BUILDINGS and locality.startswith(" ".join(named)):
            return flat, " ".join(named), number, street, " ".join(locality.split()[len(named) :])
    if street and not locality and _seems_a_town(building):
        return flat, "", number, street, " ".join(building)
    return flat, " ".join(building), number, street, locality


def _flat_beside(before: list[str], number: str, after: list[str]) -> tuple[str, list[str], str, list[str]]:
    """Take the flat of `2/14`, `B 14` and `14 B` from beside its number. Returns flat, before, number, after."""
    if "/" in number:
        flat, _, number = number.partition("/")
        return flat, before, number, after
    if len(before) == 1 and len(before[0]) == 1:
        return before[0], [], number, after
    if len(after) > 1 and len(after[0]) == 1 and after[0].isalpha() and after[1] not in STREETS:
        return after[0], before, number, after[1:]
    return "", before, number, after


def _in_a_building(named: list[str], rest: list[str], number: str, flat: str) -> _Parts:
    """Read `2 Tansy Court, Foxglove Avenue`, where the number is a flat's unless another was said."""
    building = " ".join(named)
    street, locality = _street_and_rest(rest) if street_end(_first_part(rest)) >= 0 else ("", _joined([rest]))
    if not flat:
        return number, building, "", street, locality
    if street:
        return flat, building, number, street, locality
    return flat, "", number, building, locality


def _seems_a_town(building: list[str]) -> bool:
    """Say whether words before a house number are a town: `Mallow, 14 Acacia Road`."""
    return bool(building) and building[-1] not in BUILDINGS and building[0] not in {"THE", "BLOCK"}


def _without_number(words: list[str], *, is_flat: bool) -> tuple[str, str, str, str]:
    """Read an address without a house number. Returns building, number (none), street, locality."""
    parts = _parts(words)
    for at, part in enumerate(parts):
        end = street_end(part)
        if end >= 0 and part[end] in STREETS and (end == len(part) - 1 or (not at and len(parts) == 1)):
            named = _last_building(part[: end - 1])
            building = _joined([*parts[:at], part[:named]])
            return building, "", " ".join(part[named : end + 1]), _joined([part[end + 1 :], *parts[at + 1 :]])
    first = parts[0] if parts else []
    end = _last_building(first)
    if end or is_flat or (first and (first[0] == "THE" or first[-1] in GROUNDS)):
        end = end or len(first)
        return " ".join(first[:end]), "", "", _joined([first[end:], *parts[1:]])
    return "", "", "", _joined(parts)


def _house_numbers(words: list[str]) -> list[int]:
    """Return where numbers stand that may be a house's: not a box's, not a foreign postcode at the end."""
    found = [at for at, word in enumerate(words) if word[0].isdigit() and _NUMBER(word)]
    found = [at for at in found if not (at and words[at - 1] in _NOT_A_HOUSE)]
    if (
        found
        and found[-1] == len(words) - 1
        and found[-1]
        and len(words[-1]) >= _FOREIGN_POSTCODE
        and "/" not in words[-1]
    ):
        found.pop()
    return found


def _building_first(words: list[str]) -> tuple[list[str], list[str]] | None:
    """Part `TANSY COURT , FOXGLOVE AVENUE , MALLOW` after its building; None where it opens with a street."""
    part = _first_part(words)
    rest = words[len(part) + 1 :]
    end = street_end(part)
    if end < 0 and len(part) > 1 and part[-1] in BUILDINGS:
        return part, rest
    if end < 0 and rest and street_end(_first_part(rest)) >= 0 and _first_part(rest)[-1] in STREETS:
        return part, rest
    if len(part) == len(words):
        named = _last_building(part[: max(end - 1, 0)] if end >= 0 else part)
        return (part[:named], part[named:]) if named else None
    return None


def _last_building(words: Sequence[str]) -> int:
    """Return how many words name a building: up to the last `COURT` or `HOUSE` that has a name before it; 0 for none."""
    return next((at + 1 for at in range(len(words) - 1, 0, -1) if words[at] in BUILDINGS), 0)


def _street_and_rest(words: list[str]) -> tuple[str, str]:
    """Part a street from the locality after it."""
    first = _first_part(words)
    end = street_end(first)
    if end < 0:
        # Cheapside, Mallow; without a comma two words at most are the street.
        end = (len(first) if len(first) < len(words) else min(len(first), 2)) - 1
    return " ".join(first[: end + 1]), _joined([first[end + 1 :], words[len(first) :]])


def _letter_apart(number: str, flat: str) -> tuple[str, str]:
    """Part `14A` into 14 and flat A, where no other flat was said."""
    if number[-1].isalpha() and "-" not in number and (not flat or flat == number[-1]):
        return number[:-1], number[-1]
    return number, flat


def _is_two_in_one(flat: str) -> bool:
    """Say whether `2-14` or `2/14` after FLAT may be a flat and a house number."""
    return flat[:1].isdigit() and ("-" in flat or "/" in flat)


def _first_part(words: list[str]) -> list[str]:
    """Return the words before the first break."""
    return words[: words.index(BREAK)] if BREAK in words else words


def _parts(words: list[str]) -> list[list[str]]:
    """Part words at their breaks."""
    parts: list[list[str]] = [[]]
    for word in words:
        if word == BREAK:
            parts.append([])
        else:
            parts[-1].append(word)
    return [part for part in parts if part]


def _names(words: Sequence[str]) -> list[str]:
    """Return words without their breaks."""
    return [word for word in words if word != BREAK]


def _joined(parts: Sequence[Sequence[str]]) -> str:
    """Join what is left of an address."""
    return " ".join(word for part in parts for word in part if word != BREAK)
