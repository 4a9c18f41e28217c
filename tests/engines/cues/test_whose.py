"""
Whose is a cue? The binding order of reference/cues.md section 3.5: the first step that applies, and its reason kept.

Pairs of sentences that differ in one word show that it is the step that decides, and nothing else.
"""

import pytest
from tests.engines.cues.said import HOUSEHOLD, OTHER, SUSPECT, VICTIM, findings, only, reading

from heed.engines.cues.terms import Category

DEMENTIA, DIS_PHYS, MENTAL, ALONE, ELDER, LEARN, SUBSTANCE, SENSORY = (
    Category.DEMENTIA,
    Category.DIS_PHYS,
    Category.MENTAL_HEALTH,
    Category.ALONE_ISOL,
    Category.AGE_ELDER,
    Category.DIS_LEARN,
    Category.SUBSTANCE,
    Category.SENSORY,
)


def whose(text, category):
    """Return whose every finding of a category is; fails where there is none, or they differ."""
    found = {finding.experiencer for finding in findings(text, category)}
    assert len(found) == 1, (text, found)
    return found.pop()


@pytest.mark.parametrize(
    ("text", "category", "experiencer"),
    [
        pytest.param("elderly lady reports youths", ELDER, VICTIM, id="elderly lady"),
        pytest.param("disabled caller reports youths", DIS_PHYS, VICTIM, id="disabled caller"),
        pytest.param("caller's disabled son is at home", DIS_PHYS, HOUSEHOLD, id="disabled son"),
        pytest.param("a schizophrenic suspect ran off", MENTAL, SUSPECT, id="schizophrenic suspect"),
        pytest.param("a deaf witness saw it", SENSORY, OTHER, id="deaf witness"),
        pytest.param("IP 84 yoa", ELDER, VICTIM, id="IP with an age"),
        pytest.param("my mum (81) is scared of them", ELDER, VICTIM, id="an age in brackets"),
        pytest.param("youths are shouting at an elderly lady", ELDER, VICTIM, id="at an elderly lady"),
        pytest.param("youths are shouting at an elderly lady next door", ELDER, VICTIM, id="an elderly lady next door"),
    ],
)
def test_first_the_head_of_its_own_phrase(text, category, experiencer):
    assert whose(text, category) is experiencer


@pytest.mark.parametrize(
    ("text", "category", "experiencer"),
    [
        pytest.param("caller is disabled", DIS_PHYS, VICTIM, id="is"),
        pytest.param("IP suffers with depression", MENTAL, VICTIM, id="suffers"),
        pytest.param("IP is scared of them and lives alone", ALONE, VICTIM, id="a second verb"),
        pytest.param("suspect has mental health issues", MENTAL, SUSPECT, id="suspect has"),
        pytest.param("the suspect is known to be schizophrenic", MENTAL, SUSPECT, id="known to be"),
        pytest.param("neighbour is an alcoholic and plays loud music", SUBSTANCE, SUSPECT, id="who plays music"),
        pytest.param("the witness is disabled", DIS_PHYS, OTHER, id="witness"),
        pytest.param("my wife is registered blind", SENSORY, HOUSEHOLD, id="wife"),
        pytest.param("youths shout at caller, he is disabled", DIS_PHYS, VICTIM, id="he, after a comma"),
        pytest.param("suspect threw a brick, he is schizophrenic", MENTAL, SUSPECT, id="he, who threw"),
    ],
)
def test_then_the_subject_of_its_clause(text, category, experiencer):
    assert whose(text, category) is experiencer


@pytest.mark.parametrize(
    ("text", "category", "experiencer"),
    [
        pytest.param("her husband has dementia", DEMENTIA, HOUSEHOLD, id="her husband"),
        pytest.param("IP's son is autistic", LEARN, HOUSEHOLD, id="IP's son"),
        pytest.param("youths are throwing stones at my mum who has dementia", DEMENTIA, VICTIM, id="mum, thrown at"),
        pytest.param("my son is autistic and the youths are bullying him", LEARN, VICTIM, id="son, bullied"),
        pytest.param("calling on behalf of her mother who has dementia", DEMENTIA, VICTIM, id="on behalf of"),
        pytest.param("I'm ringing for my dad, he's 84", ELDER, VICTIM, id="ringing for"),
        pytest.param("the suspect's mother is disabled", DIS_PHYS, OTHER, id="suspect's mother"),
        pytest.param("suspect's girlfriend is pregnant", Category.PREGNANT, OTHER, id="suspect's girlfriend"),
        pytest.param("the neighbour's son is autistic", LEARN, OTHER, id="neighbour's son"),
        pytest.param("his legs are bad since the fall, caller says", DIS_PHYS, VICTIM, id="his legs"),
    ],
)
def test_then_the_owner(text, category, experiencer):
    assert whose(text, category) is experiencer


