"""Records that may be the same person, as the newest run over all of them proposes; and the runs, each undone as one."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.backrecord.models import Proposal
from heed.desks.supervisor.forms import TakeBackForm
from heed.domain.people.access import DECIDE_IDENTITY, TAKE_BACK
from heed.domain.people.identity.services import Contradicts
from heed.flows import identify, proposals
from heed.foundation.accounts.access import actor_of, allowed, may, user_of

ON_A_PAGE = 25


@require_safe
@may(DECIDE_IDENTITY)
def listed(request: HttpRequest) -> HttpResponse:
    """Show what is proposed and not decided, the likeliest first, and what the runs did."""
    return _listed(request)


@require_POST
@may(TAKE_BACK)
def undo_run(request: HttpRequest, run: uuid.UUID) -> HttpResponse:
    """Take back all that one run made one."""
    user = user_of(request)
    if not any(ran.run.pk == run for ran in proposals.runs(user)):
        raise Http404
    form = TakeBackForm(request.POST, part=f"run{run}")
    if not form.is_valid():
        return _listed(request, wrong=form, status=422)
    try:
        count = identify.undo_run(
            run=run, why=form.cleaned_data["why"], user=user, actor=actor_of(request), now=timezone.now()
        )
    except Contradicts as refused:
        form.add_error(None, str(refused))
        return _listed(request, wrong=form, status=409)
    words = "1 pair stands apart again." if count == 1 else f"{count:,} pairs stand apart again."
    messages.success(request, f"Taken back: {words}" if count else "It had been taken back already.")
    return redirect("supervisor:proposals")


def _listed(request: HttpRequest, *, wrong: TakeBackForm | None = None, status: int = 200) -> HttpResponse:
    """Show the page; wrong: the form that has errors."""
    user, now = user_of(request), timezone.now()
    run = proposals.newest_run(user)
    rows = Paginator(proposals.undecided(user), ON_A_PAGE).get_page(request.GET.get("page", ""))
    if run and rows.object_list:
        proposals.note_listed(listed=list(rows), run=run, actor=actor_of(request), now=now)
    may_take_back = allowed(user, TAKE_BACK)
    page: dict[str, Any] = {
        "title": "Possibly the same person",
        "run": run,
        "rows": rows,
        "proposed": [_put(row) for row in rows],
        "runs": [
            (ran, wrong if wrong and wrong.prefix == f"run{ran.run.pk}" else TakeBackForm(part=f"run{ran.run.pk}"))
            for ran in proposals.runs(user)
        ],
        "may_take_back": may_take_back,
        "form": wrong,
        "now": now,
    }
    return render(request, "supervisor/proposals.jinja", page, status=status)


def _put(row: Proposal) -> dict[str, Any]:
    """Put a proposal as the page shows it."""
    # What is certain in figures is not certain: 99.96 is not rounded up to 100.
    return {"row": row, "likely": f"{min(row.probability * 100, 99.9):.1f} %", "because": proposals.reasons(row)}
