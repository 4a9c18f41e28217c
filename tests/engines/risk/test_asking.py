"""Ask only what is missing: each edge a named case, and what holds of every call."""

from hypothesis import given
from hypothesis import strategies as st

from heed.engines.cues.terms import Category
from heed.engines.risk.asking import Ask, AskingPolicy, Known, Prompt, Sign, plan, prompts_that_fit
from heed.engines.risk.factors import CATEGORIES
from heed.engines.risk.gates import Question


def question(name: str, asked_of: str = "caller") -> Question:
    return Question(
        id=name,
        wording=f"{name}?",
        wording_cy="",
        listen_for="",
        answers=("yes", "no", "not_asked"),
        detail_required_on=frozenset(),
        not_asked_needs_reason=True,
        asked_of=asked_of,
        version="1",
    )


BEFORE = Ask(question("before"), answered_by=frozenset({Sign.HISTORY, Sign.REPEAT}))
ILLNESS = Ask(question("illness"), answered_by=frozenset({Sign.DIS_PHYS, Sign.NEED}))
IMPACT = Ask(question("impact"), answered_by=frozenset({Sign.FEAR_HEALTH}))
TARGETED = Ask(question("targeted"))
SUPPORT = Ask(question("support"))
JUDGE = Ask(question("vulnerable", "handler"))
SAFE = Ask(question("safe"), when=frozenset({Sign.SUICIDE_SH, Sign.MENTAL_HEALTH}))
ALL = (BEFORE, ILLNESS, IMPACT, TARGETED, SUPPORT, JUDGE, SAFE)
THREE = AskingPolicy(at_once=3, grow_on=frozenset({Sign.HATE, Sign.SUICIDE_SH}), grow_axes=2)
LEGS = Known(Sign.DIS_PHYS, "bad on her legs", "said on this call")


def made(*, known=(), answers=None, signs=(), axes=0, policy=THREE, asks=ALL):
    return plan(asks, known=known, answers=answers or {}, signs=signs, axes=axes, policy=policy)


def names(questions):
    return [one.id for one in questions]


def test_a_first_call_is_asked_three_questions_and_the_rest_waits():
    asked = made()

    assert names(asked.now) == ["before", "illness", "impact"]
    assert names(asked.later) == ["targeted", "support"]
    assert (names(asked.known), names(asked.judge), asked.grown) == ([], ["vulnerable"], ())


def test_what_is_known_is_confirmed_and_not_asked_and_makes_room():
    asked = made(known=[LEGS])

    assert names(asked.known) == ["illness"]
    assert asked.because["illness"] == (LEGS,)
    assert names(asked.now) == ["before", "impact", "targeted"]


def test_what_was_confirmed_does_not_count_as_asked():
    asked = made(known=[LEGS], answers={"illness": "yes"})

    assert names(asked.answered) == ["illness"]
    assert asked.because["illness"] == (LEGS,)
    assert names(asked.now) == ["before", "impact", "targeted"]


def test_an_answer_does_not_draw_the_next_question_up():
    asked = made(answers={"before": "no"})

    assert names(asked.now) == ["illness", "impact"]
    assert names(asked.later) == ["targeted", "support"]


def test_after_three_answers_nothing_is_left_to_ask_now():
    asked = made(answers={"before": "no", "illness": "no", "impact": "no"})

    assert (names(asked.now), names(asked.later)) == ([], ["targeted", "support"])


def test_an_empty_answer_is_no_answer():
    assert names(made(answers={"before": ""}).now) == ["before", "illness", "impact"]


def test_a_question_that_the_risk_added_comes_first_and_is_not_left_for_later():
    asked = made(signs={Sign.MENTAL_HEALTH})

    assert names(asked.now) == ["safe", "before", "illness", "impact"]
    assert names(asked.further) == ["safe"]
    assert names(asked.later) == ["targeted", "support"]


def test_where_the_risk_grows_everything_is_asked_and_it_is_said_why():
    asked = made(signs={Sign.SUICIDE_SH})

    assert names(asked.now) == ["safe", "before", "illness", "impact", "targeted", "support"]
    assert (asked.later, asked.grown) == ((), (Sign.SUICIDE_SH,))


def test_one_axis_below_the_limit_changes_nothing_and_at_the_limit_everything_is_asked():
    below, at = made(axes=1), made(axes=2)

    assert (len(below.later), below.on_axes) == (2, 0)
    assert (at.later, at.on_axes, at.grown) == ((), 2, ())


def test_what_was_said_and_not_accepted_adds_no_question():
    asked = made(known=[Known(Sign.MENTAL_HEALTH, "depressed", "known since March")])

    assert "safe" not in names((*asked.now, *asked.later, *asked.known))


def test_an_added_question_that_was_answered_stays_when_the_reason_is_taken_back():
    assert "safe" in names(made(answers={"safe": "yes"}).answered)


def test_the_handlers_own_judgement_is_never_answered_for_them():
    judged = Ask(question("vulnerable", "handler"), answered_by=frozenset({Sign.DIS_PHYS}))

    assert names(made(known=[LEGS], asks=(judged,)).judge) == ["vulnerable"]


def test_a_question_says_where_it_stands():
    asked = made(known=[LEGS], answers={"before": "no"})

    assert [asked.place(one.question.id) for one in ALL] == ["answered", "known", "now", "now", "later", "judge", ""]


def test_a_prompt_fits_where_one_of_its_signs_is_true_and_never_without():
    hearing = Prompt("hearing", "", "", frozenset({Sign.SENSORY}))
    unsure = Prompt("unsure", "", "")

    assert prompts_that_fit([hearing, unsure], {Sign.SENSORY}) == (hearing,)
    assert prompts_that_fit([hearing, unsure], {Sign.LANGUAGE}) == ()


def test_every_category_of_cues_is_a_sign():
    assert set(CATEGORIES) <= set(Sign)


@given(
    known=st.lists(st.sampled_from(list(Sign)), max_size=5),
    signs=st.sets(st.sampled_from(list(Sign)), max_size=5),
    answers=st.dictionaries(st.sampled_from([ask.question.id for ask in ALL]), st.sampled_from(["yes", "no", ""])),
    axes=st.integers(0, 3),
    at_once=st.integers(1, 6),
)
def test_no_question_is_lost_or_put_twice(known, signs, answers, axes, at_once):
    asked = made(
        known=[Known(sign, "words", "somewhere") for sign in known],
        signs=signs,
        answers=answers,
        axes=axes,
        policy=AskingPolicy(at_once, THREE.grow_on, THREE.grow_axes),
    )
    placed = names((*asked.known, *asked.now, *asked.later, *asked.answered, *asked.judge))

    assert len(placed) == len(set(placed))
    assert set(placed) >= {ask.question.id for ask in ALL if not ask.when}
    assert set(names(asked.known)).isdisjoint(one for one, answer in answers.items() if answer)


@given(signs=st.sets(st.sampled_from(list(Sign)), max_size=5), more=st.sets(st.sampled_from(list(Sign)), max_size=3))
def test_a_greater_risk_never_asks_less(signs, more):
    assert set(names(made(signs=signs).now)) <= set(names(made(signs=signs | more).now))


def test_a_packs_signs_are_the_categories_of_cues_and_a_few_more():
    assert {sign for sign in Sign if sign.isupper()} == {str(category) for category in Category}
