"""
Reading promises and offers, always within one force.

Whoever was decided to be one person is promised as one. A promise of an incident in which nobody was known to be the
victim is made to whoever is known since to have called or suffered in it.
"""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Prefetch, Q, QuerySet

from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import PartyRole
from heed.domain.support.access import SEE_HELP
from heed.domain.support.models import Offer, Promise, PromiseSettled
from heed.domain.support.terms import PromiseKind, Settled
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User

SHOWN_DAYS = 365
"""Days for which a promise that was not kept is told to whoever takes the next call, unless a pack says otherwise."""

PROMISES_MOST = 100
THEIR_ROLES = (PartyRole.CALLER, PartyRole.VICTIM, PartyRole.COMPLAINANT)

# Read at every ring, so in SQL as it runs: what nobody has made good, and what is still due, by the id asked for.
MADE_TO = """
    WITH atom AS MATERIALIZED (
        SELECT asked.id AS asked, atom.id
          FROM people_person asked JOIN people_person atom ON atom.lead_id = asked.lead_id
         WHERE asked.id = ANY(%(persons)s)
    ), made AS (
        SELECT atom.asked, p.id FROM atom JOIN support_promise p ON p.person_id = atom.id
        UNION
        SELECT atom.asked, p.id
          FROM atom
          JOIN incidents_party t ON t.person_id = atom.id AND t.role = ANY(%(roles)s)
          JOIN support_promise p ON p.incident_id = t.incident_id AND p.person_id IS NULL
    )
    SELECT made.asked, p.id, p.kind, p.due_by, coalesce(verdict.settled_as, '') = 'broken' OR p.due_by < %(now)s
      FROM made
      JOIN support_promise p ON p.id = made.id
      LEFT JOIN support_promisesettled verdict
             ON verdict.promise_id = p.id AND verdict.settled_as IN ('kept', 'broken', 'released')
     WHERE (verdict.id IS NULL OR verdict.settled_as = 'broken')
       AND p.due_by >= %(since)s
       AND NOT EXISTS (
           SELECT FROM support_promisesettled d WHERE d.promise_id = p.id AND d.settled_as = 'done_after')
     ORDER BY p.due_by, p.id
     LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class MadeTo:
    """A promise that is still to be kept, or was not and nobody has made good. person: the id that was asked for."""

    person: uuid.UUID
    promise: int
    kind: PromiseKind
    due_by: datetime
    broken: bool


def made_to(person_ids: Collection[uuid.UUID], *, now: datetime, within_days: int = SHOWN_DAYS) -> list[MadeTo]:
    """Return what people were promised that is still due, or was not kept and not made good; the oldest first."""
    if not person_ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            MADE_TO,
            {
                "persons": list(person_ids),
                "roles": [str(role) for role in THEIR_ROLES],
                "now": now,
                "since": now - timedelta(days=within_days),
                "most": PROMISES_MOST,
            },
        )
        rows = cursor.fetchall()
    return [MadeTo(who, pk, PromiseKind(kind), due_by, broken) for who, pk, kind, due_by, broken in rows]


def broken_promises(person_ids: Collection[uuid.UUID], *, now: datetime) -> list[Promise]:
    """
    Return the promises to people that were not kept, and that nobody has made good since; the oldest first.

    One whose time has passed counts before the clock has written so. What was done after all is in `promises_of_people`.
    """
    return _whole([made.promise for made in made_to(person_ids, now=now) if made.broken])


def open_promises(person_ids: Collection[uuid.UUID], *, now: datetime) -> list[Promise]:
    """Return the promises to people that can still be kept, the soonest due first."""
    return _whole([made.promise for made in made_to(person_ids, now=now) if not made.broken])


def broken_in(incident_ids: Collection[int], *, now: datetime, within_days: int = SHOWN_DAYS) -> int:
    """Count the promises of some incidents that were not kept and not made good: for a line on which nobody is known."""
    if not incident_ids:
        return 0
    late = Promise.objects.filter(
        Q(settled_at=None) | Q(settlements__settled_as=Settled.BROKEN),
        incident__in=incident_ids,
        due_by__lt=now,
        due_by__gte=now - timedelta(days=within_days),
    )
    made_good = PromiseSettled.objects.filter(settled_as=Settled.DONE_AFTER, promise__incident__in=incident_ids)
    return late.exclude(pk__in=made_good.values("promise")).distinct().count()


def promises_of(incident: Incident) -> list[Promise]:
    """Return every promise of an incident, whatever became of it, the soonest due first."""
    return list(_with_all(Promise.objects.filter(incident=incident)).order_by("due_by", "pk"))


def promise_or_none(user: User, promise_id: int) -> Promise | None:
    """Return a promise of the person's own force."""
    return _with_all(Promise.objects.filter(force=user.force_id, pk=promise_id)).first()


def told(
    user: User, person_ids: Collection[uuid.UUID], *, now: datetime, within_days: int = SHOWN_DAYS
) -> dict[uuid.UUID, list[Promise]]:
    """Return what stands of the promises to people, by the id asked for, the broken ones first; nothing for who may not see."""
    found: dict[uuid.UUID, list[Promise]] = {person: [] for person in person_ids}
    if not allowed(user, SEE_HELP):
        return found
    rows = made_to(person_ids, now=now, within_days=within_days)
    whole = {promise.pk: promise for promise in _whole([row.promise for row in rows])}
    for row in sorted(rows, key=lambda row: not row.broken):
        if row.promise in whole and whole[row.promise].force_id == user.force_id:
            found[row.person].append(whole[row.promise])
    return found


def offers_of(incident: Incident) -> list[Offer]:
    """Return the offers of an incident with what was said and what came of them, the oldest first."""
    return list(
        Offer.objects.filter(incident=incident)
        .select_related("person", "made_by")
        .prefetch_related("answers", "outcomes")
        .order_by("pk")
    )


def offer_or_none(user: User, offer_id: int) -> Offer | None:
    """Return an offer of the person's own force."""
    found = Offer.objects.filter(incident__force=user.force_id, pk=offer_id)
    return found.select_related("incident", "incident__force", "incident__call", "person").first()


def _whole(promise_ids: Collection[int]) -> list[Promise]:
    """Return promises by their ids with all that came of them, the soonest due first."""
    if not promise_ids:
        return []
    return list(_with_all(Promise.objects.filter(pk__in=promise_ids)).order_by("due_by", "pk"))


def _with_all(found: QuerySet[Promise]) -> QuerySet[Promise]:
    """Read with each promise all that came of it, and who is concerned."""
    settled = PromiseSettled.objects.order_by("id")
    return found.select_related("incident", "person", "owner").prefetch_related(Prefetch("settlements", settled))
