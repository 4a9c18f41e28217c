"""When is a cue in doubt? Guessed, reported, queried."""

import pytest
from tests.engines.cues.said import findings, only

from heed.engines.cues.terms import Category

DEMENTIA, DIS_PHYS, MENTAL, SUBSTANCE = (
    Category.DEMENTIA,
    Category.DIS_PHYS,
    Category.MENTAL_HEALTH,
    Category.SUBSTANCE,
)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("poss dementia", DEMENTIA, id="poss"),
        pytest.param("possible dementia", DEMENTIA, id="possible"),
        pytest.param("possibly disabled", DIS_PHYS, id="possibly"),
        pytest.param("?dementia", DEMENTIA, id="a question mark before it"),
        pytest.param("? dementia", DEMENTIA, id="a question mark and a space"),
        pytest.param("caller appears depressed", MENTAL, id="appears"),
        pytest.param("she seems depressed", MENTAL, id="seems"),
        pytest.param("he sounds depressed", MENTAL, id="sounds"),
        pytest.param("caller believes he is schizophrenic", MENTAL, id="believes"),
        pytest.param("I think she has dementia", DEMENTIA, id="I think"),
        pytest.param("thought to be disabled", DIS_PHYS, id="thought to be"),
        pytest.param("he may be autistic", Category.DIS_LEARN, id="may be"),
        pytest.param("she might be diabetic", DIS_PHYS, id="might be"),
        pytest.param("could be dementia", DEMENTIA, id="could be"),
        pytest.param("maybe she is pregnant", Category.PREGNANT, id="maybe"),
        pytest.param("probably dementia", DEMENTIA, id="probably"),
        pytest.param("apparently she is disabled", DIS_PHYS, id="apparently"),
        pytest.param("he claims to be disabled", DIS_PHYS, id="claims"),
        pytest.param("query dementia", DEMENTIA, id="query"),
        pytest.param("not sure if he has dementia", DEMENTIA, id="not sure if"),
        pytest.param("don't know whether she is disabled", DIS_PHYS, id="don't know whether"),
        pytest.param("can't rule out dementia", DEMENTIA, id="can't rule out"),
        pytest.param("dementia (unconfirmed)", DEMENTIA, id="unconfirmed, after"),
        pytest.param("dementia not confirmed", DEMENTIA, id="not confirmed, after"),
        pytest.param("some sort of mental health problem", MENTAL, id="some sort of"),
    ],
)
def test_a_guess_leaves_a_cue_in_doubt_and_does_not_deny_it(text, category):
    found = findings(text, category)

    assert found
    assert all(finding.uncertain and not finding.negated for finding in found)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("she has dementia", DEMENTIA, id="nothing of the kind"),
        pytest.param("possible burglary. She has dementia", DEMENTIA, id="another sentence"),
        pytest.param("possible burglary; caller has dementia", DEMENTIA, id="semicolon"),
        pytest.param("suspect ran off, maybe to the park. Caller is disabled", DIS_PHYS, id="another's doubt"),
        pytest.param("he appears to have gone but she has dementia", DEMENTIA, id="but"),
        pytest.param("is anybody coming? She has dementia", DEMENTIA, id="a question mark that ends a question"),
        pytest.param("poss entry via rear window of the house and caller is disabled", DIS_PHYS, id="too far away"),
    ],
)
def test_what_is_said_plainly_is_not_in_doubt(text, category):
    assert not only(text, category).uncertain


@pytest.mark.parametrize(
    ("text", "uncertain"),
    [
        pytest.param("a man, seventy-odd", True, id="odd"),
        pytest.param("she looked about ninety", True, id="looked about"),
        pytest.param("she is 84", False, id="said to the year"),
        pytest.param("she is in her seventies", False, id="a decade is rough, not in doubt"),
    ],
)
def test_a_guessed_age_is_in_doubt(text, uncertain):
    assert [finding.uncertain for finding in findings(text, Category.AGE_ELDER)] == [uncertain]


def test_the_words_that_cast_doubt_are_kept():
    assert "in doubt: “possibly”" in only("she is possibly depressed", MENTAL).because
    assert "in doubt: “?”" in only("?dementia", DEMENTIA).because
