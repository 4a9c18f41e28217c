"""Where one person's decision is not enough, and where an answer is missing."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.gates import (
    Answer,
    Circumstances,
    ClosingPolicy,
    DowngradePolicy,
    GateRule,
    Question,
    RepeatKind,
    ResultRule,
    Vulnerable,
    answers_missing,
    closing_refused,
    needs_fresh_assessment,
    second_person_for_closing,
    second_person_for_downgrade,
)
from heed.engines.risk.grading import GradeRule

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NOW = GradeRule("NOW", "Now", 15, 20, rank=1)
SOON = GradeRule("SOON", "Soon", 60, 60, rank=2)
PHONE = GradeRule("PHONE", "By telephone", None, None, rank=3)
PLAIN = Circumstances(grade="SOON", opened_as="ASB_NUISANCE", vulnerable=Vulnerable.NO, deployed=True)
VICTIM = replace(PLAIN, repeat=frozenset({RepeatKind.VICTIM}))
ALWAYS = DowngradePolicy(always="it goes down", fresh_assessment=True, rules=())
UNSEEN = GateRule("a repeat victim not seen", repeat=frozenset({RepeatKind.VICTIM}), deployed=False)
CLOSING = ClosingPolicy(
    rationale_required=True,
    results={
        "VISITED": ResultRule("VISITED", "Visited", deployment=True),
        "ADVICE": ResultRule("ADVICE", "Advice given"),
        "SAME": ResultRule("SAME", "Duplicate", second_person="it can hide a cry for help", asks_each_caller=True),
    },
    rules=(UNSEEN,),
)


def closed_question(**changes: object) -> Question:
    """Ask whether it has happened before."""
    values: dict[str, object] = {
        "id": "before",
        "wording": "Has it happened before?",
        "wording_cy": "A yw wedi digwydd o'r blaen?",
        "listen_for": "Again.",
        "answers": ("yes", "no", "unknown", "refused", "not_asked"),
        "detail_required_on": frozenset({"yes"}),
        "not_asked_needs_reason": True,
        "asked_of": "caller",
        "version": "1",
    }
    return Question(**(values | changes))  # type: ignore[arg-type]


BEFORE = closed_question()
OWN_WORDS = closed_question(id="go_wrong", answers=(), detail_required_on=frozenset())


def test_going_down_needs_a_second_person_where_policy_always_says_so():
    assert second_person_for_downgrade(NOW, SOON, incident=PLAIN, policy=ALWAYS) == ("it goes down",)


def test_the_same_grade_or_a_higher_one_needs_none():
    assert second_person_for_downgrade(SOON, SOON, incident=PLAIN, policy=ALWAYS) == ()
    assert second_person_for_downgrade(SOON, NOW, incident=VICTIM, policy=ALWAYS) == ()


def test_every_reason_is_given_in_the_order_of_the_policy():
    rules = (
        GateRule("a repeat victim", repeat=frozenset({RepeatKind.VICTIM})),
        GateRule("nobody would go", new_grades=frozenset({"PHONE"})),
    )
    policy = replace(ALWAYS, rules=rules)

    reasons = second_person_for_downgrade(SOON, PHONE, incident=VICTIM, policy=policy)

    assert reasons == ("it goes down", "a repeat victim", "nobody would go")


def test_one_person_may_lower_a_grade_where_nothing_speaks_against_it():
    policy = DowngradePolicy(always="", fresh_assessment=False, rules=(UNSEEN,))

    assert second_person_for_downgrade(NOW, SOON, incident=VICTIM, policy=policy) == ()


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (GateRule("anything"), True),
        (GateRule("grade", grades=frozenset({"SOON", "NOW"})), True),
        (GateRule("other grade", grades=frozenset({"NOW"})), False),
        (GateRule("opened", opened_as=frozenset({"ASB_NUISANCE"})), True),
        (GateRule("opened otherwise", opened_as=frozenset({"ASB_PERSONAL"})), False),
        (GateRule("any of two repeats", repeat=frozenset({RepeatKind.VICTIM, RepeatKind.CALLER})), True),
        (GateRule("other repeat", repeat=frozenset({RepeatKind.LOCATION})), False),
        (GateRule("not vulnerable", vulnerable=frozenset({Vulnerable.NO})), True),
        (GateRule("vulnerable or unknown", vulnerable=frozenset({Vulnerable.YES, Vulnerable.UNKNOWN})), False),
        (GateRule("seen", deployed=True), True),
        (GateRule("not seen", deployed=False), False),
        (GateRule("result", results=frozenset({"ADVICE"})), True),
        (GateRule("other result", results=frozenset({"SAME"})), False),
        (GateRule("one holds, one does not", grades=frozenset({"SOON"}), deployed=False), False),
    ],
    ids=lambda value: value.because if isinstance(value, GateRule) else "",
)
def test_a_rule_holds_when_all_its_conditions_do(rule, holds):
    assert rule.holds(VICTIM, result="ADVICE") is holds


@pytest.mark.parametrize(
    ("assessed_at", "needed"),
    [(None, True), (NOON - timedelta(hours=1), True), (NOON, True), (NOON + timedelta(seconds=1), False)],
    ids=["never assessed", "assessed before", "assessed with the grade", "assessed since"],
)
def test_going_down_needs_an_assessment_newer_than_the_grade(assessed_at, needed):
    assert needs_fresh_assessment(NOW, SOON, graded_at=NOON, assessed_at=assessed_at, policy=ALWAYS) is needed


def test_going_up_needs_no_fresh_assessment():
    assert not needs_fresh_assessment(SOON, NOW, graded_at=NOON, assessed_at=None, policy=ALWAYS)


def test_a_repeat_victim_who_was_not_seen_needs_a_second_person_to_close():
    unseen = replace(VICTIM, deployed=False)

    assert second_person_for_closing("ADVICE", incident=unseen, policy=CLOSING) == ("a repeat victim not seen",)
    assert second_person_for_closing("VISITED", incident=VICTIM, policy=CLOSING) == ()


def test_a_duplicate_needs_a_second_person_whatever_the_circumstances():
    assert second_person_for_closing("SAME", incident=PLAIN, policy=CLOSING) == ("it can hide a cry for help",)


def test_a_result_the_policy_does_not_have_is_refused():
    with pytest.raises(ValueError, match="no result LOST; it has VISITED, ADVICE, SAME"):
        second_person_for_closing("LOST", incident=PLAIN, policy=CLOSING)


@given(
    st.frozensets(st.sampled_from(RepeatKind)),
    st.sampled_from(RepeatKind),
    st.sampled_from(Vulnerable),
    st.booleans(),
    st.sampled_from(["VISITED", "ADVICE", "SAME"]),
)
def test_being_a_repeat_never_takes_a_reason_away(repeat, more, vulnerable, deployed, result):
    incident = Circumstances("SOON", "ASB_PERSONAL", repeat, vulnerable, deployed)
    again = replace(incident, repeat=repeat | {more})

    before = second_person_for_closing(result, incident=incident, policy=CLOSING)
    assert set(before) <= set(second_person_for_closing(result, incident=again, policy=CLOSING))


def test_closing_asks_for_a_rationale_of_more_than_spaces():
    assert closing_refused("ADVICE", rationale="  ", deployed=False, callers_safe={}, policy=CLOSING) == (
        "Say why the incident is closed with this result.",
    )


def test_nobody_is_said_to_have_gone_who_did_not():
    assert closing_refused("VISITED", rationale="seen", deployed=False, callers_safe={}, policy=CLOSING) == (
        "“Visited” says that someone went, and nobody has.",
    )
    assert closing_refused("VISITED", rationale="seen", deployed=True, callers_safe={}, policy=CLOSING) == ()


def test_a_duplicate_waits_until_each_caller_was_asked():
    callers = {"the first caller": True, "the second caller": False}

    assert closing_refused("SAME", rationale="same", deployed=True, callers_safe=callers, policy=CLOSING) == (
        "Ask the second caller whether they are safe.",
    )


def test_a_question_nobody_answered_is_missing():
    assert answers_missing([BEFORE], {}) == {"before": "Answer this question, or say why it was not asked."}


@pytest.mark.parametrize(
    ("question", "answer", "sentence"),
    [
        (BEFORE, Answer("no"), None),
        (BEFORE, Answer("unknown"), None),
        (BEFORE, Answer("refused"), None),
        (BEFORE, Answer("yes", "every week since May"), None),
        (BEFORE, Answer("yes", " \n"), "Say more about this answer."),
        (BEFORE, Answer("not_asked"), "Say why it was not asked."),
        (BEFORE, Answer("not_asked", "call too short"), None),
        (BEFORE, Answer("perhaps", "?"), "Choose one of: yes, no, unknown, refused, not_asked."),
        (OWN_WORDS, Answer(""), "Answer in a few words."),
        (OWN_WORDS, Answer("", "they may come back tonight"), None),
        (closed_question(not_asked_needs_reason=False), Answer("not_asked"), None),
    ],
)
def test_an_answer_is_complete_or_says_what_is_missing(question, answer, sentence):
    expected = {question.id: sentence} if sentence else {}

    assert answers_missing([question], {question.id: answer}) == expected


def test_what_is_missing_comes_in_the_order_of_the_questions():
    assert list(answers_missing([OWN_WORDS, BEFORE], {})) == ["go_wrong", "before"]


def test_answers_to_other_questions_are_ignored():
    assert answers_missing([BEFORE], {"before": Answer("no"), "old": Answer("yes")}) == {}
