"""Problem plans: the list, opening one by hand, and the plan itself."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from heed.desks.neighbourhood.problems.plan_forms import AddIncidentForm, CloseForm, OpenForm, SignForm, WriteForm
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.problems.access import SEE_EVIDENCE, SEE_PLANS, SEE_POWERS, WORK_ON_PLANS
from heed.domain.problems.evidence import queries as evidence
from heed.domain.problems.models import ProblemPlan
from heed.domain.problems.plans import queries
from heed.domain.problems.powers import queries as powers
from heed.domain.problems.terms import SECTIONS, PlanFormat, Section
from heed.domain.tasking import queries as tasks
from heed.flows.powers.ladder import label_of
from heed.flows.problems import about as problems_about
from heed.flows.problems import consult as problems_consult
from heed.flows.problems import plans as problems
from heed.flows.problems import work as plan_work
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import Form
from heed.foundation.policy import services as policy

ON_A_PAGE = 50
FILTERS = {"open": "Open", "signing": "To sign off", "closed": "Closed", "all": "All"}


@require_safe
@may(SEE_PLANS)
def plans(request: HttpRequest) -> HttpResponse:
    """Show the list of plans."""
    user, asked = user_of(request), request.GET.get("show", "")
    which = asked if asked in FILTERS else "open"
    rows = Paginator(queries.listed(user, which=which), ON_A_PAGE).get_page(request.GET.get("page"))
    problems_consult.note(
        "problem_plans.listed",
        [subject for row in rows for subject in (f"problem_plan:{row.pk}", *_people(row))],
        purpose=f"list of problem plans: {which}",
        actor=actor_of(request),
        now=timezone.now(),
    )
    page = {
        "title": "Problem plans",
        "which": which,
        "filters_of": FILTERS,
        "rows": rows,
        "works": allowed(user, WORK_ON_PLANS),
        "now": timezone.now(),
    }
    return render(request, "neighbourhood/plans.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@may(WORK_ON_PLANS)
def open_plan(request: HttpRequest) -> HttpResponse:
    """Open a plan by hand."""
    user = user_of(request)
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        initial={"reference": request.GET.get("incident", "")[:40], "plan_format": PlanFormat.SARA},
    )
    if form.is_valid():
        typed = form.cleaned_data
        found = incidents.by_reference(user, typed["reference"]) if typed["reference"] else None
        if typed["reference"] and found is None:
            form.add_error("reference", "There is no such incident in your force")
        else:
            try:
                about = problems_about.about(typed["about"], found, title=typed["title"])
            except problems_about.NothingThere as error:
                form.add_error("about", str(error))
            else:
                plan, made = problems.open_by_hand(
                    force=user.force,
                    about=about,
                    because=typed["because"],
                    plan_format=PlanFormat(typed["plan_format"]),
                    incidents=[found] if found else [],
                    user=user,
                    actor=actor_of(request),
                    now=timezone.now(),
                )
                words = "is open." if made else "was open already about the same: work on it there."
                messages.success(request, f"{plan.reference} {words}")
                return redirect("neighbourhood:plan", plan.pk)
    page = {"title": "Open a problem plan", "form": form}
    return render(request, "neighbourhood/plan_open.jinja", page, status=422 if form.errors else 200)


@require_safe
@may(SEE_PLANS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan."""
    return show_plan(request, found_or_404(request, pk))


def found_or_404(request: HttpRequest, pk: int) -> ProblemPlan:
    """Return a plan of the person's own force, or answer 404."""
    return get_object_or_404(queries.visible_to(user_of(request)), pk=pk)


def forms_of(found: ProblemPlan, user: User) -> dict[str, Form]:
    """Return the forms of what this person may do with a plan as it stands."""
    if found.closed_at or not allowed(user, WORK_ON_PLANS):
        return {}
    forms: dict[str, Form] = {
        "write": write_form(found, user),
        "incident": AddIncidentForm(),
    }
    waiting = queries.waiting_closing(found)
    forms |= {"sign": SignForm()} if waiting else {"close": CloseForm()}
    return forms


def write_form(found: ProblemPlan, user: User, posted: Any = None) -> WriteForm:
    """Return the form by which a plan is written into."""
    officers = tasks.who_is_at_work(user.force_id, now=timezone.now())
    return WriteForm(posted, plan_format=PlanFormat(found.plan_format), officers=officers)


def show_plan(request: HttpRequest, found: ProblemPlan, again: dict[str, Form] | None = None) -> HttpResponse:
    """Show a plan; again: the form that has errors, by its part of the page."""
    user, now = user_of(request), timezone.now()
    rows = queries.incidents_of(found)
    entries = queries.entries_of(found)
    problems_consult.note(
        "problem_plan.consulted",
        [f"problem_plan:{found.pk}", *_people(found), *(f"incident:{row.incident_id}" for row in rows)],
        purpose=f"problem plan {found.reference}",
        actor=actor_of(request),
        now=now,
    )
    wrong = next(iter((again or {}).values()), None)
    page = {
        "title": f"{found.reference}: {found.title}",
        "plan": found,
        "sections": [
            (section, [one for one in entries if one.section == section])
            for section in (*SECTIONS[PlanFormat(found.plan_format)], Section.REVIEW)
        ],
        "incidents": rows,
        "powers": [
            {"row": row, "state": powers.state_of(row), "label": label_of(row.kind)}
            for row in (powers.of_plan(user, found) if allowed(user, SEE_POWERS) else [])
        ],
        "evidence": evidence.of_plan(user, found) if allowed(user, SEE_EVIDENCE) else [],
        "closings": queries.closings_of(found),
        "waiting": queries.waiting_closing(found),
        "measured": None if found.closed_at else plan_work.measured(found, now=now),
        "sign_off_rank": policy.in_use().problems.plan.sign_off_rank.value,
        "forms": forms_of(found, user) | (again or {}),
        "opened": next(iter(again or {}), ""),
        "form": wrong,
        "now": now,
    }
    return render(request, "neighbourhood/plan.jinja", page, status=422 if wrong else 200)


def _people(found: ProblemPlan) -> list[str]:
    """Name on the trail whom a plan shows by name."""
    party = found.party.person_id if found.party else None
    return [f"person:{person}" for person in (found.victim_id, party) if person]


def incident_named(user: User, reference: str) -> Incident | None:
    """Return the incident of the person's own force that a reference names."""
    return incidents.by_reference(user, reference)
