"""
Ask only what is missing: which of the pack's questions are answered, which to ask now, and which can wait.

A question is answered already by what is known (the history, a need on record) or by what a person accepted on this call;
it is then shown to be confirmed, and never counts as answered until somebody has confirmed it. Two or three questions in
a normal call; more only if the risk grows (features.md #4). Pure: what is known in, an order out.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from heed.engines.risk.gates import Question


class Sign(StrEnum):
    """
    What may be known or true on a call, as a pack's rules name it.

    In capitals, the categories of cues. Then: the check found earlier reports; a need is on record; the caller would not
    answer, or does not know; and the handler judged harm to be likely.
    """

    AGE_CHILD = "AGE_CHILD"
    AGE_ELDER = "AGE_ELDER"
    DIS_PHYS = "DIS_PHYS"
    DIS_LEARN = "DIS_LEARN"
    SENSORY = "SENSORY"
    MENTAL_HEALTH = "MENTAL_HEALTH"
    SUICIDE_SH = "SUICIDE_SH"
    DEMENTIA = "DEMENTIA"
    ALONE_ISOL = "ALONE_ISOL"
    PREGNANT = "PREGNANT"
    CARER = "CARER"
    BEREAVED = "BEREAVED"
    LANGUAGE = "LANGUAGE"
    HOMELESS = "HOMELESS"
    DOMESTIC = "DOMESTIC"
    SUBSTANCE = "SUBSTANCE"
    HATE = "HATE"
    FEAR_HEALTH = "FEAR_HEALTH"
    REPEAT = "REPEAT"
    VULN_FLAG = "VULN_FLAG"
    HISTORY = "history"
    NEED = "need"
    REFUSED = "refused"
    DOES_NOT_KNOW = "unknown"
    LIKELY = "likely"


@dataclass(frozen=True, slots=True)
class Ask:
    """
    A question with when it is asked.

    answered_by: any of these, once known, answers it. when: it is asked only where one of these is true; empty for every call.
    """

    question: Question
    answered_by: frozenset[Sign] = frozenset()
    when: frozenset[Sign] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """Something known already: of what kind, in whose words, and from where, as the handler reads it."""

    sign: Sign
    words: str
    whence: str


@dataclass(frozen=True, slots=True)
class AskingPolicy:
    """
    How much is asked. at_once: questions to the caller in a normal call.

    Everything is asked where one of grow_on is true, or where what is accepted of the victim's side lies on grow_axes axes of
    vulnerability, which is where harm is worst.
    """

    at_once: int
    grow_on: frozenset[Sign]
    grow_axes: int


@dataclass(frozen=True, slots=True)
class Prompt:
    """What helps somebody to speak, or to be heard: offered where one of `when` is true, and at any time when asked for."""

    id: str
    title: str
    say: str
    when: frozenset[Sign] = frozenset()


@dataclass(frozen=True, slots=True)
class Plan:
    """
    The questions in their order: known and to be confirmed, to ask now, for later, answered, and those the handler judges.

    because: what answers each question beforehand, confirmed or not. further: those that only the risk added. grown, on_axes:
    why more is asked than in a normal call; empty, and 0, in a normal one.
    """

    because: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)
    known: tuple[Question, ...] = ()
    now: tuple[Question, ...] = ()
    later: tuple[Question, ...] = ()
    answered: tuple[Question, ...] = ()
    judge: tuple[Question, ...] = ()
    further: tuple[Question, ...] = ()
    grown: tuple[Sign, ...] = ()
    on_axes: int = 0

    def place(self, question_id: str) -> str:
        """Say where a question stands: known, now, later, answered, judge, or empty where it is not asked."""
        for name in ("known", "now", "later", "answered", "judge"):
            if any(question.id == question_id for question in getattr(self, name)):
                return name
        return ""


def plan(
    asks: Iterable[Ask],
    *,
    known: Collection[Known],
    answers: Mapping[str, str],
    signs: Collection[Sign],
    axes: int,
    policy: AskingPolicy,
) -> Plan:
    """
    Put the questions in order.

    known: what is known, by which questions are answered. answers: question id → what was answered on this call; empty
    counts as no answer. signs: what is true of the victim's side and of the call, by which more is asked. axes: on how many
    axes of vulnerability accepted indicators lie.

    Questions that the risk added come first and are never left for later. Those answered count towards at_once, so that
    an answer does not draw the next question up; what was known and confirmed does not count.
    """
    true = frozenset(signs)
    asked = [ask for ask in asks if not ask.when or ask.when & true or answers.get(ask.question.id)]
    by_caller = [ask for ask in asked if ask.question.asked_of == "caller"]
    because = {
        ask.question.id: found
        for ask in by_caller
        if (found := tuple(one for one in known if one.sign in ask.answered_by))
    }
    answered = [ask for ask in by_caller if answers.get(ask.question.id)]
    open_ones = [ask for ask in by_caller if not answers.get(ask.question.id) and ask.question.id not in because]
    further = [ask for ask in open_ones if ask.when]
    usual = [ask for ask in open_ones if not ask.when]
    grown = tuple(sign for sign in Sign if sign in policy.grow_on & true)
    everything = bool(grown) or axes >= policy.grow_axes
    spent = sum(not ask.when and ask.question.id not in because for ask in answered)
    room = len(usual) if everything else max(0, policy.at_once - spent)
    return Plan(
        because=because,
        known=_questions(ask for ask in by_caller if ask.question.id in because and ask not in answered),
        now=_questions([*further, *usual[:room]]),
        later=_questions(usual[room:]),
        answered=_questions(answered),
        judge=_questions(ask for ask in asked if ask.question.asked_of != "caller"),
        further=_questions(ask for ask in by_caller if ask.when),
        grown=grown,
        on_axes=axes if axes >= policy.grow_axes else 0,
    )


def prompts_that_fit(prompts: Iterable[Prompt], signs: Collection[Sign]) -> tuple[Prompt, ...]:
    """Return the prompts for what is true on this call, in the pack's order."""
    true = frozenset(signs)
    return tuple(prompt for prompt in prompts if prompt.when & true)


def _questions(asks: Iterable[Ask]) -> tuple[Question, ...]:
    return tuple(ask.question for ask in asks)
