"""Assessing the risk: on a call before it is recorded, and on an incident afterwards."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.call_handler import call_page, draft_views, purpose
from heed.desks.call_handler.assessment import page as assessment_page
from heed.desks.call_handler.assessment.form import RiskForm
from heed.desks.call_handler.call_page import call_or_404
from heed.desks.call_handler.call_views import FINISHED, FRAGMENT, not_yours
from heed.desks.call_handler.incident import views as incident_views
from heed.domain.calls import queries as calls
from heed.domain.calls.models import Call
from heed.domain.calls.services import CallFinished
from heed.domain.incidents import queries
from heed.domain.incidents.models import Incident
from heed.domain.vulnerability.access import ASSESS_RISK
from heed.domain.vulnerability.assessments.services import Refused
from heed.flows import assess as flow
from heed.flows import at_risk
from heed.foundation.accounts.access import actor_of, may, user_of


@require_POST
@may(ASSESS_RISK)
def assess(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Keep an assessment on a call in hand; or show what would follow from what is on the screen."""
    user, now = user_of(request), timezone.now()
    call = call_or_404(user, call_id)
    if call.taken_by_id != user.pk:
        raise PermissionDenied(not_yours(call))
    if FRAGMENT in request.headers:
        return _outcome(request, call, None, now=now)
    if call.finished_at:
        return call_page.refusal(request, call, FINISHED)
    try:
        draft_views.keep_posted(call, request.POST, user=user, now=now)
    except CallFinished:
        return call_page.refusal(request, call, FINISHED)
    back = redirect(reverse("call_handler:call", args=[call.pk]) + "#risk")
    if "risk_look" in request.POST:
        return back
    form = assessment_page.form_for(call, None, posted=request.POST, now=now)
    if form.require() and _keep(request, form, call=call, incident=None, now=now):
        return back
    check = calls.newest_check(call.pk)
    shown = call_page.draft_forms(request.POST, call=call, check=check)
    shown.risk = form
    return call_page.show(request, call, check=check, forms=shown, now=now, status=422)


@require_POST
@may(ASSESS_RISK)
def assess_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep an assessment of an incident; or show what would follow from what is on the screen."""
    now = timezone.now()
    found = get_object_or_404(queries.visible_to(user_of(request)), pk=pk)
    if FRAGMENT in request.headers:
        return _outcome(request, found.call, found, now=now)
    form = assessment_page.form_for(found.call, found, posted=request.POST, now=now)
    if "risk_look" in request.POST:
        form.is_valid()
        form.errors.clear()
        return incident_views.show_again(request, found, risk=form, now=now, status=200)
    if form.require() and _keep(request, form, call=found.call, incident=found, now=now):
        given = purpose.given(request, now=now)
        return redirect(reverse("call_handler:incident", args=[found.pk]) + (given.carried if given else "") + "#risk")
    return incident_views.show_again(request, found, risk=form, now=now, status=422)


def _keep(request: HttpRequest, form: RiskForm, *, call: Call, incident: Incident | None, now: datetime) -> bool:
    """Keep what the form holds; what the rules refuse becomes an error of the form."""
    judgement = form.judgement()
    if judgement is None:
        return False
    try:
        flow.assess(
            call=call, incident=incident, judgement=judgement, user=user_of(request), actor=actor_of(request), now=now
        )
    except Refused as refused:
        form.refuse(refused.missing)
        return False
    messages.success(request, "The assessment is on record. A later one stands beside it, and does not replace it.")
    return True


def _outcome(request: HttpRequest, call: Call, incident: Incident | None, *, now: datetime) -> HttpResponse:
    """Return what follows from what is on the screen, to the page's script; nothing is kept."""
    known = at_risk.known_of(call=call, incident=incident, now=now)
    form = assessment_page.form_for(call, incident, posted=request.POST, known=known, now=now)
    page = {"assessment": assessment_page.outcome(call, incident, form, known=known, posted=request.POST, now=now)}
    answer = render(request, "call_handler/assessment_outcome.html", page)
    answer["Cache-Control"] = "no-store"
    return answer
