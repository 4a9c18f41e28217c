"""What a supervisor looks at first: bands by rule, then whoever has waited longest. No score."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.engines.risk.waiting import (
    FROM_TIME,
    BoardPolicy,
    BoardRule,
    Fact,
    Kind,
    Waiting,
    facts_at,
    ordered,
    place,
)
from heed.foundation.policy.packs import national

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
POLICY = BoardPolicy(
    bands=("now", "risk", "turn"),
    rules=(
        BoardRule("emergency_late", 1, "late emergency", frozenset({Kind.UNATTENDED}), frozenset({Fact.EMERGENCY, Fact.OVERDUE})),
        BoardRule("vulnerable", 2, "somebody is vulnerable", facts=frozenset({Fact.VULNERABLE})),
        BoardRule("long", 2, "it has waited long", facts=frozenset({Fact.LONG})),
    ),
    near=10 * MINUTE,
    long={Kind.RINGING: 2 * MINUTE},
)  # fmt: skip


def thing(kind=Kind.UNATTENDED, key="a", since=NOON, due=None, facts=()):
    return Waiting(kind, key, since, due, frozenset(facts))


@pytest.mark.parametrize(("at", "expected"), [
    (NOON + 20 * MINUTE - SECOND, set()),
    (NOON + 20 * MINUTE, {Fact.NEAR}),
    (NOON + 30 * MINUTE - SECOND, {Fact.NEAR}),
    (NOON + 30 * MINUTE, {Fact.NEAR, Fact.OVERDUE}),
])  # fmt: skip
def test_at_its_time_a_thing_is_overdue_and_so_long_before_it_near(at, expected):
    assert facts_at(thing(due=NOON + 30 * MINUTE), now=at, policy=POLICY) == expected


@pytest.mark.parametrize(("waited", "expected"), [(2 * MINUTE - SECOND, set()), (2 * MINUTE, {Fact.LONG})])
def test_what_waits_as_long_as_its_kind_may_waits_long(waited, expected):
    assert facts_at(thing(Kind.RINGING), now=NOON + waited, policy=POLICY) == expected


def test_a_kind_without_a_time_never_waits_long():
    assert facts_at(thing(Kind.APPROVAL), now=NOON + timedelta(days=400), policy=POLICY) == frozenset()


def test_facts_of_time_are_worked_out_and_never_believed():
    assert facts_at(thing(facts=FROM_TIME), now=NOON, policy=POLICY) == frozenset()


def test_the_clock_that_went_back_an_hour_changes_nothing():
    summer, winter = timezone(timedelta(hours=1)), UTC
    due = datetime(2026, 10, 25, 1, 30, tzinfo=summer)
    late = datetime(2026, 10, 25, 1, 0, tzinfo=winter)  # the wall shows less, and half an hour has passed
    assert Fact.OVERDUE in facts_at(thing(since=due - MINUTE, due=due), now=late, policy=POLICY)


def test_the_most_urgent_band_that_a_rule_gives_counts_and_its_reason_is_said():
    late = thing(due=NOON, facts={Fact.EMERGENCY, Fact.VULNERABLE})

    placed = place(late, now=NOON, policy=POLICY)
    assert (placed.band, placed.rules, placed.because) == (1, ("emergency_late",), ("late emergency",))


def test_a_rule_asks_for_all_its_facts_and_for_its_kind():
    assert place(thing(facts={Fact.EMERGENCY}), now=NOON, policy=POLICY).band == 3
    assert place(thing(Kind.PROMISE, due=NOON, facts={Fact.EMERGENCY}), now=NOON, policy=POLICY).band == 3


def test_a_999_call_that_rings_stands_before_whatever_has_been_late_for_days():
    policy = national().board.policy
    rings = thing(Kind.RINGING, "999", NOON, facts={Fact.EMERGENCY})
    late = thing(key="late", since=NOON - timedelta(days=3), due=NOON - timedelta(days=2), facts=set(Fact) - FROM_TIME)
    assert [p.waiting.key for p in ordered([late, rings], now=NOON, policy=policy)] == ["999", "late"]


def test_what_is_overdue_is_not_also_called_near():
    late = thing(due=NOON, facts={Fact.EMERGENCY})
    because = place(late, now=NOON, policy=national().board.policy).because
    assert because == ("an emergency that nobody has attended in time",)


def test_what_no_rule_names_stands_in_the_last_band_without_a_reason():
    assert place(thing(), now=NOON, policy=POLICY).because == ()


def test_within_a_band_whoever_has_waited_longest_comes_first():
    rows = [thing(key="new", since=NOON), thing(key="old", since=NOON - MINUTE), thing(key="also new", since=NOON)]
    assert [p.waiting.key for p in ordered(rows, now=NOON, policy=POLICY)] == ["old", "also new", "new"]


def test_a_ringing_999_call_stands_before_a_late_visit_and_a_plain_101_call_behind_it():
    policy = national().board.policy
    rings = thing(Kind.RINGING, "999", NOON, facts={Fact.EMERGENCY})
    late = thing(key="late", since=NOON - 90 * MINUTE, due=NOON - MINUTE, facts={Fact.VULNERABLE})
    plain = thing(Kind.RINGING, "101", NOON)
    found = [p.waiting.key for p in ordered([plain, late, rings], now=NOON, policy=policy)]
    assert found == ["999", "late", "101"]


def test_a_missed_call_of_a_vulnerable_repeat_victim_comes_before_every_other_missed_call():
    policy = national().board.policy
    hers = thing(Kind.MISSED, "hers", NOON, facts={Fact.VULNERABLE, Fact.REPEAT})
    others = [
        thing(Kind.MISSED, f"{facts}", NOON - timedelta(days=2), facts=facts)
        for facts in ((), (Fact.VULNERABLE,), (Fact.REPEAT,), (Fact.INDICATED, Fact.REPEAT), (Fact.EMERGENCY,))
    ]
    assert ordered([*others, hers], now=NOON, policy=policy)[0].waiting.key == "hers"


@pytest.mark.parametrize("moment", [datetime(2026, 11, 20, 12, 0), None])  # noqa: DTZ001  that is the case
def test_a_moment_without_a_time_zone_is_refused(moment):
    with pytest.raises(ValueError, match="no time zone"):
        thing(since=moment or NOON, due=datetime(2026, 11, 20, 12, 0) if moment is None else None)  # noqa: DTZ001


FEWER = settings(max_examples=50)  # drawing a pack takes longer than judging by it
MOMENTS = st.integers(-10_000, 10_000).map(lambda minutes: NOON + minutes * MINUTE)
FACTS = st.frozensets(st.sampled_from(sorted(set(Fact) - FROM_TIME)))
KEYS = st.integers(0, 10**6).map(str)


@st.composite
def things(draw):
    return Waiting(
        draw(st.sampled_from(list(Kind))),
        draw(KEYS),
        draw(MOMENTS),
        draw(st.none() | MOMENTS),
        draw(FACTS),
    )


@st.composite
def policies(draw):
    rules = tuple(
        BoardRule(
            f"r{number}",
            draw(st.integers(1, 4)),
            "because",
            draw(st.frozensets(st.sampled_from(list(Kind)), max_size=3)),
            draw(st.frozensets(st.sampled_from(list(Fact)), max_size=3)),
        )
        for number in range(draw(st.integers(0, 6)))
    )
    long = draw(st.dictionaries(st.sampled_from(list(Kind)), st.integers(1, 500).map(lambda n: n * MINUTE)))
    return BoardPolicy(("a", "b", "c", "d"), rules, draw(st.integers(1, 90)) * MINUTE, long)


def rank(one, among, *, now, policy):
    """Return the place of one among others, which keep theirs."""
    found = ordered([*among, one], now=now, policy=policy)
    return next(number for number, placed in enumerate(found) if placed.waiting is one)


OTHERS = st.lists(things(), max_size=8, unique_by=lambda one: one.key)


@FEWER
@given(policies(), things(), OTHERS, FACTS, MOMENTS)
def test_more_risk_never_lowers_a_place(policy, one, others, more, now):
    worse = Waiting(one.kind, one.key, one.since, one.due, one.facts | more)
    others = [other for other in others if other.key != one.key]
    assert rank(worse, others, now=now, policy=policy) <= rank(one, others, now=now, policy=policy)


@FEWER
@given(policies(), things(), OTHERS, st.integers(0, 10_000), MOMENTS)
def test_having_waited_longer_never_lowers_a_place(policy, one, others, minutes, now):
    older = Waiting(one.kind, one.key, one.since - minutes * MINUTE, one.due, one.facts)
    others = [other for other in others if other.key != one.key]
    assert rank(older, others, now=now, policy=policy) <= rank(one, others, now=now, policy=policy)


@FEWER
@given(policies(), things(), OTHERS, st.integers(0, 10_000), MOMENTS)
def test_being_due_sooner_never_lowers_a_place(policy, one, others, minutes, now):
    due = one.due or NOON
    late, early = (Waiting(one.kind, one.key, one.since, at, one.facts) for at in (due, due - minutes * MINUTE))
    others = [other for other in others if other.key != one.key]
    assert rank(early, others, now=now, policy=policy) <= rank(late, others, now=now, policy=policy)


@FEWER
@given(policies(), things(), st.integers(0, 10_000), MOMENTS)
def test_time_alone_never_moves_a_thing_to_a_less_urgent_band(policy, one, minutes, now):
    later = place(one, now=now + minutes * MINUTE, policy=policy)
    assert later.band <= place(one, now=now, policy=policy).band


@FEWER
@given(policies(), st.lists(things(), max_size=12, unique_by=lambda one: one.key), MOMENTS, st.randoms())
def test_nothing_is_left_out_and_the_order_of_arrival_does_not_matter(policy, rows, now, chance):
    shuffled = list(rows)
    chance.shuffle(shuffled)
    found = ordered(rows, now=now, policy=policy)
    assert found == ordered(shuffled, now=now, policy=policy)
    assert sorted(p.waiting.key for p in found) == sorted(one.key for one in rows)


@given(things(), FACTS, MOMENTS)
def test_the_national_pack_never_lets_more_risk_lower_a_band(one, more, now):
    policy = national().board.policy
    worse = Waiting(one.kind, one.key, one.since, one.due, one.facts | more)
    assert place(worse, now=now, policy=policy).band <= place(one, now=now, policy=policy).band
