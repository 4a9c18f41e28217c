"""Which columns of somebody's file say what: as told by --map, or guessed from their names."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

FIELDS: Final = ("given", "surname", "name", "dob", "age", "address", "postcode", "phone", "email")
"""What a column can be mapped to. name: a whole name in one column."""


class Unusable(ValueError):
    """A file, or what was said of it, cannot be used; one sentence that says why and where."""


class Kind(StrEnum):
    """How a column of no known kind is compared."""

    EXACT = "exact"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Columns:
    """
    What the columns of a file are for. id: None numbers the rows.

    of: field → the columns that make it up, in order. also: columns of no known kind, and how each is compared.
    """

    id: str | None
    of: Mapping[str, tuple[str, ...]]
    also: Mapping[str, Kind] = field(default_factory=dict)

    def told(self) -> str:
        """Return the mapping as --map would be given it."""
        return ",".join(f"{name}={'+'.join(columns)}" for name, columns in self.of.items())


_NAMES: Final[Mapping[str, str]] = {
    "given": "given|given_?names?|first_?names?|forenames?|f_?name|christian_?names?|fore_?name|name_?first|prename",
    "surname": "surname|last_?name|family_?names?|l_?name|s_?name|name_?last|second_?name",
    "name": "name|full_?name|person_?name|whole_?name|customer_?name|caller_?name|patient_?name",
    "dob": "dob|d_?o_?b|date_?of_?birth|birth_?dates?|birthday|born|born_?on|birth",
    "age": "age|age_?years|age_?in_?years",
    "postcode": "post_?code|post_?code_.*|pcode|zip|zip_?code|postal_?code|pc",
    "phone": "phone|phone_?(number|no|num)|tele?phone|tel|tel_?(number|no)|telephone_?(number|no)|mobile"
    "|mobile_?(phone|number|no)|cell|cell_?phone|home_?phone|contact_?number|msisdn|number_?called_?from|cli|e164",
    "email": "e_?mail|e_?mail_?address|mail",
}
_ADDRESS: Final = (
    "flat|flat_?(no|number)|unit|sub_?building|sub_?building_?name",
    "house_?name|building|building_?name",
    "street_?(number|no|num)|house_?(number|no|num)|door|door_?number|building_?number|number",
    "address|full_?address|home_?address|street_?address|addr|address_?line|address_?text",
    "address_?(line_?)?1|addr_?1|street|street_?name|road|thoroughfare",
    "address_?(line_?)?2|addr_?2",
    "address_?(line_?)?3|addr_?3",
    "locality|suburb|village",
    "town|city|post_?town",
)
_ID: Final = (
    "id|unique_?id|uid|uuid|rec_?id|record_?id|row_?id|person_?id|customer_?id|urn|ref|reference|key|record|rec"
)


def _plain(column: str) -> str:
    """Put a column's name into the form in which names are known: `Date of Birth` is date_of_birth."""
    parted = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", column.strip())
    return re.sub(r"[^a-z0-9]+", "_", parted.lower()).strip("_")


def _find(pattern: str, columns: Sequence[str]) -> tuple[str, ...]:
    """Return the columns whose names are one of those in a pattern."""
    return tuple(column for column in columns if re.fullmatch(pattern, _plain(column)))


def guess(columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """
    Guess what columns are for from their names; those of no known name are left out.

    A whole name is only taken where there is neither a first nor a last name, an age only where there is no birth.
    """
    found = {name: _find(pattern, columns)[:1] for name, pattern in _NAMES.items()}
    found["address"] = tuple(dict.fromkeys(column for pattern in _ADDRESS for column in _find(pattern, columns)))
    if found["given"] or found["surname"]:
        found["name"] = ()
    if found["dob"]:
        found["age"] = ()
    return {name: found[name] for name in FIELDS if found.get(name)}


def guess_id(columns: Sequence[str]) -> list[str]:
    """Return the columns that may hold each record's own name, likeliest first; whether it is unique is to be seen."""
    known = _find(_ID, columns)
    return sorted(known, key=lambda column: _ID.split("|").index(_matched(_plain(column))))


def _matched(plain: str) -> str:
    """Return the one alternative of the names of ids that a name is."""
    return next(one for one in _ID.split("|") if re.fullmatch(one, plain))


def read_map(text: str, columns: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Read `given=first_name,address=number+street`. Raises Unusable with a sentence that names what there is."""
    found: dict[str, tuple[str, ...]] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, value = part.partition("=")
        name = name.strip()
        if not equals or not value.strip():
            raise Unusable(f"--map: “{part}” is not FIELD=COLUMN")
        if name not in FIELDS:
            raise Unusable(f"--map: there is no field “{name}”; fields are {', '.join(FIELDS)}")
        if name in found:
            raise Unusable(f"--map: “{name}” is given twice; join columns with +")
        found[name] = _columns(value, columns, f"--map: {name}")
    if not found:
        raise Unusable("--map says nothing; give FIELD=COLUMN")
    return found


def _columns(value: str, columns: Sequence[str], where: str) -> tuple[str, ...]:
    """Return the columns of `a+b`. A column whose own name holds a plus is found first."""
    if value.strip() in columns:
        return (value.strip(),)
    wanted = tuple(part.strip() for part in value.split("+"))
    for column in wanted:
        if column not in columns:
            raise Unusable(f"{where}: the file has no column “{column}”; it has {', '.join(columns)}")
    return wanted


def read_also(text: str, columns: Sequence[str]) -> dict[str, Kind]:
    """Read `occupation:exact,birth_place:text`. Raises Unusable."""
    found: dict[str, Kind] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        column, colon, kind = part.rpartition(":")
        if not colon or kind not in tuple(Kind):
            raise Unusable(f"--also: “{part}” is not COLUMN:exact or COLUMN:text")
        (name,) = _columns(column.replace("+", "\x00"), [c.replace("+", "\x00") for c in columns], "--also")
        found[name.replace("\x00", "+")] = Kind(kind)
    return found
