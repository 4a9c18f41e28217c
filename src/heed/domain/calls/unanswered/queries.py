"""
Reading calls that wait for somebody, always within one force.

Every statement reads a partial index that holds such calls alone: `call_waiting`, `call_in_hand`, `call_missed`, and
`call_by_line` for the numbers asked about.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from heed.domain.calls.models import Call, CallReturn
from heed.domain.calls.queries import RINGING_FOR
from heed.domain.calls.terms import About, Decision, Finished
from heed.foundation.accounts.models import User

OF_A_LINE = ("force", "channel", "line_class", "e164", "shown_e164", "may_show", "may_match", "rang_at", "ended_at")
"""What a list of calls needs of each: hundreds are read at once, every ten seconds."""

MOST = 1_000
"""Calls of one sort that are read at once; the board says where there are more."""


def not_taken(force_id: int, *, now: datetime) -> QuerySet[Call]:
    """Return the calls that ring, and those answered by telephone and over, that nobody has taken; the oldest first."""
    untaken = Call.objects.filter(force=force_id, taken_at=None, finished_at=None)
    rings = Q(ended_at=None, rang_at__gte=now - RINGING_FOR)
    over = Q(ended_at__isnull=False, answered_at__isnull=False)
    return untaken.filter(rings | over).order_by("rang_at", "pk").only(*OF_A_LINE)


def in_hand(force_id: int) -> QuerySet[Call]:
    """Return the calls that somebody has taken and not finished, the oldest first."""
    held = Call.objects.filter(force=force_id, taken_by__isnull=False, finished_at=None)
    names = [f"taken_by__{name}" for name in ("first_name", "last_name", "username")]
    return held.select_related("taken_by").order_by("taken_at", "pk").only(*OF_A_LINE, "taken_at", *names)


def missed(force_id: int, *, since: datetime) -> QuerySet[Call]:
    """Return the calls since a moment that were given up before anybody took them, the newest first."""
    gone = Call.objects.filter(force=force_id, finished_as=Finished.ABANDONED, rang_at__gte=since)
    return gone.order_by("-rang_at", "pk").only(*OF_A_LINE)


def missed_or_none(user: User, call_id: uuid.UUID) -> Call | None:
    """Return a call of the person's own force that was given up before anybody took it."""
    return Call.objects.filter(force=user.force_id, finished_as=Finished.ABANDONED, pk=call_id).first()


def returns_of(call_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[CallReturn]]:
    """Return the times that calls were rung back, the oldest first."""
    found: defaultdict[uuid.UUID, list[CallReturn]] = defaultdict(list)
    rows = CallReturn.objects.filter(call__in=call_ids).select_related("returned_by").order_by("at", "pk")
    for row in rows:
        found[row.call_id].append(row)
    return dict(found)


# A silent call was taken, and still nobody was spoken to.
ANSWERED = """
    SELECT asked.e164, newest.rang_at
      FROM unnest(%(numbers)s::text[]) AS asked(e164)
     CROSS JOIN LATERAL (
           SELECT c.rang_at FROM calls_call c
            WHERE c.force_id = %(force)s AND c.e164 = asked.e164 AND NOT c.e164 = '' AND c.rang_at >= %(since)s
              AND c.taken_at IS NOT NULL AND c.silent_at IS NULL
            ORDER BY c.rang_at DESC LIMIT 1) AS newest
"""


def answered_on_lines(force_id: int, numbers: Collection[str], *, since: datetime) -> dict[str, datetime]:
    """Return when each of these lines last rang and was answered by somebody who then heard somebody."""
    with connection.cursor() as cursor:
        cursor.execute(ANSWERED, {"force": force_id, "numbers": list(numbers), "since": since})
        return dict(cursor.fetchall())


# The newest decision about a person on a call holds.
CAME_THROUGH = """
    SELECT atom.lead_id, max(c.rang_at)
      FROM people_person atom
      JOIN calls_callerdecision d ON d.person_id = atom.id
      JOIN calls_call c ON c.id = d.call_id
     WHERE atom.lead_id = ANY(%(leads)s) AND d.about = %(caller)s AND d.decision = %(same)s AND d.at >= %(since)s
       AND c.force_id = %(force)s AND c.taken_at IS NOT NULL AND c.silent_at IS NULL
       AND NOT EXISTS (SELECT FROM calls_callerdecision newer
                        WHERE newer.call_id = d.call_id AND newer.person_id = d.person_id AND newer.about = d.about
                          AND newer.id > d.id AND NOT newer.decision = %(same)s)
     GROUP BY atom.lead_id
"""


def came_through(force_id: int, leads: Collection[uuid.UUID], *, since: datetime) -> dict[uuid.UUID, datetime]:
    """Return when people last rang, from whatever line, were answered, and were confirmed to be themselves; by lead."""
    values: dict[str, Any] = {
        "force": force_id,
        "leads": list(leads),
        "since": since,
        "caller": str(About.CALLER),
        "same": str(Decision.SAME),
    }
    with connection.cursor() as cursor:
        cursor.execute(CAME_THROUGH, values)
        return dict(cursor.fetchall())
