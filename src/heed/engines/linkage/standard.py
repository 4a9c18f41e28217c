"""What was said of a person, in the one form in which it is filed, compared and kept."""

from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import Any, Self

from heed.engines.linkage.addresses import read_address
from heed.engines.linkage.births import read_birth
from heed.engines.linkage.emails import read_email
from heed.engines.linkage.names import Name, read_name, read_whole_name
from heed.engines.linkage.said import Said


@dataclass(frozen=True, slots=True)
class Standard:
    """
    One description in standard form; None where nothing is known. The columns that levels.py compares, in any engine.

    sound, family_sound: as double metaphone hears them. part, last_part: the first and last bearing part of the family
    name. swapped: the birth with day and month exchanged. earliest, latest: days of birth it allows (date.toordinal).
    door: flat, building and number; line: door and street. mailbox: an e-mail's part before the @.
    namesake: the first name once more, weighed by how people of one last name share it.
    """

    given: str | None = None
    root: str | None = None
    sound: str | None = None
    others: str | None = None
    family: str | None = None
    family_sound: str | None = None
    part: str | None = None
    last_part: str | None = None
    born: str | None = None
    swapped: str | None = None
    birth_year: int | None = None
    birth_month: int | None = None
    birth_day: int | None = None
    earliest: int | None = None
    latest: int | None = None
    door: str | None = None
    street: str | None = None
    line: str | None = None
    postcode: str | None = None
    sector: str | None = None
    district: str | None = None
    phone: str | None = None
    email: str | None = None
    mailbox: str | None = None
    flat: str | None = None
    building: str | None = None
    number: str | None = None
    town: str | None = None
    namesake: str | None = None

    @property
    def birth_years(self) -> range:
        """Return the years in which the person may have been born; none when nothing is known."""
        if self.earliest is None or self.latest is None:
            return range(0)
        return range(date.fromordinal(self.earliest).year, date.fromordinal(self.latest).year + 1)

    def as_row(self) -> list[Any]:
        """Return the columns in order, as JSON can keep them."""
        return list(astuple(self))

    @classmethod
    def from_row(cls, row: list[Any]) -> Self:
        """Take up what as_row gave."""
        return cls(*row)


COLUMNS: tuple[str, ...] = tuple(field.name for field in fields(Standard))
NUMBERS = frozenset({"birth_year", "birth_month", "birth_day", "earliest", "latest"})
"""The columns that hold whole numbers; all others hold text."""


def read(said: Said) -> Standard:
    """Put one description into standard form. Nothing that anybody can type makes it fail."""
    if said.given or said.family:
        name = read_name(said.given, said.family) if said.family else read_whole_name(said.given)
    else:
        name = None
    return _standard(name, said)


def _standard(name: Name | None, said: Said) -> Standard:
    birth = read_birth(said.born, age=said.age, on=said.on)
    address = read_address(said.address, said.postcode)
    email = read_email(said.email)
    postcode = address.postcode
    parts = name.parts if name else ()
    return Standard(
        given=(name.given or None) if name else None,
        root=(name.root or None) if name else None,
        sound=(name.sound or None) if name else None,
        others=(name.others or None) if name else None,
        family=(name.family or None) if name else None,
        family_sound=(name.family_sound or None) if name else None,
        part=parts[0] if parts else None,
        last_part=parts[-1] if parts else None,
        born=birth.on or None,
        swapped=birth.swapped or None,
        birth_year=birth.year,
        birth_month=birth.month,
        birth_day=birth.day,
        earliest=birth.first,
        latest=birth.last,
        door=address.door or None,
        street=address.street or None,
        line=address.line or None,
        postcode=postcode or None,
        sector=postcode[:-2] if postcode else None,
        district=postcode.split(" ")[0] if postcode else None,
        phone=said.e164 or None,
        email=email or None,
        mailbox=email.partition("@")[0] or None,
        flat=address.flat or None,
        building=address.building or None,
        number=address.number or None,
        town=address.locality or None,
        namesake=(name.given or None) if name else None,
    )
