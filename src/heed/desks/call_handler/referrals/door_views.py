"""The right door, asked while somebody is on the line."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.desks.call_handler import call_page
from heed.desks.call_handler.referrals.forms import DoorForm
from heed.domain.referrals.access import REFER
from heed.flows.referrals import danger, door
from heed.foundation.accounts.access import may, user_of


@require_safe
@may(REFER)
def on_call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Say who answers for what is being reported, and what stays with the police; nothing is recorded or sent."""
    user, now = user_of(request), timezone.now()
    call = call_page.call_or_404(user, call_id)
    known = danger.of_call(call)
    form = DoorForm(request.GET if "trouble" in request.GET else None)
    answer = None
    if form.is_valid():
        answer = door.find(force=call.force, asked=form.asked(), danger=known, now=now)
    page = {"title": "The right door", "call": call, "form": form, "answer": answer, "now": now}
    return render(request, "call_handler/door.jinja", page, status=422 if form.errors else 200)
