"""Every finding says why: the words, how they were read, whose it is by which step, and what set each attribute."""

import pytest
from tests.engines.cues.reading_logs import LOGS, read_logs
from tests.engines.cues.said import DAY, only, reading

from heed.engines.cues.lexicon import national
from heed.engines.cues.reading import read
from heed.engines.cues.terms import PSI, Category, Experiencer, Strength

WHOSE = {
    Experiencer.VICTIM: "the victim or caller: ",
    Experiencer.HOUSEHOLD: "the household: ",
    Experiencer.SUSPECT: "the suspect: ",
    Experiencer.OTHER: "somebody else: ",
}
REAL = [log for path in sorted(LOGS.glob("*-dev.txt")) for log in read_logs(path)]


def test_the_category_and_the_pattern_come_first():
    assert only("caller is disabled", Category.DIS_PHYS).because[0] == "Physical disability or illness: “disabled”"


def test_of_an_age_the_years_come_first():
    assert only("caller is 84", Category.AGE_ELDER).because[0] == "Older person: 84"
    assert only("a lady in her seventies", Category.AGE_ELDER).because[0] == "Older person: about 70 to 79"


@pytest.mark.parametrize(
    ("text", "category", "line"),
    [
        pytest.param("she has dementai", Category.DEMENTIA, "read as “dementia”", id="a correction"),
        pytest.param(
            "elderly lady rang", Category.AGE_ELDER, "the victim or caller: same phrase (“elderly lady”)", id="whose"
        ),
        pytest.param(
            "disabled", Category.DIS_PHYS, "the victim or caller: nobody else is named, assumed", id="assumed"
        ),
        pytest.param("no dementia", Category.DEMENTIA, "denied: “no”", id="denied"),
        pytest.param("dementia? no", Category.DEMENTIA, "denied: “the answer is no”", id="an answer"),
        pytest.param("she used to be depressed", Category.MENTAL_HEALTH, "past: “used to be”", id="past"),
        pytest.param("she seems depressed", Category.MENTAL_HEALTH, "in doubt: “seems”", id="in doubt"),
    ],
)
def test_each_attribute_names_the_words_that_set_it(text, category, line):
    assert line in only(text, category).because


def test_an_attribute_that_is_not_set_is_not_spoken_of():
    assert len(only("caller is disabled", Category.DIS_PHYS).because) == 2


@pytest.mark.parametrize("log", REAL, ids=lambda log: log.id)
def test_every_finding_of_a_real_log_is_explained(log):
    for finding in read(log.text, log.log_date, national()).findings:
        lines = finding.because

        assert lines[0].startswith(f"{finding.category.label}: ")
        assert sum(line.startswith(WHOSE[finding.experiencer]) for line in lines) == 1
        assert any(line.startswith("denied: ") for line in lines) is finding.negated
        assert any(line.startswith("past: ") for line in lines) is finding.historic
        assert finding.uncertain or not any(line.startswith("in doubt: ") for line in lines)
        assert any(line.endswith(", assumed") for line in lines) is finding.assumed
        assert any(line.startswith("read as “") for line in lines) is bool(finding.read_as)
        assert "\n" not in "".join(lines[:1])


@pytest.mark.parametrize("log", REAL, ids=lambda log: log.id)
def test_every_finding_of_a_real_log_names_a_rule_that_exists(log):
    rules = {rule.id: rule for rule in national().rules}
    for finding in read(log.text, log.log_date, national()).findings:
        if finding.rule in {"AGE_CHILD-age", "AGE_ELDER-age"}:
            assert finding.strength is Strength.STRONG
        else:
            assert rules[finding.rule].category is finding.category
            assert rules[finding.rule].strength is finding.strength


def test_every_finding_has_its_axis():
    assert {category: category.psi for category in Category} == PSI
    assert only("caller is disabled", Category.DIS_PHYS).psi == "P"
    assert only("lives alone", Category.ALONE_ISOL).psi == "S"
    assert only("it happens every night", Category.REPEAT).psi == "I"


def test_a_reading_names_its_lexicon():
    assert reading("caller is disabled").lexicon == national().version
    assert reading("").lexicon == national().version
    assert len(national().version) == 12


def test_reading_twice_says_the_same():
    for log in REAL[:20]:
        assert read(log.text, DAY, national()) == read(log.text, DAY, national())
