"""
What happens after an assessment and makes it old, so that a person must judge again (procedure.md 2.4).

What may also make harm likelier lets the rules of uplift look once more.
"""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from heed.domain.calls import services as calls
from heed.domain.calls.models import Call
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Grading, Incident, Party
from heed.domain.incidents.queries import STANDS, standing_closing
from heed.domain.people import queries as people
from heed.domain.places.queries import address_of
from heed.domain.places.rules import names_a_door
from heed.domain.timers.models import Timer
from heed.domain.vulnerability.assessments import services
from heed.domain.vulnerability.models import Demand
from heed.engines.risk.reassess import Trigger
from heed.flows import uplift
from heed.flows.at_risk import Households
from heed.flows.clocks import follow as clocks_follow
from heed.foundation.accounts.terms import Actor, system

OPEN_MOST = 100
"""Open incidents of one person or place that a new one can make old."""
EXPIRED_MOST = 500


def demand(
    incident: Incident, trigger: Trigger, *, now: datetime, happened_at: datetime | None = None
) -> Demand | None:
    """Demand a new assessment of an incident that is open, and say so in its log; None where none is owed."""
    if standing_closing(incident):
        return None
    before = Demand.objects.filter(incident=incident, answered_by=None, trigger=trigger.value).exists()
    actor = system("reassessment", force=incident.force.code)
    raised = services.demand(incident=incident, trigger=trigger, actor=actor, now=now, happened_at=happened_at)
    if raised and not before:
        calls.append_entry(
            call_id=incident.call_id,
            kind=EntryKind.STATE,
            text=f"The risk must be assessed again. {raised.because}",
            actor=actor,
            now=now,
            detail={"trigger": str(trigger)},
        )
    return raised


@transaction.atomic
def new_incident(*, incident: Incident, now: datetime) -> None:
    """Demand that what is open of the same people, and at the same door, is judged again: somebody has rung about more."""
    households = Households(on=timezone.localdate(now))
    for other in open_of(incident):
        demand(other, Trigger.NEW_CALL, now=now)
        if uplift.lift(incident=other, now=now, households=households):
            clocks_follow.follow(incident=other, now=now)


@transaction.atomic
def called_again(*, incident: Incident, call: Call, now: datetime) -> None:
    """
    Demand that an incident is judged again because somebody rang about it: its caller, or somebody else.

    Whoever judged while that caller was on the line has answered it.
    """
    same = bool(call.e164) and call.e164 == incident.call.e164
    happened_at = call.taken_at or call.rang_at
    demand(incident, Trigger.CALLED_BACK if same else Trigger.NEW_CALL, now=now, happened_at=happened_at)


@transaction.atomic
def matched(*, person_ids: Collection[uuid.UUID], now: datetime) -> None:
    """Judge again what is open of people of whom more is known since: they were found to be one, or told apart."""
    households = Households(on=timezone.localdate(now))
    for incident in _open_of_people(person_ids):
        demand(incident, Trigger.REPEAT_MATCH, now=now)
        if uplift.lift(incident=incident, now=now, households=households):
            clocks_follow.follow(incident=incident, now=now)


@transaction.atomic
def noted(*, incident: Incident, now: datetime) -> None:
    """Judge an incident again because something that makes harm likelier was accepted after it was graded."""
    demand(incident, Trigger.VULNERABILITY_MATCH, now=now)
    uplift.lift(incident=incident, now=now)
    clocks_follow.follow(incident=incident, now=now)


@transaction.atomic
def delayed(*, incident: Incident, why: str, actor: Actor, now: datetime) -> Demand | None:
    """Put down that nobody can attend in time, and demand that the risk is judged again (HMICFRS, Hertfordshire)."""
    calls.append_entry(
        call_id=incident.call_id, kind=EntryKind.STATE, text=f"Nobody can attend in time. {why}", actor=actor, now=now
    )
    return demand(incident, Trigger.ATTENDANCE_DELAYED, now=now)


def expired(*, now: datetime) -> int:
    """
    Demand a new assessment of every open incident whose time to attend has passed unattended; return of how many.

    The net under clocks_expiry, for incidents from before clocks were kept. Whoever arrived met the clock of that very time.
    """
    newest = Grading.objects.filter(STANDS, incident=OuterRef("pk")).order_by("-id")
    attended = Timer.objects.filter(incident=OuterRef("pk"), due_at=OuterRef("by"), met_at__isnull=False)
    late = (
        _open()
        .annotate(by=Subquery(newest.values("attend_by")[:1]))
        .filter(by__lt=now)
        .exclude(Exists(attended))
        .exclude(demands__trigger=Trigger.TIMER_EXPIRED.value, demands__answered_by=None)
        .exclude(assessments__at__gt=Subquery(newest.values("attend_by")[:1]))
        .order_by("by")[:EXPIRED_MOST]
    )
    raised = 0
    for incident in late:
        with transaction.atomic():
            raised += demand(incident, Trigger.TIMER_EXPIRED, now=now, happened_at=incident.by) is not None
    return raised


def open_of(incident: Incident) -> list[Incident]:
    """Return the other open incidents of those who called or suffered in one, and of the same door."""
    roles = ("caller", "victim", "complainant")
    persons = Party.objects.filter(incident=incident, role__in=roles, person__isnull=False)
    group = people.leads_of([person for person in persons.values_list("person", flat=True) if person])
    same = Q(parties__person__lead__in=group, parties__role__in=roles)
    if incident.place and names_a_door(address_of(incident.place)):
        same |= Q(place=incident.place)
    found = _open().filter(same, force=incident.force_id).exclude(pk=incident.pk).distinct()
    return list(found.order_by("-recorded_at")[:OPEN_MOST])


def _open_of_people(person_ids: Collection[uuid.UUID]) -> list[Incident]:
    """Return the open incidents in which any of these people, or whoever is one with them, called or suffered."""
    group = people.leads_of(person_ids)
    found = _open().filter(parties__person__lead__in=group).exclude(parties__role="other_party")
    return list(found.distinct().order_by("-recorded_at")[:OPEN_MOST])


def _open() -> QuerySet[Incident]:
    """Return the incidents that nobody has closed."""
    return Incident.objects.filter(closed_at=None).select_related("force", "call", "place")
