"""Every way in which a log tells an age is read, against the day of the log; every other number is left alone."""

from datetime import date

import pytest
from tests.engines.cues.said import DAY, bare, findings

from heed.engines.cues.age import Age
from heed.engines.cues.ages import ages
from heed.engines.cues.cast import mark
from heed.engines.cues.scan import scan
from heed.engines.cues.structure import part_updates
from heed.engines.cues.terms import Category
from heed.engines.cues.tokens import cut


def told(text, on=DAY):
    """Return each age in a text: its words, the least and the most it may be."""
    tokens = cut(text)
    part_updates(tokens)
    people = mark(tokens, scan(tokens, bare()).nouns).at
    return [
        (tokens.text[tokens.starts[age.start] : tokens.ends[age.end - 1]], age.least, age.most)
        for age in ages(tokens, on, people)
    ]


def span(text, on=DAY):
    """Return the least and the most of the one age in a text."""
    ((_, least, most),) = told(text, on)
    return least, most


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("caller is 84 years old", 84, id="years old"),
        pytest.param("caller is 84 yrs old", 84, id="yrs old"),
        pytest.param("IP 84 yoa", 84, id="yoa"),
        pytest.param("IP 84yoa", 84, id="yoa without a space"),
        pytest.param("IP 84 y/o", 84, id="y/o"),
        pytest.param("IP 84 y.o.", 84, id="y.o. with dots"),
        pytest.param("84yo female", 84, id="yo"),
        pytest.param("an 84-year-old man", 84, id="with hyphens"),
        pytest.param("an 84 year old man", 84, id="year old"),
        pytest.param("an 84 yr-old man", 84, id="yr-old"),
        pytest.param("he is 12 years of age", 12, id="years of age"),
        pytest.param("IP aged 84", 84, id="aged"),
        pytest.param("IP age 84", 84, id="age"),
        pytest.param("Age: 9", 9, id="age with a colon"),
        pytest.param("she turned 70", 70, id="turned"),
        pytest.param("she's 81", 81, id="she's"),
        pytest.param("I'm 72", 72, id="I'm"),
        pytest.param("im 72 and on my own", 72, id="im without an apostrophe"),
        pytest.param("he is 84 now", 84, id="is so much now"),
        pytest.param("caller M/84", 84, id="M/84"),
        pytest.param("caller F/84", 84, id="F/84"),
        pytest.param("84f reporting youths", 84, id="84f"),
        pytest.param("84/f reporting youths", 84, id="84/f"),
        pytest.param("84/m reporting youths", 84, id="84/m"),
        pytest.param("caller, 84, lives alone", 84, id="bare after a role, in commas"),
        pytest.param("IP 84, COPD", 84, id="bare after a role"),
        pytest.param("my mum (81)", 81, id="in brackets after a role"),
        pytest.param("IP/84/F/lives alone", 84, id="in a slash list"),
        pytest.param("84 yrs", 84, id="84 yrs, nothing more"),
    ],
)
def test_an_age_in_figures(text, years):
    assert span(text) == (years, years)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("she is eighty-four years old", 84, id="eighty-four"),
        pytest.param("a seventy two year old lady", 72, id="seventy two"),
        pytest.param("he is nine years old", 9, id="nine"),
        pytest.param("a twelve-year-old boy", 12, id="twelve"),
        pytest.param("IP aged sixty-five", 65, id="aged sixty-five"),
        pytest.param("she's ninety", 90, id="she's ninety"),
        pytest.param("my nan turned eighty", 80, id="turned eighty"),
        pytest.param("a girl of nine", 9, id="a girl of nine"),
    ],
)
def test_an_age_in_words(text, years):
    assert span(text) == (years, years)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        pytest.param("a lady in her seventies", 70, 79, id="in her seventies"),
        pytest.param("a man in his 80s", 80, 89, id="in his 80s"),
        pytest.param("a man in his 80's", 80, 89, id="in his 80's"),
        pytest.param("IP is in her early seventies", 70, 73, id="early"),
        pytest.param("IP is in her mid 70s", 74, 76, id="mid"),
        pytest.param("IP is in her late sixties", 67, 69, id="late"),
        pytest.param("they are both in their eighties", 80, 89, id="their"),
        pytest.param("I am in my nineties", 90, 99, id="my"),
        pytest.param("lads in their teens", 13, 17, id="teens"),
        pytest.param("a man in his fifties", 50, 59, id="neither old nor young"),
    ],
)
def test_a_decade_is_a_range(text, least, most):
    assert span(text) == (least, most)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        pytest.param("my mum is nearly 90", 88, 90, id="nearly"),
        pytest.param("he has just turned 70", 70, 70, id="just turned"),
        pytest.param("she is 84 next birthday", 83, 84, id="next birthday"),
        pytest.param("I'll be 83 come Christmas", 82, 83, id="come Christmas"),
        pytest.param("she's pushing ninety", 88, 90, id="pushing ninety"),
        pytest.param("he is getting on for eighty", 78, 80, id="getting on for"),
        pytest.param("he must be seventy-odd", 70, 79, id="seventy-odd"),
        pytest.param("children aged between 12 and 14", 12, 14, id="aged between"),
        pytest.param("children aged 4 and 7", 4, 7, id="aged four and seven"),
        pytest.param("kids aged 9, 11 and 13", 9, 13, id="aged three numbers"),
        pytest.param("my two kids (4 and 7)", 4, 7, id="two in brackets"),
    ],
)
def test_an_age_told_about(text, least, most):
    assert span(text) == (least, most)


