"""Course of conduct: each edge of each test a case of its own. The pack's own cases are run by `heed policy check`."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.conduct import assess, due_at
from heed.engines.risk.conduct_terms import ConductRule, Course, Occasion, Sign, Test, Wording

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
RULE = ConductRule(
    occasions=2, fear_occasions=2, stalking_age=16, months=3, hours=24, victims_word=True, screen=2, victims=2, parties=2,
    wording={test: Wording(test.value, "words", "source", "national guidance") for test in Test},
)  # fmt: skip


def on(at, *signs, incident=0, party=True, ages=(None, None), **more):
    known = dict.fromkeys(signs, at)
    return Occasion(incident or int(at.timestamp()), at, at if party else None, known, ages=ages, **more)


def met(*occasions, **more):
    return {one.test: one for one in assess(occasions, rule=RULE, zone=LONDON, **more).met}


def test_a_day_may_hold_two_occasions():
    assert Test.HARASSMENT in met(on(NOON), on(NOON + timedelta(minutes=1)))


def test_the_first_moment_is_the_second_occasion_not_the_third():
    assert met(on(NOON), on(NOON + DAY), on(NOON + 2 * DAY))[Test.HARASSMENT].at == NOON + DAY


def test_the_clock_runs_from_when_the_other_party_was_described():
    late = Occasion(2, NOON + DAY, NOON + 3 * DAY)

    assert met(on(NOON), late)[Test.HARASSMENT].due_at == NOON + 4 * DAY


def test_24_hours_pass_whatever_the_clocks_do():
    before = datetime(2026, 10, 24, 14, 5, tzinfo=LONDON)

    assert due_at(before, rule=RULE).astimezone(LONDON).strftime("%d %H:%M") == "25 13:05"


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="has no time zone"):
        met(on(NOON.replace(tzinfo=None)))


@pytest.mark.parametrize(
    ("ages", "is_stalking"),
    [((16, 16), True), ((15, 40), False), ((40, 15), False), ((None, None), True), ((None, 15), False)],
)
def test_stalking_by_a_former_partner_asks_for_16(ages, is_stalking):
    found = met(on(NOON, ages=ages), on(NOON + DAY, Sign.FORMER_PARTNER, ages=ages))

    assert (Test.STALKING in found) == is_stalking
    if ages == (None, None):
        assert "ask whether both are 16" in found[Test.STALKING].because


def test_fear_needs_two_occasions_of_fear():
    once = (on(NOON, Sign.FEAR_OF_VIOLENCE), on(NOON + DAY))

    assert Test.FEAR not in met(*once)
    assert met(*once, on(NOON + 2 * DAY, Sign.FEAR_OF_VIOLENCE))[Test.FEAR].at == NOON + 2 * DAY


def test_hate_on_any_occasion_aggravates_the_course():
    found = met(on(NOON, Sign.HATE_RACE_OR_RELIGION), on(NOON + DAY))

    assert found[Test.HARASSMENT_AGGRAVATED].at == NOON + DAY
    assert Test.HARASSMENT_AGGRAVATED not in met(on(NOON, Sign.HATE_OTHER), on(NOON + DAY))


def test_the_principal_crime_comes_first():
    fear = (Sign.FEAR_OF_VIOLENCE, Sign.HATE_RACE_OR_RELIGION, Sign.FORMER_PARTNER)
    found = [one.test for one in assess([on(NOON, *fear), on(NOON + DAY, *fear)], rule=RULE, zone=LONDON).met]

    first_five = [Test.FEAR_AGGRAVATED, Test.FEAR, Test.HARASSMENT_AGGRAVATED, Test.STALKING, Test.HARASSMENT]

    assert found == first_five


@pytest.mark.parametrize(
    ("signs", "test"),
    [
        ((Sign.ABUSE, Sign.HATE_RACE_OR_RELIGION), Test.PUBLIC_ORDER_AGGRAVATED),
        ((Sign.ABUSE, Sign.TARGETED, Sign.DISTRESS), Test.PUBLIC_ORDER_4A),
        ((Sign.ABUSE, Sign.SEX_BASED), Test.SEX_BASED_4B),
        ((Sign.THREAT_TO_KILL,), Test.THREAT_TO_KILL),
        ((Sign.THREAT_TO_DAMAGE,), Test.THREAT_TO_DAMAGE),
        ((Sign.VIOLENCE,), Test.VIOLENCE),
        ((Sign.DAMAGE,), Test.DAMAGE),
        ((Sign.BREACH_OF_ORDER,), Test.BREACH),
    ],
)
def test_what_is_a_crime_the_first_time_even_by_nobody_described(signs, test):
    assert set(met(on(NOON, *signs, party=False))) == {test}


@pytest.mark.parametrize(
    "signs",
    [
        (Sign.ABUSE,), (Sign.ABUSE, Sign.TARGETED), (Sign.ABUSE, Sign.HATE_OTHER), (Sign.SLIGHT_DAMAGE,),
        (Sign.BREACH_OF_NOTICE,), (Sign.TARGETED, Sign.DISTRESS), (Sign.FORMER_PARTNER,), (Sign.HATE_RACE_OR_RELIGION,),
    ],
)  # fmt: skip
def test_what_is_no_crime_by_itself(signs):
    assert met(on(NOON, *signs)) == {}


def test_stalking_signs_need_somebody_fixed_on_the_victim():
    assert Test.STALKING_SIGNS not in met(on(NOON, Sign.THREAT, Sign.DAMAGE), on(NOON + DAY))
    assert Test.STALKING_SIGNS in met(on(NOON, Sign.FOLLOWING), on(NOON + DAY, Sign.THREAT))


def test_a_sign_learnt_later_moves_the_moment():
    later = Occasion(1, NOON, NOON, {Sign.DAMAGE: NOON + 3 * DAY})

    assert met(later)[Test.DAMAGE].at == NOON + 3 * DAY


@pytest.mark.parametrize(("days", "asks"), [(81, False), (91, False), (92, True)], ids=["in", "last day", "3 months"])
def test_three_months_after_the_last_recorded_incident_asks_anew(days, asks):
    # The last recorded incident is of 21 August: the third month ends with 20 November.
    first, second = datetime(2026, 8, 20, 12, tzinfo=UTC), datetime(2026, 8, 21, 12, tzinfo=UTC)
    course = Course(second + timedelta(hours=1), frozenset({Test.HARASSMENT}), crime=True)
    found = assess([on(first), on(second), on(second + days * DAY)], rule=RULE, zone=LONDON, course=course)

    assert bool(found.met) == asks
    assert found.continues != asks


def test_each_incident_added_moves_the_three_months_on():
    course = Course(NOON + DAY + timedelta(hours=1), frozenset({Test.HARASSMENT}), crime=True)
    occasions = [on(NOON), on(NOON + DAY), on(NOON + 60 * DAY), on(NOON + 120 * DAY), on(NOON + 180 * DAY)]

    assert assess(occasions, rule=RULE, zone=LONDON, course=course).continues


def test_damage_within_a_recorded_course_is_still_a_crime_of_its_own():
    course = Course(NOON + DAY + timedelta(hours=1), frozenset({Test.HARASSMENT, Test.DAMAGE}), crime=True)
    occasions = [on(NOON, Sign.DAMAGE), on(NOON + DAY), on(NOON + 9 * DAY, Sign.DAMAGE)]

    assert {one.test for one in assess(occasions, rule=RULE, zone=LONDON, course=course).met} == {Test.DAMAGE}


def test_at_the_moment_of_the_ending_it_is_over():
    course = Course(ended_at=NOON)

    assert met(on(NOON), on(NOON + DAY), course=course) == {}
    assert Test.HARASSMENT in met(on(NOON + DAY), on(NOON + 2 * DAY), course=course)


def test_several_households_with_one_other_party_are_read_together_once_it_is_serious():
    theirs = {"b": [on(NOON)]}

    assert met(on(NOON + DAY), elsewhere=theirs) == {}
    assert met(on(NOON + DAY, Sign.THREAT), elsewhere=theirs)[Test.SEVERAL_VICTIMS].at == NOON + DAY


def test_what_others_suffered_before_starts_no_clock_for_somebody_new():
    theirs = {"b": [on(NOON - 900 * DAY, Sign.THREAT)], "c": [on(NOON - 800 * DAY, Sign.THREAT)]}

    assert met(on(NOON), elsewhere=theirs)[Test.SEVERAL_VICTIMS].at == NOON


def test_several_other_parties_with_hate_are_read_together():
    hate = Sign.HATE_OTHER

    assert met(on(NOON + DAY, hate), others={"b": [on(NOON)]}) == {}
    assert Test.SEVERAL_PARTIES in met(on(NOON + DAY, hate), others={"b": [on(NOON, hate)]})


OCCASIONS = st.lists(
    st.builds(
        lambda hours, signs, party: on(NOON + timedelta(hours=hours), *signs, party=party, incident=hours + 1),
        st.integers(0, 5_000), st.sets(st.sampled_from(list(Sign))), st.booleans(),
    ),
    max_size=6,
)  # fmt: skip


@given(OCCASIONS, OCCASIONS)
def test_another_incident_never_takes_a_test_away_nor_makes_it_later(some, more):
    before, after = met(*some), met(*some, *more)

    assert before.keys() <= after.keys()
    assert all(after[test].at <= one.at for test, one in before.items())


@given(OCCASIONS)
def test_no_test_is_met_before_the_first_report_and_order_is_nothing(some):
    found = met(*some)

    assert met(*reversed(some)) == found
    assert all(one.at >= min(o.at for o in some) and one.due_at == one.at + DAY for one in found.values())
