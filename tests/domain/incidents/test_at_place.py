"""What happened at a building is what happened in its flats too; what happened in a flat is its own."""

import uuid
from datetime import timedelta

import pytest
from tests.domain.calls.test_services import LINE

from heed.domain.calls.services import open_call
from heed.domain.calls.terms import Channel
from heed.domain.incidents.models import Incident
from heed.domain.incidents.queries import reports_at_place
from heed.domain.places.queries import within
from heed.domain.places.services import place_at
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db

BLOCK = "Tansy Court, 14 Foxglove Avenue, Mallow, ZZ1 1AA"
DAY = timedelta(days=1)


@pytest.fixture
def happened(force, noon):
    """Return a maker of incidents: `happened("14 Acacia Road")` gives the place."""

    def happened(address, at=noon):
        place = place_at(force=force, address=address, now=noon)
        call = open_call(
            call_id=uuid.uuid4(), force=force, unit=None, channel=Channel.NON_EMERGENCY, queue="", line=LINE,
            actor=system("t"), now=noon,
        )  # fmt: skip
        Incident.objects.create(
            force=force, call=call, channel=Channel.NON_EMERGENCY, opening_code="ASB_PERSONAL", place=place,
            recorded_at=at, policy_version="test",
        )  # fmt: skip
        return place

    return happened


def test_a_building_counts_its_flats_and_its_landings(happened, noon):
    one, two, landing = (happened(address) for address in (f"Flat 1, {BLOCK}", f"Flat 2, {BLOCK}", BLOCK))
    happened("16 Foxglove Avenue, Mallow, ZZ1 1AA")

    assert one.parent == two.parent == landing
    assert len(reports_at_place(within(landing.pk), since=noon - DAY, excluding=None)) == 3


def test_a_flat_counts_alone_and_its_building_beside_it(happened, noon):
    flat = happened(f"Flat 1, {BLOCK}")
    happened(f"Flat 2, {BLOCK}")

    assert len(reports_at_place(within(flat.pk), since=noon - DAY, excluding=None)) == 1
    assert len(reports_at_place(within(flat.parent_id), since=noon - DAY, excluding=None)) == 2


def test_what_was_before_is_left_out(happened, noon):
    flat = happened(f"Flat 1, {BLOCK}", at=noon - 2 * DAY)

    assert reports_at_place(within(flat.pk), since=noon - DAY, excluding=None) == []
    assert reports_at_place([], since=noon - 3 * DAY, excluding=None) == []
