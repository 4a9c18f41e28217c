"""What is known of the risk to whoever suffers: indicators of now and of before, and answers that follow from them."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from heed.domain.calls import queries as calls
from heed.domain.calls.models import Call
from heed.domain.incidents.models import Incident, Party
from heed.domain.people import queries as people
from heed.domain.places.queries import address_of
from heed.domain.places.rules import names_a_door
from heed.domain.vulnerability import queries
from heed.domain.vulnerability.models import Indicator
from heed.domain.vulnerability.terms import VICTIMS_SIDE
from heed.engines.risk.prefill import Noted
from heed.flows.recognise import SUFFERED


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: indicators of the victim's side, those noted here first, and who suffers."""

    here: tuple[Indicator, ...]
    before: tuple[Indicator, ...]
    victims: frozenset[uuid.UUID]

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return all of them."""
        return (*self.here, *self.before)

    @property
    def noted(self) -> tuple[Noted, ...]:
        """Return them as engines.risk.prefill reads them."""
        return tuple(Noted(one.category, one.axis, one.words) for one in self.indicators)


def known_of(*, call: Call, incident: Incident | None, now: datetime) -> Known:
    """Put together what is known of a call or, once it is recorded, of its incident and whoever suffers in it."""
    victims = victims_of(call=call, incident=incident)
    here = queries.standing(call.force_id).filter(about__in=VICTIMS_SIDE)
    here = here.filter(incident=incident) if incident else here.filter(call=call)
    now_noted = tuple(here)
    before = _before(call.force_id, victims, on=timezone.localdate(now), without={one.pk for one in now_noted})
    return Known(now_noted, before, victims)


def victims_of(*, call: Call, incident: Incident | None) -> frozenset[uuid.UUID]:
    """Return who suffers, as far as it is known who they are: on a call whoever was confirmed as the one it is about."""
    if incident:
        parts = Party.objects.filter(incident=incident, role__in=SUFFERED, person__isnull=False)
        return frozenset(person for person in parts.values_list("person", flat=True) if person)
    check = calls.newest_check(call.pk)
    known = check.found.get("known_person") if check else None
    return frozenset({uuid.UUID(known)}) if known else frozenset()


def homes_of(victims: Collection[uuid.UUID], *, on: date) -> list[uuid.UUID]:
    """Return the homes of people that are a door, each once: what happens at one happens to all who live there."""
    found = people.homes_of(list(victims), on=on) if victims else {}
    return [place.pk for place in dict.fromkeys(found.values()) if names_a_door(address_of(place))]


def household_of(victim: uuid.UUID, *, on: date) -> frozenset[uuid.UUID]:
    """Return somebody and whoever lives with them behind one door."""
    homes = homes_of([victim], on=on)
    return frozenset({victim, *(one.person_id for home in homes for one in people.living_at(home, on=on))})


def _before(
    force_id: int, victims: Collection[uuid.UUID], *, on: date, without: Collection[int]
) -> tuple[Indicator, ...]:
    """Return what was accepted before about whoever suffers and whoever lives with them."""
    if not victims:
        return ()
    theirs = queries.known_of(force_id, victims, homes=homes_of(victims, on=on), on=on)
    return tuple(one for one in theirs if one.pk not in without and one.about in VICTIMS_SIDE)
