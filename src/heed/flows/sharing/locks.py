"""
What is locked, and for whom: asked by every page that would show something of an incident or of a person.

A lock on a person locks every incident in which they, or whoever is one with them, had a part. What is locked is said to
exist, and whom to ask; nothing else of it (features.md #14).
"""

import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from heed.domain.incidents.models import Incident
from heed.domain.sharing import queries
from heed.domain.sharing.models import Lock
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

Key = TypeVar("Key", int, uuid.UUID)


def is_locked(incident: Incident) -> bool:
    """Say whether an incident is locked, whoever looks: nothing of it is shared, sent or referred."""
    return incident.pk in locked_among([incident.pk])


def locked_among(incident_ids: Iterable[int]) -> dict[int, str]:
    """Return those of some incidents that are locked, each with whom to ask."""
    return {pk: ask_of(locks) for pk, locks in queries.locks_on_incidents(incident_ids).items()}


def shut_incidents(user: User, incident_ids: Iterable[int], *, now: datetime) -> dict[int, str]:
    """Return those of some incidents that are locked for a person now, each with whom to ask."""
    return _shut(user, queries.locks_on_incidents(incident_ids), now=now)


def shut_people(user: User, person_ids: Iterable[uuid.UUID], *, now: datetime) -> dict[uuid.UUID, str]:
    """Return those of some people whose record is locked for a person now, each with whom to ask."""
    return _shut(user, queries.locks_on_people(person_ids), now=now)


def locked_people(person_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return those of some people who are locked, whoever looks, each with whom to ask."""
    return {pk: ask_of(locks) for pk, locks in queries.locks_on_people(person_ids).items()}


def ask_of(locks: Sequence[Lock]) -> str:
    """Say whom to ask about what some locks hold: each once."""
    return " and ".join(dict.fromkeys(lock.ask for lock in locks))


def _shut(user: User, locked: Mapping[Key, list[Lock]], *, now: datetime) -> dict[Key, str]:
    """Leave out what the person may see behind every lock that stands on it."""
    if not locked:
        return {}
    opened = queries.opened_by(user, now=now)
    shut = {key: [lock for lock in locks if lock.pk not in opened] for key, locks in locked.items()}
    return {key: ask_of(locks) for key, locks in shut.items() if locks}


@dataclass(frozen=True, slots=True)
class Met:
    """A lock that somebody met: whom to ask, and what they may break the glass on. own: it is there because of themselves."""

    ask: str
    incident: int | None
    person: uuid.UUID | None
    own: bool


def met(
    user: User,
    *,
    incident_ids: Collection[int] = (),
    person_ids: Collection[uuid.UUID] = (),
    call_ids: Collection[uuid.UUID] = (),
    actor: Actor,
    now: datetime,
) -> Met | None:
    """
    Return the first lock that keeps a person from records of their own force, and put on the trail that they met it.

    call_ids: a call is locked where an incident that it reported is. None where they may see all of it.
    """
    on_incidents = queries.locks_on_incidents(incident_ids) if incident_ids else {}
    on_people = queries.locks_on_people(person_ids) if person_ids else {}
    on_incidents |= queries.locks_on_calls(call_ids) if call_ids else {}
    standing = [lock for found in (*on_incidents.values(), *on_people.values()) for lock in found]
    if not standing or any(lock.force_id != user.force_id for lock in standing):
        return None
    opened = queries.opened_by(user, now=now)
    shut = [lock for lock in standing if lock.pk not in opened]
    if not shut:
        return None
    incident = next((pk for pk, found in on_incidents.items() if set(found) & set(shut)), None)
    person = next((pk for pk, found in on_people.items() if set(found) & set(shut)), None)
    # In a transaction only here: nearly every page meets no lock, and pays one statement for that.
    with transaction.atomic():
        audit.record(
            actor=actor,
            act=Act.CONSULTATION,
            action="lock.met",
            subjects=[
                *([f"incident:{incident}"] if incident else []),
                *([f"person:{person}"] if person else []),
                *(f"lock:{lock.pk}" for lock in dict.fromkeys(shut)),
            ],
            now=now,
        )
    return Met(ask_of(shut), incident, person, own=bool(queries.because_of(user, [lock.pk for lock in shut])))
