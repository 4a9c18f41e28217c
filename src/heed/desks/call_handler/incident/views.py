"""An incident: everything that is known of it, and what can be done with it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from heed.desks.call_handler import help_panel, purpose
from heed.desks.call_handler.assessment import page as assessment_page
from heed.desks.call_handler.assessment.form import RiskForm
from heed.desks.call_handler.case_review import page as case_review_page
from heed.desks.call_handler.clocks import page as clocks_page
from heed.desks.call_handler.conduct import page as conduct_page
from heed.desks.call_handler.contact import page as contact_page
from heed.desks.call_handler.incident import gate_page
from heed.desks.call_handler.incident import page as incident_page
from heed.desks.call_handler.incident.forms import CloseForm, DelayForm, GradeForm, LinkForm, NoteForm, QualifyForm
from heed.desks.call_handler.online import page as online_page
from heed.desks.call_handler.purpose import Purpose, PurposeForm
from heed.desks.call_handler.referrals import page as referrals_page
from heed.desks.call_handler.sharing import page as sharing_page
from heed.desks.call_handler.tallies import page as tallies_page
from heed.domain.calls import queries as calls
from heed.domain.calls.access import WRITE_LOGS
from heed.domain.conduct import queries as crime
from heed.domain.incidents import queries
from heed.domain.incidents.access import CLOSE_INCIDENTS, GRADE_INCIDENTS, RECORD_INCIDENTS, SEE_INCIDENTS
from heed.domain.incidents.models import Incident
from heed.domain.incidents.services import CannotLink
from heed.domain.people.access import SEE_PEOPLE
from heed.domain.problems.access import WORK_ON_PLANS
from heed.flows import consult, decide, duplicates, enrich, gating
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.design.forms import Form

Act = Callable[[datetime], str]


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE_INCIDENTS)
def incident(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an incident, once it is known why it is opened; a POST gives that reason."""
    now = timezone.now()
    found = found_or_404(request, pk)
    why = purpose.given(request, now=now) or _own_call(request, found, now=now)
    if why:
        return _page(request, found, why, now=now)
    form = PurposeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        kept = purpose.keep(request, form.cleaned_data["purpose"])
        return redirect(_address(found) + kept.carried)
    page = {"title": f"Why do you need {found.reference}?", "form": form}
    return render(request, "call_handler/purpose.jinja", page, status=422 if form.errors else 200)


