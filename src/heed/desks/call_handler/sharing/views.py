"""Shares an incident with a partner: chosen, previewed exactly as they will see it, shared, and withdrawn."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.call_handler.incident.views import found_or_404
from heed.desks.call_handler.sharing import page
from heed.desks.call_handler.sharing.forms import ShareForm, WithdrawForm
from heed.domain.agencies.models import Agreement
from heed.domain.incidents.models import Incident
from heed.domain.sharing import queries
from heed.domain.sharing.access import SEE_SHARED_FROM_INCIDENT, SHARE, WITHDRAW
from heed.domain.sharing.services import AlreadyWithdrawn
from heed.flows.sharing import share as sharing
from heed.flows.sharing.choices import choices
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.policy import services as policy


@require_safe
@may(SHARE)
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose with whom, under which agreement."""
    found = found_or_404(request, pk)
    offered = choices(found.force_id, now=timezone.now())
    shown = {"title": f"Share {found.reference}", "incident": found, "choices": offered}
    return render(request, "call_handler/share_choose.jinja", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@may(SHARE)
def share(request: HttpRequest, pk: int, agreement: int) -> HttpResponse:
    """Choose what, see what they will see, and share it: each step posts everything again, so nothing is kept between."""
    found, now = found_or_404(request, pk), timezone.now()
    under = get_object_or_404(Agreement.objects.select_related("agency"), pk=agreement, agency__force=found.force_id)
    step = request.POST.get("step", "") if request.method == "POST" else ""
    usual = timezone.localdate(now) + policy.in_use().sharing.disclosing.usual
    form = ShareForm(request.POST if step else None, agreement=under, initial={"until": usual})
    if step in {"preview", "share"} and form.is_valid():
        why = sharing.cannot_share(
            found, under.agency, under, parts=form.chosen(), purpose=form.cleaned_data["purpose"],
            necessity=form.cleaned_data["necessity"], until=form.last_day(), now=now,
        )  # fmt: skip
        if why:
            form.add_error(None, why)
        elif step == "preview":
            return _preview(request, found, under, form, now=now)
        else:
            return _share(request, found, under, form, now=now)
    shown = {
        "title": f"Share {found.reference} with {under.agency.name}",
        "incident": found,
        "agreement": under,
        "form": form,
        "standing": queries.standing_of(found).filter(agency=under.agency_id).first(),
    }
    return render(request, "call_handler/share.jinja", shown, status=422 if step and form.errors else 200)


def _preview(
    request: HttpRequest, found: Incident, under: Agreement, form: ShareForm, *, now: datetime, changed: str = ""
) -> HttpResponse:
    """Show exactly what they will see, and carry the form along."""
    sheet = sharing.look(
        found, parts=form.chosen(), words=form.words(), agency=under.agency, actor=actor_of(request), now=now
    )
    shown = {
        "title": f"What {under.agency.name} will see",
        "incident": found,
        "agreement": under,
        "sheet": sheet,
        "carried": [(key, value) for key, found_in in request.POST.lists() for value in found_in if key in CARRIED],
        "until": form.last_day(),
        "purpose": dict(form.fields["purpose"].choices)[form.cleaned_data["purpose"]],  # type: ignore[attr-defined]
        "necessity": form.cleaned_data["necessity"],
        "changed": changed,
    }
    return render(request, "call_handler/share_preview.jinja", shown, status=422 if changed else 200)


CARRIED = frozenset({"parts", "own_words", "purpose", "necessity", "until", "until-day", "until-month", "until-year"})
"""What the preview carries along of the form, hidden: what comes back is checked as if it had been typed."""


def _share(request: HttpRequest, found: Incident, under: Agreement, form: ShareForm, *, now: datetime) -> HttpResponse:
    """Share it, unless it is no longer what was previewed."""
    typed = form.cleaned_data
    try:
        made = sharing.share(
            incident=found, agency=under.agency, agreement=under, parts=form.chosen(), purpose=typed["purpose"],
            necessity=typed["necessity"], until=form.last_day(), words=form.words(),
            # Without a preview there is nothing that was seen, and so nothing that equals it.
            seen=request.POST.get("seen") or "not previewed",
            user=user_of(request), actor=actor_of(request), now=now,
        )  # fmt: skip
    except sharing.NotAsPreviewed as error:
        return _preview(request, found, under, form, now=now, changed=str(error))
    except sharing.CannotShare as error:
        form.add_error(None, str(error))
        shown = {
            "title": f"Share {found.reference} with {under.agency.name}", "incident": found, "agreement": under,
            "form": form, "standing": None,
        }  # fmt: skip
        return render(request, "call_handler/share.jinja", shown, status=422)
    messages.success(request, f"{under.agency.name} now sees what you previewed, until {page.day(made.until_on)}.")
    return redirect("call_handler:shared", found.pk)


@require_safe
@may(SEE_SHARED_FROM_INCIDENT)
def shared(request: HttpRequest, pk: int) -> HttpResponse:
    """Show everything that was ever shared of an incident: with whom, what, why, until when, and who has seen it."""
    return _shared(request, found_or_404(request, pk), now=timezone.now())


@require_POST
@may(WITHDRAW)
def withdraw(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Stop sharing at once."""
    found, now = found_or_404(request, pk), timezone.now()
    shared_row = get_object_or_404(queries.of_incident_rows(found), pk=row)
    form = WithdrawForm(request.POST, prefix=f"withdraw{row}")
    if form.is_valid():
        try:
            sharing.withdraw(disclosure=shared_row, why=form.cleaned_data["why"], actor=actor_of(request), now=now)
        except AlreadyWithdrawn:
            form.add_error(None, "It was withdrawn already: nothing was changed")
        else:
            messages.success(request, f"{shared_row.agency.name} sees it no longer.")
            return redirect("call_handler:shared", found.pk)
    return _shared(request, found, now=now, again={row: form}, status=422)


def _shared(
    request: HttpRequest,
    found: Incident,
    *,
    now: datetime,
    again: dict[int, WithdrawForm] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the list; again: the form that has errors, by its row."""
    may_withdraw = allowed(user_of(request), WITHDRAW)
    rows = page.rows(found, now=now)
    forms = {
        one.row.pk: (again or {}).get(one.row.pk) or WithdrawForm(prefix=f"withdraw{one.row.pk}")
        for one in rows
        if may_withdraw and one.row.withdrawn_at is None
    }
    shown = {
        "title": f"{found.reference}: shared with partners",
        "incident": found,
        "rows": rows,
        "forms": forms,
        "form": next(iter((again or {}).values()), None),
        "may_share": allowed(user_of(request), SHARE),
    }
    return render(request, "call_handler/shared.jinja", shown, status=status)
