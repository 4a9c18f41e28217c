"""Case conferences: called, held and signed; each press is one call into the flows."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.neighbourhood.conferences import forms, page
from heed.domain.conferences import queries, services
from heed.domain.conferences.access import HOLD_CONFERENCES, SEE_CONFERENCES
from heed.domain.conferences.models import Conference
from heed.domain.conferences.services import Unfit
from heed.domain.conferences.terms import There
from heed.flows.conferences import agenda, meet, minutes
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.design.forms import Form

PAGE = 25
Act = Callable[[datetime], str]


@require_safe
@may(SEE_CONFERENCES)
def listing(request: HttpRequest) -> HttpResponse:
    """List the conferences, the latest first."""
    user = user_of(request)
    context = {
        "title": "Case conferences",
        "found": Paginator(queries.visible_to(user), PAGE).get_page(request.GET.get("page")),
        "may_hold": allowed(user, HOLD_CONFERENCES),
        "now": timezone.now(),
    }
    return render(request, "neighbourhood/conferences.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may(HOLD_CONFERENCES)
def call(request: HttpRequest) -> HttpResponse:
    """Call a conference: its agenda is there at once."""
    user, now = user_of(request), timezone.now()
    form = forms.CallForm(request.POST if request.method == "POST" else None, **page.context_of_call(user, now=now))
    if form.is_valid():
        try:
            made, built = meet.call(
                force=user.force,
                called=form.call(),
                agencies=form.invited(),
                user=user,
                actor=actor_of(request),
                now=now,
            )
        except Unfit as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, f"{made.title} is called. {_built(built)}")
            return redirect("neighbourhood:conference", made.pk)
    context = {"title": "Call a case conference", "form": form}
    return render(request, "neighbourhood/conference_call.jinja", context, status=422 if form.errors else 200)


@require_safe
@may(SEE_CONFERENCES)
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a conference: who is asked, the agenda and why, what was said and decided."""
    return page.show(request, found_or_404(request, pk), now=timezone.now())


@require_POST
@may(HOLD_CONFERENCES)
def build(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the agenda up to date."""
    found = found_or_404(request, pk)

    def act(now: datetime) -> str:
        return _built(agenda.build(conference=found, actor=actor_of(request), now=now))

    return act_on(request, found, None, act, part="build")


@require_POST
@may(HOLD_CONFERENCES)
def attend(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down whether somebody was there."""
    found = found_or_404(request, pk)
    agencies = [one.agency for one in queries.invited_to(found)]
    form = forms.AttendForm(request.POST, agencies=agencies, auto_id="id_attend_%s")

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        made = services.attend(
            conference=found,
            agency=form.agency_there(),
            name=typed["name"],
            post=typed["post"],
            there=There(typed["there"]),
            agreed=bool(typed["agreed"]),
            actor=actor_of(request),
            now=now,
        )
        return f"{made.name}: {made.get_there_display().lower()}."

    return act_on(request, found, form, act, part="attend")


@require_POST
@may(HOLD_CONFERENCES)
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one more agency to it."""
    found, now = found_or_404(request, pk), timezone.now()
    form = forms.AgencyForm(request.POST, agencies=page.can_be_invited(found, now=now), auto_id="id_invite_%s")

    def act(now: datetime) -> str:
        made = meet.invite(conference=found, agency=form.chosen(), actor=actor_of(request), now=now)
        return f"{made.agency.name} is asked to it."

    return act_on(request, found, form, act, part="invite")


@require_POST
@may(HOLD_CONFERENCES)
def uninvite(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Take an invitation back: the agency sees nothing of the conference any more."""
    found = found_or_404(request, pk)
    invited = get_object_or_404(found.invited.select_related("agency"), pk=row, withdrawn_at=None)

    def act(now: datetime) -> str:
        services.uninvite(invited=invited, actor=actor_of(request), now=now)
        return f"{invited.agency.name} is not asked to it any more, and sees nothing of it."

    return act_on(request, found, None, act, part="invite")


@require_POST
@may(HOLD_CONFERENCES)
def when(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold it at another time or place."""
    found = found_or_404(request, pk)
    form = forms.WhenForm(request.POST, auto_id="id_when_%s")

    def act(now: datetime) -> str:
        services.move_to(
            conference=found,
            starts_at=form.starts_at(),
            held_in=form.cleaned_data["held_in"],
            actor=actor_of(request),
            now=now,
        )
        return "The new time and place are kept."

    return act_on(request, found, form, act, part="when")


@require_POST
@may(HOLD_CONFERENCES)
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel it."""
    found = found_or_404(request, pk)
    form = forms.WhyForm(request.POST, auto_id="id_cancel_%s")

    def act(now: datetime) -> str:
        services.cancel(conference=found, why=form.cleaned_data["why"], actor=actor_of(request), now=now)
        return "The conference is cancelled. What was deferred to it comes to the next one."

    return act_on(request, found, form, act, part="cancel")


@require_POST
@may(HOLD_CONFERENCES)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign the minutes: from then on nothing is added."""
    found = found_or_404(request, pk)

    def act(now: datetime) -> str:
        minutes.sign(conference=found, user=user_of(request), actor=actor_of(request), now=now)
        return "The minutes are signed. Nothing can be added to them any more."

    return act_on(request, found, None, act, part="sign")


def act_on(request: HttpRequest, found: Conference, form: Form | None, act: Act, *, part: str) -> HttpResponse:
    """Act on a form that is right and return to the conference; else show it again, with what is wrong."""
    now = timezone.now()
    if form is None or form.is_valid():
        try:
            said = act(now)
        except Unfit as unfit:
            # A button alone has no form to show the sentence in: one without fields carries it.
            form = form or Form({})
            form.is_valid()
            form.add_error(None, str(unfit))
        else:
            messages.success(request, said)
            return redirect("neighbourhood:conference", found.pk)
    return page.show(request, found_or_404(request, found.pk), now=now, again={part: form})


def found_or_404(request: HttpRequest, pk: int) -> Conference:
    """Return a conference of the person's own force, or answer 404."""
    return get_object_or_404(queries.visible_to(user_of(request)), pk=pk)


def _built(built: agenda.Built) -> str:
    """Say what the agenda found."""
    count = len(built.added)
    said = ["Nothing new belongs on the agenda" if not count else f"{count} {'item' if count == 1 else 'items'} added"]
    if built.left_over:
        said.append(f"there was no room for {built.left_over} more")
    if built.locked:
        said.append(f"{built.locked} locked {'incident is' if built.locked == 1 else 'incidents are'} not on it")
    return "; ".join(said) + "."
