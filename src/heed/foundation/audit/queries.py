"""Reading the trail: to verify it and to hand it on. Never to decide anything else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heed.foundation.audit import chain
from heed.foundation.audit.models import ChainHead, Event
from heed.foundation.audit.services import content

BATCH = 5_000
"""Rows read at a time: a trail of years is walked without being held in memory."""


@dataclass(frozen=True, slots=True)
class Break:
    """The first place at which a chain no longer holds."""

    chain: str
    seq: int
    why: str


def breaks() -> Iterator[Break]:
    """Walk every chain and yield the first break of each; nothing when the trail is whole."""
    heads = dict(ChainHead.objects.values_list("chain", "seq"))
    walked: dict[str, tuple[int, str]] = {}
    broken: set[str] = set()
    for event in Event.objects.order_by("chain", "seq").iterator(chunk_size=BATCH):
        if event.chain in broken:
            continue
        seq, previous = walked.get(event.chain, (0, chain.FIRST))
        why = _why_broken(event, seq=seq, previous=previous)
        if why:
            broken.add(event.chain)
            yield Break(event.chain, event.seq, why)
        walked[event.chain] = (event.seq, event.hash)
    for name, length in heads.items():
        seq, _ = walked.get(name, (0, chain.FIRST))
        if name not in broken and seq != length:
            yield Break(name, seq + 1, f"the last {length - seq} of {length} events are missing")
    for name in walked.keys() - heads.keys() - broken:
        yield Break(name, 1, "the chain's head is missing")


def _why_broken(event: Event, *, seq: int, previous: str) -> str:
    """Say what is wrong with an event that should follow number seq, or nothing."""
    if event.seq != seq + 1:
        return f"event {seq + 1} is missing"
    if event.previous_hash != previous:
        return "it does not follow from the event before it"
    if event.hash != chain.digest(previous, content(event)):
        return "its content has been changed"
    return ""


def exported(*, since: datetime, until: datetime) -> Iterator[dict[str, Any]]:
    """Yield the events of a period, oldest first, in the field names of the Elastic Common Schema 8.11."""
    events = Event.objects.filter(at__gte=since, at__lt=until).order_by("at", "id")
    for event in events.iterator(chunk_size=BATCH):
        yield {
            "@timestamp": chain.moment(event.at),
            "ecs": {"version": "8.11.0"},
            "event": {
                "kind": "event",
                "category": ["database"],
                "type": ["access" if event.act in {"consultation", "disclosure"} else "change"],
                "action": event.action,
                "outcome": "success",
                "id": str(event.pk),
                "reason": event.purpose,
                "sequence": event.seq,
                "hash": event.hash,
            },
            "user": {
                "id": f"{event.actor_kind}:{event.actor_key}",
                "name": event.actor_name,
                "roles": [event.actor_role],
            },
            "source": {"ip": event.device} if event.device else {},
            "organization": {"id": event.force},
            "labels": {"act": event.act, "records": event.subjects, "recipient": event.recipient, **event.detail},
        }
