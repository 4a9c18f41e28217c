"""Keys of counts across agencies, and the register of who looked and what was asked."""

from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from heed.domain.agencies.models import Agreement
from heed.domain.agencies.queries import agencies_of
from heed.domain.tallies import queries, services
from heed.domain.tallies.access import KEEP_COUNT_KEYS
from heed.domain.tallies.models import Asked, CountKey
from heed.domain.tallies.services import Unfit
from heed.flows.tallies import keys
from heed.flows.tallies.keys import CannotCount
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.design.fields import TextField
from heed.foundation.design.forms import Form

LOOKS_SINCE = timedelta(days=7)
SOON = timedelta(days=14)
"""From how long before it runs out a key asks for a new one. Unvalidated default."""


class EndForm(Form):
    """Why a key ends."""

    why = TextField(label="Why", max_length=300, error_messages={"required": "Enter why the key ends"})


@require_safe
@may(KEEP_COUNT_KEYS)
def counts(request: HttpRequest) -> HttpResponse:
    """Show the keys of each agency, who was shown counts this week, and what agencies were asked."""
    return _page(request, now=timezone.now())


@never_cache
@require_POST
@may(KEEP_COUNT_KEYS)
def make_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a key for an agreement, and show it this once."""
    agreement = get_object_or_404(
        Agreement.objects.select_related("agency"), pk=pk, agency__force=user_of(request).force_id
    )
    try:
        made, carried = keys.make_key(agreement=agreement, actor=actor_of(request), now=timezone.now())
    except CannotCount as error:
        messages.error(request, f"{error}. No key was made.")
        return redirect("data_protection:counts")
    page = {"title": f"Key {made.name} for {agreement.agency.name}", "key": made, "carried": carried}
    return render(request, "data_protection/count_key.jinja", page)


@require_POST
@may(KEEP_COUNT_KEYS)
def end_key(request: HttpRequest, pk: int) -> HttpResponse:
    """End a key: it is forgotten, and what was sent under it is erased."""
    key = get_object_or_404(CountKey, pk=pk, agreement__agency__force=user_of(request).force_id)
    form = EndForm(request.POST, auto_id=f"id_{pk}_%s")
    if form.is_valid():
        try:
            erased = services.end_key(
                key=key, why=form.cleaned_data["why"], actor=actor_of(request), now=timezone.now()
            )
        except Unfit as unfit:
            form.add_error("why", str(unfit))
        else:
            messages.success(request, f"Key {key.name} has ended. {erased} reports were erased.")
            return redirect("data_protection:counts")
    return _page(request, now=timezone.now(), ending=(pk, form))


def _page(request: HttpRequest, *, now: datetime, ending: tuple[int, EndForm] | None = None) -> HttpResponse:
    """Show the page; ending: the key whose form has errors, and the form."""
    force, today = user_of(request).force_id, localdate(now)
    rows = []
    for agency in agencies_of(force):
        agreement = keys.agreement_to_count(agency, now=now)
        held = list(queries.keys_of(agency))
        newest = queries.key_in_use(agreement, on=today) if agreement else None
        rows.append((agency, agreement, held, newest, bool(newest and newest.accepts_until <= today + SOON)))
    ends = {key.pk: EndForm(auto_id=f"id_{key.pk}_%s") for _, _, held, _, _ in rows for key in held}
    if ending:
        ends[ending[0]] = ending[1]
    asked = Asked.objects.filter(force=force).select_related("agency", "agreement").prefetch_related("told")
    page = {
        "title": "Counts with agencies",
        "rows": rows,
        "ends": ends,
        "opened": ending[0] if ending else None,
        "form": ending[1] if ending else None,
        "looks": queries.looks_by_user(force, since=now - LOOKS_SINCE)[:50],
        "asked": asked.order_by("-at", "-pk")[:50],
        "today": today,
    }
    return render(request, "data_protection/counts.jinja", page, status=422 if ending else 200)
