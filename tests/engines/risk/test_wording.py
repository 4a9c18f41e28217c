"""Wording that demeans or disbelieves: each phrase by its examples, quotations left alone, the lot drawn fairly."""

import ast
import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk import wording
from heed.engines.risk.conduct_signs import phrase
from heed.engines.risk.wording import Phrase, draw, find, phrases, pieces


@pytest.mark.parametrize("row", phrases(), ids=lambda row: row.id)
def test_each_phrase_has_its_examples_a_reason_and_a_better_way(row):
    assert any(hit.start >= 0 for hit in find(row.yes))
    assert phrase(row.phrase).search(row.yes.casefold())
    assert not phrase(row.phrase).search(row.no.casefold())
    assert row.why
    assert row.instead


@pytest.mark.parametrize(
    "text",
    [
        'He called her "a nutter" in the street',
        "He called her \u201ca nutter\u201d in the street",
        "She says he called her \u2018a nutter\u2019 again",
        "He called her 'a nutter' and laughed",
        "Caller: \u201cthey say I'm an attention seeker",
    ],
)
def test_what_is_quoted_is_not_the_handlers(text):
    assert find(text) == ()


def test_an_apostrophe_quotes_nothing():
    [hit] = find("It's the same old nonsense, and she's ringing again; that's it")

    assert hit.phrase.id == "usual_nonsense"


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_pieces_put_together_are_the_entry(before, after):
    text = f"{before} time waster {after}"

    assert "".join(piece.text for piece in pieces(text)) == text


def test_the_lot_is_the_same_for_a_week_and_another_for_the_next():
    week = draw(range(500), size=20, seed="MAL 2026-11-16")

    assert week == draw(reversed(range(500)), size=20, seed="MAL 2026-11-16")
    assert set(week) != set(draw(range(500), size=20, seed="MAL 2026-11-23"))
    assert len(set(week)) == 20
    assert set(draw([3, 1], size=20, seed="x")) == {1, 3}


def test_nothing_in_it_knows_an_author():
    names = {node.id for node in ast.walk(ast.parse(inspect.getsource(wording))) if isinstance(node, ast.Name)}

    assert not {name for name in names if "author" in name or "handler" in name}
    assert not {name for name in Phrase.__dataclass_fields__ if name in {"weight", "score", "severity"}}
