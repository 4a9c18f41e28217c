"""Addresses as people type them: spelling does not matter, the front door does."""

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heed.engines.linkage.addresses import Address, one_character_apart, read_address, read_postcode, same_door

POSTCODES = Path(__file__).parents[4] / "shared" / "data" / "geo" / "nn_postcode_oa_lsoa_ward_lad_derived.csv.gz"

READ = {
    "14 Acacia Road, Mallow, ZZ1 1AA": Address("", "", "14", "ACACIA ROAD", "MALLOW", "ZZ1 1AA"),
    "14 ACACIA RD MALLOW zz11aa": Address("", "", "14", "ACACIA ROAD", "MALLOW", "ZZ1 1AA"),
    "zz1 1aa, Mallow, 14 Acacia Rd.": Address("", "", "14", "ACACIA ROAD", "MALLOW", "ZZ1 1AA"),
    "Acacia Road 14, Mallow": Address("", "", "14", "ACACIA ROAD", "MALLOW"),
    "No. 14 Acacia Road": Address("", "", "14", "ACACIA ROAD"),
    "14A Acacia Road": Address("A", "", "14", "ACACIA ROAD"),
    "14 a Acacia Road": Address("A", "", "14", "ACACIA ROAD"),
    "Flat A, 14 Acacia Road": Address("A", "", "14", "ACACIA ROAD"),
    "Flat A, 14A Acacia Road": Address("A", "", "14", "ACACIA ROAD"),
    "Flat 4, 14B Acacia Road": Address("4", "", "14B", "ACACIA ROAD"),
    "14-16 High St": Address("", "", "14-16", "HIGH STREET"),
    "14 \u2013 16 High St": Address("", "", "14-16", "HIGH STREET"),
    "Flat 2, Tansy Court, 14 Foxglove Avenue, Mallow": Address(
        "2", "TANSY COURT", "14", "FOXGLOVE AVENUE", "MALLOW"
    ),
    "2 Tansy Ct 14 Foxglove Ave Mallow": Address("2", "TANSY COURT", "14", "FOXGLOVE AVENUE", "MALLOW"),
    "Tansy Court flat 2, 14 Foxglove Avenue": Address("2", "TANSY COURT", "14", "FOXGLOVE AVENUE"),
    "14 Foxglove Avenue, Flat 2 Tansy Court, Mallow": Address("2", "TANSY COURT", "14", "FOXGLOVE AVENUE", "MALLOW"),
    "2 Tansy Court, Foxglove Avenue": Address("2", "TANSY COURT", "", "FOXGLOVE AVENUE"),
    "2 Tansy Court, Mallow": Address("2", "TANSY COURT", "", "", "MALLOW"),
    "Apt 2B, Tansy Court": Address("2B", "TANSY COURT"),
    "The Laurels, Church Lane, Mallow": Address("", "THE LAURELS", "", "CHURCH LANE", "MALLOW"),
    "Room 12, Heron House Residential Home, Thimble Drive": Address(
        "12", "HERON HOUSE RESIDENTIAL HOME", "", "THIMBLE DRIVE"
    ),
    "Room 3, Flat 2, 14 High Street": Address("2 3", "", "14", "HIGH STREET"),
    "Unit 5, Mallow Industrial Estate, Mill Lane": Address("5", "MALLOW INDUSTRIAL ESTATE", "", "MILL LANE"),
    "Heron Park, Larkenholt": Address("", "HERON PARK", "", "", "LARKENHOLT"),
    "2/1, 14 High Street, Glasgow": Address("2/1", "", "14", "HIGH STREET", "GLASGOW"),
    "2/14 High Street": Address("2", "", "14", "HIGH STREET"),
    "3F2, 14 High Street": Address("3F2", "", "14", "HIGH STREET"),
    "Top Floor Flat, 14 High Street": Address("TOP", "", "14", "HIGH STREET"),
    "First floor flat 14 High Street": Address("1ST", "", "14", "HIGH STREET"),
    "Top Floor Flat 2, 14 High Street": Address("2", "", "14", "HIGH STREET"),
    "GFF 14 High Street": Address("GROUND", "", "14", "HIGH STREET"),
    "The Flat, 14 High Street": Address("FLAT", "", "14", "HIGH STREET"),
    "14 High St Mallow": Address("", "", "14", "HIGH STREET", "MALLOW"),
    "14 Upper St Mary's Rd, Bury St Edmunds": Address(
        "", "", "14", "UPPER SAINT MARYS ROAD", "BURY SAINT EDMUNDS"
    ),
    "14 Church St, St Albans": Address("", "", "14", "CHURCH STREET", "SAINT ALBANS"),
    "14 Rose Hill Road Mallow": Address("", "", "14", "ROSE HILL ROAD", "MALLOW"),
    "12 Street Lane, Leeds": Address("", "", "12", "STREET LANE", "LEEDS"),
    "14 Kingsway Mallow": Address("", "", "14", "KINGSWAY", "MALLOW"),
    "1 2nd Avenue": Address("", "", "1", "2ND AVENUE"),
    "PO Box 12, Mallow": Address("", "", "", "", "PO BOX 12 MALLOW"),
    "14 High Street, Mallow, ZZ1 IAA": Address("", "", "14", "HIGH STREET", "MALLOW", "ZZ1 1AA"),
    "14 Sea": Address("", "", "14", "SEA"),
    "7 wallaby place delmar cleveland 2119": Address("", "", "7", "WALLABY PLACE", "DELMAR CLEVELAND 2119"),
    "5 Nguyễn Street": Address("", "", "5", "NGUYEN STREET"),
    "李": Address("", "", "", "", "李"),
}  # fmt: skip


