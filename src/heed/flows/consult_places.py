"""
Looking a place up: what happened at it and in it, whether that repeats, and who lives there for those who may know.

A home, a landing, a park, a shop and a care home are all counted by one rule: what repeats at a place is the place's.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import BigIntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from heed.domain.incidents import queries as incidents
from heed.domain.incidents.access import SEE_INCIDENTS
from heed.domain.incidents.models import Incident, IncidentLink
from heed.domain.incidents.terms import LinkKind
from heed.domain.people.access import SEE_PEOPLE
from heed.domain.people.models import Residence
from heed.domain.places import queries as places
from heed.domain.places.models import Place
from heed.domain.places.rules import kind_named
from heed.domain.places.terms import Kind
from heed.engines.linkage.addresses import read_address
from heed.engines.risk.repeat import Report, counts_by_window
from heed.flows.counting import counts, look_back
from heed.flows.sharing import locks
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy

LISTED_MOST = 100
"""Incidents, parts or residents listed on a place's page."""

AT_A_POSTCODE_MOST = 50
"""Places listed for a postcode alone."""


@dataclass(frozen=True, slots=True)
class PlaceRecord:
    """
    What is known of a place. inside: the places directly in it, each with its incidents in the longest window.

    at_it, in_all: incidents by window in days, at the place itself and at it with everything in it. repeats,
    all_repeats: how many incidents made it a repeat location, 0 when it is none; within_days: of that rule.
    living: how many people live there now; residents: who, for those who may see people's records, else None. locked: incidents
    that are locked for who reads, each with whom to ask; residents whose record is locked are counted and not named.
    """

    place: Place
    inside: list[tuple[Place, int]]
    at_it: dict[int, int]
    in_all: dict[int, int]
    repeats: int
    all_repeats: int
    within_days: int
    listed: list[Incident]
    open_incidents: frozenset[int]
    more: bool
    living: int
    residents: list[Residence] | None
    locked: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Named:
    """A known place that typed words may mean, and in what way, in words."""

    place: Place
    how: str


@transaction.atomic
def open_place(*, place: Place, purpose: str, user: User, actor: Actor, now: datetime) -> PlaceRecord:
    """Read a place's record."""
    everything = places.within(place.pk)
    pack, rule = policy.in_use(), policy.in_use().repeat.location.rule
    since = now - look_back(pack)
    at_it = incidents.reports_at_place([place.pk], since=since, excluding=None)
    in_all = incidents.reports_at_place(everything, since=since, excluding=None)
    here, anywhere = (
        counts_by_window(reports, now=now, windows=[rule.within_days])[rule.within_days] for reports in (at_it, in_all)
    )
    happened = incidents.visible_to(user).filter(place__in=everything).order_by("-recorded_at", "-pk")
    listed = list(happened[: LISTED_MOST + 1]) if allowed(user, SEE_INCIDENTS) else []
    shut = locks.shut_incidents(user, [one.pk for one in listed], now=now)
    listed = [one for one in listed if one.pk not in shut]
    living = _living_at(everything, now=now)
    unnamed = locks.shut_people(user, [home.person_id for home in living], now=now)
    named = [home for home in living if home.person_id not in unnamed]
    may_name = allowed(user, SEE_PEOPLE)
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="place.consulted",
        subjects=[
            f"place:{place.pk}",
            *(f"person:{home.person_id}" for home in named[:LISTED_MOST] if may_name),
        ],
        purpose=purpose,
        now=now,
    )
    return PlaceRecord(
        place=place,
        inside=_inside(place, everything, since=since, now=now),
        at_it=counts(at_it, now=now, pack=pack),
        in_all=counts(in_all, now=now, pack=pack),
        repeats=here if here >= rule.incidents else 0,
        all_repeats=anywhere if anywhere >= rule.incidents else 0,
        within_days=rule.within_days,
        listed=listed[:LISTED_MOST],
        open_incidents=frozenset(found.pk for found in incidents.open_among([one.pk for one in listed])),
        more=len(listed) > LISTED_MOST,
        living=len(living),
        residents=named[:LISTED_MOST] if may_name else None,
        locked=shut,
    )


def places_named(words: str, *, is_address: bool, user: User) -> tuple[Named, ...]:
    """
    Return the known places that typed words may mean, the likeliest first; of a postcode alone, all that are at it.

    is_address: the words are an address; otherwise they are a name, and only what is called like a place is looked for.
    """
    typed = read_address(words)
    if typed.postcode and not (typed.number or typed.flat or typed.building):
        at_postcode = places.visible_to(user).filter(postcode=typed.postcode).order_by("street", "number", "flat", "pk")
        return tuple(Named(place, "At the postcode") for place in at_postcode[:AT_A_POSTCODE_MOST])
    if is_address or kind_named(typed.building) != Kind.UNKNOWN:
        return tuple(Named(found.place, found.how.label) for found in places.match(user.force_id, words))
    return ()


def _living_at(place_ids: list[uuid.UUID], *, now: datetime) -> list[Residence]:
    """Return who lives at these places today, each person once, as who stands for them; only to be read."""
    today = timezone.localdate(now)
    now_there = Residence.objects.filter(
        Q(until_on=None) | Q(until_on__gte=today), place__in=place_ids, from_on__lte=today
    )
    found: dict[uuid.UUID, Residence] = {}
    for home in now_there.select_related("person__lead", "place").order_by("from_on", "pk"):
        home.person = home.person.lead
        found.setdefault(home.person_id, home)
    return list(found.values())


def _inside(place: Place, everything: list[uuid.UUID], *, since: datetime, now: datetime) -> list[tuple[Place, int]]:
    """Return what is directly in a place, the flats in their order, each with its incidents in the longest window."""
    pack = policy.in_use()
    parent = dict(Place.objects.filter(pk__in=everything).values_list("pk", "parent"))
    main = IncidentLink.objects.filter(incident=OuterRef("pk"), kind=LinkKind.DUPLICATE, removed_at=None)
    within = Incident.objects.filter(place__in=everything, recorded_at__gte=since).exclude(place=place)
    reports: defaultdict[uuid.UUID, list[Report]] = defaultdict(list)
    for at, number, recorded_at in within.values_list(
        "place", Coalesce(Subquery(main.values("other")[:1]), "pk", output_field=BigIntegerField()), "recorded_at"
    ):
        part = at
        while parent[part] != place.pk:
            part = parent[part]
        reports[part].append(Report(str(number), recorded_at, extra=False))
    parts = sorted(Place.objects.filter(parent=place), key=lambda part: (len(part.flat), part.flat, part.address))
    days = max(pack.windows)
    return [(part, counts(reports[part.pk], now=now, pack=pack)[days]) for part in parts[:LISTED_MOST]]
