"""Whose door is right: by tenure, land, trouble and time of day, and never without the risk."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.clocks.calendar import WorkingDays
from heed.engines.risk.right_door import (
    ASSESS_FIRST,
    NOBODY_ELSE,
    OURS,
    Asked,
    Danger,
    DoorRule,
    Hours,
    KeepRule,
    Land,
    Tenure,
    find,
    opens_at,
    police_keep,
)
from heed.foundation.policy.packs import national

LONDON = ZoneInfo("Europe/London")
DAYS = WorkingDays(frozenset(), frozenset())
FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=LONDON)
CALM = Danger(assessed=True)
OFFICE = Hours(time(9), time(17), working_days_only=True)
NIGHT = Hours(time(23), time(7))
DOORS = national().right_door
KEEP = KeepRule(grades={"EMERGENCY": "it is graded an emergency"}, bands={"HIGH": "the victim is at high risk"})


def asked(trouble, tenure=Tenure.UNKNOWN, land=Land.UNKNOWN, *, at=FRIDAY, danger=CALM):
    """Ask the national pack."""
    return find(
        Asked(trouble, tenure, land), danger=danger, rules=DOORS.rules, keep=DOORS.keep.rule, opening=DOORS.hours,
        local=at, calendar=DAYS,
    )  # fmt: skip


def kinds(found):
    return [door.kind for door in found.doors]


@pytest.mark.parametrize(
    ("trouble", "tenure", "land", "doors"),
    [
        ("noise", "council", "home", ["council"]),
        ("noise", "housing", "home", ["housing", "council"]),
        ("noise", "unknown", "street", [OURS]),
        ("noise", "unknown", "park", [OURS, "council"]),
        ("rubbish", "unknown", "street", ["council"]),
        ("vehicle_nuisance", "none", "street", [OURS]),
        ("young_people", "none", "street", ["youth"]),
        ("distress", "unknown", "home", ["health"]),
        ("empty_home", "unknown", "home", ["council", OURS]),
        ("groups", "none", "railway", ["police"]),
        ("other", "unknown", "unknown", [OURS]),
    ],
)
def test_the_national_pack_names_who_answers(trouble, tenure, land, doors):
    assert kinds(asked(trouble, tenure, land)) == doors


def test_what_nobody_else_answers_for_is_the_polices():
    assert asked("other").doors[0].because == (NOBODY_ELSE,)


def test_fireworks_are_the_councils_by_day_and_the_polices_at_night():
    assert kinds(asked("fireworks", land="home")) == ["council"]
    assert kinds(asked("fireworks", land="home", at=FRIDAY.replace(hour=23))) == [OURS, "council"]


def test_a_door_that_is_shut_says_when_it_opens():
    shut = asked("rubbish", land="street", at=FRIDAY.replace(hour=17)).doors[0]

    assert not shut.open_now
    assert shut.opens_at == datetime(2026, 11, 23, 9, 0, tzinfo=LONDON)


def test_a_bank_holiday_is_no_day_at_the_council():
    boxing_day_week = datetime(2026, 12, 24, 18, 0, tzinfo=LONDON)

    assert opens_at(OFFICE, boxing_day_week, DAYS) == datetime(2026, 12, 29, 9, 0, tzinfo=LONDON)


@pytest.mark.parametrize(
    ("hours", "clock", "inside"),
    [
        (OFFICE, time(8, 59, 59), False),
        (OFFICE, time(9), True),
        (OFFICE, time(16, 59, 59), True),
        (OFFICE, time(17), False),
        (NIGHT, time(22, 59, 59), False),
        (NIGHT, time(23), True),
        (NIGHT, time(0), True),
        (NIGHT, time(6, 59, 59), True),
        (NIGHT, time(7), False),
        (Hours(time(0), time(0)), time(12), True),
    ],
)
def test_hours_begin_at_their_start_and_are_over_at_their_end(hours, clock, inside):
    assert hours.hold(datetime.combine(FRIDAY.date(), clock, LONDON), DAYS) is inside


def test_the_night_that_began_on_a_working_day_belongs_to_it():
    nights = Hours(time(23), time(7), working_days_only=True)
    saturday, sunday = FRIDAY + timedelta(days=1), FRIDAY + timedelta(days=2)

    assert nights.hold(saturday.replace(hour=3), DAYS)
    assert not nights.hold(sunday.replace(hour=3), DAYS)


@pytest.mark.parametrize(
    ("danger", "because"),
    [
        (Danger(grade="EMERGENCY"), "it is graded an emergency"),
        (Danger(band="HIGH"), "the victim is at high risk"),
        (Danger(emergency=True), "it was reported as an emergency"),
        (Danger(unsafe=True), "whoever rang said that they are not safe"),
        (Danger(crime=True), "it may be a crime"),
    ],
)
def test_each_thing_that_is_immediate_is_said(danger, because):
    [sentence] = police_keep(danger, KEEP)

    assert because in sentence


def test_what_is_unknown_is_no_reason_to_keep_it_and_none_to_let_it_go():
    found = asked("rubbish", danger=Danger())

    assert found.police_keep == ()
    assert found.first == (ASSESS_FIRST,)


def test_threats_are_the_polices_whoever_the_landlord_is():
    found = asked("threats", "housing", "home")

    assert kinds(found)[0] == OURS
    assert "housing" in kinds(found)
    assert "threats and violence are for the police" in found.police_keep[0]


dangers = st.builds(
    Danger, assessed=st.booleans(), grade=st.sampled_from(["", "EMERGENCY", "PRIORITY", "SCHEDULED"]),
    band=st.sampled_from(["", "STANDARD", "HIGH"]), emergency=st.booleans(), unsafe=st.booleans(), crime=st.booleans(),
)  # fmt: skip
rules = st.lists(
    st.builds(
        DoorRule, id=st.text(min_size=1), door=st.sampled_from(["council", "housing", OURS]), because=st.just("it is so"),
        troubles=st.frozensets(st.sampled_from(["noise", "rubbish"])), tenures=st.frozensets(st.sampled_from(Tenure)),
        lands=st.frozensets(st.sampled_from(Land)), between=st.sampled_from([None, OFFICE, NIGHT]),
    ),
    max_size=6,
)  # fmt: skip


@given(
    dangers, rules, st.sampled_from(["noise", "rubbish"]), st.sampled_from(Tenure), st.sampled_from(Land),
    st.integers(0, 400),
)  # fmt: skip
def test_whatever_door_is_right_the_risk_is_never_dropped(danger, made, trouble, tenure, land, hours):
    at = FRIDAY + timedelta(hours=hours)
    found = find(
        Asked(trouble, tenure, land), danger=danger, rules=made, keep=KEEP, opening={"council": OFFICE}, local=at,
        calendar=DAYS,
    )  # fmt: skip

    immediate = (
        danger.emergency or danger.unsafe or danger.crime or danger.grade == "EMERGENCY" or danger.band == "HIGH"
    )
    assert found.doors
    assert bool(found.police_keep) is immediate
    assert not immediate or found.doors[0].kind == OURS
    assert bool(found.first) is not danger.assessed
    assert len(kinds(found)) == len(set(kinds(found)))
