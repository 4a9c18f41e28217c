"""Changes to applications and their complaints."""

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from heed.domain.agencies.models import Agency
from heed.domain.case_review.applications.models import Application, Complaint
from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.case_review.terms import Applicant, Body, Channel, Consent, Source
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

LETTERS = "23456789BCDFGHJKLMNPQRSTVWXYZ"
"""What a reference is made of: nothing that is mistaken for another when read out, and no vowels, so that it makes no word."""
LONG = 8
"""Characters of a reference: 29 to the 8th, so that nobody finds another's by trying."""


@dataclass(frozen=True, slots=True)
class Told:
    """One incident as an applicant tells it: when it happened, whom they told, and when."""

    bodies: tuple[Body, ...]
    made_on: date
    happened_on: date | None = None
    their_reference: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Applied:
    """What an applicant says."""

    applicant: Applicant
    consent: Consent
    shares: bool
    name: str
    about: str
    victim_name: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    safe_ways: tuple[str, ...] = ()
    safe_words: str = ""
    effect: str = ""
    language: str = "en"
    complaints: Sequence[Told] = field(default_factory=tuple)


@transaction.atomic
def apply(
    *,
    force: Force,
    applied: Applied,
    key: uuid.UUID,
    channel: Channel,
    made_on: date,
    policy_version: str,
    actor: Actor,
    now: datetime,
) -> tuple[Application, bool]:
    """Keep an application with its complaints, and say whether it is new: sent twice under one key, it is kept once."""
    said = {
        name: getattr(applied, name) for name in Applied.__dataclass_fields__ if name not in {"complaints", "safe_ways"}
    }
    made, is_new = Application.objects.get_or_create(
        key=key,
        defaults={
            **said,
            "safe_ways": list(applied.safe_ways),
            "force": force,
            "reference": new_reference(),
            "made_on": made_on,
            "received_at": now,
            "received_by_name": actor.name,
            "channel": channel,
            "policy_version": policy_version,
        },
    )
    if not is_new:
        return made, False
    for told in applied.complaints:
        first: Complaint | None = None
        for body in told.bodies:
            row = Complaint.objects.create(
                application=made,
                body=body,
                same_as=first,
                happened_on=told.happened_on,
                made_on=told.made_on,
                their_reference=told.their_reference,
                words=told.words,
                source=Source.APPLICANT,
                entered_at=now,
                entered_by_name=actor.name,
            )
            first = first or row
    _record("case_review.applied", made, act=Act.COLLECTION, actor=actor, now=now, channel=str(channel))
    return made, True


def new_reference() -> str:
    """Return a reference that says nothing of when it was made, or of how many there are."""
    return "CR-" + "".join(secrets.choice(LETTERS) for _ in range(LONG))


@transaction.atomic
def add_complaint(
    *,
    application: Application,
    body: Body,
    made_on: date,
    source: Source,
    actor: Actor,
    now: datetime,
    agency: Agency | None = None,
    incident: Incident | None = None,
    same_as: Complaint | None = None,
    happened_on: date | None = None,
    their_reference: str = "",
    words: str = "",
) -> Complaint:
    """
    Add a complaint to an application; same_as: another about the same incident, with which it counts once.

    Raises CannotBe for a complaint, an agency or an incident of somebody else's.
    """
    lock(application)
    if (agency and agency.force_id != application.force_id) or (incident and incident.force_id != application.force_id):
        raise CannotBe("It belongs to another force.")
    if happened_on and happened_on > made_on:
        raise CannotBe("Nobody complains before it happens: check the two dates.")
    made = Complaint.objects.create(
        application=application,
        body=body,
        agency=agency,
        incident=incident,
        same_as=_first(application, same_as),
        happened_on=happened_on,
        made_on=made_on,
        their_reference=their_reference[:80],
        words=words[:500],
        source=source,
        entered_at=now,
        entered_by_name=actor.name,
    )
    _record("case_review.complaint_added", application, act=Act.COLLECTION, actor=actor, now=now, complaint=made.pk)
    return made


