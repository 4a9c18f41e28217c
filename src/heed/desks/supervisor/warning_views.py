"""Warnings to staff that wait for a second person: approved or refused, each with the reason."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.supervisor.forms import AnswerForm
from heed.domain.needs import queries, services
from heed.domain.needs.access import APPROVE_WARNINGS
from heed.domain.needs.models import StaffWarning
from heed.domain.needs.services import Gone, NotASecondPerson
from heed.flows import needs_shown
from heed.foundation.accounts.access import actor_of, may, user_of

SHOWN_MOST = 50
"""Warnings on one page, the oldest first; how many there are is said."""


@require_safe
@may(APPROVE_WARNINGS)
def warnings(request: HttpRequest) -> HttpResponse:
    """Show the warnings that wait."""
    return _warnings(request)


@require_POST
@may(APPROVE_WARNINGS)
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or refuse a warning as the second person."""
    form = AnswerForm(request.POST, pk=pk)
    if not form.is_valid():
        return _warnings(request, wrong={pk: form})
    approved = form.cleaned_data["agreed"] == "yes"
    try:
        services.answer_warning(
            warning_id=pk,
            approved=approved,
            why=form.cleaned_data["why"],
            user=user_of(request),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except StaffWarning.DoesNotExist as error:
        raise Http404 from error
    except NotASecondPerson:
        form.add_error(None, "You proposed this yourself: another supervisor must answer it.")
        return _warnings(request, wrong={pk: form})
    except Gone as gone:
        messages.warning(request, f"{gone}. Nothing was changed.")
    else:
        messages.success(request, "Approved: staff see it from now on." if approved else "Refused: nobody sees it.")
    return redirect("supervisor:warnings")


def _warnings(request: HttpRequest, wrong: dict[int, AnswerForm] | None = None) -> HttpResponse:
    """Show the page; wrong: the form that has errors, by its warning."""
    user, now = user_of(request), timezone.now()
    waiting, again = queries.waiting_warnings(user, now=now), wrong or {}
    shown = list(waiting[:SHOWN_MOST])
    _note(request, shown, now=now)
    page: dict[str, Any] = {
        "title": "Warnings to approve",
        "waiting": [
            {"row": row, "own": row.noted_by_id == user.pk, "form": again.get(row.pk) or AnswerForm(pk=row.pk)}
            for row in shown
        ],
        "count": waiting.count(),
        "form": next(iter(again.values()), None),
        "now": now,
    }
    return render(request, "supervisor/warnings.jinja", page, status=422 if again else 200)


def _note(request: HttpRequest, shown: list[StaffWarning], *, now: datetime) -> None:
    """Write to the trail whose warnings were read."""
    subjects = [
        name
        for row in shown
        for name in (f"person:{row.person_id}" if row.person_id else f"place:{row.place_id}", f"warning:{row.pk}")
    ]
    needs_shown.note_read(
        subjects=list(dict.fromkeys(subjects)), purpose="warnings to approve", actor=actor_of(request), now=now
    )
