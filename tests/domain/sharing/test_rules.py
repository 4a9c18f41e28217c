"""Whom the staff list means, what is taken out of free words, and until when something is shared."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.sharing import rules
from heed.domain.sharing.rules import NOT_SHARED, Line, Section, Sheet, matched_on, sheet_of, taken_out, why_not_until
from heed.domain.sharing.terms import MatchedOn
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import read

HOME = "14 Acacia Road, Mallow, ZZ1 1AA"
TODAY = date(2026, 11, 20)
LONGEST = timedelta(days=183)


def said(**fields):
    return read(Said(**{"given": "Samuel", "family": "Okafor"} | fields))


LISTED = said(born="1985-03-02", e164="+447700900555", address=HOME)


@pytest.mark.parametrize(
    ("described", "on"),
    [
        pytest.param(said(born="1985-03-02"), MatchedOn.BORN, id="the same date of birth"),
        pytest.param(said(e164="+447700900555"), MatchedOn.LINE, id="the same number"),
        pytest.param(said(address=HOME), MatchedOn.ADDRESS, id="the same address"),
        pytest.param(said(address="14 Acacia Rd", postcode="ZZ1 1AA"), MatchedOn.ADDRESS, id="spelt another way"),
        pytest.param(said(given="Sam", born="1985-03-02"), MatchedOn.BORN, id="a short form of the name"),
        pytest.param(said(given="S", born="1985-03-02"), MatchedOn.BORN, id="an initial"),
        pytest.param(said(), None, id="a name alone is many people"),
        pytest.param(said(born="1985-03-03"), None, id="another day of birth"),
        pytest.param(said(born="1985"), None, id="half a date of birth"),
        pytest.param(said(given="Grace", born="1985-03-02"), None, id="another given name"),
        pytest.param(said(given="Grace", address=HOME), None, id="somebody else at home"),
        pytest.param(said(family="Marlow", e164="+447700900555"), None, id="another family name on the line"),
        pytest.param(said(address="16 Acacia Road, Mallow, ZZ1 1AA"), None, id="next door"),
        pytest.param(read(Said(e164="+447700900555")), None, id="a number without a name"),
    ],
)
def test_the_staff_list_means_whoever_has_the_name_and_something_else(described, on):
    assert matched_on(LISTED, described) == on


@pytest.mark.parametrize(
    ("words", "left"),
    [
        pytest.param("Jean Marlow was hit", f"{NOT_SHARED} was hit", id="the whole name"),
        pytest.param("JEAN was hit by marlow's door", f"{NOT_SHARED} was hit by {NOT_SHARED}'s door", id="any case"),
        pytest.param("Jean   Marlow", NOT_SHARED, id="more than one space"),
        pytest.param("The jeans were torn", "The jeans were torn", id="part of another word"),
        pytest.param("Ring 07700 900123 now", f"Ring {NOT_SHARED} now", id="a number"),
        pytest.param("Ring +44 (0)7700 900 123.", f"Ring {NOT_SHARED}.", id="a number from abroad"),
        pytest.param("On 2026-11-20 at 14:30", "On 2026-11-20 at 14:30", id="a date is no number"),
        pytest.param("HD-26-0001234", "HD-26-0001234", id="a reference is no number"),
        pytest.param("Write to jean@example.org.uk", f"Write to {NOT_SHARED}", id="an e-mail address"),
        pytest.param("At 14 Acacia Road again", f"At {NOT_SHARED} again", id="house and street"),
        pytest.param("Near ZZ1 1AA", "Near ZZ1 1AA", id="a postcode stays where the place is shared"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_is_not_shared_is_taken_out_of_free_words(words, left):
    assert taken_out(words, names=["Jean Marlow"], addresses=[HOME]) == left


def test_a_name_that_is_a_word_is_taken_out_only_with_a_capital():
    assert taken_out("Will said he will come", names=["Will Young"]) == f"{NOT_SHARED} said he will come"
    assert taken_out("will young came, young man", names=["Will Young"]) == f"{NOT_SHARED} came, young man"


def test_a_double_name_is_taken_out_in_halves_too():
    assert taken_out("Okafor-Bright, or Bright, or okafor", names=["Amy Okafor-Bright"]) == (
        f"{NOT_SHARED}, or {NOT_SHARED}, or {NOT_SHARED}"
    )


def test_where_the_place_is_not_shared_no_postcode_is():
    assert taken_out("Near zz11aa and ZZ1 1AA", names=[], postcodes=True) == f"Near {NOT_SHARED} and {NOT_SHARED}"


@given(st.text(max_size=200), st.sampled_from(["Jean Marlow", "Zoë O'Brien", "Anne-Marie de la Tour"]))
def test_no_whole_name_is_ever_left(words, name):
    left = taken_out(f"{words} {name} {words}", names=[name])

    assert name.casefold() not in left.casefold()


@given(st.text(alphabet="ab 0+-().@[]\\^$*\n", max_size=80))
def test_nothing_that_is_typed_makes_taking_out_fail(words):
    taken_out(words, names=[words], addresses=[words], postcodes=True)


@pytest.mark.parametrize(
    ("until", "may"),
    [
        (TODAY, True),
        (TODAY - timedelta(days=1), False),
        (TODAY + LONGEST, True),
        (TODAY + LONGEST + timedelta(1), False),
    ],
)
def test_something_is_shared_from_today_to_the_longest_day_both_included(until, may):
    assert (why_not_until(until, today=TODAY, longest=LONGEST) == "") is may


@given(
    st.lists(
        st.tuples(st.text(max_size=20), st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=3)),
        max_size=4,
    )
)
def test_a_sheet_is_read_back_as_it_was_written(sections):
    made = Sheet(
        "HD-26-0000001",
        "OFFICIAL-SENSITIVE",
        tuple(Section(part, part, tuple(Line(*line) for line in lines)) for part, lines in sections),
        "Ask",
    )

    assert sheet_of(made.text) == made
    assert sheet_of(made.text).text == made.text
    assert sheet_of(made.text).digest == made.digest


def test_words_that_are_names_too_are_in_small_letters():
    assert all(word == word.casefold() for word in rules.ALSO_WORDS)
