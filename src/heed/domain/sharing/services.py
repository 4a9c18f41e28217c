"""Changes to what is shared: each one transaction, one audit event with the recipient."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.incidents.models import Incident
from heed.domain.sharing.models import Disclosure, Opening
from heed.domain.sharing.rules import Sheet
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class AlreadyWithdrawn(Exception):
    """Somebody has withdrawn it already."""


@dataclass(frozen=True, slots=True)
class Terms:
    """On what somebody shares: under which agreement, for what, why it is necessary, and until which day."""

    agreement: Agreement
    purpose: str
    necessity: str
    until: date


@transaction.atomic
def disclose(
    *,
    incident: Incident,
    agency: Agency,
    terms: Terms,
    parts: Sequence[str],
    sheet: Sheet,
    persons: Sequence[str],
    policy_version: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> Disclosure:
    """
    Keep what is shared, exactly as it was previewed; it takes the place of what stood for the incident and the agency.

    persons: references of those whose data is in it, for the trail.
    """
    # Held, here and in the flow: of two who share at once, one comes after the other and takes its place.
    Incident.objects.select_for_update(no_key=True).only("pk").get(pk=incident.pk)
    # The older one too: whoever withdraws it at this moment holds it alone.
    older = Disclosure.objects.select_for_update().filter(incident=incident, agency=agency, withdrawn_at=None).first()
    if older is not None:
        Disclosure.objects.filter(pk=older.pk).update(
            withdrawn_at=now,
            withdrawn_by_name=actor.name,
            withdrawn_why="Shared again: a newer one has taken its place",
        )
    made = Disclosure.objects.create(
        force_id=incident.force_id,
        incident=incident,
        agency=agency,
        agreement=terms.agreement,
        basis=basis_of(terms.agreement),
        purpose=terms.purpose,
        necessity=terms.necessity,
        parts=list(parts),
        sheet=sheet.text,
        digest=sheet.digest,
        until_on=terms.until,
        shared_at=now,
        shared_by=user,
        shared_by_name=user.display_name,
        policy_version=policy_version,
        follows=older,
    )
    audit.record(
        actor=actor,
        act=Act.DISCLOSURE,
        action="incident.disclosed",
        subjects=[f"incident:{incident.pk}", f"disclosure:{made.pk}", *persons],
        purpose=f"{made.get_purpose_display()}: {terms.necessity}",
        recipient=recipients(agency),
        detail={
            "agency": agency.pk,
            "agreement": terms.agreement.pk,
            "basis": made.basis,
            "parts": list(parts),
            "until": terms.until.isoformat(),
            "digest": sheet.digest,
            "replaces": older.pk if older else None,
        },
        now=now,
    )
    return made


@transaction.atomic
def withdraw(*, disclosure: Disclosure, why: str, actor: Actor, now: datetime) -> Disclosure:
    """Stop sharing, from this moment on every page. Raises AlreadyWithdrawn."""
    found = (
        Disclosure.objects.select_for_update(of=("self",)).select_related("agency", "incident").get(pk=disclosure.pk)
    )
    if found.withdrawn_at is not None:
        raise AlreadyWithdrawn(found.pk)
    found.withdrawn_at, found.withdrawn_by_name, found.withdrawn_why = now, actor.name, why
    found.save(update_fields=["withdrawn_at", "withdrawn_by_name", "withdrawn_why"])
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="disclosure.withdrawn",
        subjects=[f"incident:{found.incident_id}", f"disclosure:{found.pk}"],
        purpose=why,
        recipient=found.agency.name,
        detail={"agency": found.agency_id},
        now=now,
    )
    return found


@transaction.atomic
def note_opened(*, disclosure: Disclosure, user: User | None, actor: Actor, now: datetime) -> Opening:
    """Keep that somebody of the agency read what is shared, and put it on the trail with them as the recipient."""
    made = Opening.objects.create(disclosure=disclosure, at=now, user=user, by_name=actor.name)
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="disclosure.opened",
        subjects=[f"incident:{disclosure.incident_id}", f"disclosure:{disclosure.pk}"],
        purpose=disclosure.get_purpose_display(),
        recipient=f"{actor.name}, {disclosure.agency.name}",
        detail={"agency": disclosure.agency_id, "agreement": disclosure.agreement_id, "digest": disclosure.digest},
        now=now,
    )
    return made


def basis_of(agreement: Agreement) -> str:
    """Say the legal basis of an agreement as a register shows it, for good: whatever becomes of the agreement."""
    named = agreement.basis_words or agreement.get_basis_display()
    return f"{named} ({agreement.title})"


def recipients(agency: Agency) -> str:
    """Name who receives what is shared with an agency: the agency, and everybody who can open it now."""
    officers = agency.officers.filter(user__is_active=True).select_related("user").order_by("user__username")
    named = [officer.user.display_name for officer in officers]
    return f"{agency.name}: {', '.join(named)}" if named else f"{agency.name}: nobody has an account yet"
