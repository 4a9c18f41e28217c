"""Named officers of beats, and who is away or on shift."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.neighbourhood.tasks import page as tasks_page
from heed.desks.neighbourhood.tasks.rota_forms import AbsenceForm, NameForm, ShiftForm
from heed.domain.beats import queries as beats
from heed.domain.tasking import queries
from heed.domain.tasking.access import (
    KEEP_ROTA,
    NAME_OFFICERS,
    NEIGHBOURHOOD,
    SEE_NAMED_OFFICERS,
    answers_for_others,
)
from heed.domain.tasking.models import Absence, BeatOfficer, Shift
from heed.domain.tasking.rota import queries as rota
from heed.domain.tasking.rota import services
from heed.domain.tasking.rota.services import Unfit
from heed.domain.tasking.terms import AbsenceKind
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.accounts.models import User

FOR_OTHERS = "Sergeants, those above them, and supervisors do this for others."


@require_safe
@may(SEE_NAMED_OFFICERS)
def officers(request: HttpRequest) -> HttpResponse:
    """Show the named officers of every beat, and how to reach them."""
    user, now = user_of(request), timezone.now()
    standing = list(beats.standing(user.force_id).order_by("name"))
    today = timezone.localdate(now)
    named = queries.officers_by_beat(standing, on=today)
    away = queries.absences_on([one.user for here in named.values() for one in here], on=today)
    page = {
        "title": "Named officers",
        "beats": [(beat, named[beat.pk]) for beat in standing],
        "away": away,
        "may_name": allowed(user, NAME_OFFICERS) and answers_for_others(user),
        "now": now,
    }
    return render(request, "neighbourhood/officers.jinja", page)


@require_http_methods(["GET", "HEAD", "POST"])
@may(NAME_OFFICERS)
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Name an officer of a beat."""
    user, now = user_of(request), timezone.now()
    beat = get_object_or_404(beats.standing(user.force_id), pk=pk)
    if not answers_for_others(user):
        raise PermissionDenied(FOR_OTHERS)
    people = tasks_page.colleagues(user.force_id)
    form = NameForm(
        request.POST if request.method == "POST" else None,
        today=timezone.localdate(now),
        people=tasks_page.as_choices(people),
    )
    if form.is_valid():
        typed = form.cleaned_data
        officer = next(one for one in people if str(one.pk) == typed["officer"])
        try:
            services.name_officer(
                beat=beat, officer=officer, lead="yes" in typed["lead"], from_on=typed["from_on"],
                actor=actor_of(request), now=now,
            )  # fmt: skip
        except Unfit as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, f"{officer.display_name} is a named officer of {beat.name}.")
            return redirect("neighbourhood:name_officer", beat.pk)
    page = {
        "title": f"Named officers of {beat.name}",
        "beat": beat,
        "named": queries.officers_of(beat, on=timezone.localdate(now)),
        "form": form,
    }
    return render(request, "neighbourhood/officers_of.jinja", page, status=422 if form.errors else 200)


@require_POST
@may(NAME_OFFICERS)
def end_naming(request: HttpRequest, pk: int) -> HttpResponse:
    """End a naming with today."""
    user = user_of(request)
    naming = get_object_or_404(BeatOfficer.objects.filter(beat__force=user.force_id).select_related("user"), pk=pk)
    if not answers_for_others(user):
        raise PermissionDenied(FOR_OTHERS)
    services.end_naming(naming=naming, actor=actor_of(request), now=timezone.now())
    messages.success(request, f"{naming.user.display_name} is named until today.")
    return redirect("neighbourhood:name_officer", naming.beat_id)


@require_safe
@may(KEEP_ROTA)
def kept(request: HttpRequest) -> HttpResponse:
    """Show when somebody is away and on shift: oneself, or for whoever answers for others anybody."""
    return _rota(request, _whose(request))