@pytest.mark.parametrize(
    ("text", "category", "experiencer"),
    [
        pytest.param("VICTIM DETAILS:\nlives alone, COPD", ALONE, VICTIM, id="victim block"),
        pytest.param("SUSPECT DETAILS:\nschizophrenic, carries a knife", MENTAL, SUSPECT, id="suspect block"),
        pytest.param("Suspect details - alcoholic", SUBSTANCE, SUSPECT, id="suspect, in one line"),
        pytest.param("WITNESS:\ndisabled, saw it all", DIS_PHYS, OTHER, id="witness block"),
        pytest.param("Vulnerabilities: COPD, arthritis", DIS_PHYS, VICTIM, id="vulnerabilities"),
        pytest.param("DASH:\ndepression", MENTAL, VICTIM, id="answers of a DASH"),
        pytest.param("Any mental health issues? Yes", MENTAL, VICTIM, id="an answer"),
    ],
)
def test_then_the_heading_or_the_question(text, category, experiencer):
    assert whose(text, category) is experiencer


def test_a_heading_ends_with_its_block():
    text = "VICTIM:\nlives alone\n\nSUSPECT:\nalcoholic\n\n14:02 caller says she is disabled"

    assert [whose(text, category) for category in (ALONE, SUBSTANCE, DIS_PHYS)] == [VICTIM, SUSPECT, VICTIM]


@pytest.mark.parametrize(
    ("text", "category", "experiencer"),
    [
        pytest.param("youths throwing eggs. Lives alone.", ALONE, VICTIM, id="throwers are no topic"),
        pytest.param(
            "Elderly female caller. Youths throwing eggs at her windows. Lives alone.",
            ALONE,
            VICTIM,
            id="throwers are no topic, after a caller",
        ),
        pytest.param(
            "A man is throwing stones at the lady opposite. Disabled.", DIS_PHYS, VICTIM, id="who is thrown at is"
        ),
        pytest.param(
            "male shouting at caller. Disabled, uses a wheelchair", DIS_PHYS, VICTIM, id="shouters are no topic"
        ),
        pytest.param(
            "car parked across the drive by neighbour. Disabled.", DIS_PHYS, VICTIM, id="parkers are no topic"
        ),
        pytest.param("Caller's mother at the address. Dementia.", DEMENTIA, VICTIM, id="the mother spoken of"),
        pytest.param("Suspect located. Schizophrenic.", MENTAL, SUSPECT, id="the suspect spoken of"),
    ],
)
def test_then_whom_the_words_are_about(text, category, experiencer):
    assert whose(text, category) is experiencer


def test_a_new_update_goes_back_to_the_caller():
    text = "14:10 Male suspect found, he is schizophrenic\n14:20 lives alone, frightened"

    assert whose(text, MENTAL) is SUSPECT
    assert whose(text, ALONE) is VICTIM


@pytest.mark.parametrize("text", ["disabled", "lives alone", "noise again. Depressed"])
def test_and_only_then_the_victim_and_that_is_assumed(text):
    (finding,) = [found for found in reading(text).findings if found.category is not Category.REPEAT]

    assert (finding.experiencer, finding.assumed) == (VICTIM, True)
    assert any("assumed" in line for line in finding.because)


def test_what_is_said_is_not_assumed():
    assert not only("caller is disabled", DIS_PHYS).assumed


