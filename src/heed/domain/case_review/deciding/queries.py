"""Reading how far reviews have come, and the numbers that are published each year."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.deciding.models import Action, Decision, Meeting, Member, Outcome
from heed.domain.case_review.deciding.rules import Facts
from heed.domain.case_review.terms import About

NOON = time(12)


def facts_of(application: Application, *, zone: ZoneInfo) -> Facts:
    """
    Say when what was done on an application; with its rows prefetched this asks the database nothing.

    What came by letter was made on its date, not when somebody entered it.
    """
    made_at = datetime.combine(application.made_on, NOON, tzinfo=zone)
    decision = max(application.decisions.all(), key=lambda row: row.pk, default=None)
    upheld = [row.decided_at for row in application.appeals.all() if row.upheld and row.about == About.OUTCOME]
    return Facts(
        asked_at=min(made_at, application.received_at),
        acknowledged_at=min((row.at for row in application.told.all()), default=None),
        decided_at=decision.at if decision else None,
        met=decision.met if decision else False,
        held_at=max((row.held_at for row in application.meetings.all() if row.held_at), default=None),
        concluded_at=max((row.at for row in application.outcomes.all()), default=None),
        reopened_at=max((at for at in upheld if at), default=None),
        withdrawn_at=application.withdrawn_at,
    )


def members_of(application: Application) -> list[Member]:
    """Return who sits or sat on the panel, in the order in which they were asked."""
    return list(application.members.select_related("agency", "agreement").order_by("pk"))


def meetings_of(application: Application) -> list[Meeting]:
    """Return the meetings of the panel, the newest arranged first."""
    return list(application.meetings.order_by("-pk"))


def actions_of(application: Application) -> list[Action]:
    """Return what the review gave people to do, in order."""
    rows = application.actions.select_related("task__agency", "task__owner", "task__done_by")
    return list(rows.order_by("pk"))


def outcomes_of(application: Application) -> list[Outcome]:
    """Return the outcomes with what they recommend, the newest first."""
    return list(application.outcomes.prefetch_related("recommendations__agency").order_by("-pk"))


@dataclass(frozen=True, slots=True)
class Numbers:
    """
    The four numbers of s.104(9), for a period whose first and last day are included, as they stood at the end of a day.

    applications: made. not_met: how often the threshold was not met. reviews: carried out. recommending: of those, which
    resulted in recommendations.
    """

    first: date
    last: date
    as_on: date
    applications: int
    not_met: int
    reviews: int
    recommending: int


def numbers(force_id: int, *, first: date, last: date, as_on: date, zone: ZoneInfo) -> Numbers:
    """
    Count the yearly numbers of a force.

    as_on: what was entered after that day is left out, so that what was published can be counted again. An application counts
    on the date it was made; a threshold on the date of the decision that stood at the end of the period, so that one which was
    overturned within it is not counted as not met; a review on the date of its outcome. What was withdrawn was made.
    Source: Anti-social Behaviour, Crime and Policing Act 2014 s.104(9); the choice of dates is Heed's.
    """
    known_until = _after(as_on, zone)
    begins, ends = _after(first - timedelta(days=1), zone), min(_after(last, zone), known_until)
    made = Application.objects.filter(
        force=force_id, made_on__gte=first, made_on__lte=last, received_at__lt=known_until
    )
    newest = (
        Decision.objects.filter(application__force=force_id, at__lt=ends)
        .order_by("application", "-pk")
        .distinct("application")
    )
    done = Outcome.objects.filter(application__force=force_id, at__gte=begins, at__lt=ends)
    return Numbers(
        first=first,
        last=last,
        as_on=as_on,
        applications=made.count(),
        not_met=sum(not row.met and row.at >= begins for row in newest),
        reviews=done.count(),
        recommending=done.filter(recommendations__isnull=False).distinct().count(),
    )


def _after(on: date, zone: ZoneInfo) -> datetime:
    """Return the midnight with which a day ends."""
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=zone)
