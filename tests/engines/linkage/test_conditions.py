from types import SimpleNamespace

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from heed.engines.linkage.conditions import (
    Alike,
    Crossed,
    Dialect,
    EditsApart,
    Exchanged,
    Holds,
    Initial,
    Missing,
    Overlaps,
    Same,
    Unsaid,
    Within,
)

TEXTS = ["x", "y"]
NUMBERS = ["n", "m"]
CONDITIONS = [
    Same("x"), Same("x", "y"), Crossed("x", "y"), Alike("x", 0.9), EditsApart("x", 1), Exchanged("x", "y", 0.9),
    Within("n", 2), Overlaps("n", "m"), Overlaps("n", "m", 3), Holds("x", "y"), Initial("x"), Missing("x"), Unsaid("x"),
    Same("x") & ~Initial("x"), Same("x") | Within("n", 1), ~(Missing("x") | Same("y")),
]  # fmt: skip
WORDS = st.none() | st.sampled_from(["A", "ANN", "ANNE", "ANNA", "MARY", "MARY ANN", "OKAFOR", "OKAFRO"])
RECORDS = st.builds(SimpleNamespace, x=WORDS, y=WORDS, n=st.none() | st.integers(0, 6), m=st.none() | st.integers(3, 9))
CONNECTION = duckdb.connect()


def in_python(condition, a, b):
    names = {"likeness": JaroWinkler.similarity, "edits": DamerauLevenshtein.distance, "a": a, "b": b}
    return bool(eval(condition.python(), names))  # noqa: S307


def in_sql(condition, a, b):
    columns = ", ".join(
        f"cast(? as {'varchar' if name in TEXTS else 'integer'}) as {name}_{side}"
        for side in "lr"
        for name in TEXTS + NUMBERS
    )
    values = [getattr(record, name) for record in (a, b) for name in TEXTS + NUMBERS]
    found = CONNECTION.execute(f"select {condition.sql(Dialect.DUCKDB)} from (select {columns}) t", values).fetchall()
    return found[0][0]


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
@given(a=RECORDS, b=RECORDS)
def test_a_call_and_the_batch_agree_on_what_holds(condition, a, b):
    assert in_sql(condition, a, b) is in_python(condition, a, b)


@pytest.mark.parametrize("condition", CONDITIONS, ids=str)
@given(a=RECORDS, b=RECORDS)
def test_what_holds_of_two_records_holds_either_way_round(condition, a, b):
    if condition != Same("x", "y"):
        assert in_python(condition, a, b) is in_python(condition, b, a)


@pytest.mark.parametrize(
    ("condition", "present", "possible"),
    [
        (Same("x"), ["x"], True),
        (Same("x"), ["y"], False),
        (Missing("x"), ["y"], True),
        (~Missing("x"), ["y"], False),
        (Same("x") | Same("y"), ["y"], True),
        (Same("x") & Same("y"), ["y"], False),
        (Unsaid("x") & Same("y"), ["y"], True),
    ],
)
def test_a_condition_knows_whether_a_file_can_meet_it(condition, present, possible):
    assert condition.possible(present) is possible


@given(a=RECORDS, b=RECORDS)
def test_wherever_a_condition_with_anchors_holds_one_of_them_is_met(a, b):
    for condition in CONDITIONS:
        if condition.anchors() and in_python(condition, a, b):
            assert any(
                all(getattr(a, one) == getattr(b, other) is not None for one, other in anchor)
                for anchor in condition.anchors()
            )


def test_missing_texts_are_neither_alike_nor_the_same():
    nobody = SimpleNamespace(x=None, y=None, n=None, m=None)

    assert not any(
        in_python(c, nobody, nobody) for c in (Same("x"), Alike("x", 0.0), EditsApart("x", 9), Within("n", 9))
    )
