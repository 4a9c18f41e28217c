"""Keeping visits: each once, however often a telephone sends it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.incidents.models import Incident
from heed.domain.tasking.models import Task, Visit
from heed.domain.tasking.terms import VisitResult
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class NotYet(Exception):
    """It lies in the future: nobody records a visit before it happens."""


class NobodyNamed(Exception):
    """Somebody was seen, and it is not said who."""


@dataclass(frozen=True, slots=True)
class Went:
    """What an officer says of a visit. seen: who was seen, in words; next_step: what follows."""

    visited_at: datetime
    result: VisitResult
    seen: str = ""
    done: str = ""
    next_step: str = ""


@transaction.atomic
def record(
    *,
    incident: Incident,
    went: Went,
    key: uuid.UUID,
    person_id: uuid.UUID | None,
    task: Task | None,
    user: User,
    actor: Actor,
    now: datetime,
) -> tuple[Visit, bool]:
    """
    Record a visit; return it, and whether it is new: the same key again is the same visit.

    Raises NotYet, NobodyNamed.
    """
    if went.visited_at > now:
        raise NotYet
    if went.result == VisitResult.SEEN and not went.seen.strip():
        raise NobodyNamed
    visit, made = Visit.objects.get_or_create(
        key=key,
        defaults={
            "incident": incident,
            "task": task,
            "person_id": person_id,
            "place_id": incident.place_id,
            "visited_at": went.visited_at,
            "by": user,
            "result": went.result,
            "seen": went.seen[:200],
            "done": went.done[:1000],
            "next_step": went.next_step[:500],
            "recorded_at": now,
        },
    )
    if made:
        audit.record(
            actor=actor,
            act=Act.COLLECTION,
            action="visit.recorded",
            subjects=[f"incident:{incident.pk}", f"visit:{visit.pk}"] + ([f"person:{person_id}"] if person_id else []),
            now=now,
            detail={"result": str(went.result)},
        )
    return visit, made
