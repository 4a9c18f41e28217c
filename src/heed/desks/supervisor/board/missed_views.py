"""Ringing back a call that nobody answered: may it be rung, on what number, and what came of it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from heed.desks.supervisor.forms import ReturnForm
from heed.domain.calls.access import TAKE_CALLS
from heed.domain.calls.unanswered import queries
from heed.domain.calls.unanswered.services import NotMissed
from heed.domain.incidents.access import BE_THE_SECOND_PERSON
from heed.flows.board import missed as board_missed
from heed.foundation.accounts.access import actor_of, allowed, may, user_of


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@may(TAKE_CALLS)
def missed(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Show a missed call to whoever means to ring back; a POST keeps what came of it."""
    user, now = user_of(request), timezone.now()
    call = queries.missed_or_none(user, call_id)
    if call is None:
        raise Http404
    form = ReturnForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = board_missed.ring_back(
                call=call,
                result=form.result(),
                words=form.cleaned_data["words"],
                user=user,
                actor=actor_of(request),
                now=now,
            )
        except NotMissed:
            messages.error(request, "Somebody has taken this call meanwhile: nothing was changed.")
        else:
            messages.success(request, f"On record: {str(made.get_result_display()).lower()}.")
        return redirect("supervisor:board" if allowed(user, BE_THE_SECOND_PERSON) else "call_handler:queue")
    page = {
        "title": "Ring back",
        "shown": board_missed.open_to_ring(call=call, actor=actor_of(request), now=now),
        "form": form,
        "now": now,
    }
    return render(request, "supervisor/missed.jinja", page, status=422 if form.errors else 200)
