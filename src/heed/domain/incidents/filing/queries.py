"""Reading where incidents lie, and which have no beat, always within one force."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from heed.domain.incidents.models import Answer, Incident
from heed.domain.incidents.queries import visible_to
from heed.domain.incidents.terms import Given, PartyRole
from heed.foundation.accounts.models import User

# A flat has the point of its building where it has none of its own: both are behind one front door.
LATITUDE = Coalesce("place__latitude", "place__parent__latitude")
LONGITUDE = Coalesce("place__longitude", "place__parent__longitude")


@dataclass(frozen=True, slots=True)
class Lies:
    """One incident, the beat it is filed to, and where it lies: both degrees, or neither."""

    incident: int
    beat: int | None
    latitude: float | None
    longitude: float | None

    @property
    def point(self) -> tuple[float, float] | None:
        """Return latitude and longitude, None where nobody knows the point."""
        if self.latitude is None or self.longitude is None:
            return None
        return self.latitude, self.longitude


def where(incident: Incident) -> Lies:
    """Say where one incident lies."""
    return _lies(Incident.objects.filter(pk=incident.pk))[0]


def next_of_force(force_id: int, *, after: int, most: int) -> list[Lies]:
    """Return where the incidents of a force lie that come after a number, at most so many."""
    return _lies(Incident.objects.filter(force=force_id, pk__gt=after).order_by("pk")[:most])


def count_of_force(force_id: int) -> int:
    """Count the incidents of a force."""
    return Incident.objects.filter(force=force_id).count()


def without_beat(user: User, *, since: datetime) -> QuerySet[Incident]:
    """Return the incidents of the person's own force since a moment that no officer of a beat will find, newest first."""
    found = visible_to(user).filter(beat=None, recorded_at__gte=since)
    return found.select_related("place__parent").order_by("-recorded_at", "-pk")


def since(user: User, at: datetime, *, beat_id: int | None = None) -> QuerySet[Incident]:
    """Return the incidents of the person's own force since a moment, newest first, with the point of each; of one beat."""
    found = visible_to(user).filter(recorded_at__gte=at).annotate(latitude=LATITUDE, longitude=LONGITUDE)
    return (found if beat_id is None else found.filter(beat=beat_id)).order_by("-recorded_at", "-pk")


def _lies(found: QuerySet[Incident]) -> list[Lies]:
    """Read where incidents lie."""
    rows = found.annotate(latitude=LATITUDE, longitude=LONGITUDE).values_list("pk", "beat_id", "latitude", "longitude")
    return [Lies(*row) for row in rows]


REPEATS = """
    SELECT DISTINCT asked.id
      FROM incidents_incident asked
      JOIN incidents_party part ON part.incident_id = asked.id AND part.role = ANY(%(roles)s)
      JOIN people_person somebody ON somebody.id = part.person_id
     WHERE asked.id = ANY(%(incidents)s)
       AND (SELECT count(DISTINCT coalesce(main.other_id, earlier.id))
              FROM people_person atom
              JOIN incidents_party theirs ON theirs.person_id = atom.id AND theirs.role = ANY(%(roles)s)
              JOIN incidents_incident earlier ON earlier.id = theirs.incident_id
              LEFT JOIN incidents_incidentlink main
                     ON main.incident_id = earlier.id AND main.kind = 'duplicate' AND main.removed_at IS NULL
             WHERE atom.lead_id = somebody.lead_id AND theirs.at >= asked.recorded_at - %(within)s
               AND earlier.recorded_at BETWEEN asked.recorded_at - %(within)s AND asked.recorded_at) >= %(needed)s
     UNION
    SELECT incident_id FROM incidents_reopening WHERE counts AND incident_id = ANY(%(incidents)s)
"""


def repeats_among(
    incident_ids: Collection[int], *, roles: Collection[PartyRole], within: timedelta, needed: int
) -> frozenset[int]:
    """
    Return in which of these incidents somebody was a repeat when it was recorded, or it went on after it was closed.

    needed: how many distinct incidents it takes within the time before it, itself included; a duplicate is no further one.
    """
    if not incident_ids:
        return frozenset()
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"incidents": list(incident_ids), "roles": [str(role) for role in roles]}
        cursor.execute(REPEATS, values | {"within": within, "needed": needed})
        return frozenset(row[0] for row in cursor.fetchall())


def answers_yes(incident_ids: Collection[int], questions: Collection[str]) -> dict[str, frozenset[int]]:
    """Return, for each question, in which of these incidents the newest answer to it is yes."""
    newest = Answer.objects.filter(incident__in=incident_ids, question__in=questions)
    newest = newest.order_by("incident", "question", "-id").distinct("incident", "question")
    found: dict[str, set[int]] = {question: set() for question in questions}
    for incident, question, given in newest.values_list("incident", "question", "given"):
        if given == Given.YES:
            found[question].add(incident)
    return {question: frozenset(incidents) for question, incidents in found.items()}
