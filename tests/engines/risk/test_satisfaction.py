"""Shares of what victims said, and what of a breakdown may be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.manners import Share
from heed.engines.risk.satisfaction import COUNTED, ITEMS, PUBLISHED, share, shown


def test_very_and_fairly_satisfied_count_and_whoever_does_not_know_is_in_neither_number():
    said = ["very_satisfied", "fairly_satisfied", "neither", "very_dissatisfied", "does_not_know", "would_not_say", ""]

    assert share(said) == Share(2, 4)


def test_stopped_is_one_of_the_four_answers():
    assert share(["stopped", "same", "worse", "stopped_then_back"]) == Share(1, 4)


def test_a_group_of_nobody_is_shown_and_a_small_one_is_not():
    found = shown({"a": Share(0, 0), "b": Share(5, 9), "c": Share(5, 30), "d": Share(5, 10)}, least=10)

    assert found == {"a": Share(0, 0), "b": None, "c": Share(5, 30), "d": None}


def test_two_small_groups_hide_each_other():
    assert shown({"a": Share(1, 2), "b": Share(1, 3), "c": Share(5, 30)}, least=10)["c"] == Share(5, 30)


@given(st.lists(st.integers(0, 40), max_size=6))
def test_no_single_small_group_can_be_reckoned_from_the_total(numbers):
    sizes = dict(zip("abcdef", numbers, strict=False))
    found = shown({name: Share(0, size) for name, size in sizes.items()}, least=10)
    hidden = [name for name, one in found.items() if one is None]

    assert all(one is None or not 0 < one.whole < 10 for one in found.values())
    assert len(hidden) != 1 or sum(size > 0 for size in sizes.values()) == 1


@pytest.mark.parametrize("figure", PUBLISHED, ids=lambda figure: f"{figure.item} {figure.year}")
def test_every_published_figure_belongs_to_an_item_and_says_where_it_stands(figure):
    assert figure.item in ITEMS
    assert figure.year in {2010, 2012}
    assert figure.source.startswith("http")
    assert 0 < figure.percent < 100


def test_every_answer_that_there_is_counts_or_is_left_out_on_purpose():
    from heed.domain.aftermath.terms import Satisfied, Stopped, YesNo

    everything = {*Satisfied.values, *Stopped.values, *YesNo.values}
    assert everything - COUNTED == {"does_not_know", "would_not_say"}
