"""The map of the force's beats, or of one, with the same as a list; and what its script asks for."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heed.domain.beats import queries
from heed.domain.beats.access import FILE_TO_BEATS, SEE_BEATS
from heed.domain.beats.models import Beat
from heed.domain.tasking.queries import officers_of
from heed.flows.beats import beat_map
from heed.flows.beats.beat_map import SHOWN_MOST, BeatMap
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.design.dates import day

DAYS = (7, 28, 90)
"""How far back the map can look."""
USUAL = 28


@require_safe
@may(SEE_BEATS)
def whole(request: HttpRequest) -> HttpResponse:
    """Show every beat of the force."""
    return _page(request, None)


@require_safe
@may(SEE_BEATS)
def beat(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one beat."""
    return _page(request, _beat_or_404(request, pk))


@require_safe
@never_cache
@may(SEE_BEATS)
def points(request: HttpRequest) -> HttpResponse:
    """Return what the map of the force draws, as JSON."""
    return _points(request, None)


@require_safe
@never_cache
@may(SEE_BEATS)
def beat_points(request: HttpRequest, pk: int) -> HttpResponse:
    """Return what the map of one beat draws, as JSON."""
    return _points(request, _beat_or_404(request, pk))


def _beat_or_404(request: HttpRequest, pk: int) -> Beat:
    """Return a beat of the person's own force, also one that is retired: what happened there stays."""
    found = Beat.objects.filter(force=user_of(request).force_id, pk=pk).first() if pk < 2**63 else None
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, of: Beat | None) -> HttpResponse:
    now, days, user = timezone.now(), _days(request), user_of(request)
    made = _look(request, of, days=days, how="list", now=now)
    address = reverse("neighbourhood:beat_points", args=[of.pk]) if of else reverse("neighbourhood:map_points")
    page: dict[str, Any] = {
        "title": of.name if of else "Map of beats",
        "beat": of,
        "made": made,
        "days": days,
        "choices": DAYS,
        "points": f"{address}?days={days}",
        "most": SHOWN_MOST,
        "without_point": sum(one.point is None for one in made.shown),
        "officers": officers_of(of, on=timezone.localdate(now)) if of else [],
        "may_file": allowed(user, FILE_TO_BEATS),
        "now": now,
    }
    return render(request, "neighbourhood/map.jinja", page)


def _points(request: HttpRequest, of: Beat | None) -> HttpResponse:
    """Return beats and incidents: no name, no address, and nothing that was said."""
    now, days = timezone.now(), _days(request)
    made = _look(request, of, days=days, how="map", now=now)
    beats = [of] if of else queries.laid_out(user_of(request).force_id).beats
    tiles = settings.HEED_MAP_TILES
    return JsonResponse(
        {
            "beats": [
                {
                    "id": row.pk,
                    "code": row.code,
                    "name": row.name,
                    "shape": row.shape,
                    "url": "" if of else reverse("neighbourhood:beat", args=[row.pk]),
                }
                for row in beats
            ],
            "incidents": [
                {
                    "id": one.incident.pk,
                    "reference": one.incident.reference,
                    "day": day(one.incident.recorded_at),
                    "category": one.category,
                    "beat": one.incident.beat_id,
                    "latitude": one.point[0] if one.point else None,
                    "longitude": one.point[1] if one.point else None,
                    "open": one.is_open,
                    "repeat": one.repeat,
                    "vulnerable": one.vulnerable,
                    "url": reverse("call_handler:incident", args=[one.incident.pk]),
                }
                for one in made.shown
            ],
            "attribution": made.attribution,
            "tiles": {"url": tiles.url, "attribution": tiles.attribution} if tiles else None,
        }
    )


def _look(request: HttpRequest, of: Beat | None, *, days: int, how: str, now: datetime) -> BeatMap:
    return beat_map.look(user=user_of(request), beat=of, days=days, how=how, actor=actor_of(request), now=now)


def _days(request: HttpRequest) -> int:
    """Return how far back was asked for; anything else than what is offered is the usual."""
    asked = request.GET.get("days", "")
    return next((days for days in DAYS if str(days) == asked), USUAL)
