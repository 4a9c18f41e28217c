"""The mini-language in which a cue is written: each element, and each mistake in words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.cues.automaton import KINDS, OTHER, Automaton
from heed.engines.cues.kinds import CLASSES, MACROS, NUMBER
from heed.engines.cues.patterns import (
    PatternError,
    Row,
    Word,
    may_be_missing,
    parse,
    phrases_in,
    reversed_tree,
    words_of,
)
from heed.engines.cues.tokens import cut


def covers(pattern, text):
    """Whether a pattern stands for the whole of a text."""
    words = cut(text).words
    known = {*words_of(parse(pattern).tree), *KINDS}
    symbols = [word if word in known else NUMBER if word[0].isdigit() else OTHER for word in words]
    return Automaton([(parse(pattern).tree, True)]).longest(symbols, [False] * len(symbols), 0) == len(symbols)


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        pytest.param("lives alone", ["lives alone"], id="words in order"),
        pytest.param("bad leg|knee|hip", ["bad leg", "bad knee", "bad hip"], id="one of several words"),
        pytest.param(
            "(cannot get|unable to get) up", ["cannot get up", "unable to get up"], id="one of several phrases"
        ),
        pytest.param("very? deaf", ["deaf", "very deaf"], id="a word that may be missing"),
        pytest.param("(out of)? bed", ["bed", "out of bed"], id="a phrase that may be missing"),
        pytest.param("(a|(b c)?) d", ["d", "a d", "b c d"], id="brackets within brackets"),
        pytest.param(
            "cannot ...2 stairs", ["cannot stairs", "cannot climb stairs", "cannot climb the stairs"], id="a gap"
        ),
        pytest.param("<num> falls", ["3 falls", "three falls", "couple falls"], id="a number"),
        pytest.param("he <be> deaf", ["he is deaf", "he was deaf", "he's deaf"], id="a form of be"),
        pytest.param("<have> dementia", ["has dementia", "got dementia"], id="a form of have"),
        pytest.param("<pron> cannot", ["she cannot", "i cannot"], id="a pronoun"),
        pytest.param("<rel> died", ["mum died", "husband died"], id="a relative"),
        pytest.param("<poss> legs", ["my legs", "her legs", "mum 's legs"], id="an owner"),
        pytest.param("<very> frail", ["frail", "very frail", "very very frail"], id="none to two words of degree"),
        pytest.param("<cant> walk", ["cant walk", "unable to walk", "struggles to walk"], id="cannot, in many ways"),
        pytest.param("is <age>", ["is 84", "is 84 yo", "is 84 years"], id="an age"),
        pytest.param("every <period>", ["every night", "every weekend"], id="a period"),
        pytest.param("since <when>", ["since easter", "since march"], id="a point in the year"),
        pytest.param("<ordinal> <times>", ["third time", "9th call"], id="an ordinal and a time"),
        pytest.param("keeps <harming>", ["keeps banging", "keeps shouting"], id="a harm"),
        pytest.param("she's deaf", ["she's deaf", "shes deaf", "she’s deaf"], id="a clitic, however it is written"),
        pytest.param("=ill", ["ill"], id="exact"),
        pytest.param("^LD", ["LD"], id="capitals"),
    ],
)
def test_a_pattern_stands_for(pattern, texts):
    assert [text for text in texts if not covers(pattern, text)] == []


@pytest.mark.parametrize(
    ("pattern", "texts"),
    [
        pytest.param("lives alone", ["lives", "alone lives", "lives all alone"], id="words in order"),
        pytest.param("bad leg|knee", ["leg", "knee", "bad leg knee"], id="a bar binds single words"),
        pytest.param("(cannot get|unable) up", ["cannot up"], id="a bar in brackets divides phrases"),
        pytest.param("cannot ...2 stairs", ["cannot get up the stairs"], id="three words in a gap of two"),
        pytest.param("<very> frail", ["very very very frail"], id="three words of degree"),
        pytest.param("<num> falls", ["many a falls", "bad falls"], id="no number"),
    ],
)
def test_a_pattern_does_not_stand_for(pattern, texts):
    assert [text for text in texts if covers(pattern, text)] == []


def test_a_mark_says_which_words_are_exact_and_which_must_be_in_capitals():
    pattern = parse("has =ill ^LD")

    assert (pattern.words, pattern.exact, pattern.capitals) == (
        frozenset({"has", "ill", "ld"}),
        frozenset({"ill", "ld"}),
        frozenset({"ld"}),
    )


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        pytest.param("", "it may be nothing at all", id="empty"),
        pytest.param("   ", "it may be nothing at all", id="spaces"),
        pytest.param("deaf?", "it may be nothing at all", id="all may be missing"),
        pytest.param("...2", "it may be nothing at all", id="a gap alone"),
        pytest.param("<very>", "it may be nothing at all", id="degree alone"),
        pytest.param("(deaf|)", "it may be nothing at all", id="an empty choice"),
        pytest.param("(deaf", "a bracket is never closed", id="open bracket"),
        pytest.param("deaf)", "a bracket closes that was never opened", id="closed bracket"),
        pytest.param("| deaf", "a bar with nothing beside it", id="bar first"),
        pytest.param("deaf |", "a bar with nothing beside it", id="bar last"),
        pytest.param("deaf ||blind", "'|' stands where a word should", id="two bars"),
        pytest.param("deaf |? blind", "'?' stands where a word should", id="a question mark after a bar"),
        pytest.param("? deaf", "a question mark after nothing", id="question mark first"),
        pytest.param("deaf ...7 blind", "a gap of 7 words is too wide", id="wide gap"),
        pytest.param("<nope> deaf", "<nope> is not a kind of word", id="unknown kind"),
        pytest.param("< deaf", "cannot read '< deaf'", id="angle bracket"),
        pytest.param("deaf , blind", "',' is no word", id="a mark for a word"),
        pytest.param("= deaf", "'=' is no word", id="exactly nothing"),
    ],
)
def test_what_cannot_be_read_is_said_in_words(pattern, why):
    with pytest.raises(PatternError) as refused:
        parse(pattern)

    assert str(refused.value) == f"{pattern!r}: {why}"


@pytest.mark.parametrize("kind", [*CLASSES, *MACROS, NUMBER])
def test_every_kind_can_be_written(kind):
    assert parse(f"so {kind} deaf").tree


def test_the_phrases_of_a_pattern_are_counted():
    assert phrases_in(parse("(a|b) c? d").tree) == 4


def test_a_tree_turned_round_twice_is_itself():
    tree = parse("(cannot get|unable) ...2 up? stairs").tree

    assert reversed_tree(tree) != tree
    assert reversed_tree(reversed_tree(tree)) == tree


WORDS = st.sampled_from(["deaf", "blind", "alone", "frail"])
TREES = st.recursive(
    WORDS,
    lambda part: (
        st.lists(part, min_size=1, max_size=3).map(lambda parts: f"({'|'.join(parts)})")
        | part.map(lambda one: f"({one})?")
        | st.tuples(part, part).map(" ".join)
    ),
    max_leaves=8,
)


@given(TREES)
def test_whatever_is_written_by_the_rules_is_read(pattern):
    tree = parse(f"lives {pattern}").tree

    assert isinstance(tree, Row)
    assert tree.parts[0] == Word("lives")
    assert not may_be_missing(tree)


def why_not(pattern):
    """Return why a pattern is refused; empty where it is read."""
    try:
        parse(pattern)
    except PatternError as refused:
        return str(refused)
    return ""


@given(st.text(alphabet="ab |?()<>.=^123,'", max_size=20))
def test_anything_else_is_refused_and_never_raises_otherwise(pattern):
    why = why_not(pattern)

    assert not why or repr(pattern) in why
