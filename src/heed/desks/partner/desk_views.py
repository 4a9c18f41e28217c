"""What waits for the agency."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from heed.desks.partner.own import own_agency
from heed.desks.partner.waiting import gather
from heed.domain.agencies.access import WORK_FOR_AN_AGENCY
from heed.domain.sharing.queries import held_back_from
from heed.foundation.accounts.access import may


@require_safe
@may(WORK_FOR_AN_AGENCY)
def desk(request: HttpRequest) -> HttpResponse:
    """Show what waits for the agency that this person works for: numbers and times, never a word of a record."""
    agency, now = own_agency(request), timezone.now()
    page = {
        "title": agency.name,
        "agency": agency,
        "groups": gather(agency, now=now),
        "held_back": held_back_from(agency, now=now),
    }
    return render(request, "partner/desk.jinja", page)
