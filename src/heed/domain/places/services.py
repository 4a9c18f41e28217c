"""Changes to what is known of places."""

from datetime import datetime

from heed.domain.places.models import Place
from heed.domain.places.rules import address_key, postcode_in
from heed.domain.places.terms import Kind
from heed.foundation.accounts.models import Force


def place_at(*, force: Force, address: str, now: datetime, kind: Kind = Kind.UNKNOWN) -> Place | None:
    """
    Return the place a typed address names, making it when it is new; None when nothing was typed.

    Two handlers who type the same new address at once get the same place.
    """
    key = address_key(address)
    if not key:
        return None
    place, _ = Place.objects.get_or_create(
        force=force,
        key=key[:300],
        defaults={
            "address": " ".join(address.split())[:300],
            "postcode": postcode_in(address),
            "kind": kind,
            "first_known_at": now,
        },
    )
    return place


def place_known_at(*, force_id: int, address: str) -> Place | None:
    """Return the place a typed address names if it is known already; a search makes no places."""
    key = address_key(address)
    return Place.objects.filter(force=force_id, key=key[:300]).first() if key else None
