"""
Changes to what came in.

A message is kept before anything is done with it. What is done is done in one transaction, which also says that it was done:
a worker that is killed in between leaves the message as it was, to be applied again.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from heed.domain.agencies.models import Agency
from heed.domain.exchange.models import Case, Received
from heed.domain.exchange.terms import Came, Kind
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class AnotherUnderTheSameName(Exception):
    """The partner has sent another message under this name before: neither the old nor the new one was changed."""


@transaction.atomic
def keep(
    *,
    agency: Agency,
    came: Came,
    message_id: str,
    kind: Kind,
    case_key: str,
    content: Mapping[str, Any],
    sent_at: datetime,
    actor: Actor,
    now: datetime,
) -> tuple[Received, bool]:
    """
    Keep a message; say whether it is new. One that came before is returned as it was kept then.

    Raises AnotherUnderTheSameName where the content differs.
    """
    digest = digest_of(content)
    received, new = Received.objects.get_or_create(
        agency=agency,
        came=came,
        message_id=message_id,
        defaults={
            "force_id": agency.force_id,
            "kind": kind,
            "case_key": case_key,
            "content": dict(content),
            "digest": digest,
            "sent_at": sent_at,
            "received_at": now,
        },
    )
    if not new and received.digest != digest:
        raise AnotherUnderTheSameName(message_id)
    if new:
        audit.record(
            actor=actor,
            act=Act.COLLECTION,
            action="partner_message.received",
            subjects=[f"partner_message:{received.pk}"],
            detail={"agency": agency.pk, "came": str(came), "kind": str(kind)},
            now=now,
        )
    return received, new


def open_one(received_id: int) -> Received | None:
    """Lock a message that is neither applied nor refused; None for any other, and while somebody is at it."""
    found = Received.objects.select_for_update(skip_locked=True, of=("self",)).select_related("agency__force", "case")
    return found.filter(pk=received_id, applied_at=None, refused_at=None).first()


def apply(received: Received, *, case: Case, why: str = "", now: datetime) -> None:
    """Say that what a message asks has been done. why: what is worth knowing about how. Needs a transaction."""
    received.case, received.applied_at, received.why = case, now, why[:500]
    received.save(update_fields=["case", "applied_at", "why"])


def refuse(received: Received, *, why: str, now: datetime) -> None:
    """Say that nothing came of a message, and why. Needs a transaction."""
    received.refused_at, received.why = now, why[:500]
    received.save(update_fields=["refused_at", "why"])


def wait(received: Received, *, why: str) -> None:
    """Say what a message waits for. Needs a transaction."""
    if received.why != why:
        received.why = why
        received.save(update_fields=["why"])


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a message says, in hexadecimal, whatever the order of its keys."""
    text = json.dumps(content, sort_keys=True, default=str, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
