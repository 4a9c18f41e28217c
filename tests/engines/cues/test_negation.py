"""When is a cue denied? The words that deny, how far they reach, what stops them, and answers to questions."""

import pytest
from tests.engines.cues.said import findings, only

from heed.engines.cues.terms import Category

DEMENTIA, DIS_PHYS, MENTAL, ALONE = Category.DEMENTIA, Category.DIS_PHYS, Category.MENTAL_HEALTH, Category.ALONE_ISOL


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("no dementia", DEMENTIA, id="no"),
        pytest.param("she is not disabled", DIS_PHYS, id="not"),
        pytest.param("she isn't disabled", DIS_PHYS, id="isn't"),
        pytest.param("she isnt disabled", DIS_PHYS, id="isnt"),
        pytest.param("she hasn't got dementia", DEMENTIA, id="hasn't got"),
        pytest.param("she does not have dementia", DEMENTIA, id="does not have"),
        pytest.param("she doesn't suffer from depression", MENTAL, id="doesn't suffer from"),
        pytest.param("he has never been depressed", MENTAL, id="never been"),
        pytest.param("without any disability", DIS_PHYS, id="without"),
        pytest.param("nil dementia", DEMENTIA, id="nil"),
        pytest.param("neg for dementia", DEMENTIA, id="neg for"),
        pytest.param("denies any mental health problems", MENTAL, id="denies"),
        pytest.param("caller denies being suicidal", Category.SUICIDE_SH, id="denies being"),
        pytest.param("no history of dementia", DEMENTIA, id="no history of"),
        pytest.param("no sign of dementia", DEMENTIA, id="no sign of"),
        pytest.param("nothing to suggest dementia", DEMENTIA, id="nothing to suggest"),
        pytest.param("not known to be diabetic", DIS_PHYS, id="not known to be"),
        pytest.param("dementia has been ruled out", DEMENTIA, id="ruled out, after"),
        pytest.param("GP ruled out dementia", DEMENTIA, id="ruled out"),
        pytest.param("rather than depressed", MENTAL, id="rather than"),
        pytest.param("neither disabled nor deaf", DIS_PHYS, id="neither"),
        pytest.param("neither disabled nor deaf", Category.SENSORY, id="nor"),
        pytest.param("nobody here is disabled", DIS_PHYS, id="nobody"),
        pytest.param("nobody in the house is disabled", DIS_PHYS, id="nobody, of a place"),
        pytest.param("no known mental health issues", MENTAL, id="no known"),
        pytest.param("she is free from cancer", DIS_PHYS, id="free from"),
    ],
)
def test_a_word_that_denies_reaches_the_cue_after_it(text, category):
    assert only(text, category).negated


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("no alarm. Dementia", DEMENTIA, id="full stop"),
        pytest.param("no alarm; dementia", DEMENTIA, id="semicolon"),
        pytest.param("no alarm\ndementia", DEMENTIA, id="new line"),
        pytest.param("no alarm - dementia", DEMENTIA, id="dash"),
        pytest.param("no alarm but has dementia", DEMENTIA, id="but and a verb"),
        pytest.param("no alarm but she is disabled", DIS_PHYS, id="but and a person"),
        pytest.param("no alarm although she is disabled", DIS_PHYS, id="although"),
        pytest.param("not answering, however she is disabled", DIS_PHYS, id="however"),
        pytest.param("not answering because she is disabled", DIS_PHYS, id="because"),
        pytest.param("not answering due to dementia", DEMENTIA, id="due to"),
        pytest.param("cannot leave the flat with her dementia", DEMENTIA, id="with"),
        pytest.param("caller not happy as he is disabled", DIS_PHYS, id="as, a person and a verb"),
        pytest.param("she is not young and has dementia", DEMENTIA, id="and, with a second verb"),
        pytest.param("they did not stop and my mum has dementia", DEMENTIA, id="a person"),
        pytest.param("no reply from the lady, she has dementia", DEMENTIA, id="a comma, a person and a verb"),
        pytest.param("No, she is disabled", DIS_PHYS, id="no as an answer"),
        pytest.param("no injuries, elderly female lives alone", ALONE, id="a comma, a person and a cue"),
        pytest.param("no mental health issues, lives alone", ALONE, id="a comma and a cue with its own verb"),
        pytest.param("no disabilities but lives alone", ALONE, id="but, between two cues"),
        pytest.param("no parcel left by the door of the shop on the corner disabled", DIS_PHYS, id="too far away"),
        pytest.param("21:04 no alarm\n21:09 dementia", DEMENTIA, id="a new time stamp"),
    ],
)
def test_what_stops_it(text, category):
    assert not only(text, category).negated


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        pytest.param("no dementia or depression", {DEMENTIA, MENTAL}, id="or"),
        pytest.param("no dementia, diabetes or depression", {DEMENTIA, DIS_PHYS, MENTAL}, id="commas and or"),
        pytest.param("no dementia, no depression", {DEMENTIA, MENTAL}, id="each with its own"),
        pytest.param("no dementia/depression", {DEMENTIA, MENTAL}, id="slash"),
        pytest.param("no disability or mental health issues", {DIS_PHYS, MENTAL}, id="of many words"),
    ],
)
def test_a_list_is_denied_as_a_whole(text, categories):
    found = [finding for category in categories for finding in findings(text, category)]

    assert {finding.category for finding in found if finding.negated} == categories
    assert all(finding.negated for finding in found)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("not only disabled but deaf", DIS_PHYS, id="not only"),
        pytest.param("not just depressed, deaf as well", MENTAL, id="not just"),
        pytest.param("no doubt she is depressed", MENTAL, id="no doubt"),
        pytest.param("no wonder she is depressed", MENTAL, id="no wonder"),
        pytest.param("no change in her depression", MENTAL, id="no change"),
        pytest.param("not getting better from her depression", MENTAL, id="not getting better"),
        pytest.param("I'm not being funny but I'm disabled", DIS_PHYS, id="not being funny"),
        pytest.param("at no 9 disabled", DIS_PHYS, id="no of a house number"),
    ],
)
def test_words_that_only_look_like_denying(text, category):
    assert not only(text, category).negated


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("she can't walk", DIS_PHYS, id="can't walk"),
        pytest.param("she never leaves the house", ALONE, id="never leaves the house"),
        pytest.param("there's no one to help her", ALONE, id="no one to help"),
        pytest.param("he is of no fixed abode", Category.HOMELESS, id="no fixed abode"),
        pytest.param("she speaks no English", Category.LANGUAGE, id="no English"),
        pytest.param("I can't sleep with the worry", Category.FEAR_HEALTH, id="can't sleep"),
    ],
)
def test_a_negative_word_inside_a_cue_affirms_it(text, category):
    assert not only(text, category).negated


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("she is not vulnerable", Category.VULN_FLAG, id="not vulnerable"),
        pytest.param("no vulnerabilities", Category.VULN_FLAG, id="no vulnerabilities"),
    ],
)
def test_a_phrase_that_says_the_opposite_denies(text, category):
    finding = only(text, category)

    assert finding.negated
    assert "denied: “the words say the opposite”" in finding.because


