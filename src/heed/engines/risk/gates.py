"""
Gates: where one person's decision is not enough, and where an answer is missing.

A gate answers in words, for the person who meets it; an empty answer means the way is open. Nothing here ever says
that a repeat caller needs less (features.md #5).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from heed.engines.risk.grading import GradeRule, is_downgrade
from heed.engines.risk.moments import in_utc


class AnswerValue(StrEnum):
    """What can be recorded against a question of the closed kind."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    NOT_ASKED = "not_asked"


class RepeatKind(StrEnum):
    """Who or what is a repeat: three separate facts."""

    VICTIM = "repeat_victim"
    CALLER = "repeat_caller"
    LOCATION = "repeat_location"


class Vulnerable(StrEnum):
    """What the assessment says; UNKNOWN when there is none yet."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """
    A question that must be answered, or be accounted for.

    wording, wording_cy: as it is said, in English and in Welsh.
    listen_for: what a good listener notices in the answer.
    answers: what can be recorded; empty when the answer is in the person's own words.
    detail_required_on: the answers that need words with them.
    asked_of: "caller", or "handler" for the one that nobody is asked aloud.
    version: of the wording; stored with each answer.
    """

    id: str
    wording: str
    wording_cy: str
    listen_for: str
    answers: tuple[str, ...]
    detail_required_on: frozenset[str]
    not_asked_needs_reason: bool
    asked_of: str
    version: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer: one of the question's answers (empty for own words), and the words with it."""

    value: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """
    What is known of an incident when its grade goes down or it is closed.

    grade: code of the grade as it stands. opened_as: code of the opening category, never the closing one.
    deployed: someone went.
    """

    grade: str
    opened_as: str
    repeat: frozenset[RepeatKind] = frozenset()
    vulnerable: Vulnerable = Vulnerable.UNKNOWN
    deployed: bool = False


@dataclass(frozen=True, slots=True)
class GateRule:
    """
    When a second person is needed, and why, in words.

    Every condition given must hold, and a set holds when any one of it does; an empty set, or None, asks for nothing.
    new_grades: only for a downgrade. results: only for a closing.
    """

    because: str
    grades: frozenset[str] = frozenset()
    new_grades: frozenset[str] = frozenset()
    results: frozenset[str] = frozenset()
    opened_as: frozenset[str] = frozenset()
    repeat: frozenset[RepeatKind] = frozenset()
    vulnerable: frozenset[Vulnerable] = frozenset()
    deployed: bool | None = None

    def holds(self, incident: Circumstances, *, new_grade: str = "", result: str = "") -> bool:
        """Say whether every condition of this rule holds for the incident."""
        return (
            (not self.grades or incident.grade in self.grades)
            and (not self.new_grades or new_grade in self.new_grades)
            and (not self.results or result in self.results)
            and (not self.opened_as or incident.opened_as in self.opened_as)
            and (not self.repeat or bool(self.repeat & incident.repeat))
            and (not self.vulnerable or incident.vulnerable in self.vulnerable)
            and self.deployed in {None, incident.deployed}
        )


@dataclass(frozen=True, slots=True)
class ResultRule:
    """
    A result an incident can be closed with.

    deployment: it says that someone went, so it cannot be chosen when nobody did.
    second_person: why it always needs a second person, in words; empty when it does not by itself.
    asks_each_caller: each caller's own safety question must be answered first (features.md #8).
    nicl: the closing category it forces, where it forces one.
    """

    code: str
    label: str
    deployment: bool = False
    second_person: str = ""
    asks_each_caller: bool = False
    nicl: str | None = None


@dataclass(frozen=True, slots=True)
class DowngradePolicy:
    """always: why every downgrade needs a second person, in words, or empty; then the rules for some of them."""

    always: str
    fresh_assessment: bool
    rules: tuple[GateRule, ...]


@dataclass(frozen=True, slots=True)
class ClosingPolicy:
    """The results to choose from, by code, and the rules on closing with them."""

    rationale_required: bool
    results: Mapping[str, ResultRule] = field(default_factory=dict)
    rules: tuple[GateRule, ...] = ()


