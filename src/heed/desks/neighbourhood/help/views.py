"""The help of one incident: everything promised, agreed, offered and planned on one page, with the forms beside it."""

from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.neighbourhood.help import forms
from heed.desks.neighbourhood.help import page as help_page
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.support.access import GIVE_HELP, SEE_HELP
from heed.domain.support.rules import Unfit
from heed.domain.support.services import AlreadySettled, MayNot
from heed.domain.support.terms import (
    Consent,
    ContactChannel,
    ContactResult,
    Ground,
    Outcome,
    PromiseKind,
    Said,
    Settled,
)
from heed.flows.support import contact as support
from heed.flows.support import offers, promises
from heed.flows.support import shown as promises_shown
from heed.flows.support.broken import in_words
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.design.forms import Form

Act = Callable[[datetime], str]
CARRIED = ("call", "why", "approval", "notice", "demand")
"""Reasons for looking that other pages carry in their addresses: kept for the way back."""


@require_safe
@may(SEE_HELP)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that was promised, agreed, offered and planned for an incident."""
    return page(request, found_or_404(request, pk), now=timezone.now())


@require_POST
@may(GIVE_HELP)
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what was promised."""
    found, now = found_or_404(request, pk), timezone.now()
    form = forms.PromiseForm(request.POST, **help_page.of_incident(found, user=user_of(request), now=now))

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        made = promises.promise(
            incident=found, kind=PromiseKind(typed["kind"]), words=typed["words"], due_by=typed["due_by"],
            person_id=form.person_id(), owner=form.owner(), user=user_of(request), actor=actor_of(request), now=now,
        )  # fmt: skip
        return f"On record: {in_words(made)}."

    return act_on(request, found, form, act, part="promise", now=now)


