"""Reading items of evidence, each with whether it belongs to a live case and whether anybody has looked at it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from heed.domain.incidents.models import Closing, Incident
from heed.domain.incidents.queries import CLOSED
from heed.domain.problems.models import EvidenceItem, EvidenceStep, ProblemPlan
from heed.domain.problems.terms import EvidenceAct
from heed.engines.risk.evidence import Item
from heed.foundation.accounts.models import User


def with_state(items: QuerySet[EvidenceItem, Any]) -> QuerySet[EvidenceItem, Any]:
    """Add to each item whether it is `live` (in an open incident or plan), `looked_at` and set `aside`."""
    steps = EvidenceStep.objects.filter(item=OuterRef("pk"))
    closed = Closing.objects.filter(CLOSED, incident=OuterRef("incident"))
    live = steps.filter(what=EvidenceAct.LINKED).filter(
        Q(incident__isnull=False) & ~Exists(closed) | Q(plan__isnull=False, plan__closed_at=None)
    )
    aside = steps.filter(what=EvidenceAct.SET_ASIDE)
    return items.annotate(
        live=Exists(live), looked_at=Exists(steps.filter(what=EvidenceAct.LOOKED_AT)), aside=Exists(aside)
    )


def visible_to(user: User) -> QuerySet[EvidenceItem, Any]:
    """Return the items of the person's own force, with their state, the longest waiting first."""
    own = EvidenceItem.objects.filter(force=user.force_id)
    return with_state(own).select_related("force", "entered_by").order_by("received_at", "pk")


def orphans(items: QuerySet[EvidenceItem, Any]) -> QuerySet[EvidenceItem, Any]:
    """Return, of items with their state, those on which a clock runs."""
    return items.filter(Q(aside=False)).filter(Q(live=False) | Q(looked_at=False))


def everybodys_orphans() -> QuerySet[EvidenceItem, Any]:
    """Return the orphans of every force, for the job that makes tasks."""
    return orphans(with_state(EvidenceItem.objects.all())).select_related("force", "entered_by").order_by("pk")


def as_item(row: EvidenceItem) -> Item:
    """Return an item with its state as engines.risk.evidence reads it."""
    state = {name: bool(getattr(row, name)) for name in ("live", "looked_at")}
    return Item(received_at=row.received_at, set_aside=bool(getattr(row, "aside", False)), **state)


def steps_of(item: EvidenceItem) -> list[EvidenceStep]:
    """Return what was done with an item, the newest first."""
    return list(item.steps.select_related("incident", "plan", "by").order_by("-id"))


def of_incident(user: User, incident: Incident) -> list[EvidenceItem]:
    """Return the items linked to an incident."""
    return list(visible_to(user).filter(steps__incident=incident).distinct())


def of_plan(user: User, plan: ProblemPlan) -> list[EvidenceItem]:
    """Return the items linked to a plan or to one of its incidents."""
    linked = Q(steps__plan=plan) | Q(steps__incident__plans__plan=plan)
    return list(visible_to(user).filter(linked).distinct())
