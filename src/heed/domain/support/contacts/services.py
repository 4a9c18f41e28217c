"""Changes to contact: another agreement, another attempt; each is a row."""

import uuid
from datetime import date, datetime

from django.db import transaction

from heed.domain.incidents.models import Incident
from heed.domain.support.contacts.models import ContactAgreed, ContactMade
from heed.domain.support.rules import Unfit
from heed.domain.support.terms import ContactChannel, ContactResult
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

DAYS_MOST = 365


@transaction.atomic
def agree(
    *,
    incident: Incident,
    person_id: uuid.UUID | None,
    every_days: int,
    channel: ContactChannel,
    starts_on: date,
    with_victim: bool,
    because: str,
    user: User,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> ContactAgreed:
    """Write down how often somebody is kept in touch with; it stands from now on. Raises Unfit."""
    if not because.strip():
        raise Unfit("Enter why")
    if not 1 <= every_days <= DAYS_MOST:
        raise Unfit(f"Days between contacts must be between 1 and {DAYS_MOST}")
    made = ContactAgreed.objects.create(
        incident=incident,
        person_id=person_id,
        every_days=every_days,
        channel=channel,
        starts_on=starts_on,
        with_victim=with_victim,
        because=because.strip()[:500],
        at=now,
        by=user,
        by_name=actor.name,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor, act=Act.COLLECTION, action="contact.agreed", subjects=_subjects(incident, person_id), now=now,
        detail={"every_days": every_days, "with_victim": with_victim},
    )  # fmt: skip
    return made


@transaction.atomic
def note(
    *,
    incident: Incident,
    person_id: uuid.UUID | None,
    at: datetime,
    channel: ContactChannel,
    result: ContactResult,
    words: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> ContactMade:
    """Write down that somebody tried to reach a victim, and what came of it. Raises Unfit for what is still to come."""
    if at > now:
        raise Unfit("The time at which you tried must be in the past")
    made = ContactMade.objects.create(
        incident=incident,
        person_id=person_id,
        at=at,
        noted_at=now,
        channel=channel,
        result=result,
        words=words.strip()[:1000],
        by=user,
        by_name=actor.name,
    )
    audit.record(
        actor=actor, act=Act.COLLECTION, action="contact.made", subjects=_subjects(incident, person_id), now=now,
        detail={"result": str(result)},
    )  # fmt: skip
    return made


def _subjects(incident: Incident, person_id: uuid.UUID | None) -> list[str]:
    """Name what a row is about, for the trail."""
    return [f"incident:{incident.pk}", *([f"person:{person_id}"] if person_id else [])]
