"""Who stands for whom: values in, decisions out, each edge a case."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.people.rules import (
    Known,
    Member,
    groups_of,
    leader_of,
    may_take_back,
    pair_of,
    path_between,
    pauses,
)

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = NOON.date()
A, B, C, D = (uuid.UUID(int=n) for n in range(1, 5))


def test_a_pair_is_written_one_way_round():
    assert pair_of(B, A) == pair_of(A, B) == (A, B)


def test_nobody_is_decided_to_be_themselves():
    with pytest.raises(ValueError, match="themselves"):
        pair_of(A, A)


def test_whoever_was_known_first_stands_for_the_group():
    assert leader_of([Member(A, NOON), Member(B, NOON - DAY)]) == B


def test_of_two_known_since_the_same_moment_the_smaller_id_stands():
    assert leader_of([Member(B, NOON), Member(A, NOON), Member(C, NOON)]) == A


def test_somebody_alone_stands_for_themselves():
    assert leader_of([Member(C, NOON)]) == C


def test_groups_hang_together_through_others():
    assert sorted(map(sorted, groups_of([A, B, C, D], [(A, B), (B, C)]))) == [[A, B, C], [D]]


def test_a_pair_decided_twice_is_one_pair():
    assert groups_of([A, B], [(A, B), (A, B)]) == [frozenset({A, B})]


def test_the_path_between_two_is_the_shortest_and_in_order():
    assert path_between(A, D, [(A, B), (B, C), (C, D), (B, D)]) == [(A, B), (B, D)]


def test_a_path_is_written_in_pairs_whichever_way_it_is_walked():
    assert path_between(C, A, [(A, B), (B, C)]) == [(B, C), (A, B)]


def test_there_is_no_path_between_strangers():
    assert path_between(A, D, [(A, B), (C, D)]) == []


people = st.integers(min_value=1, max_value=9).map(lambda n: uuid.UUID(int=n))
pairs = st.lists(st.tuples(people, people).filter(lambda two: two[0] != two[1]).map(lambda two: pair_of(*two)))


@given(pairs)
def test_everybody_is_in_one_group_and_a_path_exists_within_groups_alone(same):
    everybody = [uuid.UUID(int=n) for n in range(1, 10)]
    groups = groups_of(everybody, same)
    group_of = {person: group for group in groups for person in group}

    assert sorted(person for group in groups for person in group) == everybody
    for one in everybody:
        for other in everybody:
            if one != other:
                assert bool(path_between(one, other, same)) == (group_of[one] == group_of[other])


@given(st.lists(st.tuples(people, st.integers(0, 3)), min_size=1, unique_by=lambda two: two[0]), st.randoms())
def test_the_leader_does_not_depend_on_the_order(members, chance):
    known = [Member(person, NOON + days * DAY) for person, days in members]
    shuffled = chance.sample(known, len(known))

    assert leader_of(shuffled) == leader_of(known)


@pytest.mark.parametrize(
    ("decided_by", "decided_on", "supervisor", "may"),
    [
        pytest.param(7, TODAY, False, True, id="one's own, the same day"),
        pytest.param(7, TODAY - DAY, False, False, id="one's own, the day after"),
        pytest.param(8, TODAY, False, False, id="somebody else's"),
        pytest.param(None, TODAY, False, False, id="the machine's"),
        pytest.param(8, TODAY - 400 * DAY, True, True, id="a supervisor, long after"),
        pytest.param(None, TODAY, True, True, id="a supervisor, the machine's"),
    ],
)
def test_who_may_take_a_decision_back(decided_by, decided_on, supervisor, may):
    found = may_take_back(
        decided_by=decided_by, decided_on=decided_on, asks=7, answers_for_the_room=supervisor, today=TODAY
    )

    assert found is may


BORN, OTHERWISE = date(1961, 5, 2), date(1990, 1, 1)


def known(given="jean", born=BORN, home="1 Acacia Road"):
    return Known(
        frozenset({given} if given else ()), frozenset({born} if born else ()), frozenset({home} if home else ())
    )


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        pytest.param(known(), known(), [], id="nothing differs"),
        pytest.param(known(born=None), known(given=""), [], id="what is missing speaks neither way"),
        pytest.param(known(), known(born=OTHERWISE), ["father and son"], id="one first name, one home, two births"),
        pytest.param(known(), known(given="joan"), ["twins"], id="two first names, one home, one birth"),
        pytest.param(
            known(), known(given="tom", born=OTHERWISE), ["one household", "first names"], id="two people of one home"
        ),
        pytest.param(
            known(),
            known(given="tom", born=OTHERWISE, home="9 Oak Lane"),
            ["dates of birth differ", "first names differ", "different addresses"],
            id="nothing fits",
        ),
        pytest.param(known(), known(home="9 Oak Lane"), ["different addresses"], id="moved, perhaps"),
    ],
)
def test_what_gives_pause_before_two_become_one(one, other, says):
    found = pauses(one, other)

    assert len(found) == len(says)
    assert all(words in sentence for words, sentence in zip(says, found, strict=True))
