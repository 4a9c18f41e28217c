"""A call ends: an incident is recorded, one on record is named, or there was nothing, or nobody, to hear."""

import uuid
from datetime import datetime

import structlog
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.call_handler import call_page, said_page
from heed.desks.call_handler.assessment import page as assessment_page
from heed.desks.call_handler.call_page import Forms, call_or_404
from heed.desks.call_handler.call_views import FINISHED, not_yours
from heed.desks.call_handler.fields import Words
from heed.desks.call_handler.forms import NothingForm
from heed.desks.call_handler.promise_form import PromiseForm
from heed.desks.call_handler.questions_form import confirm
from heed.desks.call_handler.so_far import typed_so_far
from heed.domain.calls import queries
from heed.domain.calls.access import TAKE_CALLS
from heed.domain.calls.models import Call
from heed.domain.calls.services import CallFinished
from heed.domain.calls.terms import About
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.access import RECORD_INCIDENTS
from heed.domain.incidents.terms import PartyRole
from heed.domain.vulnerability.assessments.queries import standing_on_call
from heed.domain.vulnerability.assessments.services import Refused
from heed.flows import record as flow
from heed.flows import take_call, unheard
from heed.flows.record import CallerUndecided, IncidentReport
from heed.foundation.accounts.access import actor_of, may, user_of

logger = structlog.get_logger(__name__)


