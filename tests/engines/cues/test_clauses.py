"""Where one statement ends and the next begins."""

import pytest
from tests.engines.cues.said import bare

from heed.engines.cues import context
from heed.engines.cues.cast import mark
from heed.engines.cues.clauses import clause_starts
from heed.engines.cues.scan import scan
from heed.engines.cues.tokens import cut


def clauses(text):
    """Return the clauses of a text, each as its words."""
    tokens = cut(text)
    people = mark(tokens, scan(tokens, bare()).nouns).at
    verbs = [context.verbs().get(word) for word in tokens.words]
    starts = clause_starts(tokens, verbs, people)
    found = {}
    for word, start in zip(tokens.words, starts, strict=True):
        found.setdefault(start, []).append(word)
    return [" ".join(words) for words in found.values()]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        pytest.param("she is deaf. he is tall", ["she is deaf", "he is tall"], id="full stop"),
        pytest.param("she is deaf; he is tall", ["she is deaf", "he is tall"], id="semicolon"),
        pytest.param("she is deaf\nhe is tall", ["she is deaf", "he is tall"], id="new line"),
        pytest.param("she is deaf - he is tall", ["she is deaf", "he is tall"], id="dash"),
        pytest.param("note: she is deaf", ["note", "she is deaf"], id="colon"),
        pytest.param("she is deaf but tall", ["she is deaf", "but tall"], id="but"),
        pytest.param("she is deaf however tall", ["she is deaf", "however tall"], id="however"),
        pytest.param("she is deaf although tall", ["she is deaf", "although tall"], id="although"),
        pytest.param("she cries because he shouts", ["she cries", "because he shouts"], id="because"),
        pytest.param("she is deaf, he is tall", ["she is deaf", "he is tall"], id="comma, subject and verb"),
        pytest.param("she is deaf, and he is tall", ["she is deaf", "and he is tall"], id="comma, and, subject, verb"),
        pytest.param("she is deaf and he is tall", ["she is deaf", "and he is tall"], id="and, subject, verb"),
        pytest.param("shes deaf he cant hear them", ["she 's deaf", "he cant hear them"], id="no punctuation at all"),
    ],
)
def test_a_clause_ends(text, parts):
    assert clauses(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("she is deaf", id="one statement"),
        pytest.param("she is deaf, blind and frail", id="a list"),
        pytest.param("deaf, blind", id="a list without a verb"),
        pytest.param("she is deaf and blind", id="and, between adjectives"),
        pytest.param("she is deaf and lives alone", id="and, with the same subject"),
        pytest.param("she and he are deaf", id="and, between people"),
        pytest.param("but she is deaf", id="a clause that begins with but"),
        pytest.param("well-known caller", id="a hyphen"),
    ],
)
def test_a_clause_goes_on(text):
    assert len(clauses(text)) == 1


def test_every_word_belongs_to_a_clause_that_began_before_it():
    tokens = cut("she is deaf, he is tall. but no")
    people = mark(tokens, scan(tokens, bare()).nouns).at
    starts = clause_starts(tokens, [context.verbs().get(word) for word in tokens.words], people)

    assert all(start <= i and starts[start] == start for i, start in enumerate(starts))
