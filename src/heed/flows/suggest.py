"""
Who on file fits what was said of a person: candidates by key, scored by the model in use, weighed against each other.

A suggestion is a name to ask after, never a history: the household may hold whoever does the harm.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeGuard

from heed.backrecord import models_in_use
from heed.domain.people import queries as people
from heed.engines.linkage.choice import Choice, Suggestion, choose
from heed.engines.linkage.keys import looked_up
from heed.engines.linkage.said import Said
from heed.engines.linkage.scoring import weigh
from heed.engines.linkage.standard import read
from heed.engines.linkage.terms import ChoiceRule

ALIKE = 6
"""Decimals to which two probabilities are the same: sums in another order differ further behind."""


@dataclass(frozen=True, slots=True)
class Suggested:
    """Whom it may be, best first; told_apart: people left out because a person said they are not one of these."""

    shown: tuple[Suggestion[uuid.UUID], ...] = ()
    considered: int = 0
    told_apart: int = 0
    at_home: float = 0.0
    nobody: float = 1.0
    model: str = ""


def has_words(said: Said | None) -> TypeGuard[Said]:
    """Say whether anything was said of the person themselves; a telephone number alone names nobody."""
    return said is not None and any(
        (said.given, said.family, said.born, said.age is not None, said.address, said.postcode, said.email)
    )


def suggest(
    force_id: int, said: Said, *, ruled_out: Collection[uuid.UUID], rule: ChoiceRule, lines_since: date
) -> Suggested:
    """
    Search by everything that was said. A few statements and a few dozen sums: within the time of a keystroke.

    ruled_out: people who were said not to be this one. lines_since: a number that somebody has not used since that day, or
    was taken off, is no evidence that it is them: numbers are issued again.
    """
    record = read(said)
    scorer = models_in_use.scorer(force_id)
    mentions = people.under(force_id, looked_up(record))
    gone = people.no_longer_on(force_id, record.phone, since=lines_since) if record.phone else set()
    # Whoever was described last comes first.
    told = ((lead, replace(said, phone=None) if lead in gone else said) for _, _, lead, said in reversed(mentions))
    weighed = weigh(record, told, scorer=scorer)
    left = [(who, score) for who, score in weighed if who not in ruled_out]
    on_file = people.on_file(force_id)
    choice = choose(left, people=on_file, rule=rule, at_home=scorer.at_home, shift=scorer.shift(on_file))
    sure = _in_order(choice, [who for who, _ in left])
    kept = _without_told_apart(sure, told_apart=people.told_apart([found.who for found in sure]) if sure[1:] else ())
    shown = kept[: rule.at_most]
    return Suggested(
        shown=tuple(shown),
        considered=len(weighed),
        told_apart=len(sure) - len(kept),
        at_home=choice.at_home,
        nobody=choice.nobody,
        model=scorer.label,
    )


def _in_order(choice: Choice[uuid.UUID], newest_first: Sequence[uuid.UUID]) -> list[Suggestion[uuid.UUID]]:
    """
    Return those who may be named, best first; of two who fit equally well, whoever was described last.

    Words that once were said not to be somebody's were filed for somebody new: said again, they mean the new one.
    """
    place = {who: number for number, who in enumerate(newest_first)}
    sure = [found for found in choice.candidates if found.sure]
    return sorted(sure, key=lambda found: (-round(found.probability, ALIKE), place[found.who]))


def _without_told_apart(
    sure: Sequence[Suggestion[uuid.UUID]], *, told_apart: Collection[frozenset[uuid.UUID]]
) -> list[Suggestion[uuid.UUID]]:
    """
    Leave out whoever was said not to be somebody whose very names these are: what was decided once is not asked again.

    While the names fit both only by a slip, either of two people told apart may ring, and both are shown.
    """
    kept: list[Suggestion[uuid.UUID]] = []
    for found in sure:
        if not any(frozenset({found.who, better.who}) in told_apart for better in kept if _by_name(better)):
            kept.append(found)
    return kept


def _by_name(found: Suggestion[uuid.UUID]) -> bool:
    """Say whether first and last name are exactly those on file."""
    home = found.score.level("household") or ""
    return found.score.level("given_name") == "same" and home.endswith("surname")
