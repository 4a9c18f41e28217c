"""Complaints to several agencies: which qualify, on their first and last day, and that one incident counts once."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.case_review import CaseReviewRule, Complained, Why, counted, why

RULE = CaseReviewRule(
    count=3,
    months=6,
    report_within_months=1,
    explain_at=2,
    follow_ups_count=True,
    not_complaints=frozenset({"TRANSPORT_RTC_INJURY"}),
)
COUNCIL, POLICE = "Mallow Council", "The police"


def told(incident, made_on, agency=COUNCIL, **more):
    return Complained(incident, made_on, agency, **more)


@pytest.mark.parametrize(
    ("happened_on", "made_on", "found"),
    [
        (date(2026, 4, 10), date(2026, 4, 10), Why.QUALIFIES),
        (date(2026, 4, 10), date(2026, 5, 9), Why.QUALIFIES),
        (date(2026, 4, 10), date(2026, 5, 10), Why.TOO_LATE),
        (date(2026, 1, 31), date(2026, 2, 28), Why.QUALIFIES),
        (date(2026, 1, 31), date(2026, 3, 1), Why.TOO_LATE),
        (date(2027, 12, 15), date(2028, 1, 14), Why.QUALIFIES),
        (date(2027, 12, 15), date(2028, 1, 15), Why.TOO_LATE),
        (None, date(2026, 5, 10), Why.QUALIFIES),
    ],
)
def test_a_complaint_is_made_within_one_month_beginning_with_the_day_of_the_behaviour(happened_on, made_on, found):
    assert why(told("a", made_on, happened_on=happened_on), on=made_on, rule=RULE) is found


@pytest.mark.parametrize(
    ("made_on", "applied_on", "found"),
    [
        (date(2026, 5, 10), date(2026, 5, 10), Why.QUALIFIES),
        (date(2026, 5, 10), date(2026, 11, 9), Why.QUALIFIES),
        (date(2026, 5, 10), date(2026, 11, 10), Why.RUN_OUT),
        (date(2026, 8, 31), date(2027, 2, 28), Why.QUALIFIES),
        (date(2026, 8, 31), date(2027, 3, 1), Why.RUN_OUT),
        (date(2027, 8, 31), date(2028, 2, 29), Why.QUALIFIES),
        (date(2026, 5, 10), date(2026, 5, 9), Why.NOT_YET),
    ],
)
def test_an_application_is_made_within_six_months_beginning_with_the_day_of_the_complaint(made_on, applied_on, found):
    assert why(told("a", made_on), on=applied_on, rule=RULE) is found


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"set_aside": True}, Why.SET_ASIDE),
        ({"code": "TRANSPORT_RTC_INJURY"}, Why.ANOTHER_SUBJECT),
        ({"code": "ASB_PERSONAL"}, Why.QUALIFIES),
        ({"again": 1}, Why.QUALIFIES),
    ],
)
def test_what_is_of_another_subject_or_was_set_aside_does_not_qualify(more, found):
    assert why(told("a", date(2026, 5, 10), **more), on=date(2026, 6, 1), rule=RULE) is found


def test_three_incidents_of_which_one_was_told_to_two_agencies_are_three():
    on = date(2026, 6, 1)
    found = counted(
        [
            told("a", date(2026, 5, 1)),
            told("b", date(2026, 5, 2), POLICE),
            told("c", date(2026, 5, 3)),
            told("c", date(2026, 5, 4), POLICE),
        ],
        on=on,
        rule=RULE,
    )

    assert (found.count, found.reached) == (3, True)
    assert [one.agencies for one in found.complaints] == [(COUNCIL,), (POLICE,), (COUNCIL, POLICE)]


def test_three_complaints_to_two_agencies_about_two_incidents_are_two():
    found = counted(
        [told("a", date(2026, 5, 1)), told("b", date(2026, 5, 2)), told("b", date(2026, 5, 3), POLICE)],
        on=date(2026, 6, 1),
        rule=RULE,
    )

    assert (found.count, found.reached) == (2, False)


def test_an_incident_counts_as_long_as_any_agency_was_told_in_time():
    late = told("a", date(2026, 5, 10), POLICE, happened_on=date(2026, 4, 10))
    timely = told("a", date(2026, 4, 12), happened_on=date(2026, 4, 10))

    assert counted([late], on=date(2026, 6, 1), rule=RULE).count == 0
    found = counted([late, timely], on=date(2026, 6, 1), rule=RULE)
    assert (found.count, found.complaints[0].agencies, found.complaints[0].until) == (1, (COUNCIL,), date(2026, 10, 11))


days = st.integers(-400, 40).map(lambda days: date(2026, 6, 1) + timedelta(days=days))
complaints = st.lists(
    st.builds(
        Complained,
        incident=st.sampled_from("abcde"),
        made_on=days,
        agency=st.sampled_from(["", COUNCIL, POLICE, "Mallow Homes"]),
        happened_on=st.none() | days,
        set_aside=st.booleans(),
    ),
    max_size=12,
)


@given(complaints, st.randoms())
def test_neither_order_nor_telling_another_agency_changes_the_count(made, random):
    on = date(2026, 6, 1)
    shuffled = [*made, *made]
    random.shuffle(shuffled)
    once, twice = counted(made, on=on, rule=RULE), counted(shuffled, on=on, rule=RULE)

    assert [one.incident for one in once.complaints] == [one.incident for one in twice.complaints]
    assert once.count == len({one.incident for one in made if why(one, on=on, rule=RULE) is Why.QUALIFIES})
