"""What waits for the agency."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from heed.desks.partner.own import own_agency
from heed.domain.agencies.access import WORK_FOR_AN_AGENCY
from heed.foundation.accounts.access import may


@require_safe
@may(WORK_FOR_AN_AGENCY)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the agency that this person works for."""
    agency = own_agency(request)
    return render(request, "partner/desk.jinja", {"title": agency.name, "agency": agency})
