"""The board put as its page shows it: bands in words, reasons, where each row leads, and what has changed since it was drawn."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from heed.domain.beats.models import Beat
from heed.engines.risk.waiting import Fact, Kind
from heed.flows.board.live import Board, Only, Row
from heed.flows.board.work import AtWork
from heed.foundation.accounts.models import CommandUnit, User
from heed.foundation.design import dates

SHOWN_MOST = 100
"""Rows on the page unless all are asked for: more than anybody reads, the most urgent first; how many there are is said."""

KINDS = {
    Kind.RINGING: "Ringing",
    Kind.NOT_TAKEN: "Ended, not on record",
    Kind.UNRECORDED: "Taken, not on record",
    Kind.UNATTENDED: "Not attended",
    Kind.REASSESS: "Assess again",
    Kind.PROMISE: "Broken promise",
    Kind.CALL_BACK: "Call back owed",
    Kind.TASK: "Nobody to do it",
    Kind.NOTICE: "To be seen",
    Kind.APPROVAL: "Second person",
    Kind.MISSED: "Missed call",
}
KNOWN = {
    Fact.GRAVE: "suicide, self-harm or domestic abuse",
    Fact.VULNERABLE: "vulnerable",
    Fact.HIGHEST_BAND: "highest band of risk",
    Fact.REPEAT: "repeat victim",
    Fact.INDICATED: "something that makes harm likelier",
}
"""What is known, in words that name nobody; in the order in which they are said."""

TONES = ("urgent", "urgent", "warning", "warning", "note", "quiet")
"""How bands look, the most urgent first; the words of each band say the same."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One row as the page has it. version: changes with what it says, and not with the minutes that pass."""

    key: str
    version: str
    band: int
    kind: str
    about: str
    href: str
    where: str
    why: str
    said: str
    known: tuple[str, ...]
    who: str
    since: datetime
    due: datetime | None
    due_words: str
    says: str


@dataclass(frozen=True, slots=True)
class Band:
    """One band with its rows. tone: how it looks."""

    number: int
    name: str
    tone: str
    count: int
    rows: list[Shown]


def put(board: Board, *, everything: bool = False) -> dict[str, Any]:
    """Return what the template needs of a board: its bands, its counts, and what is left out."""
    listed = [_shown(row) for row in (board.rows if everything else board.rows[:SHOWN_MOST])]
    counts = Counter(row.placed.band for row in board.rows)
    bands = [
        Band(
            number,
            name,
            TONES[min(number, len(TONES)) - 1],
            counts[number],
            [row for row in listed if row.band == number],
        )
        for number, name in enumerate(board.bands, 1)
    ]
    ringing = [row for row in board.rows if row.kind == Kind.RINGING]
    return {
        "bands": [band for band in bands if band.rows],
        "total": len(board.rows),
        "listed": len(listed),
        "counts": [(KINDS[kind], board.counts[kind]) for kind in KINDS if board.counts.get(kind)],
        "reassess": board.counts.get(Kind.REASSESS, 0),
        "cut": [KINDS[kind].lower() for kind in KINDS if kind in board.cut],
        "unreachable": board.unreachable,
        "ringing": len(ringing),
        "oldest": min((row.thing.waiting.since for row in ringing), default=None),
        "in_hand": len(board.in_hand),
    }


def put_work(people: Sequence[AtWork]) -> list[dict[str, Any]]:
    """Return each person at work as the page has them."""
    return [
        {
            "name": one.user.display_name,
            "calls": [
                {
                    "id": call.pk,
                    "words": f"{call.get_channel_display()}, {call.line_in_words}",
                    "taken_at": call.taken_at,
                    "ended_at": call.ended_at,
                }
                for call, _ in one.calls
            ],
            "owed": one.owed,
            "recorded": one.recorded,
            "signed_in_at": one.signed_in_at,
            "key": f"at-work-{one.user.pk}",
            "version": _digest([
                one.user.display_name, one.owed, one.recorded, one.signed_in_at,
                *(f"{call.pk}{call.taken_at}{call.ended_at}{call.line_in_words}" for call, _ in one.calls),
            ]),
        }
        for one in people
    ]  # fmt: skip


