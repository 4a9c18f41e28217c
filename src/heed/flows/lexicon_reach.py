"""What a lexicon would find in the logs of the last weeks that the one in force does not, and what it would no longer find."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.calls.models import LogEntry
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Incident
from heed.engines.cues.difference import Difference, Text, compare
from heed.engines.cues.lexicon import Lexicon
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.lexicon import queries as lexicons

DAYS = 30
LONGEST_DAYS = 366
BATCH = 2_000
READ = (EntryKind.SAID, EntryKind.ANSWER, EntryKind.CORRECTION)
"""Entries that hold somebody's words; the others are Heed's own sentences."""


def texts(force_id: int, *, since: datetime, most: int | None = None) -> Iterator[Text]:
    """Yield what was written in a force since a moment: log entries, then summaries, the newest of each first."""
    entries = LogEntry.objects.filter(call__force=force_id, at__gte=since, kind__in=READ).exclude(text="")
    rows = entries.order_by("-at", "-id").values_list("call_id", "seq", "text", "at")
    for call, seq, text, at in rows[:most].iterator(chunk_size=BATCH):
        yield Text(f"call:{call} entry {seq}", text, localdate(at))
    summaries = Incident.objects.filter(force=force_id, recorded_at__gte=since).exclude(summary="")
    for pk, text, at in (
        summaries.order_by("-recorded_at", "-pk")
        .values_list("pk", "summary", "recorded_at")[:most]
        .iterator(chunk_size=BATCH)
    ):
        yield Text(f"incident:{pk}", text, localdate(at))


def reach(
    *,
    force: Force,
    proposed: Lexicon,
    days: int,
    limit: int,
    actor: Actor,
    now: datetime,
    most: int | None = None,
    tell: Callable[[int], None] = lambda _: None,
) -> Difference:
    """
    Compare a lexicon with the one in force on a force's logs of the last days.

    most: log entries, and summaries, to read at most. Whoever sees the samples has consulted the logs they are from, and
    the trail says so.
    """
    since = now - timedelta(days=days)
    found = compare(
        texts(force.pk, since=since, most=most), lexicons.in_use(force.pk), proposed, limit=limit, tell=tell
    )
    samples = [sample for of in found.rules for sample in (*of.added_samples, *of.lost_samples)]
    with transaction.atomic():
        audit.record(
            actor=actor,
            act=Act.CONSULTATION,
            action="lexicon.compared",
            subjects=list(dict.fromkeys(sample.key.partition(" ")[0] for sample in samples)),
            purpose=f"what lexicon {proposed.version} would change",
            detail={"days": days, "texts": found.texts, "added": found.added, "lost": found.lost},
            now=now,
        )
    return found
