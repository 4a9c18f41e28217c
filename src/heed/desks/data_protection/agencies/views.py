"""Agencies: the list, one agency, and what changes it."""

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.data_protection.agencies import page
from heed.desks.data_protection.agencies.forms import AgencyForm, ReachForm, WhyForm
from heed.domain.agencies import queries, services
from heed.domain.agencies.access import KEEP_AGENCIES, SEE_AGENCIES
from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.rules import Unfit
from heed.domain.agencies.services import AgencyNameTaken, AlreadyEnded
from heed.domain.agencies.terms import AgencyKind
from heed.flows import agencies
from heed.foundation.accounts.access import actor_of, allowed, may, user_of

NAME_TAKEN = "The force works with an agency of this name already"


@require_safe
@may(SEE_AGENCIES)
def listing(request: HttpRequest) -> HttpResponse:
    """List the agencies that the force works with, each with the agreements that stand."""
    return _list(request)


@require_POST
@may(KEEP_AGENCIES)
def add(request: HttpRequest) -> HttpResponse:
    """Add an agency."""
    form = AgencyForm(request.POST)
    if form.is_valid():
        try:
            made = services.add_agency(
                force=user_of(request).force,
                name=form.cleaned_data["name"],
                kind=AgencyKind(form.cleaned_data["kind"]),
                reached=form.reached(),
                actor=actor_of(request),
                now=timezone.now(),
            )
        except AgencyNameTaken:
            form.add_error("name", NAME_TAKEN)
        except Unfit as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"{made.name} is added. Nothing can be shared with it until an agreement is signed."
            )
            return redirect("data_protection:agency", made.pk)
    return _list(request, form)


@require_safe
@may(SEE_AGENCIES)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one agency: how it is reached, who works there, what was agreed."""
    return page.show(request, found_or_404(request, pk), now=timezone.now())


@require_POST
@may(KEEP_AGENCIES)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down another name, or another way to reach it."""
    agency, now = found_or_404(request, pk), timezone.now()
    form = ReachForm(request.POST, auto_id="id_change_%s")
    if form.is_valid():
        try:
            services.change_agency(
                agency=agency,
                name=form.cleaned_data["name"],
                reached=form.reached(),
                actor=actor_of(request),
                now=now,
            )
        except AgencyNameTaken:
            form.add_error("name", NAME_TAKEN)
        except (Unfit, AlreadyEnded) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It is written down.")
            return redirect("data_protection:agency", agency.pk)
    return page.show(request, agency, now=now, wrong=form, opened="change")


@require_http_methods(["POST"])
@may(KEEP_AGENCIES)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the work with an agency, with its agreements, keys and accounts."""
    agency, now = found_or_404(request, pk), timezone.now()
    form = WhyForm(request.POST, part="end")
    if form.is_valid():
        try:
            agencies.end_agency(agency=agency, why=form.cleaned_data["why"], actor=actor_of(request), now=now)
        except (Unfit, AlreadyEnded) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{agency.name} has ended: nobody there sees anything from now on.")
            return redirect("data_protection:agencies")
    return page.show(request, agency, now=now, wrong=form, opened="end")


def found_or_404(request: HttpRequest, pk: int) -> Agency:
    """Return an agency of the asker's own force, ended or not. Raises Http404."""
    return get_object_or_404(Agency.objects.select_related("force"), pk=pk, force=user_of(request).force_id)


def _list(request: HttpRequest, form: AgencyForm | None = None) -> HttpResponse:
    """Show the list; form: the one that has errors."""
    user, on = user_of(request), localdate(timezone.now())
    agreements = Agreement.objects.select_related("replaced_by").order_by("-signed_at", "-pk")
    found = queries.agencies_of(user.force_id).prefetch_related(Prefetch("agreements", queryset=agreements))
    ended = Agency.objects.filter(force=user.force_id, ended_at__isnull=False).order_by("-ended_at", "-pk")
    context = {
        "title": "Agencies",
        "rows": [(agency, page.summary(agency, on=on)) for agency in found],
        "ended": ended[:100],
        "keeps": allowed(user, KEEP_AGENCIES),
        "add_form": form or AgencyForm(),
        "form": form,
    }
    return render(request, "data_protection/agencies.jinja", context, status=422 if form else 200)
