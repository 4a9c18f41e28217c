"""
Cuts a county that does not exist into beats, and names officers who do not exist on them.

A beat is a rectangle: the county is halved, and each half again, so that as many homes lie on one side as on the other. It
looks like no real beat, covers every street once, and is the same on every machine: only sums and comparisons are used.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

import shapely
from django.contrib.auth.hashers import make_password
from django.db.models import Count
from django.utils.timezone import localdate

from heed.domain.beats.models import Beat
from heed.domain.beats.queries import LaidOut, laid_out
from heed.domain.beats.rules import Area, Box
from heed.domain.incidents.models import Incident
from heed.domain.tasking.models import BeatOfficer
from heed.domain.tasking.rota.services import name_officer
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Rank, Role, system
from heed.simulation.geography import County, Street
from heed.simulation.personas import Persona

HOMES_PER_BEAT = 2_500
"""At most: about what a ward of a town has."""
AROUND = 0.01
"""Degrees beyond the last street that still belong to a beat."""
BEATS_PER_SERGEANT = 4
NAMED_FOR = timedelta(days=200)

GIVEN = (
    "Wilhelmina", "Ruaridh", "Saoirse", "Kwabena", "Ottoline", "Jarek", "Parminder", "Ffion", "Lucian", "Mehwish", "Barnaby",
    "Solveig", "Ignatius",
)  # fmt: skip
FAMILY = (
    "Underhay", "Castellane", "Obuasi", "Threlkeld", "Marwood", "Pettigrove", "Szymczak", "Larkhill", "Vantongeren", "Quigg",
    "Delahaye",
)  # fmt: skip
"""Thirteen and eleven have no common part, so that a hundred and forty-three officers have names of their own."""


def lay_out(county: County, *, force: Force, now: datetime) -> LaidOut:
    """Give a force its beats, and return them with how they lie. The load is audited as one collection, not here."""
    rows = []
    for area in cut(county):
        west, south, east, north = area.box
        rows.append(
            Beat(
                force=force, code=area.code, name=area.name, shape=area.drawn, west=west, south=south, east=east, north=north,
                added_at=now,
            )
        )  # fmt: skip
    Beat.objects.bulk_create(rows)
    return laid_out(force.pk)


def cut(county: County) -> list[Area]:
    """Cut a county into beats, numbered from the south-west."""
    streets = list(county.streets)
    latitudes, longitudes = [street.latitude for street in streets], [street.longitude for street in streets]
    whole = (min(longitudes) - AROUND, min(latitudes) - AROUND, max(longitudes) + AROUND, max(latitudes) + AROUND)
    cells = sorted(_halve(streets, whole), key=lambda cell: (cell[0][1], cell[0][0]))
    towns = Counter(_main_town(inside) for _, inside in cells)
    numbers: Counter[str] = Counter()
    areas = []
    for number, (box, inside) in enumerate(cells, 1):
        town = _main_town(inside)
        numbers[town] += 1
        name = town if towns[town] == 1 else f"{town} {numbers[town]}"
        areas.append(Area(f"MB{number:03d}", name, shapely.box(*box)))
    return areas


def _main_town(streets: Sequence[Street]) -> str:
    """Return the town that most of the homes are in."""
    homes: Counter[str] = Counter()
    for street in streets:
        homes[street.town] += street.homes
    return min(homes, key=lambda name: (-homes[name], name))


def _halve(streets: list[Street], box: Box) -> list[tuple[Box, list[Street]]]:
    """Cut across the longer side until no part has too many homes."""
    if sum(street.homes for street in streets) <= HOMES_PER_BEAT or len(streets) < 2:
        return [(box, streets)]
    west, south, east, north = box
    # A degree of longitude is not much more than half as long here as one of latitude.
    upright = (north - south) * 5 >= (east - west) * 3
    ordered = sorted(streets, key=lambda street: street.latitude if upright else street.longitude)
    at = _middle(ordered)
    first, rest = ordered[:at], ordered[at:]
    if upright:
        line = round((first[-1].latitude + rest[0].latitude) / 2, 6)
        return _halve(first, (west, south, east, line)) + _halve(rest, (west, line, east, north))
    line = round((first[-1].longitude + rest[0].longitude) / 2, 6)
    return _halve(first, (west, south, line, north)) + _halve(rest, (line, south, east, north))


def _middle(streets: Sequence[Street]) -> int:
    """Return where half of the homes come before; never an end."""
    total, so_far = sum(street.homes for street in streets), 0
    for number, street in enumerate(streets):
        so_far += street.homes
        if so_far * 2 >= total:
            return min(max(number, 1), len(streets) - 1)
    return len(streets) - 1


def staff(force: Force, *, now: datetime) -> None:
    """Name two officers on every beat: a constable as first contact, and another or, on every fourth, a sergeant."""
    beats = Beat.objects.filter(force=force, retired_at=None).order_by("code")
    from_on = localdate(now - NAMED_FOR)
    ranks = [rank for number in range(len(beats)) for rank in (Rank.CONSTABLE, _second(number))]
    officers = _officers(force, ranks)
    _officers(force, [Rank.INSPECTOR, Rank.CHIEF_INSPECTOR], prefix="area.command")
    BeatOfficer.objects.bulk_create(
        BeatOfficer(
            beat=beats[number // 2],
            user=officer,
            lead=number % 2 == 0,
            from_on=from_on,
            named_at=now,
            named_by_name="Heed",
        )
        for number, officer in enumerate(officers)
    )


def name_personas(personas: Sequence[Persona], *, now: datetime) -> Beat | None:
    """Name the personas of the neighbourhood team on the beat where most has happened; None where there is no beat."""
    names = [persona.username for persona in personas if persona.role == Role.NEIGHBOURHOOD_OFFICER]
    officers = list(User.objects.filter(username__in=names, rank__in=(Rank.CONSTABLE, Rank.SERGEANT)).order_by("pk"))
    if not officers:
        return None
    of_force = Incident.objects.filter(force=officers[0].force_id, beat__retired_at=None).exclude(beat=None)
    busiest = of_force.values("beat").annotate(had=Count("pk")).order_by("-had", "beat__code").first()
    if busiest is None:
        return None
    beat = Beat.objects.get(pk=busiest["beat"])
    for officer in officers:
        name_officer(
            beat=beat,
            officer=officer,
            lead=officer.rank == Rank.CONSTABLE,
            from_on=localdate(now - NAMED_FOR),
            actor=system("simulation", force=beat.force.code),
            now=now,
        )
    return beat


def _second(number: int) -> Rank:
    return Rank.SERGEANT if number % BEATS_PER_SERGEANT == 0 else Rank.CONSTABLE


def _officers(force: Force, ranks: Sequence[Rank], *, prefix: str = "beat.officer") -> list[User]:
    """Return officers who cannot sign in, made when missing."""
    names = [f"{prefix}{number:03d}" for number in range(1, len(ranks) + 1)]
    known = {user.username: user for user in User.objects.filter(username__in=names, force=force)}
    made = [
        User(
            username=name,
            first_name=GIVEN[number % len(GIVEN)],
            last_name=FAMILY[number % len(FAMILY)],
            role=Role.NEIGHBOURHOOD_OFFICER,
            rank=rank,
            force=force,
            password=make_password(None),
        )
        for number, (name, rank) in enumerate(zip(names, ranks, strict=True))
        if name not in known
    ]
    known |= {user.username: user for user in User.objects.bulk_create(made)}
    return [known[name] for name in names]
