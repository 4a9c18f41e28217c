"""Reading places, always within one force."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from django.db import connection
from django.db.models import Q, QuerySet

from heed.domain.places.models import Place
from heed.domain.places.rules import contradict, key_of, likeness, parts_of
from heed.domain.places.terms import How, Kind
from heed.engines.linkage.addresses import Address, read_address, same_door
from heed.foundation.accounts.models import User

MATCHES_MOST = 5
LOOKED_AT_MOST = 300
"""Places read for one way of looking: a postcode has a hundred delivery points at most, a tower several hundred flats."""
LEADING = 3
"""Letters that open the name of a street and are taken to be right where its sound is not."""


@dataclass(frozen=True, slots=True)
class Match:
    """A known place that may be the address that was typed. score: 0 to 1; orders them, and is no probability."""

    place: Place
    how: How
    score: float


def visible_to(user: User) -> QuerySet[Place]:
    """Return the places known to the person's own force."""
    return Place.objects.filter(force=user.force_id)


def place_or_none(user: User, place_id: uuid.UUID) -> Place | None:
    """Return a place of the person's own force."""
    return visible_to(user).select_related("parent").filter(pk=place_id).first()


def address_of(place: Place) -> Address:
    """Return a place's address in its parts."""
    return Address(place.flat, place.building, place.number, place.street, place.locality, place.postcode)


def same_place(force_id: int, read: Address) -> Place | None:
    """
    Return the place that an address certainly names: spelt the same, or the one door at its full postcode that fits.

    Where two fit that contradict each other (number 14 of which street?) none is certain; otherwise the one known longer.
    """
    key = key_of(read)
    if not key:
        return None
    found = Place.objects.filter(force=force_id, key=key).first()
    if found or not read.postcode:
        return found
    at_postcode = Place.objects.filter(force=force_id, postcode=read.postcode, flat=parts_of(read)["flat"])
    oldest_first = at_postcode.order_by("first_known_at", "pk")[:LOOKED_AT_MOST]
    fitting = [place for place in oldest_first if same_door(read, address_of(place))]
    pairs = combinations(map(address_of, fitting), 2)
    if fitting:
        return None if any(contradict(one, other) for one, other in pairs) else fitting[0]
    return same_block(force_id, read) if read.building and read.street and not read.flat else None


def same_block(force_id: int, whole: Address) -> Place | None:
    """
    Return the block of that name, number and street a few postcodes on: a large one has several of one sector.

    A house number alone is not enough for that, and only a place that is a building with homes in it can be one.
    """
    if not (whole.building and whole.postcode):
        return None
    blocks = Place.objects.filter(
        force=force_id,
        building_sound=parts_of(whole)["building_sound"],
        flat="",
        building=whole.building,
        postcode__startswith=whole.postcode[:-2],
        kind__in=(Kind.BUILDING, Kind.CARE_HOME),
    ).order_by("first_known_at", "pk")
    return next((place for place in blocks[:LOOKED_AT_MOST] if not contradict(whole, address_of(place))), None)


def match(force_id: int, address: str) -> list[Match]:
    """
    Return the known places that a typed address may mean, the likeliest first, at most five.

    For a person to choose from: nothing is taken for the same place by its likeness. Two flats are never likened.
    """
    read = read_address(address)
    found: dict[uuid.UUID, Match] = {}
    for place in _near(force_id, read):
        like = likeness(read, address_of(place))
        if like and place.pk not in found:
            found[place.pk] = Match(place, like.how, like.score)
    best = sorted(found.values(), key=lambda one: (-one.score, one.place.first_known_at, one.place.pk))
    return best[:MATCHES_MOST]


def _near(force_id: int, read: Address) -> Iterator[Place]:
    """Yield places worth comparing: at the postcode, at the number in streets that sound, begin or end alike, in the block."""
    parts = parts_of(read)
    flats = Q(flat=parts["flat"]) | Q(flat="") if read.flat else Q()
    places = Place.objects.filter(force=force_id)
    if read.postcode:
        yield from places.filter(flats, postcode=read.postcode)[:LOOKED_AT_MOST]
    if read.number and read.street:
        sounds = Q(street_sound=parts["street_sound"])
        spelt = Q(street__startswith=read.street[:LEADING]) | Q(street_tail=parts["street_tail"])
        yield from places.filter(flats & (sounds | spelt), number=parts["number"])[:LOOKED_AT_MOST]
    if read.building:
        yield from places.filter(flats, building_sound=parts["building_sound"])[:LOOKED_AT_MOST]
    if not read.postcode:
        yield from places.filter(key=key_of(read))


WITHIN = """
    WITH RECURSIVE within(id) AS (
        SELECT id FROM places_place WHERE id = %(place)s
        UNION
        SELECT inner_place.id FROM places_place inner_place JOIN within ON inner_place.parent_id = within.id
    )
    SELECT id FROM within
"""


def within(place_id: uuid.UUID) -> list[uuid.UUID]:
    """Return a place and everything in it: a building's flats and landings; of a flat, the flat alone."""
    with connection.cursor() as cursor:
        cursor.execute(WITHIN, {"place": place_id})
        return [row[0] for row in cursor.fetchall()]
