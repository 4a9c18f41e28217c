"""When is a cue past? What was so and is no longer, or long ago; never a past event that still weighs."""

from datetime import date

import pytest
from tests.engines.cues.said import findings, only

from heed.engines.cues.terms import Category

HOMELESS, MENTAL, SUBSTANCE = Category.HOMELESS, Category.MENTAL_HEALTH, Category.SUBSTANCE


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("he used to be homeless", HOMELESS, id="used to be"),
        pytest.param("she used to be depressed", MENTAL, id="used to be, another"),
        pytest.param("previously homeless", HOMELESS, id="previously"),
        pytest.param("former alcoholic", SUBSTANCE, id="former"),
        pytest.param("ex heroin addict", SUBSTANCE, id="ex"),
        pytest.param("past history of depression", MENTAL, id="past history of"),
        pytest.param("history of depression", MENTAL, id="history of"),
        pytest.param("hx of depression", MENTAL, id="hx of"),
        pytest.param("she was depressed years ago", MENTAL, id="years ago"),
        pytest.param("he was homeless 10 years ago", HOMELESS, id="ten years ago"),
        pytest.param("she was depressed in the past", MENTAL, id="in the past"),
        pytest.param("he was homeless back in the day", HOMELESS, id="back in the day"),
        pytest.param("depression, now recovered", MENTAL, id="recovered"),
        pytest.param("fully recovered from his depression", MENTAL, id="recovered from"),
        pytest.param("she got over her depression", MENTAL, id="got over"),
        pytest.param("he was sleeping rough until he got his flat", HOMELESS, id="until something changed"),
        pytest.param("she was suicidal as a teenager", Category.SUICIDE_SH, id="as a teenager"),
        pytest.param("he took an overdose in 2009", Category.SUICIDE_SH, id="a year long before"),
        pytest.param("he was depressed in his twenties", MENTAL, id="in his twenties"),
    ],
)
def test_what_was_and_is_no_longer_is_past(text, category):
    found = findings(text, category)

    assert found
    assert all(finding.historic for finding in found)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("she is depressed", MENTAL, id="is"),
        pytest.param("she has been depressed since March", MENTAL, id="since"),
        pytest.param("he used to be a driver, now he is homeless", HOMELESS, id="now"),
        pytest.param("he is still homeless", HOMELESS, id="still"),
        pytest.param("she had a stroke two years ago and can't walk", Category.DIS_PHYS, id="present effect"),
        pytest.param("husband died years ago, she is depressed", MENTAL, id="another's past"),
        pytest.param("the previous tenant left. He is homeless", HOMELESS, id="another sentence"),
        pytest.param("lost his leg in 1998", Category.DIS_PHYS, id="what lasts"),
        pytest.param("diagnosed with dementia in 2019", Category.DEMENTIA, id="what lasts, with a year"),
        pytest.param("he took an overdose in 2026", Category.SUICIDE_SH, id="this year"),
        pytest.param("he took an overdose last week", Category.SUICIDE_SH, id="last week"),
        pytest.param("depressed since 2019", MENTAL, id="since a year"),
        pytest.param("my ex has dementia", Category.DEMENTIA, id="ex is a person"),
    ],
)
def test_what_still_is_or_still_weighs_is_present(text, category):
    assert not any(finding.historic for finding in findings(text, category))
    assert findings(text, category)


def test_a_year_is_long_ago_only_against_the_day_of_the_log():
    text = "he took an overdose in 2019"

    assert [
        only(text, Category.SUICIDE_SH, on=on).historic
        for on in (date(2019, 6, 1), date(2020, 6, 1), date(2021, 6, 1), None)
    ] == [False, False, True, False]


@pytest.mark.parametrize("text", ["it happened before, last year", "they used to bang every night and still do"])
def test_what_goes_on_is_never_past(text):
    assert findings(text, Category.REPEAT)
    assert not any(finding.historic for finding in findings(text, Category.REPEAT))


def test_the_words_that_put_it_in_the_past_are_kept():
    assert "past: “used to be”" in only("she used to be depressed", MENTAL).because
    assert "past: “in 2009”" in only("he took an overdose in 2009", Category.SUICIDE_SH).because
