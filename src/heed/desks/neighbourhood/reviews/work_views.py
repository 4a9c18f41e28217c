"""What is done with an application: acknowledged, its complaints put in order, its threshold decided, taken back."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from heed.desks.neighbourhood.reviews import forms, panel_forms
from heed.desks.neighbourhood.reviews.page import complaint_form, decide_form, found_or_404, identify_form, show
from heed.domain.case_review.access import WORK_ON_REVIEWS
from heed.domain.case_review.applications import queries, services
from heed.domain.case_review.applications.models import Application, Complaint
from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.case_review.deciding.services import Reasons
from heed.domain.case_review.terms import About, Body, Ground, How, Source
from heed.domain.incidents import queries as incidents
from heed.domain.tasking.access import answers_for_others
from heed.flows.case_review import applying, deciding, telling
from heed.flows.case_review.overview import review_of
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import Form

ONLY_SERGEANTS = "A sergeant or above, or a supervisor, does this."
NOT_WRITTEN = "No message went out: {}. Somebody has the task to tell them."
KIND_OF = {"council": Body.COUNCIL, "housing": Body.HOUSING, "health": Body.HEALTH}


@require_POST
@may(WORK_ON_REVIEWS)
def acknowledge(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the applicant that the application is here."""
    found, user = found_or_404(request, pk), user_of(request)
    form = forms.AcknowledgeForm(request.POST)

    def act(now: datetime) -> str:
        return deciding.acknowledge(
            application=found,
            how=How(form.cleaned_data["how"]),
            words=form.cleaned_data["words"],
            address=settings.HEED_ANSWER_ADDRESS,
            user=user,
            actor=actor_of(request),
            now=now,
        )

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def told(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep that somebody told the applicant themselves."""
    found, user = found_or_404(request, pk), user_of(request)
    form = forms.ToldForm(request.POST)

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        made = telling.told_by_hand(
            application=found,
            about=About(typed["about"]),
            how=How(typed["how"]),
            words=typed["words"],
            user=user,
            actor=actor_of(request),
            now=now,
        )
        return f"Kept: told, {made.get_how_display().lower()}."

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def identify(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who suffers; what the police have of them is brought in."""
    found, user = found_or_404(request, pk), user_of(request)
    form = identify_form(found, user, request.POST)

    def act(now: datetime) -> str:
        person = form.people[form.cleaned_data["person"]]
        applying.identify(application=found, person=person, user=user, actor=actor_of(request), now=now)
        return "Kept. What they reported to us has been added to the complaints."

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def look_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Look into our own record once more."""
    found = found_or_404(request, pk)

    def act(now: datetime) -> str:
        new = applying.look_up(application=found, actor=actor_of(request), now=now)
        return f"{len(new)} new from our own record." if new else "Nothing new in our own record."

    return do(request, found, Form({}), act, part="look_up")


@require_POST
@may(WORK_ON_REVIEWS)
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a complaint that was made to somebody."""
    found, user = found_or_404(request, pk), user_of(request)
    form = complaint_form(found, user, request.POST)

    def act(now: datetime) -> str:
        typed = form.cleaned_data
        agency = form.agencies.get(typed["to"])
        body = KIND_OF.get(agency.kind, Body.OTHER) if agency else Body(typed["to"])
        ours = incidents.by_reference(user, typed["reference"]) if body == Body.POLICE and typed["reference"] else None
        made = services.add_complaint(
            application=found,
            body=body,
            agency=agency,
            incident=None if ours and found.complaints.filter(incident=ours, set_aside_at=None).exists() else ours,
            made_on=typed["made_on"],
            happened_on=typed["happened_on"],
            their_reference=typed["reference"],
            words=typed["words"],
            same_as=form.complaints.get(typed["same"]),
            source=Source.OFFICER,
            actor=actor_of(request),
            now=now,
        )
        return f"Added: {made.took}."

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def set_aside(request: HttpRequest, pk: int, complaint_pk: int) -> HttpResponse:
    """Find that a complaint does not count."""
    found = found_or_404(request, pk)
    one = get_object_or_404(Complaint, pk=complaint_pk, application=found)
    form = forms.AsideForm(request.POST, prefix=f"aside{one.pk}")

    def act(now: datetime) -> str:
        services.set_aside(complaint=one, why=form.cleaned_data["why"], actor=actor_of(request), now=now)
        return "It does not count any more."

    return do(request, found, form, act, part=f"aside{one.pk}")


@require_POST
@may(WORK_ON_REVIEWS)
def regroup(request: HttpRequest, pk: int, complaint_pk: int) -> HttpResponse:
    """Say that a complaint is about the same incident as another, or about one of its own."""
    found = found_or_404(request, pk)
    one = get_object_or_404(Complaint, pk=complaint_pk, application=found)
    others = [row for row in queries.complaints_of(found) if row.set_aside_at is None and row.pk != one.pk]
    form = forms.SameForm(request.POST, prefix=f"same{one.pk}", others=others)

    def act(now: datetime) -> str:
        services.regroup(
            complaint=one, same_as=form.others.get(form.cleaned_data["same"]), actor=actor_of(request), now=now
        )
        return "Counted anew."

    return do(request, found, form, act, part=f"same{one.pk}")


@require_POST
@may(WORK_ON_REVIEWS)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Decide whether the threshold is met."""
    found, user = found_or_404(request, pk), user_of(request)
    form = decide_form(review_of(found, now=timezone.now()), user, request.POST)

    def act(now: datetime) -> str:
        refuse_constables(user)
        typed = form.cleaned_data
        made, why = deciding.decide(
            application=found,
            ground=Ground(typed["ground"]),
            reasons=Reasons(typed["words"], typed["persistence"], typed["harm"], typed["response"]),
            address=settings.HEED_ANSWER_ADDRESS,
            user=user,
            actor=actor_of(request),
            now=now,
        )
        warn(request, why)
        return "The threshold is met: bring the panel together." if made.met else "The threshold is not met."

    return do(request, found, form, act)


@require_POST
@may(WORK_ON_REVIEWS)
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep that the applicant took it back."""
    found, user = found_or_404(request, pk), user_of(request)
    form = panel_forms.WithdrawForm(request.POST)

    def act(now: datetime) -> str:
        applying.withdraw(application=found, why=form.cleaned_data["why"], user=user, actor=actor_of(request), now=now)
        return "Withdrawn."

    return do(request, found, form, act)


def refuse_constables(user: User) -> None:
    """Raise CannotBe for whoever does not answer for others."""
    if not answers_for_others(user):
        raise CannotBe(ONLY_SERGEANTS)


def warn(request: HttpRequest, why: str) -> None:
    """Say that no message went out, where none did."""
    if why:
        messages.warning(request, NOT_WRITTEN.format(why))


def do(
    request: HttpRequest, found: Application, form: Form, act: Callable[[datetime], str], *, part: str = ""
) -> HttpResponse:
    """Act on a form that is right and return to the review; else show it again, with what is wrong."""
    if form.is_valid():
        try:
            said = act(timezone.now())
        except CannotBe as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, said)
            return redirect("neighbourhood:review", found.pk)
    return show(request, found, {part or str(form.prefix): form})
