"""Who else lives where the caller does: children and carers first, since they suffer with whoever rings."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.utils import timezone

from heed.domain.incidents import queries as incidents
from heed.domain.people import queries as people
from heed.domain.people.models import Residence
from heed.domain.places.models import Place
from heed.domain.places.queries import address_of
from heed.domain.places.rules import names_a_door
from heed.engines.risk.repeat import Report
from heed.flows.counting import counts
from heed.flows.recognition import Resident
from heed.foundation.policy.packs import Pack

ADULT = 18


def others_at(home: Place, *, on: date) -> list[Residence]:
    """Return who lives in a home on a day, longest there first; a street, a town or a postcode is nobody's home."""
    return people.living_at(home.pk, on=on) if names_a_door(address_of(home)) else []


def residents(
    homes: Collection[Residence], suffered: dict[uuid.UUID, list[Report]], *, now: datetime, pack: Pack
) -> tuple[Resident, ...]:
    """Put the others of a household in the order in which a handler should think of them, each with the reason."""
    carers = incidents.carers_among([home.person_id for home in homes])
    found = [
        Resident(
            person=home.person_id,
            name=home.person.name,
            because=f"at the same address since {home.from_on:%B %Y}",
            counts=counts(suffered[home.person_id], now=now, pack=pack),
            note=_note(home.person.born_on, is_carer=home.person_id in carers, on=timezone.localdate(now)),
        )
        for home in homes
    ]
    return tuple(sorted(found, key=lambda resident: (not resident.note.startswith("child"), not resident.note)))


def _note(born_on: date | None, *, is_carer: bool, on: date) -> str:
    """Say what makes somebody in a household stand out: a child's age, or that they care for somebody."""
    parts = []
    if born_on:
        age = on.year - born_on.year - ((on.month, on.day) < (born_on.month, born_on.day))
        if age < ADULT:
            parts.append(f"child, {age}")
    if is_carer:
        parts.append("carer")
    return ", ".join(parts)
