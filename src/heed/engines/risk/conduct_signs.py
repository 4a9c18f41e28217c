"""
What a log's words say is present: threats, damage, a breach, hate and the rest, by phrases kept as data.

A first reading, not the last: clauses, phrases, and simple denial ("no threats", "denies", "Threats: nil"). Whose it is
and when it was, it does not know; a fuller reader of words can take its place, since whoever asks passes the reader in.
"""

import csv
import re
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Final

from heed.engines.risk.conduct_terms import Sign

Reader = Callable[[str], frozenset[Sign]]
"""Reads a log's words: what is present in them."""

LONGEST: Final = 20_000
"""Characters read of one text; a log entry holds no more."""

_CLAUSE: Final = re.compile(r"[.;!?\n]+|\s+-\s+(?!(?:no|n|nil|none)\b)|,\s*(?=but\b)|\bbut\b|\balthough\b|\bhowever\b")
_DENIED_BEFORE: Final = re.compile(
    r"\b(?:no|not|never|none|nil|without|denies|denied|didn't|did not|hasn't|has not|haven't|have not|isn't|is not|wasn't"
    r"|aren't|doesn't|does not|nobody|no one)\b(?:\W+[\w'\u2019-]+){0,4}\W*$"
)
_DENIED_AFTER: Final = re.compile(r"^[\w\s'\u2019-]{0,30}(?:[:=?-]|\s-)\s*(?:no|n|nil|none|not known|denied)\b")
_SHOWN_BY: Final = re.compile(r"\b(?:no longer|not only|not just|not sure (?:if|whether)|no doubt)\b")
_QUOTES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "\r": "\n"})


def signs(log_text: str) -> frozenset[Sign]:
    """Return what a log's words say is present. Denied in its own clause, a sign is not; said elsewhere, it is."""
    found: set[Sign] = set()
    for clause in _CLAUSE.split(log_text[:LONGEST].translate(_QUOTES).casefold()):
        if not clause or clause.isspace():
            continue
        for sign, pattern in _phrases():
            if sign not in found and any(not _denied(clause, hit) for hit in pattern.finditer(clause)):
                found.add(sign)
    return frozenset(found)


def _denied(clause: str, hit: re.Match[str]) -> bool:
    """Say whether a clause denies what it names."""
    before = clause[: hit.start()]
    denied = _DENIED_BEFORE.search(before)
    if denied and not _SHOWN_BY.search(before):
        return True
    return bool(_DENIED_AFTER.search(clause[hit.end() :]))


@cache
def rows() -> tuple[dict[str, str], ...]:
    """List the phrases with their examples, as the file has them."""
    with resources.files(__package__).joinpath("conduct_signs.csv").open(encoding="utf-8") as file:
        return tuple(csv.DictReader(file))


@cache
def _phrases() -> tuple[tuple[Sign, re.Pattern[str]], ...]:
    return tuple((Sign(row["sign"]), phrase(row["phrase"])) for row in rows())


def phrase(written: str) -> re.Pattern[str]:
    """
    Compile a phrase: words, `(a|b)`, `word*` for any ending, `..3` for up to three words between.

    Words are matched whole, in small letters.
    """
    out: list[str] = []
    gap = r"\W+"
    for token in re.findall(r"\.\.\d|[()|]|[^\s()|]+", written):
        if token.startswith(".."):
            gap = rf"\W+(?:[\w'*-]+\W+){{0,{int(token[2:])}}}"
            continue
        if token in {"|", ")"}:
            out.append(token)
            gap = "" if token == "|" else r"\W+"  # noqa: S105  a mark of the phrase, not a password
            continue
        if out and out[-1] not in {"(?:", "|"}:
            out.append(gap)
        if token == "(":  # noqa: S105  as above
            out.append("(?:")
        else:
            out.append(_word(token))
        gap = r"\W+"
    return re.compile(rf"(?<![\w'-]){''.join(out)}(?![\w'])")


def _word(token: str) -> str:
    """Write one word of a phrase: an ending is free after a star, and stars that stand for letters are themselves."""
    if token.endswith("*") and not token.endswith("**"):
        return re.escape(token[:-1]) + r"[\w'-]*"
    return re.escape(token)
