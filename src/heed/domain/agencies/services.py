"""Changes to agencies, their officers, keys and agreements: each writes its own event."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.agencies import rules
from heed.domain.agencies.models import Agency, Agreement, ApiKey, Officer
from heed.domain.agencies.queries import key_digest
from heed.domain.agencies.rules import Unfit
from heed.domain.agencies.terms import AgencyKind, LegalBasis, Purpose, SharedPart
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor, Role
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

KEY_BYTES = 32
"""Bytes of chance in a key: nobody guesses it, so that its plain digest may be kept."""


class AgencyNameTaken(Exception):
    """The force works with an agency of this name already."""


class AlreadyEnded(Exception):
    """Somebody has ended it already."""


class WorksElsewhere(Exception):
    """The account cannot work for this agency; the words say why."""


@dataclass(frozen=True, slots=True)
class Reached:
    """
    How an agency is reached, and under which name other systems know it; each is empty where nobody has said.

    asked_for: whom to ask for when ringing, and when they are there.
    """

    telephone: str = ""
    email: str = ""
    asked_for: str = ""
    body: str = ""

    def tidied(self) -> "Reached":
        """Return the same with single spaces. Raises Unfit for what is too long, or is no address."""
        made = Reached(
            telephone=rules.tidy(self.telephone, called="telephone number", longest=40),
            email=rules.tidy(self.email, called="email address", longest=254),
            asked_for=rules.tidy(self.asked_for, called="words on whom to ask for", longest=300),
            body=rules.tidy(self.body, called="name in other systems", longest=80),
        )
        if made.email:
            try:
                validate_email(made.email)
            except ValidationError:
                raise Unfit("Enter an email address in the correct format, like name@example.com") from None
        return made


@transaction.atomic
def add_agency(
    *, force: Force, name: str, kind: AgencyKind, reached: Reached | None = None, actor: Actor, now: datetime
) -> Agency:
    """Add an agency that the force works with. Raises AgencyNameTaken, or Unfit."""
    name = _name(name)
    reached = (reached or Reached()).tidied()
    # Lock the force: two people can add the same agency at once.
    Force.objects.select_for_update().get(pk=force.pk)
    _refuse_taken(force.pk, name)
    agency = Agency.objects.create(
        force=force,
        name=name,
        kind=AgencyKind(kind),
        telephone=reached.telephone,
        email=reached.email,
        asked_for=reached.asked_for,
        body=reached.body,
        added_at=now,
        added_by_name=actor.name,
    )
    _record(agency, "agency.added", actor=actor, now=now, detail={"kind": str(kind)})
    return agency


@transaction.atomic
def change_agency(*, agency: Agency, name: str, reached: Reached, actor: Actor, now: datetime) -> Agency:
    """Write down another name, or another way to reach it. Raises AgencyNameTaken, Unfit or AlreadyEnded."""
    name = _name(name)
    reached = reached.tidied()
    Force.objects.select_for_update().get(pk=agency.force_id)
    held = _standing(agency)
    _refuse_taken(held.force_id, name, but=held.pk)
    new = {"name": name, "telephone": reached.telephone, "email": reached.email} | {
        "asked_for": reached.asked_for, "body": reached.body,
    }  # fmt: skip
    changed = [field for field, value in new.items() if getattr(held, field) != value]
    if changed:
        for field in changed:
            setattr(held, field, new[field])
        held.save(update_fields=changed)
        _record(held, "agency.changed", actor=actor, now=now, detail={"fields": changed})
    return held


@transaction.atomic
def end_agency(*, agency: Agency, why: str, actor: Actor, now: datetime) -> Agency:
    """
    End the work with an agency: its keys and its agreements end too, so that nothing is seen or sent from now on.

    What was shared stays on record. The accounts of its officers: flows.agencies. Raises AlreadyEnded, or Unfit.
    """
    why = _why(why)
    held = _standing(agency)
    keys = [key.pk for key in held.api_keys.filter(ended_at=None).order_by("pk")]
    ApiKey.objects.filter(pk__in=keys).update(ended_at=now, ended_by_name=actor.name)
    agreements = [agreement.pk for agreement in held.agreements.filter(ended_at=None).order_by("pk")]
    Agreement.objects.filter(pk__in=agreements).update(ended_at=now, ended_by_name=actor.name, ended_why=why)
    held.ended_at, held.ended_by_name = now, actor.name
    held.save(update_fields=["ended_at", "ended_by_name"])
    _record(
        held, "agency.ended", actor=actor, now=now, purpose=why,
        subjects=[*(f"api_key:{pk}" for pk in keys), *(f"agreement:{pk}" for pk in agreements)],
    )  # fmt: skip
    return held


@transaction.atomic
def add_officer(*, agency: Agency, user: User, title: str = "", actor: Actor, now: datetime) -> Officer:
    """Write down that an account works for an agency. Raises WorksElsewhere, AlreadyEnded or Unfit."""
    held = _standing(agency)
    if user.role != Role.PARTNER_OFFICER:
        raise WorksElsewhere("Only a partner officer works for an agency")
    if user.force_id != held.force_id:
        raise WorksElsewhere("The account belongs to another force")
    if Officer.objects.filter(user=user).exists():
        raise WorksElsewhere("The account works for an agency already")
    title = rules.tidy(title, called="job title", longest=120)
    officer = Officer.objects.create(user=user, agency=held, title=title, since_at=now)
    _record(held, "officer.added", actor=actor, now=now, subjects=[f"user:{user.pk}"])
    return officer


@transaction.atomic
def make_key(*, agency: Agency, actor: Actor, now: datetime) -> tuple[ApiKey, str]:
    """Make a key for an agency's system; return its row and the key, which is kept nowhere. Raises AlreadyEnded."""
    held = _standing(agency)
    key = secrets.token_urlsafe(KEY_BYTES)
    made = ApiKey.objects.create(agency=held, digest=key_digest(key), made_at=now, made_by_name=actor.name)
    _record(held, "api_key.made", actor=actor, now=now, subjects=[f"api_key:{made.pk}"])
    return made, key


