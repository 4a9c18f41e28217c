"""Case reviews on whose panel the agency sits: what it was shown, its own complaints, its own tasks."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from heed.desks.partner.own import own_agency
from heed.desks.partner.reviews.forms import ComplaintForm
from heed.domain.agencies.access import WORK_FOR_AN_AGENCY
from heed.domain.agencies.terms import SharedPart
from heed.domain.case_review import queries
from heed.domain.case_review.applications import queries as applications
from heed.domain.case_review.deciding import queries as deciding
from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.case_review.models import Complaint, Member
from heed.flows.case_review import panel
from heed.flows.sharing.locks import locked_among
from heed.foundation.accounts.access import actor_of, may


@require_safe
@may(WORK_FOR_AN_AGENCY)
def reviews(request: HttpRequest) -> HttpResponse:
    """Show the reviews on whose panel the agency sits: references and dates alone."""
    agency = own_agency(request)
    page = {"title": "Case reviews", "agency": agency, "seats": list(queries.of_agency(agency))}
    return render(request, "partner/reviews.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@may(WORK_FOR_AN_AGENCY)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the agency was shown of a review, and take a complaint that was made to it."""
    seat, now = _seat_or_404(request, pk), timezone.now()
    form = ComplaintForm(request.POST if request.method == "POST" else None, complaints=_others(seat))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            panel.enter_complaint(
                member=seat,
                made_on=typed["made_on"],
                happened_on=typed["happened_on"],
                their_reference=typed["reference"],
                words=typed["words"],
                same_as=form.complaints.get(typed["same"]),
                actor=actor_of(request),
                now=now,
            )
        except CannotBe as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Entered. The police count it.")
            return redirect("partner:review", pk)
    panel.note_read(member=seat, actor=actor_of(request), now=now)
    found = seat.application
    page = {
        "title": f"Case review {found.reference}",
        "seat": seat,
        "lines": panel.sheet(found, parts=seat.parts),
        "own": [row for row in applications.complaints_of(found) if row.agency_id == seat.agency_id],
        "meetings": deciding.meetings_of(found),
        "tasks": [one.task for one in deciding.actions_of(found) if one.task.agency_id == seat.agency_id],
        "form": form,
        "now": now,
    }
    response = render(request, "partner/review.jinja", page, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _seat_or_404(request: HttpRequest, pk: int) -> Member:
    """Return the agency's seat on the panel of a review. Raises Http404 where it has none, or none any more."""
    seat = queries.of_agency(own_agency(request)).filter(application=pk).first()
    if seat is None:
        raise Http404
    return seat


def _others(seat: Member) -> list[Complaint]:
    """Return the complaints with which another may count once, as far as the agency was shown them."""
    rows = [
        row for row in applications.complaints_of(seat.application) if row.set_aside_at is None and not row.same_as_id
    ]
    if SharedPart.HISTORY not in seat.parts:
        return [row for row in rows if row.agency_id == seat.agency_id]
    locked = locked_among([row.incident_id for row in rows if row.incident_id])
    return [row for row in rows if row.incident_id not in locked]
