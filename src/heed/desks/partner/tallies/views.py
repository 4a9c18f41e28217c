"""Counting reports together with the police: sending tokens, and answering when the police ask."""

from datetime import date, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.partner.own import own_agency
from heed.desks.partner.tallies.forms import SendForm, TakeBackForm, TellForm
from heed.domain.agencies.models import Agency
from heed.domain.tallies import queries, services
from heed.domain.tallies.access import SEND_COUNTS
from heed.domain.tallies.terms import Via
from heed.flows.tallies import ask as asking
from heed.flows.tallies import take_in
from heed.flows.tallies.ask import Unfit
from heed.flows.tallies.keys import agreement_to_count
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

BATCHES_MOST = 20


@require_safe
@may(SEND_COUNTS)
def counts(request: HttpRequest) -> HttpResponse:
    """Show how the count stands: the key, what was sent, what the police ask."""
    return _page(request, own_agency(request), now=timezone.now())


@require_POST
@may(SEND_COUNTS)
def send(request: HttpRequest) -> HttpResponse:
    """Take a file of tokens in."""
    agency, now = own_agency(request), timezone.now()
    form = SendForm(request.POST, request.FILES)
    problems: tuple[str, ...] = ()
    if form.is_valid():
        body = form.cleaned_data["tokens"].read()
        actor = actor_of(request)
        try:
            taken = take_in.take_in(agency=agency, body=body, is_json=False, via=Via.PAGE, actor=actor, now=now)
        except take_in.CannotTake as error:
            take_in.refused(agency=agency, why=str(error), actor=actor, now=now)
            form.add_error("tokens", str(error))
        else:
            _say(request, taken)
            problems = taken.problems
            if not problems:
                return redirect("partner:counts")
            form = SendForm()
    return _page(request, agency, now=now, send=form, problems=problems)


@require_POST
@may(SEND_COUNTS)
def take_back(request: HttpRequest) -> HttpResponse:
    """Take a report out of the count."""
    agency, now = own_agency(request), timezone.now()
    form = TakeBackForm(request.POST)
    if form.is_valid():
        reference = form.cleaned_data["reference"].strip()
        if services.take_back(agency=agency, reference=reference, actor=actor_of(request), now=now):
            messages.success(request, f"{reference} is out of the count, and its tokens are erased.")
            return redirect("partner:counts")
        form.add_error("reference", "No report with this reference stands in the count")
    return _page(request, agency, now=now, back=form)


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEND_COUNTS)
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the police ask about which of the agency's own reports, and take the answer."""
    agency, now = own_agency(request), timezone.now()
    found = get_object_or_404(queries.asked_of(agency), pk=pk)
    form = TellForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            asking.tell(
                asked=found,
                said=form.cleaned_data["said"],
                words=form.cleaned_data["words"],
                user=user_of(request),
                actor=actor_of(request),
                now=now,
            )
        except Unfit as unfit:
            form.add_error("words", str(unfit))
        else:
            messages.success(request, "Your answer has gone to whoever asked.")
            return redirect("partner:count_asked", found.pk)
    page = {
        "title": "The police ask about your reports",
        "agency": agency,
        "asked": found,
        "reports": [(one["reference"], date.fromisoformat(one["on"]), one["kind"]) for one in found.reports],
        "told": sorted(found.told.all(), key=lambda one: one.pk, reverse=True),
        "form": form,
    }
    return render(request, "partner/count_asked.jinja", page, status=422 if form.errors else 200)


def _say(request: HttpRequest, taken: take_in.TakenIn) -> None:
    """Say what became of a file."""
    batch = taken.batch
    if taken.again:
        messages.warning(request, "You have sent this very file before: nothing was changed.")
    elif batch.refused:
        messages.warning(request, f"{batch.kept:,} of {batch.rows:,} rows are in the count.")
    else:
        messages.success(request, f"{batch.kept:,} {'row is' if batch.kept == 1 else 'rows are'} in the count.")


def _page(
    request: HttpRequest,
    agency: Agency,
    *,
    now: datetime,
    send: SendForm | None = None,
    back: TakeBackForm | None = None,
    problems: tuple[str, ...] = (),
) -> HttpResponse:
    """Show the page; send, back: a form with errors. problems: what is wrong with rows of the file just sent."""
    agreement = agreement_to_count(agency, now=now)
    wrong: Form | None = next((form for form in (send, back) if form is not None and form.errors), None)
    page = {
        "title": "Counts",
        "agency": agency,
        "agreement": agreement,
        "key": queries.key_in_use(agreement, on=localdate(now)) if agreement else None,
        "days": policy.in_use().tallies.days.value,
        "standing": queries.standing_reports(agency).count(),
        "asked": queries.asked_of(agency)[:50],
        "batches": queries.batches_of(agency)[:BATCHES_MOST],
        "send": send or SendForm(),
        "back": back or TakeBackForm(),
        "form": wrong,
        "problems": problems,
    }
    return render(request, "partner/counts.jinja", page, status=422 if wrong else 200)
