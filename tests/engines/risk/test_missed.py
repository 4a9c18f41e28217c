"""Missed calls: which of them must still be rung back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.missed import Owed, Tried, owed

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def at(minute):
    return NOON + minute * MINUTE


def test_calls_of_one_line_are_one_call_back():
    assert owed([at(9), at(0), at(4)]) == Owed(at(0), at(9), at(0), calls=3, tries=0)


def test_without_a_missed_call_nothing_is_owed():
    assert owed([], answered=[at(1)], tried=[Tried(at(1), reached=False)]) is None


def test_whoever_rang_again_and_was_answered_is_not_rung_back():
    assert owed([at(0), at(1)], answered=[at(2)]) is None


def test_whoever_gave_up_again_after_being_answered_is_owed_the_later_call_alone():
    found = owed([at(0), at(5)], answered=[at(2)])
    assert (found.calls, found.waits_since) == (1, at(5))


@pytest.mark.parametrize("settles", [{"answered": [at(0)]}, {"tried": [Tried(at(0), reached=True)]}])
def test_what_happened_at_the_very_moment_of_the_call_came_before_it(settles):
    assert owed([at(0)], **settles) is not None


def test_being_reached_settles_it():
    assert owed([at(0)], tried=[Tried(at(3), reached=True)]) is None


def test_a_try_that_reached_nobody_starts_the_wait_anew_and_never_ends_it():
    found = owed([at(0)], tried=[Tried(at(3), reached=False), Tried(at(7), reached=False)])
    assert (found.waits_since, found.tries) == (at(7), 2)


def test_a_try_before_the_call_that_is_owed_now_does_not_count():
    found = owed([at(0), at(9)], answered=[at(5)], tried=[Tried(at(3), reached=False)])
    assert (found.waits_since, found.tries) == (at(9), 0)


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        owed([datetime(2026, 11, 20, 12, 0)])  # noqa: DTZ001  that is the case


MOMENTS = st.lists(st.integers(0, 100).map(at), max_size=6)


@given(MOMENTS, MOMENTS, MOMENTS)
def test_a_try_that_reached_nobody_never_takes_a_call_off_the_list(missed, answered, tried):
    without = owed(missed, answered=answered)
    with_tries = owed(missed, answered=answered, tried=[Tried(one, reached=False) for one in tried])
    assert (without is None) == (with_tries is None)


@given(MOMENTS, MOMENTS)
def test_a_call_after_the_last_answer_is_always_owed(missed, answered):
    later = at(101)
    assert owed([*missed, later], answered=answered) is not None
