"""A misspelt cue word is read as what it was meant to be, and never a word that means something else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.engines.cues.said import findings, only

from heed.engines.cues.lexicon import national
from heed.engines.cues.spelling import LEAST, corrections, neighbours, one_edit
from heed.engines.cues.terms import Category

CUES = ("dementia", "autistic", "disabled", "wheelchair", "deafness", "blind", "elderly", "widow")
FEW = corrections(CUES, ["hearing"])


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        pytest.param("demntia", "dementia", id="a letter left out"),
        pytest.param("dementtia", "dementia", id="a letter too many"),
        pytest.param("dementea", "dementia", id="a letter changed"),
        pytest.param("dementai", "dementia", id="two letters changed over"),
        pytest.param("wheelchiar", "wheelchair", id="changed over within"),
        pytest.param("dementi", "dementia", id="the last letter left out"),
        pytest.param("elderl", "elderly", id="of six letters"),
        pytest.param("blidn", None, id="of five letters"),
        pytest.param("tementia", None, id="another first letter"),
        pytest.param("demenita", "dementia", id="changed over near the end"),
        pytest.param("demtenia", None, id="two edits"),
        pytest.param("dementia", None, id="spelt right"),
        pytest.param("hearing", None, id="a known word"),
        pytest.param("demént", None, id="no plain letters"),
        pytest.param("dement1a", None, id="a figure in it"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_a_word_is_read_as_the_cue_one_edit_away(word, meant):
    assert FEW.read_as(word) == meant


def test_a_word_that_could_be_two_cues_is_left_alone():
    two = corrections(["reading", "readings"], [])

    assert two.read_as("readingz") is None
    assert corrections(["reading"], []).read_as("readingz") == "reading"


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        pytest.param("deaf", "deaf", False, id="the same"),
        pytest.param("deaf", "dea", True, id="one left out"),
        pytest.param("deaf", "deafs", True, id="one added"),
        pytest.param("deaf", "deef", True, id="one changed"),
        pytest.param("deaf", "daef", True, id="changed over"),
        pytest.param("deaf", "daefs", False, id="changed over and one added"),
        pytest.param("deaf", "fead", False, id="far letters changed over"),
        pytest.param("deaf", "de", False, id="two left out"),
        pytest.param("", "d", True, id="from nothing"),
        pytest.param("ab", "ba", True, id="two letters, changed over"),
    ],
)
def test_what_one_edit_is(one, other, wanted):
    assert one_edit(one, other) is wanted
    assert one_edit(other, one) is wanted


@given(st.text("abcdef", min_size=LEAST, max_size=10), st.data())
def test_one_edit_of_a_cue_is_read_as_it_or_as_nothing(cue, data):
    at = data.draw(st.integers(1, len(cue) - 1))
    wrong = data.draw(
        st.sampled_from([cue[:at] + cue[at + 1 :], cue[:at] + "x" + cue[at:], cue[:at] + "x" + cue[at + 1 :]])
    )

    assert one_edit(wrong, cue)
    assert corrections([cue], []).read_as(wrong) == (cue if len(wrong) >= LEAST else None)


@given(st.text("abcd", max_size=9), st.text("abcd", max_size=9))
def test_one_edit_is_never_more_than_one(one, other):
    def ways(word):
        cut = [(word[:i], word[i:]) for i in range(len(word) + 1)]
        return (
            {a + b[1:] for a, b in cut if b}
            | {a + c + b for a, b in cut for c in "abcd"}
            | {a + c + b[1:] for a, b in cut if b for c in "abcd"}
            | {a + b[1] + b[0] + b[2:] for a, b in cut if len(b) > 1}
        ) - {word}

    assert one_edit(one, other) is (other in ways(one))


@pytest.mark.parametrize(
    "word",
    [
        *("artistic", "hopeless", "heating", "widower", "window", "widows", "carrier", "career", "cancel", "dancer"),
        *("strode", "stroked", "diabolic", "deserted", "desperate", "dependant", "depressing", "anxiously", "cleaner"),
    ],
)
def test_a_word_of_its_own_is_never_read_as_a_cue(word):
    assert national().spelling.read_as(word) is None


@pytest.mark.parametrize("text", ["she is artistic", "it is hopeless", "the heating is broken", "the artistic lady"])
def test_a_word_of_its_own_is_no_finding(text):
    assert [
        finding
        for category in (Category.DIS_LEARN, Category.HOMELESS, Category.SENSORY)
        for finding in findings(text, category)
    ] == []


@pytest.mark.parametrize(
    ("text", "category"),
    [
        pytest.param("she has dementai", Category.DEMENTIA, id="dementai"),
        pytest.param("he is autisitc", Category.DIS_LEARN, id="autisitc"),
        pytest.param("she is disbaled", Category.DIS_PHYS, id="disbaled"),
        pytest.param("he is homless", Category.HOMELESS, id="homless"),
        pytest.param("wheelchiar user", Category.DIS_PHYS, id="wheelchiar"),
        pytest.param("she is vulnerble", Category.VULN_FLAG, id="vulnerble"),
        pytest.param("he is schizophrenc", Category.MENTAL_HEALTH, id="schizophrenc"),
        pytest.param("she is diabetc", Category.DIS_PHYS, id="diabetc"),
        pytest.param("he has deppression", Category.MENTAL_HEALTH, id="deppression"),
        pytest.param("an eldelry lady", Category.AGE_ELDER, id="eldelry"),
        pytest.param("she is pregant", Category.PREGNANT, id="pregant"),
        pytest.param("an alchoholic", Category.SUBSTANCE, id="alchoholic"),
        pytest.param("he has epilepsey", Category.DIS_PHYS, id="epilepsey"),
    ],
)
def test_a_misspelling_somebody_makes_is_found(text, category):
    assert findings(text, category)


def test_a_correction_is_shown():
    finding = only("she has dementai", Category.DEMENTIA)

    assert (finding.read_as, finding.text) == ("dementia", "dementai")
    assert "read as “dementia”" in finding.because


def test_what_is_spelt_right_shows_no_correction():
    assert only("she has dementia", Category.DEMENTIA).read_as == ""


def test_the_packaged_words_are_plain_and_none_is_a_cue_alone():
    words = neighbours()

    assert len(words) > 1_000
    assert all(word.isascii() and word.isalpha() and word.islower() for word in words)
    assert {"artistic", "hopeless", "heating"} <= words | national().symbols
    assert "dementia" not in words