@transaction.atomic
def set_aside(*, complaint: Complaint, why: str, actor: Actor, now: datetime) -> Complaint:
    """Find that a complaint does not count, and say why. Raises CannotBe."""
    lock(complaint.application)
    held = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
    if held.set_aside_at:
        raise CannotBe("It was set aside already.")
    if not why.strip():
        raise CannotBe("Say why it does not count.")
    held.set_aside_at, held.set_aside_by_name, held.set_aside_why = now, actor.name, why.strip()[:500]
    held.save(update_fields=["set_aside_at", "set_aside_by_name", "set_aside_why"])
    _record(
        "case_review.complaint_set_aside", held.application, act=Act.ALTERATION, actor=actor, now=now, complaint=held.pk
    )
    return held


@transaction.atomic
def regroup(*, complaint: Complaint, same_as: Complaint | None, actor: Actor, now: datetime) -> Complaint:
    """
    Enter a complaint again as about the same incident as another, or with None as about one of its own.

    What counted with it stays with it. Raises CannotBe.
    """
    first = _first(complaint.application, same_as)
    others = list(complaint.others.filter(set_aside_at=None).order_by("pk"))
    if complaint.set_aside_at or (first and first.pk in {complaint.pk, complaint.same_as_id}):
        raise CannotBe("It stands so already, or does not count.")
    if complaint.same_as_id is None and first is None:
        raise CannotBe("It is about an incident of its own already.")
    made: Complaint | None = None
    for one in (complaint, *others):
        under = f"complaint {first.pk}" if first else "an incident of its own"
        set_aside(complaint=one, why=f"Entered again, with {under}", actor=actor, now=now)
        again = add_complaint(
            application=one.application, body=Body(one.body), agency=one.agency, incident=one.incident,
            same_as=first or made, happened_on=one.happened_on, made_on=one.made_on,
            their_reference=one.their_reference, words=one.words, source=Source(one.source), actor=actor, now=now,
        )  # fmt: skip
        made = made or again
    assert made is not None  # noqa: S101  the complaint itself is always entered again
    return made


@transaction.atomic
def identify(*, application: Application, person: Person, actor: Actor, now: datetime) -> Application:
    """Say who suffers, once. Raises CannotBe."""
    held = lock(application)
    if person.force_id != held.force_id:
        raise CannotBe("They are on another force's record.")
    if held.person_id:
        raise CannotBe("Somebody has said already who that is.")
    held.person, held.identified_at, held.identified_by_name = person, now, actor.name
    held.save(update_fields=["person", "identified_at", "identified_by_name"])
    _record("case_review.identified", held, act=Act.COMBINATION, actor=actor, now=now, also=[f"person:{person.pk}"])
    return held


@transaction.atomic
def withdraw(*, application: Application, why: str, actor: Actor, now: datetime) -> Application:
    """Keep that the applicant took it back. Raises CannotBe."""
    held = lock(application)
    if not why.strip():
        raise CannotBe("Say what the applicant said.")
    held.withdrawn_at, held.withdrawn_by_name, held.withdrawn_why = now, actor.name, why.strip()[:500]
    held.save(update_fields=["withdrawn_at", "withdrawn_by_name", "withdrawn_why"])
    _record("case_review.withdrawn", held, act=Act.ALTERATION, actor=actor, now=now)
    return held


def lock(application: Application) -> Application:
    """Lock an application that stands, so that two steps of it follow each other. Raises CannotBe. Within a transaction."""
    held = (
        Application.objects.select_for_update(of=("self",), no_key=True).select_related("force").get(pk=application.pk)
    )
    if held.withdrawn_at:
        raise CannotBe("The application was withdrawn: nothing more is done on it.")
    return held


def _first(application: Application, same_as: Complaint | None) -> Complaint | None:
    """Return the first complaint of the incident that another is about. Raises CannotBe for one of another application."""
    if same_as is None:
        return None
    if same_as.application_id != application.pk:
        raise CannotBe("It belongs to another application.")
    return same_as.same_as or same_as


def _record(
    action: str,
    application: Application,
    *,
    act: Act,
    actor: Actor,
    now: datetime,
    also: Sequence[str] = (),
    **detail: object,
) -> None:
    """Write to the trail."""
    subjects = [f"case_review:{application.pk}", *also]
    subjects += [f"person:{application.person_id}"] if application.person_id and not also else []
    audit.record(actor=actor, act=act, action=action, subjects=subjects, now=now, detail=detail)
