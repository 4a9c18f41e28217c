"""
What the words of a call say of whoever is at risk: read as they are typed, and kept with the log once they are on record.

A finding is a question to the handler and nothing more: no verdict, no grade and no indicator comes of it by itself. The
words are read in one piece, so that "she" on one line is known from another; each finding is kept by its place in the box,
entry or answer that it stands in.
"""

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.calls import queries as calls
from heed.domain.calls.models import Call, LogEntry
from heed.domain.calls.rules import readable
from heed.domain.calls.terms import EntryKind
from heed.domain.vulnerability.findings import services
from heed.domain.vulnerability.models import Finding
from heed.domain.vulnerability.terms import FoundIn
from heed.engines.cues.findings import Finding as Cue
from heed.engines.cues.lexicon import Lexicon
from heed.engines.cues.reading import read
from heed.engines.risk.gates import Question
from heed.foundation.accounts.terms import Actor
from heed.foundation.lexicon import queries as lexicons
from heed.foundation.policy import services as policy

logger = structlog.get_logger(__name__)

LONGEST = 60_000
"""Characters of a call's words that are read at a pause; more are read once the call is on record."""

APART = "\n\n"
SAID_IN = (EntryKind.SAID, EntryKind.ANSWER, EntryKind.CORRECTION)
"""Entries that hold somebody's words; the others are Heed's own sentences."""

BOXES = ("summary", "log_text")
ROLES = {"other_party": "Other party", "witness": "Witness", "complainant": "Complainant"}


@dataclass(frozen=True, slots=True)
class Passage:
    """
    Words that stand together: a box of the form, an entry of the log, or an answer.

    before: what is read in front of it and was not typed: a heading, or the question. name: of the box, or empty.
    open: somebody may still be typing its last word.
    """

    source: FoundIn
    text: str
    name: str = ""
    before: str = ""
    entry: int | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """
    One thing the words say now: its row, how strongly, whose without being told (assumed), and the box it stands in.

    words: the person's words by which it was told whose it is.
    """

    finding: Finding
    strength: str
    assumed: bool
    words: str
    box: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What a call says so far. unsettled: something stands at the very end of a box, and more of the word may follow."""

    said: tuple[Said, ...] = ()
    unsettled: bool = False
    lexicon: str = ""


def read_draft(*, call: Call, boxes: Mapping[str, str], actor: Actor, now: datetime, settled: bool = False) -> Draft:
    """
    Read what stands in the log and in the boxes now, and keep what is found.

    boxes: name of the form's field → text. settled: nothing was typed for a while, so that a last word is a whole one;
    otherwise what ends where somebody is typing waits ("she is 8" may become 81).
    """
    passages = [*_entries(call), *_typed(boxes, settled=settled)]
    found, lexicon = _read(call, passages, now=now, most=LONGEST)
    whole = [(passage, cue) for passage, cue in found if not _still_typed(passage, cue)]
    rows = _keep(call, whole, lexicon, actor=actor, now=now)
    said = [
        Said(row, str(cue.strength), cue.assumed, cue.words, passage.name)
        for (passage, cue), row in zip(whole, rows, strict=True)
    ]
    return Draft(tuple(said), len(whole) < len(found), lexicon.version)


def keep_entry(*, call: Call, entry: LogEntry, actor: Actor, now: datetime) -> None:
    """Keep what an entry that has just been added to the log says, with its place in the log."""
    found, lexicon = _read(call, [Passage(FoundIn.ENTRY, entry.text, entry=entry.seq)], now=now)
    _keep(call, found, lexicon, actor=actor, now=now)


def keep_recorded(*, call: Call, summary: str, actor: Actor, now: datetime) -> None:
    """
    Keep what the final words of a call say, each finding by its place in the entry of the log where it now stands.

    Called within the recording, once everything is in the log; the summary stands in Heed's own sentence there. Whatever
    fails in reading, what happened is recorded.
    """
    passages = list(_entries(call))
    recorded = LogEntry.objects.filter(call=call, kind=EntryKind.RECORDED).order_by("-seq").first()
    text = readable(summary)
    if recorded and text and recorded.text.endswith(text):
        before = recorded.text[: len(recorded.text) - len(text)]
        passages.append(Passage(FoundIn.ENTRY, text, entry=recorded.seq, before=before))
    try:
        with transaction.atomic():
            found, lexicon = _read(call, passages, now=now)
            placed = [(passage, _moved(cue, len(passage.before))) for passage, cue in found]
            _keep(call, placed, lexicon, actor=actor, now=now)
    except Exception:
        logger.exception("cues failed at recording", call=str(call.pk))


def _entries(call: Call) -> Iterable[Passage]:
    """Return what stands in the log in somebody's words."""
    for entry in calls.log_of(call.pk):
        if entry.kind not in SAID_IN or entry.detail.get("known_already"):
            continue
        asked, mark, said = entry.text.partition("? ") if entry.kind == EntryKind.ANSWER else ("", "", entry.text)
        yield Passage(FoundIn.ENTRY, said, before=asked + mark, entry=entry.seq)


