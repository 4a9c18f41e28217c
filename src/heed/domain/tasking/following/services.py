"""Moving open tasks to the beat of their incident."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

FOLLOW = """
    UPDATE tasking_task SET beat_id = incident.beat_id
      FROM unnest(%(incidents)s::bigint[], %(before)s::bigint[]) AS moved(incident, before)
      JOIN incidents_incident incident ON incident.id = moved.incident
     WHERE tasking_task.incident_id = moved.incident AND tasking_task.force_id = %(force)s AND tasking_task.done_at IS NULL
       AND tasking_task.agency_id IS NULL
       AND (tasking_task.beat_id IS NULL OR tasking_task.beat_id = moved.before)
       AND tasking_task.beat_id IS DISTINCT FROM incident.beat_id
"""


@transaction.atomic
def follow_incidents(*, force: Force, before: Mapping[int, int | None], actor: Actor, now: datetime) -> int:
    """
    Give the open tasks of incidents the beat that each incident has now; return of how many.

    before: the beat that each incident had, by its number. A task that somebody gave to another beat than its incident's
    stays there; one without a beat follows. One of a partner agency lies on no beat.
    """
    with connection.cursor() as cursor:
        cursor.execute(FOLLOW, {"incidents": list(before), "before": list(before.values()), "force": force.pk})
        moved: int = cursor.rowcount
    if moved:
        audit.record(
            actor=actor,
            act=Act.ALTERATION,
            action="tasks.followed_incidents",
            subjects=[f"force:{force.code}"],
            now=now,
            detail={"tasks": moved, "incidents": len(before)},
        )
    return moved
