"""What findings come to: when the victim's side is worth a flag, and when it has happened before."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.cues.said import HOUSEHOLD, OTHER, SUSPECT, VICTIM, reading

from heed.engines.cues.findings import Finding
from heed.engines.cues.terms import Category, Strength
from heed.engines.cues.verdict import is_repeat, is_vulnerable

DEMENTIA = Finding(
    category=Category.DEMENTIA,
    start=0,
    end=8,
    text="dementia",
    experiencer=VICTIM,
    negated=False,
    historic=False,
    uncertain=False,
    rule="DEMENTIA-named",
)
REPEAT = replace(DEMENTIA, category=Category.REPEAT)
CHILD = replace(DEMENTIA, category=Category.AGE_CHILD)
WEAK = replace(DEMENTIA, strength=Strength.WEAK)


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        pytest.param([], False, id="nothing"),
        pytest.param([DEMENTIA], True, id="the victim's"),
        pytest.param([replace(DEMENTIA, experiencer=HOUSEHOLD)], True, id="the household's"),
        pytest.param([replace(DEMENTIA, experiencer=SUSPECT)], False, id="the suspect's alone"),
        pytest.param([replace(DEMENTIA, experiencer=OTHER)], False, id="somebody else's alone"),
        pytest.param([replace(DEMENTIA, negated=True)], False, id="denied"),
        pytest.param([replace(DEMENTIA, historic=True)], False, id="past"),
        pytest.param([replace(DEMENTIA, uncertain=True)], True, id="in doubt"),
        pytest.param([replace(DEMENTIA, assumed=True)], True, id="assumed to be the victim's"),
        pytest.param([REPEAT], False, id="repeat alone"),
        pytest.param([REPEAT, DEMENTIA], True, id="repeat beside another"),
        pytest.param([CHILD], True, id="a child, the one it happens to"),
        pytest.param([replace(CHILD, experiencer=HOUSEHOLD)], False, id="a child merely mentioned"),
        pytest.param([replace(CHILD, experiencer=HOUSEHOLD), DEMENTIA], True, id="a child mentioned, and another cue"),
        pytest.param([WEAK], False, id="a weak cue alone"),
        pytest.param([WEAK, WEAK], False, id="two weak cues of one category"),
        pytest.param([WEAK, replace(WEAK, category=Category.DIS_PHYS)], True, id="weak cues of two categories"),
        pytest.param([WEAK, replace(CHILD, experiencer=HOUSEHOLD)], False, id="a weak cue and a child mentioned"),
        pytest.param([WEAK, replace(WEAK, category=Category.REPEAT)], False, id="a weak cue and repeat"),
        pytest.param(
            [WEAK, replace(WEAK, category=Category.DIS_PHYS, negated=True)], False, id="a weak one and a denied"
        ),
    ],
)
def test_the_victims_side_is_flagged(findings, verdict):
    assert is_vulnerable(findings) is verdict


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        pytest.param([], False, id="nothing"),
        pytest.param([DEMENTIA], False, id="another category"),
        pytest.param([REPEAT], True, id="it goes on"),
        pytest.param([replace(REPEAT, negated=True)], False, id="the first time"),
        pytest.param([replace(REPEAT, historic=True)], False, id="past"),
        pytest.param([replace(REPEAT, uncertain=True)], True, id="in doubt"),
        pytest.param([replace(REPEAT, negated=True), REPEAT], True, id="one of two"),
    ],
)
def test_a_repeat_has_its_own_verdict(findings, verdict):
    assert is_repeat(findings) is verdict


FINDINGS = st.builds(
    Finding,
    category=st.sampled_from(Category),
    start=st.just(0),
    end=st.just(1),
    text=st.just("x"),
    experiencer=st.sampled_from([VICTIM, HOUSEHOLD, SUSPECT, OTHER]),
    negated=st.booleans(),
    historic=st.booleans(),
    uncertain=st.booleans(),
    rule=st.just("x"),
    strength=st.sampled_from(Strength),
)


@given(st.lists(FINDINGS, max_size=5), FINDINGS)
def test_one_more_finding_never_takes_a_flag_away(findings, more):
    assert is_vulnerable([*findings, more]) >= is_vulnerable(findings)
    assert is_repeat([*findings, more]) >= is_repeat(findings)


@given(st.lists(FINDINGS, max_size=5))
def test_the_order_of_findings_does_not_matter(findings):
    assert is_vulnerable(findings[::-1]) is is_vulnerable(findings)


@pytest.mark.parametrize(
    ("text", "vulnerable", "repeat"),
    [
        pytest.param("noise from next door", False, False, id="neither"),
        pytest.param("noise from next door every night", False, True, id="repeat alone"),
        pytest.param("caller is disabled, noise from next door", True, False, id="vulnerable alone"),
        pytest.param("caller is disabled, noise next door every night", True, True, id="both"),
        pytest.param("suspect is schizophrenic", False, False, id="the suspect alone"),
        pytest.param("caller is not disabled", False, False, id="denied"),
        pytest.param("caller has poss dementia", True, False, id="in doubt"),
        pytest.param("IP was born in 1940", True, False, id="a year of birth"),
        pytest.param("born 1940", True, False, id="a year of birth, by itself"),
        pytest.param("", False, False, id="nothing said"),
    ],
)
def test_a_log_comes_to(text, vulnerable, repeat):
    found = reading(text)

    assert (found.vulnerable, found.repeat) == (vulnerable, repeat)
