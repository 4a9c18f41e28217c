"""Reading calls, always within what the asker may see."""

import uuid
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import Count, F, Min, Prefetch, Q, QuerySet

from heed.domain.calls.models import Call, Check, CheckShown, LogEntry
from heed.domain.calls.services import entry_content
from heed.foundation.accounts.models import User
from heed.foundation.audit import chain

WAITING_MOST = 30
"""Calls listed as waiting: more than a screen holds, and the count says how many there are."""

RINGING_FOR = timedelta(minutes=15)
"""How long a call without a hang-up is still believed to ring."""

IN_HAND_MOST = 200
"""Calls listed as in hand: more than any control room has desks."""

WRAP_UP = timedelta(hours=12)
"""How long a finished call still explains a look at what it was about: a shift. Heed's choice, unvalidated."""

BATCH = 5_000


def visible_to(user: User) -> QuerySet[Call]:
    """Return the calls of the person's own force."""
    return Call.objects.filter(force=user.force_id).select_related("taken_by", "force")


def _waiting(force_id: int, *, now: datetime) -> QuerySet[Call]:
    """
    Return the calls that nobody has taken: those that ring, and those that were answered by telephone and have ended.

    The second stay until somebody takes them: what was said on them is not yet on record.
    """
    untaken = Call.objects.filter(force=force_id, taken_at=None, finished_at=None)
    rings = Q(ended_at=None, rang_at__gte=now - RINGING_FOR)
    return untaken.filter(rings | Q(ended_at__isnull=False, answered_at__isnull=False))


def waiting(force_id: int, *, now: datetime) -> list[Call]:
    """Return the calls that nobody has taken: ringing ones first, 999 before 101, then longest waiting."""
    ordered = _waiting(force_id, now=now).order_by(F("ended_at").asc(nulls_first=True), "-channel", "rang_at")
    return list(ordered[:WAITING_MOST])


def waiting_since(force_id: int, *, now: datetime) -> tuple[int, datetime | None]:
    """Return how many calls ring that nobody has taken, and since when the longest of them."""
    found = _waiting(force_id, now=now).filter(ended_at=None).aggregate(count=Count("pk"), oldest=Min("rang_at"))
    return found["count"], found["oldest"]


def in_hand_of_force(user: User) -> list[Call]:
    """Return every call of the force that somebody has taken and not finished, by handler, the longest first."""
    held = visible_to(user).filter(taken_by__isnull=False, finished_at=None)
    return list(held.order_by("taken_by__last_name", "taken_by__first_name", "taken_by", "taken_at")[:IN_HAND_MOST])


def lends_purpose(user: User, call_id: uuid.UUID, *, now: datetime) -> bool:
    """Say whether a call is reason enough to look somebody up: the person's own, in hand or put down this shift."""
    own = Call.objects.filter(pk=call_id, force=user.force_id, taken_by=user)
    return own.filter(Q(finished_at=None) | Q(finished_at__gte=now - WRAP_UP)).exists()


def showable_lines(force_id: int, numbers: Collection[str]) -> set[str]:
    """Return those numbers that came with a call on which they could be shown; a number always withheld is not there."""
    shown = Call.objects.filter(force=force_id, e164__in=[number for number in numbers if number], may_show=True)
    return set(shown.order_by().values_list("e164", flat=True).distinct())


def in_hand(user: User) -> list[Call]:
    """Return the calls the person has taken and not finished, newest first."""
    return list(visible_to(user).filter(taken_by=user, finished_at=None).order_by("-taken_at"))


def log_of(call_id: uuid.UUID) -> list[LogEntry]:
    """Return a call's log in order."""
    return list(LogEntry.objects.filter(call_id=call_id).order_by("seq"))


def logs_of(call_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, list[LogEntry]]:
    """Return the logs of several calls, each in order."""
    logs: dict[uuid.UUID, list[LogEntry]] = {call_id: [] for call_id in call_ids}
    for entry in LogEntry.objects.filter(call__in=call_ids).order_by("call", "seq"):
        logs[entry.call_id].append(entry)
    return logs


def checks_of(call_id: uuid.UUID) -> list[Check]:
    """Return the proofs of check of a call, the first one leading, each with its showings."""
    shown = CheckShown.objects.select_related("shown_to").order_by("at", "pk")
    checks = Check.objects.filter(call_id=call_id).order_by("id")
    return list(checks.prefetch_related(Prefetch("showings", queryset=shown)))


def has_entry(call_id: uuid.UUID, seq: int) -> bool:
    """Say whether a call's log has an entry of that number. One that it has stays: nothing is taken out of a log."""
    return LogEntry.objects.filter(call_id=call_id, seq=seq).exists()


def newest_check(call_id: uuid.UUID) -> Check | None:
    """Return the newest proof of check of a call."""
    return Check.objects.filter(call_id=call_id).order_by("-id").first()


@dataclass(frozen=True, slots=True)
class LogBreak:
    """The first place at which a call's log no longer holds."""

    call: uuid.UUID
    seq: int
    why: str


def log_size() -> tuple[int, int]:
    """Count the log entries, and the calls whose logs they are."""
    return LogEntry.objects.count(), Call.objects.count()


def log_breaks(walked: Callable[[int], None] = lambda _: None) -> Iterator[LogBreak]:
    """
    Walk every log's chain and yield the first break of each; nothing when all are whole.

    walked: called now and then with how many entries have been looked at. The call itself keeps how long its log is and
    the digest it ends with, so that a log that was cut short shows as well.
    """
    entries = LogEntry.objects.order_by("call_id", "seq").annotate(size=F("call__log_size"), end=F("call__log_hash"))

    def counted() -> Iterator[Any]:
        for number, entry in enumerate(entries.iterator(chunk_size=BATCH), 1):
            if number % BATCH == 0:
                walked(number)
            yield entry

    for call, log in groupby(counted(), key=attrgetter("call_id")):
        if found := _first_break(log):
            yield LogBreak(call, *found)
    for empty in Call.objects.filter(entries=None).order_by().values_list("pk", flat=True).iterator(chunk_size=BATCH):
        yield LogBreak(empty, 1, "the whole log is missing")


def _first_break(log: Iterable[Any]) -> tuple[int, str] | None:
    """Say where a log first breaks and why; each entry also carries the size and the digest that its call keeps."""
    seq, previous, size, end = 0, chain.FIRST, 0, chain.FIRST
    for entry in log:
        if entry.seq != seq + 1:
            return entry.seq, f"entry {seq + 1} is missing"
        if entry.hash != chain.digest(previous, entry.seq, entry_content(entry)):
            return entry.seq, "it has been changed, or does not follow from the entry before it"
        seq, previous, size, end = entry.seq, entry.hash, entry.size, entry.end
    if seq < size:
        return seq + 1, f"the last {size - seq} of {size} entries are missing"
    return None if previous == end else (seq, "the log does not end as its call says")
