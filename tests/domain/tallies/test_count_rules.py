"""How long a key lasts, whose tokens are taken, and what of a home is shown."""

from datetime import date, timedelta

import pytest

from heed.domain.tallies.rules import count, life, why_not_take

TODAY = date(2026, 11, 20)


def test_a_key_takes_tokens_for_its_days_and_counts_as_long_as_the_last_of_them():
    found = life(made_on=TODAY, review_on=TODAY + timedelta(days=400), accept_days=180, days=60)

    assert found.accepts_until == TODAY + timedelta(days=180)
    assert found.matches_until == TODAY + timedelta(days=240)


def test_a_key_takes_no_tokens_beyond_the_review_of_its_agreement():
    found = life(made_on=TODAY, review_on=TODAY + timedelta(days=10), accept_days=180, days=60)

    assert found.accepts_until == TODAY + timedelta(days=10)


TAKEN = {
    "key_agency": 1,
    "agency": 1,
    "key_agreement": 7,
    "agreement": 7,
    "ended": False,
    "accepts_until": TODAY,
    "on": TODAY,
}


def test_on_its_last_day_a_key_still_takes_tokens():
    assert why_not_take(**TAKEN) == ""


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"agreement": None}, "no agreement in force"),
        ({"key_agency": None, "key_agreement": None}, "not yours"),
        ({"key_agency": 2}, "not yours"),
        ({"key_agreement": 6}, "another agreement"),
        ({"ended": True}, "run out"),
        ({"accepts_until": TODAY - timedelta(days=1)}, "run out"),
        ({"accepts_until": None}, "run out"),
    ],
)
def test_what_is_not_taken_is_said_in_a_sentence(changes, why):
    assert why in why_not_take(**TAKEN | changes)


def test_an_unknown_key_is_not_told_from_that_of_somebody_else():
    assert why_not_take(**TAKEN | {"key_agency": None}) == why_not_take(**TAKEN | {"key_agency": 2})


@pytest.mark.parametrize(
    ("found", "person", "home"),
    [
        ([], (), ()),
        ([("a", True)], ("a",), ()),
        ([("a", True), ("a", False)], ("a",), ()),
        ([("a", False), ("a", True)], ("a",), ()),
        ([("a", False)], (), ()),
        ([("a", False), ("b", False)], (), ("a", "b")),
        ([("a", True), ("b", False), ("c", False), ("c", False)], ("a",), ("b", "c")),
    ],
)
def test_a_report_counts_once_and_one_of_the_home_alone_not_at_all(found, person, home):
    counted = count(found, home_least=2)

    assert (counted.of_person, counted.of_home) == (person, home)
