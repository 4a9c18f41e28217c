"""Dates of birth in the spellings of forms, files and speech, and the days that an age leaves open."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.linkage.births import Birth, read_birth

TODAY = date(2026, 6, 15)
LEAP_DAY = date(1980, 2, 29)
days = st.dates(min_value=date(1850, 1, 1), max_value=date(2100, 12, 31))
datelike = st.text(alphabet="0123456789-/. xX?TMay'", max_size=14)


@pytest.mark.parametrize(
    "typed",
    [
        "1961-05-02",
        "02/05/1961",
        "2.5.61",
        "2/5/61",
        "02-05-1961",
        "2 May 1961",
        "2nd May 1961",
        "02-MAY-61",
        "May 2, 1961",
        "19610502",
        "02051961",
        "020561",
        "1961-05-02 00:00:00",
        "1961-05-02T00:00:00Z",
        "1961/5/2",
        "02 05 1961",
        "DOB: 02/05/1961",
        "born on 2 May 1961",
        " 02/05/1961 ",
        "\uff10\uff12/05/1961",
    ],
)
def test_every_spelling_of_a_date_is_one_day(typed):
    ordinal = date(1961, 5, 2).toordinal()

    assert read_birth(typed, on=TODAY) == Birth("1961-05-02", "1961-02-05", 1961, 5, 2, ordinal, ordinal)


@pytest.mark.parametrize(
    ("typed", "on", "swapped"),
    [
        pytest.param("05/13/1961", "1961-05-13", "", id="month first, for 13 is no month"),
        pytest.param("13/05/1961", "1961-05-13", "", id="13 is no month to swap with"),
        pytest.param("05/05/1961", "1961-05-05", "", id="nothing to swap"),
        pytest.param("29/02/1980", "1980-02-29", "", id="29 February"),
        pytest.param("01/01/1900", "1900-01-01", "", id="1900"),
        pytest.param("1604-03-07", "1604-03-07", "1604-07-03", id="long ago, but whole"),
    ],
)
def test_a_whole_date_knows_its_twin(typed, on, swapped):
    read = read_birth(typed, on=TODAY)

    assert (read.on, read.swapped) == (on, swapped)


@pytest.mark.parametrize(
    ("typed", "year", "month"),
    [
        pytest.param("1961", 1961, None, id="year"),
        pytest.param("May 1961", 1961, 5, id="month in words"),
        pytest.param("1961-05", 1961, 5, id="ISO month"),
        pytest.param("05/1961", 1961, 5, id="month and year"),
        pytest.param("1961-05-00", 1961, 5, id="day unknown"),
        pytest.param("xx/05/1961", 1961, 5, id="day crossed out"),
        pytest.param("1961-00-00", 1961, None, id="day and month unknown"),
        pytest.param("31/02/1961", 1961, None, id="no such day"),
        pytest.param("29/02/1961", 1961, None, id="no leap year"),
        pytest.param("13/25/1961", 1961, None, id="neither is a month"),
    ],
)
def test_part_of_a_date_is_kept_with_its_days(typed, year, month):
    read = read_birth(typed, on=TODAY)
    first = date(year, month or 1, 1)
    last = (
        (date(year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1) if month else date(year, 12, 31)
    )

    assert read == Birth("", "", year, month, None, first.toordinal(), last.toordinal())


@pytest.mark.parametrize(
    ("typed", "on", "expected"),
    [
        pytest.param("15.6.26", TODAY, "2026-06-15", id="born today"),
        pytest.param("16.6.26", TODAY, "1926-06-16", id="never tomorrow"),
        pytest.param("1.1.25", None, "2025-01-01", id="nobody says when: 2025"),
        pytest.param("1.1.26", None, "1926-01-01", id="nobody says when: 1926"),
    ],
)
def test_two_digits_are_never_in_the_future(typed, on, expected):
    assert read_birth(typed, on=on).on == expected


@pytest.mark.parametrize(
    "typed",
    ["", "unknown", "1066", "2027", "1849", "0205", "c1961", "32", "May", "2 Mai 1961", "99999999999", "0999-01-01"],
)
def test_nonsense_is_nothing(typed):
    assert read_birth(typed, on=TODAY) == Birth()


@pytest.mark.parametrize("age", [-1, 121, 200])
def test_an_impossible_age_is_nothing(age):
    assert read_birth("", age=age, on=TODAY) == Birth()


def test_an_age_without_its_day_is_nothing():
    assert read_birth("", age=47) == Birth()


def test_an_age_leaves_a_year_of_days():
    read = read_birth("", age=47, on=date(2027, 2, 28))

    assert (read.first, read.last) == (date(1979, 3, 1).toordinal(), date(1980, 2, 28).toordinal())


def test_an_age_leaves_366_days_where_there_is_a_leap_day():
    read = read_birth("unknown", age=46, on=date(2027, 2, 28))

    assert (read.first, read.last) == (LEAP_DAY.toordinal(), LEAP_DAY.toordinal() + 365)


def test_an_age_narrows_a_year():
    read = read_birth("1961", age=65, on=TODAY)

    assert (read.year, read.first, read.last) == (1961, date(1961, 1, 1).toordinal(), date(1961, 6, 15).toordinal())


def test_an_age_that_contradicts_the_year_is_dropped():
    assert read_birth("1961", age=20, on=TODAY) == read_birth("1961", on=TODAY)


def test_an_age_never_moves_a_whole_date():
    assert read_birth("02/05/1961", age=20, on=TODAY) == read_birth("02/05/1961", on=TODAY)


@given(st.one_of(days, st.just(LEAP_DAY)), days)
def test_the_days_of_an_age_are_those_on_which_it_is_true(born, on):
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    read = read_birth("", age=age, on=on)
    inside = read.first is not None and read.last is not None and read.first <= born.toordinal() <= read.last

    assert inside == (0 <= age <= 120)


@given(st.one_of(st.text(max_size=40), datelike), st.none() | st.integers(), st.none() | st.dates())
def test_reading_never_raises_and_keeps_its_days_in_order(typed, age, on):
    read = read_birth(typed, age=age, on=on)

    assert (read.first is None) == (read.last is None)
    assert read.first is None or read.last is None or read.first <= read.last
    assert not read.on or read.first == read.last == date.fromisoformat(read.on).toordinal()


@given(st.one_of(datelike, days.map(str)))
def test_reading_what_was_read_gives_the_same(typed):
    read = read_birth(typed, on=TODAY)
    written = read.on or (f"{read.year:04}-{read.month or 0:02}-00" if read.year else "")

    assert read_birth(written, on=TODAY) == read