@pytest.mark.parametrize("typed", READ)
def test_each_part_of_an_address_is_found(typed):
    assert read_address(typed) == READ[typed]


@pytest.mark.parametrize(
    "typed",
    ["", " , ", "NFA", "n.f.a.", "No fixed abode", "of no fixed address", "NFA, Mallow", "unknown", "Refused", "not given",
     "refused to give address", "N/K", "\x00"],
)  # fmt: skip
def test_nowhere_is_no_address(typed):
    assert read_address(typed) == Address()


def test_a_postcode_that_stands_apart_comes_first():
    assert read_address("14 High Street ZZ1 1AA", "zz1 1ab").postcode == "ZZ1 1AB"
    assert read_address("14 High Street ZZ1 1AA", "not one").postcode == "ZZ1 1AA"


def test_door_and_line_leave_out_the_town():
    flat = read_address("Flat 2, Tansy Court, 14 Foxglove Avenue, Mallow, ZZ1 1AA")

    assert flat.door == "2/TANSY COURT/14"
    assert flat.line == "2/TANSY COURT/14 FOXGLOVE AVENUE"
    assert read_address("Foxglove Avenue, Mallow").door == ""
    assert read_address("Mallow").line == ""


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("zz11aa", "ZZ1 1AA"), (" Z Z 1 1 A A ", "ZZ1 1AA"), ("NN1O 1AA", "NN10 1AA"), ("NNIO IAA", "NN10 1AA"),
        ("0X1 1AA", "OX1 1AA"), ("1E1 1AA", "LE1 1AA"), ("1P1 1AA", "IP1 1AA"), ("5N1 1AA", "SN1 1AA"),
        ("SNS 1AA", "SN5 1AA"), ("NNI IAA", "NN1 1AA"),
        ("not one", ""), ("SW1A OAA", "SW1A 0AA"), ("W1S 1AA", "W1S 1AA"), ("EC1A1BB", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"), ("ZZ1", ""), ("ZZ1 1A", ""), ("2119", ""), ("", ""), ("hopeless", ""),
    ],
)  # fmt: skip
def test_a_postcode_is_read_and_mended_by_position(typed, read):
    assert read_postcode(typed) == read


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("ZZ1 1AA", "ZZ1 1AB", True), ("ZZ1 1AB", "ZZ1 1BA", True), ("ZZ1 1AA", "ZZ11 1AA", True),
        ("ZZ12 1AA", "ZZ21 1AA", True), ("ZZ1 1AA", "ZZ1 1AA", False), ("ZZ1 1AA", "ZZ1 2AB", False),
        ("ZZ1 1AA", "", False), ("", "", False),
    ],
)  # fmt: skip
def test_one_slip_parts_two_postcodes(one, other, apart):
    assert one_character_apart(one, other) is apart
    assert one_character_apart(other, one) is apart


