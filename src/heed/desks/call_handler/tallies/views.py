"""Asking an agency about its reports of somebody, and reading what it says."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from heed.desks.call_handler import purpose
from heed.desks.call_handler.tallies.forms import AskForm
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.tallies.access import ASK_ABOUT_COUNTS, SEE_COUNTS
from heed.domain.tallies.models import Asked
from heed.flows.sharing.locks import shut_people
from heed.flows.tallies import ask as asking
from heed.flows.tallies.ask import Unfit
from heed.flows.tasking.tasks import note_consulted
from heed.foundation.accounts.access import actor_of, may, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@may(ASK_ABOUT_COUNTS)
def ask(request: HttpRequest, person: str, agency: int) -> HttpResponse:
    """Put a basis on record and ask the agency; before that nothing but the number is shown."""
    now, user = timezone.now(), user_of(request)
    known = get_object_or_404(people.visible_to(user).select_related("lead"), pk=person).lead
    if shut_people(user, [known.pk], now=now):
        raise Http404
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title="Why do you need to ask about this person?")
    found = asking.count_of(known.pk, agency, user=user, now=now)
    if found is None:
        raise Http404
    form = AskForm(
        request.POST if request.method == "POST" else None,
        purposes=asking.ask_purposes(found),
        basis=found.agreement.basis,
    )
    if form.is_valid():
        try:
            made = asking.ask(
                person=known,
                agency_id=agency,
                basis=form.as_basis(),
                incident=_incident(request, known),
                user=user,
                actor=actor_of(request),
                now=now,
            )
        except Unfit as unfit:
            form.add_error(None, str(unfit))
        else:
            messages.success(request, f"{found.agency.name} was asked. That you asked, and why, is on record.")
            return redirect(reverse("call_handler:count_asked", args=[made.pk]) + why.carried)
    page = {"title": f"Ask {found.agency.name}", "person": known, "found": found, "form": form, "why": why}
    return render(request, "call_handler/count_ask.jinja", page, status=422 if form.errors else 200)


@require_safe
@may(SEE_COUNTS)
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an agency was asked, about which of its reports, and what it said."""
    now, user = timezone.now(), user_of(request)
    found = get_object_or_404(
        Asked.objects.select_related("agency", "agreement", "person__lead", "incident").prefetch_related("told"),
        pk=pk,
        force=user.force_id,
    )
    if shut_people(user, [found.person_id], now=now):
        raise Http404
    why = purpose.given(request, now=now)
    note_consulted(
        subjects=[f"person:{found.person_id}", f"count_question:{found.pk}"],
        purpose=why.words if why else f"count question {found.pk}",
        actor=actor_of(request),
        now=now,
    )
    page = {
        "title": f"Asked of {found.agency.name}",
        "asked": found,
        "reports": [(one["reference"], date.fromisoformat(one["on"]), one["kind"]) for one in found.reports],
        "told": sorted(found.told.all(), key=lambda one: one.pk, reverse=True),
        "carried": why.carried if why else "",
    }
    return render(request, "call_handler/count_asked.jinja", page)


def _incident(request: HttpRequest, person: Person) -> Incident | None:
    """Return the incident the question comes from, where the person has a part in it."""
    number = request.GET.get("incident", "")
    if not (number.isascii() and number.isdecimal()) or len(number) > len(str(2**31)):
        return None
    found = incidents.visible_to(user_of(request)).filter(pk=int(number), parties__person__lead=person.lead_id)
    return found.first()