def tag_of(page: dict[str, Any]) -> str:
    """Return an entity tag of what is on the page: the same as long as nothing but time has passed."""
    rows = [f"{row.key}:{row.version}" for band in page["bands"] for row in band.rows]
    work = [f"{one['key']}:{one['version']}" for one in page["work"]]
    rest = [page["total"], page["counts"], page["unreachable"], page["ringing"], page["oldest"], page["cut"]]
    others = [page["approval_count"], page["notice_count"]]
    return f'"{_digest([*rows, *work, *rest, *others])}"'


def choices(user: User, only: Only) -> dict[str, Any]:
    """Return what a board may be narrowed to: the units and beats of the user's own force."""
    units: QuerySet[CommandUnit] = CommandUnit.objects.filter(force=user.force_id).order_by("name", "pk")
    beats: QuerySet[Beat] = Beat.objects.filter(force=user.force_id, retired_at=None).order_by("name", "pk")
    return {
        "units": [{"value": unit.pk, "text": unit.name, "selected": unit.pk == only.unit} for unit in units],
        "beats": [{"value": beat.pk, "text": beat.name, "selected": beat.pk == only.beat} for beat in beats],
        "narrowed": only.unit is not None or only.beat is not None,
        "by_beat": only.beat is not None,
    }


def _shown(row: Row) -> Shown:
    thing, placed = row.thing, row.placed
    known = tuple(words for fact, words in KNOWN.items() if fact in placed.facts)
    because = placed.because or ("waits its turn",)
    due = thing.waiting.due
    due_words = _due(row) if due else ""
    kind = KINDS[row.kind]
    text = [
        placed.band,
        thing.about,
        thing.where,
        because,
        thing.said,
        known,
        thing.who,
        thing.waiting.since,
        due_words,
    ]
    return Shown(
        key=row.key,
        version=_digest(text),
        band=placed.band,
        kind=kind,
        about=thing.about,
        href=_href(row),
        where=thing.where,
        why=_sentence(because),
        said=_sentence(thing.said),
        known=known,
        who=thing.who,
        since=thing.waiting.since,
        due=due,
        due_words=due_words,
        says=f"{kind}: {thing.about}. {'; '.join(because)}",
    )


def _sentence(parts: Sequence[str]) -> str:
    """Put reasons into one sentence; nothing for none. Words that somebody typed keep their own capitals."""
    words = "; ".join(part.strip().rstrip(".") for part in parts if part.strip())
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def _due(row: Row) -> str:
    """Say by when it was, or is, to be done."""
    due = row.thing.waiting.due
    verb = {Kind.UNATTENDED: "attend by", Kind.UNRECORDED: "on record by"}.get(row.kind, "due by")
    late = ", and that has passed" if Fact.OVERDUE in row.placed.facts else ""
    return f"{verb} {dates.brief_moment(due)}{late}" if due else ""


def _href(row: Row) -> str:
    """Return where the row is acted on, with the reason for opening it; nothing where it is acted on nowhere yet."""
    thing = row.thing
    if row.kind == Kind.MISSED:
        return reverse("supervisor:missed", args=[thing.subject])
    if row.kind in {Kind.APPROVAL, Kind.NOTICE}:
        part = f"{'a' if row.kind == Kind.APPROVAL else 'n'}{thing.subject}"
        return f"{reverse('supervisor:board')}?{urlencode({'at': part})}#{part}"
    if thing.call:
        return reverse("call_handler:call", args=[thing.call])
    if thing.incident is None:
        return ""
    why = {"demand": thing.subject} if row.kind == Kind.REASSESS else {"waiting": thing.incident}
    return f"{reverse('call_handler:incident', args=[thing.incident])}?{urlencode(why)}"


def _digest(parts: Iterable[object]) -> str:
    """Return a few characters that change with any of the parts."""
    return hashlib.blake2b("\x1f".join(map(str, parts)).encode(), digest_size=9).hexdigest()
