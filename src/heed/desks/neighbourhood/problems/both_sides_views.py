"""Both sides of one history: of an incident, of a problem plan, of a place; and a summary of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from heed.desks.neighbourhood.problems.fields import Paragraph
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.places import queries as places
from heed.domain.problems.access import SEE_BOTH_SIDES, WORK_ON_PLANS
from heed.domain.problems.models import ProblemPlan
from heed.domain.problems.plans import queries as plans
from heed.domain.problems.rules import CannotBe
from heed.flows.problems import chronology
from heed.flows.problems.chronology import BothSides
from heed.flows.problems.names import short_name
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.design.forms import Form


class SummaryForm(Form):
    """A summary of a history, for the log or the plan."""

    text = Paragraph(
        "Summary of both sides",
        empty="Enter a summary",
        rows=4,
        hint="Who did what to whom, and what each of them says of it",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE_BOTH_SIDES)
def of_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Show both sides of an incident's history; a POST keeps a summary in its log."""
    user = user_of(request)
    found = get_object_or_404(incidents.visible_to(user).select_related("place__parent"), pk=pk)
    form = _form(request)
    if form is not None and form.is_valid():
        return _summarised(request, form, incident=found)
    asked = request.GET.get("party", "")
    read = chronology.of_incident(
        incident=found,
        user=user,
        purpose=f"both sides of {found.reference}",
        actor=actor_of(request),
        now=timezone.now(),
        party_id=int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < len(str(2**63)) else None,
    )
    return _page(request, read, form, title=f"Both sides: {found.reference}", incident=found)


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE_BOTH_SIDES)
def of_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show both sides of a plan's problem; a POST keeps a summary in the plan."""
    user = user_of(request)
    found = get_object_or_404(plans.visible_to(user), pk=pk)
    form = _form(request)
    if form is not None and form.is_valid():
        return _summarised(request, form, plan=found)
    read = chronology.of_plan(
        plan=found,
        user=user,
        purpose=f"both sides of problem plan {found.reference}",
        actor=actor_of(request),
        now=timezone.now(),
    )
    return _page(request, read, form, title=f"Both sides: {found.reference}", plan=found)


@require_safe
@may(SEE_BOTH_SIDES)
def of_place(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show both sides of what is reported at a place."""
    user = user_of(request)
    found = get_object_or_404(places.visible_to(user), pk=pk)
    read = chronology.of_place(
        place=found, user=user, purpose="both sides at a place", actor=actor_of(request), now=timezone.now()
    )
    return _page(request, read, None, title=f"Both sides: {found.address}")


def _form(request: HttpRequest) -> SummaryForm | None:
    """Return the form that was posted; None where nothing was, or the person may not write."""
    if request.method != "POST":
        return None
    form = SummaryForm(request.POST)
    if not allowed(user_of(request), WORK_ON_PLANS):
        form.add_error(None, "Your role reads this page and writes nothing on it.")
    return form


def _summarised(
    request: HttpRequest, form: SummaryForm, *, incident: Incident | None = None, plan: ProblemPlan | None = None
) -> HttpResponse:
    """Keep a summary, say what to think over in it, and return to the page."""
    case = incident or plan
    name = "neighbourhood:both_sides" if incident else "neighbourhood:plan_both_sides"
    try:
        think = chronology.summarise(
            text=form.cleaned_data["text"],
            incident=incident,
            plan=plan,
            user=user_of(request),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except CannotBe as error:
        messages.error(request, str(error))
    else:
        for phrase in think:
            messages.warning(request, phrase.sentence)
        messages.success(request, "The summary is in the log." if incident else "The summary is in the plan.")
    return redirect(reverse(name, args=[case.pk if case else 0]))


def _page(
    request: HttpRequest,
    read: BothSides | None,
    form: SummaryForm | None,
    *,
    title: str,
    incident: Incident | None = None,
    plan: ProblemPlan | None = None,
) -> HttpResponse:
    """Show a history."""
    writes = allowed(user_of(request), WORK_ON_PLANS) and (incident or (plan and not plan.closed_at))
    page: dict[str, Any] = {
        "title": title,
        "read": read,
        "incident": incident,
        "plan": plan,
        "parties": [(party, short_name(party)) for party in read.parties] if read else [],
        "summary": (form or SummaryForm()) if writes else None,
        "form": form,
        "now": timezone.now(),
    }
    return render(
        request, "neighbourhood/both_sides.jinja", page, status=422 if form is not None and form.errors else 200
    )
