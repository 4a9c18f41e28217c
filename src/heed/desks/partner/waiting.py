"""What waits for an agency, gathered from each room in a number of statements that does not grow with it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from django.urls import NoReverseMatch, reverse

from heed.domain.agencies.models import Agency
from heed.domain.case_review import queries as case_review
from heed.domain.conferences import queries as conferences
from heed.domain.referrals import queries as referrals
from heed.domain.referrals.terms import State
from heed.domain.sharing import queries as sharing
from heed.domain.tallies import queries as tallies
from heed.domain.tasking import queries as tasking
from heed.foundation.design.dates import by, day, moment

SHOWN = 25
"""Rows of one group on the desk; the rest is in its room."""
HELD_LATELY = timedelta(days=1)
"""For how long after its start a conference still stands among those to come: it may last, and the minutes follow."""

REFERRED = {
    State.SENT: ("Waits for your answer", "warning"),
    State.ASKED: ("You asked for more: the police owe the next word", "note"),
    State.ACCEPTED: ("You hold it", "good"),
}
"""How far a referral has come, as the agency reads it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits. due: by when, in words; empty where it has no time."""

    words: str
    address: str
    said: str = ""
    tone: str = "note"
    due: str = ""
    late: bool = False
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """What waits of one kind; empty: what the page says where nothing does; more: how many rows are not shown."""

    key: str
    title: str
    rows: tuple[Row, ...]
    empty: str
    more: int = 0
    address: str = ""


def gather(agency: Agency, *, now: datetime) -> list[Group]:
    """Return what waits for an agency: what others wait for first, then what is there to be read."""
    return [
        _referrals(agency, now=now),
        _tasks(agency, now=now),
        _reviews(agency),
        _counts(agency),
        _conferences(agency, now=now),
        _shared(agency, now=now),
    ]


def _referrals(agency: Agency, *, now: datetime) -> Group:
    rows = []
    for one in referrals.waiting_for(agency, now=now):
        said, tone = REFERRED[State(one.state)]
        owed = one.state != State.ASKED and one.next_by
        rows.append(
            Row(
                words=one.incident.reference,
                address=_to("referral", one.pk),
                said=said,
                tone=tone,
                due=by(one.next_by) if owed and one.next_by else "",
                late=bool(owed and one.next_by and one.next_by < now),
                urgent=one.urgent,
            )
        )
    return _group("referrals", "Cases referred to you", rows, "No case waits for you.", _to("referrals"))


def _tasks(agency: Agency, *, now: datetime) -> Group:
    rows = [
        Row(
            words=one.words,
            address=_to("task", one.pk),
            said=one.owner.display_name if one.owner else "Nobody of yours has it yet",
            tone="note" if one.owner else "warning",
            due=by(one.due_by) if one.due_by else "",
            late=bool(one.due_by and one.due_by < now),
        )
        for one in case_review.tasks_it_sees(agency, tasking.open_tasks_of_agency(agency, now=now))
    ]
    return _group("tasks", "What your agency is to do", rows, "Nothing is to be done.", _to("tasks"))


def _reviews(agency: Agency) -> Group:
    rows = [
        Row(words=f"ASB case review {one.application.reference}", address=_to("review", one.application_id))
        for one in case_review.of_agency(agency)
    ]
    return _group("reviews", "Case reviews you sit on", rows, "You sit on no panel.", _to("reviews"))


def _counts(agency: Agency) -> Group:
    rows = [
        Row(words=f"About {len(one.reports)} of your reports", address=_to("count_asked", one.pk), said=day(one.at))
        for one in tallies.unanswered_of(agency).prefetch_related(None)
    ]
    return _group("counts", "What the police ask about your reports", rows, "Nothing is asked.", _to("counts"))


def _conferences(agency: Agency, *, now: datetime) -> Group:
    coming = conferences.of_agency(agency, now=now).filter(starts_at__gte=now - HELD_LATELY).order_by("starts_at", "pk")
    rows = [
        Row(words=one.title, address=_to("conference", one.pk), said=moment(one.starts_at), tone="note")
        for one in coming
    ]
    return _group("conferences", "Case conferences to come", rows, "None is planned.", _to("conferences"))


def _shared(agency: Agency, *, now: datetime) -> Group:
    visible = sharing.visible_to_agency(agency, now=now)
    rows = [
        Row(
            words=one.incident.reference,
            address=_to("shared_record", one.pk),
            due=day(one.until_on),
            said=one.get_purpose_display(),
        )
        for one in visible[:SHOWN]
    ]
    more = max(visible.count() - SHOWN, 0) if len(rows) == SHOWN else 0
    return Group("shared", "Shared with you", tuple(rows), "Nothing is shared with you now.", more, _to("shared"))


def _group(key: str, title: str, rows: Iterable[Row], empty: str, address: str) -> Group:
    """Return a group, cut to what the desk shows."""
    listed = list(rows)
    return Group(key, title, tuple(islice(listed, SHOWN)), empty, max(len(listed) - SHOWN, 0), address)


def _to(name: str, *numbers: int) -> str:
    """Return the address of a page of this desk; empty where this installation has none."""
    try:
        return reverse(f"partner:{name}", args=numbers)
    except NoReverseMatch:
        return ""