@require_POST
@may(GRADE_INCIDENTS)
def grade(request: HttpRequest, pk: int) -> HttpResponse:
    """Grade the incident again."""
    found = found_or_404(request, pk)
    form = GradeForm(
        request.POST,
        second_person=gating.second_person_to_grade(found, now=timezone.now()),
        missing=gating.missing_to_grade(found),
    )

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        made = decide.grade_again(
            incident=found,
            grade=typed["grade"],
            rationale=typed["rationale"],
            rural=bool(typed["rural"]),
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
        graded = f"{found.reference} is graded {incident_page.grade_label(made.grade).lower()}"
        return (
            f"{graded} once a second person has agreed. Until then the grade before it stands."
            if made.approval
            else f"{graded}."
        )

    return act_on(request, found, form, act, part="grade")


@require_POST
@may(CLOSE_INCIDENTS)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the incident."""
    found = found_or_404(request, pk)
    form = CloseForm(request.POST, second_person=gating.second_person_to_close(found, now=timezone.now()))

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        made = decide.close(
            incident=found,
            closing_code=typed["closing_code"],
            result=typed["result"],
            rationale=typed["rationale"],
            user=user_of(request),
            actor=actor_of(request),
            now=now,
        )
        if made.approval:
            return f"{found.reference} closes once a second person has agreed. Until then it is open."
        return f"{found.reference} is closed as {incident_page.code_label(made.closing_code)}."

    return act_on(request, found, form, act, part="close")


@require_POST
@may(RECORD_INCIDENTS)
def qualify(request: HttpRequest, pk: int) -> HttpResponse:
    """Add qualifiers to the incident."""
    found = found_or_404(request, pk)
    form = QualifyForm(request.POST, standing=_standing(found))

    def act(now: datetime) -> str:
        enrich.qualify(incident=found, qualifiers=form.cleaned_data["codes"], actor=actor_of(request), now=now)
        return "The qualifiers are on record."

    return act_on(request, found, form, act, part="qualify")


@require_POST
@may(RECORD_INCIDENTS)
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Link the incident with another."""
    found = found_or_404(request, pk)
    form = LinkForm(request.POST)

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        other = queries.by_reference(user_of(request), typed["reference"])
        if other is None:
            raise CannotLink(f"There is no incident {typed['reference']} in your force.")
        duplicates.link(
            incident=found, other=other, kind=form.link_kind(), why=typed["why"], actor=actor_of(request), now=now
        )
        return f"Linked with {other.reference}. Both stay as they were."

    return act_on(request, found, form, act, part="link")


@require_POST
@may(WRITE_LOGS)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write in the incident's log."""
    found = found_or_404(request, pk)
    form = NoteForm(request.POST, entries=calls.log_of(found.call_id))

    def act(now: datetime) -> str:
        entry = enrich.write(
            incident=found,
            text=form.cleaned_data["text"],
            corrects=form.corrected(),
            actor=actor_of(request),
            now=now,
        )
        return f"Entry {entry.seq} is on the log."

    return act_on(request, found, form, act, part="note")


def show_again(request: HttpRequest, found: Incident, *, risk: RiskForm, now: datetime, status: int) -> HttpResponse:
    """Show the page with an assessment that is not kept yet, or cannot be."""
    return _page(request, found, _why(request, found, now=now), now=now, risk=risk, status=status)


def act_on(request: HttpRequest, found: Incident, form: Form, act: Act, *, part: str) -> HttpResponse:
    """Act on a form that is right and return to the incident; else show the page again, with what is wrong."""
    now = timezone.now()
    if form.is_valid():
        try:
            said = act(now)
        except (decide.Refused, CannotLink) as error:
            form.add_error(None, str(error))
        except decide.AlreadyClosed:
            form.add_error(None, f"{found.reference} is closed already: nothing was changed.")
        except decide.WaitsForSecondPerson:
            form.add_error(
                None, f"{found.reference} waits for a second person. Nothing can change until they have answered."
            )
        else:
            messages.success(request, said)
            given = purpose.given(request, now=now)
            return redirect(_address(found) + (given.carried if given else ""))
    return _page(request, found, _why(request, found, now=now), now=now, again={part: form}, status=422)


def _why(request: HttpRequest, found: Incident, *, now: datetime) -> Purpose:
    """Return why the page is shown again."""
    form = f"putting right a form on {found.reference}"
    return purpose.given(request, now=now) or Purpose(form, "", from_work=True)


def _page(
    request: HttpRequest,
    found: Incident,
    why: Purpose,
    *,
    now: datetime,
    again: dict[str, Form] | None = None,
    risk: RiskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Show the incident; again: the form that has errors, by its part of the page."""
    user = user_of(request)
    whole = consult.open_incident(incident=found, purpose=why.words, actor=actor_of(request), now=now)
    shown = incident_page.put(found, whole, now=now)
    wrong = next(iter((again or {}).values()), None)
    page = {
        "title": found.reference,
        "incident": found,
        "shown": shown,
        "why": why,
        "sees_people": allowed(user, SEE_PEOPLE),
        "sees_problems": allowed(user, WORK_ON_PLANS),
        "crime_prompts": conduct_page.put_all(crime.of_incident(user, found), now=now),
        "forms": _forms(request, found, shown, now=now) | (again or {}),
        "gates": gate_page.gates(user, found, again=again or {}, now=now),
        "opened": next(iter(again or {}), ""),
        "form": wrong,
        "assessment": assessment_page.panel(
            user, found.call, found, form=risk, posted=request.POST if risk is not None else None
        ),
        **help_panel.of_incident(user, found, carried=why.carried, now=now),
        **contact_page.of_incident(user, whole.parties, carried=why.carried, now=now),
        "case_review": case_review_page.on_incident(user, found, now=now),
        "case_reviews": case_review_page.reviews_of(user, found, now=now),
        "tallies": tallies_page.panel(
            user,
            actor_of(request),
            tallies_page.victims(whole.parties),
            purpose=why.words,
            carried=why.carried,
            incident=found.pk,
            now=now,
        ),
        "sharing": sharing_page.panel(user, found, now=now),
        **online_page.of_incident(found),
        "referrals": referrals_page.of_incident(user, found, carried=why.carried, now=now),
        "clocks": clocks_page.panel(user, found, again=again or {}, now=now),
        "now": now,
    }
    return render(request, "call_handler/incident.jinja", page, status=status)


def _forms(request: HttpRequest, found: Incident, shown: incident_page.Page, *, now: datetime) -> dict[str, Any]:
    """Return the forms of what this person may do with the incident as it stands, in the order of the page."""
    user = user_of(request)
    forms: dict[str, Form] = {}
    if allowed(user, WRITE_LOGS):
        forms["note"] = NoteForm(entries=shown.entries)
    settled = shown.closing is None and shown.waiting is None
    if settled and allowed(user, GRADE_INCIDENTS):
        forms["grade"] = GradeForm(
            second_person=gating.second_person_to_grade(found, now=now),
            missing=gating.missing_to_grade(found),
            initial={"rural": ["yes"] if found.place and found.place.rural else []},
        )
    if shown.closing is None and allowed(user, GRADE_INCIDENTS):
        forms["delay"] = DelayForm()
    if allowed(user, RECORD_INCIDENTS):
        forms["qualify"] = QualifyForm(standing=[row.code for row in shown.whole.qualifiers])
        forms["link"] = LinkForm()
    if settled and allowed(user, CLOSE_INCIDENTS):
        forms["close"] = CloseForm(
            second_person=gating.second_person_to_close(found, now=now), initial={"closing_code": found.opening_code}
        )
    return forms


def found_or_404(request: HttpRequest, pk: int) -> Incident:
    """Return an incident of the person's own force, or answer 404."""
    return get_object_or_404(queries.visible_to(user_of(request)), pk=pk)


def _own_call(request: HttpRequest, found: Incident, *, now: datetime) -> Purpose | None:
    """Return the purpose that a call of the person's own gives: the one that reported it, or a call-back about it."""
    for call in (found.call_id, *found.call_backs.order_by("-id").values_list("call", flat=True)):
        words = consult.purpose_of_work(user=user_of(request), call=str(call), now=now)
        if words:
            return Purpose(words, f"?call={call}", from_work=True)
    return None


def _standing(found: Incident) -> list[str]:
    """Return the qualifiers that stand."""
    return list(found.qualifiers.values_list("code", flat=True))


def _address(found: Incident) -> str:
    """Return the page of an incident."""
    return reverse("call_handler:incident", args=[found.pk])
