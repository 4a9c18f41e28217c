"""Reading powers and their steps, always within one force."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from heed.domain.incidents.models import Incident
from heed.domain.problems.models import Power, PowerStep, ProblemPlan
from heed.domain.problems.rules import RUNNING
from heed.domain.problems.terms import PowerStatus
from heed.foundation.accounts.models import User

LISTED = ("running", "considered", "breached", "ended", "all")
"""The filters of the list of powers."""

ENDED = (PowerStatus.REFUSED, PowerStatus.DISCHARGED, PowerStatus.EXPIRED)
GIVES_AN_END = (PowerStatus.ISSUED, PowerStatus.VARIED)


@dataclass(frozen=True, slots=True)
class State:
    """How a power stands: its end or else its newest status, when it was issued and when it ends, each None where it has none."""

    status: str
    issued_at: datetime | None
    ends_at: datetime | None

    @property
    def label(self) -> str:
        """Name the status."""
        return PowerStatus(self.status).label

    @property
    def holds(self) -> bool:
        """Say whether it was issued and has not ended."""
        return self.status in RUNNING


def state_of(power: Power) -> State:
    """Return how a power stands, of one read with its state."""
    return State(getattr(power, "status", "") or "", getattr(power, "issued_at", None), getattr(power, "ends_at", None))


def with_state(powers: QuerySet[Power, Any]) -> QuerySet[Power, Any]:
    """
    Add to each power how it stands (`status`), when it was issued (`issued_at`) and when it ends (`ends_at`).

    What has ended has ended, though a breach from before its end may be written down after it.
    """
    steps = PowerStep.objects.filter(power=OuterRef("pk")).order_by("-id")
    return powers.annotate(
        status=Coalesce(
            Subquery(steps.filter(status__in=ENDED).values("status")[:1]), Subquery(steps.values("status")[:1])
        ),
        issued_at=Subquery(steps.filter(status=PowerStatus.ISSUED).values("on_at")[:1]),
        ends_at=Subquery(steps.filter(status__in=GIVES_AN_END).values("ends_at")[:1]),
    )


def visible_to(user: User) -> QuerySet[Power, Any]:
    """Return the powers of the person's own force, with their state."""
    own = Power.objects.filter(force=user.force_id)
    return with_state(own).select_related("person__lead", "party__person", "place", "incident", "plan", "beat", "force")


def listed(user: User, *, which: str) -> QuerySet[Power, Any]:
    """Return a list of powers: what runs out soonest first, then the newest."""
    found = visible_to(user)
    match which:
        case "running":
            found = found.filter(Q(status__in=RUNNING))
        case "considered":
            found = found.filter(Q(status=PowerStatus.CONSIDERED))
        case "breached":
            found = found.filter(steps__status=PowerStatus.BREACHED).distinct()
        case "ended":
            found = found.filter(Q(status__in=ENDED))
    return found.order_by(F("ends_at").asc(nulls_last=True), "-opened_at", "-pk")


def standing_step(power: Power) -> PowerStep | None:
    """Return the step that holds now: its end where it has ended, else the newest."""
    steps = PowerStep.objects.filter(power=power).order_by("-id")
    return steps.filter(status__in=ENDED).first() or steps.first()


def issue_of(power: Power) -> PowerStep | None:
    """Return the step by which a power was issued; None when it never was."""
    return PowerStep.objects.filter(power=power, status=PowerStatus.ISSUED).order_by("id").first()


def end_of(power: Power) -> datetime | None:
    """Return when a power runs out, as it was issued or last varied; None where it has no end."""
    given = PowerStep.objects.filter(power=power, status__in=GIVES_AN_END).order_by("-id")
    return given.values_list("ends_at", flat=True).first()


def steps_of(power: Power) -> list[PowerStep]:
    """Return the steps of a power, the newest first."""
    return list(power.steps.select_related("incident", "by").order_by("-id"))


def against(
    user: User,
    *,
    person_ids: Collection[uuid.UUID] = (),
    party_ids: Collection[int] = (),
    place_ids: Collection[uuid.UUID] = (),
) -> list[Power]:
    """Return the powers used against somebody, or anybody who is one with them, or for a place; the oldest first."""
    if not (person_ids or party_ids or place_ids):
        return []
    asked = Q(person__lead__atoms__in=person_ids) | Q(party__person__lead__atoms__in=person_ids)
    asked |= Q(party__in=party_ids) | Q(place__in=place_ids)
    found = visible_to(user).filter(asked).distinct().order_by("opened_at", "pk")
    return list(found.prefetch_related(Prefetch("steps", PowerStep.objects.order_by("id"))))


def of_incident(user: User, incident: Incident) -> list[Power]:
    """Return the powers that an incident led to, the oldest first."""
    return list(visible_to(user).filter(incident=incident).order_by("opened_at", "pk"))


def of_plan(user: User, plan: ProblemPlan) -> list[Power]:
    """Return the powers that a plan or one of its incidents led to, the oldest first."""
    found = visible_to(user).filter(Q(plan=plan) | Q(incident__plans__plan=plan)).distinct()
    return list(found.order_by("opened_at", "pk"))


def running(*, issued_before: datetime) -> QuerySet[Power, Any]:
    """Return the powers of every force that hold and were issued before a moment, with their state, in order."""
    found = with_state(Power.objects.all()).filter(Q(status__in=RUNNING, issued_at__lte=issued_before))
    return found.select_related("force", "incident", "beat", "plan").order_by("pk")


def steps_in(user: User, *, start: datetime, end: datetime) -> QuerySet[PowerStep, Any]:
    """Return the issues of a force's powers from start up to, not including, end; each with its power and newest status."""
    newest = PowerStep.objects.filter(power=OuterRef("power")).order_by("-id")
    issued = PowerStep.objects.filter(
        power__force=user.force_id, status=PowerStatus.ISSUED, on_at__gte=start, on_at__lt=end
    )
    breached = PowerStep.objects.filter(power=OuterRef("power"), status=PowerStatus.BREACHED)
    found = issued.annotate(
        newest=Subquery(newest.values("status")[:1]), was_breached=Subquery(breached.values("pk")[:1])
    )
    return found.select_related("power__beat").order_by("on_at", "pk")
