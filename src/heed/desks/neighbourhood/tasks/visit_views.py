"""A visit recorded from a telephone."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heed.desks.neighbourhood.tasks import page as tasks_page
from heed.desks.neighbourhood.tasks.forms import VisitForm
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.tasking.access import RECORD_VISITS
from heed.domain.tasking.terms import VisitResult
from heed.domain.tasking.visits.queries import visit_under, visits_of
from heed.flows.tasking import tasks as flow
from heed.flows.tasking import visits
from heed.foundation.accounts.access import actor_of, may, user_of


@require_http_methods(["GET", "HEAD", "POST"])
@may(RECORD_VISITS)
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a visit for an incident; ?task= names the task it was opened from. Sent twice, it is recorded once."""
    user, now = user_of(request), timezone.now()
    incident = get_object_or_404(incidents.visible_to(user).select_related("place", "call", "force"), pk=pk)
    sent = visit_under(request.POST.get("key", ""), incident=incident) if request.method == "POST" else None
    if sent:
        # Sent again: its task may be finished by now, and no choice of the form any more.
        return _recorded(request, incident, VisitResult(sent.result))
    whom = tasks_page.visited_people(incident)
    waiting = {str(task.pk): task for task in visits.answered_by_a_visit(incident, None)}
    form = VisitForm(
        request.POST if request.method == "POST" else None,
        now=now,
        whom=whom,
        tasks=[(number, task.words) for number, task in waiting.items()],
        chosen=request.GET.get("task", "") if request.GET.get("task", "") in waiting else "",
    )
    if form.is_valid():
        went, typed = form.went(), form.cleaned_data
        task = waiting.get(typed.get("task", ""))
        visits.record_visit(
            incident=incident, user=user, visited_at=went.visited_at, result=went.result, seen=went.seen, done=went.done,
            next_step=went.next_step, person_id=uuid.UUID(typed["whom"]) if typed.get("whom") else None, task=task,
            key=typed["key"], actor=actor_of(request), now=now,
        )  # fmt: skip
        return _recorded(request, incident, went.result)
    people = [f"person:{person}" for person, _ in whom]
    flow.note_consulted(
        subjects=[f"incident:{incident.pk}", *people], purpose=f"visit for incident {incident.pk}",
        actor=actor_of(request), now=now,
    )  # fmt: skip
    page = {
        "title": "Record a visit",
        "incident": incident,
        "whom": whom,
        "visits": visits_of([incident]),
        "form": form,
        "now": now,
    }
    return render(request, "neighbourhood/visit.jinja", page, status=422 if form.errors else 200)


def _recorded(request: HttpRequest, incident: Incident, result: VisitResult) -> HttpResponse:
    """Say that a visit is kept, and go back to the tasks."""
    seen = result == VisitResult.SEEN
    said = (
        f"Visit recorded for {incident.reference}."
        if seen
        else f"Recorded for {incident.reference}. The visit is still to be made."
    )
    messages.success(request, said)
    return redirect("neighbourhood:tasks")
