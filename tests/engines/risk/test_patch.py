"""The order of a patch: each edge a named case, and what holds of every list."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.patch import Part, Reason, Standing, Why, in_order, most_to_lose, part_of, place

NOW = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def stands(reason, standing=None):
    return place([reason], standing or Standing(), now=NOW, day_ends=MIDNIGHT)


@pytest.mark.parametrize(
    ("reason", "part"),
    [
        (Reason(Why.BROKEN_PROMISE, "", NOW + timedelta(days=9)), Part.PUT_RIGHT),
        (Reason(Why.FAILED_VISIT, ""), Part.PUT_RIGHT),
        (Reason(Why.PROMISE, "", NOW - SECOND), Part.PUT_RIGHT),
        (Reason(Why.PROMISE, "", NOW), Part.TODAY),
        (Reason(Why.PROMISE, "", MIDNIGHT - SECOND), Part.TODAY),
        (Reason(Why.PROMISE, "", MIDNIGHT), Part.COMING),
        (Reason(Why.NEW_REPEAT, ""), Part.TODAY),
        (Reason(Why.NEW_LOG, ""), Part.LOOK_AT),
        (Reason(Why.FLAG, ""), Part.LOOK_AT),
    ],
    ids=[
        "a broken promise is to be put right, whatever the time",
        "so is a visit that failed",
        "late by a second",
        "due this moment is not late",
        "the last second of the day",
        "midnight is tomorrow",
        "a new repeat is for today",
        "a log of yesterday is to be looked at",
        "a flag without a day is to be looked at",
    ],
)
def test_the_part_of_the_list(reason, part):
    assert part_of(reason, now=NOW, day_ends=MIDNIGHT) is part


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Standing(vulnerable=True, incidents=2), Standing(vulnerable=True, incidents=1)),
        (Standing(vulnerable=True, incidents=1), Standing(incidents=9)),
        (Standing(incidents=2), Standing(incidents=1)),
    ],
    ids=["vulnerable and repeat before vulnerable", "vulnerable before repeat", "repeat before neither"],
)
def test_those_with_most_to_lose_come_first(first, then):
    assert most_to_lose(first) < most_to_lose(then)
    assert stands(Reason(Why.PROMISE, "", NOW), first) < stands(Reason(Why.PROMISE, "", NOW), then)


def test_what_went_wrong_for_anybody_comes_before_what_is_due_to_the_worst_off():
    due = stands(Reason(Why.PROMISE, "", NOW + SECOND), Standing(vulnerable=True, incidents=40))
    assert stands(Reason(Why.BROKEN_PROMISE, "")) < due


def test_among_equals_a_broken_promise_comes_before_a_late_review_however_late():
    late = stands(Reason(Why.REVIEW, "", NOW - timedelta(days=300)))
    assert stands(Reason(Why.BROKEN_PROMISE, "", NOW - SECOND)) < late


def test_nothing_stands_there_without_a_reason():
    with pytest.raises(ValueError, match="without a reason"):
        place([], Standing(), now=NOW, day_ends=MIDNIGHT)


def test_the_reasons_of_one_entry_are_told_the_weightiest_first():
    told = in_order(
        [Reason(Why.NEW_LOG, "log"), Reason(Why.REVIEW, "review", MIDNIGHT), Reason(Why.BROKEN_PROMISE, "promise")],
        now=NOW,
        day_ends=MIDNIGHT,
    )
    assert [reason.words for reason in told] == ["promise", "log", "review"]


REASONS = st.builds(
    Reason,
    st.sampled_from(Why),
    st.just(""),
    st.none() | st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
STANDINGS = st.builds(Standing, st.booleans(), st.integers(0, 60))


@given(reasons=st.lists(REASONS, min_size=1, max_size=5), more=REASONS, standing=STANDINGS)
def test_nobody_moves_down_by_one_reason_more(reasons, more, standing):
    before = place(reasons, standing, now=NOW, day_ends=MIDNIGHT)
    assert place([*reasons, more], standing, now=NOW, day_ends=MIDNIGHT) <= before


@given(reasons=st.lists(REASONS, min_size=1, max_size=5), standing=STANDINGS, more=st.integers(0, 20))
def test_nobody_moves_down_by_being_worse_off(reasons, standing, more):
    before = place(reasons, standing, now=NOW, day_ends=MIDNIGHT)
    worse = Standing(vulnerable=True, incidents=standing.incidents + more)
    assert place(reasons, worse, now=NOW, day_ends=MIDNIGHT) <= before


@given(reason=REASONS, standing=STANDINGS, later=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_nobody_moves_from_what_is_late_to_what_is_not_by_waiting(reason, standing, later):
    def index(now):
        return list(Part).index(part_of(reason, now=now, day_ends=MIDNIGHT + (now - NOW)))

    assert index(NOW + later) <= index(NOW)
