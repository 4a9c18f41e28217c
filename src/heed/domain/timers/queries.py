"""Reading clocks: those that run, those that have run out, and how they stood at a moment that has passed."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from heed.domain.incidents.models import Incident
from heed.domain.timers.models import CodeEvent, CodeStatus, Timer
from heed.domain.timers.terms import Start
from heed.foundation.accounts.models import User

RUNNING = Q(met_at=None, stopped_at=None)
"""A clock runs, late or not, until it is met or stopped."""


def running_of(incident: Incident) -> list[Timer]:
    """Return the clocks that run on an incident, the first to run out leading."""
    return list(Timer.objects.filter(RUNNING, incident=incident).order_by("due_at", "pk"))


def all_of(incident: Incident) -> list[Timer]:
    """Return every clock of an incident, met and stopped ones included, oldest first."""
    return list(Timer.objects.filter(incident=incident).order_by("started_at", "pk"))


def due(*, now: datetime) -> QuerySet[Timer]:
    """Return the clocks that have run out before a moment, and of which nothing has followed yet; oldest first."""
    return Timer.objects.filter(RUNNING, expired_at=None, due_at__lt=now).order_by("due_at", "pk")


def late(user: User, *, now: datetime) -> QuerySet[Timer]:
    """Return the clocks of the person's force that have run out and that nobody has met, the longest overdue leading."""
    found = Timer.objects.filter(RUNNING, incident__force=user.force_id, due_at__lt=now)
    return found.select_related("incident", "incident__place").order_by("due_at", "pk")


def running_among(incident_ids: Collection[int], *, ranks: Collection[str] = ()) -> QuerySet[Timer]:
    """Return the clocks that run on incidents, the first to run out leading; ranks: only the reviews of these."""
    found = Timer.objects.filter(RUNNING, incident__in=list(incident_ids)).select_related("incident")
    return (found.filter(rank__in=list(ranks)) if ranks else found).order_by("due_at", "pk")


def contact_clocks(incident_ids: Collection[int]) -> dict[int, set[datetime]]:
    """Return when the clocks run out by which rules want victims spoken to, by the incident's number; none without one."""
    found: dict[int, set[datetime]] = {}
    running = Timer.objects.filter(RUNNING, incident__in=list(incident_ids), starts_on=Start.UPLIFTED)
    for incident, due_at in running.values_list("incident", "due_at"):
        found.setdefault(incident, set()).add(due_at)
    return found


def standing_at(incident: Incident, *, at: datetime) -> list[Timer]:
    """Return the clocks that ran at a moment, from what was known then; the first to run out leading."""
    not_yet_met = Q(met_at=None) | Q(met_noted_at__gt=at)
    not_yet_stopped = Q(stopped_at=None) | Q(stopped_at__gt=at)
    found = Timer.objects.filter(not_yet_met, not_yet_stopped, incident=incident, made_at__lte=at)
    return list(found.order_by("due_at", "pk"))


def attended_at(incident: Incident, *, due_at: datetime) -> datetime | None:
    """Return when somebody arrived for the grade that set a time; None where nobody is known to have."""
    met = Timer.objects.filter(incident=incident, starts_on=Start.GRADED, due_at=due_at, met_at__isnull=False)
    return met.values_list("met_at", flat=True).order_by("-pk").first()


def code_status(incident: Incident) -> CodeStatus | None:
    """Return what was decided last about enhanced rights."""
    return CodeStatus.objects.filter(incident=incident).order_by("-id").first()


def events_of(incident: Incident) -> list[CodeEvent]:
    """Return what the victim had to be told of, oldest first."""
    return list(CodeEvent.objects.filter(incident=incident).order_by("happened_at", "pk"))
