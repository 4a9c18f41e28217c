"""Words of a report that nobody has read yet, and that ask for a person at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.risk.emergency import named


@pytest.mark.parametrize(
    ("words", "phrase", "found"),
    [
        ("He has a knife", "knife", True),
        ("HE HAS A KNIFE!", "knife", True),
        ("penknife on the ground", "knife", False),
        ("it had begun", "gun", False),
        ("he said he would kill\nme", "kill me", True),
        ("kill-me", "kill me", True),
        ("to kill meat", "kill me", False),
        ("they\u2019re in dang\u00e9r", "in danger", True),
        ("", "knife", False),
        ("knife", "...", False),
    ],
)
def test_a_phrase_counts_as_whole_words_alone(words, phrase, found):
    assert named(words, [phrase]) == ((phrase,) if found else ())


@given(st.text(), st.lists(st.text(), max_size=5))
def test_nothing_that_anybody_writes_breaks_it(words, phrases):
    assert set(named(words, phrases)) <= set(phrases)


def test_each_phrase_is_named_once_in_the_order_of_the_list():
    assert named("petrol, knife, petrol", ["knife", "petrol", "knife"]) == ("knife", "petrol")
