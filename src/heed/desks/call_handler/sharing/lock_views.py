"""Locks an incident or a person by hand; whoever locks answers for it."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.desks.call_handler.incident.views import found_or_404
from heed.desks.call_handler.sharing.forms import LockForm
from heed.domain.people import queries as people
from heed.domain.sharing.access import LOCK
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import CannotLock, Locked
from heed.foundation.accounts.access import actor_of, may, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@may(LOCK)
def lock_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Lock an incident."""
    found = found_or_404(request, pk)
    back = reverse("call_handler:incident", args=[pk])
    return _lock(request, Locked(incident=found), named=found.reference, back=back)


@require_http_methods(["GET", "HEAD", "POST"])
@may(LOCK)
def lock_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Lock a person's record, and everything they had a part in."""
    found = get_object_or_404(people.visible_to(user_of(request)), pk=pk)
    back = reverse("call_handler:person", args=[pk])
    return _lock(request, Locked(person=found), named="this person's record", back=back)


def _lock(request: HttpRequest, what: Locked, *, named: str, back: str) -> HttpResponse:
    """Ask why and whom to ask, then lock."""
    user = user_of(request)
    form = LockForm(request.POST if request.method == "POST" else None, initial={"ask": user.display_name})
    if form.is_valid():
        typed = form.cleaned_data
        try:
            locking.lock_by_hand(
                what=what, why=typed["why"], ask=typed["ask"], owner=user, actor=actor_of(request), now=timezone.now()
            )
        except CannotLock as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Locked. Others read: More exists. Ask {typed['ask']}.")
            return redirect(back)
    page = {"title": f"Lock {named}", "form": form, "back": back}
    return render(request, "call_handler/lock.jinja", page, status=422 if form.errors else 200)
