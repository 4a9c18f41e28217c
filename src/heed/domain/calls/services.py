"""Changes to calls. Each runs in the caller's transaction or its own; each says what the state refused."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from heed.domain.calls.models import Call, CallerDecision, Check, CheckShown, Draft, LogEntry
from heed.domain.calls.rules import readable
from heed.domain.calls.terms import RINGS, About, Channel, Decision, Ended, EntryKind, Finished
from heed.foundation.accounts.models import CommandUnit, Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import chain
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

CHANGED = "heed_calls"
"""The database channel on which desks hear that waiting calls have changed; the payload is the force's id."""


class CallTaken(Exception):
    """Somebody else has the call; the message is their name."""


class CallFinished(Exception):
    """The call is already finished."""


class NotYourCall(Exception):
    """The call has not been taken by this person."""


@dataclass(frozen=True, slots=True)
class Line:
    """What is known of the line a call comes from; numbers in E.164 or empty."""

    line_class: str
    e164: str
    shown_e164: str
    received: str
    extension: str
    may_show: bool
    may_match: bool


def announce(force_id: int) -> None:
    """Tell every desk of the force, once this transaction is committed, that its waiting calls have changed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANGED, str(force_id)])


def open_call(
    *,
    call_id: uuid.UUID,
    force: Force,
    unit: CommandUnit | None,
    channel: Channel,
    queue: str,
    line: Line,
    actor: Actor,
    now: datetime,
) -> Call:
    """Open a call and its log. The caller's transaction also holds what made it ring."""
    call = Call.objects.create(
        id=call_id,
        force=force,
        unit=unit,
        channel=channel,
        queue=queue,
        rang_at=now,
        line_class=line.line_class,
        e164=line.e164,
        shown_e164=line.shown_e164,
        received=line.received,
        extension=line.extension,
        may_show=line.may_show,
        may_match=line.may_match,
    )
    append_entry(
        call_id=call.id,
        kind=EntryKind.OPENED,
        text=f"{channel.label} rang. {call.line_in_words}."
        if channel in RINGS
        else f"Came another way: {channel.label}.",
        actor=actor,
        now=now,
    )
    audit.record(actor=actor, act=Act.COLLECTION, action="call.opened", subjects=[f"call:{call.id}"], now=now)
    return call


def learn_line(*, call: Call, line: Line, channel: Channel, actor: Actor, now: datetime) -> None:
    """Put on a call what a later event says of its line: emergency services learn a number seconds after the ring."""
    for field in ("line_class", "e164", "shown_e164", "received", "extension", "may_show", "may_match"):
        setattr(call, field, getattr(line, field))
    call.channel = channel
    call.save(
        update_fields=["channel", "line_class", "e164", "shown_e164", "received", "extension", "may_show", "may_match"]
    )
    append_entry(
        call_id=call.id,
        kind=EntryKind.STATE,
        text=f"The telephone system gave the line: {call.line_in_words}.",
        actor=actor,
        now=now,
    )


def telephone_answered(*, call_id: uuid.UUID, desk: str, now: datetime) -> None:
    """Note that a telephone was picked up; the first time counts."""
    Call.objects.filter(pk=call_id, answered_at=None).update(answered_at=now, answered_at_desk=desk)


def telephone_ended(*, call: Call, ended_as: Ended, actor: Actor, now: datetime) -> bool:
    """Note that the line went dead; the first time counts, and only then is True returned."""
    ended = Call.objects.filter(pk=call.pk, ended_at=None).update(ended_at=now, ended_as=ended_as)
    if ended:
        append_entry(
            call_id=call.pk,
            kind=EntryKind.STATE,
            text=f"The line closed: {ended_as.label.lower()}.",
            actor=actor,
            now=now,
        )
    return bool(ended)


