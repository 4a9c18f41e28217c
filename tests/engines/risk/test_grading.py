"""Grades of response."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from heed.engines.risk.grading import GradeRule, attend_by, is_downgrade

LONDON = ZoneInfo("Europe/London")
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
EMERGENCY = GradeRule("EMERGENCY", "Emergency", urban_minutes=15, rural_minutes=20, rank=1)
PRIORITY = GradeRule("PRIORITY", "Priority", urban_minutes=60, rural_minutes=60, rank=2)
NO_TIME = GradeRule("ADVICE", "Advice", urban_minutes=None, rural_minutes=None, rank=4)


def test_an_emergency_in_town_has_fifteen_minutes():
    assert attend_by(EMERGENCY, graded_at=NOON, rural=False) == NOON + timedelta(minutes=15)


def test_an_emergency_in_the_country_has_twenty():
    assert attend_by(EMERGENCY, graded_at=NOON, rural=True) == NOON + timedelta(minutes=20)


def test_a_grade_without_minutes_sets_no_time():
    assert attend_by(NO_TIME, graded_at=NOON, rural=True) is None


def test_minutes_pass_when_the_clocks_go_back():
    half_past_one_in_summer = datetime(2026, 10, 25, 1, 30, tzinfo=LONDON)

    due = attend_by(PRIORITY, graded_at=half_past_one_in_summer, rural=False)

    assert due is not None
    assert due.isoformat() == "2026-10-25T01:30:00+00:00"


def test_minutes_pass_when_the_clocks_go_forward():
    half_past_midnight = datetime(2026, 3, 29, 0, 30, tzinfo=LONDON)

    due = attend_by(PRIORITY, graded_at=half_past_midnight, rural=False)

    assert due is not None
    assert due.isoformat() == "2026-03-29T02:30:00+01:00"


def test_grading_without_a_time_zone_is_refused_even_where_no_time_is_set():
    with pytest.raises(ValueError, match="time of grading has no time zone"):
        attend_by(NO_TIME, graded_at=NOON.replace(tzinfo=None), rural=False)


def test_less_urgent_is_down_and_the_same_or_more_urgent_is_not():
    assert is_downgrade(EMERGENCY, PRIORITY)
    assert not is_downgrade(PRIORITY, PRIORITY)
    assert not is_downgrade(PRIORITY, EMERGENCY)
