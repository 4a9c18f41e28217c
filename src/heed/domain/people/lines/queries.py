"""Reading what is known of many lines at once: as many statements for a hundred lines as for one."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from heed.domain.people.models import LineUse


@dataclass(frozen=True, slots=True)
class Marks:
    """Which lines a person has marked. shared: numbers that identify nobody; watched: by number, why."""

    shared: frozenset[str]
    watched: dict[str, str]


MARKS = """
    SELECT 'shared', k.e164, '' FROM people_knownline k
     WHERE k.force_id = %(force)s AND k.e164 = ANY(%(numbers)s) AND k.removed_at IS NULL
     UNION ALL
    SELECT 'watched', w.e164, w.reason FROM people_linewatch w
     WHERE w.force_id = %(force)s AND w.e164 = ANY(%(numbers)s)
       AND w.ended_at IS NULL AND w.set_at <= %(now)s AND w.until > %(now)s
"""


def marks_of(force_id: int, numbers: Collection[str], *, now: datetime) -> Marks:
    """Return which of these lines are on the force's list of shared lines, and which are watched now."""
    with connection.cursor() as cursor:
        cursor.execute(MARKS, {"force": force_id, "numbers": list(numbers), "now": now})
        rows = cursor.fetchall()
    return Marks(
        shared=frozenset(e164 for what, e164, _ in rows if what == "shared"),
        watched={e164: reason for what, e164, reason in rows if what == "watched"},
    )


def leads_of_lines(force_id: int, numbers: Collection[str], *, since: date) -> dict[str, frozenset[uuid.UUID]]:
    """Return who has used each line since a day, as those who stand for them."""
    uses = LineUse.objects.filter(force=force_id, e164__in=list(numbers), last_used_on__gte=since, removed_at=None)
    found: defaultdict[str, set[uuid.UUID]] = defaultdict(set)
    for e164, lead in uses.values_list("e164", "person__lead"):
        found[e164].add(lead)
    return {e164: frozenset(leads) for e164, leads in found.items()}