@pytest.mark.parametrize(
    ("text", "most"),
    [
        pytest.param("the baby is 6 months old", 0, id="months old"),
        pytest.param("a 3 week old baby", 0, id="week old"),
        pytest.param("she has a 10 day old", 0, id="day old"),
        pytest.param("our 18-month-old is awake", 1, id="eighteen months"),
        pytest.param("a 9 mth old baby", 0, id="mth old"),
    ],
)
def test_an_infant_is_told_in_months_weeks_or_days(text, most):
    assert span(text) == (0, most)


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        pytest.param("my lad is in year 9", 13, 14, id="in year 9"),
        pytest.param("she's a year 7", 11, 12, id="a year 7"),
        pytest.param("my daughter in yr 10", 14, 15, id="yr 10"),
        pytest.param("he has just started year 1", 5, 6, id="year 1"),
        pytest.param("year 11s from the school", 15, 16, id="year 11s"),
        pytest.param("he is in year 13", 17, 17, id="the last year stays a child"),
    ],
)
def test_a_school_year_is_an_age_band(text, least, most):
    assert span(text) == (least, most)


@pytest.mark.parametrize(
    ("text", "on", "years"),
    [
        pytest.param("dob 12/03/1941", DAY, 85, id="dob, four figures"),
        pytest.param("DOB 12.03.1941", DAY, 85, id="dob with dots"),
        pytest.param("d.o.b. 12-03-1941", DAY, 85, id="d.o.b. with dashes"),
        pytest.param("date of birth: 12/03/1941", DAY, 85, id="date of birth"),
        pytest.param("born on 12/03/1941", DAY, 85, id="born on"),
        pytest.param("IP (12/03/1941) reports", DAY, 85, id="a bare date long ago"),
        pytest.param("dob 12/03/41", DAY, 85, id="two figures, last century"),
        pytest.param("dob 01/02/09", DAY, 17, id="two figures, this century"),
        pytest.param("dob 23/11/08", DAY, 18, id="eighteen today"),
        pytest.param("dob 24/11/08", DAY, 17, id="eighteen tomorrow"),
        pytest.param("dob 01/01/26", DAY, 0, id="this year"),
        pytest.param("dob 31/12/26", DAY, 99, id="later this year is a century ago"),
        pytest.param("dob 01/01/27", DAY, 99, id="next year is a century ago"),
        pytest.param("dob 29/02/1944", date(2012, 2, 28), 67, id="leap day, the day before"),
        pytest.param("dob 29/02/1944", date(2012, 2, 29), 68, id="leap day, the day"),
        pytest.param("dob 12/03/41", date(2006, 3, 11), 64, id="an old log, the day before"),
        pytest.param("dob 12/03/41", date(2006, 3, 12), 65, id="an old log, the day"),
        pytest.param("dob 12/03/99", date(2006, 3, 12), 7, id="an old log, a child then"),
    ],
)
def test_a_date_of_birth_is_reckoned_against_the_day_of_the_log(text, on, years):
    assert span(text, on) == (years, years)


