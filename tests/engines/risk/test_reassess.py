"""What has happened since somebody last assessed the risk (procedure.md 2.4)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.reassess import MATCHES, Demanded, ReassessRule, Trigger, demanded
from heed.foundation.policy.packs import national

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RULES = {trigger: ReassessRule(demands=True, because=f"because of {trigger}") for trigger in Trigger}


def standing(*happened, assessed_at=None, graded_at=NOON - timedelta(hours=9), rules=RULES):
    return demanded(happened, assessed_at=assessed_at, graded_at=graded_at, rules=rules)


@pytest.mark.parametrize("trigger", Trigger)
def test_every_trigger_demands_an_assessment_where_there_is_none(trigger):
    assert standing((trigger, NOON)) == (Demanded(trigger, NOON, f"because of {trigger}"),)


@pytest.mark.parametrize("trigger", Trigger)
@pytest.mark.parametrize(
    ("assessed_at", "stands"),
    [(NOON - SECOND, True), (NOON, True), (NOON + SECOND, False)],
    ids=["before", "at", "after"],
)
def test_only_a_later_assessment_answers_it(trigger, assessed_at, stands):
    assert bool(standing((trigger, NOON), assessed_at=assessed_at)) is stands


@pytest.mark.parametrize(("minutes_ago", "stands"), [(0, False), (59, False), (60, True), (61, True), (-1, False)])
def test_an_assessment_is_fresh_for_less_than_so_long(minutes_ago, stands):
    rules = {Trigger.BEFORE_CLOSURE: ReassessRule(demands=True, because="closing", fresh_minutes=60)}

    found = standing((Trigger.BEFORE_CLOSURE, NOON), assessed_at=NOON - timedelta(minutes=minutes_ago), rules=rules)
    assert bool(found) is stands


@pytest.mark.parametrize("trigger", sorted(MATCHES))
@pytest.mark.parametrize(
    ("graded_at", "stands"), [(None, False), (NOON - SECOND, True), (NOON, False), (NOON + SECOND, False)]
)
def test_what_was_known_at_grading_is_behind_the_grade(trigger, graded_at, stands):
    assert bool(standing((trigger, NOON), graded_at=graded_at)) is stands


def test_a_call_back_before_grading_still_demands_one():
    assert standing((Trigger.CALLED_BACK, NOON), graded_at=None)


@pytest.mark.parametrize("rules", [{}, {Trigger.NEW_CALL: ReassessRule(demands=False, because="not here")}])
def test_a_trigger_that_the_pack_leaves_out_or_switches_off_demands_nothing(rules):
    assert standing((Trigger.NEW_CALL, NOON), rules=rules) == ()


def test_each_trigger_is_named_once_from_when_it_first_stood_oldest_first():
    found = standing(
        (Trigger.NEW_CALL, NOON + 2 * SECOND),
        (Trigger.TIMER_EXPIRED, NOON + SECOND),
        (Trigger.NEW_CALL, NOON),
        (Trigger.NEW_CALL, NOON - SECOND),
        assessed_at=NOON - SECOND / 2,
    )

    assert [(one.trigger, one.at) for one in found] == [
        (Trigger.NEW_CALL, NOON),
        (Trigger.TIMER_EXPIRED, NOON + SECOND),
    ]


def test_the_clocks_of_summer_and_winter_do_not_confuse_it():
    london = ZoneInfo("Europe/London")
    assessed = datetime(2026, 10, 25, 1, 50, tzinfo=london)  # in summer time
    rang = datetime(2026, 10, 25, 1, 10, fold=1, tzinfo=london)  # twenty minutes later, in winter time

    assert standing((Trigger.CALLED_BACK, rang), assessed_at=assessed)


NAIVE = datetime(2026, 11, 22, 12)  # noqa: DTZ001  that is the case


@pytest.mark.parametrize("named", [{"at": NAIVE}, {"assessed_at": NAIVE}, {"graded_at": NAIVE}], ids=str)
def test_a_moment_without_a_time_zone_is_refused(named):
    happened = (Trigger.NEW_CALL, named.get("at", NOON))

    with pytest.raises(ValueError, match="has no time zone"):
        standing(happened, **{name: at for name, at in named.items() if name != "at"})


HAPPENED = st.lists(st.tuples(st.sampled_from(Trigger), st.integers(-100, 100)), max_size=20)


@given(
    happened=HAPPENED, assessed=st.integers(-100, 100), more=st.tuples(st.sampled_from(Trigger), st.integers(-100, 100))
)
def test_more_that_happens_never_answers_a_demand(happened, assessed, more):
    before, after = (
        standing(*((trigger, NOON + at * SECOND) for trigger, at in events), assessed_at=NOON + assessed * SECOND)
        for events in (happened, [*happened, more])
    )

    assert {one.trigger for one in before} <= {one.trigger for one in after}


def test_the_national_pack_demands_one_for_every_trigger():
    rules = national().assessment.reassess

    assert rules.keys() == set(Trigger)
    assert all(rule.demands and rule.because.endswith(".") for rule in rules.values())
