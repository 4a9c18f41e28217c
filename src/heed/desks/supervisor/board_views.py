"""What a supervisor must see now, what waits for them, and how the room stands."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.supervisor.forms import AnswerForm
from heed.domain.calls import queries as calls
from heed.domain.incidents import queries, services
from heed.domain.incidents.access import BE_THE_SECOND_PERSON, SEE_NOTICES
from heed.domain.incidents.models import Approval, Notice
from heed.domain.incidents.services import ApprovalAnswered, NotASecondPerson
from heed.domain.vulnerability.access import SEE_RULE_COUNTS
from heed.domain.vulnerability.assessments.queries import demands_waiting
from heed.flows import decide, manners
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.policy import services as policy
from heed.foundation.reference import codes

SHOWN_MOST = 50
"""Notices and requests on one page: the oldest requests and the newest notices; how many there are is said."""


@require_safe
@may(BE_THE_SECOND_PERSON)
def board(request: HttpRequest) -> HttpResponse:
    """Show the board."""
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


def _board(request: HttpRequest, wrong: dict[int, AnswerForm] | None = None) -> HttpResponse:
    """Show the board; wrong: the form that has errors, by its request."""
    user, now = user_of(request), timezone.now()
    waiting = queries.waiting_approvals(user)
    notices = queries.unseen_notices(user)
    demanded = demands_waiting(user)
    ringing, oldest = calls.waiting_since(user.force_id, now=now)
    again = wrong or {}
    page = {
        "title": "Supervisor board",
        "notices": notices[:SHOWN_MOST],
        "notice_count": notices.count(),
        "approvals": [_asked(row, user.pk, again.get(row.pk)) for row in waiting[:SHOWN_MOST]],
        "approval_count": waiting.count(),
        "demands": demanded[:SHOWN_MOST],
        "demand_count": demanded.count(),
        "ringing": ringing,
        "oldest": oldest,
        "in_hand": calls.in_hand_of_force(user),
        "rules_rarely_right": manners.new_proposals(user, now=now) if allowed(user, SEE_RULE_COUNTS) else 0,
        "form": next(iter(again.values()), None),
        "now": now,
    }
    return render(request, "supervisor/board.jinja", page, status=422 if again else 200)


def _asked(row: Approval, user_id: int, form: AnswerForm | None) -> dict[str, Any]:
    """Put a request as the board shows it: what it is, and whether it is one's own."""
    return {
        "row": row,
        "what": _what(row),
        "rationale": _rationale(row),
        "own": row.asked_by_id == user_id,
        "form": form or AnswerForm(pk=row.pk),
    }


def _rationale(row: Approval) -> str:
    """Return the reason that whoever asked gave."""
    if hasattr(row, "unlinking"):
        return row.unlinking.why
    return row.grading.rationale if hasattr(row, "grading") else row.closing.rationale


def _what(row: Approval) -> str:
    """Say in words what was asked for."""
    if hasattr(row, "unlinking"):
        return f"Take back its link with {row.unlinking.link.other.reference}"
    pack = policy.in_use()
    if hasattr(row, "grading"):
        rule = pack.grades.get(row.grading.grade)
        return f"Grade it {rule.label.lower() if rule else row.grading.grade}"
    result = pack.results.get(row.closing.result)
    return f"Close it: {result.label if result else row.closing.result}, as {_category(row.closing.closing_code)}"


def _category(code: str) -> str:
    """Return the words of a category; of one that the list no longer has, its code."""
    local = policy.in_use().local_codes.get(code)
    try:
        return local.label if local else codes.category(code).label
    except codes.NoSuchCode:
        return code
