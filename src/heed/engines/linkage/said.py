"""A person as somebody described them once: the raw material of every comparison."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Said:
    """
    One description of a person, as it was typed; whatever was not said is empty.

    born: a date of birth in any spelling that births.read_birth knows, whole (`1961-05-02`) or in part (`1961-05`, `1961`).
    age: in years, on the day `on`. address: with or without its postcode, which may stand apart in postcode.
    e164: a number that may tell people apart; a line known to be shared, or withheld, is left empty.
    """

    given: str = ""
    family: str = ""
    born: str = ""
    age: int | None = None
    on: date | None = None
    address: str = ""
    postcode: str = ""
    e164: str = ""
    email: str = ""
