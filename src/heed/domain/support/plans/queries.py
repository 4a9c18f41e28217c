"""Reading support plans."""

from django.db.models import Prefetch, QuerySet

from heed.domain.incidents.models import Incident
from heed.domain.support.plans.models import PlanLine, SupportPlan
from heed.foundation.accounts.models import User


def plans_of(incident: Incident) -> list[SupportPlan]:
    """Return the support plans of an incident with their lines, the newest first."""
    return list(_whole(SupportPlan.objects.filter(incident=incident)).order_by("-pk"))


def waiting_plans(user: User) -> list[SupportPlan]:
    """Return the plans of the person's force that wait for a second person, the oldest first."""
    waiting = SupportPlan.objects.filter(incident__force=user.force_id, signed_at=None, closed_at=None)
    return list(_whole(waiting).order_by("written_at", "pk"))


def plan_or_none(user: User, plan_id: int) -> SupportPlan | None:
    """Return a plan of the person's own force."""
    return _whole(SupportPlan.objects.filter(incident__force=user.force_id, pk=plan_id)).first()


def _whole(found: QuerySet[SupportPlan]) -> QuerySet[SupportPlan]:
    """Read plans with all that belongs to them."""
    lines = Prefetch("lines", PlanLine.objects.select_related("owner").order_by("number"))
    people = ("incident", "incident__force", "person", "written_by", "signed_by", "closed_by")
    return found.select_related(*people).prefetch_related(lines)
