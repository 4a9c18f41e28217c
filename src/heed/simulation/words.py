"""Puts calls into words: what the caller says, line by line, and what a handler types."""

from dataclasses import dataclass
from random import Random

from heed.simulation import phrases
from heed.simulation.phrases import Trouble
from heed.simulation.terms import Need, Relation

SAYS_IT_IS_AGAIN = 0.6
NAMES_THE_NEED = 0.45
SAYS_IT_HARMS = 0.35
SAYS_THE_AGE = 0.3
OLD, CHILD = 70, 16
"""Years: from the one, and below the other, people mention their age."""
TYPED_AGAIN = 0.45
TYPED_NEED = 0.4
ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")


@dataclass(frozen=True, slots=True)
class Telling:
    """
    What the words are made of.

    nth: which report of this trouble it is, from 1, as the victims count. first_call: the caller has never rung. age: the
    victim's, in years.
    """

    trouble: Trouble
    other_party: str
    relation: Relation
    victim: str
    victim_is_woman: bool
    needs: tuple[Need, ...]
    nth: int
    worse: bool
    first_call: bool
    address: str
    age: int


def script(rng: Random, told: Telling) -> list[str]:
    """Return what the caller says: three to eight lines. Age, need and repetition are said sometimes, not always."""
    pick, trouble = rng.choice, told.trouble
    lines = [pick(phrases.GREETINGS)] if rng.random() < 0.7 else []
    if told.relation in phrases.SPEAKS_FOR:
        lines.append(_of(told, pick(phrases.SPEAKS_FOR[told.relation])))
    lines.append(_sentence(pick(trouble.said).format(op=told.other_party)))
    if rng.random() < 0.8:
        lines.append(pick(trouble.detail))
    if told.nth > 1 and told.relation is not Relation.PASSER_BY and rng.random() < SAYS_IT_IS_AGAIN:
        story = phrases.FIRST_CALL_LONG_STORY if told.first_call else phrases.AGAIN
        lines.append(pick(story).format(nth=ORDINALS[told.nth - 1] if told.nth <= len(ORDINALS) else "umpteenth"))
    elif told.nth == 1 and told.first_call and rng.random() < 0.2:
        lines.append(pick(phrases.FIRST_TIME))
    if told.worse and rng.random() < 0.5:
        lines.append(pick(phrases.WORSE))
    if told.needs and rng.random() < NAMES_THE_NEED:
        need = pick(told.needs)
        own = told.relation is Relation.SELF
        lines.append(_of(told, pick(phrases.NEED_SAID[need] if own else phrases.NEED_SAID_OF[need])))
    elif told.victim and rng.random() < SAYS_THE_AGE:
        lines += _age_said(rng, told)
    if (told.nth > 2 or trouble.aimed) and rng.random() < SAYS_IT_HARMS:
        lines.append(pick(phrases.HARM))
    if len(lines) < 3 or rng.random() < 0.4:
        lines.append(f"It's at {told.address.partition(',')[0]}." if rng.random() < 0.5 else pick(trouble.detail))
    if len(lines) < 3 or (len(lines) < 8 and rng.random() < 0.5):
        lines.append(pick(phrases.ENDINGS))
    return lines[:8]


def typed(rng: Random, told: Telling) -> str:
    """Return what a handler types while listening: short, in capitals as often as not, and with less than was said."""
    text = rng.choice(told.trouble.typed).format(op=told.other_party)
    if told.nth > 1 and rng.random() < TYPED_AGAIN:
        text += rng.choice(phrases.AGAIN_TYPED)
    if told.needs and rng.random() < TYPED_NEED:
        text += rng.choice(phrases.NEED_TYPED).format(need=rng.choice(told.needs).label)
    if rng.random() < 0.4:
        text += rng.choice(phrases.ADDED_TYPED)
    return text.upper() if text[:6].isupper() else text


def other_party(rng: Random, trouble: Trouble, *, street: str, door: int) -> str:
    """Describe who causes a trouble, as a caller would; the same words come back in every report of it."""
    pattern = rng.choice(phrases.OTHER_GROUPS[trouble.group] if trouble.group else phrases.OTHER_PEOPLE)
    return pattern.format(street=street, door=door, nick=rng.choice(phrases.NICKNAMES))


def _age_said(rng: Random, told: Telling) -> list[str]:
    """Return a line that gives away the victim's age, when it is one that people mention."""
    if told.relation is Relation.SELF and told.age < CHILD:
        return [_of(told, rng.choice(phrases.CHILD_SAID))]
    if told.age < OLD:
        return []
    return [_of(told, rng.choice(phrases.OLD_SAID if told.relation is Relation.SELF else phrases.OLD_SAID_OF))]


def _of(told: Telling, line: str) -> str:
    """Fill in who it is about."""
    woman = told.victim_is_woman
    return line.format(
        name=told.victim.partition(" ")[0],
        she="She" if woman else "He",
        she_low="she" if woman else "he",
        her="her" if woman else "his",
        her_obj="her" if woman else "him",
        parent="mum" if woman else "dad",
        child="daughter" if woman else "son",
        age=told.age,
        next_age=told.age + 1,
    )


def _sentence(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]
