"""A call: taking it, seeing it, deciding who rings and for whom, searching again with what is typed."""

import uuid
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heed.desks.call_handler import call_page, draft_views
from heed.desks.call_handler.call_page import call_or_404
from heed.desks.call_handler.so_far import typed_so_far
from heed.desks.call_handler.who_page import read_posted
from heed.domain.calls import queries
from heed.domain.calls.access import SEE_CALLS, TAKE_CALLS
from heed.domain.calls.models import Call, Check
from heed.domain.calls.services import CallFinished, CallTaken
from heed.domain.people.models import Person
from heed.flows import take_call
from heed.foundation.accounts.access import actor_of, allowed, may, user_of

FRAGMENT = "X-Heed-Fragment"
"""The header by which the page's script asks for one part of the page instead of the whole."""

FINISHED = "This call is finished already"


@require_POST
@may(TAKE_CALLS)
def take(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Take a call, or hear who has it."""
    try:
        take_call.take(call_id=call_id, user=user_of(request), actor=actor_of(request), now=timezone.now())
    except CallTaken as taken:
        return call_page.refusal(request, None, f"{taken} has this call")
    except CallFinished:
        return call_page.refusal(request, None, "The caller gave up, and that has been followed up: see the log")
    except Call.DoesNotExist:
        call_or_404(user_of(request), call_id)
    return redirect("call_handler:call", call_id)


@never_cache
@require_safe
@may(SEE_CALLS)
def call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Show a call: all of it to whoever handles it, read-only to others, the line alone before it is taken."""
    user, now = user_of(request), timezone.now()
    found = call_or_404(user, call_id)
    if found.taken_at is None and found.finished_at is None:
        page = {
            "title": "A call that nobody has taken",
            "call": found,
            "now": now,
            "may_take": allowed(user, TAKE_CALLS),
        }
        return render(request, "call_handler/untaken.jinja", page)
    if found.taken_by_id != user.pk or found.finished_at:
        check = take_call.look_at(call=found, user=user, actor=actor_of(request), now=now)
        return call_page.show(request, found, check=check, forms=None, now=now)
    check = queries.newest_check(found.pk)
    draft, posted = call_page.draft_of(found)
    shown = call_page.draft_forms(posted, call=found, check=check)
    return call_page.show(request, found, check=check, forms=shown, now=now, draft=draft)


@require_POST
@may(TAKE_CALLS)
def decide(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Keep what the handler decided about who rings, or about whom they ring for."""
    found, now = _in_hand(request, call_id), timezone.now()
    try:
        about, decision, people = read_posted(request.POST.get("decide", ""))
        _keep_typed(request, found, now=now)
        check = take_call.decide(
            call=found,
            people=people,
            decision=decision,
            about=about,
            typed=typed_so_far(request.POST, today=timezone.localdate(now)),
            why="",
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
    except (ValueError, Person.DoesNotExist):
        return call_page.refusal(request, found, "Choose one of the people on the page, and what you decided")
    except CallFinished:
        return call_page.refusal(request, found, FINISHED)
    return _shown(request, found, check)


@require_POST
@may(TAKE_CALLS)
def refine(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Search again with what is typed so far, and return the card."""
    found, now = _in_hand(request, call_id), timezone.now()
    try:
        _keep_typed(request, found, now=now)
        check = take_call.search_again(
            call=found,
            typed=typed_so_far(request.POST, today=timezone.localdate(now)),
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
    except CallFinished:
        return call_page.refusal(request, found, FINISHED)
    return _shown(request, found, check)


def not_yours(found: Call) -> str:
    """Say who has the call."""
    return f"{found.taken_by.display_name} has this call." if found.taken_by else "Take this call first."


def _in_hand(request: HttpRequest, call_id: uuid.UUID) -> Call:
    """Return a call that the person has taken. Raises Http404, PermissionDenied."""
    user = user_of(request)
    found = call_or_404(user, call_id)
    if found.taken_by_id != user.pk:
        raise PermissionDenied(not_yours(found))
    return found


def _keep_typed(request: HttpRequest, found: Call, *, now: datetime) -> None:
    """Keep what a whole form holds, before the page is shown anew; the page's script has kept it already."""
    if FRAGMENT not in request.headers:
        draft_views.keep_posted(found, request.POST, user=user_of(request), now=now)


def _shown(request: HttpRequest, found: Call, check: Check) -> HttpResponse:
    """Return the card and the panels below it to the page's script; anybody else goes back to the page."""
    if FRAGMENT not in request.headers:
        return redirect("call_handler:call", found.pk)
    page = call_page.recognition(found, check, user=user_of(request)) | {"now": timezone.now()}
    answer = render(request, "call_handler/recognition.jinja", page)
    answer["Cache-Control"] = "no-store"
    return answer
