"""
Changes to the outbox.

A worker takes a message in a transaction of its own, which says until when nobody else may; sends it outside of any
transaction; and writes what came of it in another, if the message is still its own. A worker that is killed writes nothing:
its lease runs out, and the message goes out again under the same number, by which the partner knows it.

Within a case messages go in the order of their places. A message that waits, or is dead, keeps back those after it, and
those of no other case.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef

from heed.domain.exchange import rules
from heed.domain.exchange.models import Attempt, Case, Letter, Waiting
from heed.domain.exchange.terms import SETTLED, Kind, Result
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

WORDS_MOST = 500


@dataclass(frozen=True, slots=True)
class Held:
    """A message that is ours to send until a moment, and the claim by which we have it."""

    message: Letter
    claim: uuid.UUID
    tries: int
    until: datetime


@transaction.atomic
def put(
    *,
    case: Case,
    kind: Kind,
    about: str,
    content: Mapping[str, Any],
    message_id: uuid.UUID,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> Letter:
    """Put a message at the end of its case's queue, or return the one that the same cause has made before."""
    # The case is locked, so that places are given in the order in which the transactions commit.
    locked = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    made = Letter.objects.filter(about=about).first()
    if made is not None:
        return made
    locked.last_place = rules.next_place(locked.last_place)
    locked.save(update_fields=["last_place"])
    message = Letter.objects.create(
        id=message_id,
        case=locked,
        place=locked.last_place,
        kind=kind,
        about=about,
        content=dict(content),
        made_at=now,
        made_by_name=actor.name,
        policy_version=policy_version,
    )
    Waiting.objects.create(message=message, agency_id=locked.agency_id, due_at=now)
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="exchange_message.queued",
        subjects=subjects(message),
        recipient=f"agency:{locked.agency_id}",
        detail={"kind": str(kind), "about": about},
        now=now,
    )
    return message


@transaction.atomic
def take(*, agency_id: int, lease: timedelta, now: datetime) -> Held | None:
    """
    Take the message of an agency that has been due longest, for as long as a lease; None where there is none.

    Passed over: what another worker has, and what has an earlier message of its case before it that is not settled.
    """
    earlier = Waiting.objects.filter(
        message__case=OuterRef("message__case"), message__place__lt=OuterRef("message__place")
    )
    found = (
        Waiting.objects.select_for_update(skip_locked=True, of=("self",))
        .select_related("message__case__agency", "message__case__force", "message__case__incident")
        .filter(~Exists(earlier), agency=agency_id, dead_at=None, due_at__lte=now)
        .exclude(claimed_until__gt=now)
        .order_by("due_at", "message__made_at", "message__place")
    )
    place = found.first()
    if place is None:
        return None
    place.claim, place.claimed_until, place.tries = uuid.uuid4(), now + lease, place.tries + 1
    place.save(update_fields=["claim", "claimed_until", "tries"])
    return Held(place.message, place.claim, place.tries, place.claimed_until)


def mine(held: Held) -> Waiting | None:
    """Lock the place of a message that we took; None where the lease ran out and somebody else took it. Needs a transaction."""
    return Waiting.objects.select_for_update(of=("self",)).filter(message=held.message.pk, claim=held.claim).first()


def happened(
    message: Letter,
    result: Result,
    *,
    now: datetime,
    status: int | None = None,
    words: str = "",
    receipt: str = "",
    by_name: str = "",
) -> Attempt:
    """Append what became of a message; one that is settled leaves the queue."""
    attempt = Attempt.objects.create(
        message=message,
        at=now,
        result=result,
        status=status,
        words=words[:WORDS_MOST],
        receipt=receipt[:120],
        by_name=by_name,
    )
    if result in SETTLED:
        Waiting.objects.filter(message=message).delete()
    return attempt


def later(place: Waiting, *, at: datetime) -> None:
    """Give a message back to the queue, for later."""
    place.claim, place.claimed_until, place.due_at = None, None, at
    place.save(update_fields=["claim", "claimed_until", "due_at"])


def untried(place: Waiting) -> None:
    """Give a message back that was not tried at all, as it was."""
    place.claim, place.claimed_until, place.tries = None, None, max(place.tries - 1, 0)
    place.save(update_fields=["claim", "claimed_until", "tries"])


def dead(place: Waiting, *, why: str, now: datetime) -> None:
    """Say that a message is not tried any more until a person decides."""
    place.claim, place.claimed_until, place.dead_at, place.dead_why = None, None, now, why[:WORDS_MOST]
    place.save(update_fields=["claim", "claimed_until", "dead_at", "dead_why"])


@transaction.atomic
def again(*, message_id: uuid.UUID, why: str, actor: Actor, now: datetime) -> Letter | None:
    """Put a dead letter back into the queue, with all its tries; None where it is none any more, or of another force."""
    place = _dead_one(message_id, actor)
    if place is None:
        return None
    place.dead_at, place.dead_why, place.tries, place.due_at = None, "", 0, now
    place.save(update_fields=["dead_at", "dead_why", "tries", "due_at"])
    happened(place.message, Result.BY_HAND, words=why, by_name=actor.name, now=now)
    _decided(place.message, "exchange_message.requeued", why, actor=actor, now=now)
    return place.message


@transaction.atomic
def give_up(*, message_id: uuid.UUID, why: str, actor: Actor, now: datetime) -> list[Letter]:
    """
    Give a dead letter up, and where it would have been the partner's first word of the case, those that wait behind it too.

    Returns what was given up, in order; nothing where it is no dead letter any more, or of another force.
    """
    place = _dead_one(message_id, actor)
    if place is None:
        return []
    first = place.message
    given = [first]
    if first.kind == Kind.CREATE:
        behind = Waiting.objects.select_for_update(of=("self",)).filter(message__case=first.case_id)
        rest = behind.exclude(message=first.pk).select_related("message__case").order_by("message__place")
        given += [one.message for one in rest]
    for message in given:
        happened(message, Result.GIVEN_UP, words=why, by_name=actor.name, now=now)
        _decided(message, "exchange_message.given_up", why, actor=actor, now=now)
    return given


def subjects(message: Letter) -> list[str]:
    """Name what a message is about, for the trail."""
    about = [f"incident:{message.case.incident_id}"] if message.case.incident_id else []
    return [f"exchange_message:{message.pk}", *about]


def _dead_one(message_id: uuid.UUID, actor: Actor) -> Waiting | None:
    """Lock a dead letter of the actor's force."""
    found = Waiting.objects.select_for_update(of=("self",)).select_related("message__case__agency__force")
    return found.filter(message=message_id, dead_at__isnull=False, message__case__force__code=actor.force).first()


def _decided(message: Letter, action: str, why: str, *, actor: Actor, now: datetime) -> None:
    """Write into the trail what a person decided about a message."""
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action=action,
        subjects=subjects(message),
        purpose=why,
        recipient=f"agency:{message.case.agency_id}",
        now=now,
    )
