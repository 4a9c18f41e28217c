"""Warnings to staff about a person or a place: proposed, gone through again, ended. A second person approves them."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from heed.desks.call_handler import purpose
from heed.desks.call_handler.identity.views import person_or_404
from heed.desks.call_handler.needs.forms import EndForm, WarningForm, warning_begins_with
from heed.desks.call_handler.purpose import Purpose
from heed.domain.needs import queries, services
from heed.domain.needs.access import END_WARNINGS, PROPOSE_WARNINGS, SEE_WARNINGS
from heed.domain.needs.models import StaffWarning
from heed.domain.needs.rules import Unfit
from heed.domain.needs.services import Gone
from heed.domain.people.models import Person
from heed.domain.places import queries as places
from heed.domain.places.models import Place
from heed.flows import needs_shown
from heed.foundation.accounts.access import actor_of, allowed, may, refuse_unless_allowed, user_of

WHY = "Why do you warn colleagues?"
WAITS = "A supervisor must approve this warning before anybody sees it."


@require_http_methods(["GET", "HEAD", "POST"])
@may(PROPOSE_WARNINGS)
def about_person(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Propose a warning about a person."""
    return _propose(request, person_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
@may(PROPOSE_WARNINGS)
def about_place(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Propose a warning about a place."""
    known = places.place_or_none(user_of(request), pk)
    if known is None:
        raise Http404
    return _propose(request, known)


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE_WARNINGS)
def warning(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a warning that stands; a POST proposes another in its place, which a second person must approve."""
    now = timezone.now()
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title="Why do you need this warning?")
    found = queries.warning_or_none(user_of(request), pk, now=now)
    if found is None:
        raise Http404
    if request.method == "POST":
        refuse_unless_allowed(user_of(request), PROPOSE_WARNINGS)
    posted = request.POST if request.method == "POST" else None
    form = WarningForm(posted, today=timezone.localdate(now), initial=warning_begins_with(found))
    if _proposed(request, _about(found), form, follows=found, now=now):
        messages.success(request, "Proposed. The warning that stands is shown until a supervisor has answered.")
        return _back(_about(found), why)
    return _warning(request, found, why, form=form, end_form=EndForm())


@require_POST
@may(END_WARNINGS)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a warning."""
    now = timezone.now()
    why = purpose.given(request, now=now)
    found = queries.warning_or_none(user_of(request), pk, now=now)
    if found is None or why is None:
        raise Http404
    form = EndForm(request.POST)
    if not form.is_valid():
        begun = WarningForm(today=timezone.localdate(now), initial=warning_begins_with(found))
        return _warning(request, found, why, form=begun, end_form=form)
    try:
        services.end_warning(
            warning_id=found.pk, why=form.cleaned_data["why"], user=user_of(request), actor=actor_of(request), now=now
        )
    except Gone:
        messages.warning(request, "It had ended already: nothing was changed.")
    else:
        messages.success(request, "The warning has ended. Nobody sees it any more.")
    return _back(_about(found), why)


def _propose(request: HttpRequest, about: Person | Place) -> HttpResponse:
    """Ask for the warning, and propose it."""
    now = timezone.now()
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title=WHY)
    form = WarningForm(request.POST if request.method == "POST" else None, today=timezone.localdate(now))
    if _proposed(request, about, form, follows=None, now=now):
        messages.success(request, f"Proposed. {WAITS}")
        return _back(about, why)
    page = {
        "title": "Propose a warning to staff",
        "warning": None,
        "about": _name(about),
        "form": form,
        "waits": WAITS,
        "why": why,
    }
    return render(request, "call_handler/warning.jinja", page, status=422 if form.errors else 200)


def _proposed(
    request: HttpRequest, about: Person | Place, form: WarningForm, *, follows: StaffWarning | None, now: datetime
) -> bool:
    """Propose what the form says; False where there is something wrong with it."""
    if not form.is_valid():
        return False
    try:
        services.propose_warning(
            about=about,
            warning=form.warning(),
            follows=follows,
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
    except Unfit as unfit:
        form.add_error(None, str(unfit))
        return False
    return True


def _warning(
    request: HttpRequest, found: StaffWarning, why: Purpose, *, form: WarningForm, end_form: EndForm
) -> HttpResponse:
    """Show a warning with what can be done with it; that it was read is on the trail."""
    user = user_of(request)
    about = _about(found)
    named = f"person:{about.pk}" if isinstance(about, Person) else f"place:{about.pk}"
    needs_shown.note_read(
        subjects=[named, f"warning:{found.pk}"], purpose=why.words, actor=actor_of(request), now=timezone.now()
    )
    page = {
        "title": found.get_kind_display(),
        "warning": found,
        "about": _name(about),
        "form": end_form if end_form.errors else form,
        "review_form": form if allowed(user, PROPOSE_WARNINGS) else None,
        "end_form": end_form if allowed(user, END_WARNINGS) else None,
        "waits": WAITS,
        "why": why,
    }
    wrong = form.errors or end_form.errors
    return render(request, "call_handler/warning.jinja", page, status=422 if wrong else 200)


def _about(found: StaffWarning) -> Person | Place:
    """Return whom or what a warning is about."""
    about = found.person or found.place
    if about is None:  # The database holds one of the two.
        raise Http404
    return about


def _name(about: Person | Place) -> str:
    """Name whom or what it is about."""
    return about.name if isinstance(about, Person) else about.address


def _back(about: Person | Place, why: Purpose) -> HttpResponse:
    """Go back to the call in hand, to the reviews, or to the record."""
    kind, _, name = why.words.partition(" ")
    if why.from_work and kind == "call":
        return redirect("call_handler:call", uuid.UUID(name))
    if why.from_work and kind == "review":
        return redirect("call_handler:reviews")
    page = "call_handler:person" if isinstance(about, Person) else "call_handler:place"
    return redirect(reverse(page, args=[about.pk]) + why.carried)
