"""Changes to follow-ups: planned, asked, tried, answered, ended. What an answer does to the incident follows in flows."""

import hashlib
import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from heed.domain.aftermath.models import Answer, AnswerLink, Attempt, FollowUp, LinkTry
from heed.domain.aftermath.terms import Channel, Ended, Language, Result, Way
from heed.domain.incidents.models import Closing
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

TOKEN_BYTES = 16
"""Random bytes of a link: 128 bits, in figures and letters that no filter takes for a word."""


class AskedNoMore(Exception):
    """Nobody asks any more: it was answered, or it was ended, meanwhile."""


class NoSuchLink(Exception):
    """No link has this token, or the one that had has run out."""


class TooOften(Exception):
    """A link was tried too often within an hour."""


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody said, item by item; empty ones were not answered. stopped is always there."""

    stopped: str
    call_handling: str = ""
    treatment: str = ""
    took_action: str = ""
    action: str = ""
    informed: str = ""
    difference: str = ""
    overall: str = ""
    called_before: str = ""
    own_words: str = ""


def plan(
    *,
    closing: Closing,
    person_id: uuid.UUID,
    due_on: date,
    vulnerable: bool,
    repeat: bool,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> FollowUp | None:
    """Plan to ask somebody after a closing; None where that is planned already. Within a transaction."""
    made, is_new = FollowUp.objects.get_or_create(
        closing=closing,
        person_id=person_id,
        defaults={
            "force_id": closing.incident.force_id,
            "incident_id": closing.incident_id,
            "due_on": due_on,
            "vulnerable": vulnerable,
            "repeat": repeat,
            "planned_at": now,
            "policy_version": policy_version,
        },
    )
    if not is_new:
        return None
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="follow_up.planned",
        subjects=[f"follow_up:{made.pk}", f"person:{person_id}", f"incident:{made.incident_id}"],
        now=now,
    )
    return made


def note_asked(*, follow_up: FollowUp, way: Way, why: str, actor: Actor, now: datetime) -> None:
    """Note that somebody is asked from now on, how, and why so; within a transaction."""
    follow_up.way, follow_up.way_why, follow_up.asked_at = way, why[:300], now
    follow_up.listed_at = now if way == Way.CALL_LIST else None
    follow_up.save(update_fields=["way", "way_why", "asked_at", "listed_at"])
    _record("follow_up.asked", follow_up, actor=actor, now=now, way=str(way))


def put_on_call_list(*, follow_up: FollowUp, actor: Actor, now: datetime) -> None:
    """Note that somebody is to ring them, who did not answer a message; within a transaction."""
    follow_up.listed_at = now
    follow_up.save(update_fields=["listed_at"])
    _record("follow_up.listed", follow_up, actor=actor, now=now)


def make_link(*, follow_up: FollowUp, language: Language, days: int, now: datetime) -> str:
    """Make a link to answer by, and return its token: it is known now and never again. Within a transaction."""
    token = secrets.token_hex(TOKEN_BYTES)
    AnswerLink.objects.create(
        follow_up=follow_up,
        token_hash=hashed(token),
        language=language,
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    return token


def hashed(token: str) -> str:
    """Return what is kept of a token: one that is random needs no slow hash, and must be found by it."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def open_link(*, token: str, tries_an_hour: int, now: datetime) -> AnswerLink:
    """
    Return the link of a token, and count the try. Raises NoSuchLink, TooOften.

    A nonsense token leaves no trace: whoever tries many fills nothing.
    """
    link = (
        AnswerLink.objects.select_related("follow_up__incident", "follow_up__force")
        .filter(token_hash=hashed(token), expires_at__gt=now)
        .first()
    )
    if link is None:
        raise NoSuchLink
    if LinkTry.objects.filter(link=link, at__gt=now - timedelta(hours=1)).count() >= tries_an_hour:
        raise TooOften
    LinkTry.objects.create(link=link, at=now)
    return link


def note_attempt(
    *,
    follow_up: FollowUp,
    channel: Channel,
    result: Result,
    note: str,
    user: User | None,
    actor: Actor,
    now: datetime,
) -> Attempt:
    """Keep one try to ask somebody, and what came of it; within a transaction."""
    made = Attempt.objects.create(
        follow_up=follow_up, at=now, channel=channel, result=result, by=user, by_name=actor.name, note=note[:300]
    )
    _record("follow_up.tried", follow_up, actor=actor, now=now, result=str(result))
    return made


def end(*, follow_up: FollowUp, ended_as: Ended, actor: Actor, now: datetime) -> None:
    """Ask no more, and say why; within a transaction, on a row that `lock` returned."""
    follow_up.ended_at, follow_up.ended_as = now, ended_as
    follow_up.save(update_fields=["ended_at", "ended_as"])
    _record("follow_up.ended", follow_up, actor=actor, now=now, ended_as=str(ended_as))


def lock(follow_up_id: int, *, to_answer: bool = False) -> FollowUp:
    """
    Lock a follow-up that nobody has ended; to_answer: one that nobody has answered.

    Whoever answers late is heard, also where we had given up. Raises AskedNoMore, FollowUp.DoesNotExist.
    """
    found = FollowUp.objects.select_for_update(of=("self",)).select_related("incident__force", "incident__call")
    follow_up = found.get(pk=follow_up_id)
    if follow_up.ended_as == Ended.ANSWERED or (follow_up.ended_at and not to_answer):
        raise AskedNoMore(follow_up_id)
    return follow_up


def keep_answer(
    *,
    follow_up: FollowUp,
    words: Words,
    channel: Channel,
    language: Language,
    wording_version: str,
    policy_version: str,
    user: User | None,
    actor: Actor,
    now: datetime,
) -> Answer:
    """Keep what somebody said; with that nobody asks any more. Within a transaction, on a row that `lock` returned."""
    made = Answer.objects.create(
        follow_up=follow_up,
        at=now,
        channel=channel,
        language=language,
        asked_by=user,
        asked_by_name=actor.name,
        wording_version=wording_version,
        policy_version=policy_version,
        **asdict(words),
    )
    follow_up.ended_at, follow_up.ended_as = now, Ended.ANSWERED
    follow_up.save(update_fields=["ended_at", "ended_as"])
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="follow_up.answered",
        subjects=[f"follow_up:{follow_up.pk}", f"person:{follow_up.person_id}", f"incident:{follow_up.incident_id}"],
        now=now,
        detail={"channel": str(channel)},
    )
    return made


def _record(action: str, follow_up: FollowUp, *, actor: Actor, now: datetime, **detail: object) -> None:
    """Write to the trail."""
    subjects = [f"follow_up:{follow_up.pk}", f"incident:{follow_up.incident_id}"]
    audit.record(actor=actor, act=Act.ALTERATION, action=action, subjects=subjects, now=now, detail=detail)
