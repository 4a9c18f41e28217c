"""
What the sender asks and tells: may this message go out at this moment, and what came of it.

The gate is asked again here, with the rules as they are now: a rule that was noted after a message was queued stops it. Whatever
did not reach the person becomes a task for whoever wrote it.
"""

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.contact import queries as contact
from heed.domain.contact.models import Message, Outgoing
from heed.domain.contact.outbox import services as outbox
from heed.domain.contact.terms import NEEDS_SOMEBODY, State
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind
from heed.engines.risk.safe_contact import Channel
from heed.flows.messages import safe_contact
from heed.foundation.accounts.terms import system
from heed.foundation.policy import services as policy

DUE_MOST = 500
"""Messages looked at in one sweep: the next one is a minute away."""

IN_DOUBT = timedelta(seconds=60)
"""How long after a broken-off sending a provider is asked whether it has the message: longer than any request may take."""

RECEIPT_AFTER, RECEIPT_AT_MOST = timedelta(minutes=1), timedelta(hours=2)
"""When a provider is first asked whether a message arrived, and the longest pause between two such questions."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message on its way: what a provider needs to know, and nothing of whom it is about."""

    id: uuid.UUID
    channel: str
    to: str
    subject: str
    body: str
    language: str
    template: str


@dataclass(frozen=True, slots=True)
class Claimed:
    """
    A message that is ours to send, under a claim.

    asked_before: the provider with which an earlier sending broke off, and which must be asked whether it has the message; empty
    where it certainly has not.
    """

    envelope: Envelope
    claim: uuid.UUID
    asked_before: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What came of handing a message to a provider. Exactly one of the four is meant by `came`.

    came: "sent"; "refused", for good; "again", for certain not taken, try later; "unsure", it may have been taken.
    """

    came: str
    detail: str = ""
    provider_id: str = ""


@transaction.atomic
def claim(*, message_id: uuid.UUID, provider: str, can_be_asked: Collection[str], now: datetime) -> Claimed | None:
    """
    Claim a message that is due; None where there is nothing to send: settled, taken, not due, held, or not safe any more.

    provider: who is to send it. can_be_asked: providers that say whether they have a message; where a sending by another broke
    off, nobody can say whether it went out, and it is not sent again.
    """
    place = outbox.take(message_id, now=now)
    if place is None:
        return None
    message = place.message
    if place.claimed_at is None:
        if not _passes(place, now=now):
            return None
        return Claimed(_envelope(message), outbox.claim(place, provider=provider, now=now))
    before = contact.sending_by(message)
    if before not in can_be_asked:
        _end(message, State.UNKNOWN, "Sending broke off. It may have gone out, and is not sent again", now=now)
        return None
    if place.claimed_at + IN_DOUBT > now:
        outbox.doubt(place, at=place.claimed_at + IN_DOUBT)
        return None
    return Claimed(_envelope(message), outbox.claim_again(place, now=now), before)


@transaction.atomic
def deliver(
    *, claimed: Claimed, provider: str, hand_over: Callable[[], Outcome], receipts: bool, clock: Callable[[], datetime]
) -> State | None:
    """
    Hand a claimed message over while holding its place in the queue, and write what came of it; None where it is ours no more.

    hand_over: sends it, or finds out what came of an earlier try. receipts: whether the provider can be asked about a message.
    Whatever hand_over raises leaves the claim behind: it may have gone out.
    """
    place = outbox.mine(claimed.envelope.id, claimed.claim)
    if place is None:
        return None
    came = hand_over()
    now = clock()
    if came.came == "sent":
        ask_at = now + RECEIPT_AFTER if receipts else None
        outbox.sent(place, provider=provider, provider_id=came.provider_id, detail=came.detail, ask_at=ask_at, now=now)
        return State.SENT
    if came.came == "again":
        return _try_later(place, came.detail, now=now)
    if came.came == "refused":
        return _end(place.message, State.FAILED, came.detail, now=now)
    patience = timedelta(days=policy.in_use().contact.sending.receipt_days.value)
    if not receipts or place.message.made_at + patience < now:
        return _end(place.message, State.UNKNOWN, f"{came.detail}. It is not sent again", now=now)
    outbox.doubt(place, at=now + IN_DOUBT)
    return State.SENDING


@transaction.atomic
def no_provider(*, message_id: uuid.UUID, why: str, now: datetime) -> None:
    """Write that nobody can send a message on this installation, and ask somebody to reach the person otherwise."""
    place = outbox.take(message_id, now=now)
    if place is not None and place.claimed_at is None:
        _end(place.message, State.FAILED, why, now=now)


@transaction.atomic
def receipt(*, message_id: uuid.UUID, state: State | None, detail: str, now: datetime) -> None:
    """Write what a provider says became of a message it took; None where it does not know yet: it is asked again later."""
    place = Outgoing.objects.select_for_update(skip_locked=True, of=("self",)).select_related("message").filter(
        message=message_id, sent=True
    ).first()  # fmt: skip
    if place is None:
        return
    if state == State.DELIVERED:
        outbox.happened(place.message, state, now=now, detail=detail)
    elif state == State.FAILED:
        _end(place.message, state, detail, now=now)
    else:
        _ask_again(place, now=now)


def _ask_again(place: Outgoing, *, now: datetime) -> None:
    """Ask again later, twice as long after each time; give up when the pack says so: it stays sent, and nothing more is known."""
    sending = policy.in_use().contact.sending
    since = now - contact.sent_at(place.message)
    if since > timedelta(days=sending.receipt_days.value):
        place.delete()
        return
    place.due_at = now + min(max(since, RECEIPT_AFTER), RECEIPT_AT_MOST)
    place.save(update_fields=["due_at"])


def _passes(place: Outgoing, *, now: datetime) -> bool:
    """Ask again, of the incident and of the gate. Whatever they stop is refused or held, and says so."""
    message = place.message
    if why := safe_contact.why_not_about(message.person, message.incident):
        _end(message, State.REFUSED, why, now=now)
        return False
    asked = safe_contact.gate(person=message.person, channel=Channel(message.channel), to=message.to, now=now)
    if asked.verdict.allowed:
        return True
    hold = policy.in_use().contact.sending.hold_days.value
    later = asked.verdict.not_before
    words = ". ".join(asked.verdict.reasons)
    if later is None:
        _end(message, State.REFUSED, words, now=now)
    elif later > message.made_at + timedelta(days=hold):
        _end(message, State.FAILED, f"{words}. That is more than {hold} days after it was written", now=now)
    else:
        outbox.later(place, at=later)
        outbox.happened(message, State.HELD, now=now, detail=words)
    return False


def _try_later(place: Outgoing, why: str, *, now: datetime) -> State:
    """Wait longer after each try; after the pack's number of them somebody is asked to see to it."""
    sending = policy.in_use().contact.sending
    if place.tries >= sending.tries.value:
        return _end(place.message, State.FAILED, f"{why}. Tried {place.tries} times", now=now)
    outbox.later(place, at=now + sending.wait(place.tries))
    outbox.happened(place.message, State.QUEUED, now=now, detail=f"{why}. It is tried again")
    return State.QUEUED


