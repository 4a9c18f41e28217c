"""
Changes to the outbox. `queue` is called by `flows.messages.gate.send` alone: an architecture test sees to it.

Whoever sends claims a message first, in a transaction of its own; then sends it while holding the lock on its place in the
queue; then writes what came of it. A claim whose lock is free was left by a worker that died.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.contact.models import Message, MessageEvent, Outgoing
from heed.domain.contact.terms import ENDED, State
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.engines.risk.messages import Rendered, Template
from heed.engines.risk.safe_contact import Channel, Verdict
from heed.foundation.accounts.terms import Actor, ActorKind, system
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

LEFT_AFTER = timedelta(seconds=10)
"""How old a claim must be before a free lock means that its worker died: between claiming and locking lie milliseconds."""


class NotPassed(Exception):
    """The gate said no: nothing is queued."""


@dataclass(frozen=True, slots=True)
class Passed:
    """What the gate decided, and on what."""

    channel: Channel
    verdict: Verdict
    rules: tuple[int, ...]
    policy_version: str


@transaction.atomic
def queue(
    *,
    person: Person,
    incident: Incident | None,
    template: Template,
    language: str,
    made: Rendered,
    passed: Passed,
    purpose: str,
    actor: Actor,
    now: datetime,
) -> Message:
    """Write a message and its place in the queue. Raises NotPassed where the gate did not let it through."""
    verdict = passed.verdict
    if not (verdict.to and (verdict.allowed or verdict.later)):
        raise NotPassed
    message = Message.objects.create(
        force_id=person.force_id,
        incident=incident,
        person=person,
        template=template.id,
        template_version=template.version,
        language=language,
        channel=passed.channel,
        to=verdict.to,
        subject=made.subject,
        body=made.body,
        made_at=now,
        made_by_id=int(actor.key) if actor.kind == ActorKind.USER else None,
        made_by_name=actor.name,
        purpose=purpose,
        gate={
            "passed": True,
            "to": verdict.to,
            "channel": str(passed.channel),
            "at": now.isoformat(),
            "not_before": verdict.not_before.isoformat() if verdict.not_before else None,
            "reasons": list(verdict.reasons),
            "rules": list(passed.rules),
        },
        policy_version=passed.policy_version,
    )
    Outgoing.objects.create(message=message, due_at=verdict.not_before or now)
    happened(message, State.HELD if verdict.later else State.QUEUED, now=now, detail=" ".join(verdict.reasons))
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="message.queued",
        subjects=subjects(message),
        detail={"template": template.id, "channel": str(passed.channel), "rules": list(passed.rules)},
        now=now,
    )
    return message


def happened(
    message: Message, state: State, *, now: datetime, detail: str = "", provider: str = "", provider_id: str = ""
) -> MessageEvent:
    """Append what became of a message; one that ended is settled, and leaves the queue."""
    event = MessageEvent.objects.create(
        message=message, state=state, at=now, detail=detail[:500], provider=provider, provider_id=provider_id[:80]
    )
    if state in ENDED:
        Outgoing.objects.filter(message=message).delete()
    return event


def take(message_id: uuid.UUID, *, now: datetime) -> Outgoing | None:
    """
    Lock a message's place in the queue; None where it is settled, not due, or somebody else has it. Needs a transaction.

    A claim that is still on it was left by a worker that died: the caller must find out what came of it.
    """
    found = Outgoing.objects.select_for_update(skip_locked=True, of=("self",)).select_related("message__person")
    place = found.filter(message=message_id, sent=False, due_at__lte=now).first()
    if place and place.claimed_at and place.claimed_at > now - LEFT_AFTER:
        return None
    return place


def claim(place: Outgoing, *, provider: str, now: datetime) -> uuid.UUID:
    """Say that a message is being sent from now on, by whoever knows the claim. provider: who is asked to take it."""
    place.claim, place.claimed_at, place.tries = uuid.uuid4(), now, place.tries + 1
    place.save(update_fields=["claim", "claimed_at", "tries"])
    happened(place.message, State.SENDING, provider=provider, now=now)
    return place.claim


def claim_again(place: Outgoing, *, now: datetime) -> uuid.UUID:
    """Take over a claim that was left, to find out what came of the message."""
    place.claim, place.claimed_at = uuid.uuid4(), now
    place.save(update_fields=["claim", "claimed_at"])
    return place.claim


def mine(message_id: uuid.UUID, claim: uuid.UUID) -> Outgoing | None:
    """Lock what one has claimed, for as long as sending takes; None where somebody took it for left. Needs a transaction."""
    found = Outgoing.objects.select_for_update(skip_locked=True, of=("self",)).select_related("message__person")
    return found.filter(message=message_id, claim=claim).first()


def later(place: Outgoing, *, at: datetime) -> None:
    """Give a message back to the queue, for later."""
    place.claim, place.claimed_at, place.due_at = None, None, at
    place.save(update_fields=["claim", "claimed_at", "due_at"])


def doubt(place: Outgoing, *, at: datetime) -> None:
    """Leave the claim on a message of which nobody knows whether it went out: whoever takes it next must find out first."""
    place.due_at = at
    place.save(update_fields=["due_at"])


def sent(
    place: Outgoing, *, provider: str, provider_id: str, ask_at: datetime | None, detail: str = "", now: datetime
) -> None:
    """Write that a provider took a message. ask_at: when to ask whether it arrived; None where nobody can be asked."""
    happened(place.message, State.SENT, now=now, provider=provider, provider_id=provider_id, detail=detail)
    audit.record(
        actor=_sender(place.message),
        act=Act.DISCLOSURE,
        action="message.sent",
        subjects=subjects(place.message),
        recipient=f"person:{place.message.person_id}",
        detail={"channel": place.message.channel, "provider": provider},
        now=now,
    )
    if ask_at is None:
        place.delete()
        return
    place.claim, place.claimed_at, place.sent, place.due_at = None, None, True, ask_at
    place.save(update_fields=["claim", "claimed_at", "sent", "due_at"])


@transaction.atomic
def cancel(*, message_id: uuid.UUID, why: str, actor: Actor, now: datetime) -> bool:
    """Take a message back that has not been sent; say whether that came in time. Raises Message.DoesNotExist."""
    message = Message.objects.get(pk=message_id, force__code=actor.force)
    place = Outgoing.objects.select_for_update(skip_locked=True).filter(message=message, sent=False, claim=None).first()
    if place is None:
        return False
    happened(message, State.CANCELLED, now=now, detail=why)
    audit.record(
        actor=actor, act=Act.ALTERATION, action="message.cancelled", subjects=subjects(message), purpose=why, now=now
    )
    return True


def subjects(message: Message) -> list[str]:
    """Name what a message is about, for the trail."""
    about = [f"incident:{message.incident_id}"] if message.incident_id else []
    return [f"message:{message.pk}", f"person:{message.person_id}", *about]


def _sender(message: Message) -> Actor:
    """Name Heed as the sender."""
    return system("messages", force=message.force.code)
