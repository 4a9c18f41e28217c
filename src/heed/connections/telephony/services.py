"""Keeping what a telephone system sent, and finding the call it is about."""

import hashlib
import secrets
import uuid
from datetime import datetime

from django.db import connection, transaction

from heed.connections.telephony.messages import EventName, Message
from heed.connections.telephony.models import Source
from heed.domain.calls.terms import Channel
from heed.engines.numbers.terms import Service
from heed.flows import ring
from heed.foundation.accounts.models import CommandUnit, Force
from heed.foundation.accounts.terms import Actor, ActorKind
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class SourceNameTaken(Exception):
    """Another source already has this name."""


@transaction.atomic
def add_source(
    *,
    force: Force,
    name: str,
    actor: Actor,
    now: datetime,
    service: Service = Service.NON_EMERGENCY,
    signed: bool = False,
    trusted: bool = True,
    unit: CommandUnit | None = None,
) -> tuple[Source, str, str]:
    """Add a telephone system. Returns it, its token and its signing secret (empty unless signed), shown this once."""
    if Source.objects.filter(name=name).exists():
        raise SourceNameTaken(name)
    token = secrets.token_urlsafe(24)
    secret = secrets.token_urlsafe(32) if signed else ""
    source = Source.objects.create(
        force=force,
        unit=unit,
        name=name,
        token_digest=token_digest(token),
        hmac_secret=secret,
        service=service,
        trusted=trusted,
        added_at=now,
    )
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="telephony_source.added",
        subjects=[f"telephony_source:{source.pk}"],
        now=now,
    )
    return source, token, secret


def token_digest(token: str) -> str:
    """Return what is kept of a token: enough to know it again, not enough to use it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def receive(*, source: Source, message: Message, body: bytes, content_type: str, now: datetime) -> uuid.UUID | None:
    """
    Keep an event and follow it up; return the call it is about, None for a call going out.

    The same event again changes nothing and names the same call. Events may come in any order: the first one about a
    call opens it, whatever it says.
    """
    kept = _keep(source=source, message=message, body=body, content_type=content_type, now=now)
    if message.direction == "out":
        return None
    leg_call, is_new = _leg(source, message.call_key)
    if kept or is_new:
        ring.follow(
            ring.Happening(
                call_id=leg_call,
                is_new=is_new,
                event=message.event,
                channel=Channel(message.service or source.service),
                from_=message.from_,
                network_number=message.network_number,
                presentation_number=message.presentation_number,
                privacy=message.privacy,
                cli_status=message.cli_status,
                trusted=source.trusted,
                queue=message.queue,
                answering=message.answering,
                cause=message.cause,
                says_who=message.event in {EventName.NEW_CALL, EventName.UPDATE} or is_new,
            ),
            force=source.force,
            unit=source.unit,
            actor=Actor(ActorKind.SOURCE, str(source.pk), source.name, force=source.force.code),
            now=now,
        )
    return leg_call


def _keep(*, source: Source, message: Message, body: bytes, content_type: str, now: datetime) -> bool:
    """Keep the event as it came; say whether it is the first time."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO telephony_event
                (source_id, call_key, event, distinguished_by, received_at, said_at, content_type, body)
            VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
            ON CONFLICT ON CONSTRAINT an_event_is_kept_once DO NOTHING
            """,
            [
                source.pk,
                message.call_key,
                message.event,
                message.distinguished_by,
                now,
                message.said_at,
                content_type[:80],
                body,
            ],
        )
        return bool(cursor.rowcount)


def _leg(source: Source, call_key: str) -> tuple[uuid.UUID, bool]:
    """
    Return the call a source's call id stands for, and whether it is new.

    Two events at once agree on one call, and the second waits here until the first is done.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO telephony_leg AS leg (source_id, call_key, call_id) VALUES (%s, %s, %s)
            ON CONFLICT ON CONSTRAINT a_call_id_is_one_call_of_its_source DO UPDATE SET call_id = leg.call_id
            RETURNING call_id, xmax = 0
            """,
            [source.pk, call_key, uuid.uuid4()],
        )
        call_id, is_new = cursor.fetchone()
    return call_id, is_new
