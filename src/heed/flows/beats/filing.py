"""
An incident finds its beat by the point of its place, when it is recorded and again after every import of beats.

A place whose point nobody knows gives no beat: its incidents stand on the list "No beat", and a supervisor files them by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.beats import queries as beats
from heed.domain.beats.models import Beat
from heed.domain.beats.queries import LaidOut
from heed.domain.incidents.filing import queries as filed
from heed.domain.incidents.filing import services as filing
from heed.domain.incidents.filing.queries import Lies
from heed.domain.incidents.models import Incident
from heed.domain.tasking.following.services import follow_incidents
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor, system

BATCH = 5_000
"""Incidents filed in one transaction: a second at most, so that nobody who records waits for it."""

Progress = Callable[[int, int], None]
"""Told how many incidents of how many were looked at."""


@dataclass(frozen=True, slots=True)
class Refiled:
    """What filing again came to. moved: had another beat or none before. no_point, outside: why some have no beat."""

    looked_at: int = 0
    moved: int = 0
    no_point: int = 0
    outside: int = 0
    tasks: int = 0

    def __add__(self, other: "Refiled") -> "Refiled":
        """Add up two batches."""
        return Refiled(
            self.looked_at + other.looked_at,
            self.moved + other.moved,
            self.no_point + other.no_point,
            self.outside + other.outside,
            self.tasks + other.tasks,
        )


@transaction.atomic
def place_incident(*, incident: Incident, now: datetime) -> Beat | None:
    """File an incident to the beat that the point of its place lies in; None where it lies in none, or has no point."""
    if incident.place_id is None:
        return None
    point = filed.where(incident).point
    beat = beats.beat_at(incident.force, *point) if point else None
    if beat is None or beat.pk == incident.beat_id:
        return beat
    actor = system("beats", force=incident.force.code)
    _file(incident, beat, by_hand=False, actor=actor, now=now)
    return beat


@transaction.atomic
def place_by_point(*, incident: Incident, latitude: float, longitude: float, now: datetime) -> Beat | None:
    """File an incident by a point that came with it, where that of its place is not known; None where it lies in no beat."""
    beat = beats.beat_at(incident.force, latitude, longitude)
    if beat and beat.pk != incident.beat_id:
        _file(incident, beat, by_hand=False, actor=system("beats", force=incident.force.code), now=now)
    return beat


@transaction.atomic
def file_by_hand(*, incident: Incident, beat: Beat, actor: Actor, now: datetime) -> None:
    """File an incident to the beat that a person chose; it stays there until its point says otherwise. Raises OtherForce."""
    locked = Incident.objects.select_for_update(no_key=True, of=("self",)).get(pk=incident.pk)
    _file(locked, beat, by_hand=True, actor=actor, now=now)


def refile(force: Force, *, now: datetime, progress: Progress | None = None) -> Refiled:
    """
    File every incident of a force again, a batch at a time, each in its own transaction.

    An incident whose point lies in another beat moves, with its open tasks. One whose point is unknown or lies in none keeps
    the beat it has, unless that is retired. Stopped half way, nothing is lost: the same again finds what is left.
    """
    total, after = Refiled(), 0
    of = filed.count_of_force(force.pk)
    while batch := filed.next_of_force(force.pk, after=after, most=BATCH):
        total += _refile_batch(force, batch, now=now)
        after = batch[-1].incident
        if progress:
            progress(total.looked_at, max(of, total.looked_at))
    return total


@transaction.atomic
def _refile_batch(force: Force, batch: list[Lies], *, now: datetime) -> Refiled:
    """File one batch."""
    laid_out = beats.laid_out(force.pk)
    standing = {beat.pk for beat in laid_out.beats}
    found = _beats_of(laid_out, batch)
    new = {lies.incident: found.get(lies.incident) or (lies.beat if lies.beat in standing else None) for lies in batch}
    moving = {lies.incident: lies.beat for lies in batch if new[lies.incident] != lies.beat}
    actor = system("beats", force=force.code)
    filing.file_many(force=force, beats={number: new[number] for number in moving}, actor=actor, now=now)
    tasks = follow_incidents(force=force, before=moving, actor=actor, now=now) if moving else 0
    without_point = sum(lies.point is None for lies in batch)
    return Refiled(
        looked_at=len(batch),
        moved=len(moving),
        no_point=without_point,
        outside=len(batch) - without_point - len(found),
        tasks=tasks,
    )


def _beats_of(laid_out: LaidOut, batch: list[Lies]) -> dict[int, int]:
    """Return the beat of each incident whose point lies in one."""
    points = [(lies.incident, lies.point) for lies in batch if lies.point]
    beats_there = laid_out.at_each([point[0] for _, point in points], [point[1] for _, point in points])
    return {incident: beat.pk for (incident, _), beat in zip(points, beats_there, strict=True) if beat}


def _file(incident: Incident, beat: Beat, *, by_hand: bool, actor: Actor, now: datetime) -> None:
    """File an incident, and let its open tasks follow."""
    before = incident.beat_id
    filing.file_to_beat(incident=incident, beat=beat, by_hand=by_hand, actor=actor, now=now)
    follow_incidents(force=incident.force, before={incident.pk: before}, actor=actor, now=now)
