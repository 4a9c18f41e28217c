"""Requests for a second person, put as the page shows them: by kind, with what must be known before agreeing."""

from typing import Any

from heed.desks.supervisor.forms import AnswerForm
from heed.domain.vulnerability.models import Assessment
from heed.flows import second_person
from heed.flows.second_person import Request, What
from heed.foundation.policy import services as policy
from heed.foundation.reference import codes

KINDS = {
    What.DOWNGRADE: "Lower the grade",
    What.GRADE: "Grade",
    What.CLOSURE: "Close",
    What.DUPLICATE: "Close as a duplicate",
    What.UNLINK: "Take a link back",
}
IF_AGREED = {
    What.DOWNGRADE: "If you agree, somebody has longer to attend. If you refuse, the grade stays.",
    What.GRADE: "If you agree, the new grade holds. If you refuse, the one before it stays.",
    What.CLOSURE: "If you agree, the incident is closed. If you refuse, it stays open.",
    What.DUPLICATE: "If you agree, this log is closed and only the main log is worked on. If you refuse, it stays open.",
    What.UNLINK: "If you agree, the two logs count as two again. If you refuse, they stay one.",
}


def put(request: Request, *, user_id: int, form: AnswerForm | None) -> dict[str, Any]:
    """Put a request as the board shows it: what it is, how things stand, and whether it is one's own."""
    row = request.row
    return {
        "row": row,
        "kind": KINDS[request.what],
        "what": _what(request),
        "now": _now(request),
        "then": IF_AGREED[request.what],
        "history": _history(request),
        "assessment": _assessment(request.assessment),
        "rationale": request.rationale,
        "assessed_since": second_person.changed_since(request),
        "main": request.main,
        "own": row.asked_by_id == user_id,
        "form": form or AnswerForm(pk=row.pk),
    }


def _what(request: Request) -> str:
    """Say in words what was asked for."""
    row = request.row
    if request.what == What.UNLINK:
        return f"Take back its link with {row.unlinking.link.other.reference}"
    pack = policy.in_use()
    if request.what in {What.DOWNGRADE, What.GRADE}:
        rule = pack.grades.get(row.grading.grade)
        return f"Grade it {rule.label.lower() if rule else row.grading.grade}"
    result = pack.results.get(row.closing.result)
    return f"Close it: {result.label if result else row.closing.result}, as {_category(row.closing.closing_code)}"


def _now(request: Request) -> str:
    """Say how it stands until somebody agrees."""
    if request.what == What.UNLINK:
        return f"Linked as the same event since then, by {request.row.unlinking.link.linked_by_name}"
    if request.before is None:
        return "Not graded, and open"
    rule = policy.in_use().grades.get(request.before.grade)
    label = rule.label if rule else request.before.grade
    return f"Graded {label.lower()}, and open. Graded by {request.before.graded_by_name}: {request.before.rationale}"


def _history(request: Request) -> str:
    """Say how much whoever suffers has reported, this incident included."""
    if not request.suffered:
        return "Nobody who suffers in it is known by name: nothing can be counted"
    parts = [f"{count} in {days} days" for days, count in request.suffered.items()]
    return f"Incidents of whoever suffers, this one included: {', '.join(parts)}"


def _assessment(made: Assessment | None) -> dict[str, Any] | None:
    """Return the assessment that stands, in words."""
    if made is None:
        return None
    bands = {band.code: band.label for band in policy.in_use().assessment.band_from.bands}
    return {
        "vulnerable": made.get_vulnerable_display(),
        "band": bands.get(made.band_decided, made.band_decided),
        "at": made.at,
        "by": made.assessed_by.display_name,
        "why": made.why,
    }


def _category(code: str) -> str:
    """Return the words of a category; of one that the list no longer has, its code."""
    local = policy.in_use().local_codes.get(code)
    try:
        return local.label if local else codes.category(code).label
    except codes.NoSuchCode:
        return code
