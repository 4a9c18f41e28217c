"""What the agency is asked to take on: accept, refuse with a reason, ask for more, say how it goes, give back, finish."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.partner.own import own_agency
from heed.desks.partner.referrals.forms import SayForm
from heed.domain.agencies.access import WORK_FOR_AN_AGENCY
from heed.domain.agencies.models import Agency
from heed.domain.referrals import queries
from heed.domain.referrals.models import Referral, ReferralStep
from heed.domain.referrals.rules import FOLLOWS, Unfit
from heed.domain.referrals.terms import OPEN, State, StepKind
from heed.flows.referrals import reading, replies
from heed.flows.sharing.opened import NotShared
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.design.forms import Form

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Deed:
    """
    Something that an agency can say. title, button, label: as the page has them. needed: nothing is said without words.

    done: what the page says afterwards.
    """

    kind: StepKind
    act: Callable[..., ReferralStep]
    title: str
    button: str
    label: str
    done: str
    needed: bool = False


DEEDS = {
    "accept": Deed(
        StepKind.ACCEPTED, replies.accept, "Accept it", "Accept: it is ours", "What you will do, if you know it yet",
        "Accepted. You hold it now, and whoever suffers is told so.",
    ),
    "refuse": Deed(
        StepKind.REFUSED, replies.refuse, "Refuse it", "Refuse it", "What the police should know",
        "Refused. It stays with the police, who find another door.",
    ),
    "update": Deed(
        StepKind.UPDATED, replies.update, "Say how it goes", "Send it to the police", "How does it go?",
        "The police can read it now.", needed=True,
    ),
    "ask": Deed(
        StepKind.ASKED, replies.ask_more, "Ask for more", "Ask the police", "What do you need to know?",
        "Asked. The police have a time to answer.", needed=True,
    ),
    "close": Deed(
        StepKind.CLOSED, replies.close, "Finish with it", "Finish with it", "What you did",
        "Finished. The police ask whether it has stopped.",
    ),
    "return": Deed(
        StepKind.RETURNED, replies.return_, "Give it back", "Give it back to the police", "What the police should know",
        "Given back. The police hold it again.",
    ),
}  # fmt: skip


@require_safe
@may(WORK_FOR_AN_AGENCY)
def listed(request: HttpRequest) -> HttpResponse:
    """Show what the agency has to answer or works on, or everything it was asked and may still see."""
    agency, now = own_agency(request), timezone.now()
    every = request.GET.get("which", "") == "all"
    found = queries.of_agency(agency, now=now) if every else queries.waiting_for(agency, now=now)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", ""))
    rows = [reading.put(referral, (), now=now) for referral in page]
    shown = {"title": "Referrals", "agency": agency, "page": page, "rows": rows, "every": every}
    answer = render(request, "partner/referrals.jinja", shown)
    answer["Cache-Control"] = "no-store"
    return answer


@require_safe
@may(WORK_FOR_AN_AGENCY)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one referral with what is shared of the case; that it was opened is kept."""
    agency, now = own_agency(request), timezone.now()
    return _page(request, agency, _found_or_404(agency, pk, now=now), now=now)


@require_POST
@may(WORK_FOR_AN_AGENCY)
def say(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Say something on a referral."""
    agency, now = own_agency(request), timezone.now()
    deed = DEEDS.get(what)
    if deed is None:
        raise Http404
    found = _found_or_404(agency, pk, now=now)
    form = SayForm(request.POST, kind=deed.kind, label=deed.label, needed=deed.needed)
    if form.is_valid():
        try:
            deed.act(
                referral=found, words=form.cleaned_data["words"], reason=form.cleaned_data.get("reason", ""),
                actor=actor_of(request), now=now,
            )  # fmt: skip
        except Unfit as unfit:
            form.add_error(None, str(unfit))
            found.refresh_from_db()
        else:
            messages.success(request, deed.done)
            return redirect("partner:referral", pk)
    return _page(request, agency, found, now=now, again={what: form}, status=422)


def _page(
    request: HttpRequest,
    agency: Agency,
    found: Referral,
    *,
    now: datetime,
    again: dict[str, Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show a referral; 404 where what was shared has just ended."""
    try:
        sheet, shown = reading.open_as_agency(
            found, agency=agency, user=user_of(request), actor=actor_of(request), now=now
        )
    except NotShared as error:
        raise Http404 from error
    state = State(found.state)
    offered = {what: deed for what, deed in DEEDS.items() if state in FOLLOWS[deed.kind] and state in OPEN}
    if state != State.ACCEPTED:
        offered.pop("update", None)
    forms: dict[str, Form] = {
        what: SayForm(kind=deed.kind, label=deed.label, needed=deed.needed) for what, deed in offered.items()
    }
    page = {
        "title": f"{found.incident.reference}: what you are asked",
        "agency": agency,
        "shown": shown,
        "sheet": sheet,
        "deeds": offered,
        "forms": forms | {what: form for what, form in (again or {}).items() if what in offered},
        "opened": next(iter(again or {}), ""),
        "form": next(iter((again or {}).values()), None),
    }
    answer = render(request, "partner/referral.jinja", page, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _found_or_404(agency: Agency, pk: int, *, now: datetime) -> Referral:
    """Return a referral that the agency may open now, or answer 404."""
    return get_object_or_404(queries.of_agency(agency, now=now), pk=pk)
