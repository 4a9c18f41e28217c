"""Follow-ups: the call list by risk, the page while somebody is on the telephone, and what victims said afterwards."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.neighbourhood.aftermath.forms import AttemptForm, SurveyForm
from heed.domain.aftermath import queries
from heed.domain.aftermath.access import ASK_FOLLOW_UPS, SEE_RESULTS
from heed.domain.aftermath.models import FollowUp
from heed.domain.aftermath.services import AskedNoMore
from heed.domain.aftermath.terms import Channel, Language, Result, Stopped
from heed.domain.calls.rules import readable
from heed.domain.incidents.queries import standing_closing
from heed.engines.risk.satisfaction import ITEMS
from heed.flows.aftermath import answers as aftermath_answers
from heed.flows.aftermath import results as aftermath_results
from heed.flows.aftermath import shown as aftermath_shown
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

SHOWN_MOST = 100
"""Follow-ups on one page, those at most risk first; how many there are is said."""


@require_safe
@may(ASK_FOLLOW_UPS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show who is to be rung, those at most risk first. Names stand on the page of each, which says why it is opened."""
    user, waiting = user_of(request), queries.to_ring(user_of(request))
    page = {
        "title": "Follow-ups",
        "rows": list(waiting[:SHOWN_MOST]),
        "count": waiting.count(),
        "sees_results": allowed(user, SEE_RESULTS),
        "tries_most": policy.in_use().aftermath.tries_most.value,
        "now": timezone.now(),
    }
    return render(request, "neighbourhood/follow_ups.jinja", page)


@require_safe
@may(ASK_FOLLOW_UPS)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one follow-up, to be rung."""
    return _page(request, _found_or_404(request, pk))


@require_POST
@may(ASK_FOLLOW_UPS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what they said."""
    found = _found_or_404(request, pk)
    form = SurveyForm(request.POST, survey=policy.in_use().aftermath.survey)
    if not form.is_valid():
        return _page(request, found, survey=form)
    try:
        made = aftermath_answers.record_answer(
            follow_up_id=found.pk,
            words=form.words(),
            channel=Channel(form.cleaned_data["channel"]),
            language=Language(form.cleaned_data["language"]),
            user=user_of(request),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except AskedNoMore:
        messages.warning(request, "Somebody has written down an answer meanwhile. Nothing was changed.")
        return redirect("neighbourhood:follow_ups")
    goes_on = standing_closing(found.incident) is None
    again = f" {found.incident.reference} is open again, and somebody of the beat is sent." if goes_on else ""
    messages.success(request, f"Kept: {Stopped(made.stopped).label.lower()}.{again}")
    return redirect("neighbourhood:follow_ups")


@require_POST
@may(ASK_FOLLOW_UPS)
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what came of a try that did not reach them."""
    found = _found_or_404(request, pk)
    form = AttemptForm(request.POST)
    if not form.is_valid():
        return _page(request, found, tried=form)
    try:
        aftermath_answers.record_attempt(
            follow_up_id=found.pk,
            channel=Channel.PHONE,
            result=Result(form.cleaned_data["result"]),
            note=readable(form.cleaned_data["note"], longest=300),
            user=user_of(request),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except AskedNoMore:
        messages.warning(request, "Nobody asks about this any more. Nothing was changed.")
        return redirect("neighbourhood:follow_ups")
    found.refresh_from_db()
    ends = f" Nobody rings about this again: {found.get_ended_as_display().lower()}." if found.ended_at else ""
    messages.success(request, f"Kept.{ends}")
    return redirect("neighbourhood:follow_ups")


@require_safe
@may(SEE_RESULTS)
def results(request: HttpRequest) -> HttpResponse:
    """Show what victims said in the last twelve months, beside what was published."""
    found = aftermath_results.results(user_of(request), now=timezone.now())
    page = {
        "title": "Did it stop?",
        "found": found,
        "columns": [(item, ITEMS[item]) for item in aftermath_results.BROKEN_DOWN],
        "marks": {value.name for value in policy.in_use().values() if value.status == "unvalidated default"},
    }
    return render(request, "neighbourhood/follow_up_results.jinja", page)


def _found_or_404(request: HttpRequest, pk: int) -> FollowUp:
    """Return a follow-up of the person's own force that has begun. Raises Http404."""
    found = queries.visible_to(user_of(request)).filter(pk=pk, asked_at__isnull=False).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest, found: FollowUp, *, survey: SurveyForm | None = None, tried: AttemptForm | None = None
) -> HttpResponse:
    """Render one follow-up; survey, tried: the form that has errors."""
    now = timezone.now()
    wrong: Form | None = survey or tried
    page: dict[str, Any] = {
        "title": f"Follow-up of {found.incident.reference}",
        "opened": aftermath_shown.open_follow_up(
            follow_up=found, user=user_of(request), actor=actor_of(request), now=now
        ),
        "found": found,
        "survey": survey or SurveyForm(survey=policy.in_use().aftermath.survey),
        "tried": tried or AttemptForm(),
        "form": wrong,
        "answered": hasattr(found, "answer"),
        "now": now,
    }
    response = render(request, "neighbourhood/follow_up.jinja", page, status=422 if wrong else 200)
    response["Cache-Control"] = "no-store"
    return response
