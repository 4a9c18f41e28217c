"""When somebody is asked, and when nobody rings again."""

from datetime import date

import pytest

from heed.domain.aftermath import rules


@pytest.mark.parametrize(
    ("vulnerable", "repeat", "day"),
    [(True, True, 4), (True, False, 18), (False, True, 18), (False, False, 18)],
)
def test_whoever_is_vulnerable_and_suffers_again_is_asked_sooner(vulnerable, repeat, day):
    due = rules.due_on(date(2026, 11, 20), vulnerable=vulnerable, repeat=repeat, after_days=28, after_days_sooner=14)

    assert due == date(2026, 12, day)


def test_nobody_at_risk_is_asked_later_than_the_rest_whatever_the_pack_says():
    due = rules.due_on(date(2026, 11, 20), vulnerable=True, repeat=True, after_days=7, after_days_sooner=14)

    assert due == date(2026, 11, 27)


@pytest.mark.parametrize(
    ("born_on", "child"),
    [
        (date(2008, 11, 20), False),
        (date(2008, 11, 21), True),
        (date(2008, 2, 29), False),
        (date(2020, 1, 1), True),
        (None, False),
    ],
    ids=["18 today", "18 tomorrow", "born on a leap day", "six", "not known"],
)
def test_nobody_under_18_is_written_to(born_on, child):
    assert rules.is_child(born_on, on=date(2026, 11, 20)) is child


def test_somebody_born_on_a_leap_day_is_18_on_the_first_of_march():
    assert rules.is_child(date(2008, 2, 29), on=date(2026, 2, 28))
    assert not rules.is_child(date(2008, 2, 29), on=date(2026, 3, 1))


@pytest.mark.parametrize(
    ("results", "gives_up"),
    [
        (["sent", "no_answer", "no_answer"], False),
        (["sent", "no_answer", "no_answer", "no_answer"], True),
        (["sent", "sent", "sent", "sent"], False),
        ([], False),
    ],
)
def test_nobody_rings_again_after_so_many_calls_without_an_answer(results, gives_up):
    assert rules.gives_up(results, tries_most=3) is gives_up
