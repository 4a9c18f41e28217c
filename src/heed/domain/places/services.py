"""Changes to what is known of places."""

from datetime import datetime

from django.db import connection, transaction

from heed.domain.places.models import Place
from heed.domain.places.queries import same_block, same_place
from heed.domain.places.rules import KEY_LENGTH, building_of, key_of, kind_named, parts_of, written
from heed.domain.places.spots.rules import SAME_POINT, cells_about, metres
from heed.domain.places.terms import Kind
from heed.engines.linkage.addresses import Address, read_address
from heed.foundation.accounts.models import Force


@transaction.atomic
def place_at(
    *, force: Force, address: str, now: datetime, kind: Kind = Kind.UNKNOWN, uprn: int | None = None
) -> Place | None:
    """
    Return the place a typed address names, making it when it is new; None when nothing was typed, or that there is none.

    uprn: the property's own number, where somebody picked it from a list: it wins over the text. A flat gets the building
    that it is in as its parent, which is made when it is new.

    Two handlers who type the same new address at once get the same place, in whatever spelling.
    """
    read = read_address(address)
    if not key_of(read):
        return Place.objects.filter(force=force, uprn=uprn).first() if uprn else None
    found = _known(force.pk, read, uprn)
    if found is None:
        _one_at_a_time(force, read)
        found = _known(force.pk, read, uprn) or _made(
            force, read, text=" ".join(address.split())[:300], kind=kind, uprn=uprn, now=now
        )
    if uprn and found.uprn is None:
        Place.objects.filter(pk=found.pk, uprn=None).update(uprn=uprn)
        found.refresh_from_db(fields=["uprn"])
    return found


@transaction.atomic
def place_of_point(*, force: Force, latitude: float, longitude: float, now: datetime) -> Place:
    """
    Return the place that a point on a map stands for (WGS 84): the nearest known point within some metres, else a new one.

    It is a spot, not an address: nobody lives there, and no house gets what was reported beside it.
    """
    cells = cells_about(latitude, longitude)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"points of {force.pk}"])
    known = Place.objects.filter(force=force, key__in=cells, latitude__isnull=False, longitude__isnull=False)
    near = [place for place in known if metres(latitude, longitude, place.latitude, place.longitude) <= SAME_POINT]
    if near:
        return min(near, key=lambda place: metres(latitude, longitude, place.latitude, place.longitude))
    made, _ = Place.objects.get_or_create(
        force=force,
        key=cells[0],
        defaults={
            "address": f"Point on the map {latitude:.5f}, {longitude:.5f}",
            "latitude": latitude,
            "longitude": longitude,
            "first_known_at": now,
        },
    )
    return made


def place_known_at(*, force_id: int, address: str, uprn: int | None = None) -> Place | None:
    """Return the place a typed address names if it is known already; a search makes no places."""
    return _known(force_id, read_address(address), uprn)


def _known(force_id: int, read: Address, uprn: int | None) -> Place | None:
    """Return the place of a UPRN; failing that the one that the text names, unless it is known to be another property."""
    by_number = Place.objects.filter(force=force_id, uprn=uprn).first() if uprn else None
    if by_number:
        return by_number
    found = same_place(force_id, read)
    return None if found and uprn and found.uprn else found


def _one_at_a_time(force: Force, read: Address) -> None:
    """
    Let nobody else make a place at this postcode until the transaction ends: theirs may be this one in other words.

    Whoever makes places at two postcodes at once in the other order is refused by the database, not merged.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"place {force.pk} {read.postcode or key_of(read)}"],
        )


def _made(force: Force, read: Address, *, text: str, kind: Kind, uprn: int | None, now: datetime) -> Place:
    """Make a place and, for a flat, the building that it is in."""
    key = key_of(read)
    if uprn and Place.objects.filter(force=force, key=key).exists():
        # Two properties that are typed alike: their numbers keep them apart.
        mark = f" UPRN {uprn}"
        key = f"{key[: KEY_LENGTH - len(mark)]}{mark}"
    known_kind = kind
    if kind == Kind.UNKNOWN and not read.flat and not read.number:
        known_kind = kind_named(read.building)
    place, _ = Place.objects.get_or_create(
        force=force,
        key=key,
        defaults={
            "address": text,
            "kind": known_kind,
            "uprn": uprn,
            "first_known_at": now,
            "parent": _building(force, read, now=now),
            **parts_of(read),
        },
    )
    return place


def _building(force: Force, read: Address, *, now: datetime) -> Place | None:
    """Return the building that a flat is in, making it when it is new."""
    whole = building_of(read)
    if whole is None:
        return None
    found = same_place(force.pk, whole) or same_block(force.pk, whole)
    if found is None:
        named = kind_named(whole.building)
        kind = Kind.BUILDING if named == Kind.UNKNOWN else named
        return _made(force, whole, text=written(whole)[:300], kind=kind, uprn=None, now=now)
    if found.kind == Kind.UNKNOWN:
        Place.objects.filter(pk=found.pk, kind=Kind.UNKNOWN).update(kind=Kind.BUILDING)
    return found
