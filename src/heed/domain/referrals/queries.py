"""Reading referrals: what waits for an agency, who holds a case, and what is late."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, F, IntegerField, Prefetch, QuerySet, Value, When

from heed.domain.agencies.models import Agency
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import PartyRole
from heed.domain.referrals.models import Referral, ReferralStep
from heed.domain.referrals.rules import Earlier
from heed.domain.referrals.terms import BY_AGENCY, CAME_BACK, OPEN, State
from heed.domain.sharing.queries import visible_to_agency
from heed.foundation.accounts.models import User


@dataclass(frozen=True, slots=True)
class Held:
    """
    Who holds a case, and since when.

    agency: None while the police do. referral: the one by which it went there, or by which it is still being asked.
    """

    agency: Agency | None
    since: datetime
    referral: Referral | None = None

    @property
    def who(self) -> str:
        """Name the holder for a page of the force."""
        return self.agency.name if self.agency else "The police"


def waiting_for(agency: Agency, *, now: datetime) -> QuerySet[Referral]:
    """Return what an agency has to answer or to work on, what nobody has answered first, then by when a word is owed."""
    unanswered_first = Case(When(state=State.ACCEPTED, then=Value(1)), default=Value(0), output_field=IntegerField())
    found = of_agency(agency, now=now).filter(state__in=OPEN)
    return found.order_by(unanswered_first, F("urgent").desc(), F("next_by").asc(nulls_last=True), "pk")


def of_agency(agency: Agency, *, now: datetime) -> QuerySet[Referral]:
    """
    Return the referrals that an agency may still open, newest first.

    That is what it is shown of the incident now: where sharing has ended, its referrals have gone with it.
    """
    shared = visible_to_agency(agency, now=now).values("incident")
    found = Referral.objects.filter(agency=agency, incident__in=shared)
    return found.select_related("incident", "agency", "disclosure").order_by("-pk")


def of_incident(incident: Incident) -> list[Referral]:
    """Return the referrals of an incident with everything said on them, newest first."""
    steps = Prefetch("steps", ReferralStep.objects.select_related("referral__agency").order_by("id"))
    return list(incident.referrals.select_related("agency", "sent_by").prefetch_related(steps).order_by("-pk"))


def holder_of(incident: Incident) -> Held:
    """Return who holds a case: the police, unless an agency has accepted it and not given it back."""
    return holder_among(incident, of_incident(incident))


def holder_among(incident: Incident, referrals: Collection[Referral]) -> Held:
    """Return who holds a case, from its referrals, newest first."""
    newest = next((one for one in referrals if one.is_open), None)
    if newest is None:
        last = next(iter(referrals), None)
        return Held(None, last.state_at if last else incident.recorded_at)
    held = newest.state == State.ACCEPTED
    return Held(newest.agency if held else None, newest.state_at if held else incident.recorded_at, newest)


def earlier_of(incident_ids: Collection[int]) -> list[Earlier]:
    """Return how the referrals of a case went; incident_ids: of its main log and of what duplicates it."""
    rows = Referral.objects.filter(incident__in=incident_ids).order_by("pk").values_list("agency", "state")
    return [Earlier(agency, state) for agency, state in rows]


def of_force(force_id: int) -> QuerySet[Referral]:
    """Return the referrals of a force on which somebody still owes a word: what came back first, then by time."""
    back_first = Case(When(state__in=CAME_BACK, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = Referral.objects.filter(force=force_id).exclude(state=State.TAKEN_BACK).filter(settled_at=None)
    return found.select_related("incident__place", "incident__beat", "agency", "sent_by").order_by(
        back_first, F("next_by").asc(nulls_last=True), "pk"
    )


def visible_to(user: User) -> QuerySet[Referral]:
    """Return the referrals of the person's own force."""
    return Referral.objects.filter(force=user.force_id).select_related(
        "incident__call", "incident__place", "incident__force", "incident__beat", "agency", "sent_by", "force"
    )


def open_of_people(person_ids: Collection[uuid.UUID], *, most: int = 5) -> list[Referral]:
    """Return what is with an agency, or asked of one, of whoever is one with these people and no other party in it."""
    found = Referral.objects.filter(
        incident__parties__person__lead__atoms__in=person_ids,
        incident__parties__role__in=[role for role in PartyRole if role != PartyRole.OTHER_PARTY],
        state__in=OPEN,
    )
    return list(found.select_related("incident", "agency").distinct().order_by("-pk")[:most])


def said_lately(force_id: int, *, since: datetime, most: int = 50) -> list[ReferralStep]:
    """Return what agencies said since a moment, newest first."""
    said = ReferralStep.objects.filter(referral__force=force_id, kind__in=BY_AGENCY, at__gte=since)
    return list(said.select_related("referral__incident", "referral__agency").order_by("-pk")[:most])


def steps_of(referral: Referral) -> list[ReferralStep]:
    """Return everything that was said on a referral, oldest first."""
    return list(referral.steps.select_related("referral__agency").order_by("id"))


def run_out(*, now: datetime) -> QuerySet[Referral]:
    """Return the referrals on which a word is overdue that nobody has been told of, the longest overdue first."""
    return Referral.objects.filter(next_by__lt=now, late_at=None).order_by("next_by", "pk")


def still_open() -> QuerySet[Referral]:
    """Return every referral that an agency still has or has still to answer."""
    return Referral.objects.filter(state__in=OPEN)


def by_external(agency: Agency, external_id: str) -> Referral | None:
    """Return the referral that an agency's own system calls by a name."""
    return Referral.objects.filter(agency=agency, external_id=external_id).exclude(external_id="").first()
