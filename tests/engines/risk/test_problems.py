"""When a problem plan opens, what it is measured by, and what its scanning says."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.problems import (
    Happened,
    OpeningRule,
    Scan,
    Subject,
    measure,
    reached,
    scanning,
)
from heed.engines.risk.returned import as_returned

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
RULE = OpeningRule(incidents=3, within_days=90)
PARTY = OpeningRule(incidents=3, within_days=90, victims=2)


def happened(*days_ago, victims="v"):
    return [Happened(n, NOW - days * DAY, frozenset({victims})) for n, days in enumerate(days_ago, 1)]


def test_three_incidents_reach_a_line_of_three():
    met = reached(happened(60, 30, 0), subject=Subject.PLACE, rule=RULE, now=NOW)

    assert met.incidents == (1, 2, 3)
    assert met.because == ("Repeat location: 3 incidents in 90 days. The line is 3 incidents in 90 days.")


def test_two_do_not():
    assert reached(happened(60, 30), subject=Subject.PLACE, rule=RULE, now=NOW) is None


def test_an_incident_exactly_so_long_ago_counts_and_a_second_more_does_not():
    edge = happened(90, 30, 0)
    over = [Happened(9, NOW - 90 * DAY - timedelta(seconds=1)), *happened(30, 0)]

    assert reached(edge, subject=Subject.VICTIM, rule=RULE, now=NOW)
    assert reached(over, subject=Subject.VICTIM, rule=RULE, now=NOW) is None


def test_what_is_reported_later_than_now_does_not_count():
    assert reached([*happened(2, 1), Happened(9, NOW + DAY)], subject=Subject.VICTIM, rule=RULE, now=NOW) is None


def test_the_same_incident_twice_counts_once():
    twice = [*happened(2, 1), *happened(2, 1)]

    assert reached(twice, subject=Subject.PLACE, rule=RULE, now=NOW) is None


def test_after_a_plan_was_closed_only_new_incidents_open_another():
    closed = NOW - 10 * DAY

    assert reached(happened(60, 30, 0), subject=Subject.PLACE, rule=RULE, now=NOW, since=closed) is None
    assert reached(happened(60, 10, 9, 0), subject=Subject.PLACE, rule=RULE, now=NOW, since=closed) is None
    met = reached(happened(60, 9, 8, 0), subject=Subject.PLACE, rule=RULE, now=NOW, since=closed)
    assert met.incidents == (2, 3, 4)
    assert "since the last plan was closed" in met.because


def test_an_other_party_needs_several_households():
    one_home = happened(3, 2, 1)
    two_homes = [*happened(3, 2), Happened(9, NOW, frozenset({"w"}))]

    assert reached(one_home, subject=Subject.PARTY, rule=PARTY, now=NOW) is None
    met = reached(two_homes, subject=Subject.PARTY, rule=PARTY, now=NOW)
    assert met.victims == 2
    assert "2 households" in met.because


def test_a_moment_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="no time zone"):
        reached([Happened(1, datetime(2026, 11, 1))], subject=Subject.PLACE, rule=RULE, now=NOW)  # noqa: DTZ001


def test_before_and_after_are_of_the_same_length():
    opened = NOW - 30 * DAY
    moments = [
        opened - 30 * DAY - timedelta(seconds=1), opened - 30 * DAY, opened - DAY, opened - timedelta(seconds=1),
        opened, NOW,
    ]  # fmt: skip
    found = measure(moments, opened_at=opened, now=NOW, most_days=180)

    assert (found.days, found.before, found.after) == (30, 3, 2)


def test_a_long_plan_is_measured_by_its_last_days():
    opened = NOW - 400 * DAY
    found = measure(
        [opened - 181 * DAY, opened - 180 * DAY, opened + DAY, NOW - 180 * DAY],
        opened_at=opened,
        now=NOW,
        most_days=180,
    )

    assert (found.days, found.before, found.after) == (180, 1, 1)


def test_a_plan_of_an_hour_is_measured_by_a_day():
    opened = NOW - timedelta(hours=1)
    found = measure([opened - timedelta(hours=20), opened], opened_at=opened, now=NOW, most_days=180)

    assert (found.days, found.before, found.after) == (1, 1, 1)


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (12, 2, "a fall after a peak may be chance"),
        (2, 12, "More were reported than before"),
        (6, 6, "No change in what was reported"),
        (3, 1, "4 incidents in all are too few to tell"),
    ],
)
def test_the_caution_fits_the_figures(before, after, words):
    opened = NOW - 30 * DAY
    moments = [opened - DAY] * before + [opened + DAY] * after

    assert words in measure(moments, opened_at=opened, now=NOW, most_days=180).caution


@given(st.lists(st.integers(-400, 400), max_size=30), st.integers(0, 300), st.integers(1, 200))
def test_nothing_is_counted_on_both_sides(days, age, most):
    opened = NOW - age * DAY
    found = measure([opened + d * DAY for d in days], opened_at=opened, now=NOW, most_days=most)

    assert found.before + found.after <= len(days)
    assert 1 <= found.days <= max(1, min(age, most))


def test_scanning_says_what_when_who_and_from_where():
    zone = ZoneInfo("Europe/London")
    scan = Scan(
        local=[
            datetime(2026, 11, 2, 22, 30, tzinfo=zone),
            datetime(2026, 11, 9, 23, 0, tzinfo=zone),
            datetime(2026, 11, 11, 9, tzinfo=zone),
        ],
        what=["Personal", "Personal", "Nuisance"],
        roles={"people who suffered": 2, "of them under 18": 0},
        tried=[],
        sources=["HD-26-0000001", "HD-26-0000002"],
    )

    assert scanning(scan).split("\n") == [
        "What: Personal (2); Nuisance (1).",
        "How often: 2026 week 45: 1; 2026 week 46: 2.",
        "Days: Monday (2); Wednesday (1).",
        "Hours: 18 to midnight (2); 6 to noon (1).",
        "Who suffers: people who suffered (2).",
        "Tried so far: nothing on record.",
        "Sources: HD-26-0000001, HD-26-0000002.",
    ]


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0"), (1, "fewer than 5"), (4, "fewer than 5"), (5, "5"), (7, "5"), (8, "10"), (12, "10")]
)
def test_small_counts_are_not_given(count, words):
    assert as_returned(count, small=5) == words


def test_a_count_is_not_negative():
    with pytest.raises(ValueError, match="not -1"):
        as_returned(-1, small=5)


@given(st.integers(5, 10_000))
def test_a_count_that_is_given_is_within_half_of_the_step(count):
    assert abs(int(as_returned(count, small=5)) - count) <= 2.5
