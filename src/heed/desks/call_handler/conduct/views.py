"""Is it a crime? The sequence on one page, the rule in words, and the decision with its reason."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.call_handler.conduct import page as conduct_page
from heed.desks.call_handler.conduct.forms import DecideForm, EndForm, ScreenForm
from heed.desks.call_handler.purpose import Purpose
from heed.domain.conduct import queries, rules
from heed.domain.conduct.access import DECIDE_AS_REGISTRAR, DECIDE_CRIME, SEE_CRIME_PROMPTS
from heed.domain.conduct.models import Prompt
from heed.domain.conduct.terms import Ended, Outcome
from heed.flows.conduct import consult as conduct_consult
from heed.flows.conduct import prompting as conduct
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import Form

Act = Callable[[datetime], str]


@require_safe
@may(SEE_CRIME_PROMPTS)
def prompt(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a prompt."""
    return _page(request, _found(request, pk))


@require_POST
@may(DECIDE_CRIME)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide whether it is a crime."""
    found, user = _found(request, pk), user_of(request)
    form = _decide_form(found, user, request)

    def act(now: datetime) -> str:
        made = conduct.decide(prompt=found, given=form.verdict(), user=user, actor=actor_of(request), now=now)
        return f"Decided: {made.get_outcome_display().lower()}. It is in the log of {found.incident.reference}."

    return _do(request, found, form, act, part="decide")


@require_POST
@may(DECIDE_CRIME)
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep answers to the stalking screen."""
    found = _found(request, pk)
    form = ScreenForm(request.POST)

    def act(now: datetime) -> str:
        conduct.answer_screen(prompt=found, answers=form.answers(), actor=actor_of(request), now=now)
        return "The answers are on record, and Heed has looked at the rules again."

    return _do(request, found, form, act, part="screen")


@require_POST
@may(DECIDE_CRIME)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that the course of conduct has ended."""
    found, user = _found(request, pk), user_of(request)
    form = EndForm(request.POST)

    def act(now: datetime) -> str:
        made = conduct.end(
            prompt=found,
            how=Ended(form.cleaned_data["how"]),
            ended_at=form.ended_at(now),
            why=form.cleaned_data["why"],
            user=user,
            actor=actor_of(request),
            now=now,
        )
        return f"{made.get_how_display()}: what happens from now on is a new course of conduct."

    return _do(request, found, form, act, part="end")


def _do(request: HttpRequest, found: Prompt, form: Form, act: Act, *, part: str) -> HttpResponse:
    """Act on a form that is right and return to the page; else show it again, with what is wrong."""
    if form.is_valid():
        try:
            said = act(timezone.now())
        except conduct.NotDecided as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("call_handler:conduct", found.pk)
    return _page(request, found, again={part: form})


def _page(request: HttpRequest, found: Prompt, again: dict[str, Form] | None = None) -> HttpResponse:
    """Show a prompt; again: the form that has errors, by its part of the page."""
    user, now = user_of(request), timezone.now()
    why = Purpose(f"conduct {found.pk}", f"?conduct={found.pk}", from_work=True)
    rows = conduct_consult.open_prompt(prompt=found, purpose=why.words, actor=actor_of(request), now=now)
    decisions = list(found.decisions.order_by("-id"))
    wrong = next(iter((again or {}).values()), None)
    page = {
        "title": "Is this a crime?",
        "shown": conduct_page.put(found, now=now),
        "rows": rows,
        "decisions": decisions,
        "endings": list(found.endings.order_by("-id")),
        "unvalidated": conduct_page.UNVALIDATED,
        "why": why,
        "blocked": _blocked(found, user),
        "forms": _forms(found, user) | (again or {}),
        "opened": next(iter(again or {}), ""),
        "form": wrong,
        "now": now,
    }
    return render(request, "call_handler/conduct.jinja", page, status=422 if wrong else 200)


def _forms(found: Prompt, user: User) -> dict[str, Any]:
    """Return the forms of what this person may do with the prompt as it stands."""
    if not allowed(user, DECIDE_CRIME):
        return {}
    forms: dict[str, Form] = {"screen": ScreenForm(), "end": EndForm()}
    if not _blocked(found, user):
        forms["decide"] = _decide_form(found, user, None)
    return forms


def _decide_form(found: Prompt, user: User, request: HttpRequest | None) -> DecideForm:
    ordered = conduct_page.put(found, now=timezone.now()).rules
    return DecideForm(request.POST if request else None, rules=ordered, registrar=allowed(user, DECIDE_AS_REGISTRAR))


def _blocked(found: Prompt, user: User) -> str:
    """Say why this person cannot decide at all; empty when they can, or may not anyway."""
    newest = getattr(found, "newest", None)
    if newest is None or not allowed(user, DECIDE_CRIME) or allowed(user, DECIDE_AS_REGISTRAR):
        return ""
    return rules.WAITS if newest == Outcome.REGISTRAR else rules.DECIDED


def _found(request: HttpRequest, pk: int) -> Prompt:
    """Return a prompt of the person's own force, or answer 404."""
    return get_object_or_404(queries.visible_to(user_of(request)).prefetch_related("rules_met"), pk=pk)
