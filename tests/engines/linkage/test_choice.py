import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.engines.linkage.choice import because, choose, not_said, waterfall
from heed.engines.linkage.scoring import Score, Step
from heed.engines.linkage.terms import ChoiceRule, Sure

RULE = ChoiceRule(on_file=0.5, at_home=0.25, probable=0.98, possible=0.05, at_most=3)
PEOPLE = 1_000_000


def score(**levels: tuple[str, float]) -> Score:
    """Make a score of comparisons: level and bits."""
    steps = tuple(Step(name, level, f"{name} {level}", bits) for name, (level, bits) in levels.items())
    return Score(sum(step.bits for step in steps), steps)


AT_HOME = {
    ("given_name", "same"): 7.8, ("given_name", "otherwise"): -5.0, ("birth", "same"): 8.0, ("birth", "otherwise"): -7.0,
}  # fmt: skip
"""How much more each level says of the person than of a housemate, in bits."""

NAME, BIRTH, HOME = ("same", 9.0), ("same", 13.0), ("door_surname", 20.0)
HERSELF = score(given_name=NAME, birth=BIRTH, household=HOME)


def test_one_who_fits_in_everything_is_probable():
    found = choose([("her", HERSELF)], people=PEOPLE, rule=RULE, at_home=AT_HOME).candidates[0]

    assert found.sure is Sure.PROBABLE
    assert found.probability > 0.99


def test_two_who_fit_alike_are_both_only_possible():
    choice = choose([("one", HERSELF), ("other", HERSELF)], people=PEOPLE, rule=RULE, at_home=AT_HOME)

    assert [found.sure for found in choice.candidates] == [Sure.POSSIBLE, Sure.POSSIBLE]
    assert math.isclose(choice.candidates[0].probability, choice.candidates[1].probability)


def test_somebody_at_the_address_with_another_first_name_and_birth_is_not_the_person():
    husband = score(given_name=("otherwise", -5.0), birth=("otherwise", -6.0), household=HOME)

    choice = choose([("husband", husband)], people=PEOPLE, rule=RULE, at_home=AT_HOME)

    assert choice.candidates[0].sure is None
    assert choice.at_home > choice.nobody


def test_a_twin_born_on_one_day_is_never_probable_under_the_other_first_name():
    twin = score(given_name=("otherwise", -5.0), birth=BIRTH, household=HOME)

    found = choose([("twin", twin)], people=PEOPLE, rule=RULE, at_home=AT_HOME).candidates[0]

    assert found.sure is not Sure.PROBABLE


def test_a_father_and_a_son_of_one_name_without_a_birth_are_told_to_be_two_possibly():
    father, son = score(given_name=NAME, household=HOME), score(given_name=NAME, household=HOME)

    choice = choose([("father", father), ("son", son)], people=PEOPLE, rule=RULE, at_home=AT_HOME)

    assert {found.sure for found in choice.candidates} == {Sure.POSSIBLE}


def test_a_birth_alone_may_make_somebody_probable_when_no_first_name_was_said():
    evidence = score(birth=BIRTH, household=HOME)

    assert choose([("her", evidence)], people=PEOPLE, rule=RULE, at_home=AT_HOME).candidates[0].sure is Sure.PROBABLE


def test_the_address_alone_is_somebody_of_the_home_and_nobody_in_particular():
    choice = choose([("one", score(household=HOME))], people=PEOPLE, rule=RULE, at_home=AT_HOME)

    assert choice.candidates[0].sure is Sure.POSSIBLE
    assert 0.4 < choice.candidates[0].probability < 0.6
    assert choice.at_home > 0.2


def test_without_first_name_or_birth_nobody_is_probable_however_much_else_fits():
    loud = score(household=("number_door_surname", 60.0), email=("same", 30.0))

    assert choose([("one", loud)], people=PEOPLE, rule=RULE, at_home=AT_HOME).candidates[0].sure is not Sure.PROBABLE


def test_the_same_evidence_counts_for_less_among_more_people():
    evidence = score(given_name=NAME, household=("near_surname", 9.0))

    few = choose([("her", evidence)], people=1_000, rule=RULE, at_home=AT_HOME).candidates[0].probability
    many = choose([("her", evidence)], people=10_000_000, rule=RULE, at_home=AT_HOME).candidates[0].probability

    assert few > 0.5
    assert many < 0.05


def test_a_candidate_of_the_home_and_one_from_elsewhere_are_weighed_together():
    namesake = score(given_name=NAME, birth=("otherwise", -6.0), household=("elsewhere_surname", 3.0))

    choice = choose([("namesake", namesake), ("her", HERSELF)], people=PEOPLE, rule=RULE, at_home=AT_HOME)

    assert choice.candidates[0].who == "her"


def test_nobody_is_suggested_where_nobody_was_found():
    choice = choose([], people=PEOPLE, rule=RULE, at_home=AT_HOME)

    assert choice.candidates == ()
    assert math.isclose(choice.nobody, 1.0)


def test_at_most_so_many_are_shown_and_the_best_first():
    evidence = [
        (name, score(given_name=NAME, household=("door_surname", 20 + bits)))
        for name, bits in zip("abcdef", range(6), strict=True)
    ]

    shown = choose(evidence, people=PEOPLE, rule=RULE, at_home=AT_HOME).shown(RULE)

    assert shown[0].who == "f"
    assert len(shown) <= 3


@pytest.mark.parametrize("people", [0, 1, 10**9])
def test_a_register_of_any_size_can_be_asked(people):
    assert choose([("her", HERSELF)], people=people, rule=RULE, at_home=AT_HOME).candidates[0].probability > 0


def test_a_shared_home_says_more_in_a_larger_register_and_a_shared_name_does_not():
    home, name = score(given_name=NAME, household=HOME), score(given_name=NAME, household=("elsewhere_surname", 9.0))

    def chance(evidence: Score, shift: float) -> float:
        return choose([("her", evidence)], people=PEOPLE, rule=RULE, at_home={}, shift=shift).candidates[0].probability

    assert chance(home, 3.0) > chance(home, 0.0)
    assert chance(name, 3.0) == chance(name, 0.0)


bits = st.floats(-200, 200)


@settings(max_examples=200)
@given(st.lists(st.tuples(bits, bits), max_size=8), st.integers(1, 10**8))
def test_the_chances_of_all_and_of_nobody_add_up_to_one(pairs, people):
    weighed = [
        (number, score(given_name=("same", name), household=("door", home)))
        for number, (name, home) in enumerate(pairs)
    ]

    choice = choose(weighed, people=people, rule=RULE, at_home=AT_HOME)

    assert math.isclose(sum(c.probability for c in choice.candidates) + choice.at_home + choice.nobody, 1.0)
    assert [c.probability for c in choice.candidates] == sorted(
        (c.probability for c in choice.candidates), reverse=True
    )


def test_three_reasons_are_given_the_strongest_first_and_none_that_says_nothing():
    told = score(
        household=("door", 20.0),
        given_name=("same", 9.0),
        birth=("fits", 3.0),
        email=("otherwise", -2.0),
        rarity=("same", 0.4),
    )

    assert because(told) == ("household door", "given_name same", "birth fits")


def test_what_was_not_compared_is_worth_asking():
    assert not_said(score(given_name=NAME)) == ("date of birth or age", "address")
    assert not_said(HERSELF) == ()


def test_the_waterfall_adds_up_to_the_score():
    steps = waterfall(HERSELF, start=-18.4)

    assert math.isclose(sum(step.bits for step in steps), HERSELF.bits - 18.4)
