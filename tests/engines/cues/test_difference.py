"""Two lexicons on the same texts: what comes, what goes, and samples that can be drawn again."""

import random

from hypothesis import given
from hypothesis import strategies as st
from tests.engines.cues.rows import ALONE, lexicon, row

from heed.engines.cues.difference import Text, compare
from heed.engines.cues.overlay import Edit, Kind

CARER = row("CARER-sole", "sole carer", yes="sole carer", no="sole")
BEFORE = lexicon()
AFTER = lexicon(
    Edit(Kind.ADD, CARER["id"], {k: v for k, v in CARER.items() if v and k != "id"}), Edit(Kind.DISABLE, ALONE["id"])
)


def texts(*words):
    return [Text(f"entry:{n}", text) for n, text in enumerate(words)]


def test_the_same_lexicon_differs_in_nothing():
    found = compare(texts("she lives alone", "she is the sole carer"), BEFORE, BEFORE)

    assert (found.texts, found.added, found.lost, found.rules) == (2, 0, 0, [])


def test_hits_are_counted_by_row_both_ways():
    found = compare(
        texts("she lives alone and is the sole carer", "sole carer, sole carer", "no more than noise"), BEFORE, AFTER
    )

    assert [(of.rule, of.added, of.lost) for of in found.rules] == [(CARER["id"], 3, 0), (ALONE["id"], 0, 1)]
    assert (found.texts, found.added, found.lost) == (3, 3, 1)


def test_texts_whose_verdict_changes_are_counted():
    found = compare(texts("she lives alone", "I am her sole carer"), BEFORE, AFTER)

    assert (found.flagged, found.unflagged) == (1, 1)


def test_a_sample_marks_the_hit_in_its_text():
    sample = compare(texts("I am her sole carer"), BEFORE, AFTER).rules[0].added_samples[0]

    assert sample.text[sample.start : sample.end] == "sole carer"
    assert sample.key == "entry:0"


def test_no_more_samples_than_asked_for_and_all_hits_counted():
    of = compare(texts(*["sole carer"] * 50), BEFORE, AFTER, limit=20).rules[0]

    assert (of.added, len(of.added_samples)) == (50, 20)
    assert compare(texts("sole carer"), BEFORE, AFTER, limit=0).rules[0].added_samples == []


@given(st.integers(0, 2**32), st.integers(1, 30))
def test_the_same_texts_give_the_same_samples_in_whatever_order(seed, limit):
    asked = texts(*(f"call {n}: sole carer" for n in range(40)))
    shuffled = random.Random(seed).sample(asked, len(asked))
    one, other = (compare(order, BEFORE, AFTER, limit=limit).rules[0].added_samples for order in (asked, shuffled))

    assert one == other


def test_samples_are_not_merely_the_first():
    keys = [sample.key for sample in compare(texts(*["sole carer"] * 200), BEFORE, AFTER).rules[0].added_samples]

    assert keys != [f"entry:{n}" for n in range(20)]


def test_it_says_how_far_it_is():
    told = []
    compare(texts(*[""] * 2_500), BEFORE, AFTER, tell=told.append)

    assert told == [1_000, 2_000]
