"""Reading agencies, their officers and agreements, within one force."""

import hashlib
from datetime import date

from django.db.models import QuerySet
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency, Agreement, ApiKey, Officer
from heed.domain.agencies.rules import Terms
from heed.foundation.accounts.models import User


def agencies_of(force_id: int) -> QuerySet[Agency]:
    """Return the agencies that a force works with now, by name."""
    return Agency.objects.filter(force=force_id, ended_at=None).order_by("name")


def agency_of(user: User) -> Agency | None:
    """Return the agency that an account works for; None for the force's own people, and where the agency has left."""
    found = Officer.objects.select_related("agency__force").filter(user=user.pk, agency__ended_at=None).first()
    return found.agency if found else None


def agency_of_key(key: str) -> Agency | None:
    """Return the agency whose system holds a key; None for a key that is unknown or has ended."""
    found = ApiKey.objects.select_related("agency__force").filter(
        digest=key_digest(key), ended_at=None, agency__ended_at=None
    )
    held = found.first() if key else None
    return held.agency if held else None


def key_digest(key: str) -> str:
    """Return what is kept of a key: enough to know it again, not enough to use it."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def agreements_in_force(agency: Agency, *, on: date) -> QuerySet[Agreement]:
    """Return the agreements under which something new may be shared on a day, the newest first."""
    if agency.ended_at is not None:
        return agency.agreements.none()
    return (
        agency.agreements.filter(ended_at=None, starts_on__lte=on, review_on__gte=on)
        .exclude(replaced_by__starts_on__lte=on)
        .order_by("-signed_at", "-pk")
    )


def of_agency(agency: Agency) -> QuerySet[Agreement]:
    """Return every agreement with an agency, the newest first, with what took its place."""
    return agency.agreements.select_related("replaced_by").order_by("-signed_at", "-pk")


def terms_of(agreement: Agreement) -> Terms:
    """Put an agreement as the rule has it."""
    newer: Agreement | None = getattr(agreement, "replaced_by", None)
    return Terms(
        purposes=frozenset(agreement.purposes),
        parts=frozenset(agreement.parts),
        starts_on=agreement.starts_on,
        review_on=agreement.review_on,
        ended_on=localdate(agreement.ended_at) if agreement.ended_at else None,
        replaced_on=newer.starts_on if newer else None,
    )
