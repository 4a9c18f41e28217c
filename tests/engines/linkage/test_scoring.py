import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.linkage.national import national
from heed.engines.linkage.said import Said
from heed.engines.linkage.scoring import probability
from heed.engines.linkage.standard import read

HOME = {"address": "14 Acacia Road", "postcode": "NN1 1AA"}
ANN = Said("Ann", "Walker", "1961-05-02", **HOME)


def test_the_steps_add_up_to_the_score():
    scorer = national()
    score = scorer.score(read(ANN), read(ANN))

    assert score.bits == pytest.approx(scorer.start + sum(step.bits for step in score.steps))


def test_somebody_of_the_same_home_is_not_the_person():
    scorer = national()
    other = Said("Harold", "Walker", "1935-11-19", **HOME)

    assert scorer.score(read(ANN), read(other)).probability < 0.5
    assert scorer.score(read(ANN), read(ANN)).probability > 0.999


def test_what_is_missing_neither_adds_nor_takes():
    scorer = national()
    silent = Said("Ann", "Walker", **HOME)

    assert "birth" not in {step.comparison for step in scorer.score(read(ANN), read(silent)).steps}


def test_a_rare_name_says_more_than_a_common_one():
    scorer = national()
    common = scorer.score(read(Said("John", "Smith")), read(Said("John", "Smith")))
    rare = scorer.score(read(Said("John", "Quillfeather")), read(Said("John", "Quillfeather")))

    assert rare.bits > common.bits


@given(st.floats(-5000, 5000))
def test_a_probability_is_one(bits):
    assert 0 <= probability(bits) <= 1
    assert probability(bits) + probability(-bits) == pytest.approx(1.0)
