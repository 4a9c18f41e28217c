"""What an agreement allows, day by day, and what nobody can sign."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.agencies.rules import LONGEST_REVIEW, Terms, Unfit, check_agreement, state, tidy, why_not

START, REVIEW = date(2026, 4, 1), date(2027, 4, 1)
DAY = timedelta(days=1)
TERMS = Terms(frozenset({"solve"}), frozenset({"pointer", "place"}), START, REVIEW)
PARTS, PURPOSES = ("pointer", "place", "risk"), ("solve", "protect")


def asked(terms=TERMS, *, parts=("pointer",), purpose="solve", on=START):
    return why_not(terms, parts=parts, purpose=purpose, on=on)


@pytest.mark.parametrize(
    ("terms", "on", "answer"),
    [
        (TERMS, START - DAY, "The agreement has not begun"),
        (TERMS, START, ""),
        (TERMS, REVIEW, ""),
        (TERMS, REVIEW + DAY, "The agreement is past its review"),
        (replace(TERMS, ended_on=START + DAY), START, ""),
        (replace(TERMS, ended_on=START + DAY), START + DAY, "The agreement has ended"),
        (replace(TERMS, replaced_on=START + DAY), START, ""),
        (replace(TERMS, replaced_on=START + DAY), START + DAY, "The agreement has been reviewed"),
        (replace(TERMS, replaced_on=START, ended_on=START), START, "The agreement has ended"),
    ],
)
def test_an_agreement_allows_from_its_start_to_its_review_unless_it_ends(terms, on, answer):
    assert asked(terms, on=on).startswith(answer)
    assert bool(asked(terms, on=on)) == bool(answer)


def test_it_allows_its_own_purposes_and_parts_alone():
    assert asked(purpose="protect") == "The agreement does not cover this purpose"
    assert asked(parts=("pointer", "risk")) == "The agreement does not cover every part that was chosen"
    assert asked(parts=("pointer", "place")) == ""
    assert asked(parts=()) == ""


@pytest.mark.parametrize(
    ("terms", "on", "stands"),
    [
        (TERMS, START - DAY, "Not begun"),
        (TERMS, START, "In force"),
        (TERMS, REVIEW, "In force"),
        (TERMS, REVIEW + DAY, "Past its review"),
        (replace(TERMS, replaced_on=START), START, "Reviewed"),
        (replace(TERMS, replaced_on=START, ended_on=START), START, "Ended"),
        (replace(TERMS, ended_on=REVIEW), REVIEW - DAY, "In force"),
    ],
)
def test_an_agreement_stands_as_it_allows(terms, on, stands):
    assert state(terms, on=on) == stands
    assert (state(terms, on=on) == "In force") == (asked(terms, on=on) == "")


@given(
    parts=st.frozensets(st.sampled_from(PARTS)),
    purpose=st.sampled_from(PURPOSES),
    on=st.dates(START - 400 * DAY, REVIEW + 400 * DAY),
    ended_on=st.none() | st.dates(START, REVIEW),
)
def test_what_is_allowed_is_always_within_the_agreement(parts, purpose, on, ended_on):
    terms = replace(TERMS, ended_on=ended_on)

    if not asked(terms, parts=parts, purpose=purpose, on=on):
        assert parts <= terms.parts
        assert purpose in terms.purposes
        assert START <= on <= REVIEW
        assert ended_on is None or on < ended_on


def sign(terms=TERMS, *, on=START, title="An agreement", named_basis=True, on_the_wire=()):
    check_agreement(
        terms,
        title=title,
        named_basis=named_basis,
        on_the_wire=on_the_wire,
        known_parts=PARTS,
        known_purposes=PURPOSES,
        on=on,
    )


@pytest.mark.parametrize(
    "terms",
    [
        TERMS,
        replace(TERMS, review_on=START + DAY),
        replace(TERMS, review_on=START + LONGEST_REVIEW * DAY),
        replace(TERMS, starts_on=START - 900 * DAY),
        replace(TERMS, starts_on=START + 900 * DAY, review_on=START + 1000 * DAY),
    ],
    ids=["a year", "a day", "the longest", "signed on paper long ago", "starts later"],
)
def test_an_agreement_can_be_signed(terms):
    sign(terms)


def test_the_day_of_the_review_is_early_enough_and_the_day_after_too_late():
    sign(on=REVIEW)
    with pytest.raises(Unfit, match="has passed"):
        sign(on=REVIEW + DAY)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "called"),
        ({"named_basis": False}, "legal basis"),
        ({"on_the_wire": ("risk",)}, "by machine"),
        ({"terms": replace(TERMS, purposes=frozenset())}, "purpose"),
        ({"terms": replace(TERMS, parts=frozenset())}, "part"),
        ({"terms": replace(TERMS, parts=frozenset({"everything"}))}, "does not know"),
        ({"terms": replace(TERMS, purposes=frozenset({"curiosity"}))}, "does not know"),
        ({"terms": replace(TERMS, review_on=START)}, "after the start"),
        ({"terms": replace(TERMS, review_on=START + (LONGEST_REVIEW + 1) * DAY)}, "two years"),
    ],
)
def test_what_nobody_can_sign_is_refused(wrong, sentence):
    with pytest.raises(Unfit, match=sentence):
        sign(**wrong)


@pytest.mark.parametrize("words", ["x" * 11, "a\x00b", "a\u202eb"])
def test_words_that_cannot_be_kept_are_refused(words):
    with pytest.raises(Unfit):
        tidy(words, called="name", longest=10)


def test_words_are_kept_with_single_spaces():
    assert tidy("  a \n b\t", called="name", longest=3) == "a b"
