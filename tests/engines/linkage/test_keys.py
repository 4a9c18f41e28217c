from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.engines.linkage.keys import filed_under, looked_up
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import Standard, read

ON = date(2026, 11, 22)
FILED = Said(
    given="Stephen", family="Pargeter", born="1961-05-02", address="Flat 2, 14 Tansy Rise, Ostrelwick, ZZ1 1AA",
    e164="+447700900123", email="s.pargeter@example.com",
)  # fmt: skip


def meet(one: Said, other: Said) -> bool:
    """Say whether looking for one finds the other."""
    return bool(set(looked_up(read(one))) & set(filed_under(read(other))))


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(Said(e164="+447700900123"), id="the number alone"),
        pytest.param(Said(email="S.Pargeter@Example.com"), id="the e-mail alone"),
        pytest.param(Said(given="Steve", family="Pargeter"), id="a short first name, no place"),
        pytest.param(
            Said(given="Stephen", family="Pargetter", age=65, on=ON), id="a last name that sounds alike, an age"
        ),
        pytest.param(Said(given="Stephen", family="Pargeter", age=64, on=ON), id="an age wrong by one year"),
        pytest.param(Said(family="Pargater", postcode="zz1 1aa"), id="a misheard last name and the postcode"),
        pytest.param(Said(given="Steve", postcode="ZZ1 IAA"), id="first name, postcode with a letter for a figure"),
        pytest.param(Said(given="Steve", family="Lowe", address="14 Tansy Rise"), id="another last name, same address"),
        pytest.param(Said(given="Stephen", born="1961-05-02"), id="first name and birth"),
        pytest.param(Said(family="Pargeter", born="1961-02-05"), id="day and month exchanged"),
        pytest.param(Said(given="Pargeter", family="Stephen", age=65, on=ON), id="names exchanged"),
        pytest.param(Said(born="2/5/61", postcode="ZZ1 9ZZ"), id="birth and district"),
        pytest.param(Said(given="Stephen", family="Smith-Pargeter"), id="a double name of which half is on file"),
    ],
)
def test_one_thing_in_common_finds_the_record(said):
    assert meet(said, FILED)


@pytest.mark.parametrize(
    "said",
    [
        pytest.param(Said(), id="nothing"),
        pytest.param(Said(given="Stephen"), id="a first name alone"),
        pytest.param(Said(family="Pargeter"), id="a last name alone"),
        pytest.param(Said(born="1961-05-02"), id="a birth alone"),
        pytest.param(Said(address="no fixed abode"), id="no fixed abode"),
        pytest.param(
            Said(given="Mary", family="Lowe", born="1988-01-01", address="3 Kestrel Way, ZZ9 9ZZ"), id="somebody else"
        ),
    ],
)
def test_too_little_or_another_person_finds_nothing(said):
    assert not meet(said, FILED)


def test_keys_are_the_same_on_every_machine():
    assert filed_under(Standard(phone="+447700900123")) == [7318085267299348053]


def test_a_key_of_one_kind_never_meets_one_of_another():
    as_phone, as_email = Standard(phone="x"), Standard(email="x")

    assert not set(filed_under(as_phone)) & set(filed_under(as_email))


texts = st.text(max_size=30)
saids = st.builds(
    Said, given=texts, family=texts, born=texts, age=st.none() | st.integers(-5, 200), on=st.just(ON), address=texts,
    postcode=texts, e164=texts, email=texts,
)  # fmt: skip


@settings(max_examples=200)
@given(saids)
def test_whatever_is_filed_is_found_by_the_same_words(said):
    record = read(said)
    filed = filed_under(record)

    assert set(filed) <= set(looked_up(record))
    assert len(filed) == len(set(filed))
    assert all(-(2**63) <= key < 2**63 for key in filed)
