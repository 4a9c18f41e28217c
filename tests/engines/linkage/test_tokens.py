"""Tokens that two sides make of one person by themselves: the same from however it was typed, and nothing else the same."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.tallies.terms import ReportType
from heed.engines.linkage.token_rows import SENT, TYPES, BadRow, made, read
from heed.engines.linkage.tokens import (
    KEY_BYTES,
    TOKEN,
    Identity,
    Kind,
    NotAKey,
    check_of,
    checked,
    fingerprint,
    normal_forms,
    read_key,
    tokens_of,
    written,
)

KEY = bytes(range(KEY_BYTES))
OTHER_KEY = bytes(range(1, KEY_BYTES + 1))
JEAN = Identity("Jean", "Carter", "1961-05-02", "100012345678", "Flat 2, 14 Acacia Road, Mallow", "ZZ1 1AA")
TODAY, SINCE = date(2026, 11, 20), date(2026, 9, 21)
RECORD = {
    "reference": "ASB/26-0041",
    "reported_on": "18/11/2026",
    "type": "noise",
    "given_name": "Jean",
    "family_name": "Carter",
    "date_of_birth": "02/05/1961",
    "address": "14 Acacia Road",
    "postcode": "ZZ1 1AA",
}
TEXT = st.text(max_size=40)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Identity("Jean", "Carter", "1961-05-02"), Identity("JEAN", "carter", "1961-05-02")),
        (Identity("Zoë", "Brontë", "1961-05-02"), Identity("Zoe", "Bronte", "1961-05-02")),
        (Identity("Zoë", "Bronte", "1961-05-02"), Identity("Zoe\u0308", "Bronte", "1961-05-02")),
        (Identity("Jean", "Carter", "1961-05-02"), Identity("Carter", "Jean", "1961-05-02")),
        (Identity("Jean", "Carter", "1961-05-02"), Identity("Jean Carter", "", "1961-05-02")),
        (Identity("Jean", "Carter", "1961-05-02"), Identity("CARTER, Jean", "", "1961-05-02")),
        (Identity("Jean", "Carter", "1961-05-02"), Identity(" Mrs  Jean Ann ", "Carter ", "2/5/1961")),
        (Identity("Jean", "Carter", "1961-05-02"), Identity("Jean", "Carter", "2 May 61")),
        (Identity("Liz", "O'Neill", "1961-05-02"), Identity("Elizabeth", "ONeill", "1961-05-02")),
        (Identity("Iain", "MacDonald", "1961-05-02"), Identity("Iain", "McDonald", "1961-05-02")),
        (Identity("Ewa", "Kowalska", "1961-05-02"), Identity("Ewa", "Kowalski", "1961-05-02")),
        (Identity("Mary", "Smith-Jones", "1961-05-02"), Identity("Mary", "Smith Jones", "1961-05-02")),
        (Identity("Mary", "Smith-Jones", "1961-05-02"), Identity("Smith Jones", "Mary", "1961-05-02")),
        (Identity("Jan", "van der Berg", "1961-05-02"), Identity("Jan", "Berg", "1961-05-02")),
        (Identity(uprn="000100012345"), Identity(uprn=" 100012345 ")),
        (
            Identity(address="Flat 2, 14 Acacia Road", postcode="zz11aa"),
            Identity(address="14 Acacia Rd, flat 2, ZZ1 1AA"),
        ),
        (Identity(address="14", postcode="ZZ1 1AA"), Identity(address="14 Acacia Road, Mallow", postcode="ZZ1 1AA")),
        (
            Identity(address="Rose Cottage", postcode="ZZ1 1AA"),
            Identity(address="rose cottage, Mallow", postcode="ZZ11AA"),
        ),
    ],
)
def test_the_same_however_it_was_typed(one, other):
    assert normal_forms(one)
    assert tokens_of(one, key=KEY) == tokens_of(other, key=KEY)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Identity("Jean", "Carter", "1961-05-02"), Identity("Jean", "Carter", "1961-02-05")),
        (Identity("Jean", "Carter", "1961-05-02"), Identity("Joan", "Carter", "1961-05-02")),
        (Identity("Jean", "Carter", "1961-05-02"), Identity("Jean", "Carver", "1961-05-02")),
        (Identity(uprn="100012345"), Identity(uprn="1000123450")),
        (
            Identity(address="14 Acacia Road", postcode="ZZ1 1AA"),
            Identity(address="14a Acacia Road", postcode="ZZ1 1AA"),
        ),
        (Identity(address="1 Flat 4", postcode="ZZ1 1AA"), Identity(address="14", postcode="ZZ1 1AA")),
    ],
)
def test_another_person_or_home_is_another_token(one, other):
    assert normal_forms(one)
    assert not set(tokens_of(one, key=KEY).values()) & set(tokens_of(other, key=KEY).values())


@pytest.mark.parametrize(
    "too_little",
    [
        Identity(),
        Identity("Jean", "Carter"),
        Identity("Jean", "", "1961-05-02"),
        Identity("J", "Carter", "1961-05-02"),
        Identity("Unknown", "Carter", "1961-05-02"),
        Identity("Jean", "Carter", "1961"),
        Identity("Jean", "Carter", "31/02/1961"),
        Identity(address="14 Acacia Road"),
        Identity(address="Acacia Road", postcode="ZZ1 1AA"),
        Identity(postcode="ZZ1 1AA"),
        Identity(address="no fixed abode", postcode="ZZ1 1AA"),
        Identity(uprn="0"),
        Identity(uprn="1e5"),
        Identity(uprn="1234567890123"),
        Identity(uprn="١٢٣"),
    ],
)
def test_half_an_identity_is_none(too_little):
    assert normal_forms(too_little) == {}


def test_each_kind_of_token_stands_by_itself():
    tokens = tokens_of(JEAN, key=KEY)

    assert list(tokens) == list(Kind)
    assert len(set(tokens.values())) == len(Kind)
    assert all(TOKEN.fullmatch(token) for token in tokens.values())


def test_under_another_agreements_key_nothing_matches():
    assert not set(tokens_of(JEAN, key=KEY).values()) & set(tokens_of(JEAN, key=OTHER_KEY).values())


def test_these_tokens_stay_what_they_are_in_every_release():
    # Tokens that agencies have sent are on file: whoever changes these makes another VERSION.
    assert tokens_of(Identity("Jean", "Carter", "1961-05-02", uprn="100012345678"), key=KEY) == {
        Kind.PERSON: "87eb3ce9aa170202afeac74a51818955",
        Kind.NAMED_AT_UPRN: "13f427bf90324deb2239c6d678bf1398",
        Kind.UPRN: "2dbc2090b35243bdb665482c9cbd4df6",
    }


@given(TEXT, TEXT, TEXT, TEXT, TEXT, TEXT)
def test_nothing_that_can_be_typed_makes_it_fail(given_name, family, born, uprn, address, postcode):
    tokens = tokens_of(Identity(given_name, family, born, uprn, address, postcode), key=KEY)

    assert all(TOKEN.fullmatch(token) for token in tokens.values())


NAMES = st.sampled_from(
    ["Jean", "Liz", "Mohammed", "Zoë", "O'Neill", "Carter", "Smith-Jones", "MacDonald", "Nguyễn", "Jan", "Ng"]
)


@given(NAMES, NAMES, st.dates(date(1900, 1, 1), date(2020, 1, 1)), st.booleans())
def test_case_spaces_and_the_order_of_two_names_never_matter(first, last, born, swapped):
    plain = Identity(first, last, born.isoformat())
    typed = Identity(f" {last.upper()} ", first.lower(), f"{born:%d/%m/%Y}")
    if not swapped:
        typed = Identity(f"{first.upper()}", f"  {last.lower()}", f"{born:%d.%m.%Y}")

    assert normal_forms(plain)[Kind.PERSON] == normal_forms(typed)[Kind.PERSON]


@given(st.text(max_size=20), st.text(max_size=20))
def test_two_parts_are_never_read_as_two_others(one, other):
    assert check_of([one, other], key=KEY) != check_of([one + other, ""], key=KEY) or not other


def test_a_key_is_carried_in_writing_and_read_again():
    carried = written(KEY)

    assert read_key(f"  {carried.upper()[:30]}\n{carried.upper()[30:]} ") == KEY
    assert carried.startswith(f"heedcount1-{fingerprint(KEY)}-")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "begins with"),
        ("sesame", "begins with"),
        (written(KEY)[:-1], "damaged"),
        (written(KEY).replace(fingerprint(KEY), fingerprint(OTHER_KEY)), "damaged"),
        (written(KEY).replace("heedcount1", "heedcount2"), "another version"),
        ("heedcount1-aaaaaaaaaa-0189", "damaged"),
        ("heedcount1-ü-aa", "damaged"),
    ],
)
def test_a_key_that_is_none_is_said_to_be_none_without_saying_it(text, why):
    with pytest.raises(NotAKey, match=why) as said:
        read_key(text)

    assert not text or text not in str(said.value)


@given(st.binary(min_size=KEY_BYTES, max_size=KEY_BYTES))
def test_every_key_comes_back_from_writing(key):
    assert read_key(written(key)) == key


def test_a_row_holds_nothing_of_the_person():
    row = made(RECORD, key=KEY)

    said = " ".join(row.values()).lower()
    assert list(row) == list(SENT)
    assert not [word for word in ("jean", "carter", "acacia", "zz1", "1961") if word in said]
    assert row["reported_on"] == "2026-11-18"


def test_a_row_is_read_as_it_was_made():
    found = read(made(RECORD, key=KEY), key=KEY, today=TODAY, since=SINCE)

    assert (found.reference, found.reported_on, found.type) == ("ASB/26-0041", date(2026, 11, 18), "noise")
    assert found.tokens == tokens_of(Identity("Jean", "Carter", "1961-05-02", "", "14 Acacia Road", "ZZ1 1AA"), key=KEY)


@pytest.mark.parametrize(
    ("record", "why"),
    [
        ({"reference": "Jean Carter, 14 Acacia Road"}, "reference"),
        ({"reference": ""}, "reference"),
        ({"reference": "x" * 65}, "reference"),
        ({"reported_on": "last week"}, "reported_on"),
        ({"reported_on": ""}, "reported_on"),
        ({"type": "she has dementia"}, "type must be one of"),
        ({"date_of_birth": "", "address": ""}, "too little is known"),
    ],
)
def test_a_record_that_says_too_little_or_too_much_makes_no_row(record, why):
    with pytest.raises(BadRow, match=why) as said:
        made(RECORD | record, key=KEY)

    assert "Jean" not in str(said.value)
    assert "dementia" not in str(said.value)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"reported_on": "2026-11-19"}, "changed afterwards"),
        ({"reference": "ASB/26-0042"}, "changed afterwards"),
        ({"person": "0" * 32}, "changed afterwards"),
        ({"check": ""}, "changed afterwards"),
        ({"check": "ü"}, "changed afterwards"),
        ({"key": fingerprint(OTHER_KEY)}, "another key"),
        ({"key": ""}, "another key"),
    ],
)
def test_a_row_that_was_changed_is_refused(change, why):
    with pytest.raises(BadRow, match=why):
        read(made(RECORD, key=KEY) | change, key=KEY, today=TODAY, since=SINCE)


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"reported_on": "2026-11-21"}, "future"),
        ({"reported_on": "2026-09-20"}, "too old"),
        ({"reported_on": "2026-02-30"}, "not a date"),
        ({"reported_on": "20261118"}, "not a date"),
        ({"type": "free words"}, "type"),
        ({"reference": "a b"}, "reference"),
        ({"person": "ZZ"}, "no tokens"),
        ({str(kind): "" for kind in Kind}, "no tokens"),
    ],
)
def test_a_row_of_a_tool_that_is_not_ours_is_refused_though_it_has_the_key(cells, why):
    row = made(RECORD, key=KEY) | cells
    row["check"] = check_of([row[name] for name in SENT[:-1]], key=KEY)

    with pytest.raises(BadRow, match=why):
        read(row, key=KEY, today=TODAY, since=SINCE)


@pytest.mark.parametrize("reported_on", ["2026-11-20", "2026-09-21"])
def test_the_first_and_the_last_day_count(reported_on):
    row = made(RECORD | {"reported_on": reported_on}, key=KEY)

    assert read(row, key=KEY, today=TODAY, since=SINCE).reported_on == date.fromisoformat(reported_on)


def test_a_proof_of_one_key_is_none_of_another():
    assert not checked(["a"], check_of(["a"], key=OTHER_KEY), key=KEY)


def test_what_can_be_sent_is_what_can_be_kept():
    assert set(TYPES) == set(ReportType.values)
