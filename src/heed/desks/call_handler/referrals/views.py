"""Refer an incident: the right door, what they will see, what they are asked; then what was said, and what the force does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.call_handler import purpose
from heed.desks.call_handler.referrals.forms import AskForm, DoorForm, EndForm, SayForm, ShareAndAskForm
from heed.domain.agencies.models import Agency
from heed.domain.agencies.queries import agencies_of, agreements_in_force
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.referrals import queries
from heed.domain.referrals.access import REFER, REFER_AGAIN, SEE_REFERRALS
from heed.domain.referrals.models import Referral
from heed.domain.referrals.rules import Unfit
from heed.domain.referrals.terms import State
from heed.domain.sharing.models import Disclosure
from heed.domain.sharing.queries import disclosure_for
from heed.domain.sharing.rules import sheet_of
from heed.flows.referrals import danger, door, keeping, reading, replies
from heed.flows.referrals import refer as referring
from heed.flows.referrals.refer import CannotRefer
from heed.flows.sharing import share as sharing
from heed.flows.sharing.share import CannotShare
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.design import dates
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

FOUND_BY = ("trouble", "tenure", "land")
"""What the finder was asked, carried in the address to the form and back."""


@require_http_methods(["GET", "HEAD", "POST"])
@may(REFER)
def refer(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the right door, show exactly what they will see, and refer."""
    user, now = user_of(request), timezone.now()
    found = _incident_or_404(request, pk)
    agency = _agency(request, found)
    shown = disclosure_for(agency, found, now=now) if agency else None
    form = _form(request, found, agency, shown, now=now)
    sheet, seen = (sheet_of(shown.sheet) if shown else None), ""
    if agency and form and request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, ShareAndAskForm):
                typed = form.cleaned_data
                words = typed["words"] or None
                sheet = sharing.preview(found, parts=sharing.with_pointer(typed["parts"]), words=words, now=now)
                seen = sheet.digest
            if "send" in request.POST:
                made = _send(request, form, found, agency, shown, now=now)
                stays = " What is immediate stays with the police." if made.police_keep else ""
                messages.success(
                    request, f"Referred to {agency.name}, who answer by {dates.by(made.answer_by)}. It is ours until then.{stays}"
                )  # fmt: skip
                return redirect(reverse("call_handler:incident", args=[found.pk]) + _carried(request))
        except (CannotShare, CannotRefer) as error:
            form.add_error(None, str(error))
    known = danger.of_incident(found)
    finder = DoorForm(request.GET if "trouble" in request.GET else None)
    answer = door.find(force=found.force, asked=finder.asked(), danger=known, now=now) if finder.is_valid() else None
    why = referring.supervisor_for(found, agency) if agency else ""
    page = {
        "title": f"Refer {found.reference}",
        "incident": found,
        "why_not": referring.why_not(found),
        "police_keep": danger.kept_by_police(found, trouble=_trouble(request)),
        "finder": finder,
        "answer": answer,
        "agencies": agencies_of(user.force_id),
        "agency": agency,
        "agreed": bool(agency and (shown or isinstance(form, ShareAndAskForm))),
        "needs_supervisor": why if why and not allowed(user, REFER_AGAIN) else "",
        "agrees_again": why if why and allowed(user, REFER_AGAIN) else "",
        "form": form if form is not None and (form.errors or not finder.errors) else finder,
        "ask": form,
        "sheet": sheet,
        "seen": seen,
        "kept": _kept(request),
        "carried": _carried(request),
        "now": now,
    }
    reading.note_read(
        referrals=queries.of_incident(found), purpose=f"referring {found.reference}", actor=actor_of(request), now=now
    )
    wrong = bool(form and form.errors) or bool(finder.errors)
    answered = render(request, "call_handler/refer.jinja", page, status=422 if wrong else 200)
    answered["Cache-Control"] = "no-store"
    return answered