@pytest.mark.parametrize(
    ("text", "on", "least", "most"),
    [
        pytest.param("IP was born in 1940", DAY, 85, 86, id="born in"),
        pytest.param("born 1940", DAY, 85, 86, id="born"),
        pytest.param("he was born back in 1940", DAY, 85, 86, id="born back in"),
        pytest.param("IP was born in 1940", date(2004, 5, 1), 63, 64, id="an old log"),
        pytest.param("IP was born in 2010", DAY, 15, 16, id="a child"),
        pytest.param("IP was born in 2026", DAY, 0, 0, id="this year"),
    ],
)
def test_a_year_of_birth_leaves_a_year_of_doubt(text, on, least, most):
    assert span(text, on) == (least, most)


@pytest.mark.parametrize("text", ["dob 12/03/1941", "IP was born in 1940"])
def test_without_the_day_of_the_log_a_birth_says_nothing(text):
    assert told(text, None) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("dob 31/02/1941", id="no such day"),
        pytest.param("dob 12/13/1941", id="no such month"),
        pytest.param("dob 12/03/1841", id="older than anybody"),
        pytest.param("dob 12/03/2031", id="not born yet"),
        pytest.param("he was born in 1850", id="a year nobody alive was born in"),
        pytest.param("he was born in 2030", id="a year to come"),
        pytest.param("incident on 12/11/2026", id="a day this month"),
        pytest.param("on 23/11/26 at 2130", id="today, two figures"),
    ],
)
def test_a_date_that_is_nobodys_birth_is_no_age(text):
    assert told(text) == []


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("at 84 High Street", id="address: number and street"),
        pytest.param("84 Acacia Avenue", id="address: at the beginning"),
        pytest.param("caller lives at 84", id="address: lives at"),
        pytest.param("caller at 84 reports noise", id="address: caller at"),
        pytest.param("Flat 72, noise again", id="address: flat"),
        pytest.param("caller, 12 Acacia Avenue, reports", id="address: after a role, in commas"),
        pytest.param("neighbour at no 9", id="house number: no"),
        pytest.param("the lady at number 84", id="house number: the lady at"),
        pytest.param("number 84 complained", id="house number: number"),
        pytest.param("a Corsa, AB66 XYZ", id="registration: new style"),
        pytest.param("registration BD70 SMR", id="registration: another"),
        pytest.param("reg M 84 ABC", id="registration: old style in parts"),
        pytest.param("reg M84 ABC", id="registration: old style"),
        pytest.param("a bottle of 12 year old malt", id="product: malt"),
        pytest.param("his iPhone 12 was stolen", id="product: phone"),
        pytest.param("they threw a 7 Up bottle", id="product: drink"),
        pytest.param("the 15 year old Corsa", id="thing: a car"),
        pytest.param("her 14 year old labrador", id="animal: a dog"),
        pytest.param("ticket 77 at the deli counter", id="ticket"),
        pytest.param("70 metres from the house", id="measure: metres"),
        pytest.param("a 72 inch telly", id="measure: inches"),
        pytest.param("he is 6 feet tall", id="measure: feet"),
        pytest.param("he's 16 stone", id="measure: stone"),
        pytest.param("it was 30 degrees", id="measure: degrees"),
        pytest.param("doing 70 mph", id="measure: speed"),
        pytest.param("she is 12 miles away", id="distance: miles"),
        pytest.param("caller 70 yards away", id="distance: after a role"),
        pytest.param("£80 of damage", id="money: pounds"),
        pytest.param("they took 80 quid", id="money: quid"),
        pytest.param("caller lost 70 pounds", id="money: after a role"),
        pytest.param("80 cans left on the grass", id="quantity: cans"),
        pytest.param("10 to 12 youths", id="quantity: a range of people"),
        pytest.param("15 or 16 youths", id="quantity: one or other"),
        pytest.param("a group of 12", id="quantity: a group"),
        pytest.param("there's 12 of them", id="quantity: of them"),
        pytest.param("about 9 lads", id="quantity: about"),
        pytest.param("noise for 70 minutes", id="duration: minutes"),
        pytest.param("she's lived here 70 years", id="duration: years lived"),
        pytest.param("married 65 years", id="duration: years married"),
        pytest.param("it has gone on for 12 years", id="duration: for years"),
        pytest.param("12 years ago", id="duration: ago"),
        pytest.param("a 10 year lease", id="duration: a lease"),
        pytest.param("a 70th birthday party next door", id="event: birthday of somebody"),
        pytest.param("their 80th anniversary do", id="event: anniversary"),
        pytest.param("at 9 o'clock", id="time: o'clock"),
        pytest.param("between 10 and 11 pm", id="time: between"),
        pytest.param("it was 12.30", id="time: with a dot"),
        pytest.param("caller 10:15 reports", id="time: with a colon"),
        pytest.param("since 9 last night", id="time: since"),
        pytest.param("log 84 refers", id="reference: log"),
        pytest.param("crime ref 72", id="reference: crime"),
        pytest.param("bus number 72", id="route: bus"),
        pytest.param("on the 84 bus", id="route: the bus"),
        pytest.param("17 logs in 3 months", id="quantity: logs"),
        pytest.param("rang 101 9 times", id="quantity: times"),
        pytest.param("he's a size 12", id="size"),
        pytest.param("87% of it", id="share"),
        pytest.param("she is 150", id="older than anybody"),
        pytest.param("ip 192.168.0.84", id="network address"),
    ],
)
def test_a_number_of_something_else_is_no_age(text):
    assert told(text) == []


