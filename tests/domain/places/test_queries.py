"""What a typed address may mean: suggested best first, flats told apart, never another force's."""

import uuid

import pytest

from heed.domain.places.queries import match, place_or_none, within
from heed.domain.places.services import place_at
from heed.domain.places.terms import How
from heed.foundation.accounts.models import Force

pytestmark = pytest.mark.django_db

HOUSE = "14 Acacia Road, Mallow, ZZ1 1AA"
FLAT = "Flat 2, Tansy Court, 38 Foxglove Avenue, Mallow, ZZ1 1DN"


@pytest.fixture
def known(force, noon):
    """Return a house, its neighbour, its namesake in another town, and three flats of a block, by their addresses."""
    addresses = [
        HOUSE,
        "16 Acacia Road, Mallow, ZZ1 1AA",
        "14 Acacia Road, Larkenholt, ZZ9 9ZZ",
        FLAT,
        FLAT.replace("Flat 2", "Flat 3"),
        FLAT.replace("Flat 2", "Flat 12"),
    ]
    return {address: place_at(force=force, address=address, now=noon) for address in addresses}


@pytest.mark.parametrize(
    ("typed", "meant", "how"),
    [
        ("14 ACACIA RD MALLOW ZZ11AA", HOUSE, How.SAME),
        ("zz1 1aa Mallow, 14 Acacia Road", HOUSE, How.SAME),
        ("14 Acacia Rd, ZZ1 1AA", HOUSE, How.DOOR),
        ("14 Acaica Road, Mallow, ZZ1 1AA", HOUSE, How.DOOR),
        ("14 Acacia Road, Mallow, ZZ1 1AB", HOUSE, How.NEAR_POSTCODE),
        ("14 Acacia Road, ZZ1 1BA", HOUSE, How.NEAR_POSTCODE),
        ("14 Acacia Road, Mallow", HOUSE, How.SPELLING),
        ("14 Akasia Road, Mallow, ZZ1 1AA", HOUSE, How.SPELLING),
        ("14 Akasia Road, Mallow", HOUSE, How.SPELLING),
        ("14 Acacia Avenue, Mallow, ZZ1 1AA", HOUSE, How.SPELLING),
        ("14 eAcacia Road, Mallow", HOUSE, How.SPELLING),
        ("14 Acacia Road, Mallow, ZZ7 7ZZ", HOUSE, How.OTHER_POSTCODE),
        ("2 Tansy Ct, 38 Foxglove Ave, ZZ1 1DN", FLAT, How.DOOR),
        ("Tansy Court flat 2, Mallow", FLAT, How.SPELLING),
        ("Apt 2, Tanzy Court, Foxglove Avenue", FLAT, How.SPELLING),
        ("2/38 Foxglove Avenue, ZZ1 1DN", FLAT, How.DOOR),
    ],
)
def test_what_is_typed_brings_up_what_is_meant(force, known, typed, meant, how):
    found = match(force.pk, typed)

    assert (found[0].place, found[0].how) == (known[meant], how)


@pytest.mark.parametrize("typed", ["14 Acacia Row, Mallow", "14 Acacia Row, Mallow, ZZ2 2BB", "15 Acacia Road, Mallow"])
def test_another_street_or_number_brings_up_nothing(force, known, typed):
    assert match(force.pk, typed) == []


def test_a_town_left_out_brings_up_both(force, known):
    found = match(force.pk, "14 Acacia Road")

    assert {one.place for one in found} == {known[HOUSE], known["14 Acacia Road, Larkenholt, ZZ9 9ZZ"]}


def test_a_flat_nobody_knows_brings_up_its_building_and_no_other_flat(force, known):
    found = match(force.pk, FLAT.replace("Flat 2", "Flat 4"))

    assert [(one.place, one.how) for one in found] == [(known[FLAT].parent, How.BUILDING)]


def test_a_flat_left_out_brings_up_the_building_first(force, known):
    found = match(force.pk, "Tansy Court, 38 Foxglove Avenue, ZZ1 1DN")

    assert found[0].place == known[FLAT].parent
    assert {one.how for one in found[1:]} == {How.BUILDING}


def test_at_most_five_are_shown_and_the_best_leads(force, noon):
    for flat in range(1, 9):
        place_at(force=force, address=f"Flat {flat}, 14 Acacia Road, ZZ1 1AA", now=noon)
    found = match(force.pk, "14 Acacia Road, ZZ1 1AA")

    assert len(found) == 5
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)


@pytest.mark.parametrize("typed", ["", "NFA", "Mallow", "ZZ1 1AA", "\x00", "x" * 2_000])
def test_what_is_no_address_brings_up_nothing(force, known, typed):
    assert match(force.pk, typed) == []


def test_another_force_is_not_searched(known):
    other = Force.objects.create(code="OXL", name="Oxlipshire Police")

    assert match(other.pk, HOUSE) == []


def test_matching_asks_a_handful_of_questions(force, known, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        match(force.pk, FLAT)


def test_a_building_is_itself_and_its_flats_and_a_flat_is_alone(known):
    flats = {place.pk for address, place in known.items() if address.startswith("Flat")}
    building = known[FLAT].parent

    assert set(within(building.pk)) == {building.pk, *flats}
    assert within(known[FLAT].pk) == [known[FLAT].pk]
    assert within(uuid.uuid4()) == []


def test_a_place_of_another_force_is_not_shown(handler, known):
    stranger = Force.objects.create(code="OXL", name="Oxlipshire Police")
    place = known[HOUSE]

    assert place_or_none(handler, place.pk) == place
    handler.force = stranger
    assert place_or_none(handler, place.pk) is None
    assert place_or_none(handler, uuid.uuid4()) is None