@require_safe
@may(SEE_REFERRALS)
def show(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Show everything that was said on a referral, and what the force may do."""
    return _page(request, _referral_or_404(request, pk, row), now=timezone.now())


@require_POST
@may(REFER)
def say(request: HttpRequest, pk: int, row: int, what: str) -> HttpResponse:
    """Take it back, keep what came back, or tell the agency more."""
    found, now = _referral_or_404(request, pk, row), timezone.now()
    act = ACTS.get(what)
    if act is None:
        raise Http404
    form = _forms(request.POST)[what]
    if form.is_valid():
        try:
            said = act(found, form, request, now)
        except Unfit as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, said)
            return redirect(reverse("call_handler:referral", args=[pk, row]) + _carried(request))
    return _page(request, found, now=now, again={what: form}, status=422)


def _take_back(found: Referral, form: Form, request: HttpRequest, now: datetime) -> str:
    """Take a case back."""
    words, stops = form.cleaned_data["words"], isinstance(form, EndForm) and form.stops_sharing
    keeping.take_back(referral=found, words=words, stop_sharing=stops, actor=actor_of(request), now=now)
    return f"Taken back from {found.agency.name}. It is with the police."


def _keep(found: Referral, form: Form, request: HttpRequest, now: datetime) -> str:
    """Keep a case that came back."""
    words, stops = form.cleaned_data["words"], isinstance(form, EndForm) and form.stops_sharing
    keeping.keep(referral=found, words=words, stop_sharing=stops, actor=actor_of(request), now=now)
    return "The police keep it. It is on the log."


def _more(found: Referral, form: Form, request: HttpRequest, now: datetime) -> str:
    """Tell the agency more."""
    replies.give_more(referral=found, words=form.cleaned_data["words"], actor=actor_of(request), now=now)
    return f"{found.agency.name} can read it now."


ACTS: dict[str, Callable[[Referral, Form, HttpRequest, datetime], str]] = {
    "take-back": _take_back,
    "keep": _keep,
    "more": _more,
}


def _forms(posted: Any = None) -> dict[str, Form]:
    """Return the forms of what the force may do with a referral."""
    return {
        "take-back": EndForm(posted, label="Why do you take it back?", prefix="take-back"),
        "keep": EndForm(posted, label="What do the police do with it now?", prefix="keep"),
        "more": SayForm(posted, label="What should they know?", hint="They read this", prefix="more"),
    }


def _page(
    request: HttpRequest, found: Referral, *, now: datetime, again: dict[str, Form] | None = None, status: int = 200
) -> HttpResponse:
    """Show a referral; that it was read is on the trail."""
    user = user_of(request)
    reading.note_read(
        referrals=[found], purpose=f"referral of {found.incident.reference}", actor=actor_of(request), now=now
    )
    forms = _forms() | (again or {}) if allowed(user, REFER) else {}
    open_ones = {"take-back": found.is_open, "keep": found.came_back, "more": found.is_open}
    shown = disclosure_for(found.agency, found.incident, now=now)
    page = {
        "title": f"{found.incident.reference} and {found.agency.name}",
        "incident": found.incident,
        "shown": reading.put(found, queries.steps_of(found), now=now),
        "forms": {what: form for what, form in forms.items() if open_ones[what]},
        "opened": next(iter(again or {}), "keep" if found.state == State.CLOSED else ""),
        "form": next(iter((again or {}).values()), None),
        "sheet": sheet_of(shown.sheet) if shown else None,
        "refers_on": allowed(user, REFER) and found.came_back and found.incident.closed_at is None,
        "carried": _carried(request),
    }
    answered = render(request, "call_handler/referral.jinja", page, status=status)
    answered["Cache-Control"] = "no-store"
    return answered


def _send(
    request: HttpRequest, form: AskForm, found: Incident, agency: Agency, shown: Disclosure | None, *, now: datetime
) -> Referral:
    """Refer, and share first where nothing is shared yet. Raises CannotShare, CannotRefer."""
    user, actor, asked = user_of(request), actor_of(request), form.cleaned_data["asked"]
    if isinstance(form, ShareAndAskForm):
        # Without a preview that was looked at, its digest is one that no record has.
        shared = form.to_share(found, agency, seen=request.POST.get("seen", "") or "not looked at")
        return referring.share_and_refer(
            shared=shared,
            asked=asked,
            urgent=form.is_urgent,
            trouble=_trouble(request),
            user=user,
            actor=actor,
            now=now,
        )
    if shown is None:  # never: without a disclosure the other form is shown; for the type alone.
        raise CannotRefer("Share with them first what they need")
    return referring.refer(
        incident=found,
        agency=agency,
        disclosure=shown,
        asked=asked,
        urgent=form.is_urgent,
        trouble=_trouble(request),
        user=user,
        actor=actor,
        now=now,
    )


def _form(
    request: HttpRequest, found: Incident, agency: Agency | None, shown: Disclosure | None, *, now: datetime
) -> AskForm | None:
    """Return the form for an agency; None where none is chosen, or nothing may be shared with the one that is."""
    posted = request.POST if request.method == "POST" else None
    if agency is None:
        return None
    if shown is not None:
        return AskForm(posted)
    agreements = list(agreements_in_force(agency, on=timezone.localdate(now)))
    if not agreements:
        return None
    days = policy.in_use().referrals.shared_days.value
    return ShareAndAskForm(
        posted, agreements=agreements, until=timezone.localdate(now) + timedelta(days=days), words=found.summary
    )


def _agency(request: HttpRequest, found: Incident) -> Agency | None:
    """Return the agency that the address names; None where it names none. Answers 404 for one of another force."""
    number = request.GET.get("agency", "")
    if not number:
        return None
    if not (number.isascii() and number.isdigit() and len(number) < len(str(2**63))):
        raise Http404
    return get_object_or_404(agencies_of(found.force_id), pk=int(number))


def _incident_or_404(request: HttpRequest, pk: int) -> Incident:
    """Return an incident of the person's own force, or answer 404."""
    found = incidents.visible_to(user_of(request)).select_related("place", "call", "force", "beat")
    return get_object_or_404(found, pk=pk)


def _referral_or_404(request: HttpRequest, pk: int, row: int) -> Referral:
    """Return a referral of an incident of the person's own force, or answer 404."""
    return get_object_or_404(queries.visible_to(user_of(request)), pk=row, incident=pk)


def _carried(request: HttpRequest) -> str:
    """Return the reason that the address carries, "?" included; empty for none."""
    why = purpose.given(request, now=timezone.now())
    return why.carried if why else ""


def _trouble(request: HttpRequest) -> str:
    """Return what kind of trouble the finder was told of; empty for none, and for one that the pack does not know."""
    given = request.GET.get("trouble", "")
    return given if given in policy.in_use().right_door.troubles else ""


def _kept(request: HttpRequest) -> str:
    """Return what the finder was asked, and the reason, to go on in an address that has a question already."""
    kept = request.GET.copy()
    for name in list(kept):
        if name not in {*FOUND_BY, *purpose.WORK, "why"}:
            del kept[name]
    return f"&{kept.urlencode()}" if kept else ""
