"""
Both sides of one history: which reports answer one from the other side, and words that make two victims into one dispute.

A counter-allegation is marked and never weighed: whoever rings second may be the one who suffers. Evidence is asked for
before it is recorded as a crime, and the decision is recorded (procedure.md 6, neighbour disputes; CRR26 p.8-9).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from re import Pattern
from typing import Final

from heed.engines.risk import wording
from heed.engines.risk.conduct_signs import phrase

RECONSIDER: Final = "Each of them may suffer. Say who did what to whom, and what each of them says of it."


class Side(StrEnum):
    """Who reported whom. BESIDE: an incident in which the two do not stand against each other."""

    ONE = "one"
    OTHER = "other"
    BESIDE = "beside"


@dataclass(frozen=True, slots=True)
class Said:
    """A report: who made it, and when it was made; timezone-aware."""

    incident: int
    at: datetime
    side: Side


def counter_allegations(reports: Iterable[Said], *, within_days: int) -> dict[int, int]:
    """
    Return which reports answer one from the other side, and which: the newest before it.

    A side that has itself reported within the same time goes on reporting: a single report from across never turns what a
    victim says next into a counter-allegation. within_days: of 24 hours; exactly so many still count. Two at the same moment:
    the later number answers the earlier.
    """
    ordered = sorted((one for one in reports if one.side != Side.BESIDE), key=lambda one: (one.at, one.incident))
    found: dict[int, int] = {}
    newest: dict[Side, Said] = {}
    for one in ordered:
        across, own = newest.get(Side.OTHER if one.side == Side.ONE else Side.ONE), newest.get(one.side)
        lately = [before and one.at - before.at <= timedelta(days=within_days) for before in (across, own)]
        if across and lately[0] and not lately[1]:
            found[one.incident] = across.incident
        newest[one.side] = one
    return found


@dataclass(frozen=True, slots=True)
class Typed:
    """A phrase somebody typed that should be thought over: as it was typed, why, and what to write instead."""

    words: str
    why: str
    instead: str

    @property
    def sentence(self) -> str:
        """Ask to reconsider it, in one sentence or two."""
        return f"You wrote “{self.words}”. {self.why} {self.instead}".strip()


_TWO_SIDES: Final = (
    ("(neighbour*|neighbor*|family|domestic|ongoing|civil) ..1 (dispute*|feud*|squabble*|spat|row)", "dispute"),
    ("(dispute*|feud|feuding)", "dispute"),
    ("(they're|they are|both|all) ..2 (as bad as each other|to blame)", "both"),
    ("(fall* out|fell out|falling out|clash of personalities)", "both"),
    ("(counter allegation*|counter-allegation*) ..2 (only|just)", "counter"),
)
_WHY: Final = {
    "dispute": "A “dispute” has no victim: the word has hidden years of harassment.",
    "both": "It weighs two people against each other before anybody has asked them.",
    "counter": "A counter-allegation is a report like any other.",
}


def reconsider(*texts: str) -> list[Typed]:
    """
    Return what in these texts makes two victims into one dispute, or demeans or disbelieves; each phrase once, in order.

    What stands in quotation marks is somebody's own words and is left alone. Nothing is ever blocked by it.
    """
    found: dict[str, Typed] = {}
    for text in texts:
        for hit in wording.find(text):
            words = text[hit.start : hit.end]
            found.setdefault(words.casefold(), Typed(words, hit.phrase.why, hit.phrase.instead))
        for words, kind in _own(text):
            if not any(words.casefold() in known or known in words.casefold() for known in found):
                found[words.casefold()] = Typed(words, _WHY[kind], RECONSIDER)
    return list(found.values())


def _own(text: str) -> Sequence[tuple[str, str]]:
    plain = wording.plain(text)
    return [(text[hit.start() : hit.end()], kind) for pattern, kind in _patterns() for hit in pattern.finditer(plain)]


@cache
def _patterns() -> tuple[tuple[Pattern[str], str], ...]:
    return tuple((phrase(written), kind) for written, kind in _TWO_SIDES)
