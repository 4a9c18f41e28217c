"""What the handler's words seem to say, read at each pause; the replies to it; and what is known from before, still so."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.call_handler import call_page, cues_page, draft_views, said_page
from heed.desks.call_handler.call_views import FINISHED, FRAGMENT, not_yours
from heed.domain.calls import queries
from heed.domain.calls.access import TAKE_CALLS
from heed.domain.calls.models import Call
from heed.domain.calls.services import CallFinished
from heed.domain.vulnerability.access import NOTE_INDICATORS, REPLY_TO_FINDINGS
from heed.domain.vulnerability.findings import services
from heed.domain.vulnerability.models import Finding, Indicator
from heed.flows import asking
from heed.foundation.accounts.access import actor_of, may, user_of

GONE = "These words are not on this call: look at the page again"
NOT_KNOWN = "This is not known of anybody on this call any more: look at the page again"


@require_POST
@may(TAKE_CALLS)
def read(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Read what stands in the form now, and return the chips, the order of the questions and the prompts."""
    found, now = _in_hand(request, call_id), timezone.now()
    if found.finished_at:
        return call_page.refusal(request, found, FINISHED)
    return _shown(request, found, now=now)


@require_POST
@may(REPLY_TO_FINDINGS)
def reply(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Keep what the handler made of a finding; the newest reply stands."""
    found, now = _in_hand(request, call_id), timezone.now()
    if found.finished_at:
        return call_page.refusal(request, found, FINISHED)
    try:
        pk, replied, whose = cues_page.read_posted(request.POST.get("reply", ""))
        finding = Finding.objects.select_related("call").get(pk=pk, call=found)
    except (ValueError, Finding.DoesNotExist):
        return call_page.refusal(request, found, GONE)
    services.reply(finding=finding, reply=replied, whose=whose, user=user_of(request), actor=actor_of(request), now=now)
    return _shown(request, found, now=now)


@require_POST
@may(NOTE_INDICATORS)
def still(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Note that what is known from before is still so today."""
    found, now = _in_hand(request, call_id), timezone.now()
    if found.finished_at:
        return call_page.refusal(request, found, FINISHED)
    text = request.POST.get("still", "")
    try:
        asking.still_so(
            call=found,
            indicator_id=int(text) if text.isascii() and len(text) < len(str(2**63)) else 0,
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
    except (ValueError, Indicator.DoesNotExist):
        return call_page.refusal(request, found, NOT_KNOWN)
    return _shown(request, found, now=now)


def _in_hand(request: HttpRequest, call_id: uuid.UUID) -> Call:
    """Return a call that the person has taken. Raises Http404, PermissionDenied."""
    user = user_of(request)
    found = call_page.call_or_404(user, call_id)
    if found.taken_by_id != user.pk:
        raise PermissionDenied(not_yours(found))
    return found


def _shown(request: HttpRequest, found: Call, *, now: datetime) -> HttpResponse:
    """Return the parts to the page's script; anybody else goes back to the page, with what was typed kept."""
    if FRAGMENT not in request.headers:
        try:
            draft_views.keep_posted(found, request.POST, user=user_of(request), now=now)
        except CallFinished:
            return call_page.refusal(request, found, FINISHED)
        return redirect(f"{redirect('call_handler:call', found.pk).url}#said")
    check = queries.newest_check(found.pk)
    asked = said_page.asked_on(found, check, request.POST, now=now)
    said = said_page.said(request, found, asked, request.POST, now=now, settled="settled" in request.POST)
    answer = render(request, "call_handler/said.jinja", said)
    answer["Cache-Control"] = "no-store"
    return answer
