"""
How two records are compared: five comparisons, each a ladder of levels from the strongest likeness to none.

Telephone, address and family name are ONE comparison: among people who live together they are one fact, and counted
three times they make the household look like the person (measured in linkage.md 4: 11 % of confident links false).
What is missing on either side says nothing: its comparison is left out. Weights live in the model, never here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from heed.engines.linkage.conditions import (
    Alike,
    Condition,
    Crossed,
    EditsApart,
    Exchanged,
    Holds,
    Initial,
    Missing,
    Overlaps,
    Same,
    Unsaid,
    Within,
)
from heed.engines.linkage.standard import Standard

ABSENT, NO_LEVEL = -1, 0
"""What level_of answers when a comparison is left out, and when nothing above holds."""


@dataclass(frozen=True, slots=True)
class Level:
    """One rung: what holds, and the words for it. frequency: the column whose rarity adds to its weight, if any."""

    name: str
    words: str
    holds: Condition
    frequency: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """
    A ladder. left_out: when it says nothing. otherwise: the words for when no level holds.

    most, least: bits beyond which no weight of this comparison may go (caps of linkage.md 4).
    frequency_alone: the comparison carries no weight of its own but the rarity of what is shared.
    """

    name: str
    left_out: Condition
    levels: tuple[Level, ...]
    otherwise: str
    most: float = 30.0
    least: float = -12.0
    frequency_alone: bool = False


EXCHANGED = Exchanged("given", "family", 0.9)

NAME = Comparison(
    name="given_name",
    left_out=Missing("given"),
    levels=(
        Level("same", "first name agrees", Same("given") & ~Initial("given"), frequency="given"),
        Level("nickname", "first name is a short form of the other", Same("root") & ~Initial("given")),
        Level(
            "slip", "first name differs by a slip", (EditsApart("given", 1) | Alike("given", 0.93)) & ~Initial("given")
        ),
        Level("middle", "first name is the other's middle name", Holds("given", "others")),
        Level("exchanged", "first and last name exchanged", EXCHANGED),
        Level("sounds", "first name sounds alike", Same("sound") & ~Initial("given")),
        Level("initial", "initial agrees", Initial("given")),
        Level("alike", "first name is somewhat alike", Alike("given", 0.8)),
    ),
    otherwise="first name differs",
)

WHOLE = ~Missing("born")
BIRTH = Comparison(
    name="birth",
    left_out=Missing("earliest"),
    levels=(
        Level("same", "date of birth agrees", Same("born"), frequency="born"),
        Level("exchanged", "date of birth agrees with day and month exchanged", Same("swapped", "born")),
        Level("slip", "date of birth differs in one figure", EditsApart("born", 1)),
        Level(
            "two_parts",
            "two parts of the date of birth agree",
            WHOLE
            & (
                (Same("birth_day") & Same("birth_month"))
                | (Same("birth_year") & (Same("birth_day") | Same("birth_month")))
            ),
        ),
        Level("fits", "age fits", ~WHOLE & Overlaps("earliest", "latest")),
        Level("nearly_fits", "age fits within a year", ~WHOLE & Overlaps("earliest", "latest", 366)),
        Level("same_year", "year of birth agrees", WHOLE & Same("birth_year")),
        Level("near_year", "born within two years", Within("birth_year", 2) | Overlaps("earliest", "latest", 730)),
    ),
    otherwise="date of birth differs",
)

SURNAME = Same("family")
SURNAME_ALIKE = (
    Alike("family", 0.9)
    | Same("family_sound")
    | Same("part")
    | Same("last_part")
    | Crossed("part", "last_part")
    | Crossed("given", "family")
    | EXCHANGED
)
NUMBER = Same("phone")
SAME_FLAT = Same("flat") | Unsaid("flat")
DOOR = SAME_FLAT & (Same("number") | Same("building")) & (Same("street") | Same("postcode"))
ADDRESS_ALIKE = SAME_FLAT & (Same("number") | Same("building")) & Alike("line", 0.92)
POSTCODE = Same("postcode") | (Same("sector") & EditsApart("postcode", 1) & Same("door"))
NEAR = Same("district")
NO_PLACE = Missing("postcode") & Missing("line")
HOUSEHOLD = Comparison(
    name="household",
    left_out=~NUMBER & (Missing("family") & ~DOOR & ~POSTCODE & ~ADDRESS_ALIKE),
    levels=(
        Level("number_door_surname", "same number, address and last name", NUMBER & DOOR & SURNAME),
        Level("number_surname", "same number and last name", NUMBER & SURNAME),
        Level("number_alike", "same number, last name alike", NUMBER & SURNAME_ALIKE),
        Level("number_door", "same number and address, another last name", NUMBER & DOOR),
        Level("number", "same number", NUMBER),
        Level("door_surname", "same address and last name", DOOR & SURNAME),
        Level("door_alike", "same address, last name alike", DOOR & SURNAME_ALIKE),
        Level("address_surname", "address nearly the same, same last name", ADDRESS_ALIKE & SURNAME),
        Level("postcode_surname", "same postcode and last name", POSTCODE & SURNAME),
        Level("address_alike", "address nearly the same, last name alike", ADDRESS_ALIKE & SURNAME_ALIKE),
        Level("postcode_alike", "same postcode, last name alike", POSTCODE & SURNAME_ALIKE),
        Level("door", "same address, another last name", DOOR | ADDRESS_ALIKE),
        Level("near_surname", "same last name, same district", NEAR & SURNAME),
        Level("surname", "same last name, place not known", NO_PLACE & SURNAME),
        Level("near_alike", "last name alike, same district", NEAR & SURNAME_ALIKE),
        Level("alike", "last name alike, place not known", NO_PLACE & SURNAME_ALIKE),
        Level("elsewhere_surname", "same last name, another place", SURNAME),
        Level("elsewhere_alike", "last name alike, another place", SURNAME_ALIKE),
        Level("postcode", "same postcode, another last name", POSTCODE),
    ),
    otherwise="last name differs, no place in common",
)

RARITY = Comparison(
    name="rarity",
    left_out=~SURNAME | DOOR | NUMBER,
    levels=(Level("same", "how rare the last name is", SURNAME, frequency="family"),),
    otherwise="",
    frequency_alone=True,
)

NAMESAKES = Comparison(
    name="namesakes",
    left_out=~(Same("given") & (SURNAME | SURNAME_ALIKE)) | DOOR | NUMBER,
    levels=(
        Level("same", "how often people of one last name bear this first name", Same("namesake"), frequency="namesake"),
    ),
    otherwise="",
    frequency_alone=True,
)

EMAIL = Comparison(
    name="email",
    left_out=Missing("email"),
    levels=(
        Level("same", "e-mail agrees", Same("email")),
        Level("mailbox", "e-mail agrees up to the @", Same("mailbox")),
        Level("slip", "e-mail differs by a slip", EditsApart("email", 2)),
    ),
    otherwise="e-mail differs",
    least=-2.0,
)

PERSON: tuple[Comparison, ...] = (NAME, BIRTH, HOUSEHOLD, RARITY, NAMESAKES, EMAIL)
"""The comparisons of a person; a model says what each level weighs."""


@cache
def level_of(comparison: Comparison) -> Callable[[Standard, Standard], int]:
    """
    Return a function that says which level holds: 1 for the first, 0 for none, -1 when the comparison is left out.

    The conditions become one Python expression, compiled once: a call compares sixty records in a millisecond.
    """
    rungs = "".join(f"{number} if {level.holds.python()} else " for number, level in enumerate(comparison.levels, 1))
    source = f"lambda a, b: {ABSENT} if {comparison.left_out.python()} else {rungs}{NO_LEVEL}"
    names = {"likeness": JaroWinkler.similarity, "edits": DamerauLevenshtein.distance}
    made: Callable[[Standard, Standard], int] = eval(source, names)  # noqa: S307  the source is ours, written above
    return made
