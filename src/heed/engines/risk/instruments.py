"""
Instruments: a fixed set of questions whose answers say how great a risk is.

An instrument is data, with a version. What it makes of the answers is a proposal: a person decides, and
`engines.risk.override` says what they may change. Source: procedure.md 2.3, 3.2, 3.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from heed.engines.risk.gates import Answer


class NoSuchQuestion(ValueError):
    """The instrument does not ask this."""


class NoSuchAnswer(ValueError):
    """The question does not have this answer."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose, and the points it gives; never below 0, so that no answer takes risk away from another."""

    id: str
    label: str
    points: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """
    One question of an instrument, or one element of THRIVE.

    wording: as it stands on the screen. prompts: what to think of. choices: empty when the answer is words alone.
    words: the answer needs words, whatever is chosen.
    """

    id: str
    wording: str
    choices: tuple[Choice, ...] = ()
    words: bool = False
    prompts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """How great a risk is: reached with this many points, and held until the next band is reached."""

    code: str
    label: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Instrument:
    """
    Questions, points and bands.

    bands: lowest first, the first with 0 points; empty for an instrument that is told and not scored (THRIVE). "Three or
    more of concern" is one point each and a second band with 3.
    unvalidated: nobody has tested the points or the bands; a screen that shows the outcome says so.
    unit: what the points count, in the singular: "point", "area of concern".
    """

    id: str
    label: str
    version: str
    unvalidated: bool
    items: tuple[Item, ...]
    bands: tuple[Band, ...] = ()
    unit: str = "point"

    def band_at(self, score: int) -> Band | None:
        """Find the highest band that so many points reach; None when the instrument has no bands."""
        reached = [band for band in self.bands if band.at_least <= score]
        return max(reached, key=lambda band: band.at_least, default=None)

    def band(self, code: str) -> Band | None:
        """Find a band by its code; None when there is none of that code."""
        return next((band for band in self.bands if band.code == code), None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What an instrument makes of the answers.

    score, band: None where the instrument has no bands.
    explanation: a line for each answer that counted, in the order of the questions.
    unanswered: ids of the questions without an answer, or without the words they need.
    could_be: the band if everything unanswered had its worst answer; higher than band when what is missing matters.
    """

    instrument: str
    version: str
    unvalidated: bool
    score: int | None
    band: Band | None
    explanation: tuple[str, ...]
    unanswered: tuple[str, ...]
    could_be: Band | None

    @property
    def is_complete(self) -> bool:
        """Say whether every question is answered."""
        return not self.unanswered


def assess(instrument: Instrument, answers: Mapping[str, Answer]) -> Outcome:
    """
    Score the answers to an instrument.

    answers: by question id; value is a choice, or empty for words alone. An answer without the words its question needs
    still gives its points, and is listed as unanswered. The order of the answers changes nothing.
    Raises NoSuchQuestion, NoSuchAnswer.
    """
    for question in answers:
        if all(item.id != question for item in instrument.items):
            asked = ", ".join(item.id for item in instrument.items)
            msg = f"{instrument.label} does not ask {question!r}; it asks {asked}."
            raise NoSuchQuestion(msg)
    score, most, lines, unanswered = 0, 0, [], []
    for item in instrument.items:
        answer = answers.get(item.id, Answer(""))
        choice = _chosen(item, answer)
        words = answer.text.strip()
        if (item.choices and choice is None) or ((item.words or not item.choices) and not words):
            unanswered.append(item.id)
        score += choice.points if choice else 0
        most += choice.points if choice else max((each.points for each in item.choices), default=0)
        if line := _line(instrument, item, choice, words):
            lines.append(line)
    return Outcome(
        instrument=instrument.id,
        version=instrument.version,
        unvalidated=instrument.unvalidated,
        score=score if instrument.bands else None,
        band=instrument.band_at(score),
        explanation=tuple(lines),
        unanswered=tuple(unanswered),
        could_be=instrument.band_at(most),
    )


def _chosen(item: Item, answer: Answer) -> Choice | None:
    """Find what was chosen; None when nothing was."""
    if not answer.value:
        return None
    for choice in item.choices:
        if choice.id == answer.value:
            return choice
    there = ", ".join(choice.id for choice in item.choices) or "words alone"
    msg = f"{item.id} has no answer {answer.value!r}; it has {there}."
    raise NoSuchAnswer(msg)


def _line(instrument: Instrument, item: Item, choice: Choice | None, words: str) -> str:
    """Say what one answer counted; empty when it did not."""
    asked = item.wording if item.wording.endswith("?") else f"{item.wording}:"
    if instrument.bands:
        if choice is None or not choice.points:
            return ""
        unit = instrument.unit if choice.points == 1 else f"{instrument.unit}s"
        said = f" {words}" if words else ""
        return f"{asked} {choice.label} ({choice.points} {unit}).{said}"
    told = ". ".join(part for part in (choice.label if choice else "", words) if part)
    return f"{asked} {told}" if told else ""
