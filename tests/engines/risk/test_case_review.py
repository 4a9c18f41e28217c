"""How near somebody is to an ASB case review."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.case_review import CaseReviewRule, Line, standing
from heed.engines.risk.moments import last_day
from heed.engines.risk.repeat import Report

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
THREE_IN_SIX = CaseReviewRule(count=3, months=6, report_within_months=1, explain_at=2, follow_ups_count=True)
NO_FOLLOW_UPS = CaseReviewRule(count=3, months=6, report_within_months=1, explain_at=2, follow_ups_count=False)


def days_ago(days: int, incident: str = "A", *, extra: bool = False) -> Report:
    """Report an incident so many days before noon."""
    return Report(incident, NOON - timedelta(days=days), extra)


def made(day: date, incident: str, *, happened_on: date | None = None, again: int = 0) -> Report:
    """Complain at ten in the morning in London."""
    at = datetime(day.year, day.month, day.day, 10, tzinfo=LONDON)
    return Report(incident, at, extra=False, happened_on=happened_on, again=again)


def on(day: date, reports, rule=THREE_IN_SIX):
    """Say what an application made at midday of a day would find."""
    return standing(reports, now=datetime(day.year, day.month, day.day, 12, tzinfo=LONDON), zone=LONDON, rule=rule)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        (date(2026, 3, 15), 6, date(2026, 9, 14)),
        (date(2026, 3, 1), 6, date(2026, 8, 31)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2023, 8, 29), 6, date(2024, 2, 28)),
        (date(2023, 8, 30), 6, date(2024, 2, 29)),
        (date(2024, 2, 29), 6, date(2024, 8, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 1), 1, date(2026, 12, 31)),
        (date(2026, 7, 15), 6, date(2027, 1, 14)),
    ],
)
def test_months_beginning_with_a_date_end_the_day_before_the_same_date(start, months, last):
    assert last_day(start, months=months) == last


def test_what_complains_of_nobody_does_not_qualify_and_takes_no_other_report_with_it():
    rule = replace(THREE_IN_SIX, not_complaints=frozenset({"COLLISION"}))
    at = datetime(2026, 3, 15, 10, tzinfo=LONDON)
    reports = [
        Report("A", at, extra=False, code="COLLISION"),
        Report("B", at, extra=False, code="COLLISION"),
        Report("B", at + SECOND, extra=False, code="ASB"),
        Report("this call", at, extra=False),
    ]

    assert [one.incident for one in on(date(2026, 3, 15), reports, rule).complaints] == ["B", "this call"]


def test_three_complaints_reach_the_case_review_line_on_the_last_day_of_six_months():
    reports = [made(date(2026, 3, 15), "A"), made(date(2026, 6, 1), "B"), made(date(2026, 9, 14), "C")]
    last_minute = datetime(2026, 9, 14, 23, 59, 59, tzinfo=LONDON)

    line = standing(reports, now=last_minute, zone=LONDON, rule=THREE_IN_SIX)

    assert (line.count, line.needed, line.reached) == (3, 3, True)


def test_the_first_complaint_is_out_a_second_later_though_it_is_still_yesterday_in_utc():
    reports = [made(date(2026, 3, 15), "A"), made(date(2026, 6, 1), "B"), made(date(2026, 9, 14), "C")]
    midnight = datetime(2026, 9, 15, tzinfo=LONDON)

    line = standing(reports, now=midnight.astimezone(UTC), zone=LONDON, rule=THREE_IN_SIX)

    assert (line.count, line.reached) == (2, False)


def test_one_incident_told_to_two_agencies_is_one_complaint():
    reports = [made(date(2026, 11, 1), "A"), made(date(2026, 11, 2), "A"), made(date(2026, 11, 3), "B")]

    assert standing(reports, now=NOON, zone=LONDON, rule=THREE_IN_SIX).count == 2


def test_duplicates_and_the_future_do_not_bring_the_case_review_nearer():
    reports = [days_ago(1, extra=True), Report("B", NOON + SECOND, extra=False)]

    assert standing(reports, now=NOON, zone=LONDON, rule=THREE_IN_SIX).count == 0


@pytest.mark.parametrize(
    ("happened_on", "count"),
    [
        (date(2026, 10, 2), 1),
        (date(2026, 10, 1), 0),
        (date(2026, 11, 1), 1),
        (date(2026, 11, 2), 1),
        (None, 1),
    ],
    ids=["last day of the month", "one day late", "same day", "date typed wrong", "date not known"],
)
def test_a_complaint_qualifies_within_a_month_of_the_behaviour(happened_on, count):
    reports = [made(date(2026, 11, 1), "A", happened_on=happened_on)]

    assert standing(reports, now=NOON, zone=LONDON, rule=THREE_IN_SIX).count == count


def test_asking_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time of asking has no time zone"):
        standing([], now=NOON.replace(tzinfo=None), zone=LONDON, rule=THREE_IN_SIX)


@pytest.mark.parametrize(
    ("made_on", "until"),
    [
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2027, 8, 30), date(2028, 2, 29)),
        (date(2027, 8, 29), date(2028, 2, 28)),
        (date(2026, 12, 31), date(2027, 6, 30)),
        (date(2026, 7, 1), date(2026, 12, 31)),
        (date(2028, 2, 29), date(2028, 8, 28)),
    ],
    ids=["31st", "31st, leap year", "30th, leap year", "29th, leap year", "year end", "first of July", "29 February"],
)
def test_a_complaint_qualifies_to_the_last_day_and_no_longer(made_on, until):
    [complaint] = on(made_on, [made(made_on, "A")]).complaints

    assert (complaint.made_on, complaint.until) == (made_on, until)
    assert on(until, [made(made_on, "A")]).count == 1
    assert on(until + DAY, [made(made_on, "A")]).count == 0


@pytest.mark.parametrize(
    ("happened_on", "last"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2028, 1, 31), date(2028, 2, 29)),
        (date(2026, 2, 28), date(2026, 3, 27)),
        (date(2028, 2, 29), date(2028, 3, 28)),
        (date(2026, 12, 15), date(2027, 1, 14)),
    ],
    ids=["31 January", "31 January, leap year", "28 February", "29 February", "over the year end"],
)
def test_behaviour_is_complained_of_within_a_month_to_the_day(happened_on, last):
    assert on(last, [made(last, "A", happened_on=happened_on)]).count == 1
    assert on(last + DAY, [made(last + DAY, "A", happened_on=happened_on)]).count == 0


@pytest.mark.parametrize(("complaints", "line"), [(0, Line.NONE), (1, Line.NONE), (2, Line.TWO), (3, Line.THREE)])
def test_it_is_explained_at_two_and_may_be_asked_for_at_three(complaints, line):
    found = standing([days_ago(n, str(n)) for n in range(complaints)], now=NOON, zone=LONDON, rule=THREE_IN_SIX)

    assert (found.line, found.reached) == (line, line is Line.THREE)


def test_a_force_that_needs_two_has_only_the_last_line():
    rule = CaseReviewRule(count=2, months=6, report_within_months=1, explain_at=2, follow_ups_count=True)

    assert standing([days_ago(1, "A"), days_ago(2, "B")], now=NOON, zone=LONDON, rule=rule).line is Line.THREE


def test_the_last_day_is_when_the_first_of_three_runs_out():
    reports = [made(date(2026, 3, 15), "A"), made(date(2026, 6, 1), "B"), made(date(2026, 8, 20), "C")]
    found = on(date(2026, 8, 20), reports)

    assert found.last_day == date(2026, 9, 14)
    assert on(found.last_day, reports).reached
    assert not on(found.last_day + DAY, reports).reached


def test_with_four_the_last_day_is_when_the_second_runs_out():
    reports = [made(date(2026, 3, 15), "A"), made(date(2026, 4, 10), "B"), made(date(2026, 6, 1), "C")]
    reports.append(made(date(2026, 8, 20), "D"))

    assert on(date(2026, 8, 20), reports).last_day == date(2026, 10, 9)


def test_below_three_there_is_no_last_day():
    assert on(date(2026, 8, 20), [made(date(2026, 8, 1), "A"), made(date(2026, 8, 2), "B")]).last_day is None


def test_complaints_are_listed_the_first_made_first_with_how_often_each_was_told():
    reports = [made(date(2026, 8, 9), "B"), made(date(2026, 8, 1), "A"), made(date(2026, 8, 20), "A")]
    found = on(date(2026, 8, 20), reports)

    assert [(one.incident, one.made_on, one.until, one.told) for one in found.complaints] == [
        ("A", date(2026, 8, 1), date(2027, 2, 19), 2),
        ("B", date(2026, 8, 9), date(2027, 2, 8), 1),
    ]
    assert found.first.incident == "A"


def test_that_it_has_not_stopped_is_a_complaint_where_the_pack_says_so():
    reports = [made(date(2026, 8, 1), "A"), made(date(2026, 8, 29), "A", again=4), made(date(2026, 8, 30), "B")]

    assert on(date(2026, 8, 30), reports).line is Line.THREE
    assert on(date(2026, 8, 30), reports, rule=NO_FOLLOW_UPS).line is Line.TWO


moments = st.datetimes(
    min_value=datetime(2026, 1, 1),  # noqa: DTZ001 - hypothesis adds the time zone itself
    max_value=datetime(2026, 12, 31),  # noqa: DTZ001 - as above
    timezones=st.sampled_from([UTC, LONDON]),
)
histories = st.lists(
    st.builds(Report, st.sampled_from("ABCDEF"), moments, st.booleans(), st.none(), st.integers(0, 1)), max_size=12
)


@given(histories, moments, st.sampled_from("ABCDEFG"))
def test_an_extra_never_changes_what_qualifies(history, at, incident):
    more = [*history, Report(incident, at, extra=True)]

    assert standing(more, now=NOON, zone=LONDON, rule=THREE_IN_SIX) == standing(
        history, now=NOON, zone=LONDON, rule=THREE_IN_SIX
    )


@given(histories, moments, st.sampled_from("ABCDEFG"))
def test_one_more_report_never_takes_a_complaint_away(history, at, incident):
    before = standing(history, now=NOON, zone=LONDON, rule=THREE_IN_SIX)
    after = standing([*history, Report(incident, at, extra=False)], now=NOON, zone=LONDON, rule=THREE_IN_SIX)

    assert before.count <= after.count <= before.count + 1


@given(histories, st.randoms())
def test_the_order_of_reports_changes_nothing(history, chance):
    shuffled = list(history)
    chance.shuffle(shuffled)

    assert standing(shuffled, now=NOON, zone=LONDON, rule=THREE_IN_SIX) == standing(
        history, now=NOON, zone=LONDON, rule=THREE_IN_SIX
    )


@given(histories)
def test_every_complaint_qualifies_from_its_day_until_its_last_and_the_last_day_is_the_last(history):
    now = max((report.at for report in history), default=NOON)
    found = standing(history, now=now, zone=LONDON, rule=THREE_IN_SIX)

    assert all(one.made_on <= found.on <= one.until for one in found.complaints)
    if found.last_day is not None:
        # At the end of that day: what was reported in its afternoon counts on it.
        ends = datetime.combine(found.last_day, time.max, tzinfo=LONDON)
        assert standing(history, now=ends, zone=LONDON, rule=THREE_IN_SIX).reached
        assert not on(found.last_day + DAY, history).reached


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 1, 1)), st.integers(1, 24))
def test_a_later_beginning_never_ends_earlier(start, months):
    assert start <= last_day(start, months=months) <= last_day(start + timedelta(days=1), months=months)
