"""
Wording that demeans or disbelieves: which phrases stand in a log entry, why they matter, and how to say it better.

For a supervisor who reads a sample. Nothing here knows who wrote an entry, counts, or scores. What stands in quotation
marks is somebody's own words, and skipped: the victim's words are not the handler's.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources
from typing import Final

from heed.engines.risk.conduct_signs import phrase

LONGEST: Final = 20_000
"""Characters read of one entry; a log entry holds no more."""

_QUOTED: Final = re.compile(
    r"\u201c[^\u201d\n]*(?:\u201d|$)|\"[^\"\n]*\"|(?<!\w)[\u2018'](?=\S)(?:[^'\u2019\n]|['\u2019](?=\w))*['\u2019](?!\w)",
    re.MULTILINE,
)
"""Quotation marks that open and close on one line; a curly one that never closes quotes what is left of it."""

_STRAIGHT: Final = str.maketrans({"\u2019": "'", "\u2018": "'"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the list. kind: demeaning, disbelieving, minimising or blaming; yes, no: an example, and none."""

    id: str
    phrase: str
    kind: str
    why: str
    instead: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A phrase as it stands in an entry, from start up to end, in characters."""

    start: int
    end: int
    phrase: Phrase


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an entry for the screen: its words, and the phrase it is, if it is one."""

    text: str
    phrase: Phrase | None = None


def find(text: str) -> tuple[Hit, ...]:
    """Return the phrases in an entry, in order and apart; of two that overlap, the one that starts first, then the longer."""
    clear = plain(text)
    hits = [Hit(found.start(), found.end(), row) for row, pattern in _patterns() for found in pattern.finditer(clear)]
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return tuple(kept)


def plain(text: str) -> str:
    """Return a text as phrases are looked for in it: in small letters, what is quoted struck out, every place kept."""
    return _lower(_blanked(text[:LONGEST]))


def pieces(text: str) -> tuple[Piece, ...]:
    """Take an entry apart at its phrases; the pieces put together are the entry."""
    parts: list[Piece] = []
    at = 0
    for hit in find(text):
        parts += [Piece(text[at : hit.start]), Piece(text[hit.start : hit.end], hit.phrase)]
        at = hit.end
    return tuple(piece for piece in (*parts, Piece(text[at:])) if piece.text)


def draw(candidates: Iterable[int], *, size: int, seed: str) -> tuple[int, ...]:
    """
    Draw entries at random, the same for the same seed whatever their order, in random order; all where there are fewer.

    seed: the week and the force. Every candidate is as likely as every other, whoever wrote it.
    """
    return tuple(sorted(set(candidates), key=lambda one: sha256(f"{seed}:{one}".encode()).digest())[:size])


@cache
def phrases() -> tuple[Phrase, ...]:
    """List the phrases, in the order of the file."""
    with resources.files(__package__).joinpath("wording.csv").open(encoding="utf-8") as file:
        return tuple(Phrase(**row) for row in csv.DictReader(file))


@cache
def _patterns() -> tuple[tuple[Phrase, re.Pattern[str]], ...]:
    return tuple((row, phrase(row.phrase)) for row in phrases())


def _blanked(text: str) -> str:
    """Strike out what is quoted, character for character, so that no phrase reaches over it."""
    return _QUOTED.sub(lambda quoted: "_" * len(quoted[0]), text)


def _lower(text: str) -> str:
    """Lower the letters, each to one character, so that places stay."""
    return "".join(low if len(low := letter.lower()) == 1 else letter for letter in text.translate(_STRAIGHT))