@transaction.atomic
def take(*, call_id: uuid.UUID, user: User, actor: Actor, now: datetime) -> Call:
    """
    Give the call to whoever asks first, in one conditional update.

    Taking one's own call again changes nothing. Raises CallTaken with the other's name, CallFinished when the caller has
    given up and that was followed up already, Call.DoesNotExist.
    """
    won = Call.objects.filter(pk=call_id, force=user.force_id, taken_at=None, finished_at=None).update(
        taken_at=now, taken_by=user
    )
    call = Call.objects.select_related("taken_by", "force").get(pk=call_id, force=user.force_id)
    if not won:
        if call.taken_by_id is None:
            raise CallFinished(call_id)
        if call.taken_by_id != user.pk:
            raise CallTaken(call.taken_by.display_name if call.taken_by else "somebody else")
        return call
    append_entry(call_id=call.pk, kind=EntryKind.STATE, text=f"Taken by {actor.name}.", actor=actor, now=now)
    announce(user.force_id)
    return call


# One statement: the call's row is locked by moving the head of its log on, and the entry takes its place and digest
# from there. Writers at once take turns.
APPEND = f"""
    WITH head AS (
        UPDATE calls_call SET
            log_size = log_size + 1,
            log_hash = {chain.IN_SQL.format(previous="log_hash", seq="(log_size + 1)", content="%(canonical)s")}
        WHERE id = %(call)s
        RETURNING log_size, log_hash
    )
    INSERT INTO calls_logentry (call_id, seq, at, author, author_name, kind, text, detail, corrects, hash)
    SELECT %(call)s, log_size, %(at)s, %(author)s, %(author_name)s, %(kind)s, %(text)s, %(detail)s, %(corrects)s, log_hash
      FROM head
    RETURNING id, seq, hash
"""  # noqa: S608  our own names; every value is a parameter


def append_entry(
    *,
    call_id: uuid.UUID,
    kind: EntryKind,
    text: str,
    actor: Actor,
    now: datetime,
    detail: Mapping[str, Any] | None = None,
    corrects: int | None = None,
) -> LogEntry:
    """
    Add one entry to a call's log, after all that are there.

    Raises Call.DoesNotExist, and LogEntry.DoesNotExist when it corrects an entry that is not there.
    """
    if corrects is not None:
        LogEntry.objects.only("pk").get(call_id=call_id, seq=corrects)
    entry = LogEntry(
        call_id=call_id,
        at=now,
        author=actor.reference,
        author_name=actor.name,
        kind=kind,
        text=readable(text),
        detail=dict(detail or {}),
        corrects=corrects,
    )
    values = {name: getattr(entry, name) for name in ("at", "author", "author_name", "text", "corrects")}
    values |= {"call": call_id, "kind": str(kind), "detail": Jsonb(entry.detail)}
    values |= {"canonical": chain.canonical(entry_content(entry))}
    with connection.cursor() as cursor:
        cursor.execute(APPEND, values)
        row = cursor.fetchone()
    if row is None:
        raise Call.DoesNotExist(call_id)
    entry.pk, entry.seq, entry.hash = row
    return entry


def entry_content(entry: LogEntry) -> dict[str, Any]:
    """Return what an entry's digest covers beside its place: every field but the row number and the digest itself."""
    return {
        "call": str(entry.call_id),
        "at": chain.moment(entry.at),
        "author": [entry.author, entry.author_name],
        "kind": str(entry.kind),
        "text": entry.text,
        "detail": entry.detail,
        "corrects": entry.corrects,
    }


@transaction.atomic
def save_draft(*, call_id: uuid.UUID, content: Mapping[str, Any], revision: int, user: User, now: datetime) -> Draft:
    """
    Keep what the handler is typing. An older revision than the one kept changes nothing; the kept one is returned.

    Raises NotYourCall, CallFinished, Call.DoesNotExist.
    """
    call = Call.objects.select_for_update(no_key=True).get(pk=call_id, force=user.force_id)
    if call.taken_by_id != user.pk:
        raise NotYourCall(call_id)
    if call.finished_at:
        raise CallFinished(call_id)
    draft, is_new = Draft.objects.get_or_create(
        call=call, defaults={"content": dict(content), "revision": revision, "saved_at": now, "saved_by": user}
    )
    if not is_new and revision > draft.revision:
        draft.content, draft.revision, draft.saved_at, draft.saved_by = dict(content), revision, now, user
        draft.save()
    return draft


