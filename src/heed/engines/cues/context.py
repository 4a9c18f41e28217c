"""
Words that change what a cue says, read from the packaged tables: triggers, people, verbs.

Each table is a CSV file of patterns in the mini-language, so that practitioners can read and amend it.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from heed.engines.cues.patterns import Part, parse


class Kind(StrEnum):
    """What a trigger does."""

    NEGATION = "negation"
    PAST = "past"
    HEDGE = "hedge"
    PSEUDO = "pseudo"
    PRESENT = "present"


class Verb(StrEnum):
    """What a verb says of its subject."""

    INCIDENT = "incident"
    REPORT = "report"
    BE = "be"
    HAVE = "have"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word or words that change a cue. reach: how many tokens away; forward and backward: on which side the cue stands."""

    words: str
    kind: Kind
    forward: bool
    backward: bool
    reach: int


@dataclass(frozen=True, slots=True)
class Noun:
    """A word for a person. role: see people.csv. gender: m, f or empty. many: more than one person."""

    words: str
    role: str
    gender: str
    many: bool


def _table(name: str) -> Iterator[dict[str, str]]:
    text = files(__package__).joinpath("context", f"{name}.csv").read_text(encoding="utf-8")
    for cells in csv.DictReader(io.StringIO(text)):
        yield {key: (value or "").strip() for key, value in cells.items() if key}


@cache
def triggers() -> tuple[tuple[Part, Trigger], ...]:
    """Every phrase that changes a cue, with what it does."""
    found: list[tuple[Part, Trigger]] = []
    for row in _table("triggers"):
        forward, backward = row["direction"] in {"forward", "both"}, row["direction"] in {"backward", "both"}
        for words in _alternatives(row["trigger"]):
            trigger = Trigger(words, Kind(row["kind"]), forward, backward, int(row["max_tokens"]))
            found.append((parse(words).tree, trigger))
    return tuple(found)


@cache
def nouns() -> tuple[tuple[Part, Noun], ...]:
    """Every word for a person; the row that comes first is the one that counts."""
    found: dict[str, Noun] = {}
    for row in _table("people"):
        for words in _alternatives(row["words"]):
            found.setdefault(words, Noun(words, row["role"], row["gender"], row["number"] == "many"))
    return tuple((parse(words).tree, noun) for words, noun in found.items())


@cache
def things() -> tuple[Part, ...]:
    """Read what makes a cue part of a thing, standing right after it: "dementia awareness week", "deaf charity shop"."""
    return tuple(parse(row["words"]).tree for row in _table("things"))


@cache
def verbs() -> dict[str, Verb]:
    """Single verbs and what they say of their subject; the row that comes first counts."""
    found: dict[str, Verb] = {}
    for row in _table("verbs"):
        for form in row["words"].split("|"):
            if " " not in form:
                found.setdefault(form, Verb(row["kind"]))
    return found


@cache
def neutral() -> frozenset[str]:
    """Words that stand between a negative word and what it denies ("no history of")."""
    return frozenset(word for row in _table("neutral") for word in row["words"].split("|"))


@cache
def words(name: str) -> frozenset[str]:
    """Return a named set of words, from words.csv. Raises KeyError where there is none."""
    return next((frozenset(row["words"].split()) for row in _table("words") if row["name"] == name), None) or _unknown(
        name
    )


def _unknown(name: str) -> frozenset[str]:
    raise KeyError(name)


def _alternatives(words: str) -> list[str]:
    """In these tables a bar outside brackets divides whole phrases."""
    found, depth, start = [], 0, 0
    for at, char in enumerate(words):
        depth += (char == "(") - (char == ")")
        if char == "|" and not depth:
            found.append(words[start:at].strip())
            start = at + 1
    return [*found, words[start:].strip()]
