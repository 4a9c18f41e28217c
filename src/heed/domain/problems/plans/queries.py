"""Reading problem plans, always within one force."""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet

from heed.domain.incidents.models import Incident
from heed.domain.problems.access import WORK_ON_PLANS
from heed.domain.problems.models import PlanClosing, PlanEntry, PlanIncident, ProblemPlan
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User

LISTED = ("open", "signing", "closed", "all")
"""The filters of the list of plans."""


def visible_to(user: User) -> QuerySet[ProblemPlan]:
    """Return the plans of the person's own force."""
    return ProblemPlan.objects.filter(force=user.force_id).select_related(
        "place", "victim__lead", "party__person", "beat", "opened_by", "force"
    )


def listed(user: User, *, which: str) -> QuerySet[ProblemPlan, Any]:
    """Return a list of plans, each with how many incidents it has (`of`) and whether it waits to be signed off (`signing`)."""
    waiting = Q(closings__isnull=False, closings__answered_at=None)
    found = visible_to(user).annotate(
        of=Count("incidents", distinct=True), signing=Count("closings", filter=waiting, distinct=True)
    )
    match which:
        case "open":
            found = found.filter(closed_at=None)
        case "signing":
            found = found.filter(closed_at=None, signing__gt=0)
        case "closed":
            return found.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    return found.order_by("opened_at", "pk")


def open_about(force_id: int, subjects: Collection[str]) -> list[ProblemPlan]:
    """Return the open plans about any of these subjects, the oldest first."""
    return list(ProblemPlan.objects.filter(force=force_id, subject__in=subjects, closed_at=None).order_by("pk"))


def open_about_parties(force_id: int) -> list[ProblemPlan]:
    """Return the open plans about other parties, the oldest first."""
    found = ProblemPlan.objects.filter(force=force_id, subject__startswith="party:", closed_at=None)
    return list(found.select_related("party__person").order_by("pk"))


def closed_about_parties(force_id: int) -> list[ProblemPlan]:
    """Return the closed plans about other parties, the newest first."""
    found = ProblemPlan.objects.filter(force=force_id, subject__startswith="party:", closed_at__isnull=False)
    return list(found.select_related("party__person").order_by("-closed_at"))


def last_closed(force_id: int, subjects: Collection[str]) -> datetime | None:
    """Return when the last plan about any of these subjects was closed; None when none ever was."""
    found = ProblemPlan.objects.filter(force=force_id, subject__in=subjects, closed_at__isnull=False)
    return found.order_by("-closed_at").values_list("closed_at", flat=True).first()


def open_with_all(force_id: int, incident_ids: Collection[int]) -> ProblemPlan | None:
    """Return an open plan to which every one of these incidents belongs already; None when there is none."""
    within = Count("incidents", filter=Q(incidents__incident__in=incident_ids), distinct=True)
    found = ProblemPlan.objects.filter(force=force_id, closed_at=None).annotate(within=within)
    return found.filter(within=len(set(incident_ids))).order_by("pk").first() if incident_ids else None


def in_closed_plans(incident_ids: Collection[int]) -> frozenset[int]:
    """Return which of these incidents belong to a plan that was closed: they have been worked on."""
    rows = PlanIncident.objects.filter(incident__in=incident_ids, plan__closed_at__isnull=False)
    return frozenset(rows.values_list("incident", flat=True))


def open_of_incident(user: User, incident: Incident) -> list[ProblemPlan]:
    """Return the open plans to which an incident belongs."""
    return list(visible_to(user).filter(incidents__incident=incident, closed_at=None).order_by("pk"))


def lends_purpose(user: User, plan_id: int) -> bool:
    """Say whether a plan is reason enough to look at its records: an open one, for those who work on plans."""
    return allowed(user, WORK_ON_PLANS) and visible_to(user).filter(pk=plan_id, closed_at=None).exists()


def entries_of(plan: ProblemPlan) -> list[PlanEntry]:
    """Return what was written into a plan, in order."""
    return list(plan.entries.select_related("owner", "by").order_by("id"))


def incidents_of(plan: ProblemPlan) -> list[PlanIncident]:
    """Return a plan's incidents, the first reported leading."""
    rows = plan.incidents.select_related("incident__call", "incident__place", "incident__force", "incident__beat")
    return list(rows.order_by("incident__recorded_at", "incident_id"))


def moments_of(plan: ProblemPlan) -> list[datetime]:
    """Return when each of a plan's incidents was recorded."""
    return list(plan.incidents.values_list("incident__recorded_at", flat=True))


def closings_waiting(plan: ProblemPlan) -> QuerySet[PlanClosing]:
    """Return the closings of a plan that wait to be signed off: one at most."""
    return PlanClosing.objects.filter(plan=plan, answered_at=None).select_related("asked_by", "plan")


def waiting_closing(plan: ProblemPlan) -> PlanClosing | None:
    """Return the closing that waits to be signed off; None when none does."""
    return closings_waiting(plan).first()


def closings_of(plan: ProblemPlan) -> list[PlanClosing]:
    """Return every closing that was asked for, the newest first."""
    return list(plan.closings.select_related("asked_by", "answered_by").order_by("-id"))


def about_person_keys(kind: str, person_ids: Collection[uuid.UUID]) -> list[str]:
    """Return the subjects by which a plan about somebody, or about anybody who is one with them, may be filed."""
    return [f"{kind}:{person}" for person in person_ids]
