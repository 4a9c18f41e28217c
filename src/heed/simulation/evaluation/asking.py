"""One question put to Heed, at each stage of the call, and what it answered."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from heed.engines.linkage.addresses import read_address
from heed.engines.linkage.choice import Choice, choose, is_named
from heed.engines.linkage.keys import looked_up
from heed.engines.linkage.said import Said
from heed.engines.linkage.scoring import Scorer, weigh
from heed.engines.linkage.standard import read
from heed.engines.linkage.terms import ChoiceRule, Sure
from heed.simulation.evaluation.outcomes import Outcome
from heed.simulation.evaluation.register import Register
from heed.simulation.examination import Question


class Stage(StrEnum):
    """How far the caller has got."""

    RING = "at the ring"
    POSTCODE = "after name and postcode"
    BIRTH = "after door number and birth or age"


@dataclass(frozen=True, slots=True)
class Answered:
    """What Heed made of a question: the outcome, the best candidate's chance, whether it is right, and the first three."""

    outcome: Outcome
    chance: float
    best_is_right: bool
    in_three: bool


def said_at(stage: Stage, question: Question) -> Said:
    """Return what is known at a stage. A withheld number is never known; e-mail is asked for last of all, after these."""
    if stage is Stage.RING:
        return Said(e164=question.e164)
    said = replace(question.said, email="")
    if stage is Stage.BIRTH:
        return said
    postcode = read_address(said.address, said.postcode).postcode
    return Said(given=said.given, family=said.family, postcode=postcode, e164=said.e164)


def keys_of(question: Question) -> Iterator[int]:
    """List every key that any stage of a question will look under."""
    for stage in Stage:
        yield from looked_up(read(said_at(stage, question)))


def ask(question: Question, stage: Stage, *, register: Register, scorer: Scorer, rule: ChoiceRule) -> Answered:
    """Put a question as a call would."""
    if stage is Stage.RING:
        return _at_ring(question, register)
    said = register.as_known(said_at(stage, question))
    record = read(said)
    weighed = weigh(record, register.under(looked_up(record)), scorer=scorer)
    return judge(
        question,
        choose(weighed, people=register.people, rule=rule, at_home=scorer.at_home, shift=scorer.shift(register.people)),
        rule=rule,
    )


def judge(question: Question, choice: Choice[int], *, rule: ChoiceRule) -> Answered:
    """Say what came of it: a person is found only when called probable, proposed when among those shown."""
    shown = choice.shown(rule)
    best = choice.candidates[0] if choice.candidates else None
    probable = shown[0] if shown and shown[0].sure is Sure.PROBABLE else None
    right = bool(best and question.known and best.who == question.person)
    in_three = question.known and question.person in [found.who for found in shown]
    if probable:
        outcome = Outcome.RIGHT if right else Outcome.WRONG if question.known else Outcome.TAKEN
    elif question.known:
        outcome = Outcome.PROPOSED if in_three else Outcome.MISSED
    else:
        outcome = Outcome.ASKED if shown else Outcome.LEFT
    named = bool(best and is_named(best.score))
    return Answered(outcome, best.probability if best and named else 0.0, right, in_three)


def _at_ring(question: Question, register: Register) -> Answered:
    """Answer by number alone: a line, with the people seen on it, and never a person."""
    on_line = register.on_line.get(question.e164, []) if question.e164 else []
    in_three = question.known and question.person in on_line[-3:]
    if question.known:
        return Answered(Outcome.PROPOSED if in_three else Outcome.MISSED, 0.0, best_is_right=False, in_three=in_three)
    return Answered(Outcome.ASKED if on_line else Outcome.LEFT, 0.0, best_is_right=False, in_three=False)


def by_telephone_only(question: Question, register: Register) -> Answered:
    """Answer as a force's system did in 2012: whoever used this number last is who rings."""
    last = register.last_on_line(question.e164)
    right = last is not None and question.known and last == question.person
    if question.known:
        outcome = Outcome.RIGHT if right else Outcome.WRONG if last is not None else Outcome.MISSED
    else:
        outcome = Outcome.TAKEN if last is not None else Outcome.LEFT
    return Answered(outcome, 1.0 if last is not None else 0.0, best_is_right=right, in_three=right)
