"""One log can hide another; these are the ways in which it may not."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import NOON

from heed.engines.risk.duplicates import DuplicateRule, Reported, not_the_same

RULE = DuplicateRule(hours_apart=3)
ONE, MAIN = Reported("HD-2", NOON), Reported("HD-1", NOON)


def test_the_same_event_a_moment_later_may_be_one():
    assert not_the_same(ONE, MAIN, rule=RULE) == ()


@pytest.mark.parametrize(("seconds", "refused"), [(3 * 3600, False), (3 * 3600 + 1, True), (-3 * 3600 - 1, True)])
def test_exactly_the_hours_apart_still_may(seconds, refused):
    later = Reported("HD-2", NOON + timedelta(seconds=seconds))

    assert bool(not_the_same(later, MAIN, rule=RULE)) is refused


@pytest.mark.parametrize(
    ("one", "main", "words"),
    [
        ({"heard": False}, {}, "Nobody was heard on HD-2"),
        ({"victims": frozenset({"a"})}, {"victims": frozenset({"b"})}, "HD-2 has another victim than HD-1"),
        ({"harms": frozenset({"Age"})}, {}, "HD-2 speaks of harm that HD-1 does not: Age."),
    ],
)
def test_another_victim_harm_or_silence_is_not_the_same(one, main, words):
    (sentence,) = not_the_same(Reported("HD-2", NOON, **one), Reported("HD-1", NOON, **main), rule=RULE)

    assert words in sentence


@pytest.mark.parametrize(
    ("one", "main"),
    [
        ({"victims": frozenset({"a"})}, {}),
        ({}, {"victims": frozenset({"a"})}),
        ({"victims": frozenset({"a", "b"})}, {"victims": frozenset({"b", "c"})}),
        ({}, {"harms": frozenset({"Age"})}),
    ],
)
def test_what_is_not_known_or_hides_nothing_refuses_nothing(one, main):
    assert not_the_same(Reported("HD-2", NOON, **one), Reported("HD-1", NOON, **main), rule=RULE) == ()


@given(st.frozensets(st.sampled_from("abc")), st.frozensets(st.sampled_from("abc")), st.sampled_from("xyz"))
def test_more_harm_in_a_log_never_makes_it_easier_to_close(one, main, more):
    before = not_the_same(Reported("1", NOON, harms=one), Reported("2", NOON, harms=main), rule=RULE)
    after = not_the_same(Reported("1", NOON, harms=one | {more}), Reported("2", NOON, harms=main), rule=RULE)

    assert bool(after) >= bool(before)