def _typed(boxes: Mapping[str, str], *, settled: bool) -> Iterable[Passage]:
    """Return what stands in the boxes of the form, in the order of the page; answers behind their questions."""
    for name in BOXES:
        if text := _text(boxes, name):
            yield Passage(FoundIn.DRAFT, text, name, open=not settled)
    for name in sorted(boxes):
        if name.startswith("party-") and name.endswith("-description") and (text := _text(boxes, name)):
            role = ROLES.get(boxes.get(name.replace("-description", "-role"), ""), "")
            yield Passage(FoundIn.DRAFT, text, name, before=f"{role}: " if role else "", open=not settled)
    for question in asked_aloud():
        if text := _text(boxes, f"q-{question.id}-text"):
            yield Passage(FoundIn.ANSWERS, text, f"q-{question.id}-text", f"{question.wording} ", open=not settled)


def asked_aloud() -> tuple[Question, ...]:
    """Return the questions whose answers are somebody's own words."""
    pack = policy.in_use()
    return tuple(question for question in (*pack.questions, *pack.asking.further) if question.asked_of == "caller")


def _text(boxes: Mapping[str, str], name: str) -> str:
    """Return a box as it is on the screen: characters stay where they are, so that a finding can be shown there."""
    return str(boxes.get(name) or "").replace("\r\n", "\n").replace("\r", "\n")


def _read(
    call: Call, passages: Sequence[Passage], *, now: datetime, most: int | None = None
) -> tuple[list[tuple[Passage, Cue]], Lexicon]:
    """Read passages in one piece; each cue comes back with its passage, and its place in that. most: characters to read."""
    lexicon = lexicons.in_use(call.force_id)
    text, starts = "", []
    for passage in passages:
        text += passage.before
        starts.append(len(text))
        text += passage.text + APART
    found = []
    for cue in read(text[:most], localdate(now), lexicon).findings:
        at = bisect_right(starts, cue.end - 1) - 1
        # What stands only in the question, or runs over the end of a passage, was not said by anybody.
        if at < 0 or cue.end > starts[at] + len(passages[at].text):
            continue
        passage, start = passages[at], max(cue.start, starts[at])
        found.append(
            (passage, replace(cue, start=start - starts[at], end=cue.end - starts[at], text=text[start : cue.end]))
        )
    return found, lexicon


def _still_typed(passage: Passage, cue: Cue) -> bool:
    """Say whether a cue stands where more of its last word may follow."""
    return passage.open and cue.end == len(passage.text) and passage.text[-1:].isalnum()


def _moved(cue: Cue, by: int) -> Cue:
    return replace(cue, start=cue.start + by, end=cue.end + by)


def _keep(
    call: Call, found: Sequence[tuple[Passage, Cue]], lexicon: Lexicon, *, actor: Actor, now: datetime
) -> list[Finding]:
    """Keep findings by where they stand; return their rows, in order. Where all are kept already, nothing is written."""
    rows = Finding.objects.filter(call=call, lexicon_version=lexicon.version) if found else ()
    known = {(row.category, row.start, row.end, row.text): row for row in rows}
    fresh: dict[tuple[FoundIn, int | None], list[Cue]] = {}
    for passage, cue in found:
        if _key(cue) not in known:
            fresh.setdefault((passage.source, passage.entry), []).append(cue)
    if not fresh:
        return [known[_key(cue)] for _, cue in found]
    with transaction.atomic():
        for (source, entry), cues in fresh.items():
            kept = services.keep_findings(
                call=call,
                findings=cues,
                lexicon_version=lexicon.version,
                source=source,
                entry=entry,
                actor=actor,
                now=now,
            )
            known |= {_key(cue): row for cue, row in zip(cues, kept, strict=True)}
    return [known[_key(cue)] for _, cue in found]


def _key(cue: Cue) -> tuple[str, int, int, str]:
    return str(cue.category), cue.start, cue.end, cue.text[: services.TEXT_MOST]
