"""
What the map of a force's beats shows, and the list beside it: what was recorded where, and what stands out.

Looking is on the trail: a map of homes says who suffers as surely as a name does.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from heed.domain.beats import queries as beats_read
from heed.domain.beats.models import Beat
from heed.domain.incidents.filing import queries as filed
from heed.domain.incidents.models import Incident
from heed.domain.vulnerability.assessments.queries import judged_among
from heed.domain.vulnerability.terms import Judged
from heed.flows.gating import BEFORE
from heed.flows.recognise import SUFFERED
from heed.flows.record import DEEMED_VULNERABLE
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy
from heed.foundation.reference import codes

SHOWN_MOST = 1_000
"""Incidents on one map and in one list, the newest; how many there are is said."""


@dataclass(frozen=True, slots=True)
class Shown:
    """
    One incident as the map shows it.

    point: latitude and longitude, None where nobody knows. repeat: somebody suffered before, by the pack's rule.
    vulnerable: as it was last judged or, where nobody judged, answered.
    """

    incident: Incident
    category: str
    point: tuple[float, float] | None
    is_open: bool
    repeat: bool
    vulnerable: bool

    @property
    def stands_out(self) -> int:
        """Count how much stands out, for ordering: vulnerable before repeat before open."""
        return 4 * self.vulnerable + 2 * self.repeat + self.is_open


@dataclass(frozen=True, slots=True)
class InBeat:
    """What a beat has had; beat is None for what has none."""

    beat: Beat | None
    shown: tuple[Shown, ...]
    counts: Counter[str]


@dataclass(frozen=True, slots=True)
class BeatMap:
    """A map: every beat, also quiet ones, by name, what has no beat last. found: incidents in all, also those not shown."""

    beats: tuple[InBeat, ...]
    found: int
    since: datetime
    attribution: str

    @property
    def shown(self) -> list[Shown]:
        """Return every incident shown."""
        return [shown for within in self.beats for shown in within.shown]


@transaction.atomic
def look(*, user: User, beat: Beat | None, days: int, how: str, actor: Actor, now: datetime) -> BeatMap:
    """
    Read the map of a force, or of one beat, for so many days of 24 hours before now, and put that on the trail.

    how: what it was read for, "map" or "list".
    """
    since = now - timedelta(days=days)
    found = filed.since(user, since, beat_id=beat.pk if beat else None)
    count = found.count()
    shown = _shown(found)
    beats = [beat] if beat else list(beats_read.visible_to(user).defer("shape"))
    by_beat: dict[int | None, list[Shown]] = {row.pk: [] for row in beats}
    for one in shown:
        by_beat.setdefault(one.incident.beat_id, []).append(one)
    # A beat that was retired and not filed again: what happened there is shown with what has no beat, not lost.
    without = [one for pk, ones in by_beat.items() if pk not in {row.pk for row in beats} for one in ones]
    made = [_in_beat(row, by_beat[row.pk]) for row in beats]
    made += [_in_beat(None, without)] if without else []
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="map.consulted",
        subjects=[f"beat:{beat.pk}" if beat else f"force:{user.force.code}"]
        + [f"incident:{one.incident.pk}" for one in shown],
        purpose="map of beats",
        now=now,
        detail={"days": days, "shown": len(shown), "how": how},
    )
    newest = beats_read.newest_import(user.force_id)
    return BeatMap(tuple(made), count, since, newest.attribution if newest else "")


@transaction.atomic
def look_at_unfiled(
    *, user: User, found: Sequence[Incident], actor: Actor, now: datetime
) -> list[tuple[Incident, str, str]]:
    """Return incidents without a beat, each with its kind and why it has none, and put that on the trail."""
    labels = {category.code: category.label for category in codes.categories()}
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="unfiled_incidents.consulted",
        subjects=[f"force:{user.force.code}", *(f"incident:{incident.pk}" for incident in found)],
        purpose="incidents without a beat",
        now=now,
    )
    return [
        (incident, labels.get(incident.opening_code, incident.opening_code), _why_unfiled(incident))
        for incident in found
    ]


def _why_unfiled(incident: Incident) -> str:
    """Say why an incident has no beat."""
    if incident.place_id is None:
        return "No place is known"
    known = (incident.place, incident.place.parent if incident.place else None)
    has_point = any(place and place.latitude is not None and place.longitude is not None for place in known)
    return "The point lies in no beat" if has_point else "Nobody knows the point of this place"


def _in_beat(beat: Beat | None, shown: Sequence[Shown]) -> InBeat:
    counts = Counter(
        all=len(shown),
        open=sum(one.is_open for one in shown),
        repeat=sum(one.repeat for one in shown),
        vulnerable=sum(one.vulnerable for one in shown),
    )
    return InBeat(beat, tuple(shown), counts)


def _shown(found: QuerySet[Incident]) -> list[Shown]:
    """Mark the newest incidents."""
    incidents = list(found[:SHOWN_MOST])
    pks = [incident.pk for incident in incidents]
    rule = policy.in_use().repeat.victim.rule
    said = filed.answers_yes(pks, (BEFORE, DEEMED_VULNERABLE))
    repeats = filed.repeats_among(
        pks, roles=SUFFERED, within=timedelta(days=rule.within_days), needed=rule.incidents
    ) | (said[BEFORE] if rule.says_so else frozenset())
    judged = judged_among(pks)
    labels = {category.code: category.label for category in codes.categories()}
    return [
        Shown(
            incident=incident,
            category=labels.get(incident.opening_code, incident.opening_code),
            point=_point(incident),
            is_open=incident.closed_at is None,
            repeat=incident.pk in repeats,
            vulnerable=judged[incident.pk] == Judged.YES
            if incident.pk in judged
            else incident.pk in said[DEEMED_VULNERABLE],
        )
        for incident in incidents
    ]


def _point(incident: Incident) -> tuple[float, float] | None:
    """Return the point that the query put beside an incident."""
    latitude, longitude = getattr(incident, "latitude", None), getattr(incident, "longitude", None)
    return None if latitude is None or longitude is None else (latitude, longitude)
