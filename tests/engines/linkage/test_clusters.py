from hypothesis import given
from hypothesis import strategies as st

from heed.engines.linkage.clusters import SUPPORT, cluster

PEOPLE = list("abcdef")


def together(found):
    groups: dict[str, set[str]] = {}
    for record, first in found.items():
        groups.setdefault(first, set()).add(record)
    return sorted(map(sorted, groups.values()))


def test_records_that_an_edge_joins_are_one_and_the_first_stands_for_them():
    found, broken = cluster(PEOPLE, [("b", "a", 5.0), ("c", "b", 4.0)])

    assert (found["c"], found["d"], broken) == ("a", "d", [])


def test_an_edge_below_the_least_proposes_nothing():
    found, _ = cluster(PEOPLE, [("a", "b", 0.9)], least=1.0)

    assert found["b"] == "b"


def test_an_edge_at_the_least_joins():
    found, _ = cluster(PEOPLE, [("a", "b", 1.0)], least=1.0)

    assert found["b"] == "a"


def test_those_told_apart_stay_apart_however_strong_the_evidence():
    found, broken = cluster(PEOPLE, [("a", "b", 99.0), ("b", "c", 50.0), ("a", "c", 40.0)], apart=[("a", "c")])

    assert (together(found)[0], broken) == (["a", "b"], [])


def test_those_told_together_are_one_without_any_evidence():
    found, _ = cluster(PEOPLE, [], together=[("a", "f")])

    assert found["f"] == "a"


def test_a_decision_that_others_contradict_is_reported_and_the_rest_kept():
    found, broken = cluster(PEOPLE, [], together=[("a", "b"), ("b", "c")], apart=[("a", "c"), ("a", "d")])

    assert (together(found)[0], broken) == (["a", "b", "c"], [("a", "c")])


def test_one_mistaken_pair_does_not_make_one_person_of_two_families():
    one = [(a, b, 10.0) for a in "abc" for b in "abc" if a < b]
    other = [(a, b, 10.0) for a in "def" for b in "def" if a < b]

    found, _ = cluster(PEOPLE, [*one, *other, ("c", "d", 2.0)], support=SUPPORT)

    assert together(found) == [["a", "b", "c"], ["d", "e", "f"]]


def test_two_families_whose_members_mostly_agree_become_one():
    every = [(a, b, 3.0) for a in PEOPLE for b in PEOPLE if a < b]

    assert together(cluster(PEOPLE, every, support=SUPPORT)[0]) == [PEOPLE]


EDGES = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE), st.floats(-20, 20)), max_size=15)
PAIRS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=5)


@given(EDGES, PAIRS, PAIRS)
def test_every_decision_that_can_be_kept_is_kept(edges, joined, parted):
    edges = [(a, b, bits) for a, b, bits in edges if a != b]
    found, broken = cluster(PEOPLE, edges, together=joined, apart=parted, support=SUPPORT)

    assert all(found[a] == found[b] for a, b in joined)
    assert all(found[a] != found[b] for a, b in parted if (a, b) not in broken)


@given(EDGES, st.randoms())
def test_the_order_of_the_evidence_does_not_matter(edges, rng):
    edges = [(a, b, bits) for a, b, bits in edges if a != b]
    shuffled = list(edges)
    rng.shuffle(shuffled)

    assert cluster(PEOPLE, edges) == cluster(PEOPLE, shuffled)
