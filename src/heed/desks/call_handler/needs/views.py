"""A person's needs: written down, gone through again, ended."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from heed.desks.call_handler import purpose
from heed.desks.call_handler.identity.views import WHY_RECORD, person_or_404
from heed.desks.call_handler.needs.forms import EndForm, NeedForm, begins_with, begins_with_channel
from heed.desks.call_handler.purpose import Purpose
from heed.domain.needs import queries, services
from heed.domain.needs.access import END_NEEDS, WRITE_NEEDS
from heed.domain.needs.models import Need
from heed.domain.needs.rules import Unfit
from heed.domain.needs.services import Gone
from heed.domain.people.models import Person
from heed.engines.numbers.channels import Reached, proposed
from heed.flows import needs_shown
from heed.foundation.accounts.access import actor_of, allowed, may, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@may(WRITE_NEEDS)
def add(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write a need down; ?channel=text_relay begins with what the call's own channel speaks for."""
    now, known = timezone.now(), person_or_404(request, pk)
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title=WHY_RECORD)
    channel = request.GET.get("channel", "")
    begins = begins_with_channel(proposed(Reached(channel))) if channel in set(Reached) else {}
    posted = request.POST if request.method == "POST" else None
    form = NeedForm(posted, today=timezone.localdate(now), initial=begins)
    if form.is_valid():
        try:
            made = services.note_need(
                person=known, need=form.need(now=now), call=_call(why), user=user_of(request),
                actor=actor_of(request), now=now,
            )  # fmt: skip
        except Unfit as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, f"On record: {made.get_kind_display().lower()}, of {known.name}.")
            return back(known, why)
    page = {"title": "Add a need", "person": known, "need": None, "form": form, "end_form": None, "why": why}
    return render(request, "call_handler/need.jinja", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@may(END_NEEDS)
def need(request: HttpRequest, pk: uuid.UUID, row: int) -> HttpResponse:
    """Show a need that stands, to go through it again; a POST puts what it says now in its place."""
    now, known = timezone.now(), person_or_404(request, pk)
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title=WHY_RECORD)
    found = _standing(request, known, row, now=now)
    if found is None:
        return _gone(request, known, why, "This need is not shown any more: ask what helps, and add it anew.")
    may_write = allowed(user_of(request), WRITE_NEEDS)
    posted = request.POST if request.method == "POST" and may_write else None
    form = NeedForm(posted, today=timezone.localdate(now), initial=begins_with(found))
    if form.is_valid():
        try:
            services.review_need(
                need_id=found.pk, need=form.need(now=now), user=user_of(request), actor=actor_of(request), now=now
            )
        except Unfit as unfit:
            form.add_error(None, str(unfit))
        except Gone as gone:
            return _gone(request, known, why, str(gone))
        else:
            messages.success(request, f"Reviewed: {found.get_kind_display().lower()}, of {known.name}.")
            return back(known, why)
    return _need(request, known, found, why, form=form, end_form=EndForm())


@require_POST
@may(END_NEEDS)
def end(request: HttpRequest, pk: uuid.UUID, row: int) -> HttpResponse:
    """End a need."""
    now, known = timezone.now(), person_or_404(request, pk)
    why = purpose.given(request, now=now)
    if why is None:
        return redirect("call_handler:person", known.pk)
    found = _standing(request, known, row, now=now)
    if found is None:
        return _gone(request, known, why, "It had ended already: nothing was changed.")
    form = EndForm(request.POST)
    if not form.is_valid():
        begun = NeedForm(today=timezone.localdate(now), initial=begins_with(found))
        return _need(request, known, found, why, form=begun, end_form=form)
    try:
        services.end_need(
            need_id=found.pk, why=form.cleaned_data["why"], user=user_of(request), actor=actor_of(request), now=now
        )
    except Gone as gone:
        return _gone(request, known, why, str(gone))
    messages.success(request, f"Ended: {found.get_kind_display().lower()}, of {known.name}. Nobody sees it any more.")
    return back(known, why)


def back(known: Person, why: Purpose) -> HttpResponse:
    """Go back to where the work is: to the call in hand, to the reviews, or to the person's record."""
    if why.from_work and why.words.startswith("call "):
        return redirect("call_handler:call", _call(why))
    if why.from_work and why.words.startswith("review "):
        return redirect("call_handler:reviews")
    return redirect(reverse("call_handler:person", args=[known.pk]) + why.carried)


def _need(
    request: HttpRequest, known: Person, found: Need, why: Purpose, *, form: NeedForm, end_form: EndForm
) -> HttpResponse:
    """Show a need with what can be done with it; that it was read is on the trail."""
    wrong = form.errors or end_form.errors
    needs_shown.note_read(
        subjects=[f"person:{known.pk}", f"need:{found.pk}"],
        purpose=why.words,
        actor=actor_of(request),
        now=timezone.now(),
    )
    page = {
        "title": found.title,
        "person": known,
        "need": found,
        "form": end_form if end_form.errors else form,
        "review_form": form if allowed(user_of(request), WRITE_NEEDS) else None,
        "end_form": end_form,
        "why": why,
    }
    return render(request, "call_handler/need.jinja", page, status=422 if wrong else 200)


def _standing(request: HttpRequest, known: Person, row: int, *, now: datetime) -> Need | None:
    """Return a need that stands and is this person's, or of whoever is one with them. Raises Http404 for another's."""
    found = queries.need_or_none(user_of(request), row, now=now)
    if found and found.person.lead_id != known.lead_id:
        raise Http404
    return found


def _gone(request: HttpRequest, known: Person, why: Purpose, sentence: str) -> HttpResponse:
    """Say that it is not there any more."""
    messages.warning(request, sentence)
    return redirect(reverse("call_handler:person", args=[known.pk]) + why.carried)


def _call(why: Purpose) -> uuid.UUID | None:
    """Return the call that is the reason, if one is."""
    kind, _, name = why.words.partition(" ")
    return uuid.UUID(name) if why.from_work and kind == "call" else None
