"""Two spellings of one address are one place; two flats are two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.domain.places.rules import address_key, postcode_in

SAME = [
    ("14 Acacia Road, Mallow, ZZ1 1AA", "14 ACACIA RD MALLOW zz11aa"),
    ("Flat 2, 14 St. Mary's Rd", "FLT 2 14 ST MARYS ROAD"),
    ("Apt 3  Rose Court", "flat 3, Rose Ct."),
    ("Café Noir, High St", "cafe noir high street"),
    ("O\u2019Neill Close 5", "O'NEILL CL 5"),
    ("5\u00a0High\tStreet\n", "5 High St"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_address_share_a_key(one, other):
    assert address_key(one) == address_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Flat 1, 14 Acacia Road", "Flat 2, 14 Acacia Road"),
        ("1 4 Acacia Road", "14 Acacia Road"),
        ("14 Acacia Road, ZZ1 1AA", "14 Acacia Road, ZZ1 1AB"),
        ("14A Acacia Road", "14 Acacia Road"),
    ],
)
def test_what_is_not_the_same_stays_apart(one, other):
    assert address_key(one) != address_key(other)


@pytest.mark.parametrize("nothing", ["", "   ", "…", "-", "\u202e", "\x00"])
def test_nothing_typed_is_no_place(nothing):
    assert address_key(nothing) == ""


@pytest.mark.parametrize(
    ("address", "postcode"),
    [
        ("14 Acacia Road, ZZ1 1AA", "ZZ1 1AA"),
        ("zz11aa", "ZZ1 1AA"),
        ("M1 1AE, formerly W1A 0AX", "W1A 0AX"),
        ("no postcode", ""),
        ("", ""),
    ],
)
def test_a_postcode_is_found_in_its_usual_spelling(address, postcode):
    assert postcode_in(address) == postcode


@given(st.text(max_size=200))
def test_any_text_has_a_key_and_case_and_spaces_do_not_change_it(text):
    key = address_key(text)

    assert key == address_key(f"  {text}  ")
    assert key == key.upper()