@pytest.mark.parametrize(
    "answer",
    [
        *("? no", "? No.", "? N", "? nope", "? nil", "? none", "? None known", "? Not disclosed"),
        *(": no", ": N", ": n", ": none", ": nil", " - no", " - none", "= no", "? A: no"),
    ],
)
def test_an_answer_of_no_denies_what_was_asked(answer):
    assert only(f"Any disability{answer}", DIS_PHYS).negated


@pytest.mark.parametrize("answer", ["? yes", "? Y", "? Yes - bad leg", ": yes", ": Y", " - yes", "? A: yes"])
def test_an_answer_of_yes_affirms_it(answer):
    assert not any(finding.negated for finding in findings(f"Any disability{answer}", DIS_PHYS))
    assert findings(f"Any disability{answer}", DIS_PHYS)


@pytest.mark.parametrize("answer", ["? Not known", "? Unknown", "? refused", "? unsure", ": not asked", ": n/k"])
def test_an_answer_that_is_none_leaves_it_in_doubt(answer):
    finding = only(f"Any disability{answer}", DIS_PHYS)

    assert (finding.negated, finding.uncertain) == (False, True)


@pytest.mark.parametrize("text", ["Any disability?", "Any disability? He is at work", "Are you disabled? I live at 4"])
def test_a_question_without_such_an_answer_is_no_finding(text):
    assert findings(text, DIS_PHYS) == []


def test_question_and_answer_are_one_span():
    text = "Any mental health issues? None known. Lives alone"

    assert only(text, MENTAL).text == "mental health issues? None known"
    assert not only(text, ALONE).negated


def test_one_answer_does_not_reach_the_next_question():
    text = "Disability: no\nMental health: yes\nDementia: no"

    assert [only(text, category).negated for category in (DIS_PHYS, MENTAL, DEMENTIA)] == [True, False, True]


def test_answers_in_a_row_each_belong_to_their_own():
    text = "Deaf N. Dementia N. Disabled Y."

    assert [only(text, category).negated for category in (Category.SENSORY, DEMENTIA, DIS_PHYS)] == [True, True, False]


@pytest.mark.parametrize("box", ["[ ]", "[]", "( )", "()"])
def test_a_box_left_empty_denies(box):
    assert only(f"disabled {box}", DIS_PHYS).negated


@pytest.mark.parametrize("box", ["[x]", "[X]", "[Y]", "(x)"])
def test_a_box_ticked_affirms(box):
    assert not only(f"disabled {box}", DIS_PHYS).negated


def test_the_words_that_deny_are_kept():
    assert "denied: “no history of”" in only("no history of dementia", DEMENTIA).because
    assert "denied: “the answer is no”" in only("Dementia? No", DEMENTIA).because
    assert "denied: “the box is not ticked”" in only("dementia [ ]", DEMENTIA).because
