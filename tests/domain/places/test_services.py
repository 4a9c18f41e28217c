"""The same typed address gives the same place."""

import pytest

from heed.domain.places.models import Place
from heed.domain.places.services import place_at, place_known_at

pytestmark = pytest.mark.django_db


def test_a_new_address_becomes_a_place_once(force, noon):
    first = place_at(force=force, address="14 Acacia Rd, ZZ1 1AA", now=noon)
    second = place_at(force=force, address="14, ACACIA ROAD ZZ11AA", now=noon)

    assert first == second
    assert first.postcode == "ZZ1 1AA"


def test_an_address_of_ten_thousand_characters_is_kept_within_bounds(force, noon):
    place = place_at(force=force, address="x" * 10_000, now=noon)

    assert len(place.address) == 300
    assert place_at(force=force, address="x" * 10_000, now=noon) == place


def test_searching_makes_no_place(force, noon):
    assert place_known_at(force_id=force.pk, address="1 New Street") is None
    assert Place.objects.count() == 0
