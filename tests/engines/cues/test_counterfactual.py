"""
A name, a sex, an ethnicity, a faith or a postcode changes no finding: neither what, nor whose, nor how sure.

Only HATE may differ, which is about these words. Sixty sentences of many shapes; in each, every word of one kind is
swapped for its fellows, and what Heed says must stay the same.
"""

import pytest
from tests.engines.cues.said import DAY

from heed.engines.cues.lexicon import national
from heed.engines.cues.reading import read
from heed.engines.cues.terms import Category

SEXES = (
    {
        "he": "he", "him": "him", "his": "his", "He": "He", "His": "His", "man": "man", "male": "male", "gent": "gentleman",
        "boy": "boy", "son": "son", "father": "father", "dad": "dad", "brother": "brother", "spouse": "wife",
        "grandad": "grandad", "bloke": "bloke", "title": "Mr", "m": "M",
    },
    {
        "he": "she", "him": "her", "his": "her", "He": "She", "His": "Her", "man": "woman", "male": "female", "gent": "lady",
        "boy": "girl", "son": "daughter", "father": "mother", "dad": "mum", "brother": "sister", "spouse": "husband",
        "grandad": "nan", "bloke": "woman", "title": "Mrs", "m": "F",
    },
)  # fmt: skip
NAMES = ("Ron", "Mohammed", "Adeola", "Agnieszka", "Gurpreet", "Siobhan", "Kwame", "Gwenllian", "Xiaoyan", "Tyrone")
ETHNICITIES = ("white", "black", "Asian", "Polish", "Somali", "Romanian", "Irish", "Chinese", "Jamaican", "Welsh")
FAITHS = ("Christian", "Muslim", "Jewish", "Sikh", "Hindu", "Buddhist", "Catholic")
POSTCODES = ("ZZ1 1AA", "ZZ99 9ZZ", "QX84 4AB", "X7 2BB", "ZZ65 5YR", "zz1 1aa", "ZZ11AA")

TEMPLATES = (
    "{name} is disabled and youths threw eggs at {him}.",
    "Youths threw stones at {name}, {he} is deaf.",
    "Caller {name} says {he} lives alone and is frightened.",
    "{title} Tunnard has dementia.",
    "Call from {name}, 84 yoa, about noise next door.",
    "Caller says {his} {spouse} has dementia.",
    "Caller's {father} is 81 and lives alone.",
    "My {dad} is disabled, they keep kicking {his} door.",
    "I'm ringing for my {grandad}, {he} can't get out of bed.",
    "Elderly {gent} reports youths outside.",
    "An {ethnicity} {man} is shouting in the street, {he} is an alcoholic.",
    "{ethnicity} {male}, 84 yoa, reports youths throwing eggs.",
    "Caller is an elderly {ethnicity} {man} who lives alone.",
    "{ethnicity} {boy} aged 12 is being bullied by youths.",
    "A {ethnicity} neighbour plays loud music and is schizophrenic.",
    "Suspect is a {ethnicity} {male} with mental health issues.",
    "The {faith} family next door are noisy, caller is disabled.",
    "Caller is {faith} and has depression.",
    "{faith} {man}, 79, lives alone at {postcode}.",
    "Caller of {postcode} has COPD and can't get upstairs.",
    "Noise at {postcode}, caller is pregnant.",
    "Youths at {postcode} again, caller is autistic.",
    "{He} is registered blind and the neighbour blocks {his} path.",
    "{His} legs are bad and {he} can't get to the door.",
    "Suspect says {he} is suicidal.",
    "Caller says {he} is suicidal.",
    "Suspect is a {male} who is known to be schizophrenic.",
    "The {bloke} upstairs is an alcoholic and bangs all night.",
    "My {brother} is an alcoholic and hits my {father}.",
    "{He} used to be depressed but is fine now.",
    "No mental health issues, {he} says.",
    "{He} does not have dementia.",
    "Not sure if {he} has dementia.",
    "The {man} opposite appears drunk, caller has a stroke history.",
    "Caller's {son} is autistic and youths are following {him}.",
    "My {son} is 9 and too scared to sleep.",
    "Caller cares for {his} {father}, who has Parkinson's.",
    "{name} rang. {He} is diabetic and the heating is off.",
    "{name} threatened caller, who is disabled.",
    "Suspect {name} is schizophrenic. Caller lives alone.",
    "VICTIM: {name}\n{He} lives alone, COPD\nSUSPECT: {male}, schizophrenic",
    "Any disability? Yes - {he} uses a wheelchair.",
    "Any mental health issues? No, {he} says.",
    "14:02 {name} says youths are back\n14:10 {He} is frightened, can't sleep",
    "IP {m}/84 lives alone.",
    "A {man} is sleeping rough by the church, {he} looks ill.",
    "{ethnicity} {man} sleeping rough near {postcode}.",
    "Passer-by says {ethnicity} youths threw eggs at an elderly {gent}.",
    "Neighbour {name} is disabled, they throw eggs at {him}.",
    "{His} {spouse} died last month and {he} is not coping.",
    "Landlord says tenant {name} is an alcoholic.",
    "Caller says {name} at {postcode} has been following {him}, {he} is scared.",
    "Care worker reports {name}, 90, is confused and wandering.",
    "{title} Ainsley, 77, has a heart condition. Youths kick {his} fence.",
    "The {boy} has ADHD and the neighbours complain about {him}.",
    "{faith} {gent} in {his} eighties, hard of hearing.",
    "Caller's neighbour is a {faith} {man} with learning difficulties.",
    "{name} has no family and nobody visits {him}.",
    "{name}'s {son} is in year 7 and is being bullied.",
    "Youths spat at {name}. {He} is homeless and in recovery.",
)
AXES = {
    "{name}": [{"name": name} for name in NAMES],
    "{ethnicity}": [{"ethnicity": word} for word in ETHNICITIES],
    "{faith}": [{"faith": word} for word in FAITHS],
    "{postcode}": [{"postcode": code} for code in POSTCODES],
}
USUAL = {"name": NAMES[0], "ethnicity": ETHNICITIES[0], "faith": FAITHS[0], "postcode": POSTCODES[0]}


