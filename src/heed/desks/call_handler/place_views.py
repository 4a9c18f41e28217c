"""The record of a place: what happened at it and in it, whether it repeats, and how many live there."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.desks.call_handler import purpose
from heed.desks.call_handler.needs import page as needs_page
from heed.domain.places import queries as places
from heed.domain.places.access import SEE_PLACES
from heed.flows import consult_places, needs_shown
from heed.foundation.accounts.access import actor_of, may, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE_PLACES)
def place(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Show a place, once it is known why it is opened; a POST gives that reason."""
    now, user = timezone.now(), user_of(request)
    known = places.place_or_none(user, pk)
    if known is None:
        raise Http404
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title="Why do you need the record of this place?")
    record = consult_places.open_place(place=known, purpose=why.words, user=user, actor=actor_of(request), now=now)
    shown = needs_shown.needs_for(user=user, now=now, place_id=known.pk)
    needs_shown.note_read(subjects=shown.subjects, purpose=why.words, actor=actor_of(request), now=now)
    page = {
        "title": known.address,
        "place": known,
        "record": record,
        "why": why,
        "now": now,
        **needs_page.panels(shown, user=user, carried=why.carried, place=known),
    }
    return render(request, "call_handler/place.jinja", page)
