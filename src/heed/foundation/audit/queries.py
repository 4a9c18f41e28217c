"""Reading the trail: to verify it and to hand it on. Never to decide anything else."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, Subquery

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


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is to verify."""

    events: int
    chains: int


def size() -> Size:
    """Count the events and their chains."""
    return Size(Event.objects.count(), ChainHead.objects.count())


def breaks(progress: Callable[[int], None] = lambda _: None) -> Iterator[Break]:
    """
    Walk every chain and yield the first break of each; nothing when the trail is whole.

    progress: called now and then with how many events have been looked at.
    """
    heads = {name: (seq, newest) for name, seq, newest in ChainHead.objects.values_list("chain", "seq", "hash")}
    walked: dict[str, tuple[int, str]] = {}
    broken: set[str] = set()
    for number, event in enumerate(Event.objects.order_by("chain", "seq").iterator(chunk_size=BATCH), 1):
        if number % BATCH == 0:
            progress(number)
        if event.chain in broken:
            continue
        seq, previous = walked.get(event.chain, (0, chain.FIRST))
        why = _why_broken(event, seq=seq, previous=previous)
        if why:
            broken.add(event.chain)
            yield Break(event.chain, event.seq, why)
        walked[event.chain] = (event.seq, event.hash)
    for name in (heads.keys() | walked.keys()) - broken:
        if heads.get(name) != walked.get(name):
            yield from _end_broken(name, length=heads.get(name, (0, ""))[0], walked=walked.get(name, (0, ""))[0])


def _end_broken(name: str, *, length: int, walked: int) -> Iterator[Break]:
    """Say what is wrong with the end of a chain; nothing when it has only grown during the walk."""
    newest = Event.objects.filter(chain=OuterRef("chain")).order_by("-seq")
    # One statement, so that head and newest event are of one moment.
    now = (
        ChainHead.objects.filter(chain=name)
        .annotate(last_seq=Subquery(newest.values("seq")[:1]), last_hash=Subquery(newest.values("hash")[:1]))
        .values_list("seq", "hash", "last_seq", "last_hash")
        .first()
    )
    if now is None:
        yield Break(name, 1, "the chain's head is missing")
    elif walked < length:
        yield Break(name, walked + 1, f"the last {length - walked} of {length} events are missing")
    elif now[:2] != now[2:]:
        yield Break(name, walked, "the newest event is not the one that the chain's head names")


def _why_broken(event: Event, *, seq: int, previous: str) -> str:
    """Say what is wrong with an event that should follow number seq, or nothing."""
    if event.seq != seq + 1:
        return f"event {seq + 1} is missing"
    if event.hash != chain.digest(previous, event.seq, content(event)):
        return "it has been changed, or does not follow from the event before it"
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
