"""
Is it denied, past, or in doubt? From the words around a cue, within its clause.

A negative word reaches forward to the cue unless a clause ends, a second verb, a person or "because of" comes between;
a list ("no X, Y or Z") carries it over commas. Words inside a cue never deny it.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass
from datetime import date

from heed.engines.cues.context import Kind, Trigger, Verb, neutral, words
from heed.engines.cues.structure import Layout, Prompt
from heed.engines.cues.terms import Category, Polarity
from heed.engines.cues.tokens import COLON, COMMA, SENTENCE, Tokens

CUTS = words("cuts")
LASTING = frozenset(
    {
        Category.DIS_PHYS,
        Category.DIS_LEARN,
        Category.SENSORY,
        Category.DEMENTIA,
        Category.AGE_ELDER,
        Category.AGE_CHILD,
        Category.LANGUAGE,
        Category.CARER,
    }
)
YEARS_PAST = 2
YEAR = re.compile(r"\b(?:in|back in|during|of|circa|since)?\s*((?:19|20)\d\d)\b")
YEARS_AGO = words("years_ago")


@dataclass(slots=True)
class Assertion:
    """What was found about a cue, and the words that say so."""

    negated: bool = False
    historic: bool = False
    uncertain: bool = False
    negated_by: str = ""
    historic_by: str = ""
    uncertain_by: str = ""


@dataclass(slots=True)
class Surroundings:
    """What the judgement needs of a text: all in tokens. cue: tokens that belong to a cue."""

    tokens: Tokens
    verbs: list[Verb | None]
    clauses: list[int]
    layout: Layout
    people: list[int]
    triggers: list[tuple[int, int, Trigger]]
    cue: list[bool]
    trigger_at: list[int]
    on: date | None


REACH = 10


def judge(start: int, end: int, category: Category, around: Surroundings, polarity: Polarity) -> Assertion:
    """Judge one cue, in tokens. One that affirms holds its own negative word, and only an answer denies it."""
    found = Assertion()
    prompt = around.layout.prompt_at(start) if around.layout.prompts else None
    if prompt and start < prompt.mark:
        _answered(prompt, found)
    first = bisect_left(around.trigger_at, start - REACH)
    last = bisect_left(around.trigger_at, end + REACH)
    for t_start, t_end, trigger in around.triggers[first:last]:
        if t_start < start < t_end <= end and trigger.kind in {Kind.NEGATION, Kind.PAST}:
            t_end = start  # noqa: PLW2901 - "no known mental health issues": the cue begins within the words before it
        if t_start < end and t_end > start:
            if (
                t_start == start
                and polarity is Polarity.PLAIN
                and trigger.kind in {Kind.HEDGE, Kind.PAST}
                and t_end < end
            ):
                _inside(t_start, t_end, trigger, category, around, found)
                continue
            inside = t_start >= start and t_end <= end
            if inside or trigger.kind is not Kind.NEGATION:
                continue
        if trigger.kind is Kind.NEGATION and _of_no_weight(t_start, t_end, start, around, polarity):
            continue
        if t_end <= start:
            if not trigger.forward or start - t_end > trigger.reach:
                continue
            _before(t_start, t_end, start, trigger, category, around, found)
        elif t_start >= end and trigger.backward and t_start - end <= trigger.reach:
            _after(t_start, t_end, end, trigger, category, around, found)
    if found.negated and _no_more(end, around):
        found.negated, found.historic, found.historic_by = False, True, f"{found.negated_by} … any more"
        found.negated_by = ""
    _local_answer(end, around, found)
    _till(start, end, category, around, found)
    _dates(end, category, around, found)
    _marks(start, end, around, found)
    return found


def _inside(
    t_start: int, t_end: int, trigger: Trigger, category: Category, around: Surroundings, found: Assertion
) -> None:
    """Note what the first words of a cue itself say: "possible dementia", "used to be homeless", "former alcoholic"."""
    said = " ".join(around.tokens.words[t_start:t_end])
    if trigger.kind is Kind.HEDGE:
        found.uncertain, found.uncertain_by = True, said
    elif category not in {Category.REPEAT, Category.HATE, Category.FEAR_HEALTH, Category.BEREAVED, Category.DOMESTIC}:
        found.historic, found.historic_by = True, said


def _of_no_weight(t_start: int, t_end: int, start: int, around: Surroundings, polarity: Polarity) -> bool:
    """Whether a negative word belongs to another cue, or could only touch one that is negative itself from right beside it."""
    if polarity is Polarity.AFFIRMS or (around.cue[t_start] and around.cue[t_end - 1]):
        return True
    return polarity is Polarity.DENIES and (t_end != start or around.tokens.breaks[start] >= COMMA)


def _no_more(end: int, around: Surroundings) -> bool:
    """Whether "any more" follows: what is not so any more was so."""
    words = around.tokens.words[end : end + 3]
    return "anymore" in words or (words[:2] == ["any", "more"] or words[1:] == ["any", "more"])


def _answered(prompt: Prompt, found: Assertion) -> None:
    if prompt.answer == "no":
        found.negated, found.negated_by = True, "the answer is no"
    elif prompt.answer == "unknown":
        found.uncertain, found.uncertain_by = True, "the answer is not known"


def _before(
    t_start: int,
    t_end: int,
    start: int,
    trigger: Trigger,
    category: Category,
    around: Surroundings,
    found: Assertion,
) -> None:
    tokens = around.tokens
    kind = trigger.kind
    said = " ".join(tokens.words[t_start:t_end])
    if kind is Kind.NEGATION:
        if _denies(t_end, start, around):
            found.negated, found.negated_by = True, said
    elif kind is Kind.HEDGE:
        if _near(t_end, start, around) and not any(
            around.people[i] >= 0 and i > t_end + 2 for i in range(t_end, start)
        ):
            found.uncertain, found.uncertain_by = True, said
    elif (
        kind is Kind.PAST
        and around.people[t_start] < 0
        and _near(t_end, start, around)
        and not _ends_past(t_end, start, tokens)
    ):
        if category in {Category.REPEAT, Category.HATE, Category.FEAR_HEALTH} or (
            category is Category.BEREAVED and said in {"ex", "once", "stopped"}
        ):
            return
        if said in {"stopped", "quit", "gave up", "given up", "giving up"} and category is not Category.SUBSTANCE:
            return
        if said == "once" and start - t_end > 1:
            return
        found.historic, found.historic_by = True, said


def _after(
    t_start: int, t_end: int, end: int, trigger: Trigger, category: Category, around: Surroundings, found: Assertion
) -> None:
    tokens = around.tokens
    said = " ".join(tokens.words[t_start:t_end])
    if (
        any(tokens.breaks[i] >= SENTENCE for i in range(end, t_start + 1))
        or around.clauses[t_start] != around.clauses[end - 1]
    ):
        return
    if trigger.kind is Kind.NEGATION:
        found.negated, found.negated_by = True, said
    elif trigger.kind is Kind.HEDGE:
        found.uncertain, found.uncertain_by = True, said
    elif trigger.kind is Kind.PAST and category not in {Category.REPEAT, Category.HATE}:
        if said in {"any more", "anymore"}:
            return
        if category in LASTING and ("ago" in said or "back" in said):
            return
        if "ago" in said and not _long_ago(t_start, tokens):
            return
        found.historic, found.historic_by = True, said


def _long_ago(at: int, tokens: Tokens) -> bool:
    """Whether "years ago" means two or more."""
    before = tokens.words[max(0, at - 2) : at]
    return {"1", "one", "a"}.isdisjoint(before) or not {"couple", "few", "good"}.isdisjoint(before)


def _ends_past(t_end: int, start: int, tokens: Tokens) -> bool:
    return any(tokens.words[i] in {"now", "still", "currently", "and"} for i in range(t_end, start))


def _near(t_end: int, start: int, around: Surroundings) -> bool:
    """No sentence, line or clause ends between."""
    breaks = around.tokens.breaks
    for i in range(t_end, start + 1):
        if breaks[i] >= COLON or (
            breaks[i] == COMMA and i > t_end and around.people[min(i, len(around.people) - 1)] >= 0
        ):
            return False
    return around.clauses[start] <= t_end or start - t_end <= 3


def _denies(t_end: int, start: int, around: Surroundings) -> bool:
    """Whether a negative word reaches a cue: see the head of the module."""
    words, breaks = around.tokens.words, around.tokens.breaks
    plain = neutral()
    for i in range(t_end, start):
        word = words[i]
        if breaks[i] >= COLON or (around.clauses[i] == i and breaks[i] != COMMA):
            return False
        if word == "but" or (word in {"and", "then"} and around.verbs[i + 1] is not None):
            return False
        if breaks[i] == COMMA and not _list_goes_on(i, start, around):
            return False
        if around.cue[i]:
            continue
        if word in plain:
            if word == "with" and i > t_end and words[i - 1] not in plain:
                return False
            if word == "for" and i > t_end and words[i - 1] not in plain:
                return False
            continue
        if word in CUTS or (word in {"but", "and"} and around.verbs[i + 1] is not None):
            return False
        if around.people[i] >= 0 and words[i] not in {
            "he",
            "she",
            "they",
            "himself",
            "herself",
            "her",
            "his",
            "their",
            "my",
        }:
            return False
        if (
            around.verbs[i] is not None
            and i > t_end
            and around.verbs[i] is not Verb.BE
            and around.verbs[i] is not Verb.HAVE
        ):
            return False
    if breaks[start] >= COLON or (around.clauses[start] == start and breaks[start] != COMMA and start > t_end):
        return False
    if breaks[start] == COMMA and not _list_goes_on(start, start, around):
        return False
    return not (breaks[start] == COMMA and t_end == start)  # "No, she is disabled"


def _list_goes_on(i: int, start: int, around: Surroundings) -> bool:
    """Whether a comma stands in a bare list: nothing but nouns and "or" from there to the cue, and no new subject."""
    words = around.tokens.words
    if around.clauses[i] == i or around.verbs[start] is not None:
        return False
    return not any(
        around.verbs[j] is not None or around.people[j] >= 0 or words[j] in {"but", "and", "is", "has", "with", "lives"}
        for j in range(i, start)
        if not around.cue[j]
    )


NOES = words("noes")


def _local_answer(end: int, around: Surroundings, found: Assertion) -> None:
    """Read an answer right after the cue: "Hate N.", "NFA, no;", "alcohol problem - none", "wheelchair [ ]"."""
    tokens = around.tokens
    words, breaks, count = tokens.words, tokens.breaks, len(tokens)
    tail = tokens.text[tokens.ends[end - 1] : tokens.ends[end - 1] + 5]
    if tail.lstrip(" :-").startswith(("[ ]", "[]", "( )", "()")):
        found.negated, found.negated_by = True, "the box is not ticked"
        return
    if words[end : end + 2] in (["of", "nobody"], ["of", "nothing"], ["of", "nowt"]) or words[end : end + 3] == [
        "of",
        "no",
        "one",
    ]:
        found.negated, found.negated_by = True, " ".join(words[end : end + 2])
        return
    for i in range(end, min(end + 3, count)):
        if breaks[i] >= SENTENCE:
            return
        if words[i] in NOES:
            closed = (
                i + 1 >= count
                or breaks[i + 1] >= COMMA
                or words[i + 1] in {"disclosed", "known", "reported", "issues", "concerns", "unless"}
            )
            opened = i == end or breaks[i] >= COMMA
            if closed and opened and not (words[i] in {"no", "nah"} and breaks[i] == COMMA and not closed):
                found.negated, found.negated_by = True, f"the answer is {words[i]}"
            return
        if around.verbs[i] is not None or around.people[i] >= 0:
            return


def _till(start: int, end: int, category: Category, around: Surroundings, found: Assertion) -> None:
    """Put what was so until something changed in the past: "was sleeping in his car till he got his flat"."""
    tokens = around.tokens
    if category in LASTING or category in {Category.REPEAT, Category.HATE, Category.FEAR_HEALTH, Category.BEREAVED}:
        return
    was = any(
        tokens.words[i] in {"was", "were", "had", "been"} and tokens.breaks[i + 1] < SENTENCE
        for i in range(max(0, start - 4), start)
    )
    if not was:
        return
    for i in range(end, min(end + 6, len(tokens))):
        if tokens.breaks[i] >= SENTENCE:
            return
        if tokens.words[i] in {"till", "til", "until"} and around.people[min(i + 1, len(tokens) - 1)] >= 0:
            found.historic, found.historic_by = True, tokens.words[i]
            return


def _dates(end: int, category: Category, around: Surroundings, found: Assertion) -> None:
    """Put an event in the past by a year named beside it, two years or more before the log."""
    if category in LASTING or category in {Category.REPEAT, Category.HATE} or around.on is None or found.historic:
        return
    tokens = around.tokens
    for i in range(end, min(end + 8, len(tokens))):
        if tokens.breaks[i] >= COMMA or around.clauses[i] != around.clauses[end - 1]:
            return
        word = tokens.words[i]
        if len(word) == 4 and word.isdigit() and 1900 < int(word) <= around.on.year - YEARS_PAST:
            if tokens.words[i - 1] != "since":
                found.historic, found.historic_by = True, f"in {word}"
            return


def _marks(start: int, end: int, around: Surroundings, found: Assertion) -> None:
    """Read a question mark that touches the cue: "?dementia", "LD?"."""
    tokens = around.tokens
    text = tokens.text
    first = tokens.starts[start]
    before = text[max(0, first - 3) : first]
    if before.endswith("?") or (before.endswith("? ") and (before[0] == " " or first == len("? "))):
        found.uncertain, found.uncertain_by = True, "?"
        return
    last = tokens.ends[end - 1]
    prompt = around.layout.prompt_at(start) if around.layout.prompts else None
    if text[last : last + 1] == "?" and not prompt and end - start <= 3:
        found.uncertain, found.uncertain_by = True, "?"
