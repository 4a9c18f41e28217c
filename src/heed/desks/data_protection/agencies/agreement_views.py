"""Agreements: signed, reviewed by signing anew, ended."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from heed.desks.data_protection.agencies import page
from heed.desks.data_protection.agencies.forms import AgreementForm, WhyForm, as_it_stood
from heed.desks.data_protection.agencies.views import found_or_404
from heed.domain.agencies import queries, services
from heed.domain.agencies.access import KEEP_AGENCIES
from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.rules import Unfit
from heed.domain.agencies.services import AlreadyEnded
from heed.foundation.accounts.access import actor_of, may


@require_http_methods(["GET", "HEAD", "POST"])
@may(KEEP_AGENCIES)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down an agreement that was signed."""
    return _sign(request, found_or_404(request, pk), None)


@require_http_methods(["GET", "HEAD", "POST"])
@may(KEEP_AGENCIES)
def review(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Review an agreement by signing another in its place; it starts from what stood in the one before."""
    agency = found_or_404(request, pk)
    return _sign(request, agency, get_object_or_404(queries.of_agency(agency), pk=row))


@require_POST
@may(KEEP_AGENCIES)
def end(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """End an agreement: what was shared under it stops being visible at once."""
    agency, now = found_or_404(request, pk), timezone.now()
    agreement = get_object_or_404(agency.agreements, pk=row)
    part = f"agreement{agreement.pk}"
    form = WhyForm(request.POST, part=part)
    if form.is_valid():
        try:
            services.end_agreement(agreement=agreement, why=form.cleaned_data["why"], actor=actor_of(request), now=now)
        except (Unfit, AlreadyEnded) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{agreement.title} has ended: what was shared under it is not visible any more.")
            return redirect("data_protection:agency", agency.pk)
    return page.show(request, agency, now=now, wrong=form, opened=part)


def _sign(request: HttpRequest, agency: Agency, replaces: Agreement | None) -> HttpResponse:
    now = timezone.now()
    if agency.ended_at is not None:
        raise Http404
    starting: dict[str, Any] = {"starts_on": localdate(now)} | (as_it_stood(replaces) if replaces else {})
    form = AgreementForm(request.POST if request.method == "POST" else None, replaces=replaces, initial=starting)
    if form.is_valid():
        actor = actor_of(request)
        try:
            with transaction.atomic():
                if replaces is not None and form.ends_the_one_before():
                    made = services.sign_agreement(
                        agency=agency, replaces=replaces, actor=actor, now=now, **form.terms()
                    )
                    why = f"Reviewed: {made.title} took its place"[:300]
                    services.end_agreement(agreement=replaces, why=why, actor=actor, now=now)
                else:
                    services.sign_agreement(agency=agency, replaces=replaces, actor=actor, now=now, **form.terms())
        except (Unfit, AlreadyEnded) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The agreement is on record.")
            return redirect("data_protection:agency", agency.pk)
    context = {
        "title": "Review an agreement" if replaces else "Sign an agreement",
        "agency": agency,
        "replaces": replaces,
        "form": form,
    }
    return render(request, "data_protection/agreement.jinja", context, status=422 if form.errors else 200)
