"""One press records that somebody was told of the ASB case review, and what they said."""

import uuid
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.call_handler import call_page, draft_views, purpose
from heed.desks.call_handler.call_views import FINISHED, not_yours
from heed.domain.calls import queries as calls
from heed.domain.calls.models import Call
from heed.domain.calls.rules import readable
from heed.domain.calls.services import CallFinished
from heed.domain.case_review.access import OFFER_CASE_REVIEWS
from heed.domain.case_review.services import Unfit
from heed.domain.case_review.terms import How, Said
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.flows.case_review import standing as case_review
from heed.flows.case_review.standing import NothingToOffer
from heed.foundation.accounts.access import actor_of, may, user_of

OFFERED = (Said.WANTS, Said.NOT_NOW, Said.DECLINED, Said.NOT_TOLD)
"""What a person records; that a message went out is Heed's own."""


@require_POST
@may(OFFER_CASE_REVIEWS)
def on_call(request: HttpRequest, call_id: uuid.UUID) -> HttpResponse:
    """Record what whoever was confirmed on a call in hand said."""
    user, now = user_of(request), timezone.now()
    call = call_page.call_or_404(user, call_id)
    if call.taken_by_id != user.pk:
        raise PermissionDenied(not_yours(call))
    check = calls.newest_check(call.pk)
    known = check.found.get("known_person") if check else None
    person = people.visible_to(user).filter(pk=known).first() if known else None
    if call.finished_at:
        return call_page.refusal(request, call, FINISHED)
    if person is None:
        return call_page.refusal(request, call, "Choose who it is first: the case review is offered to a person")
    try:
        draft_views.keep_posted(call, request.POST, user=user, now=now)
    except CallFinished:
        return call_page.refusal(request, call, FINISHED)
    _offer(request, person, how=How.ON_THE_CALL, call=call, incident=None, now=now)
    return redirect("call_handler:call", call.pk)


@require_POST
@may(OFFER_CASE_REVIEWS)
def on_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what somebody said who suffered in an incident: whoever the page named, else the nearest."""
    user, now = user_of(request), timezone.now()
    incident = get_object_or_404(incidents.visible_to(user), pk=pk)
    victims = case_review.victims_of(incident)
    # Whom the page showed: once one of several is told the next is the nearest, and a second press is not about them.
    named = [victim for victim in victims if str(victim) == request.POST.get("case_review_person")]
    nearest = case_review.standing_of(named or victims, now=now).person
    person = people.visible_to(user).filter(pk=nearest).first() if nearest else None
    if person is None:
        messages.warning(request, "Nobody who suffered in this incident is near a case review. Nothing was changed.")
    else:
        how = next((how for how in How if how.value == request.POST.get("case_review_how")), None)
        _offer(request, person, how=how, call=None, incident=incident, now=now)
    why = purpose.given(request, now=now)
    return redirect(reverse("call_handler:incident", args=[incident.pk]) + (why.carried if why else ""))


def _offer(
    request: HttpRequest,
    person: Person,
    *,
    how: How | None,
    call: Call | None,
    incident: Incident | None,
    now: datetime,
) -> None:
    """Keep what was pressed, and say so; or say what is missing, and keep nothing."""
    said = next((one for one in OFFERED if one.value == request.POST.get("case_review")), None)
    if said is None:
        messages.warning(request, "Choose what they said about the case review. Nothing was kept.")
        return
    try:
        made = case_review.make_offer(
            person=person,
            said=said,
            how=how,
            call=call,
            incident=incident,
            why=readable(request.POST.get("case_review_why", ""), longest=500) if said == Said.NOT_TOLD else "",
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
    except NothingToOffer:
        messages.warning(request, "They are not near a case review any more. Nothing was kept.")
    except Unfit as unfit:
        messages.warning(request, f"{unfit}. Nothing was kept.")
    else:
        messages.success(request, f"Case review: {made.get_said_display().lower()}. It is on record.")
