"""What belongs on an agenda, why, and in which order."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.agenda import AgendaPolicy, Case, Ground, Late, agenda, line_of

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)
POLICY = AgendaPolicy(repeats=3, within=182 * DAY, recent=60 * DAY, overdue=DAY, most=2)


def line(case, policy=POLICY):
    return line_of(case, now=NOW, policy=policy)


def ago(*days):
    return [NOW - day * DAY for day in days]


@pytest.mark.parametrize(
    ("case", "grounds"),
    [
        (Case("a"), None),
        (Case("a", incidents=ago(1, 2)), None),
        (Case("a", incidents=ago(1, 2, 182)), (Ground.REPEAT,)),
        (Case("a", incidents=ago(1, 2, 183)), None),
        (Case("a", incidents=ago(60, 61, 62)), (Ground.REPEAT,)),
        (Case("a", incidents=ago(61, 62, 63)), None),
        (Case("a", incidents=ago(-1, 1, 2)), None),
        (Case("a", late=[Late("Ring her", "", NOW - DAY)]), None),
        (Case("a", late=[Late("Ring her", "", NOW - DAY - timedelta(seconds=1))]), (Ground.OVERDUE,)),
        (Case("a", high=["It is high"]), (Ground.HIGH_RISK,)),
        (
            Case("a", incidents=ago(1, 2, 3), high=["It is high"], late=[Late("Ring her", "", NOW - 3 * DAY)]),
            (Ground.HIGH_RISK, Ground.REPEAT, Ground.OVERDUE),
        ),
    ],
)
def test_what_is_on_it_at_each_edge(case, grounds):
    found = line(case)

    assert (found.grounds if found else None) == grounds


def test_each_reason_is_a_sentence_with_whose_the_action_is():
    late = [Late("Visit", "Mallow Council", NOW - 3 * DAY), Late("Ring her", "", NOW - 2 * DAY)]
    found = line(Case("a", incidents=ago(1, 2, 3), late=late))

    assert found.because == (
        "3 incidents in 182 days",
        "Overdue for 3 days, Mallow Council: Visit",
        "Overdue for 2 days: Ring her",
    )


def test_what_is_overdue_beyond_three_is_counted():
    late = [Late(f"Task {number}", "", NOW - (number + 2) * DAY) for number in range(5)]

    assert line(Case("a", late=late)).because[-1] == "and 2 more that are overdue"


def test_the_gravest_leads_then_who_suffers_most_then_what_is_longest_overdue():
    cases = [
        Case("late", late=[Late("Ring", "", NOW - 9 * DAY)]),
        Case("often", incidents=ago(1, 2, 3, 4)),
        Case("thrice", incidents=ago(1, 2, 3)),
        Case("high", high=["High"]),
    ]
    lines, left = agenda(cases, now=NOW, policy=POLICY)

    assert [one.key for one in lines] == ["high", "often"]
    assert left == 2


CASES = st.lists(
    st.builds(
        Case,
        key=st.sampled_from("abcdefgh"),
        incidents=st.lists(st.integers(0, 300).map(lambda days: NOW - days * DAY), max_size=6),
        high=st.lists(st.just("High"), max_size=1),
    ),
    max_size=8,
    unique_by=lambda case: case.key,
)


@given(CASES, st.randoms())
def test_the_same_day_gives_the_same_agenda_in_whatever_order_it_was_gathered(cases, chance):
    shuffled = list(cases)
    chance.shuffle(shuffled)

    assert agenda(cases, now=NOW, policy=POLICY) == agenda(shuffled, now=NOW, policy=POLICY)


@given(CASES)
def test_nothing_is_lost_without_being_counted(cases):
    lines, left = agenda(cases, now=NOW, policy=POLICY)

    assert len(lines) + left == sum(line(case) is not None for case in cases)
    assert all(one.because for one in lines)
