"""
What a partner sees as a value, what a disclosure must say, whom the staff list means, and what is taken out of free words.

A sheet is made once, shown as the preview, and kept with the disclosure: what the agency sees is read back from it and never
made anew.
"""

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from heed.domain.sharing.terms import MatchedOn
from heed.engines.linkage.standard import Standard

NOT_SHARED = "[not shared]"
"""What stands where a name, a number or an address was taken out."""

_SPELT = """
    angel art august autumn bell bill bishop black bond bright brook brooks brown bush cash chance church cole cook
    day dean dawn dale drew faith field fields fish flower forest ford fox frank gale gay gene glass grace grant grey
    green guy hall hand heath hill holly hope house hunt hunter hyde iris ivy jack jade jay jean joy june king knight
    lake lane law lily long lord love major mark marsh mason may melody miles mill miller miss moon moss neat nick
    night noble north olive page park parks pat pearl penny pit price prince ray read reed rich ring river rob robin
    rock rose ruby ruth rush sandy sharp short skip sky small smith snow song south speed spring star stone storm
    street strong sue summer taylor tom trip van victor violet wall ward waters way weaver webb west white will wills
    winter wise wood woods young
"""
ALSO_WORDS = frozenset(_SPELT.split())
"""Names that are ordinary words as well: alone, and in small letters, they are left standing."""

LEAST_WORDS = 4
"""Words in which somebody says why it is necessary: a tick is no reason. Heed's choice, unvalidated."""

