"""How often a rule was right, how sure that is, and when something is proposed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.manners import MannersPolicy, Proposal, Share, Spoken, Tally, badness, propose, total

POLICY = MannersPolicy(enough=30, floor=0.5, floors={"SUICIDE_SH": 0.2})
COUNT = st.integers(0, 400)
TALLY = st.builds(lambda a, w, t, r, more: Tally(a + w + t + r + more, a, w, t, r), COUNT, COUNT, COUNT, COUNT, COUNT)


def tally(*, yes=0, person=0, untrue=0, idle=0, shown=None):
    return Tally(yes + person + untrue + idle if shown is None else shown, yes, person, untrue, idle)


@pytest.mark.parametrize(("part", "whole", "low", "high"), [
    (0, 0, 0.0, 1.0),
    (0, 10, 0.0, 0.2775),
    (10, 10, 0.7225, 1.0),
    (5, 10, 0.2366, 0.7634),
    (1, 30, 0.0059, 0.1667),
    (81, 263, 0.2553, 0.3662),  # Newcombe 1998, table I
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0, 0.1611),
    (1, 29, 0.0061, 0.1718),
])  # fmt: skip
def test_the_interval_is_wilsons(part, whole, low, high):
    assert Share(part, whole).interval == pytest.approx((low, high), abs=5e-5)


def test_nothing_of_nothing_has_no_share_and_every_interval():
    assert (Share(0, 0).value, Share(0, 0).interval, str(Share(0, 0))) == (None, (0.0, 1.0), "no replies")


def test_a_share_is_written_with_its_interval():
    assert str(Share(8, 20)) == "40% (22 to 61)"


@given(st.integers(1, 5_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_the_share_lies_in_its_interval_and_the_interval_in_nought_to_one(counts):
    share = Share(*counts)

    assert 0 <= share.low <= share.value <= share.high <= 1


@given(st.integers(1, 2_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))), st.integers(2, 9))
def test_more_replies_of_the_same_share_say_it_more_surely(counts, times):
    few, many = Share(*counts), Share(counts[0] * times, counts[1] * times)

    assert many.high - many.low < few.high - few.low


@given(st.integers(1, 2_000).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_right_and_wrong_mirror_each_other(counts):
    part, whole = counts

    assert Share(whole - part, whole).low == pytest.approx(1 - Share(part, whole).high)


def test_the_right_person_and_the_right_words_are_told_apart():
    made = tally(yes=6, person=3, untrue=8, idle=3)

    assert (made.answered, made.precision, made.right_words, made.right_person) == (
        20, Share(6, 20), Share(9, 20), Share(6, 9),
    )  # fmt: skip


@pytest.mark.parametrize(("made", "category", "proposal"), [
    pytest.param(tally(), "CARER", Proposal.TOO_FEW, id="no replies"),
    pytest.param(tally(untrue=29, shown=900), "CARER", Proposal.TOO_FEW, id="never right, one reply short"),
    pytest.param(tally(untrue=30), "CARER", Proposal.RETIRE, id="never right, just enough replies"),
    pytest.param(tally(idle=30), "CARER", Proposal.RETIRE, id="true and never of use"),
    pytest.param(tally(yes=15, untrue=15), "CARER", Proposal.KEEP, id="at the floor"),
    pytest.param(tally(yes=11, untrue=19), "CARER", Proposal.KEEP, id="below it, and it could be chance"),
    pytest.param(tally(yes=9, untrue=21), "CARER", Proposal.RETIRE, id="below it, and hardly by chance"),
    pytest.param(tally(yes=9, person=21), "CARER", Proposal.NARROW, id="the words are right, the person is not"),
    pytest.param(tally(yes=9, person=1, untrue=20), "CARER", Proposal.NARROW, id="the words could still reach it"),
    pytest.param(tally(yes=9, untrue=21), "SUICIDE_SH", Proposal.KEEP, id="a category with a lower floor"),
    pytest.param(tally(yes=1, untrue=29), "SUICIDE_SH", Proposal.RETIRE, id="below even that"),
    pytest.param(tally(yes=30), "CARER", Proposal.KEEP, id="always right"),
])  # fmt: skip
def test_what_is_proposed(made, category, proposal):
    assert propose(made, category=category, policy=POLICY) is proposal


def test_only_two_proposals_ask_for_something():
    assert [one for one in Proposal if one.asks] == [Proposal.RETIRE, Proposal.NARROW]


@given(TALLY)
def test_nothing_is_proposed_that_the_interval_does_not_bear(made):
    proposal = propose(made, category="CARER", policy=POLICY)

    assert proposal.asks == (made.answered >= 30 and made.precision.high < 0.5)
    if proposal is Proposal.RETIRE:
        assert made.right_words.high < 0.5


@given(TALLY)
def test_one_more_yes_never_speaks_against_a_rule(made):
    asked = propose(made, category="CARER", policy=POLICY)
    after = propose(made + tally(yes=1), category="CARER", policy=POLICY)

    if asked is Proposal.KEEP:
        assert after is Proposal.KEEP


@given(TALLY, COUNT)
def test_what_nobody_replied_to_counts_neither_for_nor_against(made, more):
    with_more = made + Tally(shown=more)

    assert propose(with_more, category="CARER", policy=POLICY) is propose(made, category="CARER", policy=POLICY)
    assert with_more.precision == made.precision


def test_the_worst_comes_first_and_the_unknown_last():
    made = {
        "retire": tally(untrue=40),
        "narrow": tally(yes=5, person=35),
        "poor": tally(yes=20, untrue=20),
        "good": tally(yes=40),
        "few": tally(untrue=3),
        "silent": tally(shown=9),
    }
    ordered = sorted(made, key=lambda name: badness(made[name], propose(made[name], category="CARER", policy=POLICY)))

    assert ordered == ["retire", "narrow", "poor", "good", "few", "silent"]


def test_tallies_add_up():
    assert total([tally(yes=1, shown=5), tally(person=2), tally(untrue=3, idle=4)]) == Tally(14, 1, 2, 3, 4)
    assert total([]) == Tally()


def test_the_budget_is_a_share_of_calls_and_silence_one_of_chips():
    spoken = Spoken(calls=40, over=4, chips=100, unanswered=75)

    assert (spoken.over_budget, spoken.never_answered) == (Share(4, 40), Share(75, 100))
