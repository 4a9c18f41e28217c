"""Changes to case conferences: each writes one event, and nothing is added once the minutes are signed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.beats.models import Beat
from heed.domain.conferences.models import (
    Agreed,
    Attendance,
    Conference,
    Invited,
    SignedMinutes,
)
from heed.domain.conferences.terms import There
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class Unfit(Exception):
    """What was entered cannot be kept; the words say why, for the screen."""


class MinutesSigned(Unfit):
    """The minutes are signed: nothing is added to the conference."""


@transaction.atomic
def call(
    *,
    force: Force,
    title: str,
    starts_at: datetime,
    held_in: str,
    beat: Beat | None,
    statement: str,
    statement_version: str,
    policy_version: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> Conference:
    """Call a conference. Raises Unfit without a title."""
    if not title.strip():
        raise Unfit("Enter what the conference is called")
    made = Conference.objects.create(
        force=force,
        title=title.strip()[:160],
        starts_at=starts_at,
        held_in=held_in.strip()[:200],
        beat=beat,
        statement=statement,
        statement_version=statement_version,
        made_at=now,
        made_by=user,
        made_by_name=actor.name,
        policy_version=policy_version,
    )
    record("conference.called", made, act=Act.COLLECTION, actor=actor, now=now)
    return made


@transaction.atomic
def move_to(*, conference: Conference, starts_at: datetime, held_in: str, actor: Actor, now: datetime) -> Conference:
    """Hold it at another time or place. Raises MinutesSigned, Unfit."""
    found = unsigned(conference)
    before = found.starts_at
    found.starts_at, found.held_in = starts_at, held_in.strip()[:200]
    found.save(update_fields=["starts_at", "held_in"])
    detail = {"from": before.isoformat(), "to": starts_at.isoformat()}
    record("conference.moved", found, act=Act.ALTERATION, actor=actor, now=now, detail=detail)
    return found


@transaction.atomic
def cancel(*, conference: Conference, why: str, actor: Actor, now: datetime) -> None:
    """Cancel it. Raises MinutesSigned, Unfit without a reason."""
    if not why.strip():
        raise Unfit("Enter why it is cancelled")
    found = unsigned(conference)
    found.cancelled_at, found.cancelled_by_name, found.cancelled_why = now, actor.name, why.strip()[:300]
    found.save(update_fields=["cancelled_at", "cancelled_by_name", "cancelled_why"])
    record("conference.cancelled", found, act=Act.ALTERATION, actor=actor, now=now)


@transaction.atomic
def invite(*, conference: Conference, agreement: Agreement, actor: Actor, now: datetime) -> Invited:
    """Ask an agency to it, under an agreement; asking again changes nothing. Raises MinutesSigned."""
    found = unsigned(conference)
    standing = found.invited.filter(agency=agreement.agency_id, withdrawn_at=None).first()
    if standing:
        return standing
    made = Invited.objects.create(
        conference=found, agency_id=agreement.agency_id, agreement=agreement, at=now, by_name=actor.name
    )
    record(
        "conference.invited", found, act=Act.DISCLOSURE, actor=actor, now=now, recipient=agreement.agency.name,
        detail={"agency": agreement.agency_id, "agreement": agreement.pk},
    )  # fmt: skip
    return made


@transaction.atomic
def uninvite(*, invited: Invited, actor: Actor, now: datetime) -> None:
    """Take an invitation back: the agency sees the conference no more."""
    found = Invited.objects.select_for_update(of=("self",)).select_related("conference").get(pk=invited.pk)
    if found.withdrawn_at is None:
        found.withdrawn_at, found.withdrawn_by_name = now, actor.name
        found.save(update_fields=["withdrawn_at", "withdrawn_by_name"])
        record(
            "conference.uninvited", found.conference, act=Act.ALTERATION, actor=actor, now=now,
            detail={"agency": found.agency_id},
        )  # fmt: skip


@transaction.atomic
def attend(
    *,
    conference: Conference,
    agency: Agency | None,
    name: str,
    post: str,
    there: There,
    agreed: bool,
    actor: Actor,
    now: datetime,
) -> Attendance:
    """Put down whether somebody was there. Raises MinutesSigned, Unfit."""
    found = unsigned(conference)
    if not name.strip():
        raise Unfit("Enter a name")
    if there in {There.PRESENT, There.REMOTE} and not agreed:
        raise Unfit("Nobody takes part who has not agreed to the statement of confidentiality")
    made = Attendance.objects.create(
        conference=found,
        agency=agency,
        name=" ".join(name.split())[:160],
        post=" ".join(post.split())[:120],
        there=there,
        agreed=agreed and there in {There.PRESENT, There.REMOTE},
        at=now,
        by_name=actor.name,
    )
    record("conference.attended", found, act=Act.COLLECTION, actor=actor, now=now, detail={"there": str(there)})
    return made


@transaction.atomic
def agree(*, conference: Conference, agency: Agency, user: User, actor: Actor, now: datetime) -> Agreed:
    """Keep that somebody of an agency agreed to the statement before they read anything; once."""
    made, new = Agreed.objects.get_or_create(
        conference=conference,
        user=user,
        agency=agency,
        defaults={"by_name": actor.name, "statement_version": conference.statement_version, "at": now},
    )
    if new:
        record("conference.agreed", conference, act=Act.COLLECTION, actor=actor, now=now)
    return made


@transaction.atomic
def sign(
    *, conference: Conference, minutes: str, digest: str, user: User, actor: Actor, now: datetime
) -> SignedMinutes:
    """Sign the minutes: from now on nothing is added. Raises MinutesSigned where somebody has."""
    found = unsigned(conference)
    made = SignedMinutes.objects.create(
        conference=found, minutes=minutes, digest=digest, at=now, by=user, by_name=actor.name
    )
    record("conference.signed", found, act=Act.ALTERATION, actor=actor, now=now, detail={"digest": digest})
    return made


def unsigned(conference: Conference) -> Conference:
    """Return a conference locked, while something may still be added to it. Raises MinutesSigned, Unfit."""
    found = Conference.objects.select_for_update(no_key=True, of=("self",)).get(pk=conference.pk)
    if SignedMinutes.objects.filter(conference=found).exists():
        raise MinutesSigned("The minutes are signed: nothing can be added to them")
    if found.cancelled_at:
        raise Unfit("The conference was cancelled")
    return found


def record(
    action: str,
    conference: Conference,
    *,
    act: Act,
    actor: Actor,
    now: datetime,
    subjects: Sequence[str] = (),
    recipient: str = "",
    detail: Mapping[str, object] | None = None,
) -> None:
    """Write to the trail what became of a conference."""
    audit.record(
        actor=actor,
        act=act,
        action=action,
        subjects=[f"conference:{conference.pk}", *subjects],
        recipient=recipient,
        now=now,
        detail=detail,
    )
