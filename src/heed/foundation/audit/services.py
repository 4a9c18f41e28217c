"""Writing the trail: one event, in the transaction of the act."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError

from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import chain
from heed.foundation.audit.models import Event
from heed.foundation.audit.terms import Act

LOCK_HEAD = """
    INSERT INTO audit_chainhead AS head (chain, seq, hash) VALUES (%s, 1, %s)
    ON CONFLICT (chain) DO UPDATE SET seq = head.seq + 1
    RETURNING seq, hash
"""


def record(
    *,
    actor: Actor,
    act: Act,
    action: str,
    subjects: Sequence[str],
    now: datetime,
    purpose: str = "",
    recipient: str = "",
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """
    Record one act of processing.

    action: `noun.past_participle`; subjects: references such as `incident:12` or `person:<uuid>`; detail: never names,
    numbers or words of the public. Refuses to run outside a transaction, so that the act and its trace stand or fall
    together.
    """
    if not connection.in_atomic_block:
        message = f"{action} must be recorded in the transaction that did it"
        raise TransactionManagementError(message)
    with connection.cursor() as cursor:
        cursor.execute(LOCK_HEAD, [actor.reference, chain.FIRST])
        seq, previous = cursor.fetchone()
        event = Event(
            chain=actor.reference,
            seq=seq,
            at=now,
            act=act,
            action=action,
            actor_kind=actor.kind,
            actor_key=actor.key,
            actor_name=actor.name,
            actor_role=actor.role,
            force=actor.force,
            device=actor.device,
            subjects=list(subjects),
            purpose=purpose,
            recipient=recipient,
            detail=dict(detail or {}),
            previous_hash=previous,
        )
        event.hash = chain.digest(previous, content(event))
        event.save(force_insert=True)
        cursor.execute("UPDATE audit_chainhead SET hash = %s WHERE chain = %s", [event.hash, actor.reference])
    return event


def content(event: Event) -> dict[str, Any]:
    """Return what the event's digest covers: every field but the row number and the digest itself."""
    return {
        "chain": event.chain,
        "seq": event.seq,
        "at": chain.moment(event.at),
        "act": str(event.act),
        "action": event.action,
        "actor": [event.actor_kind, event.actor_key, event.actor_name, event.actor_role],
        "force": event.force,
        "device": event.device,
        "subjects": event.subjects,
        "purpose": event.purpose,
        "recipient": event.recipient,
        "detail": event.detail,
    }
