"""Reading calls, always within what the asker may see."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from heed.domain.calls.models import Call, Check, LogEntry
from heed.domain.calls.services import entry_content
from heed.foundation.accounts.models import User
from heed.foundation.audit import chain

WAITING_MOST = 60
"""Calls listed as waiting: more than a screen holds, and the count says how many there are."""

RINGING_FOR = timedelta(minutes=15)
"""How long a call without a hang-up is still believed to ring."""

BATCH = 5_000


def visible_to(user: User) -> QuerySet[Call]:
    """Return the calls of the person's own force."""
    return Call.objects.filter(force=user.force_id).select_related("taken_by", "force")


def waiting(force_id: int, *, now: datetime) -> list[Call]:
    """Return the calls that ring and nobody has taken, 999 first, then longest waiting."""
    ringing = Call.objects.filter(
        force=force_id, taken_at=None, finished_at=None, ended_at=None, rang_at__gte=now - RINGING_FOR
    )
    return list(ringing.order_by("-channel", "rang_at")[:WAITING_MOST])


def in_hand(user: User) -> list[Call]:
    """Return the calls the person has taken and not finished, newest first."""
    return list(visible_to(user).filter(taken_by=user, finished_at=None).order_by("-taken_at"))


def log_of(call_id: uuid.UUID) -> list[LogEntry]:
    """Return a call's log in order."""
    return list(LogEntry.objects.filter(call_id=call_id).order_by("seq"))


def newest_check(call_id: uuid.UUID) -> Check | None:
    """Return the newest proof of check of a call."""
    return Check.objects.filter(call_id=call_id).order_by("-id").first()


@dataclass(frozen=True, slots=True)
class LogBreak:
    """The first place at which a call's log no longer holds."""

    call: uuid.UUID
    seq: int
    why: str


def log_breaks() -> Iterator[LogBreak]:
    """Walk every log's chain and yield the first break of each; nothing when all are whole."""
    call: uuid.UUID | None = None
    seq, previous, broken = 0, chain.FIRST, False
    for entry in LogEntry.objects.order_by("call_id", "seq").iterator(chunk_size=BATCH):
        if entry.call_id != call:
            call, seq, previous, broken = entry.call_id, 0, chain.FIRST, False
        if broken:
            continue
        why = ""
        if entry.seq != seq + 1:
            why = f"entry {seq + 1} is missing"
        elif entry.previous_hash != previous:
            why = "it does not follow from the entry before it"
        elif entry.hash != chain.digest(previous, entry_content(entry)):
            why = "its content has been changed"
        if why:
            broken = True
            yield LogBreak(entry.call_id, entry.seq, why)
        seq, previous = entry.seq, entry.hash