@transaction.atomic
def end_key(*, key: ApiKey, actor: Actor, now: datetime) -> ApiKey:
    """End a key: whoever holds it is outside from the next request on. Raises AlreadyEnded."""
    held = ApiKey.objects.select_for_update(of=("self",)).select_related("agency").get(pk=key.pk)
    if held.ended_at is not None:
        raise AlreadyEnded("The key has ended already")
    held.ended_at, held.ended_by_name = now, actor.name
    held.save(update_fields=["ended_at", "ended_by_name"])
    _record(held.agency, "api_key.ended", actor=actor, now=now, subjects=[f"api_key:{held.pk}"])
    return held


@transaction.atomic
def sign_agreement(
    *,
    agency: Agency,
    title: str,
    basis: LegalBasis,
    basis_words: str = "",
    purposes: Collection[str],
    parts: Collection[str],
    on_the_wire: Collection[str] = (),
    starts_on: date,
    review_on: date,
    replaces: Agreement | None = None,
    actor: Actor,
    now: datetime,
) -> Agreement:
    """
    Write down an agreement that has been signed; it allows sharing from starts_on to review_on, both included.

    replaces: the agreement whose review this is; it has not ended, and none has taken its place yet. Raises Unfit, or
    AlreadyEnded.
    """
    held = _standing(agency)
    title = rules.tidy(title, called="title", longest=200)
    basis_words = rules.tidy(basis_words, called="legal basis", longest=300)
    rules.check_agreement(
        rules.Terms(frozenset(purposes), frozenset(parts), starts_on, review_on),
        title=title,
        named_basis=basis != LegalBasis.OTHER or bool(basis_words),
        on_the_wire=on_the_wire,
        known_parts=SharedPart.values,
        known_purposes=Purpose.values,
        on=localdate(now),
    )
    if replaces is not None:
        _refuse_replaced(replaces, held)
    agreement = Agreement.objects.create(
        agency=held,
        replaces=replaces,
        title=title,
        basis=LegalBasis(basis),
        basis_words=basis_words,
        purposes=[purpose for purpose in Purpose.values if purpose in purposes],
        parts=[part for part in SharedPart.values if part in parts],
        on_the_wire=[part for part in SharedPart.values if part in on_the_wire],
        starts_on=starts_on,
        review_on=review_on,
        signed_at=now,
        signed_by_name=actor.name,
    )
    _record(
        held, "agreement.signed", actor=actor, now=now,
        subjects=[f"agreement:{made.pk}" for made in (agreement, replaces) if made],
        detail={"parts": agreement.parts, "purposes": agreement.purposes, "on_the_wire": agreement.on_the_wire},
    )  # fmt: skip
    return agreement


