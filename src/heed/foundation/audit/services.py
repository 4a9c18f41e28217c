"""Writing the trail: one event, in the transaction of the act."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.transaction import TransactionManagementError
from psycopg.types.json import Jsonb

from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import chain
from heed.foundation.audit.models import Event
from heed.foundation.audit.terms import Act

COLUMNS = (
    "chain, at, act, action, actor_kind, actor_key, actor_name, actor_role, force, device, subjects, purpose, recipient,"
    " detail"
)

# One statement: the head's row is locked by moving it on, and the event takes its place and digest from there.
RECORD = f"""
    WITH head AS (
        INSERT INTO audit_chainhead AS head (chain, seq, hash)
        VALUES (%(chain)s, 1, {chain.IN_SQL.format(previous="%(first)s", seq="1", content="%(canonical)s")})
        ON CONFLICT (chain) DO UPDATE SET
            seq = head.seq + 1,
            hash = {chain.IN_SQL.format(previous="head.hash", seq="(head.seq + 1)", content="%(canonical)s")}
        RETURNING seq, hash
    )
    INSERT INTO audit_event ({COLUMNS}, seq, hash)
    SELECT {", ".join(f"%({name.strip()})s" for name in COLUMNS.split(","))}, head.seq, head.hash FROM head
    RETURNING id, seq, hash
"""  # noqa: S608  our own names; every value is a parameter


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
    event = Event(
        chain=actor.reference,
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
    )
    values = {name.strip(): getattr(event, name.strip()) for name in COLUMNS.split(",")}
    values |= {"subjects": Jsonb(event.subjects), "detail": Jsonb(event.detail)}
    values |= {"first": chain.FIRST, "canonical": chain.canonical(content(event))}
    with connection.cursor() as cursor:
        cursor.execute(RECORD, values)
        event.pk, event.seq, event.hash = cursor.fetchone()
    return event


def content(event: Event) -> dict[str, Any]:
    """Return what the event's digest covers beside its place: every field but the row number and the digest itself."""
    return {
        "chain": event.chain,
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
