"""The same typed address gives the same place; a flat is in its building; two flats are two places."""

import pytest
from django.db import IntegrityError

from heed.domain.places.models import Place
from heed.domain.places.services import place_at, place_known_at
from heed.domain.places.terms import Kind

pytestmark = pytest.mark.django_db

BLOCK = "Tansy Court, 14 Foxglove Avenue, Mallow, ZZ1 1AA"


@pytest.fixture
def at(force, noon):
    """Return a maker of places: `at("14 Acacia Road")`."""

    def make(address, **more):
        return place_at(force=force, address=address, now=noon, **more)

    return make


def test_a_new_address_becomes_a_place_once(at):
    first = at("14 Acacia Rd, ZZ1 1AA")
    second = at("14, ACACIA ROAD ZZ11AA")

    assert first == second
    assert first.postcode == "ZZ1 1AA"
    assert (first.number, first.street) == ("14", "ACACIA ROAD")


@pytest.mark.parametrize("other", ["14 Acacia Road, ZZ1 1AA", "14, ZZ1 1AA", "14 Acaica Rd, Mallow, ZZ1 1AA"])
def test_the_same_door_at_the_postcode_is_the_same_place(at, other):
    assert at(other) == at("14 Acacia Road, Mallow, ZZ1 1AA")


@pytest.mark.parametrize(
    "other",
    ["Flat 1, 14 Acacia Road, ZZ1 1AA", "14A Acacia Road, ZZ1 1AA", "14 Acacia Road, ZZ1 1AB", "14 Acacia Road, Mallow",
     "14 Acacia Row, ZZ1 1AA", "16 Acacia Road, ZZ1 1AA"],
)  # fmt: skip
def test_what_may_be_another_place_is_one(at, other):
    assert at(other) != at("14 Acacia Road, Mallow, ZZ1 1AA")


def test_a_number_that_fits_two_streets_at_the_postcode_is_taken_for_neither(at):
    streets = {at("14 High Street, ZZ1 1AA"), at("14 Church Lane, ZZ1 1AA")}

    assert at("14, ZZ1 1AA") not in streets


def test_an_address_that_fits_two_halves_of_itself_is_the_one_known_longer(at):
    half = at("Tansy Court flat 2, ZZ1 1AA")
    other_half = at("Flat 2, 14 Foxglove Avenue, ZZ1 1AA")

    assert half != other_half
    assert at("Flat 2, Tansy Court, 14 Foxglove Avenue, ZZ1 1AA") in {half, other_half}


@pytest.mark.parametrize("nowhere", ["", " , ", "NFA", "no fixed abode", "refused"])
def test_nowhere_is_no_place(at, nowhere):
    assert at(nowhere) is None
    assert Place.objects.count() == 0


def test_an_address_of_ten_thousand_characters_is_kept_within_bounds(at):
    place = at("x" * 10_000)

    assert len(place.address) == 300
    assert at("x" * 10_000) == place


def test_two_long_addresses_that_end_differently_are_two_places(at):
    assert at(f"The {'Long ' * 80} House, Mallow") != at(f"The {'Long ' * 80} House, Larkenholt")


def test_searching_makes_no_place(force):
    assert place_known_at(force_id=force.pk, address="1 New Street") is None
    assert Place.objects.count() == 0


def test_flats_of_one_building_share_it(at):
    one, two = at(f"Flat 1, {BLOCK}"), at("2 Tansy Ct, 14 Foxglove Ave, ZZ1 1AA")

    assert one != two
    assert one.parent == two.parent
    assert one.parent.kind == Kind.BUILDING
    assert one.parent.address == BLOCK
    assert one.parent == at(BLOCK)


def test_a_building_known_before_its_flats_becomes_their_parent(at):
    house = at("14 Acacia Road, ZZ1 1AA")
    flat = at("14A Acacia Road, ZZ1 1AA")

    assert flat.parent == house
    house.refresh_from_db()
    assert house.kind == Kind.BUILDING


def test_a_block_reaches_over_the_postcodes_of_a_sector(at):
    assert at("Flat 40, Tansy Court, 14 Foxglove Avenue, ZZ1 1AB").parent == at(f"Flat 1, {BLOCK}").parent


def test_a_block_typed_with_another_of_its_postcodes_is_the_block(at):
    block = at(f"Flat 1, {BLOCK}").parent

    assert at("Tansy Court, 14 Foxglove Avenue, ZZ1 1AB") == block
    assert at("Tansy Court, 14 Foxglove Avenue, ZZ2 1AA") != block
    assert at("Tansy Court, 15 Foxglove Avenue, ZZ1 1AB") != block
    assert at("Tansy Court, ZZ1 1AB") != block


def test_two_converted_houses_of_one_number_are_two_buildings(at):
    assert at("Flat 1, 14 High Street, ZZ1 1AA").parent != at("Flat 1, 14 High Street, ZZ1 1AB").parent


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("Heron Lodge Care Home, Thimble Drive, ZZ1 4AD", Kind.CARE_HOME),
        ("Quince Park, Mallow", Kind.PUBLIC),
        ("Bellwether Stores, Lapwing Road", Kind.SHOP),
        ("Sexton Academy, Tansy Drive", Kind.SCHOOL),
        ("14 Acacia Road", Kind.UNKNOWN),
        ("14 Quince Park, Mallow", Kind.UNKNOWN),
    ],
)
def test_a_name_tells_what_sort_of_place_it_is(at, address, kind):
    assert at(address).kind == kind


def test_the_parent_of_a_room_in_a_care_home_is_the_care_home(at):
    assert at("Room 12, Heron Lodge Care Home, Thimble Drive, ZZ1 4AD").parent.kind == Kind.CARE_HOME


def test_a_uprn_wins_over_the_text(at):
    place = at("14 Acacia Road, ZZ1 1AA", uprn=100)

    assert at("The Old Forge, Mallow", uprn=100) == place
    assert place.uprn == 100


def test_a_place_known_by_its_text_takes_its_uprn_once(at):
    place = at("14 Acacia Road, ZZ1 1AA")

    assert at("14 Acacia Road, ZZ1 1AA", uprn=100) == place
    assert at("14 Acacia Road, ZZ1 1AA").uprn == 100


def test_two_uprns_under_one_text_are_two_places(at):
    one, two = at("14 Acacia Road, ZZ1 1AA", uprn=100), at("14 Acacia Road, ZZ1 1AA", uprn=200)

    assert one != two
    assert at("14 Acacia Road, ZZ1 1AA", uprn=200) == two
    assert at("14 Acacia Road, ZZ1 1AA") == one


def test_the_database_refuses_one_uprn_for_two_places(at):
    at("14 Acacia Road", uprn=100)
    other = at("16 Acacia Road")

    with pytest.raises(IntegrityError, match="a_uprn_is_one_place_in_the_force"):
        Place.objects.filter(pk=other.pk).update(uprn=100)


def test_the_database_refuses_a_place_within_itself(at):
    place = at("14 Acacia Road")

    with pytest.raises(IntegrityError, match="a_place_is_not_within_itself"):
        Place.objects.filter(pk=place.pk).update(parent=place)
