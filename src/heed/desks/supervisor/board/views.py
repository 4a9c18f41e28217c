"""The live board: what waits by risk, notices and requests for a second person, and how the room stands."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heed.desks.supervisor.board import approval_page
from heed.desks.supervisor.board import page as board_page
from heed.desks.supervisor.forms import AnswerForm
from heed.domain.incidents import services
from heed.domain.incidents.access import BE_THE_SECOND_PERSON, SEE_NOTICES
from heed.domain.incidents.models import Approval, Notice
from heed.domain.incidents.services import ApprovalAnswered, NotASecondPerson
from heed.domain.vulnerability.access import SEE_RULE_COUNTS
from heed.engines.risk.waiting import Kind
from heed.flows import decide, manners, second_person
from heed.flows.board import live as boards
from heed.flows.board import work as board_work
from heed.flows.board.live import Board, Only
from heed.foundation.accounts.access import actor_of, allowed, may, user_of

FRAGMENT = "X-Heed-Fragment"
"""The header by which the page's script asks for the live part of the page instead of the whole."""

SHOWN_MOST = 50
"""Notices and requests on one page, in the board's order; how many there are is said."""

LARGEST = 2**31


@never_cache
@require_safe
@may(BE_THE_SECOND_PERSON)
def board(request: HttpRequest) -> HttpResponse:
    """Show the board, or its live part alone."""
    if FRAGMENT in request.headers:
        return _live(request)
    return _board(request)


@require_POST
@may(BE_THE_SECOND_PERSON)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a request as the second person."""
    user = user_of(request)
    asked = get_object_or_404(Approval.objects.filter(incident__force=user.force_id).select_related("incident"), pk=pk)
    form = AnswerForm(request.POST, pk=pk)
    if not form.is_valid():
        return _board(request, wrong={pk: form})
    agreed = form.cleaned_data["agreed"] == "yes"
    try:
        decide.answer_as_second_person(
            approval_id=asked.pk,
            agreed=agreed,
            why=form.cleaned_data["why"],
            user=user,
            actor=actor_of(request),
            now=timezone.now(),
        )
    except NotASecondPerson:
        form.add_error(None, "You asked for this yourself: another supervisor must answer it.")
        return _board(request, wrong={pk: form})
    except decide.Refused as refused:
        form.add_error(None, f"{asked.incident.reference} has changed since it was asked. {refused}")
        return _board(request, wrong={pk: form})
    except ApprovalAnswered:
        messages.error(request, f"Somebody has just answered for {asked.incident.reference}: nothing was changed.")
        return redirect("supervisor:board")
    messages.success(request, f"You {'agreed' if agreed else 'refused'}: {asked.incident.reference}.")
    return redirect("supervisor:board")


@require_POST
@may(SEE_NOTICES)
def see(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that a notice was seen."""
    try:
        seen = services.see_notice(notice_id=pk, user=user_of(request), actor=actor_of(request), now=timezone.now())
    except Notice.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, f"Seen: {seen.get_kind_display().lower()}.")
    return redirect("supervisor:board")


def _live(request: HttpRequest) -> HttpResponse:
    """Answer with the live part, or with 304 where nothing but time has passed since it was drawn."""
    page = _waiting(request)[1]
    tag = board_page.tag_of(page)
    if request.headers.get("If-None-Match") == tag:
        answered = HttpResponse(status=304)
    else:
        answered = render(request, "supervisor/board_live.jinja", page)
    answered["ETag"] = tag
    return answered


def _waiting(request: HttpRequest) -> tuple[Board, dict[str, Any]]:
    """Gather what waits, and what the live part shows of it."""
    user, now = user_of(request), timezone.now()
    only = _only(request)
    found = boards.gather(user, now=now, only=only)
    page = {
        **board_page.put(found, everything="all" in request.GET),
        "work": board_page.put_work(board_work.at_work(user, found, now=now)),
        "approval_count": len(found.approvals),
        "notice_count": len(found.notices),
        "by_beat": only.beat is not None,
        "all_of_it": _with_all(request),
        "now": now,
    }
    return found, page


def _board(request: HttpRequest, wrong: dict[int, AnswerForm] | None = None) -> HttpResponse:
    """Show the whole page; wrong: the form that has errors, by its request."""
    user = user_of(request)
    found, live = _waiting(request)
    again = wrong or {}
    in_order = [row.thing.subject for row in found.rows if row.kind == Kind.APPROVAL]
    # What was answered wrongly stays on the page, wherever it stands.
    asked = list(dict.fromkeys([*(pk for pk in again if pk in found.approvals), *in_order]))[:SHOWN_MOST]
    requests = second_person.requests([found.approvals[int(pk)] for pk in asked], known=found.known)
    seen = [found.notices[int(row.thing.subject)] for row in found.rows if row.kind == Kind.NOTICE]
    page = {
        **live,
        **board_page.choices(user, _only(request)),
        "title": "Supervisor board",
        "notices": seen[:SHOWN_MOST],
        "approvals": [approval_page.put(one, user_id=user.pk, form=again.get(one.row.pk)) for one in requests],
        "rules_rarely_right": manners.new_proposals(user, now=live["now"]) if allowed(user, SEE_RULE_COUNTS) else 0,
        "form": next(iter(again.values()), None),
        "board_tag": board_page.tag_of(live),
    }
    return render(request, "supervisor/board.jinja", page, status=422 if again else 200)


def _with_all(request: HttpRequest) -> str:
    """Return the query of this page with every row asked for."""
    query = request.GET.copy()
    query["all"] = "1"
    return query.urlencode()


def _only(request: HttpRequest) -> Only:
    """Return what the address narrows the board to; what is no number narrows nothing."""

    def number(name: str) -> int | None:
        typed = request.GET.get(name, "")
        return int(typed) if typed.isascii() and typed.isdecimal() and int(typed) < LARGEST else None

    return Only(unit=number("unit"), beat=number("beat"))
