"""
Reading open incidents that wait for somebody, always within one force.

What is open is read through `incident_open`, which holds nothing else; the rest by the incidents that were found.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Count

from heed.domain.incidents.access import SEE_NOTICES
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User

MOST = 1_000
"""Open incidents that are read at once, those with the earliest time first; the board says where there are more."""


@dataclass(frozen=True, slots=True)
class Unattended:
    """
    An open incident whose time to attend is near or past, or that nobody has graded.

    grade: the code that stands, empty where none does; attend_by: None then.
    """

    incident: int
    recorded_at: datetime
    unit: int | None
    beat: int | None
    recorded_by: int | None
    recorded_by_name: str
    address: str
    grade: str
    attend_by: datetime | None


UNATTENDED = """
    SELECT i.id, i.recorded_at, i.unit_id, i.beat_id, i.recorded_by_id, i.recorded_by_name, coalesce(place.address, ''),
           coalesce(standing.grade, ''), standing.attend_by
      FROM incidents_incident i
      LEFT JOIN LATERAL (
           SELECT g.grade, g.attend_by
             FROM incidents_grading g
             LEFT JOIN incidents_approval a ON a.id = g.approval_id
            WHERE g.incident_id = i.id AND (g.approval_id IS NULL OR a.agreed)
            ORDER BY g.id DESC LIMIT 1) AS standing ON TRUE
      LEFT JOIN places_place place ON place.id = i.place_id
     WHERE i.force_id = %(force)s AND i.closed_at IS NULL
       AND (standing.grade IS NULL OR standing.attend_by <= %(until)s)
       AND (%(unit)s::bigint IS NULL OR i.unit_id = %(unit)s)
       AND (%(beat)s::bigint IS NULL OR i.beat_id = %(beat)s)
     ORDER BY standing.attend_by NULLS FIRST, i.id
     LIMIT %(most)s
"""


def unattended(
    force_id: int, *, until: datetime, unit: int | None = None, beat: int | None = None, most: int = MOST
) -> list[Unattended]:
    """Return the open incidents that were to be attended by a moment, or that have no grade; the earliest time first."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {"force": force_id, "until": until, "unit": unit, "beat": beat, "most": most}
        cursor.execute(UNATTENDED, values)
        return [Unattended(*row) for row in cursor.fetchall()]


def victims_of(incident_ids: Collection[int]) -> dict[int, frozenset[uuid.UUID]]:
    """Return who suffers in each incident, as those who stand for them; who is not known is not there."""
    found: defaultdict[int, set[uuid.UUID]] = defaultdict(set)
    parts = Party.objects.filter(
        incident__in=incident_ids, role__in=(PartyRole.VICTIM, PartyRole.COMPLAINANT), person__isnull=False
    )
    for incident, lead in parts.values_list("incident", "person__lead"):
        if lead:
            found[incident].add(lead)
    return {incident: frozenset(leads) for incident, leads in found.items()}


def recorded_by_each(force_id: int, *, since: datetime) -> dict[int, int]:
    """Return how many incidents each person at work has recorded since a moment, by the account's id."""
    recorded = Incident.objects.filter(force=force_id, recorded_at__gte=since, recorded_by__isnull=False).order_by()
    return dict(recorded.values_list("recorded_by").annotate(Count("pk")))


def lends_purpose(user: User, incident_id: int) -> bool:
    """Say whether an incident that is open is reason enough to look at it, for whoever answers for the room."""
    return (
        allowed(user, SEE_NOTICES)
        and Incident.objects.filter(force=user.force_id, pk=incident_id, closed_at=None).exists()
    )