@transaction.atomic
def finish(
    *, call_id: uuid.UUID, finished_as: Finished, why: str, user: User | None, actor: Actor, now: datetime
) -> Call:
    """
    Put a call down for good: no more drafts, though its log stays open for entries.

    Raises CallFinished when it already is.
    """
    call = Call.objects.select_for_update(no_key=True).get(pk=call_id)
    if call.finished_at:
        raise CallFinished(call_id)
    call.finished_at, call.finished_by, call.finished_as, call.finished_why = (
        now,
        user,
        finished_as,
        readable(why)[:500],
    )
    call.save(update_fields=["finished_at", "finished_by", "finished_as", "finished_why"])
    Draft.objects.filter(call=call).delete()
    words = finished_as.label if not call.finished_why else f"{finished_as.label}: {call.finished_why}"
    append_entry(call_id=call_id, kind=EntryKind.STATE, text=f"{words}.", actor=actor, now=now)
    announce(call.force_id)
    return call


def mark_silent(*, call: Call, user: User, actor: Actor, now: datetime) -> None:
    """Note that nobody spoke. The first time counts."""
    if Call.objects.filter(pk=call.pk, silent_at=None).update(silent_at=now, silent_by=user):
        append_entry(call_id=call.pk, kind=EntryKind.STATE, text="Silent: nobody spoke.", actor=actor, now=now)


def decide_caller(
    *,
    call: Call,
    person_id: uuid.UUID,
    decision: Decision,
    shown: Sequence[str],
    why: str,
    about: About,
    user: User,
    actor: Actor,
    now: datetime,
) -> CallerDecision:
    """Keep what a person decided about who rang, and what they had on the screen when they did."""
    made = CallerDecision.objects.create(
        call=call,
        about=about,
        person_id=person_id,
        decision=decision,
        shown=list(shown),
        why=readable(why)[:300],
        at=now,
        decided_by=user,
    )
    append_entry(
        call_id=call.pk,
        kind=EntryKind.RECOGNITION,
        text=f"{about.label}: {decision.label.lower()}.",
        actor=actor,
        now=now,
        detail={"person": str(person_id), "about": str(about), "decision": str(decision)},
    )
    audit.record(
        actor=actor,
        act=Act.COMBINATION,
        action="caller.decided",
        subjects=[f"call:{call.pk}", f"person:{person_id}"],
        now=now,
        detail={"decision": str(decision)},
    )
    return made


def keep_check(
    *,
    call_id: uuid.UUID,
    occasion: str,
    searched: Mapping[str, Any],
    found: Mapping[str, Any],
    policy_version: str,
    took_ms: float,
    now: datetime,
) -> Check:
    """Keep the proof of one check. Only Heed's own recognition calls this."""
    return Check.objects.create(
        call_id=call_id,
        occasion=occasion,
        searched=dict(searched),
        found=dict(found),
        policy_version=policy_version,
        took_ms=took_ms,
        at=now,
    )


def show_check(*, check: Check, user: User, actor: Actor, subjects: Sequence[str], purpose: str, now: datetime) -> None:
    """Note that a check's findings went onto somebody's screen: proof for the victim, and a consultation under s.62."""
    CheckShown.objects.create(proof=check, shown_to=user, at=now)
    audit.record(
        actor=actor, act=Act.CONSULTATION, action="recognition.shown", subjects=subjects, purpose=purpose, now=now
    )


def note_reading(*, call: Call, actor: Actor, now: datetime) -> None:
    """Note that somebody who is not handling a call read it and its log (DPA 2018 s.62)."""
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="call.consulted",
        subjects=[f"call:{call.pk}"],
        purpose=f"reading call {call.pk}",
        now=now,
    )
