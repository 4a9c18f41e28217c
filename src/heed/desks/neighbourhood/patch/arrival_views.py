"""The officer arrival card: what somebody at the door must know."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heed.domain.incidents import queries as incidents
from heed.domain.tasking.access import SEE_PATCH
from heed.flows.patch import arrival
from heed.foundation.accounts.access import actor_of, may, user_of


@require_safe
@never_cache
@may(SEE_PATCH)
def card(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the card of an incident."""
    user, now = user_of(request), timezone.now()
    incident = get_object_or_404(incidents.visible_to(user).select_related("place", "beat", "call"), pk=pk)
    # A device that keeps the card for later says so: it was read all the same.
    purpose = "kept on a device for a visit" if request.headers.get("X-Heed-Keep") else "going to see them"
    found = arrival.open_card(incident=incident, user=user, purpose=purpose, actor=actor_of(request), now=now)
    page = {"title": f"At the door: {incident.reference}", "card": found, "user_id": user.pk, "now": now}
    return render(request, "neighbourhood/arrival.jinja", page)
