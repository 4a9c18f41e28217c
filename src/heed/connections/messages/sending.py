"""
Sends messages: claim, hand over, write what came of it.

A message is claimed in a transaction of its own, which says that it is being sent. It is handed over within a second one that
holds its place in the queue, so that a free place with a claim on it means: a worker died while sending.
"""

import uuid
from collections.abc import Callable
from datetime import datetime

import structlog

from heed.connections.messages.providers import for_channel, providers
from heed.domain.contact import queries as contact
from heed.domain.contact.models import Message
from heed.domain.contact.terms import Channel
from heed.flows.messages import outbox

logger = structlog.get_logger(__name__)

Clock = Callable[[], datetime]


def send(message_id: uuid.UUID, *, clock: Clock) -> None:
    """Send one message if it is due and safe; nothing where it is settled or somebody else is sending it."""
    message = Message.objects.filter(pk=message_id).only("channel").first()
    if message is None:
        return  # Rolled back with what gave rise to it.
    provider = for_channel(message.channel)
    if provider is None:
        why = f"No provider for {Channel(message.channel).label.lower()} is set up on this installation"
        outbox.no_provider(message_id=message_id, why=why, now=clock())
        return
    here = providers()
    asks = [name for name, one in here.items() if one.can_be_asked]
    claimed = outbox.claim(message_id=message_id, provider=provider.name, can_be_asked=asks, now=clock())
    if claimed is None:
        return
    before = here.get(claimed.asked_before)
    by = before or provider
    state = outbox.deliver(
        claimed=claimed,
        provider=by.name,
        hand_over=lambda: by.find(message_id) if before else by.send(claimed.envelope),
        receipts=by.can_be_asked,
        clock=clock,
    )
    logger.info("message.handled", message=str(message_id), provider=by.name, state=str(state))


def sweep(*, clock: Clock) -> None:
    """Send everything that is due. Another worker's is passed over; what fails unforeseen keeps nothing else waiting."""
    for message_id in contact.due(now=clock(), most=outbox.DUE_MOST):
        try:
            send(message_id, clock=clock)
        except Exception:
            logger.exception("message.failed_unforeseen", message=str(message_id))


def receipts(*, clock: Clock) -> None:
    """Ask whether messages arrived."""
    here = providers()
    for message_id, name in contact.receipts_due(now=clock(), most=outbox.DUE_MOST):
        provider = here.get(name)
        state, detail = provider.arrived(message_id) if provider else (None, "")
        outbox.receipt(message_id=message_id, state=state, detail=detail, now=clock())