@require_POST
@may(GIVE_HELP)
def settle(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Write what came of a promise."""
    found, now = found_or_404(request, pk), timezone.now()
    made = get_object_or_404(found.promises.all(), pk=row)
    form = forms.SettleForm(request.POST, now=now, prefix=f"settle{row}")

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        settled = promises.settle(
            promise_id=made.pk, settled_as=Settled(typed["settled_as"]), how=typed["how"], done_at=typed["moment"],
            user=user_of(request), actor=actor_of(request), now=now,
        )  # fmt: skip
        return f"{in_words(made)}: {settled.get_settled_as_display().lower()}."

    return act_on(request, found, form, act, part=f"settle{row}", now=now)


@require_POST
@may(GIVE_HELP)
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer help; a press on what the rules propose comes here as well."""
    found, now = found_or_404(request, pk), timezone.now()
    shared = help_page.of_incident(found, user=user_of(request), now=now)
    choices = offers.choices(found, now=now)
    form = forms.OfferForm(request.POST, kinds=choices.kinds, **shared)

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        made = offers.offer(
            incident=found, kind=typed["kind"], because=typed["because"], person_id=form.person_id(),
            ground=Ground(typed["ground"]) if typed["ground"] else None, user=user_of(request),
            actor=actor_of(request), now=now,
        )  # fmt: skip
        return f"Offered: {offers.label_of(made.kind)}. Write down what they say to it."

    return act_on(request, found, form, act, part="offer", now=now)


@require_POST
@may(GIVE_HELP)
def answer(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Write what somebody said to an offer."""
    found, now = found_or_404(request, pk), timezone.now()
    made = get_object_or_404(found.offers.all(), pk=row)
    form = forms.AnswerForm(request.POST, now=now, prefix=f"answer{row}")

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        consent = Consent(typed["consent"]) if typed["consent"] else None
        said = offers.answer(
            offer_id=made.pk, said=Said(typed["said"]), consent=consent, words=typed["words"], user=user_of(request),
            actor=actor_of(request), now=now,
        )  # fmt: skip
        return f"{offers.label_of(made.kind)}: {said.get_said_display().lower()}."

    return act_on(request, found, form, act, part=f"answer{row}", now=now)


@require_POST
@may(GIVE_HELP)
def outcome(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Write how far an offer has come."""
    found, now = found_or_404(request, pk), timezone.now()
    made = get_object_or_404(found.offers.all(), pk=row)
    form = forms.OutcomeForm(request.POST, now=now, prefix=f"outcome{row}")

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        noted = offers.outcome(
            offer_id=made.pk, stage=Outcome(typed["stage"]), to=typed["to"], words=typed["words"],
            user=user_of(request), actor=actor_of(request), now=now,
        )  # fmt: skip
        return f"{offers.label_of(made.kind)}: {noted.get_stage_display().lower()}."

    return act_on(request, found, form, act, part=f"outcome{row}", now=now)


@require_POST
@may(GIVE_HELP)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree how often somebody is kept in touch with."""
    found, now = found_or_404(request, pk), timezone.now()
    form = forms.AgreeForm(request.POST, **help_page.of_incident(found, user=user_of(request), now=now))

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        support.agree_contact(
            incident=found, every_days=typed["every_days"], channel=ContactChannel(typed["channel"]),
            starts_on=typed["starts_on"], with_victim=typed["with_victim"] == "yes", because=typed["because"],
            person_id=form.person_id(), user=user_of(request), actor=actor_of(request), now=now,
        )  # fmt: skip
        return "The contact is on record, and stands from now on."

    return act_on(request, found, form, act, part="contact", now=now)


@require_POST
@may(GIVE_HELP)
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Write that somebody tried to reach a victim, and what came of it."""
    found, now = found_or_404(request, pk), timezone.now()
    form = forms.MadeForm(request.POST, **help_page.of_incident(found, user=user_of(request), now=now))

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        made = support.note_contact(
            incident=found, at=typed["moment"], channel=ContactChannel(typed["channel"]),
            result=ContactResult(typed["result"]), words=typed["words"], person_id=form.person_id(),
            update=bool(typed["update"]), user=user_of(request), actor=actor_of(request), now=now,
        )  # fmt: skip
        return f"On record: {made.get_result_display().lower()}."

    return act_on(request, found, form, act, part="made", now=now)


def act_on(request: HttpRequest, found: Incident, form: Form, act: Act, *, part: str, now: datetime) -> HttpResponse:
    """Act on a form that is right and return to the page; else show it again, with what is wrong."""
    if form.is_valid():
        try:
            said = act(now)
        except (Unfit, MayNot, AlreadySettled) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect(reverse("neighbourhood:help", args=[found.pk]) + carried(request))
    return page(request, found, now=now, again={part: form}, status=422)


def page(
    request: HttpRequest, found: Incident, *, now: datetime, again: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    """Show the page; that it was read is on the trail."""
    user = user_of(request)
    shown = help_page.put(found, user=user, now=now, again=again or {})
    promises_shown.note_read(
        subjects=[f"incident:{found.pk}", *shown.subjects], purpose=f"help in {found.reference}",
        actor=actor_of(request), now=now,
    )  # fmt: skip
    wrong = next(iter((again or {}).values()), None)
    context = {
        "title": f"Help: {found.reference}",
        "incident": found,
        "help": shown,
        "carried": carried(request),
        "form": wrong,
        "opened": next(iter(again or {}), ""),
        "now": now,
    }
    answer = render(request, "neighbourhood/help.jinja", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def found_or_404(request: HttpRequest, pk: int) -> Incident:
    """Return an incident of the person's own force, or answer 404."""
    found = incidents.visible_to(user_of(request)).select_related("place", "call", "force", "beat")
    return get_object_or_404(found, pk=pk)


def carried(request: HttpRequest) -> str:
    """Return the reason that the address carries, for the links of the page, "?" included; empty for none."""
    kept = {name: request.GET[name] for name in CARRIED if request.GET.get(name)}
    return "?" + urlencode(kept) if kept else ""
