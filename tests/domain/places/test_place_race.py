"""Several handlers type one new address at once, on real connections: it becomes one place."""

import threading

import pytest
from django.db import connection

from heed.domain.places.models import Place
from heed.domain.places.services import place_at

SPELLINGS = (
    "Flat 2, Tansy Court, 14 Foxglove Avenue, Mallow, ZZ1 1AA",
    "2 Tansy Ct, 14 Foxglove Ave, ZZ1 1AA",
    "ZZ1 1AA Mallow, 14 Foxglove Avenue, Flat 2 Tansy Court",
    "FLT 2, TANSY COURT 14 FOXGLOVE AV MALLOW zz11aa",
)


@pytest.mark.django_db(transaction=True)
def test_one_new_flat_in_four_spellings_is_one_place_in_one_building(force, noon):
    start, places = threading.Barrier(8), []

    def type_it(address):
        start.wait()
        try:
            places.append(place_at(force=force, address=address, now=noon))
        finally:
            connection.close()

    threads = [threading.Thread(target=type_it, args=[spelling]) for spelling in SPELLINGS * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(places) == 8
    assert len({place.pk for place in places}) == 1
    assert Place.objects.count() == 2
    assert places[0].parent is not None
