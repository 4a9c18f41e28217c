"""Reading reports that came from other systems: an agency's own, or a force's."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from heed.domain.agencies.models import Agency
from heed.domain.calls.queries import WRAP_UP
from heed.domain.incidents.access import GRADE_INCIDENTS
from heed.domain.incidents.models import Grading, Incident
from heed.domain.incidents.online.models import OnlineReport, ReportPhoto
from heed.domain.incidents.online.terms import Via
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User

UNREAD_MOST = 30
"""Reports listed for a handler at once; the count says how many there are."""


def report_of(incident: Incident) -> OnlineReport | None:
    """Return the report that an incident was recorded for; None where somebody rang, or told an officer."""
    return OnlineReport.objects.select_related("agency").filter(incident=incident).first()


def sent_before(agency: Agency, *, external_id: str, digest: str, since: datetime) -> OnlineReport | None:
    """Return the report that this one repeats: of the same number, or without one, the very same since a moment."""
    theirs = OnlineReport.objects.select_related("incident__force", "incident__call").filter(agency=agency)
    if external_id:
        return theirs.filter(external_id=external_id).first()
    return theirs.filter(external_id="", digest=digest, received_at__gte=since).order_by("-pk").first()


def own_reports(agency: Agency) -> QuerySet[OnlineReport]:
    """Return what an agency's own system reported by Open311, the newest first, each with its incident."""
    own = OnlineReport.objects.filter(agency=agency, via=Via.OPEN311)
    return own.select_related("incident__force").order_by("-received_at", "-pk")


def own_among(agency: Agency, numbers: Collection[int]) -> QuerySet[OnlineReport]:
    """Return those of an agency's own reports whose incidents have these numbers."""
    # A number longer than the column's could not be anybody's.
    return own_reports(agency).filter(incident__in=[number for number in numbers if number < 2**63])


def unread(force_id: int) -> QuerySet[OnlineReport]:
    """Return the reports of open incidents that nobody has graded yet, the longest waiting first."""
    graded = Grading.objects.filter(incident=OuterRef("incident"))
    waiting = OnlineReport.objects.filter(incident__force=force_id, incident__closed_at=None).exclude(Exists(graded))
    return waiting.select_related("incident__place", "agency").order_by("received_at", "pk")


def lends_purpose(user: User, report_id: int, *, now: datetime) -> bool:
    """Say whether a report is reason enough to look at it, for whoever grades: while nobody has, and for a shift after that."""
    if not allowed(user, GRADE_INCIDENTS):
        return False
    own = OnlineReport.objects.filter(pk=report_id, incident__force=user.force_id)
    graded_before = Grading.objects.filter(incident=OuterRef("incident"), graded_at__lt=now - WRAP_UP)
    return own.exclude(Exists(graded_before)).exists()


def pictures_of(report: OnlineReport) -> QuerySet[ReportPhoto]:
    """Return the pictures of a report, without their bytes."""
    return report.photos.defer("content").order_by("pk")
