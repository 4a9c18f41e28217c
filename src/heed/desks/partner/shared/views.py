"""What was shared with the agency: the list, and each record exactly as it was previewed."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from heed.desks.partner.own import own_agency
from heed.domain.agencies.access import WORK_FOR_AN_AGENCY
from heed.domain.sharing import queries
from heed.flows.sharing import opened
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.policy import services as policy

ON_A_PAGE = 50


@require_safe
@may(WORK_FOR_AN_AGENCY)
@never_cache
def listing(request: HttpRequest) -> HttpResponse:
    """List what the agency may see now; nothing of a record but its number before it is opened, and opening is kept."""
    agency, now = own_agency(request), timezone.now()
    shared = Paginator(queries.visible_to_agency(agency, now=now), ON_A_PAGE).get_page(request.GET.get("page"))
    page = {
        "title": "Shared with you",
        "agency": agency,
        "shared": shared,
        "held_back": queries.held_back_from(agency, now=now),
        "ask": policy.in_use().sharing.disclosing.ask.value,
    }
    return render(request, "partner/shared.jinja", page)


@require_safe
@may(WORK_FOR_AN_AGENCY)
@never_cache
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a record as it was shared; who opened it is kept. 404 for everything that does not stand for the agency now."""
    agency, now = own_agency(request), timezone.now()
    found = queries.visible_to_agency(agency, now=now).filter(pk=pk).first()
    if found is None:
        raise Http404
    try:
        sheet = opened.read(found, agency=agency, user=user_of(request), actor=actor_of(request), now=now)
    except opened.NotShared:
        # It stood a moment ago, and how the victim is reached has changed since: they must not use what they noted.
        stopped = {"title": "No longer shared with you", "ask": policy.in_use().sharing.disclosing.ask.value}
        return render(request, "partner/shared_stopped.jinja", stopped, status=410)
    page = {"title": sheet.title, "sheet": sheet, "shared": found}
    return render(request, "partner/shared_record.jinja", page)
