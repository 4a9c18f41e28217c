"""Breaks the glass: the person proves who they are again, says why, and sees what is locked for a while."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.desks.call_handler import purpose
from heed.desks.call_handler.incident.views import found_or_404
from heed.desks.call_handler.sharing import proof
from heed.desks.call_handler.sharing.forms import GlassForm
from heed.domain.people import queries as people
from heed.domain.sharing.access import BREAK_GLASS
from heed.domain.sharing.locking.services import CannotLock, Locked
from heed.flows.sharing import glass
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.design import dates
from heed.foundation.policy import services as policy


@require_http_methods(["GET", "HEAD", "POST"])
@may(BREAK_GLASS)
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a locked incident."""
    found = found_or_404(request, pk)
    return _open(request, Locked(incident=found), then=reverse("call_handler:incident", args=[pk]))


@require_http_methods(["GET", "HEAD", "POST"])
@may(BREAK_GLASS)
def person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Open a locked person's record."""
    found = get_object_or_404(people.visible_to(user_of(request)), pk=pk)
    return _open(request, Locked(person=found), then=reverse("call_handler:person", args=[pk]))


def _open(request: HttpRequest, what: Locked, *, then: str) -> HttpResponse:
    """Ask for proof, then for the reason, then open; the reason carries the person on to the record."""
    now, rule = timezone.now(), policy.in_use().sharing.glass
    proved = proof.proved_at(request)
    if proved is None or not now - rule.proof <= proved <= now:
        return proof.ask(request)
    form = GlassForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = glass.break_glass(
                what=what, why=form.cleaned_data["why"], proved_at=proved, user=user_of(request),
                actor=actor_of(request), now=now,
            )  # fmt: skip
        except CannotLock as error:
            form.add_error(None, str(error))
        else:
            messages.warning(
                request,
                f"It is open for you until {dates.clock(made.until)}. Whoever answers for the lock has been told.",
            )
            return redirect(then + purpose.keep(request, f"Glass {made.pk}: {made.why}"[:300]).carried)
    page = {"title": "Open what is locked", "form": form, "rule": rule}
    return render(request, "call_handler/glass.jinja", page, status=422 if form.errors else 200)
