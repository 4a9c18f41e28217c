"""Repeat, vulnerability and escalation raise, hasten and tell; nothing ever lowers (features.md #5, #6)."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.grading import GradeRule
from heed.engines.risk.uplift import Suffered, UpliftRule, in_words, uplift
from heed.foundation.policy.packs import national

GRADES = {rank: GradeRule(f"G{rank}", f"Grade {rank}", None, None, rank) for rank in range(1, 5)}
BY_CODE = {grade.code: grade for grade in GRADES.values()}
NOBODY = Suffered()


def decide(known: Suffered, *rules: UpliftRule, grade: int = 3):
    return uplift(known, grade=GRADES[grade], grades=BY_CODE, rules=rules)


@pytest.mark.parametrize(
    ("rule", "below", "at"),
    [
        (UpliftRule("r", "x", incidents=2), Suffered(incidents=1), Suffered(incidents=2)),
        (UpliftRule("r", "x", indicators=2), Suffered(indicators=1), Suffered(indicators=2)),
        (UpliftRule("r", "x", axes=3), Suffered(axes=2), Suffered(axes=3)),
        (UpliftRule("r", "x", vulnerable=True), Suffered(), Suffered(vulnerable=True)),
        (UpliftRule("r", "x", escalating=True), Suffered(), Suffered(escalating=True)),
    ],
)
def test_a_condition_is_reached_with_exactly_so_much(rule, below, at):
    assert not rule.holds(below)
    assert rule.holds(at)


def test_every_condition_must_be_reached():
    rule = UpliftRule("r", "x", incidents=2, vulnerable=True)

    assert not rule.holds(Suffered(incidents=9))
    assert not rule.holds(Suffered(vulnerable=True))
    assert rule.holds(Suffered(incidents=2, vulnerable=True))


def test_without_a_rule_that_holds_all_stays_as_it_is():
    found = decide(NOBODY, UpliftRule("r", "x", incidents=2, raise_to="G1", tell_supervisor=True))

    assert (found.grade, found.raised, found.notices, found.because, found.rules) == (GRADES[3], False, (), (), ())
    assert (found.contact_within_hours, found.contact_every_days) == (None, None)


def test_the_most_that_any_rule_asks_for_is_done():
    found = decide(
        Suffered(incidents=3, vulnerable=True),
        UpliftRule("a", "first", incidents=2, raise_to="G2", contact_within_hours=48, contact_every_days=7),
        UpliftRule("b", "second", vulnerable=True, raise_to="G1", contact_within_hours=72, tell_supervisor=True),
    )

    assert (found.grade, found.raised, found.contact_within_hours, found.contact_every_days) == (GRADES[1], True, 48, 7)
    assert found.rules == ("a", "b")
    assert found.because == ("first (3 incidents, vulnerable)", "second (3 incidents, vulnerable)")
    assert found.notices == ("second (3 incidents, vulnerable)",)


@pytest.mark.parametrize("asked", ["G2", "G3", "G4"])
def test_a_rule_never_lowers_what_is_more_urgent_already(asked):
    found = decide(NOBODY, UpliftRule("r", "x", raise_to=asked), grade=2)

    assert (found.grade, found.raised) == (GRADES[2], False)


def test_a_grade_that_does_not_exist_is_refused():
    with pytest.raises(KeyError, match="G9"):
        decide(NOBODY, UpliftRule("r", "x", raise_to="G9"))


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (Suffered(), "1 incident"),
        (Suffered(2, 1), "2 incidents, 1 indicator"),
        (Suffered(4, 2, 2, vulnerable=True, escalating=True), "4 incidents, 2 indicators, vulnerable, closer together or worse"),
    ],
)  # fmt: skip
def test_what_is_known_is_put_in_words(known, words):
    assert in_words(known) == words


KNOWN = st.builds(
    Suffered,
    incidents=st.integers(1, 12),
    indicators=st.integers(0, 6),
    axes=st.integers(0, 3),
    vulnerable=st.booleans(),
    escalating=st.booleans(),
)
MORE = st.builds(
    Suffered,
    incidents=st.integers(0, 12),
    indicators=st.integers(0, 6),
    axes=st.integers(0, 3),
    vulnerable=st.booleans(),
    escalating=st.booleans(),
)
RULES = st.lists(
    st.builds(
        UpliftRule,
        id=st.uuids().map(str),
        because=st.just("because"),
        incidents=st.integers(0, 12),
        indicators=st.integers(0, 6),
        axes=st.integers(0, 3),
        vulnerable=st.booleans(),
        escalating=st.booleans(),
        raise_to=st.none() | st.sampled_from(list(BY_CODE)),
        contact_within_hours=st.none() | st.integers(1, 100),
        contact_every_days=st.none() | st.integers(1, 100),
        tell_supervisor=st.booleans(),
    ),
    max_size=6,
)


def worse(known: Suffered, more: Suffered) -> Suffered:
    """Add one to the other: nothing gets better."""
    return Suffered(
        known.incidents + more.incidents,
        known.indicators + more.indicators,
        min(3, known.axes + more.axes),
        vulnerable=known.vulnerable or more.vulnerable,
        escalating=known.escalating or more.escalating,
    )


def never_less(before, after):
    assert after.grade.rank <= before.grade.rank
    for name in ("contact_within_hours", "contact_every_days"):
        earlier, later = getattr(before, name), getattr(after, name)
        assert earlier is None or (later is not None and later <= earlier)
    assert len(after.notices) >= len(before.notices)
    assert set(before.rules) <= set(after.rules)


@given(known=KNOWN, more=MORE, rules=RULES, rank=st.integers(1, 4))
def test_more_never_gives_less_whatever_a_pack_says(known, more, rules, rank):
    never_less(decide(known, *rules, grade=rank), decide(worse(known, more), *rules, grade=rank))


@given(known=KNOWN, more=MORE, code=st.sampled_from(list(national().grades)))
def test_more_never_gives_less_by_the_national_pack(known, more, code):
    pack = national()
    before, after = (
        uplift(one, grade=pack.grades[code], grades=pack.grades, rules=pack.assessment.uplift)
        for one in (known, worse(known, more))
    )

    never_less(before, after)


@given(known=KNOWN, rules=RULES, rank=st.integers(1, 4))
def test_nothing_is_ever_lower_than_the_handler_gave_it(known, rules, rank):
    assert decide(known, *rules, grade=rank).grade.rank <= rank


@given(known=KNOWN, calls=st.integers(0, 500))
def test_another_call_alone_never_lowers_anybodys_standing(known, calls):
    pack = national()
    grade = pack.grades["SCHEDULED"]
    before, after = (
        uplift(one, grade=grade, grades=pack.grades, rules=pack.assessment.uplift)
        for one in (known, replace(known, incidents=known.incidents + calls))
    )

    never_less(before, after)