@pytest.mark.parametrize(
    ("years", "category"),
    [
        pytest.param(17, Category.AGE_CHILD, id="the last year of a child"),
        pytest.param(18, None, id="the first year of an adult"),
        pytest.param(64, None, id="the last year before"),
        pytest.param(65, Category.AGE_ELDER, id="the first year of an elder"),
    ],
)
def test_a_child_is_under_18_and_an_elder_65_or_over(years, category):
    text = f"IP is {years} years old"
    found = {category for category in (Category.AGE_CHILD, Category.AGE_ELDER) if findings(text, category)}

    assert found == ({category} if category else set())


def test_a_range_counts_only_when_all_of_it_does():
    assert (Age(0, 1, 16, 18).is_child, Age(0, 1, 16, 17).is_child) == (False, True)
    assert (Age(0, 1, 64, 70).is_elder, Age(0, 1, 65, 70).is_elder) == (False, True)


def test_an_age_is_shown_as_far_as_it_is_known():
    assert (Age(0, 1, 84, 84).words, Age(0, 1, 70, 79).words) == ("84", "about 70 to 79")


def test_two_people_have_two_ages():
    assert told("caller, 71, and her son, 12, are in") == [("71", 71, 71), ("12", 12, 12)]


def test_the_words_that_tell_an_age_are_kept_whole():
    assert [text for text, _, _ in told("caller has just turned 70, her dob 12/03/41")] == [
        "just turned 70",
        "dob 12/03/41",
    ]
