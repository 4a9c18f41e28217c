"""Who is a repeat, and how often."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.repeat import (
    WINDOWS,
    RepeatRule,
    Report,
    Trend,
    TrendRule,
    calls_by_window,
    counts_by_window,
    is_repeat,
    trend,
)

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
TWICE_A_YEAR = RepeatRule(within_days=365, incidents=2)
HALF = TrendRule(incidents=3, within_days=365, percent=50)


def days_ago(days: int, incident: str = "A", *, extra: bool = False) -> Report:
    """Report an incident so many days before noon."""
    return Report(incident, NOON - timedelta(days=days), extra)


def test_nobody_without_a_history_is_counted():
    assert counts_by_window([], now=NOON) == {30: 0, 90: 0, 180: 0, 365: 0}


@pytest.mark.parametrize("days", WINDOWS)
def test_a_report_exactly_n_days_ago_still_counts(days):
    assert counts_by_window([days_ago(days)], now=NOON)[days] == 1


@pytest.mark.parametrize("days", WINDOWS)
def test_one_second_more_than_n_days_ago_does_not_count(days):
    report = Report("A", NOON - timedelta(days=days) - SECOND, extra=False)

    assert counts_by_window([report], now=NOON)[days] == 0


def test_a_report_at_this_very_moment_counts():
    assert counts_by_window([days_ago(0)], now=NOON)[30] == 1


def test_the_future_never_counts():
    report = Report("A", NOON + SECOND, extra=False)

    assert counts_by_window([report], now=NOON) == dict.fromkeys(WINDOWS, 0)
    assert calls_by_window([report], now=NOON) == dict.fromkeys(WINDOWS, 0)


def test_two_reports_of_one_incident_count_once():
    assert counts_by_window([days_ago(1), days_ago(2)], now=NOON)[30] == 1


def test_an_incident_counts_in_a_window_that_any_of_its_reports_reaches():
    assert counts_by_window([days_ago(29), days_ago(31)], now=NOON)[30] == 1


def test_a_call_back_is_shown_and_not_counted():
    reports = [days_ago(2), days_ago(1, extra=True)]

    assert counts_by_window(reports, now=NOON)[30] == 1
    assert calls_by_window(reports, now=NOON)[30] == 2


def test_other_windows_can_be_asked_for_in_any_order():
    assert counts_by_window([days_ago(8)], now=NOON, windows=[14, 7]) == {14: 1, 7: 0}


def test_a_window_across_a_leap_day_is_counted_in_days():
    now = datetime(2024, 3, 30, 12, tzinfo=UTC)
    thirty_days_before = datetime(2024, 2, 29, 12, tzinfo=UTC)

    assert counts_by_window([Report("A", thirty_days_before, extra=False)], now=now)[30] == 1
    assert counts_by_window([Report("A", thirty_days_before - SECOND, extra=False)], now=now)[30] == 0


def test_a_window_is_as_long_when_the_clocks_go_back():
    now = datetime(2026, 11, 22, 12, tzinfo=LONDON)
    same_clock_in_summer = datetime(2026, 10, 23, 12, tzinfo=LONDON)

    assert counts_by_window([Report("A", same_clock_in_summer, extra=False)], now=now)[30] == 0
    assert counts_by_window([Report("A", same_clock_in_summer + timedelta(hours=1), extra=False)], now=now)[30] == 1


def test_a_window_is_as_long_when_the_clocks_go_forward():
    now = datetime(2026, 4, 22, 12, tzinfo=LONDON)
    an_hour_earlier_by_the_clock = datetime(2026, 3, 23, 11, tzinfo=LONDON)

    assert counts_by_window([Report("A", an_hour_earlier_by_the_clock, extra=False)], now=now)[30] == 1


def test_a_report_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="report of incident A has no time zone: 2026-11-22T12:00:00"):
        Report("A", NOON.replace(tzinfo=None), extra=False)


def test_counting_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time of counting has no time zone"):
        counts_by_window([days_ago(1)], now=NOON.replace(tzinfo=None))


def test_one_earlier_incident_and_this_one_make_a_repeat():
    assert is_repeat([days_ago(365)], now=NOON, rule=TWICE_A_YEAR)


def test_this_incident_alone_is_no_repeat():
    assert not is_repeat([], now=NOON, rule=TWICE_A_YEAR)


def test_a_rule_of_one_incident_makes_everyone_a_repeat():
    assert is_repeat([], now=NOON, rule=RepeatRule(within_days=30, incidents=1))


def went_on(days: int, incident: str = "A", again: int = 7) -> Report:
    """Say so many days before noon that an incident which was closed has not stopped."""
    return Report(incident, NOON - timedelta(days=days), extra=False, again=again)


def test_an_incident_that_had_not_stopped_counts_again():
    history = [days_ago(40), went_on(5)]

    assert counts_by_window(history, now=NOON) == {30: 1, 90: 2, 180: 2, 365: 2}
    assert is_repeat(history, now=NOON, rule=TWICE_A_YEAR, current="A")


def test_the_same_not_stopped_counts_once_and_another_counts_too():
    assert counts_by_window([went_on(5), went_on(5), went_on(2, again=8)], now=NOON)[30] == 2


def test_that_it_had_not_stopped_is_no_moment_at_which_anything_happened():
    history = [days_ago(60, "A"), days_ago(30, "B"), days_ago(0, "C")]

    assert trend([*history, went_on(1, "C")], now=NOON, rule=HALF) is trend(history, now=NOON, rule=HALF)


def test_the_incident_being_reported_is_not_counted_twice():
    history = [days_ago(0, "NOW")]

    assert not is_repeat(history, now=NOON, rule=TWICE_A_YEAR, current="NOW")
    assert is_repeat([*history, days_ago(9, "A")], now=NOON, rule=TWICE_A_YEAR, current="NOW")


def test_call_backs_make_no_repeat():
    assert not is_repeat([days_ago(1, extra=True), days_ago(2, extra=True)], now=NOON, rule=TWICE_A_YEAR)


def test_a_victims_own_word_is_enough_where_the_rule_says_so():
    believed = RepeatRule(within_days=365, incidents=2, says_so=True)

    assert is_repeat([], now=NOON, rule=believed, says_so=True)
    assert not is_repeat([], now=NOON, rule=believed, says_so=False)
    assert not is_repeat([], now=NOON, rule=TWICE_A_YEAR, says_so=True)


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ([], Trend.NONE),
        ([50, 1], Trend.NONE),
        ([60, 30, 20], Trend.CLOSER_TOGETHER),
        ([60, 30, 15], Trend.CLOSER_TOGETHER),
        ([60, 30, 14], Trend.STEADY),
        ([60, 30, 0], Trend.STEADY),
        ([60, 40, 0], Trend.FURTHER_APART),
        ([60, 41, 0], Trend.FURTHER_APART),
        ([60, 39, 0], Trend.STEADY),
        ([5, 5, 5], Trend.STEADY),
        ([30, 30, 20], Trend.FURTHER_APART),
        ([100, 90, 50, 40, 35], Trend.CLOSER_TOGETHER),
        ([300, 270, 260], Trend.CLOSER_TOGETHER),
        ([400, 30, 20], Trend.NONE),
    ],
)
def test_the_trend_compares_the_newest_gap_with_the_usual_one(ago, expected):
    reports = [days_ago(days, str(number)) for number, days in enumerate(ago)]

    assert trend(reports, now=NOON, rule=HALF) is expected


def test_the_trend_takes_the_first_report_of_each_incident():
    reports = [days_ago(60, "A"), days_ago(59, "A"), days_ago(30, "B"), days_ago(25, "C"), days_ago(1, "C")]

    assert trend(reports, now=NOON, rule=HALF) is Trend.CLOSER_TOGETHER


def test_call_backs_make_no_trend():
    reports = [days_ago(60, "A"), days_ago(30, "B"), days_ago(20, "C", extra=True)]

    assert trend(reports, now=NOON, rule=HALF) is Trend.NONE


moments = st.datetimes(
    min_value=datetime(2025, 6, 1),  # noqa: DTZ001 - hypothesis adds the time zone itself
    max_value=datetime(2026, 12, 31),  # noqa: DTZ001 - as above
    timezones=st.sampled_from([UTC, LONDON]),
)
histories = st.lists(st.builds(Report, st.sampled_from("ABCDEF"), moments, st.booleans()), max_size=12)


@given(histories, moments, st.sampled_from("ABCDEFG"))
def test_an_extra_never_changes_a_count(history, at, incident):
    more = [*history, Report(incident, at, extra=True)]

    assert counts_by_window(more, now=NOON) == counts_by_window(history, now=NOON)
    assert trend(more, now=NOON, rule=HALF) is trend(history, now=NOON, rule=HALF)
    assert is_repeat(more, now=NOON, rule=TWICE_A_YEAR) == is_repeat(history, now=NOON, rule=TWICE_A_YEAR)


@given(histories)
def test_a_longer_window_never_shows_less(history):
    for counts in (counts_by_window(history, now=NOON), calls_by_window(history, now=NOON)):
        assert all(shorter <= longer for shorter, longer in pairwise(counts.values()))


@given(histories)
def test_there_are_never_more_incidents_than_calls(history):
    calls = calls_by_window(history, now=NOON)

    assert all(count <= calls[days] for days, count in counts_by_window(history, now=NOON).items())


@given(histories, st.randoms())
def test_the_order_of_reports_does_not_matter(history, chance):
    shuffled = list(history)
    chance.shuffle(shuffled)

    assert counts_by_window(shuffled, now=NOON) == counts_by_window(history, now=NOON)
    assert trend(shuffled, now=NOON, rule=HALF) is trend(history, now=NOON, rule=HALF)


@given(histories)
def test_the_time_zone_a_moment_is_written_in_does_not_matter(history):
    in_utc = [Report(report.incident, report.at.astimezone(UTC), report.extra) for report in history]

    assert counts_by_window(in_utc, now=NOON.astimezone(LONDON)) == counts_by_window(history, now=NOON)
