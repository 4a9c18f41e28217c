"""Names of places, shops and teams are no cues; people called by name are people, whoever they are."""

import pytest
from tests.engines.cues.said import VICTIM, findings, reading

from heed.engines.cues.names import capital, speaks_in_cases
from heed.engines.cues.terms import Category
from heed.engines.cues.tokens import cut

SENSORY, ELDER = Category.SENSORY, Category.AGE_ELDER


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("youths outside the Blind Beggar", id="a pub"),
        pytest.param("a fight in the Blind Beggar last night", id="a pub, within a sentence"),
        pytest.param("the Deaf Club has been broken into", id="a club"),
        pytest.param("youths on Blind Lane", id="a lane"),
        pytest.param("youths on blind lane", id="a lane in small letters"),
        pytest.param("caller lives on Elderly Street", id="a street"),
        pytest.param("Elderly Street is blocked", id="a street at the beginning"),
        pytest.param("noise from the Lonely Hearts Cafe", id="a cafe"),
        pytest.param("damage at the Homeless Society", id="a society"),
        pytest.param("Mrs Blind rang", id="a surname after a title"),
        pytest.param("caller is Mr Young of Flat 2", id="a surname that is a word"),
    ],
)
def test_a_name_is_no_cue(text):
    assert [finding.text for finding in reading(text).findings] == []


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("caller is blind", SENSORY, id="small letters"),
        pytest.param("Blind caller reports youths", SENSORY, id="at the beginning"),
        pytest.param("CALLER IS BLIND", SENSORY, id="all in capitals"),
        pytest.param("Caller Is Blind And Lives On Green Lane", SENSORY, id="every word with a capital"),
        pytest.param("youths at door. Blind caller", SENSORY, id="after a full stop"),
        pytest.param("caller lives near the Blind Beggar and is deaf", SENSORY, id="a name and a cue"),
        pytest.param("elderly lady at the Royal Oak", ELDER, id="a cue before a name"),
    ],
)
def test_a_cue_is_a_cue_however_it_is_written(text, category):
    assert len(findings(text, category)) == 1


@pytest.mark.parametrize(
    "name", ["Ron", "Adeola", "Siobhan", "Mohammed", "Xiu", "Agnieszka", "Gwenllian", "Ravi", "Kwame", "Jésus"]
)
def test_whoever_is_named_is_a_person(name):
    (finding,) = findings(f"Youths threw eggs at {name}, he is blind", SENSORY)

    assert finding.experiencer is VICTIM


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("Ron", True, id="a capital and small letters"),
        pytest.param("A", True, id="one capital"),
        pytest.param("BSL", False, id="capitals only"),
        pytest.param("ron", False, id="small letters"),
        pytest.param("Örn", True, id="an accented capital"),
    ],
)
def test_what_a_capital_is(text, wanted):
    assert capital(cut(text), 0) is wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("Ron is blind", True), ("RON IS BLIND", False), ("ron is blind", False), ("84", True), ("", True)],
)
def test_capitals_mean_something_where_both_occur(text, wanted):
    assert speaks_in_cases(text) is wanted