SAME = [
    ("14A Acacia Road, ZZ1 1AA", "Flat A, 14 Acacia Rd, ZZ1 1AA"),
    ("14 Acacia Road, Mallow, ZZ1 1AA", "14 Acaica Road, ZZ1 1AA"),
    ("14 Acacia Road, ZZ1 1AA", "14, ZZ1 1AA"),
    ("14 Acacia Road, Mallow, ZZ1 1AA", "14 Acacia Road, Mallow"),
    ("14 Acacia Road, Mallow, ZZ1 1AA", "14 Acacia Road, ZZ1 1AB"),
    ("Flat 2, Tansy Court, 14 Foxglove Avenue, Mallow", "2 Tansy Ct, Foxglove Ave"),
    ("Flat 2, Tansy Court, 14 Foxglove Avenue, Mallow", "Flat 2, 14 Foxglove Ave, Mallow"),
    ("Mallow, 14 Acacia Road", "14 Acacia Road, Mallow"),
    ("St Mary's House, Mill Lane, Mallow", "Saint Marys Hse, Mill Ln, Mallow"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_door_in_two_spellings(one, other):
    assert same_door(read_address(one), read_address(other))
    assert same_door(read_address(other), read_address(one))


APART = [
    ("Flat 1, 14 Acacia Road, ZZ1 1AA", "Flat 2, 14 Acacia Road, ZZ1 1AA"),
    ("Flat 1, 14 Acacia Road, ZZ1 1AA", "14 Acacia Road, ZZ1 1AA"),
    ("Flat 1, 14 Acacia Road", "Flat 11, 14 Acacia Road"),
    ("Top floor flat 1, 14 Acacia Road", "Top floor flat 2, 14 Acacia Road"),
    ("Room 1, Flat 2, 14 Acacia Road", "Room 2, Flat 2, 14 Acacia Road"),
    ("1/2, 14 High Street", "2/1, 14 High Street"),
    ("14 Acacia Road, ZZ1 1AA", "41 Acacia Road, ZZ1 1AA"),
    ("14 Acacia Road, ZZ1 1AA", "14 Acacia Row, ZZ1 1AA"),
    ("14 North Street, ZZ1 1AA", "14 South Street, ZZ1 1AA"),
    ("14 1st Avenue, ZZ1 1AA", "14 2nd Avenue, ZZ1 1AA"),
    ("14 Acacia Road, ZZ1 1AA", "14 Acacia Road, ZZ9 9ZZ"),
    ("14 Acacia Road, Mallow", "14 Acacia Road, Larkenholt"),
    ("14 Acacia Road, ZZ1 1AA", "14 Acacai Road, ZZ1 1AB"),
    ("Flat 2, Tansy Court, ZZ1 1AA", "Flat 2, Heron House, ZZ1 1AA"),
    ("Flat 2, Block A, 14 High Street, ZZ1 1AA", "Flat 2, Block B, 14 High Street, ZZ1 1AA"),
    ("Acacia Road, Mallow, ZZ1 1AA", "Acacia Road, Mallow, ZZ1 1AA"),
    ("Mallow, ZZ1 1AA", "Mallow, ZZ1 1AA"),
    ("NFA", "NFA"),
]


@pytest.mark.parametrize(("one", "other"), APART)
def test_two_doors_stay_two(one, other):
    assert not same_door(read_address(one), read_address(other))
    assert not same_door(read_address(other), read_address(one))


WORDS = st.sampled_from(
    ["Flat", "2", "14", "14A", "2/1", "Tansy", "Court", "St", "Road", ",", "-", "ZZ1", "1AA", "FLOOR", "top", "No", "é", "/"]
)  # fmt: skip


@given(st.text(max_size=300) | st.lists(WORDS, max_size=12).map(" ".join))
def test_any_text_is_read_and_reads_the_same_in_capitals(text):
    read = read_address(text)

    assert read.door == "" or read.door.count("/") >= 2
    assert read_postcode(read.postcode) == read.postcode
    assert read_address(f"  {text} ") == read
    assert same_door(read, read) is bool(
        (read.number or read.building) and (read.postcode or read.street or read.building)
    )


@given(st.text(max_size=20))
def test_any_text_is_a_postcode_or_none(text):
    assert read_postcode(read_postcode(text)) == read_postcode(text)


@given(
    st.integers(1, 99), st.integers(1, 99), st.sampled_from(["Flat {}, 14 High Street", "{} Tansy Court, Mill Lane"])
)
def test_flats_meet_only_themselves(one, other, pattern):
    assert same_door(read_address(pattern.format(one)), read_address(pattern.format(other))) is (one == other)


@pytest.mark.skipif(not POSTCODES.exists(), reason=f"the shared postcodes of Northamptonshire are absent: {POSTCODES}")
def test_every_real_postcode_of_northamptonshire_is_read_however_it_is_typed():
    with gzip.open(POSTCODES, "rt", encoding="utf-8") as lines:
        postcodes = [row["postcode"] for row in csv.DictReader(lines)]

    assert len(postcodes) > 10_000
    assert [code for code in postcodes if _compact(read_postcode(f" {code.lower()}")) != _compact(code)] == []
    assert [code for code in postcodes if read_address(f"14 High Street {code}").postcode != read_postcode(code)] == []


def _compact(postcode):
    return postcode.replace(" ", "")
