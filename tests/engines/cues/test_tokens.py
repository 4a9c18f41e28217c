"""A text is cut into tokens, and every token keeps its place in the text as it was given."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from heed.engines.cues.tokens import COLON, COMMA, LINE, NONE, SENTENCE, cut, straighten


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("She lives alone", ["she", "lives", "alone"], id="small letters"),
        pytest.param("she's deaf", ["she", "'s", "deaf"], id="clitic 's"),
        pytest.param("I'm deaf", ["i", "'m", "deaf"], id="clitic 'm"),
        pytest.param("they're deaf", ["they", "'re", "deaf"], id="clitic 're"),
        pytest.param("I've a bad leg", ["i", "'ve", "a", "bad", "leg"], id="clitic 've"),
        pytest.param("he'll fall", ["he", "'ll", "fall"], id="clitic 'll"),
        pytest.param("she’s deaf", ["she", "'s", "deaf"], id="curly apostrophe"),
        pytest.param("hes deaf", ["he", "'s", "deaf"], id="he's without an apostrophe"),
        pytest.param("im deaf", ["i", "'m", "deaf"], id="I'm without an apostrophe"),
        pytest.param("theyre deaf", ["they", "'re", "deaf"], id="they're without an apostrophe"),
        pytest.param("can't", ["cant"], id="an apostrophe within a word goes"),
        pytest.param("9 o'clock", ["9", "oclock"], id="o'clock"),
        pytest.param("D.V. and A.D.H.D", ["dv", "and", "adhd"], id="dots of an abbreviation go"),
        pytest.param("w/c user, n/f/a", ["w/c", "user", "n/f/a"], id="slashes of an abbreviation stay"),
        pytest.param("deaf/blind", ["deaf", "blind"], id="a slash between words parts them"),
        pytest.param("f***ing", ["f*ing"], id="one star for many"),
        pytest.param("84yo", ["84", "yo"], id="figures and letters part"),
        pytest.param("the 21st time", ["the", "21st", "time"], id="an ordinal stays whole"),
        pytest.param("4.5 miles", ["4.5", "miles"], id="a decimal stays whole"),
        pytest.param("café", ["cafe"], id="an accent goes"),
        pytest.param("", [], id="nothing"),
        pytest.param("?!... --- \n\n", [], id="marks only"),
    ],
)
def test_a_text_is_cut_into_words(text, words):
    assert cut(text).words == words


@pytest.mark.parametrize(
    ("gap", "strength"),
    [
        pytest.param(" ", NONE, id="space"),
        pytest.param("   ", NONE, id="spaces"),
        pytest.param("\t", NONE, id="tab"),
        pytest.param("-", NONE, id="hyphen"),
        pytest.param("/", NONE, id="slash"),
        pytest.param(" & ", NONE, id="and sign"),
        pytest.param(" ?", NONE, id="a question mark that touches the next word"),
        pytest.param(", ", COMMA, id="comma"),
        pytest.param(" (", COMMA, id="bracket"),
        pytest.param(" - ", COLON, id="dash"),
        pytest.param(" – ", COLON, id="long dash"),
        pytest.param(": ", COLON, id="colon"),
        pytest.param(" -> ", COLON, id="arrow"),
        pytest.param(". ", SENTENCE, id="full stop"),
        pytest.param("; ", SENTENCE, id="semicolon"),
        pytest.param("! ", SENTENCE, id="exclamation mark"),
        pytest.param("? ", SENTENCE, id="question mark"),
        pytest.param("\n", LINE, id="line"),
        pytest.param("\r\n", LINE, id="line of another system"),
        pytest.param(". \n\n", LINE, id="stop and line"),
    ],
)
def test_what_stands_between_two_words_is_a_break_of_its_strength(gap, strength):
    assert cut(f"deaf{gap}blind").breaks[1] == strength


def test_a_contraction_parted_keeps_the_place_of_both_parts():
    tokens = cut("Hes deaf")

    assert [tokens.text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)] == ["He", "s", "deaf"]


def test_straightening_changes_quotes_dashes_spaces_and_accents():
    assert straighten("“She’s – FRÄIL”\u00a0now") == '"she\'s - frail" now'


@given(st.text())
@example("İstanbul is deaf")
@example("ﬁne ẞtrasse ŉ ǰ")
@example("e\u0301 a\u030a")
@example("\ud800 lone surrogate")
@example("\x00\x00")
def test_straightening_keeps_the_length(text):
    assert len(straighten(text)) == len(text)


@given(st.text(alphabet=st.characters()) | st.text(alphabet="ab's .,:-?/*\n’é0159"))
@example("İİİ deaf")
@example("hes im theyre")
@example("’s ’ s' ''s")
def test_tokens_stand_in_order_within_the_text(text):
    tokens = cut(text)

    assert len(tokens.words) == len(tokens.starts) == len(tokens.ends) == len(tokens.breaks) == len(tokens)
    end = 0
    for word, start, stop in zip(tokens.words, tokens.starts, tokens.ends, strict=True):
        assert end <= start < stop <= len(text)
        assert word
        end = stop


@given(st.text(alphabet="abc's ., 12\n"))
def test_nothing_but_marks_is_left_out(text):
    tokens = cut(text)
    covered = {i for a, b in zip(tokens.starts, tokens.ends, strict=True) for i in range(a, b)}

    assert not [text[i] for i in range(len(text)) if i not in covered and text[i].isalnum()]
