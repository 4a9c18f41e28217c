"""Groups beside each other: who is withheld, and that nobody can be worked out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.disparity import SMALLEST, Counts, Verdict, age_band, compare, withheld

GROUPS = st.dictionaries(
    st.sampled_from("abcdef"), st.builds(Counts, st.integers(0, 60), st.integers(0, 60)), min_size=1
)


@pytest.mark.parametrize(("groups", "hidden"), [
    pytest.param({"a": (10, 10), "b": (10, 10)}, "", id="ten of everything"),
    pytest.param({"a": (9, 50), "b": (50, 50)}, "ab", id="two groups: the other would give it away"),
    pytest.param({"a": (50, 9), "b": (50, 50)}, "ab", id="few wrong is as telling as few right"),
    pytest.param({"a": (0, 50), "b": (50, 50), "c": (40, 40)}, "ac", id="none at all is few; the smallest goes with it"),
    pytest.param({"a": (0, 0), "b": (50, 50), "c": (40, 40)}, "ac", id="an empty group is told by the others too"),
    pytest.param({"a": (5, 50), "b": (5, 50), "c": (40, 40)}, "ab", id="two together hold enough"),
    pytest.param({"a": (4, 50), "b": (5, 50), "c": (40, 40)}, "abc", id="two together do not"),
    pytest.param({"a": (1, 1), "b": (2, 2), "c": (3, 3)}, "abc", id="nobody is left"),
    pytest.param({"a": (20, 20)}, "", id="one group is everybody"),
    pytest.param({}, "", id="no group"),
])  # fmt: skip
def test_who_is_withheld(groups, hidden):
    assert withheld({name: Counts(*pair) for name, pair in groups.items()}) == set(hidden)


@given(GROUPS)
def test_no_small_cell_is_shown_or_can_be_subtracted_out(groups):
    hidden = withheld(groups)
    shown = groups.keys() - hidden

    assert all(min(groups[name].yes, groups[name].no) >= SMALLEST for name in shown)
    if hidden and shown:
        # What anybody can do: take what is shown from the total.
        left = [sum(getattr(groups[name], cell) for name in hidden) for cell in ("yes", "no")]
        assert len(hidden) > 1
        assert min(left) >= SMALLEST


@given(GROUPS)
def test_what_is_withheld_says_nothing_at_all(groups):
    for one in compare(groups):
        assert (one.counts is None) == (one.rest is None) == (one.verdict is Verdict.WITHHELD)


@given(GROUPS)
def test_every_group_has_its_line_in_order(groups):
    assert [one.group for one in compare(groups)] == list(groups)


@pytest.mark.parametrize(("mine", "others", "verdict", "apart"), [
    pytest.param((20, 80), (80, 20), Verdict.LESS, -60, id="far below"),
    pytest.param((80, 20), (20, 80), Verdict.MORE, 60, id="far above"),
    pytest.param((50, 50), (55, 45), Verdict.SAME, None, id="intervals overlap"),
    pytest.param((10, 14), (30, 12), Verdict.SAME, None, id="thirty points apart, and too few to tell"),
])  # fmt: skip
def test_groups_are_compared_with_everybody_else(mine, others, verdict, apart):
    one, _ = compare({"mine": Counts(*mine), "others": Counts(*others)})

    assert (one.verdict, one.rest) == (verdict, Counts(*others))
    assert one.apart == (None if apart is None else pytest.approx(apart))


def test_everybody_else_is_pooled_whether_shown_or_not():
    found = {one.group: one for one in compare({"a": Counts(5, 60), "b": Counts(6, 60), "c": Counts(40, 40)})}

    assert found["a"].verdict is found["b"].verdict is Verdict.WITHHELD
    assert found["c"].rest == Counts(11, 120)


def test_one_group_has_nobody_to_be_told_apart_from():
    assert compare({"a": Counts(20, 20)})[0].verdict is Verdict.SAME


@given(GROUPS)
def test_two_groups_never_both_do_worse_than_each_other(groups):
    if len(groups) == 2:
        assert {one.verdict for one in compare(groups)} != {Verdict.LESS}


@pytest.mark.parametrize(("age", "band"), [
    (None, "Age not known"), (0, "Under 18"), (17, "Under 18"), (18, "18 to 64"), (64, "18 to 64"), (65, "65 and over"),
])  # fmt: skip
def test_the_bands_of_age(age, band):
    assert age_band(age) == band