@require_POST
@may(RECORD_INCIDENTS)
def record(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Record the incident that a call reports."""
    call = _in_hand(request, call_id)
    check, now = queries.newest_check(call.pk), timezone.now()
    if call.finished_at:
        return call_page.refusal(request, call, FINISHED)
    if {"keep", "more", "confirm"} & set(request.POST):
        # Without a script: Enter pressed in a field, one more row asked for, or what is known confirmed. Nobody is told off.
        typed = confirm(request.POST, said_page.asked_on(call, check, request.POST, now=now).plan)
        shown = call_page.draft_forms(typed, call=call, check=check, more="more" in request.POST)
        return call_page.show(request, call, check=check, forms=shown, now=now)
    forms = call_page.posted_forms(request.POST, call=call, check=check)
    forms.posted, forms.risk = request.POST, assessment_page.form_for(call, None, posted=request.POST, now=now)
    if _is_sound(forms, call):
        try:
            _search_last_words(request, call, now=now)
            incident = flow.record_incident(
                call=call, report=report_of(forms), user=user_of(request), actor=actor_of(request), now=now
            )
        except CallFinished:
            return call_page.refusal(request, call, FINISHED)
        except Refused as refused:
            forms.risk.refuse(refused.missing)
        except CallerUndecided as undecided:
            check = queries.newest_check(call.pk)
            _ask_who(forms, undecided)
        else:
            return redirect("call_handler:incident", incident.pk)
    return call_page.show(request, call, check=check, forms=forms, now=now, status=422)


@require_POST
@may(RECORD_INCIDENTS)
def add(request: HttpRequest, call_id: uuid.UUID, incident: int) -> HttpResponse:
    """Finish a call as being about an incident that is on record."""
    call = _in_hand(request, call_id)
    about = incidents.visible_to(user_of(request)).filter(pk=incident).first() if incident < 2**63 else None
    if about is None:
        raise Http404
    now = timezone.now()
    promised = PromiseForm(request.POST, now=now, user=user_of(request))
    if not promised.is_valid() and not call.finished_at:
        return _show_promise(request, call, promised, now=now)
    try:
        flow.add_to_incident(
            call=call,
            incident=about,
            text=_log_text(request),
            user=user_of(request),
            actor=actor_of(request),
            now=now,
            promises=promised.reports(),
        )
    except CallFinished:
        return call_page.refusal(request, call, FINISHED)
    return redirect("call_handler:incident", about.pk)


@require_POST
@may(TAKE_CALLS)
def nothing(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Finish a call that reported nothing, with the reason."""
    call, form = _in_hand(request, call_id), NothingForm(request.POST)
    if call.finished_at:
        return call_page.refusal(request, call, FINISHED)
    promised = PromiseForm(request.POST, now=timezone.now(), user=user_of(request))
    promised.is_valid()
    if promised.is_begun:
        promised.add_error("kind", "Record what you promised with an incident: nobody would see it otherwise")
        return _show_promise(request, call, promised, now=timezone.now())
    if not form.is_valid():
        check = queries.newest_check(call.pk)
        shown = call_page.draft_forms(request.POST, call=call, check=check)
        shown.nothing = form
        return call_page.show(request, call, check=check, forms=shown, now=timezone.now(), status=422)
    try:
        flow.nothing_to_record(
            call=call,
            why=form.cleaned_data["why"],
            text=_log_text(request),
            user=user_of(request),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except CallFinished:
        return call_page.refusal(request, call, FINISHED)
    return redirect("call_handler:queue")


@require_POST
@may(TAKE_CALLS)
def silent(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Finish a call on which nobody spoke; what follows is the pack's decision."""
    call = _in_hand(request, call_id)
    try:
        opened = unheard.follow_up_silent(
            call=call, text=_log_text(request), user=user_of(request), actor=actor_of(request), now=timezone.now()
        )
    except CallFinished:
        return call_page.refusal(request, call, FINISHED)
    return redirect("call_handler:incident", opened.pk) if opened else redirect("call_handler:queue")


def _show_promise(request: HttpRequest, call: Call, promised: PromiseForm, *, now: datetime) -> HttpResponse:
    """Show the page again with what is wrong about a promise: it is never lost with the call that it was made on."""
    check = queries.newest_check(call.pk)
    shown = call_page.draft_forms(request.POST, call=call, check=check)
    shown.promise = promised
    return call_page.show(request, call, check=check, forms=shown, now=now, status=422)


def _search_last_words(request: HttpRequest, call: Call, *, now: datetime) -> None:
    """Search with the words that go onto the record; without the page's script nobody may have searched them yet."""
    try:
        take_call.search_again(
            call=call,
            typed=typed_so_far(request.POST, today=timezone.localdate(now)),
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
    except CallFinished:
        raise
    except Exception:
        # Whatever fails in recognition, what happened is recorded.
        logger.exception("recognition failed at recording", call=str(call.pk))


def _ask_who(forms: Forms, undecided: CallerUndecided) -> None:
    """Ask to decide first whether it is somebody on record."""
    row = next((row for row in forms.parties.rows if not row.is_empty), None)
    if undecided.about == About.VICTIM and row:
        row.add_error("family_name", f"{undecided} may be the person they ring for: say first whether it is them")
    else:
        forms.caller.add_error("family_name", f"{undecided} may be the caller: say first whether it is them")


def report_of(forms: Forms) -> IncidentReport:
    """Return all that the page holds, as one value."""
    what = forms.what.cleaned_data
    return IncidentReport(
        opening_code=forms.what.code,
        summary=what["summary"],
        address=what["address"],
        grade=what["grade"],
        rationale=what["rationale"],
        rural=what["area"] == "rural",
        qualifiers=tuple(what["qualifiers"]),
        parties=(forms.caller.someone(), *forms.parties.people()),
        answers=forms.questions.answers(),
        log_text=what["log_text"],
        judgement=forms.risk.judgement() if forms.risk else None,
        promises=forms.promise.reports(),
        safe_contact=forms.safe.rule(now=timezone.now()),
    )


def _is_sound(forms: Forms, call: Call) -> bool:
    """Say whether the report can be recorded: every form by itself, the victim who was named as such, and the risk judged."""
    judged = _risk_is_judged(forms, call)
    if not forms.report_is_valid() or not judged:
        return False
    victims = [someone for someone in forms.parties.people() if PartyRole.VICTIM in someone.roles]
    if forms.caller.cleaned_data["victim"] == "someone" and not victims:
        forms.caller.add_error("victim", "Name or describe the victim under “Others in the incident”")
        return False
    return True


def _risk_is_judged(forms: Forms, call: Call) -> bool:
    """Say whether a person has decided who is at risk: on this page, or before; only anti-social behaviour cannot do without."""
    if forms.risk is None:
        return True
    forms.what.is_valid()
    needed = flow.needs_assessment(forms.what.code) and standing_on_call(call) is None
    return forms.risk.require() if needed else forms.risk.is_valid()


def _in_hand(request: HttpRequest, call_id: uuid.UUID) -> Call:
    """Return a call that the person handles. Raises Http404, PermissionDenied."""
    user = user_of(request)
    call = call_or_404(user, call_id)
    if call.taken_by_id != user.pk:
        raise PermissionDenied(not_yours(call))
    return call


def _log_text(request: HttpRequest) -> str:
    """Return what was typed and would otherwise be gone: what happened, and the box of the log."""
    typed = [Words("Log").to_python(request.POST.get(name)) for name in ("summary", "log_text")]
    return "\n".join(text for text in typed if text)