def second_person_for_downgrade(
    old: GradeRule, new: GradeRule, *, incident: Circumstances, policy: DowngradePolicy
) -> tuple[str, ...]:
    """
    Give the reasons why a second person must agree to a lower grade; empty when none need.

    The same grade or a higher one never needs one.
    Source: features.md #6; HMICFRS on Norfolk, 2024 (features.md finding 7).
    """
    if not is_downgrade(old, new):
        return ()
    always = (policy.always,) if policy.always else ()
    return always + tuple(rule.because for rule in policy.rules if rule.holds(incident, new_grade=new.code))


def needs_fresh_assessment(
    old: GradeRule,
    new: GradeRule,
    *,
    graded_at: datetime,
    assessed_at: datetime | None,
    policy: DowngradePolicy,
) -> bool:
    """
    Say whether the risk must be assessed again before the grade goes down.

    graded_at: when the grade that stands was given. An assessment at that same moment is the one behind it: not fresh.
    assessed_at: the newest assessment; None when there is none.
    Source: procedure.md 2.4 (inferred triggers); features.md #6.
    """
    if not (policy.fresh_assessment and is_downgrade(old, new)):
        return False
    if assessed_at is None:
        return True
    return in_utc(assessed_at, what="The assessment") <= in_utc(graded_at, what="The time of grading")


def second_person_for_closing(result: str, *, incident: Circumstances, policy: ClosingPolicy) -> tuple[str, ...]:
    """
    Give the reasons why a second person must agree to closing with this result; empty when none need.

    Source: features.md #6 and #8; inspections.md section 8, no. 10.
    Raises ValueError when the policy has no such result.
    """
    chosen = _result(result, policy)
    always = (chosen.second_person,) if chosen.second_person else ()
    return always + tuple(rule.because for rule in policy.rules if rule.holds(incident, result=result))


def closing_refused(
    result: str,
    *,
    rationale: str,
    deployed: bool,
    callers_safe: Mapping[str, bool],
    policy: ClosingPolicy,
) -> tuple[str, ...]:
    """
    Say what stands in the way of closing with this result, whoever agrees; empty when nothing does.

    callers_safe: for each caller, by the name the reader knows, whether their own safety question was answered.
    Source: NSIR 1.17 (the log text justifies the closing code); features.md #8.
    Raises ValueError when the policy has no such result.
    """
    chosen = _result(result, policy)
    missing: list[str] = []
    if policy.rationale_required and not rationale.strip():
        missing.append("Say why the incident is closed with this result.")
    if chosen.deployment and not deployed:
        missing.append(f"“{chosen.label}” says that someone went, and nobody has.")
    if chosen.asks_each_caller:
        missing += [f"Ask {caller} whether they are safe." for caller, asked in callers_safe.items() if not asked]
    return tuple(missing)


def answers_missing(questions: Iterable[Question], answers: Mapping[str, Answer]) -> dict[str, str]:
    """
    Say what is missing from the answers: question id to a sentence, in the order of the questions.

    A question left out, an answer the question does not have, "not asked" without a reason, and an answer that needs
    words and has none, or only spaces, are missing. Answers to questions not asked for are ignored.
    Source: procedure.md 3.3 (all mandatory; "not asked" needs a reason).
    """
    found = ((question.id, _missing(question, answers.get(question.id))) for question in questions)
    return {question: sentence for question, sentence in found if sentence}


def _missing(question: Question, answer: Answer | None) -> str:
    """Say what is missing from one answer; empty when nothing is."""
    if answer is None:
        return "Answer this question, or say why it was not asked."
    wordless = not answer.text.strip()
    if not question.answers:
        return "Answer in a few words." if wordless else ""
    if answer.value not in question.answers:
        return f"Choose one of: {', '.join(question.answers)}."
    if answer.value == AnswerValue.NOT_ASKED and question.not_asked_needs_reason and wordless:
        return "Say why it was not asked."
    if answer.value in question.detail_required_on and wordless:
        return "Say more about this answer."
    return ""


def _result(code: str, policy: ClosingPolicy) -> ResultRule:
    """Find a result by its code."""
    try:
        return policy.results[code]
    except KeyError:
        msg = f"This policy has no result {code}; it has {', '.join(policy.results) or 'none'}."
        raise ValueError(msg) from None
