"""
What a second person needs before they agree or refuse, on one screen: what is asked, how it stands now, and what is known.

Three statements, however many requests: the grades that stand, the assessments that stand, the main logs of duplicates.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from heed.domain.incidents.models import Approval, Grading, IncidentLink
from heed.domain.incidents.queries import STANDS
from heed.domain.incidents.terms import LinkKind
from heed.domain.vulnerability.models import Assessment
from heed.engines.risk.grading import is_downgrade
from heed.flows.board.risk import Known
from heed.foundation.policy import services as policy


class What(StrEnum):
    """What a second person is asked to agree to."""

    DOWNGRADE = "downgrade"
    GRADE = "grade"
    CLOSURE = "closure"
    DUPLICATE = "duplicate"
    UNLINK = "unlink"


@dataclass(frozen=True, slots=True)
class Request:
    """
    One request. rationale: the reason of whoever asked.

    before: the grade that stands. assessment: the one that stands. main: the log that this one is linked to as the same
    event. suffered: by window in days, how many incidents whoever suffers most in this one has, this one included.
    """

    row: Approval
    what: What
    rationale: str
    before: Grading | None
    assessment: Assessment | None
    main: IncidentLink | None
    suffered: dict[int, int]


def requests(rows: Collection[Approval], *, known: Known) -> list[Request]:
    """Return each request with what a second person needs, in the order in which they came."""
    ids = [row.incident_id for row in rows]
    pack = policy.in_use()
    before = {g.incident_id: g for g in Grading.objects.filter(STANDS, incident__in=ids).order_by("id")}
    judged = Assessment.objects.filter(incident__in=ids).select_related("assessed_by").order_by("incident", "-id")
    assessed = {one.incident_id: one for one in judged.distinct("incident")}
    links = IncidentLink.objects.filter(incident__in=ids, kind=LinkKind.DUPLICATE, removed_at=None)
    mains = {link.incident_id: link for link in links.select_related("other")}
    return [
        Request(
            row=row,
            what=_what(row, before.get(row.incident_id), mains.get(row.incident_id)),
            rationale=_rationale(row),
            before=before.get(row.incident_id),
            assessment=assessed.get(row.incident_id),
            main=mains.get(row.incident_id),
            suffered={days: known.suffered(row.incident_id, days=days) for days in pack.windows}
            if known.victims.get(row.incident_id)
            else {},
        )
        for row in rows
    ]


def changed_since(request: Request) -> datetime | None:
    """Return when the risk was last assessed, where that was after it was asked: the request may be overtaken."""
    made = request.assessment
    return made.at if made and made.at > request.row.asked_at else None


def _what(row: Approval, before: Grading | None, main: IncidentLink | None) -> What:
    if hasattr(row, "unlinking"):
        return What.UNLINK
    grades = policy.in_use().grades
    if hasattr(row, "grading"):
        old, new = grades.get(before.grade) if before else None, grades.get(row.grading.grade)
        return What.DOWNGRADE if old and new and is_downgrade(old, new) else What.GRADE
    results = policy.in_use().results
    rule = results.get(row.closing.result)
    return What.DUPLICATE if main and rule and rule.asks_each_caller else What.CLOSURE


def _rationale(row: Approval) -> str:
    if hasattr(row, "unlinking"):
        return str(row.unlinking.why)
    return str(row.grading.rationale if hasattr(row, "grading") else row.closing.rationale)
