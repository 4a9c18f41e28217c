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
class Household:
    """The homes of somebody that are a door, and everybody who lives behind them with them, themselves included."""

    homes: tuple[uuid.UUID, ...]
    people: frozenset[uuid.UUID]


class Households:
    """The households of one day, each looked up once: many incidents of the same people ask for the same ones."""

    def __init__(self, *, on: date) -> None:
        """Know nothing yet."""
        self.on = on
        self._found: dict[uuid.UUID, Household] = {}

    def of(self, victim: uuid.UUID) -> Household:
        """Return the household of one person."""
        if victim not in self._found:
            homes = homes_of([victim], on=self.on)
            living = (one.person_id for home in homes for one in people.living_at(home, on=self.on))
            self._found[victim] = Household(tuple(homes), frozenset({victim, *living}))
        return self._found[victim]

    def of_all(self, victims: Collection[uuid.UUID]) -> Household:
        """Return the households of several people as one."""
        each = [self.of(victim) for victim in victims]
        homes = dict.fromkeys(home for one in each for home in one.homes)
        return Household(tuple(homes), frozenset().union(*(one.people for one in each)))


@dataclass(frozen=True, slots=True)
class Known:
    """What is known: indicators of the victim's side, those noted here first, who suffers, and who lives with them."""

    here: tuple[Indicator, ...]
    before: tuple[Indicator, ...]
    victims: frozenset[uuid.UUID]
    households: Households

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return all of them."""
        return (*self.here, *self.before)

    @property
    def noted(self) -> tuple[Noted, ...]:
        """Return them as engines.risk.prefill reads them."""
        return tuple(Noted(one.category, one.axis, one.words) for one in self.indicators)


def known_of(*, call: Call, incident: Incident | None, now: datetime, households: Households | None = None) -> Known:
    """
    Put together what is known of a call or, once it is recorded, of its incident and whoever suffers in it.

    households: those of the same day that were looked up before, if any were.
    """
    households = households or Households(on=timezone.localdate(now))
    victims = victims_of(call=call, incident=incident)
    here = queries.standing(call.force_id).filter(about__in=VICTIMS_SIDE)
    here = here.filter(incident=incident) if incident else here.filter(call=call)
    now_noted = tuple(here)
    before = _before(call.force_id, victims, households, without={one.pk for one in now_noted})
    return Known(now_noted, before, victims, households)


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


def _before(
    force_id: int, victims: Collection[uuid.UUID], households: Households, *, without: Collection[int]
) -> tuple[Indicator, ...]:
    """Return what was accepted before about whoever suffers and whoever lives with them."""
    if not victims:
        return ()
    together = households.of_all(victims)
    theirs = queries.known_of(force_id, together.people, homes=together.homes)
    return tuple(one for one in theirs if one.pk not in without and one.about in VICTIMS_SIDE)
