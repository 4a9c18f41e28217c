"""Reading the sample. By week alone: there is no way to ask for one person's entries."""

from collections.abc import Iterator
from datetime import date, datetime

from django.db.models import Prefetch, QuerySet

from heed.domain.calls.models import LogEntry
from heed.domain.calls.terms import EntryKind
from heed.domain.conduct.models import Drawn, Marked
from heed.foundation.accounts.models import User

WRITTEN = (EntryKind.SAID, EntryKind.CORRECTION, EntryKind.GRADE, EntryKind.CLOSING, EntryKind.RECORDED)
"""The kinds of entries in which people at work put things in their own words."""

BATCH = 2_000


def written_between(force_id: int, start: datetime, end: datetime) -> Iterator[LogEntry]:
    """Yield what people wrote in the force's logs from start up to end, without who wrote it."""
    entries = LogEntry.objects.filter(
        call__force=force_id, at__gte=start, at__lt=end, kind__in=WRITTEN, author__startswith="user:"
    )
    yield from entries.only("id", "call", "text").order_by("id").iterator(chunk_size=BATCH)


def weeks(user: User) -> list[date]:
    """Return the weeks that were drawn in the person's force, the newest first."""
    return list(Drawn.objects.filter(force=user.force_id).order_by("-week").values_list("week", flat=True).distinct())


def drawn_in(user: User, week: date) -> list[Drawn]:
    """Return the entries of a week in the order they were drawn, each with its marks, the newest first."""
    marks = Marked.objects.select_related("marked_by").order_by("-id")
    found = visible_to(user).filter(week=week).prefetch_related(Prefetch("marks", queryset=marks))
    return list(found.defer("entry__author", "entry__author_name").order_by("position"))


def visible_to(user: User) -> QuerySet[Drawn]:
    """Return the drawn entries of the person's own force."""
    return Drawn.objects.filter(force=user.force_id).select_related("entry__call")
