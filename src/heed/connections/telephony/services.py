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


@transaction.atomic
def new_token(*, name: str, actor: Actor, now: datetime) -> str:
    """Give a telephone system another token, in place of the one it had; nothing when there is none of that name."""
    source = Source.objects.select_for_update().filter(name=name, ended_at=None).first()
    if source is None:
        return ""
    token = secrets.token_urlsafe(24)
    source.token_digest = token_digest(token)
    source.save(update_fields=["token_digest"])
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="telephony_source.token_changed",
        subjects=[f"telephony_source:{source.pk}"],
        now=now,
    )
    return token


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
    kept, call_id, is_new = _keep(source=source, message=message, body=body, content_type=content_type, now=now)
    if call_id is None:
        return None
    if kept or is_new:
        ring.follow(
            ring.Happening(
                call_id=call_id,
                is_new=is_new,
                event=message.event,
                said_channel=Channel(message.service) if message.service else None,
                usual_channel=Channel(source.service),
                from_=message.from_,
                network_number=message.network_number,
                presentation_number=message.presentation_number,
                privacy=message.privacy,
                cli_status=message.cli_status,
                trusted=source.trusted,
                queue=message.queue,
                answering=message.answering,
                cause=message.cause,
                says_who=message.event in {EventName.NEW_CALL, EventName.UPDATE},
            ),
            force=source.force,
            unit=source.unit,
            actor=Actor(ActorKind.SOURCE, str(source.pk), source.name, force=source.force.code),
            now=now,
        )
    return call_id


# One statement: the event is kept if it is new, and its call is found or given an id. Events of one call take turns on
# the leg's row, so that two at once agree on one call and the second sees what the first did.
KEEP = """
    WITH kept AS (
        INSERT INTO telephony_event
            (source_id, call_key, event, distinguished_by, received_at, said_at, content_type, body)
        VALUES (%(source)s, %(call_key)s, %(event)s, %(distinguished_by)s, %(now)s, %(said_at)s, %(type)s, %(body)s)
        ON CONFLICT ON CONSTRAINT an_event_is_kept_once DO NOTHING
        RETURNING id
    )
    INSERT INTO telephony_leg AS leg (source_id, call_key, call_id)
    SELECT %(source)s, %(call_key)s, %(call)s
     WHERE %(rings)s
       -- A ring that was kept and opened no call was a call going out: so is all that follows it.
       AND (
            EXISTS (SELECT FROM telephony_leg WHERE source_id = %(source)s AND call_key = %(call_key)s)
            OR NOT EXISTS (
                SELECT FROM telephony_event
                 WHERE source_id = %(source)s AND call_key = %(call_key)s AND event = 'newCall'
            )
       )
    ON CONFLICT ON CONSTRAINT a_call_id_is_one_call_of_its_source DO UPDATE SET call_id = leg.call_id
    RETURNING EXISTS (SELECT FROM kept), call_id, xmax = 0
"""


def _keep(
    *, source: Source, message: Message, body: bytes, content_type: str, now: datetime
) -> tuple[bool, uuid.UUID | None, bool]:
    """Keep the event as it came; return whether it is the first time, its call, and whether that is new."""
    with connection.cursor() as cursor:
        cursor.execute(
            KEEP,
            {
                "source": source.pk,
                "call_key": message.call_key,
                "event": message.event,
                "distinguished_by": message.distinguished_by,
                "now": now,
                "said_at": message.said_at,
                "type": content_type[:80],
                "body": body,
                "call": uuid.uuid4(),
                "rings": message.direction == "in",
            },
        )
        return cursor.fetchone() or (True, None, False)
