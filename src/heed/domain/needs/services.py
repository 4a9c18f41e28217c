"""Changes to needs and to warnings. Passports are in passports/, what is due for review in reviews/."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.needs import rules
from heed.domain.needs.models import Need, ReviewDue, StaffWarning
from heed.domain.needs.terms import Basis, NeedKind, Source, WarningKind, What
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class Gone(Exception):
    """What was to be changed has ended or run out; the words say so, for the screen."""


class NotASecondPerson(Exception):
    """Whoever proposed a warning cannot approve it."""


@dataclass(frozen=True, slots=True)
class NeedWords:
    """What a need says. what: what it is, if the kind does not say it; diagnosis: only where somebody wants it kept."""

    kind: NeedKind
    what_helps: str
    source: Source
    basis: Basis
    review_on: date
    expires_on: date
    what: str = ""
    language: str = ""
    diagnosis: str = ""
    consent_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WarningWords:
    """What a warning says. basis: what it rests on."""

    kind: WarningKind
    words: str
    basis: str
    source: Source
    review_on: date
    expires_on: date


@transaction.atomic
def note_need(
    *, person: Person, need: NeedWords, call: uuid.UUID | None = None, user: User, actor: Actor, now: datetime
) -> Need:
    """Write a need down; whoever writes it looks after it. Raises Unfit."""
    made = _write_need(person=person, need=need, call=call, owner=user, follows=None, user=user, now=now)
    audit.record(
        actor=actor, act=Act.COLLECTION, action="need.noted", subjects=[f"person:{person.pk}", f"need:{made.pk}"],
        detail={"kind": made.kind, "basis": made.basis}, now=now,
    )  # fmt: skip
    return made


@transaction.atomic
def review_need(*, need_id: int, need: NeedWords, user: User, actor: Actor, now: datetime) -> Need:
    """
    Put what a need says now in the place of what it said. Raises Unfit, Gone, Need.DoesNotExist.

    What has run out is not reviewed: it is asked about anew, and noted as a new need.
    """
    before = _standing_need(need_id, user=user, now=now)
    _end(before, why="Reviewed", user=user, now=now)
    made = _write_need(
        person=before.person, need=need, call=before.call, owner=before.owner, follows=before, user=user, now=now
    )
    settle(What.NEED, before.pk, settled_as="Reviewed", user=user, now=now)
    audit.record(
        actor=actor, act=Act.ALTERATION, action="need.reviewed",
        subjects=[f"person:{made.person_id}", f"need:{before.pk}", f"need:{made.pk}"], now=now,
    )  # fmt: skip
    return made


@transaction.atomic
def end_need(*, need_id: int, why: str, user: User, actor: Actor, now: datetime) -> Need:
    """End a need: from this moment nobody sees it. Raises Gone, Need.DoesNotExist."""
    need = _standing_need(need_id, user=user, now=now)
    _end(need, why=why, user=user, now=now)
    settle(What.NEED, need.pk, settled_as="Ended", user=user, now=now)
    audit.record(
        actor=actor, act=Act.ALTERATION, action="need.ended", subjects=[f"person:{need.person_id}", f"need:{need.pk}"],
        purpose=why, now=now,
    )  # fmt: skip
    return need


@transaction.atomic
def propose_warning(
    *, about: Person | Place, warning: WarningWords, follows: StaffWarning | None = None, user: User, actor: Actor,
    now: datetime,
) -> StaffWarning:  # fmt: skip
    """
    Propose a warning: nobody else sees it until a second person has approved it. Raises Unfit.

    follows: the warning whose place it takes once it is approved; until then that one stands.
    """
    if not (warning.words.strip() and warning.basis.strip()):
        raise rules.Unfit("Say what staff are warned of, and what it rests on")
    rules.check_days(
        review_on=warning.review_on, expires_on=warning.expires_on, today=localdate(now),
        months_most=rules.WARNING_MONTHS_MOST,
    )  # fmt: skip
    made = StaffWarning.rows.create(
        force_id=about.force_id,
        person=about if isinstance(about, Person) else None,
        place=about if isinstance(about, Place) else None,
        owner=user,
        noted_at=now,
        noted_by=user,
        follows=follows,
        **asdict(warning),
    )
    audit.record(
        actor=actor, act=Act.COLLECTION, action="warning.proposed", subjects=_subjects(made),
        detail={"kind": made.kind}, now=now,
    )  # fmt: skip
    return made


@transaction.atomic
def answer_warning(
    *, warning_id: int, approved: bool, why: str, user: User, actor: Actor, now: datetime
) -> StaffWarning:
    """
    Approve or refuse a warning as the second person; approved, it is shown from now on and the one it follows ends.

    Raises NotASecondPerson, Gone, StaffWarning.DoesNotExist.
    """
    warning = StaffWarning.rows.select_for_update().get(pk=warning_id, force=user.force_id)
    if warning.approved_at or warning.refused_at or warning.ended_at:
        raise Gone("Somebody has answered this already")
    if not rules.stands(expires_on=warning.expires_on, ended=False, today=localdate(now)):
        raise Gone("It ran out before anybody answered: it must be proposed anew")
    if warning.noted_by_id == user.pk:
        raise NotASecondPerson
    if approved:
        warning.approved_at, warning.approved_by = now, user
        if warning.follows_id:
            before = StaffWarning.rows.select_for_update().get(pk=warning.follows_id)
            if before.ended_at is None:
                _end(before, why="Reviewed", user=user, now=now)
            settle(What.WARNING, before.pk, settled_as="Reviewed", user=user, now=now)
    else:
        warning.refused_at, warning.refused_by, warning.refused_why = now, user, why[:300] or "No reason given"
    warning.save(update_fields=["approved_at", "approved_by", "refused_at", "refused_by", "refused_why"])
    audit.record(
        actor=actor, act=Act.ALTERATION, action="warning.approved" if approved else "warning.refused",
        subjects=_subjects(warning), purpose=why, now=now,
    )  # fmt: skip
    return warning


@transaction.atomic
def end_warning(*, warning_id: int, why: str, user: User, actor: Actor, now: datetime) -> StaffWarning:
    """End a warning: from this moment nobody sees it. Raises Gone, StaffWarning.DoesNotExist."""
    warning = StaffWarning.rows.select_for_update().get(pk=warning_id, force=user.force_id)
    if not rules.stands(expires_on=warning.expires_on, ended=bool(warning.ended_at), today=localdate(now)):
        raise Gone("This warning is not shown any more: nothing was changed")
    _end(warning, why=why, user=user, now=now)
    settle(What.WARNING, warning.pk, settled_as="Ended", user=user, now=now)
    audit.record(
        actor=actor, act=Act.ALTERATION, action="warning.ended", subjects=_subjects(warning), purpose=why, now=now
    )
    return warning


def settle(what: What, row: int, *, settled_as: str, user: User, now: datetime) -> int:
    """Settle what was asked about one need, warning or passport; return how many reviews that answered."""
    waiting = ReviewDue.objects.filter(what=what, row=row, settled_at=None)
    return waiting.update(settled_at=now, settled_by=user, settled_as=settled_as)


def _write_need(
    *, person: Person, need: NeedWords, call: uuid.UUID | None, owner: User, follows: Need | None, user: User, now: datetime
) -> Need:  # fmt: skip
    """Write the row, once it is known to be fit."""
    rules.check_need(
        kind=need.kind, language=need.language, what_helps=need.what_helps, basis=need.basis, consent_at=need.consent_at
    )
    rules.check_days(
        review_on=need.review_on, expires_on=need.expires_on, today=localdate(now), months_most=rules.NEED_MONTHS_MOST
    )
    return Need.rows.create(
        force_id=person.force_id,
        person=person,
        call=call,
        owner=owner,
        noted_at=now,
        noted_by=user,
        follows=follows,
        **asdict(need),
    )


def _standing_need(need_id: int, *, user: User, now: datetime) -> Need:
    """Return a need that stands, locked. Raises Gone, Need.DoesNotExist."""
    need = (
        Need.rows.select_for_update(of=("self",)).select_related("person", "owner").get(pk=need_id, force=user.force_id)
    )
    if not rules.stands(expires_on=need.expires_on, ended=bool(need.ended_at), today=localdate(now)):
        raise Gone("This need is not shown any more: nothing was changed")
    return need


def _end(row: Need | StaffWarning, *, why: str, user: User, now: datetime) -> None:
    """Write that something ended."""
    row.ended_at, row.ended_by, row.ended_why = now, user, why[:300] or "No reason given"
    row.save(update_fields=["ended_at", "ended_by", "ended_why"])


def _subjects(warning: StaffWarning) -> list[str]:
    """Name what a warning is about, for the trail."""
    about = f"person:{warning.person_id}" if warning.person_id else f"place:{warning.place_id}"
    return [about, f"warning:{warning.pk}"]
