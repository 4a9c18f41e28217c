"""What the caller says: the script beside the call, for whoever plays the caller in a demonstration."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heed.foundation.accounts.access import may, user_of
from heed.simulation import queries
from heed.simulation.access import SEE_SCRIPTS


@never_cache
@require_safe
@may(SEE_SCRIPTS)
def calls(request: HttpRequest) -> HttpResponse:
    """List the newest live calls."""
    found = queries.newest_live(user_of(request).force_id)
    return render(request, "simulation/calls.jinja", {"title": "Simulated calls", "calls": found})


@never_cache
@require_safe
@may(SEE_SCRIPTS)
def script(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Show what the caller of one call says; who it really is stays folded away."""
    found = queries.of_call(user_of(request).force_id, call_id)
    if found is None:
        raise Http404
    return render(request, "simulation/script.jinja", {"title": "What the caller says", "truth": found})
