"""One case review on one page: where it stands, and the forms of what this person may do now."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.timezone import localdate

from heed.desks.neighbourhood.reviews import forms, panel_forms
from heed.domain.agencies import queries as agencies
from heed.domain.agencies.models import Agreement, Officer
from heed.domain.agencies.terms import Purpose
from heed.domain.case_review.access import WORK_ON_REVIEWS
from heed.domain.case_review.applications import queries
from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.deciding import queries as deciding_queries
from heed.domain.case_review.models import Member
from heed.domain.case_review.terms import Stage
from heed.domain.tasking import queries as tasks
from heed.domain.tasking.access import answers_for_others
from heed.flows.case_review import applying, deciding, panel
from heed.flows.case_review.overview import Review, review_of
from heed.flows.tasking.tasks import note_consulted
from heed.foundation.accounts.access import actor_of, allowed, user_of
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

OPEN = frozenset({Stage.RECEIVED, Stage.TO_DECIDE, Stage.TO_MEET, Stage.TO_CONCLUDE})
UNDECIDED = frozenset({Stage.RECEIVED, Stage.TO_DECIDE, Stage.NOT_MET})
PANEL = frozenset({Stage.TO_MEET, Stage.TO_CONCLUDE})
APPEALED = frozenset({Stage.NOT_MET, Stage.CONCLUDED})


def found_or_404(request: HttpRequest, pk: int) -> Application:
    """Return an application of the person's own force, or answer 404."""
    return get_object_or_404(queries.visible_to(user_of(request)), pk=pk)


def agreements_for(user: User, members: list[Member]) -> list[Agreement]:
    """Return the agreements in force today that cover case reviews, of agencies that do not sit on the panel yet."""
    today, seated = localdate(timezone.now()), {one.agency_id for one in members}
    rows = Agreement.objects.filter(
        agency__force=user.force_id, agency__ended_at=None, ended_at=None, starts_on__lte=today, review_on__gte=today
    )
    found = rows.filter(purposes__contains=[Purpose.CASE_REVIEW.value]).select_related("agency")
    return [one for one in found.order_by("agency__name", "-signed_at") if one.agency_id not in seated]


def complaint_form(found: Application, user: User, posted: Any = None) -> forms.ComplaintForm:
    """Return the form by which a complaint is added."""
    known = [row for row in queries.complaints_of(found) if row.set_aside_at is None and row.same_as_id is None]
    return forms.ComplaintForm(posted, agencies=list(agencies.agencies_of(user.force_id)), complaints=known)


def identify_form(found: Application, user: User, posted: Any = None) -> forms.IdentifyForm:
    """Return the form by which somebody says who suffers."""
    return forms.IdentifyForm(posted, people=applying.who_it_may_be(found, user=user))


def decide_form(review: Review, user: User, posted: Any = None) -> forms.DecideForm:
    """Return the form by which the threshold is decided."""
    return forms.DecideForm(posted, reached=review.standing.reached, senior=deciding.is_senior(user))


def action_form(found: Application, user: User, posted: Any = None) -> panel_forms.ActionForm:
    """Return the form by which somebody is given something to do."""
    sitting = seated(found)
    theirs = Officer.objects.filter(agency__in=[one.agency_id for one in sitting], user__is_active=True)
    there = User.objects.filter(officer__in=theirs).select_related("officer").order_by("first_name", "last_name", "pk")
    here = tasks.who_is_at_work(user.force_id, now=timezone.now())
    return panel_forms.ActionForm(posted, members=sitting, agency_officers=list(there), officers=here)


def appeal_form(posted: Any = None) -> panel_forms.AppealForm:
    """Return the form by which a second look is asked for."""
    body = policy.in_use().review.policing_body
    return panel_forms.AppealForm(
        posted, policing_body=body.name.value if body.is_in_force(localdate(timezone.now())) else ""
    )


def seated(found: Application) -> list[Member]:
    """Return who sits on the panel now."""
    return [
        one for one in deciding_queries.members_of(found) if one.ended_at is None and one.agreement.ended_at is None
    ]


def show(request: HttpRequest, found: Application, again: Mapping[str, Form] | None = None) -> HttpResponse:
    """Show a review; again: the form that has errors, by its part of the page."""
    user, now = user_of(request), timezone.now()
    review = review_of(found, now=now)
    subjects = [f"case_review:{found.pk}", *([f"person:{found.person_id}"] if found.person_id else [])]
    note_consulted(subjects=subjects, purpose=f"ASB case review {found.reference}", actor=actor_of(request), now=now)
    wrong = next(iter((again or {}).values()), None)
    members = deciding_queries.members_of(found)
    appeals = list(found.appeals.order_by("-pk"))
    waiting = next((one for one in appeals if one.decided_at is None), None)
    meetings = deciding_queries.meetings_of(found)
    may = allowed(user, WORK_ON_REVIEWS)
    offered = _forms(review, user, members=members, waiting=waiting is not None, meetings=meetings) if may else {}
    page = {
        "title": f"Case review {found.reference}",
        "review": review,
        "found": found,
        "safe_ways": panel.safe_ways(found),
        "decisions": list(found.decisions.order_by("-pk")),
        "told": list(found.told.order_by("-pk")),
        "members": [(one, panel.sheet(found, parts=one.parts)) for one in members],
        "meetings": meetings,
        "actions": deciding_queries.actions_of(found),
        "outcomes": deciding_queries.outcomes_of(found),
        "appeals": appeals,
        "waiting": waiting,
        "policing_body": policy.in_use().review.policing_body,
        "may": may,
        "forms": offered | dict(again or {}),
        "opened": next(iter(again or {}), ""),
        "form": wrong,
        "now": now,
    }
    response = render(request, "neighbourhood/review.jinja", page, status=422 if wrong else 200)
    response["Cache-Control"] = "no-store"
    return response


def _forms(review: Review, user: User, *, members: list[Member], waiting: bool, meetings: list[Any]) -> dict[str, Form]:
    """Return the forms of what may be done with a review as it stands; some only sergeants and supervisors see."""
    found, stage = review.application, review.stage
    if stage is Stage.WITHDRAWN:
        return {}
    leads, sitting = answers_for_others(user), [one for one in members if one.ended_at is None]
    unheld = any(one.held_at is None for one in meetings)
    asked: list[tuple[str, bool, Callable[[], Form]]] = [
        ("acknowledge", stage is Stage.RECEIVED, forms.AcknowledgeForm),
        ("identify", found.person_id is None, lambda: identify_form(found, user)),
        ("complaint", True, lambda: complaint_form(found, user)),
        ("decide", leads and stage in UNDECIDED, lambda: decide_form(review, user)),
        ("member", stage in OPEN, lambda: panel_forms.MemberForm(agreements=agreements_for(user, seated(found)))),
        ("meeting", stage in PANEL, panel_forms.MeetingForm),
        ("held", stage in PANEL and unheld, lambda: panel_forms.HeldForm(members=sitting)),
        ("action", stage in PANEL | {Stage.CONCLUDED}, lambda: action_form(found, user)),
        ("conclude", leads and stage is Stage.TO_CONCLUDE, panel_forms.ConcludeForm),
        ("second", leads and waiting, panel_forms.AppealAnswerForm),
        ("appeal", not waiting and stage in APPEALED, appeal_form),
        ("told", True, forms.ToldForm),
        ("withdraw", stage in OPEN, panel_forms.WithdrawForm),
    ]
    return {part: make() for part, may, make in asked if may}
