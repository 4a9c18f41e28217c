import json
from itertools import pairwise

import pytest

from heed.engines.linkage.levels import PERSON
from heed.engines.linkage.model import Frequencies, Model, NotAModel, Odds
from heed.engines.linkage.national import national


def test_a_model_survives_its_own_text():
    model = national().model

    assert Model.from_json(model.as_json()).as_json() == model.as_json()


def test_the_model_that_comes_with_heed_says_that_it_was_trained_on_a_simulation():
    assert "simul" in national().model.trained_on


def test_no_level_of_the_model_that_comes_with_heed_lacks_its_odds():
    national().model.check(PERSON)


def test_no_weaker_level_outranks_a_stronger_one():
    odds = national().model.odds
    for comparison in PERSON:
        if not comparison.frequency_alone:
            bits = [odds[comparison.name][level.name].bits for level in comparison.levels]
            bits.append(odds[comparison.name]["otherwise"].bits)
            assert bits == sorted(bits, reverse=True) or all(a >= b - 1e-9 for a, b in pairwise(bits))


def test_no_weight_goes_beyond_its_cap():
    odds = national().model.odds
    for comparison in PERSON:
        if not comparison.frequency_alone:
            assert all(
                comparison.least - 1e-9 <= o.bits <= comparison.most + 1e-9 for o in odds[comparison.name].values()
            )


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', "null"])
def test_what_is_no_model_is_refused(text):
    with pytest.raises(NotAModel, match="not a linkage model"):
        Model.from_json(text)


def test_a_model_of_another_format_is_refused():
    found = json.loads(national().model.as_json()) | {"format": 0}

    with pytest.raises(NotAModel, match="format 0"):
        Model.from_json(json.dumps(found))


def test_a_model_that_lacks_a_level_is_refused():
    found = json.loads(national().model.as_json())
    del found["odds"]["birth"]["slip"]

    with pytest.raises(NotAModel, match="birth: slip"):
        Model.from_json(json.dumps(found)).check(PERSON)


def test_evidence_that_holds_eight_times_as_often_for_one_person_is_three_bits():
    assert Odds(0.8, 0.1).bits == pytest.approx(3.0)


def test_a_value_nobody_listed_is_as_common_as_the_rest():
    assert Frequencies({"SMITH": 0.01}, 0.0001).of("QUILL") == 0.0001
