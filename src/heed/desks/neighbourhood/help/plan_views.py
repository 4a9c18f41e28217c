"""Support plans: written, signed by a second person, closed."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.neighbourhood.help import page as help_page
from heed.desks.neighbourhood.help import plan_forms
from heed.desks.neighbourhood.help.views import act_on, carried, found_or_404
from heed.domain.support.access import PLAN_HELP, SIGN_PLANS
from heed.domain.support.plans.services import Gone, PlanStands
from heed.domain.support.rules import Unfit
from heed.domain.support.terms import WithVictim
from heed.flows.support import plans as support_plans
from heed.foundation.accounts.access import actor_of, may, user_of

STANDS = "A plan for them stands already: close it before you write another"


@require_POST
@may(PLAN_HELP)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a support plan, to be signed."""
    found, now = found_or_404(request, pk), timezone.now()
    form = plan_forms.PlanForm(request.POST, **help_page.of_incident(found, user=user_of(request), now=now))

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        try:
            support_plans.write_plan(
                incident=found, aims=typed["aims"], with_victim=WithVictim(typed["with_victim"]),
                with_victim_why=typed["with_victim_why"], lines=form.lines(), person_id=form.person_id(),
                user=user_of(request), actor=actor_of(request), now=now,
            )  # fmt: skip
        except PlanStands as stands:
            raise Unfit(STANDS) from stands
        return "The plan is written. It is work once a second person has signed it."

    return act_on(request, found, form, act, part="plan", now=now)


@require_POST
@may(SIGN_PLANS)
def sign(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Sign a support plan as the second person; its lines become tasks."""
    found = found_or_404(request, pk)
    plan = get_object_or_404(found.support_plans.all(), pk=row)
    try:
        signed = support_plans.sign_plan(
            plan_id=plan.pk, user=user_of(request), actor=actor_of(request), now=timezone.now()
        )
    except (Unfit, Gone) as refused:
        messages.warning(request, f"{refused}: nothing was changed.")
    else:
        count = signed.lines.count()
        messages.success(request, f"Signed: {count} {'thing is' if count == 1 else 'things are'} work now.")
    return redirect(reverse("neighbourhood:help", args=[found.pk]) + carried(request))


@require_POST
@may(PLAN_HELP)
def close(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Close a support plan."""
    found, now = found_or_404(request, pk), timezone.now()
    plan = get_object_or_404(found.support_plans.all(), pk=row)
    form = plan_forms.CloseForm(request.POST, now=now, prefix=f"close{row}")

    def act(now: datetime) -> str:
        try:
            support_plans.close_plan(
                plan_id=plan.pk, why=form.cleaned_data["why"], user=user_of(request), actor=actor_of(request), now=now
            )
        except Gone as gone:
            raise Unfit(f"{gone}: nothing was changed") from gone
        return "The plan is closed."

    return act_on(request, found, form, act, part=f"close{row}", now=now)
