"""Runs an evaluation: makes the questions, fills the register, asks everything, counts."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from heed.engines.linkage.keys import looked_up
from heed.engines.linkage.scoring import Scorer, probability, weigh
from heed.engines.linkage.standard import read
from heed.engines.linkage.terms import ChoiceRule
from heed.simulation.evaluation import tables
from heed.simulation.evaluation.asking import Answered, Stage, ask, by_telephone_only, keys_of, said_at
from heed.simulation.evaluation.outcomes import Outcome
from heed.simulation.evaluation.register import Register
from heed.simulation.evaluation.tables import Asked
from heed.simulation.examination import Examination, Question

Progress = Callable[[str], None]
TELEPHONE, STOCK = "telephone alone, as in 2012", "Splink's stock model"
ACCEPT = 0.99
"""The pairwise probability at which the stock model's best candidate is taken."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All questions with their answers, and how big the register was."""

    seed: int
    people: int
    descriptions: int
    asked: tuple[Asked, ...]
    model: str
    rule: ChoiceRule
    seconds: float


def evaluate(
    examination: Examination, *, seed: int, scorer: Scorer, stock: Scorer | None, rule: ChoiceRule, progress: Progress
) -> Evaluation:
    """Play an examination through. Takes about 0.2 ms a description, most of it reading names and addresses."""
    began = time.perf_counter()
    questions = list(examination.questions)
    wanted = {key for question in questions for key in keys_of(question)}
    progress(f"{len(questions):,} questions, {len(wanted):,} keys to look under")
    register = Register(wanted, shared=examination.shared_lines)
    register.take_in(_told(examination.register, progress))
    progress(f"{register.descriptions:,} descriptions of {register.people:,} people on file")
    asked = tuple(
        Asked(question, _answers(question, register=register, scorer=scorer, stock=stock, rule=rule))
        for question in questions
    )
    return Evaluation(
        seed, register.people, register.descriptions, asked, scorer.model.label, rule, time.perf_counter() - began
    )


def _answers(
    question: Question, *, register: Register, scorer: Scorer, stock: Scorer | None, rule: ChoiceRule
) -> dict[str, Answered]:
    """Put one question every way."""
    found = {str(stage): ask(question, stage, register=register, scorer=scorer, rule=rule) for stage in Stage}
    found[TELEPHONE] = by_telephone_only(question, register)
    if stock:
        found[STOCK] = _by_stock(question, register=register, scorer=stock)
    return found


def _by_stock(question: Question, *, register: Register, scorer: Scorer) -> Answered:
    """Take the best pair of the stock model, as a batch tool used for look-up would."""
    said = register.as_known(said_at(Stage.BIRTH, question))
    record = read(said)
    weighed = weigh(record, register.under(looked_up(record)), scorer=scorer)
    ranked = sorted(weighed, key=lambda found: -found[1].bits)[:3]
    if not ranked:
        return Answered(Outcome.MISSED if question.known else Outcome.LEFT, 0.0, best_is_right=False, in_three=False)
    who, score = ranked[0]
    chance = probability(scorer.start + score.bits)
    right = question.known and who == question.person
    in_three = question.known and question.person in [found for found, _ in ranked]
    if chance >= ACCEPT:
        outcome = Outcome.RIGHT if right else Outcome.WRONG if question.known else Outcome.TAKEN
    elif question.known:
        outcome = Outcome.PROPOSED if in_three else Outcome.MISSED
    else:
        outcome = Outcome.ASKED
    return Answered(outcome, chance, right, in_three)


def _told(mentions: Iterable[Any], progress: Progress, *, every: int = 100_000) -> Iterable[Any]:
    """Pass descriptions on, and say how many went by."""
    for number, mention in enumerate(mentions, 1):
        yield mention
        if number % every == 0:
            progress(f"{number:,} descriptions filed")


def as_json(found: Evaluation) -> dict[str, Any]:
    """Put an evaluation as `heed evaluate recognition --json` prints it (docs/evaluation.md)."""
    methods = list(found.asked[0].answers) if found.asked else []
    last = str(Stage.BIRTH)
    groups = {name: tables.table(found.asked, method=last, group=by) for name, by in _groups().items()}
    return {
        "seed": found.seed,
        "people": found.people,
        "descriptions": found.descriptions,
        "questions": len(found.asked),
        "model": found.model,
        "thresholds": {"probable": found.rule.probable, "possible": found.rule.possible},
        "seconds": round(found.seconds, 1),
        "methods": {
            method: _json(tables.table(found.asked, method=method, group=lambda question: question.scenario))
            for method in methods
        },
        "groups": {name: _json(table) for name, table in groups.items()},
        "unfair": {name: tables.unfair(table) for name, table in groups.items()},
        "curve": tables.curve(found.asked, method=last),
        "curve_stock": tables.curve(found.asked, method=STOCK) if STOCK in methods else [],
    }


def in_words(found: Evaluation) -> str:
    """Write the tables for people."""
    lines = [
        (
            f"Seed {found.seed}: {len(found.asked):,} questions to a register of {found.people:,} people"
            f" ({found.descriptions:,} descriptions), model {found.model}, {found.seconds:.0f} s."
        ),
        "",
    ]
    for method in found.asked[0].answers if found.asked else ():
        table = tables.table(found.asked, method=method, group=lambda question: question.scenario)
        lines += tables.in_words(f"{method[0].upper()}{method[1:]}", table)
    for name, by in _groups().items():
        table = tables.table(found.asked, method=str(Stage.BIRTH), group=by)
        lines += tables.in_words(f"By {name}, {Stage.BIRTH}", table)
        unfair = tables.unfair(table)
        lines += [f"More than twice the overall false-link rate: {', '.join(unfair) or 'none'}.", ""]
    lines += [
        "### Trade-off",
        "",
        "| probable from | right person | wrong person | stranger taken |",
        "|---|---|---|---|",
    ]
    for row in tables.curve(found.asked, method=str(Stage.BIRTH)):
        cells = " | ".join(f"{100 * row[name]['share']:.2f} %" for name in ("right", "wrong", "stranger"))
        lines.append(f"| {row['probable']} | {cells} |")
    return "\n".join(lines)


def _groups() -> dict[str, Callable[[Question], str]]:
    return {
        "whether all was said": tables.all_asked,
        "name origin": lambda question: question.origin,
        "age": tables.age_band,
        "what was not said": tables.missing_of,
    }


def _json(table: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {group: {name: share.as_json() for name, share in found.items()} for group, found in table.items()}