NUMBER = re.compile(r"(?<![\w-])\+?\(?\d[\d\s().-]{8,}\d(?!\w)")
EMAIL = re.compile(r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+\.\w+")
POSTCODE = re.compile(r"\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE)
SHORTEST_NAME = 2
SHORTEST_ADDRESS = 5
LEAST_DIGITS = 10
"""Figures in a telephone number of ours: what is shorter may be a date, a reference or a sum."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said: what it is, and what it says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Section:
    """
    One part of the record, and what it says. part: a terms.SharedPart of domain/agencies; "safety" for what is always there.

    reach: where the victim may be reached according to this section, for asking again whether that is still safe.
    """

    part: str
    title: str
    lines: tuple[Line, ...]
    reach: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A record as a partner sees it. title: the reference; marking: how it is to be handled; more: whom to ask for more."""

    title: str
    marking: str
    sections: tuple[Section, ...]
    more: str

    def as_json(self) -> dict[str, Any]:
        """Put the sheet as JSON has it."""
        return {
            "title": self.title,
            "marking": self.marking,
            "sections": [
                {
                    "part": section.part,
                    "title": section.title,
                    "lines": [[line.label, line.value] for line in section.lines],
                    "reach": list(section.reach),
                }
                for section in self.sections
            ],
            "more": self.more,
        }

    @property
    def text(self) -> str:
        """Write the sheet as it is kept: the same sheet is the same text, byte for byte."""
        return json.dumps(self.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """Give the SHA-256 of the text, 64 hexadecimal digits: what was seen and what is shared are the same by it."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def section(self, part: str) -> Section | None:
        """Return one part; None where it is not shared."""
        return next((section for section in self.sections if section.part == part), None)

    def without(self, parts: Sequence[str]) -> "Sheet":
        """Return the sheet without some parts."""
        return Sheet(self.title, self.marking, tuple(s for s in self.sections if s.part not in parts), self.more)


def sheet_of(text: str) -> Sheet:
    """Read a sheet back from the text that was kept."""
    return _sheet(json.loads(text))


def _sheet(kept: Mapping[str, Any]) -> Sheet:
    return Sheet(
        title=kept["title"],
        marking=kept["marking"],
        sections=tuple(
            Section(
                part=section["part"],
                title=section["title"],
                lines=tuple(Line(label, value) for label, value in section["lines"]),
                reach=tuple(section["reach"]),
            )
            for section in kept["sections"]
        ),
        more=kept["more"],
    )


def why_not_until(until: date, *, today: date, longest: timedelta) -> str:
    """Say why something may not be shared until a day, its last; empty where it may."""
    if until < today:
        return "The end date has passed already"
    if until > today + longest:
        return f"Nothing is shared for longer than {longest.days} days: choose a day up to {today + longest:%d %B %Y}"
    return ""


def matched_on(staff: Standard, said: Standard) -> MatchedOn | None:
    """
    Say on what a description is that of somebody on the staff list; None where it is not.

    The family name must sound the same and the given name too (or be another form of it, or its initial). With that a whole
    date of birth, a telephone number, or a house and its postcode or street must be the same. A name alone locks nothing:
    namesakes are many. Heed's choice, unvalidated.
    """
    if not (staff.family_sound and staff.family_sound == said.family_sound and _same_given(staff, said)):
        return None
    if staff.born and staff.born == said.born:
        return MatchedOn.BORN
    if staff.phone and staff.phone == said.phone:
        return MatchedOn.LINE
    return MatchedOn.ADDRESS if _same_home(staff, said) else None


def taken_out(words: str, *, names: Iterable[str], addresses: Collection[str] = (), postcodes: bool = False) -> str:
    """
    Return free words without the names of people who are not shared, telephone numbers and e-mail addresses.

    names: each as it was given, given and family name together. Each part of one is taken out wherever it stands as a word,
    in any case; one that is an ordinary word as well only with a capital letter. addresses: taken out as they stand, and their
    house and street without the town. postcodes: every postcode is taken out.
    """
    spelt = {one.strip() for address in addresses for one in (address, address.split(",")[0])}
    for address in sorted((one for one in spelt if len(one) >= SHORTEST_ADDRESS), key=len, reverse=True):
        words = re.sub(re.escape(address), NOT_SHARED, words, flags=re.IGNORECASE)
    if postcodes:
        words = POSTCODE.sub(NOT_SHARED, words)
    words = EMAIL.sub(NOT_SHARED, words)
    words = NUMBER.sub(lambda found: NOT_SHARED if _digits(found[0]) >= LEAST_DIGITS else found[0], words)
    for name in sorted({one.strip() for one in names if one.strip()}, key=len, reverse=True):
        words = _without_name(words, name)
    return re.sub(rf"{re.escape(NOT_SHARED)}(?:[\s-]+{re.escape(NOT_SHARED)})+", NOT_SHARED, words)


def _without_name(words: str, name: str) -> str:
    """Take a name out: the whole of it in any case, then each of its parts."""
    whole = r"\s+".join(re.escape(part) for part in name.split())
    words = re.sub(rf"(?<!\w){whole}(?!\w)", NOT_SHARED, words, flags=re.IGNORECASE)
    for part in re.split(r"[\s-]+", name):
        if len(part) < SHORTEST_NAME:
            continue
        if part.casefold() in ALSO_WORDS:
            spelt = "|".join(re.escape(form) for form in {part.capitalize(), part.upper()})
            words = re.sub(rf"(?<!\w)(?:{spelt})(?!\w)", NOT_SHARED, words)
        else:
            words = re.sub(rf"(?<!\w){re.escape(part)}(?!\w)", NOT_SHARED, words, flags=re.IGNORECASE)
    return words


def _digits(text: str) -> int:
    return sum(one.isdigit() for one in text)


def _same_given(staff: Standard, said: Standard) -> bool:
    """Say whether two given names may be one person's."""
    if staff.root and staff.root == said.root:
        return True
    if staff.sound and staff.sound == said.sound:
        return True
    given, other = staff.given or "", said.given or ""
    return bool(given and other and given[0] == other[0] and 1 in (len(given), len(other)))


def _same_home(staff: Standard, said: Standard) -> bool:
    """Say whether two addresses are one house: its number or name, with its postcode or its street."""
    same_door = (staff.number and staff.number == said.number) or (staff.building and staff.building == said.building)
    same_road = (staff.postcode and staff.postcode == said.postcode) or (staff.street and staff.street == said.street)
    return bool(same_door and same_road)
