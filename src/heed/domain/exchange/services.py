"""Changes to where partners' systems are, and to the cases that two systems have."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.agencies.models import Agency
from heed.domain.exchange.models import Case, Endpoint, Poll
from heed.domain.exchange.terms import Protocol, Way
from heed.domain.incidents.models import Incident
from heed.domain.referrals.models import Referral
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class AgencyLeft(Exception):
    """The agency does not work with the force any more."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where a partner's system is, and how it is spoken to; as in models.Endpoint."""

    protocol: Protocol
    address: str
    key: str = ""
    jurisdiction: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    attributes: Mapping[str, str] = field(default_factory=dict)
    statuses: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def set_endpoint(*, agency: Agency, settings: Settings, actor: Actor, now: datetime) -> Endpoint:
    """
    Set where an agency's system is, in the place of what was set before.

    An empty key keeps the one that was set, as long as the address is the same: a key never goes to another address than the
    one it was given for. Raises AgencyLeft.
    """
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    if locked.ended_at is not None:
        raise AgencyLeft(agency.name)
    before = Endpoint.objects.filter(agency=locked, ended_at=None).first()
    key = settings.key
    if before is not None:
        if not key and before.address == settings.address:
            key = before.key
        _end(before, why="Another was set", actor=actor, now=now)
    made = Endpoint.objects.create(
        agency=locked,
        protocol=settings.protocol,
        address=settings.address,
        key=key,
        jurisdiction=settings.jurisdiction,
        codes=dict(settings.codes),
        attributes=dict(settings.attributes),
        statuses=dict(settings.statuses),
        set_at=now,
        set_by_name=actor.name,
    )
    if made.protocol == Protocol.OPEN311:
        asked = Poll.objects.filter(endpoint__agency=locked).order_by("-until").first()
        # What another address of the same agency was asked for is not asked for again; the overlap covers the change.
        Poll.objects.create(endpoint=made, until=asked.until if asked else now, due_at=now)
    _recorded(made, "endpoint.set", actor=actor, now=now)
    return made


@transaction.atomic
def end_endpoint(*, endpoint: Endpoint, why: str, actor: Actor, now: datetime) -> bool:
    """Say that an agency's system is not used any more; False where that was said before."""
    locked = Endpoint.objects.select_for_update().get(pk=endpoint.pk)
    if locked.ended_at is not None:
        return False
    _end(locked, why=why, actor=actor, now=now)
    _recorded(locked, "endpoint.ended", actor=actor, now=now, why=why)
    return True


@transaction.atomic
def refer_out(*, referral: Referral, agency: Agency, now: datetime) -> Case:
    """Open the case as which a referral goes out, or return the one that it went out as before."""
    case, _ = Case.objects.get_or_create(
        referral=referral,
        defaults={
            "force_id": referral.force_id,
            "agency": agency,
            "incident_id": referral.incident_id,
            "way": Way.OUT,
            "opened_at": now,
        },
    )
    return case


@transaction.atomic
def take_in(*, agency: Agency, shared_ref: uuid.UUID, incident: Incident | None, now: datetime) -> Case:
    """
    Open the case that an agency handed to us, or return the one under the same reference.

    incident: None for what we could not take in; one that is given later is kept then.
    """
    case, _ = Case.objects.get_or_create(
        agency=agency,
        shared_ref=shared_ref,
        defaults={"force_id": agency.force_id, "way": Way.IN, "opened_at": now, "told_until": now},
    )
    if incident is not None and case.incident_id is None:
        case.incident, case.told_until = incident, now
        case.save(update_fields=["incident", "told_until"])
    return case


def told(case: Case, *, until: datetime) -> None:
    """Say up to when a partner has heard how a case of its own goes. Needs a transaction."""
    Case.objects.filter(pk=case.pk).update(told_until=until)


def know(case: Case, *, external_id: str, now: datetime) -> bool:
    """
    Keep the partner's own name for a case; False where another was known before, or another case has it: neither is changed.

    Needs a transaction.
    """
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    taken = Case.objects.filter(agency=locked.agency_id, external_id=external_id).exclude(pk=locked.pk).exists()
    if not external_id or taken or (locked.external_id and locked.external_id != external_id):
        return False
    if not locked.external_id:
        Case.objects.filter(pk=locked.pk).update(external_id=external_id, known_at=now)
    case.external_id, case.known_at = external_id, locked.known_at or now
    return True


@transaction.atomic
def take_poll(*, endpoint_id: int, lease: timedelta, now: datetime) -> Poll | None:
    """Take the asking of a partner's system for as long as a lease; None where it is not due, or somebody else is at it."""
    found = Poll.objects.select_for_update(skip_locked=True, of=("self",)).select_related("endpoint__agency__force")
    poll = (
        found.filter(endpoint=endpoint_id, endpoint__ended_at=None, endpoint__agency__ended_at=None, due_at__lte=now)
        .exclude(claimed_until__gt=now)
        .first()
    )
    if poll is None:
        return None
    poll.claim, poll.claimed_until = uuid.uuid4(), now + lease
    poll.save(update_fields=["claim", "claimed_until"])
    return poll


def polled(poll: Poll, *, until: datetime, due_at: datetime) -> bool:
    """Say up to when a partner's system has answered; False where the lease ran out. Needs a transaction."""
    mine = Poll.objects.select_for_update(of=("self",)).filter(pk=poll.pk, claim=poll.claim).first()
    if mine is None:
        return False
    mine.until, mine.due_at, mine.tries = max(mine.until, until), due_at, 0
    mine.claim, mine.claimed_until, mine.failing_since, mine.why = None, None, None, ""
    mine.save()
    return True


@transaction.atomic
def poll_failed(poll: Poll, *, why: str, due_at: datetime, now: datetime) -> None:
    """Say that a partner's system did not answer, and why; what it was asked for is asked for again."""
    mine = Poll.objects.select_for_update(of=("self",)).filter(pk=poll.pk, claim=poll.claim).first()
    if mine is None:
        return
    mine.due_at, mine.tries, mine.why = due_at, min(mine.tries + 1, 1000), why[:500]
    mine.failing_since = mine.failing_since or now
    mine.claim, mine.claimed_until = None, None
    mine.save()


def _end(endpoint: Endpoint, *, why: str, actor: Actor, now: datetime) -> None:
    """Write the end of an endpoint."""
    endpoint.ended_at, endpoint.ended_by_name, endpoint.ended_why = now, actor.name, why
    endpoint.save(update_fields=["ended_at", "ended_by_name", "ended_why"])


def _recorded(endpoint: Endpoint, action: str, *, actor: Actor, now: datetime, why: str = "") -> None:
    """Write into the trail what was set: everything but the key."""
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action=action,
        subjects=[f"agency:{endpoint.agency_id}"],
        purpose=why,
        detail={"endpoint": endpoint.pk, "protocol": str(endpoint.protocol), "address": endpoint.address},
        now=now,
    )
