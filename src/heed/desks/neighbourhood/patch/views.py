"""My patch today: on a screen, as a PDF, and kept on the device for when the network is gone."""

from datetime import date, datetime
from typing import Any

from django.contrib.staticfiles import finders
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heed.domain.beats.models import Beat
from heed.domain.tasking import queries as tasking
from heed.domain.tasking.access import SEE_PATCH
from heed.flows.patch import paper
from heed.flows.patch import today as patches
from heed.flows.patch.today import Patch
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.accounts.models import User

OFFLINE_SCRIPT = "heed/offline.js"
KEPT_CARDS = 20
"""Arrival cards of a list that are kept on the device with it: the first ones, more than anybody visits in a day."""


@require_safe
@may(SEE_PATCH)
def mine(request: HttpRequest) -> HttpResponse:
    """Send an officer to the first beat they are named on; show all beats to everybody else."""
    user, now = user_of(request), timezone.now()
    own = list(tasking.beats_of(user, now=now))
    if own and "all" not in request.GET:
        return redirect("neighbourhood:patch", own[0].pk)
    beats = list(_beats(user))
    officers = tasking.officers_by_beat(beats, on=timezone.localdate(now))
    page = {"title": "Beats", "beats": [(beat, officers[beat.pk]) for beat in beats], "own": own}
    return render(request, "neighbourhood/beats.jinja", page)


@require_safe
@never_cache
@may(SEE_PATCH)
def today(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the list of a beat, of today or of the day that the address names."""
    user, now = user_of(request), timezone.now()
    beat = _beat_or_404(user, pk)
    found = _read(request, beat, now=now)
    page: dict[str, Any] = {
        "title": f"My patch: {beat.name}",
        "patch": found,
        "is_today": found.on == timezone.localdate(now),
        "under": paper.under(found),
        "standing_words": paper.standing_words,
        "officers": paper.officers(found),
        "own": [one for one in tasking.beats_of(user, now=now) if one.pk != beat.pk],
        "kept_cards": KEPT_CARDS,
        "user_id": user.pk,
        "now": now,
    }
    return render(request, "neighbourhood/patch.jinja", page)


@require_safe
@never_cache
@may(SEE_PATCH)
def as_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the list as a PDF to carry."""
    beat = _beat_or_404(user_of(request), pk)
    found = _read(request, beat, now=timezone.now())
    answer = HttpResponse(paper.as_pdf(found), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="patch-{found.on.isoformat()}.pdf"'
    return answer


@require_safe
@may(SEE_PATCH)
def offline_worker(request: HttpRequest) -> HttpResponseBase:  # noqa: ARG001  the same for everybody
    """Give the script that keeps the list on the device. It stands here, because it may only keep pages below its own address."""
    script = finders.find(OFFLINE_SCRIPT)
    if not script:
        raise Http404
    answer = FileResponse(open(script, "rb"), content_type="text/javascript")  # noqa: PTH123, SIM115  FileResponse closes it
    answer["Cache-Control"] = "no-cache"
    return answer


def _read(request: HttpRequest, beat: Beat, *, now: datetime) -> Patch:
    """Put the list together, and write that it was read."""
    with transaction.atomic():
        found = patches.patch_today(beat, on=_day(request, now=now), now=now)
        patches.note_read(found, purpose="my patch", actor=actor_of(request), now=now)
    return found


def _day(request: HttpRequest, *, now: datetime) -> date:
    """Return the day that the address names. Raises Http404 when it is none."""
    words = request.GET.get("on", "")
    if not words:
        return timezone.localdate(now)
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise Http404 from error


def _beats(user: User) -> Any:
    """Return the beats of the person's force that are in use, by name."""
    return Beat.objects.filter(force=user.force_id, retired_at=None).select_related("force").order_by("name", "code")


def _beat_or_404(user: User, pk: int) -> Beat:
    """Return a beat of the person's own force, in use or not: what happened in it is still read."""
    return get_object_or_404(Beat.objects.select_related("force"), pk=pk, force=user.force_id)
