"""What is done with a problem plan: written into, given an incident, asked to be closed, signed off."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.neighbourhood.problems.plan_forms import AddIncidentForm, CloseForm, SignForm
from heed.desks.neighbourhood.problems.plan_views import found_or_404, incident_named, show_plan, write_form
from heed.domain.problems.access import WORK_ON_PLANS
from heed.domain.problems.models import ProblemPlan
from heed.domain.problems.plans import queries, services
from heed.domain.problems.rules import CannotBe
from heed.domain.problems.terms import Section
from heed.flows.problems import work as plan_work
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.design.forms import Form


@require_POST
@may(WORK_ON_PLANS)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write into a section of a plan."""
    found, user = found_or_404(request, pk), user_of(request)
    form = write_form(found, user, request.POST)

    def act(now: datetime) -> str:
        entry, think = plan_work.write(
            plan=found,
            section=Section(form.cleaned_data["section"]),
            words=form.cleaned_data["words"],
            due_by=form.due_by(),
            owner=form.who(),
            user=user,
            actor=actor_of(request),
            now=now,
        )
        for phrase in think:
            messages.warning(request, phrase.sentence)
        return f"Written under {entry.get_section_display().lower()}." + (" It is a task." if entry.due_by else "")

    return _do(request, found, form, act, part="write")


@require_POST
@may(WORK_ON_PLANS)
def add_incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an incident to a plan."""
    found, user = found_or_404(request, pk), user_of(request)
    form = AddIncidentForm(request.POST)

    def act(now: datetime) -> str:
        incident = incident_named(user, form.cleaned_data["reference"])
        if incident is None:
            raise CannotBe("There is no such incident in your force.")
        new = services.add_incidents(
            plan=found, incidents=[incident], because=form.cleaned_data["why"], actor=actor_of(request), now=now
        )
        return f"{incident.reference} belongs to the plan." if new else f"{incident.reference} belonged to it already."

    return _do(request, found, form, act, part="incident")


@require_POST
@may(WORK_ON_PLANS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a plan to be closed."""
    found, user = found_or_404(request, pk), user_of(request)
    form = CloseForm(request.POST)

    def act(now: datetime) -> str:
        plan_work.ask_to_close(
            plan=found, words=form.cleaned_data["words"], user=user, actor=actor_of(request), now=now
        )
        return "Somebody else must sign it off. Until then the plan is open."

    return _do(request, found, form, act, part="close")


@require_POST
@may(WORK_ON_PLANS)
def sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign off the closing of a plan, or refuse it."""
    found, user = found_or_404(request, pk), user_of(request)
    form = SignForm(request.POST)
    closing = get_object_or_404(queries.closings_waiting(found))

    def act(now: datetime) -> str:
        made = plan_work.sign_off(
            closing=closing,
            agreed=form.cleaned_data["agreed"] == "yes",
            why=form.cleaned_data["why"],
            user=user,
            actor=actor_of(request),
            now=now,
        )
        return "Signed off: the plan is closed." if made.agreed else "Not signed off: the plan stays open."

    return _do(request, found, form, act, part="sign")


def _do(
    request: HttpRequest, found: ProblemPlan, form: Form, act: Callable[[datetime], str], *, part: str
) -> HttpResponse:
    """Act on a form that is right and return to the plan; else show it again, with what is wrong."""
    if form.is_valid():
        try:
            said = act(timezone.now())
        except CannotBe as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("neighbourhood:plan", found.pk)
    return show_plan(request, found, {part: form})