def told(template, words):
    """Return what Heed says of a template filled with words, but for HATE and for where it stands."""
    text = template.format(**(SEXES[0] | USUAL | words))
    findings = [one for one in read(text, DAY, national()).findings if one.category is not Category.HATE]
    return [(one.category, one.experiencer, one.negated, one.historic, one.uncertain) for one in findings]


def differing(template, swaps):
    """Return each swap that changes what is said of a template, with what is said then."""
    usual = told(template, {})
    return {str(swap): told(template, swap) for swap in swaps if told(template, swap) != usual}


def test_there_are_sixty_templates_and_each_says_something():
    assert len(set(TEMPLATES)) == 60
    assert [template for template in TEMPLATES if not told(template, {})] == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_other_sex_changes_nothing(template):
    assert differing(template, [SEXES[1]]) == {}


@pytest.mark.parametrize("template", [template for template in TEMPLATES if "{name}" in template])
def test_another_name_changes_nothing(template):
    assert differing(template, AXES["{name}"]) == {}


@pytest.mark.parametrize("template", [template for template in TEMPLATES if "{ethnicity}" in template])
def test_another_ethnicity_changes_nothing(template):
    assert differing(template, AXES["{ethnicity}"]) == {}


@pytest.mark.parametrize("template", [template for template in TEMPLATES if "{faith}" in template])
def test_another_faith_changes_nothing(template):
    assert differing(template, AXES["{faith}"]) == {}


@pytest.mark.parametrize("template", [template for template in TEMPLATES if "{postcode}" in template])
def test_another_postcode_changes_nothing(template):
    assert differing(template, AXES["{postcode}"]) == {}


@pytest.mark.parametrize(
    "postcode",
    [
        pytest.param("ZZ8 8LD", id="ends like learning disability"),
        pytest.param("ZZ8 8DA", id="ends like domestic abuse"),
        pytest.param("LD9 9ZZ", id="begins like learning disability"),
        pytest.param("DV9 9ZZ", id="begins like domestic violence"),
        pytest.param("ZZ84 4FA", id="holds a sex and an age"),
    ],
)
def test_no_part_of_a_postcode_is_a_cue(postcode):
    for template in TEMPLATES:
        if "{postcode}" in template:
            assert told(template, {"postcode": postcode}) == told(template, {}), template
