"""What became of an incident's clocks: somebody arrived, something was done, reviewed, told, or decided on rights."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.call_handler.clocks.forms import ArrivedForm, DoneForm, HappenedForm, ReviewForm, RightsForm
from heed.desks.call_handler.clocks.page import met_in_words
from heed.desks.call_handler.incident.views import act_on, found_or_404
from heed.domain.timers.access import DECIDE_CODE_STATUS, MEET_CLOCKS, RECORD_REVIEWS
from heed.engines.clocks.terms import Happened
from heed.flows import reviews
from heed.flows.clocks import code_rights
from heed.flows.clocks import done as clocks_done
from heed.flows.clocks import running as clocks
from heed.flows.decide import Refused
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.design import dates


@require_POST
@may(MEET_CLOCKS)
def arrived(request: HttpRequest, pk: int) -> HttpResponse:
    """Put down that somebody arrived."""
    found = found_or_404(request, pk)
    form = ArrivedForm(request.POST, now=timezone.now())

    def act(now: datetime) -> str:
        at = form.moment()
        if at < found.recorded_at:
            raise Refused([f"Nobody arrived before it was recorded, {dates.moment(found.recorded_at)}."])
        met = clocks.attended(incident=found, at=at, words=form.cleaned_data["words"], actor=actor_of(request), now=now)
        late = any(at > timer.due_at for timer in met)
        return f"Arrival at {dates.clock(at)} is on the log{', after the time that was set' if late else ''}."

    return act_on(request, found, form, act, part="clock_arrived")


@require_POST
@may(MEET_CLOCKS)
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was done that a clock asks for."""
    found = found_or_404(request, pk)
    now = timezone.now()
    form = DoneForm(request.POST, now=now, clocks=met_in_words(clocks.running(found, now=now)))

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        made = clocks_done.done(
            incident=found,
            timer_id=int(typed["clock"]),
            at=form.moment(),
            how=typed["words"],
            actor=actor_of(request),
            now=now,
        )
        return f"On the log: {made.label[:1].lower()}{made.label[1:]}."

    return act_on(request, found, form, act, part="clock_done")


@require_POST
@may(RECORD_REVIEWS)
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a review of the risk."""
    found = found_or_404(request, pk)
    form = ReviewForm(request.POST)

    def act(now: datetime) -> str:
        try:
            reviews.record_review(incident=found, user=user_of(request), words=form.cleaned_data["words"], now=now)
        except reviews.NotTheirReview as refused:
            raise Refused([str(refused)]) from None
        return "The review is on the log. The next one is owed from now."

    return act_on(request, found, form, act, part="clock_review")


@require_POST
@may(MEET_CLOCKS)
def happened(request: HttpRequest, pk: int) -> HttpResponse:
    """Note something that the victim must be told of."""
    found = found_or_404(request, pk)
    form = HappenedForm(request.POST, now=timezone.now())

    def act(now: datetime) -> str:
        _, started = code_rights.happened(
            incident=found,
            kind=Happened(form.cleaned_data["kind"]),
            happened_at=form.moment(),
            actor=actor_of(request),
            now=now,
        )
        by = f" Tell the victim by {dates.by(started[0].due_at)}." if started else ""
        return f"It is on the log.{by}"

    return act_on(request, found, form, act, part="clock_happened")


@require_POST
@may(DECIDE_CODE_STATUS)
def rights(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was decided on rights under the Victims' Code."""
    found = found_or_404(request, pk)
    form = RightsForm(request.POST)

    def act(now: datetime) -> str:
        made = code_rights.decide_status(
            incident=found,
            categories=form.chosen(),
            why=form.cleaned_data["why"],
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
        return f"Decided: {code_rights.in_words(made)}."

    return act_on(request, found, form, act, part="clock_rights")
