"""
Is it the same other party? Two people as they were described, and why they are taken for one; nothing when they are not.

A name, a record or a door of their own says so anywhere. Words that only mean something from where the victim lives
("next door", "the ex") say so for one victim at one home alone. A group is the same only when somebody says it is.
"""

import re
from dataclasses import dataclass
from typing import Final

from heed.engines.linkage.addresses import read_address, same_door
from heed.engines.linkage.names import Name, read_name, roots


@dataclass(frozen=True, slots=True)
class Described:
    """
    An other party as one incident has them. person: who stands for them on record, if anybody; apart: who they are not.

    born: ISO date. words: relation and description. again: somebody says that these are the same people as before.
    """

    person: str = ""
    apart: frozenset[str] = frozenset()
    given: str = ""
    family: str = ""
    born: str = ""
    address: str = ""
    words: str = ""
    again: bool = False

    @property
    def is_anybody(self) -> bool:
        """Say whether anything tells them from anybody else."""
        return bool(self.person or self.family or self.given or self.address or marks(self.words))


@dataclass(frozen=True, slots=True)
class Same:
    """Why two are taken for one, in words; strong: by a record, a name or a door, so that it holds for other victims too."""

    words: str
    strong: bool


_POSITIONS: Final = (
    ("next door", r"next[ -]?door"),
    ("upstairs", r"upstairs|(?:flat|man|woman|people|family|neighbours?) above|above (?:me|us|her|him|them)"),
    ("downstairs", r"downstairs|(?:flat|man|woman|people|family|neighbours?) below|below (?:me|us|her|him|them)"),
    ("opposite", r"opposite|(?:over|across) the (?:road|street|way|landing)"),
    ("behind", r"backs? on to|(?:house|garden) behind|behind (?:me|us)"),
)
_RELATIONS: Final = (
    (
        "former partner",
        r"exe?s?|(?:ex|former|estranged)[ -]?(?:partner|husband|wife|boyfriend|girlfriend|bf|gf|fianc[eé]e?)",
    ),
    ("landlord", r"landlord|landlady"),
    ("son", r"(?:own |step)?son"),
    ("daughter", r"(?:own |step)?daughter"),
    ("brother", r"(?:half[ -]|step)?brother"),
    ("sister", r"(?:half[ -]|step)?sister"),
    ("father", r"(?:step)?father|dad"),
    ("mother", r"(?:step)?mother|mum|mam"),
    ("former employer", r"(?:former |ex[ -]?)?(?:boss|employer|manager)"),
)
_GROUPS: Final = r"youths?|kids|lads|teenagers|gang|group|girls|boys|children"
_NUMBER: Final = re.compile(r"\b(?:number|num|no\.?|nr|at|from|flat)\s*#?\s*(\d{1,4}[a-z]?)\b", re.IGNORECASE)
_HE: Final = re.compile(r"\b(?:he|man|male|boy|bloke|lad|husband|boyfriend|father|brother|son|mr)\b", re.IGNORECASE)
_SHE: Final = re.compile(
    r"\b(?:she|woman|female|girl|lady|wife|girlfriend|mother|sister|daughter|mrs|ms|miss)\b", re.IGNORECASE
)
_SAME: Final = re.compile(r"\b(?:same|usual|again|them lot|those)\b", re.IGNORECASE)


def _compiled(table: tuple[tuple[str, str], ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for name, pattern in table)


POSITIONS: Final = _compiled(_POSITIONS)
RELATIONS: Final = _compiled(_RELATIONS)
GROUP: Final = re.compile(rf"\b(?:{_GROUPS})\b", re.IGNORECASE)


def marks(words: str) -> frozenset[str]:
    """
    Return what a description tells somebody by: a position, a relation, a house number, or that it is a group.

    "her ex-partner, next door at number 14" gives former partner, next door and number 14.
    """
    found = {name for name, pattern in (*POSITIONS, *RELATIONS) if pattern.search(words)}
    found |= {f"number {number.upper()}" for number in _NUMBER.findall(words)}
    return frozenset(found | ({"group"} if GROUP.search(words) else set()))


def is_former_partner(words: str) -> bool:
    """Say whether a relation or description names a former partner."""
    return "former partner" in marks(words)


def same(one: Described, other: Described, *, same_home: bool) -> Same | None:
    """
    Say why two descriptions are taken for one other party; None when they are not.

    same_home: both are of one victim or household at one home, so that "next door" is one place. What contradicts wins:
    a decision that they are two, other names, other birthdays, other doors, a man and a woman.
    """
    if one.person in other.apart or other.person in one.apart:
        return None
    if one.person and one.person == other.person:
        return Same("the same person on record", strong=True)
    names = read_name(one.given, one.family), read_name(other.given, other.family)
    if _contradict(one, other, *names):
        return None
    by_name = _names_agree(*names)
    if by_name:
        return Same(f"the same name, {by_name}", strong=True)
    if one.address and other.address and same_door(read_address(one.address), read_address(other.address)):
        return Same("the same door", strong=True)
    return _by_words(one, other) if same_home else None


def _contradict(one: Described, other: Described, mine: Name, theirs: Name) -> bool:
    """Say whether two cannot be one person, by what was said of them."""
    if one.born and other.born and one.born != other.born:
        return True
    if mine.family and theirs.family and not _family_agrees(mine, theirs):
        return True
    if mine.given and theirs.given and not roots(mine.given) & roots(theirs.given) and mine.sound != theirs.sound:
        return True
    numbers = [{mark for mark in marks(d.words) if mark.startswith("number ")} or _door(d) for d in (one, other)]
    if numbers[0] and numbers[1] and not numbers[0] & numbers[1]:
        return True
    sexes = [(bool(_HE.search(d.words)), bool(_SHE.search(d.words))) for d in (one, other)]
    return (True, False) in sexes and (False, True) in sexes


def _door(described: Described) -> set[str]:
    number = read_address(described.address).number if described.address else ""
    return {f"number {number}"} if number else set()


def _family_agrees(mine: Name, theirs: Name) -> bool:
    return mine.family == theirs.family or (mine.family_sound == theirs.family_sound and bool(mine.family_sound))


def _names_agree(mine: Name, theirs: Name) -> str:
    """Return the name that two share, given and family; a family name alone is a whole household's."""
    if not (mine.given and theirs.given and mine.family and theirs.family):
        return ""
    return f"{mine.given.title()} {mine.family.title()}"


def _by_words(one: Described, other: Described) -> Same | None:
    """Say whether two descriptions from one home mean one person."""
    shared = (marks(one.words) | _door(one)) & (marks(other.words) | _door(other))
    told = sorted(shared - {"group"})
    if told:
        return Same(f"described alike: {', '.join(told)}", strong=False)
    said_again = one.again or other.again or bool(_SAME.search(one.words) or _SAME.search(other.words))
    if "group" in shared and said_again:
        return Same("described as the same group, by the victim's word", strong=False)
    family = read_name(one.given, one.family).family
    if family and family == read_name(other.given, other.family).family:
        return Same(f"the same last name, {family.title()}", strong=False)
    return None