def _end(message: Message, state: State, why: str, *, now: datetime) -> State:
    """Write how a message ended; where the person was not reached for certain, make the task of it."""
    outbox.happened(message, state, now=now, detail=why)
    if state in NEEDS_SOMEBODY:
        _task(message, state, why, now=now)
    return state


WORDS = {
    State.FAILED: "did not go out",
    State.REFUSED: "was stopped: it is not safe any more",
    State.UNKNOWN: "may have gone out, and nobody knows",
}


def _task(message: Message, state: State, why: str, *, now: datetime) -> Task:
    """Ask whoever wrote it, or the officers of the beat, to reach the person in another way. Made once for each message."""
    hours = policy.in_use().contact.sending.task_within_hours.value
    channel = message.get_channel_display().lower()
    return tasking.make(
        force=message.force,
        kind=TaskKind.MESSAGE,
        words=f"“{message.purpose}” by {channel} {WORDS[state]}. {why}. Reach them in a safe way.",
        key=f"message:{message.pk}:failed",
        actor=system("messages", force=message.force.code),
        now=now,
        due_by=now + timedelta(hours=hours),
        incident=message.incident,
        person_id=message.person_id,
        owner=message.made_by,
    )


def _envelope(message: Message) -> Envelope:
    """Return what a provider needs."""
    return Envelope(
        message.pk, message.channel, message.to, message.subject, message.body, message.language, message.template
    )