@require_POST
@may(KEEP_ROTA)
def absence(request: HttpRequest) -> HttpResponse:
    """Enter that somebody is away."""
    whose, now = _whose(request), timezone.now()
    people = [one for one in tasks_page.colleagues(whose.force_id) if one.pk != whose.pk]
    form = AbsenceForm(request.POST, people=tasks_page.as_choices(people))
    if form.is_valid():
        typed = form.cleaned_data
        try:
            services.record_absence(
                user=whose, kind=AbsenceKind(typed["kind"]), from_on=typed["from_on"], until_on=typed["until_on"],
                cover=next((one for one in people if str(one.pk) == typed["cover"]), None), actor=actor_of(request),
                now=now,
            )  # fmt: skip
        except Unfit as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, "Entered. Tasks that fall due meanwhile are passed on.")
            return _back(request, whose)
    return _rota(request, whose, away_form=form)


@require_POST
@may(KEEP_ROTA)
def shift(request: HttpRequest) -> HttpResponse:
    """Enter a shift."""
    whose = _whose(request)
    form = ShiftForm(request.POST)
    if form.is_valid():
        starts_at, ends_at = form.hours()
        try:
            services.record_shift(
                user=whose, starts_at=starts_at, ends_at=ends_at, actor=actor_of(request), now=timezone.now()
            )
        except Unfit as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, "Entered.")
            return _back(request, whose)
    return _rota(request, whose, shift_form=form)


@require_POST
@may(KEEP_ROTA)
def withdraw(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    """Take an absence or a shift back."""
    user = user_of(request)
    found: Absence | Shift
    if what == "absences":
        found = get_object_or_404(Absence.objects.filter(user__force=user.force_id).select_related("user"), pk=pk)
    else:
        found = get_object_or_404(Shift.objects.filter(user__force=user.force_id).select_related("user"), pk=pk)
    if found.user_id != user.pk and not answers_for_others(user):
        raise PermissionDenied(FOR_OTHERS)
    services.withdraw(entry=found, actor=actor_of(request), now=timezone.now())
    messages.success(request, "Taken back.")
    return _back(request, found.user)


def _whose(request: HttpRequest) -> User:
    """Return whose rota it is: ?user= for whoever answers for others, else one's own. Raises Http404, PermissionDenied."""
    user, asked = user_of(request), request.GET.get("user", "")
    if not asked or asked == str(user.pk):
        return user
    if not answers_for_others(user):
        raise PermissionDenied(FOR_OTHERS)
    found = User.objects.filter(force=user.force_id, role__in=NEIGHBOURHOOD)
    whose = found.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 10 else None  # noqa: PLR2004
    if whose is None:
        raise Http404
    return whose


def _back(request: HttpRequest, whose: User) -> HttpResponse:
    """Go back to the rota that was changed."""
    carried = f"?user={whose.pk}" if whose.pk != user_of(request).pk else ""
    return redirect(reverse("neighbourhood:rota") + carried)


def _rota(
    request: HttpRequest, whose: User, *, away_form: AbsenceForm | None = None, shift_form: ShiftForm | None = None
) -> HttpResponse:
    """Show the page; the form that has errors is shown again."""
    user, now = user_of(request), timezone.now()
    people = tasks_page.colleagues(user.force_id)
    wrong = away_form or shift_form
    offered = tasks_page.as_choices([one for one in people if one.pk != whose.pk])
    page: dict[str, Any] = {
        "title": "Leave and shifts",
        "whose": whose,
        "own": whose.pk == user.pk,
        "carried": f"?user={whose.pk}" if whose.pk != user.pk else "",
        "absences": rota.absences_of(whose, on=timezone.localdate(now)),
        "shifts": _shifts(whose, now=now),
        "others": _others(user, people, now=now) if answers_for_others(user) else [],
        "away_form": away_form or AbsenceForm(people=offered),
        "shift_form": shift_form or ShiftForm(),
        "form": wrong,
        "now": now,
    }
    return render(request, "neighbourhood/rota.jinja", page, status=422 if wrong else 200)


def _shifts(whose: User, *, now: datetime) -> list[Shift]:
    """Return the shifts that have not ended."""
    return queries.coming_shifts([whose], now=now).get(whose.pk, [])


def _others(user: User, people: list[User], *, now: datetime) -> list[tuple[User, Absence | None]]:
    """Return everybody else whose rota one keeps, with their absence of today."""
    away = queries.absences_on(people, on=timezone.localdate(now))
    return [(one, away.get(one.pk)) for one in people if one.pk != user.pk]
