"""What an earlier release wrote is read again: parts and keys filled, flats in their buildings, nothing merged or lost."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from heed.domain.places.models import Place
from heed.domain.places.services import place_at

pytestmark = pytest.mark.django_db

OLD = {
    "14 St Mary's Rd, Mallow, ZZ1 1AA": "14 STREET MARYS ROAD MALLOW ZZ11AA",
    "Mallow, 14 St Mary's Rd, ZZ1 1AA": "MALLOW 14 STREET MARYS ROAD ZZ11AA",
    "Flat 1, Tansy Court, 38 Foxglove Avenue, ZZ1 1DN": "FLAT 1 TANSY COURT 38 FOXGLOVE AVENUE ZZ11DN",
    "Flat 2, Tansy Court, 38 Foxglove Avenue, ZZ1 1DP": "FLAT 2 TANSY COURT 38 FOXGLOVE AVENUE ZZ11DP",
    "NFA": "NFA",
}


@pytest.fixture
def old(force, noon):
    """Return places as the first release wrote them, by address."""
    return {
        address: Place.objects.create(force=force, address=address, key=key, first_known_at=noon)
        for address, key in OLD.items()
    }


@pytest.fixture
def read_again(old):
    """Run the migration's reading over them."""
    with connection.schema_editor() as editor:
        import_module("heed.domain.places.migrations.0003_read_again").read_again(apps, editor)
    return {address: Place.objects.get(pk=place.pk) for address, place in old.items()}


def test_an_old_place_is_found_by_its_address_afterwards(read_again, force, noon):
    first, second, *flats, nowhere = read_again.values()

    assert place_at(force=force, address="14 Saint Marys Road, Mallow, ZZ1 1AA", now=noon) in {first, second}
    assert [flat.flat for flat in flats] == ["1", "2"]
    assert nowhere.key == "NFA"


def test_two_places_that_come_to_one_key_stay_two(read_again):
    first, second, *_ = read_again.values()

    assert first.key != second.key
    assert {first.street, second.street} == {"SAINT MARYS ROAD"}


def test_flats_of_an_old_block_are_put_into_one_building(read_again):
    one, two = (place for address, place in read_again.items() if address.startswith("Flat"))

    assert one.parent == two.parent
    assert one.parent.kind == "building"


def test_reading_twice_changes_nothing_more(read_again):
    before = list(Place.objects.order_by("pk").values())
    with connection.schema_editor() as editor:
        import_module("heed.domain.places.migrations.0003_read_again").read_again(apps, editor)

    assert list(Place.objects.order_by("pk").values()) == before
