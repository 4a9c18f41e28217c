"""The automaton finds what a reader going word by word would find, and walks in steps that do not grow."""

from hypothesis import given, settings
from hypothesis import strategies as st

from heed.engines.cues.automaton import KINDS, Automaton, guard
from heed.engines.cues.kinds import NUMBER
from heed.engines.cues.patterns import Choice, Row, Word, parse, reversed_tree

WORDS = ["deaf", "he", "is", "three", "zz"]
SYMBOLS = ["deaf", "he", "is", "three", NUMBER, ""]
NAMES = [*WORDS, "<pron>", "<be>", NUMBER, ""]

TREES = st.recursive(
    st.sampled_from(NAMES).map(Word),
    lambda part: (
        st.lists(part, min_size=1, max_size=3).map(lambda parts: Row(tuple(parts)))
        | st.lists(part, min_size=1, max_size=3).map(lambda parts: Choice(tuple(parts)))
        | part.map(lambda one: Choice((one, Row(()))))
    ),
    max_leaves=6,
)


def first_words(tree):
    """Whether a tree begins with any word at all, which no pattern that is read may."""
    if isinstance(tree, Word):
        return {tree.text}
    if isinstance(tree, Choice):
        return set().union(*(first_words(part) for part in tree.parts))
    found = set()
    for part in tree.parts:
        found |= first_words(part)
        if 0 not in naive(part, [], 0, [], 0):
            break
    return found


def naive(tree, symbols, at, barred, first):
    """Return every token a tree may end before, trying all ways."""
    if isinstance(tree, Word):
        if at >= len(symbols) or (at > first and barred[at]):
            return set()
        symbol = symbols[at]
        kinds = {NUMBER} if symbol == NUMBER else set(KINDS.get(symbol, ()))
        fits = not tree.text or (symbol != "" and (tree.text == symbol or tree.text in kinds))
        return {at + 1} if fits else set()
    if isinstance(tree, Choice):
        return {end for part in tree.parts for end in naive(part, symbols, at, barred, first)}
    ends = {at}
    for part in tree.parts:
        ends = {end for begin in ends for end in naive(part, symbols, begin, barred, first)}
    return ends


TEXTS = st.lists(st.tuples(st.sampled_from(SYMBOLS), st.booleans()), max_size=7)


@settings(max_examples=300)
@given(st.lists(TREES, min_size=1, max_size=4), TEXTS)
def test_the_longest_phrase_is_the_one_a_naive_reader_finds(trees, text):
    trees = [tree for tree in trees if "" not in first_words(tree)]
    symbols, barred = [symbol for symbol, _ in text], [bar for _, bar in text]
    automaton = Automaton((tree, number) for number, tree in enumerate(trees))

    for first in range(len(symbols)):
        ends = {end for tree in trees for end in naive(tree, symbols, first, barred, first)}
        assert automaton.longest(symbols, barred, first) == max(ends - {first}, default=0)


@settings(max_examples=300)
@given(st.lists(TREES, min_size=1, max_size=4), st.lists(st.sampled_from(SYMBOLS), min_size=1, max_size=7))
def test_a_guard_before_stands_where_a_naive_reader_finds_it(trees, symbols):
    trees = [tree for tree in trees if "" not in first_words(reversed_tree(tree)) and "" not in first_words(tree)]
    before = guard(trees, backwards=True)
    nothing = [False] * len(symbols)

    for last in range(len(symbols)):
        wanted = any(
            last + 1 in naive(tree, symbols, first, nothing, first) for tree in trees for first in range(last + 1)
        )
        assert (before is not None and before.stands(symbols, nothing, last)) is wanted


def test_no_phrase_runs_over_a_break():
    automaton = Automaton([(parse("lives alone").tree, 1)])

    assert automaton.longest(["lives", "alone"], [False, False], 0) == 2
    assert automaton.longest(["lives", "alone"], [False, True], 0) == 0
    assert automaton.longest(["lives", "alone"], [True, False], 0) == 2


def test_where_there_is_nothing_to_guard_there_is_no_guard():
    assert guard([], backwards=True) is None


def test_a_step_taken_before_is_remembered():
    automaton = Automaton([(parse("lives ...2 alone").tree, 1)])
    symbols = ["lives", "", "", "alone"] * 50
    for first in range(len(symbols)):
        automaton.longest(symbols, [False] * len(symbols), first)
    known = len(automaton.states)
    for first in range(len(symbols)):
        automaton.longest(symbols, [False] * len(symbols), first)

    assert len(automaton.states) == known <= 6


def test_many_patterns_of_one_beginning_share_their_states():
    patterns = [parse(f"({'|'.join(f'a{chr(97 + i)}' for i in range(20))}) ...3 z{chr(97 + n)}") for n in range(20)]
    automaton = Automaton((pattern.tree, n) for n, pattern in enumerate(patterns))
    for n in range(20):
        assert automaton.longest(["aa", "", "", f"z{chr(97 + n)}"], [False] * 4, 0) == 4

    assert len(automaton.states) <= 40
