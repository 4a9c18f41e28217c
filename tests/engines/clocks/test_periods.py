"""When a period ends: over weekends, bank holidays, both changes of the clocks, short months and the end of the year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.clocks.calendar import ENGLAND_AND_WALES, WorkingDays
from heed.engines.clocks.periods import (
    LONDON,
    Period,
    due,
    end_of_day,
    end_of_months_beginning_with,
    months_later,
    within,
)

STARTS = st.datetimes(datetime(2020, 1, 1), datetime(2034, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))  # noqa: DTZ001
PERIODS = st.one_of(
    st.builds(lambda n: Period(minutes=n), st.integers(1, 5000)),
    st.builds(lambda n: Period(hours=n), st.integers(1, 500)),
    st.builds(lambda n: Period(days=n), st.integers(1, 100)),
    st.builds(lambda n: Period(working_days=n), st.integers(1, 60)),
    st.builds(lambda n: Period(months=n), st.integers(1, 30)),
)


def at(*parts, fold=0):
    """Return a moment by the clock on a wall in London."""
    return datetime(*parts, tzinfo=LONDON, fold=fold)


# The clocks go forward on 28 March 2027 at 01:00 and back on 31 October 2027 at 02:00.
EDGES = {
    # minutes and hours pass, whatever the clocks do
    "minutes": (at(2026, 11, 20, 12, 0), Period(minutes=15), at(2026, 11, 20, 12, 15)),
    "minutes over midnight": (at(2026, 11, 20, 23, 50), Period(minutes=15), at(2026, 11, 21, 0, 5)),
    "minutes over the end of the year": (at(2026, 12, 31, 23, 50), Period(minutes=15), at(2027, 1, 1, 0, 5)),
    "an hour over the spring change": (at(2027, 3, 28, 0, 30), Period(hours=1), at(2027, 3, 28, 2, 30)),
    "15 minutes over the spring change": (at(2027, 3, 28, 0, 50), Period(minutes=15), at(2027, 3, 28, 2, 5)),
    "an hour into the autumn change": (at(2027, 10, 31, 0, 30), Period(hours=1), at(2027, 10, 31, 1, 30)),
    "an hour within the autumn change": (at(2027, 10, 31, 1, 30), Period(hours=1), at(2027, 10, 31, 1, 30, fold=1)),
    "15 minutes from the first 01:50": (at(2027, 10, 31, 1, 50), Period(minutes=15), at(2027, 10, 31, 1, 5, fold=1)),
    "24 hours over the spring change": (at(2027, 3, 27, 12, 0), Period(hours=24), at(2027, 3, 28, 13, 0)),
    "24 hours over the autumn change": (at(2027, 10, 30, 12, 0), Period(hours=24), at(2027, 10, 31, 11, 0)),
    "48 hours over a weekend": (at(2026, 11, 20, 17, 0), Period(hours=48), at(2026, 11, 22, 17, 0)),
    # days are by the clock on the wall
    "a day over the spring change": (at(2027, 3, 27, 12, 0), Period(days=1), at(2027, 3, 28, 12, 0)),
    "a day over the autumn change": (at(2027, 10, 30, 12, 0), Period(days=1), at(2027, 10, 31, 12, 0)),
    "a day to a time that is left out": (at(2027, 3, 27, 1, 30), Period(days=1), at(2027, 3, 28, 2, 30)),
    "a day to a time that comes twice": (at(2027, 10, 30, 1, 30), Period(days=1), at(2027, 10, 31, 1, 30, fold=0)),
    "a day from the second of two": (at(2027, 10, 31, 1, 30, fold=1), Period(days=1), at(2027, 11, 1, 1, 30)),
    "28 days over the autumn change": (at(2027, 10, 15, 9, 0), Period(days=28), at(2027, 11, 12, 9, 0)),
    "14 days over 29 February": (at(2028, 2, 20, 9, 0), Period(days=14), at(2028, 3, 5, 9, 0)),
    "14 days over 28 February": (at(2027, 2, 20, 9, 0), Period(days=14), at(2027, 3, 6, 9, 0)),
    "28 days over the end of the year": (at(2026, 12, 20, 9, 0), Period(days=28), at(2027, 1, 17, 9, 0)),
    # working days end with the day
    "a working day from a Monday": (at(2026, 11, 16, 9, 0), Period(working_days=1), at(2026, 11, 18)),
    "a working day from late on a Monday": (at(2026, 11, 16, 23, 59), Period(working_days=1), at(2026, 11, 18)),
    "a working day from a Friday": (at(2026, 11, 20, 9, 0), Period(working_days=1), at(2026, 11, 24)),
    "a working day from a Saturday": (at(2026, 11, 21, 9, 0), Period(working_days=1), at(2026, 11, 24)),
    "a working day from a Sunday": (at(2026, 11, 22, 23, 59), Period(working_days=1), at(2026, 11, 24)),
    "two working days from a Friday": (at(2026, 11, 20, 9, 0), Period(working_days=2), at(2026, 11, 25)),
    "five working days": (at(2026, 11, 16, 9, 0), Period(working_days=5), at(2026, 11, 24)),
    "five working days over Christmas": (at(2026, 12, 23, 15, 0), Period(working_days=5), at(2027, 1, 5)),
    "one working day from Christmas Eve": (at(2026, 12, 24, 15, 0), Period(working_days=1), at(2026, 12, 30)),
    "one from Christmas Day": (at(2026, 12, 25, 15, 0), Period(working_days=1), at(2026, 12, 30)),
    "two over Christmas with two substitutes": (at(2027, 12, 24, 9, 0), Period(working_days=2), at(2027, 12, 31)),
    "one over New Year with its substitute": (at(2027, 12, 31, 9, 0), Period(working_days=1), at(2028, 1, 5)),
    "two over Easter, and the spring change": (at(2027, 3, 25, 9, 0), Period(working_days=2), at(2027, 4, 1)),
    "one over the early May holiday": (at(2026, 5, 1, 9, 0), Period(working_days=1), at(2026, 5, 6)),
    "one over the spring bank holiday": (at(2026, 5, 22, 9, 0), Period(working_days=1), at(2026, 5, 27)),
    "one over the summer bank holiday": (at(2026, 8, 28, 9, 0), Period(working_days=1), at(2026, 9, 2)),
    "two over two days of jubilee": (at(2022, 6, 1, 9, 0), Period(working_days=2), at(2022, 6, 8)),
    "one over the spring change": (at(2027, 4, 1, 9, 0), Period(working_days=1), at(2027, 4, 3)),
    "one to a day that ends in another hour": (at(2027, 10, 29, 9, 0), Period(working_days=1), at(2027, 11, 2)),
    "one over 29 February": (at(2028, 2, 28, 9, 0), Period(working_days=1), at(2028, 3, 1)),
    "one in a year without it": (at(2027, 2, 26, 9, 0), Period(working_days=1), at(2027, 3, 2)),
    # In UTC it is still the day before: the day is London's.
    "one from after midnight in summer": (at(2026, 7, 14, 0, 30), Period(working_days=1), at(2026, 7, 16)),
    # months have the corresponding date
    "a month": (at(2026, 11, 20, 9, 0), Period(months=1), at(2026, 12, 20, 9, 0)),
    "a month over the end of the year": (at(2026, 12, 20, 9, 0), Period(months=1), at(2027, 1, 20, 9, 0)),
    "a month from the 31st": (at(2027, 1, 31, 9, 0), Period(months=1), at(2027, 2, 28, 9, 0)),
    "a month from the 31st in a leap year": (at(2028, 1, 31, 9, 0), Period(months=1), at(2028, 2, 29, 9, 0)),
    "a month from the 30th": (at(2028, 1, 30, 9, 0), Period(months=1), at(2028, 2, 29, 9, 0)),
    "twelve months from 29 February": (at(2028, 2, 29, 9, 0), Period(months=12), at(2029, 2, 28, 9, 0)),
    "six months over the autumn change": (at(2027, 8, 15, 9, 0), Period(months=6), at(2028, 2, 15, 9, 0)),
    "a month to a time that is left out": (at(2027, 2, 28, 1, 30), Period(months=1), at(2027, 3, 28, 2, 30)),
    "a month to a time that comes twice": (at(2027, 9, 30, 1, 30), Period(months=1), at(2027, 10, 30, 1, 30)),
}


@pytest.mark.parametrize(("start", "period", "end"), EDGES.values(), ids=EDGES)
def test_a_period_ends_when_it_should(start, period, end):
    found = due(start, period, ENGLAND_AND_WALES)

    assert found == end.astimezone(UTC)
    assert found.tzinfo is UTC


@pytest.mark.parametrize(("start", "period", "end"), EDGES.values(), ids=EDGES)
def test_both_ends_of_a_period_belong_to_it(start, period, end):
    end = end.astimezone(UTC)

    assert within(start, period, start, ENGLAND_AND_WALES)
    assert within(start, period, end, ENGLAND_AND_WALES)
    assert not within(start, period, end + timedelta(microseconds=1), ENGLAND_AND_WALES)
    assert not within(start, period, start.astimezone(UTC) - timedelta(microseconds=1), ENGLAND_AND_WALES)


def test_the_zone_in_which_a_moment_is_written_changes_nothing():
    start = at(2026, 7, 14, 0, 30)

    for period in (Period(hours=24), Period(days=3), Period(working_days=2), Period(months=1)):
        assert due(start.astimezone(UTC), period, ENGLAND_AND_WALES) == due(start, period, ENGLAND_AND_WALES)


def test_a_past_time_is_recomputed_with_the_days_of_then():
    """A holiday proclaimed later, and put into the pack then, moves nothing that was reckoned with the pack before."""
    start, period = at(2026, 11, 16, 9, 0), Period(working_days=2)
    since = WorkingDays(closed=frozenset({date(2026, 11, 17)}))

    assert due(start, period, ENGLAND_AND_WALES) == at(2026, 11, 19)
    assert due(start, period, since) == at(2026, 11, 20)


@pytest.mark.parametrize(
    ("first", "months", "end"),
    [
        (date(2026, 3, 15), 1, at(2026, 4, 15)),
        (date(2026, 3, 15), 6, at(2026, 9, 15)),
        (date(2026, 1, 31), 1, at(2026, 3, 1)),
        (date(2028, 1, 31), 1, at(2028, 3, 1)),
        (date(2026, 12, 1), 1, at(2027, 1, 1)),
        (date(2027, 2, 28), 1, at(2027, 3, 28)),
        (date(2027, 9, 30), 1, at(2027, 10, 30)),
    ],
)
def test_one_month_beginning_with_a_day_ends_before_the_same_date(first, months, end):
    assert end_of_months_beginning_with(first, months=months) == end.astimezone(UTC)


@pytest.mark.parametrize("wrong", [{}, {"days": 1, "hours": 1}, {"days": -1}, {"days": 0}])
def test_a_period_is_of_one_unit(wrong):
    with pytest.raises(ValueError, match="exactly one unit"):
        Period(**wrong)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (Period(minutes=1), "1 minute"),
        (Period(hours=24), "24 hours"),
        (Period(working_days=1), "1 working day"),
        (Period(working_days=5), "5 working days"),
        (Period(months=6), "6 months"),
    ],
)
def test_a_period_says_how_long_it_is(period, words):
    assert period.words == words


def test_a_start_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        due(datetime(2026, 11, 20, 12, 0), Period(days=1), ENGLAND_AND_WALES)  # noqa: DTZ001


@given(STARTS, PERIODS)
def test_a_period_never_ends_before_it_starts(start, period):
    assert due(start, period, ENGLAND_AND_WALES) > start


@given(STARTS, st.integers(0, 10**6), PERIODS)
def test_what_starts_later_never_ends_sooner_but_for_the_hour_that_comes_twice(start, seconds, period):
    first, second = (due(start + timedelta(seconds=n), period, ENGLAND_AND_WALES) for n in (0, seconds))
    # Of two equal hours in autumn days and months know one: so far may a later start end before an earlier.
    slack = timedelta(hours=1) if period.days or period.months else timedelta(0)

    assert second >= first - slack


@given(STARTS, st.integers(1, 60))
def test_working_days_end_with_a_working_day(start, count):
    last = due(start, Period(working_days=count), ENGLAND_AND_WALES) - timedelta(microseconds=1)
    day = last.astimezone(LONDON).date()

    assert ENGLAND_AND_WALES.is_working_day(day)
    assert end_of_day(day) == last + timedelta(microseconds=1)


@given(STARTS, st.integers(1, 28))
def test_a_longer_period_ends_later(start, count):
    for unit in ("minutes", "hours", "days", "working_days", "months"):
        shorter, longer = (due(start, Period(**{unit: n}), ENGLAND_AND_WALES) for n in (count, count + 1))
        assert shorter < longer


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(1, 60))
def test_a_month_later_has_the_same_date_or_is_the_last_of_its_month(day, months):
    found = months_later(day, months)

    assert found.day == day.day or (found.day < day.day and (found + timedelta(days=1)).day == 1)