@pytest.mark.parametrize(
    ("text", "other", "category"),
    [
        pytest.param(
            ("caller is disabled and the suspect is drunk", VICTIM),
            ("suspect is disabled and the caller is upset", SUSPECT),
            DIS_PHYS,
            id="subject",
        ),
        pytest.param(
            ("youths throw eggs at my disabled neighbour", VICTIM),
            ("my disabled neighbour throws eggs at me", SUSPECT),
            DIS_PHYS,
            id="who throws",
        ),
        pytest.param(
            ("my husband has dementia", HOUSEHOLD), ("the suspect has dementia", SUSPECT), DEMENTIA, id="relative"
        ),
        pytest.param(
            ("my son is autistic", HOUSEHOLD), ("they are hitting my son, he is autistic", VICTIM), LEARN, id="targeted"
        ),
        pytest.param(
            ("caller's mother is disabled", VICTIM),
            ("suspect's mother is disabled", OTHER),
            DIS_PHYS,
            id="whose mother",
        ),
        pytest.param(("Victim: schizophrenic", VICTIM), ("Suspect: schizophrenic", SUSPECT), MENTAL, id="heading"),
        pytest.param(
            ("caller says she is suicidal", VICTIM),
            ("suspect says she is suicidal", SUSPECT),
            Category.SUICIDE_SH,
            id="who says so",
        ),
        pytest.param(
            ("caller said “I'm going to kill myself”", VICTIM),
            ("suspect said “I'm going to kill myself”", SUSPECT),
            Category.SUICIDE_SH,
            id="who is quoted",
        ),
        pytest.param(
            ("suspect threatened caller. She is disabled", VICTIM),
            ("caller shouted for help from suspect. Suspect is disabled", SUSPECT),
            DIS_PHYS,
            id="the next sentence",
        ),
        pytest.param(
            ("neighbour is frightening caller. Caller has mental health issues", VICTIM),
            ("neighbour is frightening caller. Neighbour has mental health issues", SUSPECT),
            MENTAL,
            id="named again",
        ),
    ],
)
def test_one_word_makes_it_anothers(text, other, category):
    for sentence, experiencer in (text, other):
        assert whose(sentence, category) is experiencer, sentence


@pytest.mark.parametrize(
    ("text", "category", "experiencer"),
    [
        pytest.param("Caller states a man is shouting. She is frightened", Category.FEAR_HEALTH, VICTIM, id="she"),
        pytest.param("The male is smashing windows. He is schizophrenic", MENTAL, SUSPECT, id="he, of one man"),
        pytest.param("My wife rang earlier. She is blind", SENSORY, HOUSEHOLD, id="she, the wife"),
        pytest.param("Mrs Tunnard has dementia. Youths threw eggs at her", DEMENTIA, VICTIM, id="by name"),
        pytest.param("Ron is disabled. Youths threw eggs at Ron", DIS_PHYS, VICTIM, id="by first name"),
    ],
)
def test_a_pronoun_or_a_name_is_held_to_its_person(text, category, experiencer):
    assert whose(text, category) is experiencer


@pytest.mark.parametrize(
    ("text", "category", "experiencer"),
    [
        pytest.param("racist abuse shouted by the suspect", Category.HATE, VICTIM, id="hate"),
        pytest.param("suspect has done this before", Category.REPEAT, VICTIM, id="repeat"),
        pytest.param("her husband died last year", Category.BEREAVED, VICTIM, id="the one who is left"),
        pytest.param("I care for my husband with dementia", Category.CARER, VICTIM, id="the one who cares"),
        pytest.param("beaten by her husband", Category.DOMESTIC, VICTIM, id="the one who is beaten"),
        pytest.param("the noise is making my wife ill", Category.FEAR_HEALTH, HOUSEHOLD, id="the one it affects"),
    ],
)
def test_what_is_done_is_the_one_who_suffers_its(text, category, experiencer):
    assert whose(text, category) is experiencer


@pytest.mark.parametrize(
    ("text", "category", "reason"),
    [
        pytest.param("elderly lady reports youths", ELDER, "same phrase (“elderly lady”)", id="same phrase"),
        pytest.param("he is at home, she is disabled", DIS_PHYS, "subject of the clause (“she”)", id="subject"),
        pytest.param("SUSPECT DETAILS:\nschizophrenic", MENTAL, "heading", id="heading"),
        pytest.param("Any mental health issues? Yes", MENTAL, "an answer about the victim", id="answer"),
        pytest.param("disabled", DIS_PHYS, "nobody else is named, assumed", id="assumed"),
    ],
)
def test_the_step_that_decided_is_kept_with_its_words(text, category, reason):
    finding = only(text, category)

    assert any(line.endswith(f": {reason}") for line in finding.because), finding.because
