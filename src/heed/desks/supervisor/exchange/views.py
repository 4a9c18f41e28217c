"""What did not reach a partner: why, in words, and what a supervisor makes of it."""

import uuid
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.views.decorators.http import require_POST, require_safe

from heed.desks.supervisor.exchange.forms import GiveUpForm
from heed.domain.exchange import queries
from heed.domain.exchange.access import KEEP_ENDPOINTS, MEND_EXCHANGE, SEE_EXCHANGE
from heed.domain.exchange.models import Letter
from heed.flows.exchange import looking, outbox
from heed.foundation.accounts.access import actor_of, allowed, may, user_of

ON_A_PAGE = 50
LISTED = 20
REFUSED_FOR = timedelta(days=14)
"""For how long what partners sent and we turned down is listed."""


@require_safe
@may(SEE_EXCHANGE)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the dead letters, what is on its way, what partners sent that was turned down, and how their systems answer."""
    user, now = user_of(request), timezone.now()
    dead = Paginator(queries.dead_letters(user.force_id), ON_A_PAGE).get_page(request.GET.get("page"))
    under_way = queries.under_way(user.force_id)
    page = {
        "title": "Partner exchange",
        "dead": dead,
        "dead_by_agency": queries.dead_by_agency(user.force_id),
        "under_way": under_way[:LISTED],
        "under_way_count": under_way.count(),
        "refused": queries.refused(user.force_id, since=now - REFUSED_FOR)[:LISTED],
        "early": queries.waiting_for_case(user.force_id)[:LISTED],
        "endpoints": queries.endpoints(user.force_id),
        "what_it_is": outbox.what_it_is,
        "mends": allowed(user, MEND_EXCHANGE),
        "keeps": allowed(user, KEEP_ENDPOINTS),
        "now": now,
    }
    return render(request, "supervisor/exchange.jinja", page)


@require_safe
@may(SEE_EXCHANGE)
def one(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Show one message: what it says, to whom, what became of each try, and what can be done."""
    return _one(request, message_id)


@require_POST
@may(MEND_EXCHANGE)
def again(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Send a dead letter again."""
    message = _found(request, message_id)
    if outbox.try_again(message=message, actor=actor_of(request), now=timezone.now()):
        messages.success(request, "It is sent again now.")
    else:
        messages.info(request, "Nothing was sent: somebody else has seen to it, or the agency has no system set up.")
    return redirect("supervisor:exchange")


@require_POST
@may(MEND_EXCHANGE)
def all_again(request: HttpRequest, agency_id: int) -> HttpResponse:
    """Send every dead letter of an agency again: for after its system or its key has been mended."""
    user, now = user_of(request), timezone.now()
    dead = list(queries.dead_letters(user.force_id).filter(agency=agency_id))
    if not dead:
        raise Http404
    sent = sum(outbox.try_again(message=place.message, actor=actor_of(request), now=now) for place in dead)
    messages.success(request, f"{sent} of {len(dead)} are sent again now.")
    return redirect("supervisor:exchange")


@require_POST
@may(MEND_EXCHANGE)
def give_up(request: HttpRequest, message_id: uuid.UUID) -> HttpResponse:
    """Give a dead letter up, with a reason: somebody gets the task to tell the partner in another way."""
    message = _found(request, message_id)
    form = GiveUpForm(request.POST)
    if not form.is_valid():
        return _one(request, message_id, form=form)
    given = outbox.give_up(message=message, why=form.cleaned_data["why"], actor=actor_of(request), now=timezone.now())
    if given:
        messages.success(request, "It is given up, and somebody has the task to tell them in another way.")
    else:
        messages.info(request, "Nothing was changed: somebody else has seen to it.")
    return redirect("supervisor:exchange")


def _found(request: HttpRequest, message_id: uuid.UUID) -> Letter:
    """Return a message of the person's own force; 404 for any other."""
    message = queries.message(message_id, force_id=user_of(request).force_id)
    if message is None:
        raise Http404
    return message


def _one(request: HttpRequest, message_id: uuid.UUID, *, form: GiveUpForm | None = None) -> HttpResponse:
    """Show one message; form has errors where there is one."""
    user = user_of(request)
    message = looking.look(message_id=message_id, user=user, actor=actor_of(request), now=timezone.now())
    if message is None:
        raise Http404
    place = getattr(message, "waiting", None)
    page: dict[str, Any] = {
        "title": outbox.what_it_is(message),
        "message": message,
        "place": place,
        "answer_by": parse_datetime(message.content.get("asked", {}).get("answerBy", "")),
        "keep_until": parse_date(message.content["incident"].get("sharing", {}).get("retainUntil", "")),
        "attempts": queries.attempts(message.pk),
        "of_case": queries.of_case(message.case),
        "what_it_is": outbox.what_it_is,
        "mends": allowed(user, MEND_EXCHANGE) and place is not None and place.dead_at is not None,
        "form": form,
        "give_up": form or GiveUpForm(),
    }
    return render(request, "supervisor/exchange_message.jinja", page, status=422 if form else 200)
