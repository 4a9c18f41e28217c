"""Passports: written with the person, gone through every six months, found by number and PIN, printed, revoked."""

import uuid
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.call_handler import purpose
from heed.desks.call_handler.identity.views import WHY_RECORD, person_or_404
from heed.desks.call_handler.needs.forms import EndForm, FindForm, PassportForm
from heed.desks.call_handler.needs.views import back
from heed.desks.call_handler.purpose import Purpose
from heed.domain.needs.access import FIND_PASSPORTS, WRITE_PASSPORTS
from heed.domain.needs.models import PassportVersion
from heed.domain.needs.passports import queries, services
from heed.domain.needs.passports.queries import Held
from heed.domain.needs.passports.services import HasOne, MustWait, NotFound, Revoked
from heed.domain.needs.rules import TRIES_WITHIN, Unfit, spoken
from heed.domain.people.models import Person
from heed.flows import needs_shown, passports
from heed.foundation.accounts.access import actor_of, may, user_of

WAIT = (
    f"Too many tries went wrong. Wait {round(TRIES_WITHIN.total_seconds() / 60)} minutes, or find the person by name."
)
WRONG = (
    "No passport answers to that number and PIN. Ask for both again; one that was not confirmed lately is not found."
)


@require_http_methods(["GET", "HEAD", "POST"])
@may(FIND_PASSPORTS)
def find(request: HttpRequest) -> HttpResponse:
    """Find what helps somebody by the number and PIN they say; neither stands in an address, a log or a history."""
    now = timezone.now()
    why = purpose.given(request, now=now)
    asks_why = not (why and why.from_work)
    form = FindForm(
        request.POST if request.method == "POST" else None,
        asks_why=asks_why,
        initial={"purpose": why.words if why else ""},
    )
    found: PassportVersion | None = None
    if form.is_valid():
        if why is None or asks_why:
            why = purpose.keep(request, form.cleaned_data["purpose"])
        found = _found(request, form, why, now=now)
        if found:
            # Neither number nor PIN stays on the screen.
            form = FindForm(asks_why=asks_why, initial={"purpose": why.words})
    page = {"title": "Find by passport", "form": form, "found": found, "why": why, "now": now}
    answer = render(request, "call_handler/passport_find.jinja", page, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@may(WRITE_PASSPORTS)
def passport(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show somebody's passport as it stands, and write it with them: the first, or the same gone through again."""
    now, known = timezone.now(), person_or_404(request, pk)
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title=WHY_RECORD)
    held = queries.held_by(user_of(request), known.pk, now=now)
    said = queries.shown_or_none(user_of(request), held.passport, now=now) if held else None
    begins = {"what_helps": said.what_helps, "own_words": said.own_words} if said else {}
    form = PassportForm(
        request.POST if request.method == "POST" else None, has_pin=bool(held and held.has_pin), initial=begins
    )
    if form.is_valid():
        answer = _written(request, known, held, form, why, now=now)
        if answer:
            return answer
    return _passport(request, known, held, said, why, form=form, end_form=EndForm())


@require_POST
@may(WRITE_PASSPORTS)
def revoke(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Revoke a passport: its number opens nothing from now on."""
    now, known = timezone.now(), person_or_404(request, pk)
    why = purpose.given(request, now=now)
    held = queries.held_by(user_of(request), known.pk, now=now)
    if why is None or held is None:
        return redirect("call_handler:person", known.pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        said = queries.shown_or_none(user_of(request), held.passport, now=now)
        begun = PassportForm(has_pin=held.has_pin)
        return _passport(request, known, held, said, why, form=begun, end_form=form)
    try:
        services.revoke(
            passport_id=held.passport,
            why=form.cleaned_data["why"],
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
    except Revoked:
        messages.warning(request, "It had been revoked already: nothing was changed.")
    else:
        messages.success(request, "Revoked. The number opens nothing any more.")
    return back(known, why)


@require_safe
@may(WRITE_PASSPORTS)
def number(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show the number, to be read out to the person or printed for them; each time is on the trail as a disclosure."""
    now, known = timezone.now(), person_or_404(request, pk)
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title=WHY_RECORD)
    held = queries.held_by(user_of(request), known.pk, now=now)
    said = queries.shown_or_none(user_of(request), held.passport, now=now) if held else None
    if said is None:
        messages.warning(request, "There is no passport on show: go through it with them first.")
        return redirect(reverse("call_handler:passport", args=[known.pk]) + why.carried)
    services.note_number_given(passport=said.passport, recipient="the person", actor=actor_of(request), now=now)
    page = {
        "title": "Passport number",
        "person": known,
        "said": said,
        "number": spoken(said.passport.number),
        "has_pin": bool(said.passport.pin),
        "why": why,
        "now": now,
    }
    answer = render(request, "call_handler/passport_number.jinja", page)
    answer["Cache-Control"] = "no-store"
    return answer


def _found(request: HttpRequest, form: FindForm, why: Purpose, *, now: datetime) -> PassportVersion | None:
    """Return what the passport says; what is wrong is on the form."""
    try:
        found = services.find(
            number=form.cleaned_data["number"], pin=form.cleaned_data["pin"], purpose=why.words, user=user_of(request),
            actor=actor_of(request), now=now,
        )  # fmt: skip
    except MustWait:
        form.add_error(None, WAIT)
    except NotFound:
        form.add_error("number", WRONG)
    else:
        return queries.shown_or_none(user_of(request), found.pk, now=now)
    return None


def _written(
    request: HttpRequest, known: Person, held: Held | None, form: PassportForm, why: Purpose, *, now: datetime
) -> HttpResponse | None:
    """Write the passport, or keep it as gone through; None where there is something wrong with the form."""
    user, actor = user_of(request), actor_of(request)
    try:
        if held is None:
            passports.write(
                person=known, said=form.said(), pin=form.cleaned_data["pin"], line=form.cleaned_data["number"],
                user=user, actor=actor, now=now,
            )  # fmt: skip
            return redirect(reverse("call_handler:passport_number", args=[known.pk]) + why.carried)
        passports.confirm(
            person=known, passport_id=held.passport, said=form.said(), pin=form.new_pin(),
            line=form.cleaned_data["number"], user=user, actor=actor, now=now,
        )  # fmt: skip
    except Unfit as unfit:
        form.add_error(None, str(unfit))
        return None
    except (HasOne, Revoked):
        form.add_error(None, "Somebody has just written or revoked it: open it again.")
        return None
    messages.success(request, "Confirmed with them, for another six months.")
    return back(known, why)


def _passport(
    request: HttpRequest,
    known: Person,
    held: Held | None,
    said: PassportVersion | None,
    why: Purpose,
    *,
    form: PassportForm,
    end_form: EndForm,
) -> HttpResponse:
    """Show the page."""
    now, user = timezone.now(), user_of(request)
    if said:
        needs_shown.note_read(
            subjects=[f"person:{known.pk}", f"passport:{said.passport_id}"],
            purpose=why.words,
            actor=actor_of(request),
            now=now,
        )
    page: dict[str, Any] = {
        "title": "Passport",
        "person": known,
        "held": held,
        "said": said,
        "versions": queries.versions_of(user, said.passport_id, now=now) if said else [],
        "form": end_form if end_form.errors else form,
        "passport_form": form,
        "end_form": end_form,
        "why": why,
        "now": now,
    }
    wrong = form.errors or end_form.errors
    return render(request, "call_handler/passport.jinja", page, status=422 if wrong else 200)
