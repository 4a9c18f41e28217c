"""Case conferences that the agency is asked to: the statement first, then what is shared with it and what it decided."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.partner.own import own_agency
from heed.domain.conferences import queries, services
from heed.domain.conferences.access import ATTEND_CONFERENCES
from heed.flows.conferences import minutes
from heed.foundation.accounts.access import actor_of, may, user_of

PAGE = 25


@require_safe
@may(ATTEND_CONFERENCES)
def listing(request: HttpRequest) -> HttpResponse:
    """List the conferences that the agency is asked to."""
    agency, now = own_agency(request), timezone.now()
    context = {
        "title": "Case conferences",
        "found": Paginator(queries.of_agency(agency, now=now), PAGE).get_page(request.GET.get("page")),
        "now": now,
    }
    return render(request, "partner/conferences.jinja", context)


@require_safe
@may(ATTEND_CONFERENCES)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the agency may see of a conference, once whoever reads it has agreed to the statement."""
    agency, user, now = own_agency(request), user_of(request), timezone.now()
    found = get_object_or_404(queries.of_agency(agency, now=now), pk=pk)
    agreed = queries.agreed_by(found, user=user, agency=agency)
    seen = (
        minutes.for_agency(found, agency, user=user, actor=actor_of(request), now=now)
        if agreed
        else minutes.Seen((), ())
    )
    context = {
        "title": found.title,
        "conference": found,
        "agency": agency,
        "agreed": agreed,
        "seen": seen,
        "signed": getattr(found, "signed", None),
        "now": now,
    }
    return render(request, "partner/conference.jinja", context)


@require_POST
@may(ATTEND_CONFERENCES)
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep that somebody agreed to the statement of confidentiality."""
    agency, user, now = own_agency(request), user_of(request), timezone.now()
    found = get_object_or_404(queries.of_agency(agency, now=now), pk=pk)
    services.agree(conference=found, agency=agency, user=user, actor=actor_of(request), now=now)
    messages.success(request, "That you agreed is on record.")
    return redirect("partner:conference", found.pk)