@transaction.atomic
def end_agreement(*, agreement: Agreement, why: str, actor: Actor, now: datetime) -> Agreement:
    """End an agreement: what was shared under it stops being visible at once. Raises AlreadyEnded, or Unfit."""
    why = _why(why)
    held = Agreement.objects.select_for_update(of=("self",)).select_related("agency").get(pk=agreement.pk)
    if held.ended_at is not None:
        raise AlreadyEnded("The agreement has ended already")
    held.ended_at, held.ended_by_name, held.ended_why = now, actor.name, why
    held.save(update_fields=["ended_at", "ended_by_name", "ended_why"])
    _record(held.agency, "agreement.ended", actor=actor, now=now, purpose=why, subjects=[f"agreement:{held.pk}"])
    return held


def _standing(agency: Agency) -> Agency:
    """Return the agency, locked. Raises AlreadyEnded where the force no longer works with it."""
    held = Agency.objects.select_for_update(of=("self",)).select_related("force").get(pk=agency.pk)
    if held.ended_at is not None:
        raise AlreadyEnded("The force no longer works with this agency")
    return held


def _refuse_taken(force_id: int, name: str, *, but: int = 0) -> None:
    """Raise AgencyNameTaken where another agency of the force has the name, however it is written."""
    if Agency.objects.filter(force=force_id, name__iexact=name, ended_at=None).exclude(pk=but).exists():
        raise AgencyNameTaken(name)


def _refuse_replaced(old: Agreement, agency: Agency) -> None:
    """Raise Unfit or AlreadyEnded where an agreement can have no successor."""
    held = Agreement.objects.select_for_update(of=("self",)).get(pk=old.pk)
    if held.agency_id != agency.pk:
        raise Unfit("An agreement is reviewed with the agency that signed it")
    if held.ended_at is not None:
        raise AlreadyEnded("The agreement has ended: sign another")
    if Agreement.objects.filter(replaces=held).exists():
        raise Unfit("The agreement has been reviewed already: review the one that took its place")


def _name(name: str) -> str:
    """Return a name with single spaces. Raises Unfit for none, and for one that is too long."""
    name = rules.tidy(name, called="name", longest=120)
    if not name:
        raise Unfit("Enter the name of the agency")
    return name


def _why(why: str) -> str:
    """Return a reason with single spaces. Raises Unfit for none."""
    why = rules.tidy(why, called="reason", longest=300)
    if not why:
        raise Unfit("Enter why it ends")
    return why


def _record(
    agency: Agency,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    subjects: Sequence[str] = (),
    purpose: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Put a change on the trail: of the agency, and of what else."""
    audit.record(
        actor=actor, act=Act.ALTERATION, action=action, subjects=[f"agency:{agency.pk}", *subjects], now=now,
        purpose=purpose, detail=detail,
    )  # fmt: skip
