"""Working days of England and Wales, and what a force adds or takes away."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.clocks.calendar import ENGLAND_AND_WALES, NoWorkingDay, WorkingDays, bank_holidays

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 21), "a Saturday"),
        (date(2026, 11, 22), "a Sunday"),
        (date(2026, 12, 25), "Christmas Day on a Friday"),
        (date(2026, 12, 28), "the substitute of a Boxing Day on a Saturday"),
        (date(2027, 12, 27), "the substitute of a Christmas Day on a Saturday"),
        (date(2027, 12, 28), "the substitute of a Boxing Day on a Sunday"),
        (date(2022, 12, 27), "the substitute of a Christmas Day on a Sunday"),
        (date(2028, 1, 3), "the substitute of a New Year's Day on a Saturday"),
        (date(2026, 1, 1), "New Year's Day"),
        (date(2027, 3, 26), "Good Friday"),
        (date(2027, 3, 29), "Easter Monday"),
        (date(2026, 4, 6), "Easter Monday of another year"),
        (date(2026, 5, 4), "the early May bank holiday"),
        (date(2020, 5, 8), "the early May bank holiday that was moved to VE Day"),
        (date(2026, 5, 25), "the spring bank holiday"),
        (date(2022, 6, 2), "the spring bank holiday that was moved for the jubilee"),
        (date(2022, 6, 3), "the jubilee"),
        (date(2022, 9, 19), "the Queen's funeral"),
        (date(2023, 5, 8), "the coronation"),
        (date(2026, 8, 31), "the summer bank holiday"),
    ],
)
def test_these_are_no_working_days(day, why):
    assert not ENGLAND_AND_WALES.is_working_day(day), why


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 11, 20), "a Friday"),
        (date(2026, 12, 24), "Christmas Eve"),
        (date(2026, 12, 29), "the day after the substitute"),
        (date(2020, 5, 4), "the Monday from which the May bank holiday was moved"),
        (date(2026, 1, 2), "a bank holiday in Scotland alone"),
        (date(2026, 3, 17), "a bank holiday in Northern Ireland alone"),
        (date(2026, 8, 3), "the summer bank holiday of Scotland"),
        (date(2028, 2, 29), "29 February, a Tuesday"),
    ],
)
def test_these_are_working_days(day, why):
    assert ENGLAND_AND_WALES.is_working_day(day), why


def test_a_force_closes_and_opens_days_of_its_own():
    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    own = WorkingDays(closed=frozenset({friday}), opened=frozenset({saturday, date(2026, 12, 25)}))

    assert not own.is_working_day(friday)
    assert own.is_working_day(saturday)
    assert own.is_working_day(date(2026, 12, 25))
    assert own.next_working_day(date(2026, 11, 19)) == saturday


@pytest.mark.parametrize("day", [date(2026, 11, 20), date(2026, 11, 21), date(2026, 11, 22)])
def test_the_first_working_day_after_a_weekend_is_one_and_the_same(day):
    assert ENGLAND_AND_WALES.next_working_day(day) == date(2026, 11, 23)
    assert ENGLAND_AND_WALES.add_working_days(day, 2) == date(2026, 11, 24)


def test_christmas_and_new_year_take_five_days_out_of_a_week():
    assert ENGLAND_AND_WALES.add_working_days(date(2026, 12, 23), 5) == date(2027, 1, 4)


def test_working_days_are_counted_from_one():
    with pytest.raises(ValueError, match="from 1"):
        ENGLAND_AND_WALES.add_working_days(date(2026, 11, 20), 0)


def test_a_calendar_that_closes_every_day_says_so_and_does_not_search_for_ever():
    start = date(2026, 1, 1)
    shut = WorkingDays(closed=frozenset(start + timedelta(days=n) for n in range(500)))

    with pytest.raises(NoWorkingDay):
        shut.next_working_day(start)


def test_the_bank_holidays_of_a_year_are_looked_up_once():
    assert bank_holidays(2031) is bank_holidays(2031)


@given(DAYS, st.integers(1, 60))
def test_the_result_is_a_working_day_and_so_many_lie_up_to_it(day, count):
    found = ENGLAND_AND_WALES.add_working_days(day, count)

    assert ENGLAND_AND_WALES.is_working_day(found)
    assert ENGLAND_AND_WALES.working_days_between(day, found) == count


@given(DAYS, DAYS, st.integers(1, 40))
def test_a_later_day_never_ends_sooner(one, other, count):
    first, second = sorted((one, other))

    assert ENGLAND_AND_WALES.add_working_days(first, count) <= ENGLAND_AND_WALES.add_working_days(second, count)


@given(DAYS, st.sets(DAYS, max_size=5), st.integers(1, 20))
def test_a_day_more_on_which_the_force_is_shut_never_ends_sooner(day, closed, count):
    shut = WorkingDays(closed=frozenset(closed))

    assert shut.add_working_days(day, count) >= ENGLAND_AND_WALES.add_working_days(day, count)
