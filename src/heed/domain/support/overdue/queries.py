"""
Reading what was promised and not done, for whoever answers for the room.

Two partial indexes are read: `promise_open_by_due` for what the clock has not broken yet, and `promise_broken` for what it has.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from heed.domain.support.terms import PromiseKind, Settled

MOST = 1_000
"""Promises read at once, those broken longest ago first."""


@dataclass(frozen=True, slots=True)
class Broken:
    """
    A promise that was not kept.

    person: who stands for whom it was made to, if that is known; owner: who was to keep it.
    """

    promise: int
    incident: int
    recorded_at: datetime
    kind: PromiseKind
    words: str
    due_by: datetime
    person: uuid.UUID | None
    owner: int | None
    owner_name: str
    made_by_name: str
    unit: int | None
    beat: int | None


BROKEN = """
    WITH late AS (
        SELECT s.promise_id AS id FROM support_promisesettled s
         WHERE s.settled_as = 'broken' AND s.at >= %(since)s
           AND NOT EXISTS (SELECT FROM support_promisesettled d
                            WHERE d.promise_id = s.promise_id AND d.settled_as = %(done_after)s)
         UNION
        SELECT p.id FROM support_promise p WHERE p.settled_at IS NULL AND p.due_by < %(now)s
    )
    SELECT p.id, p.incident_id, i.recorded_at, p.kind, p.words, p.due_by, who.lead_id, p.owner_id,
           coalesce(nullif(trim(u.first_name || ' ' || u.last_name), ''), u.username, ''), p.made_by_name, i.unit_id, i.beat_id
      FROM late
      JOIN support_promise p ON p.id = late.id
      JOIN incidents_incident i ON i.id = p.incident_id
      LEFT JOIN people_person who ON who.id = p.person_id
      LEFT JOIN accounts_user u ON u.id = p.owner_id
     WHERE p.force_id = %(force)s
       AND (%(unit)s::bigint IS NULL OR i.unit_id = %(unit)s)
       AND (%(beat)s::bigint IS NULL OR i.beat_id = %(beat)s)
     ORDER BY p.due_by, p.id
     LIMIT %(most)s
"""


def broken_of_force(
    force_id: int,
    *,
    since: datetime,
    now: datetime,
    unit: int | None = None,
    beat: int | None = None,
    most: int = MOST,
) -> list[Broken]:
    """
    Return the promises that were broken since a moment, or whose time has passed, and that nobody has made good.

    The longest overdue first. Due this very moment, a promise can still be kept.
    """
    values: dict[str, Any] = {
        "force": force_id,
        "since": since,
        "now": now,
        "unit": unit,
        "beat": beat,
        "most": most,
        "done_after": str(Settled.DONE_AFTER),
    }
    with connection.cursor() as cursor:
        cursor.execute(BROKEN, values)
        rows = cursor.fetchall()
    return [replace(Broken(*row), kind=PromiseKind(row[3])) for row in rows]
