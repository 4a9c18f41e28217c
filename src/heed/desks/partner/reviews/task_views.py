"""Tasks of the agency, whatever gave rise to them: a case review, a conference, a referral."""

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from heed.desks.partner.own import own_agency
from heed.desks.partner.reviews.forms import FinishForm
from heed.domain.agencies.access import WORK_FOR_AN_AGENCY
from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.case_review.queries import tasks_it_sees
from heed.domain.tasking import queries, services
from heed.domain.tasking.models import Task
from heed.domain.tasking.services import CannotHave, TaskFinished
from heed.domain.tasking.terms import TaskOutcome
from heed.flows.case_review import agency_tasks
from heed.flows.tasking.tasks import note_consulted
from heed.foundation.accounts.access import actor_of, may, user_of

FINISHED = "It is finished already. Nothing was changed."


@require_safe
@may(WORK_FOR_AN_AGENCY)
def tasks(request: HttpRequest) -> HttpResponse:
    """Show what the agency is to do, the soonest due first."""
    agency, now = own_agency(request), timezone.now()
    rows = list(tasks_it_sees(agency, queries.open_tasks_of_agency(agency, now=now)))
    note_consulted(
        subjects=[f"task:{row.pk}" for row in rows], purpose=f"tasks of {agency.name}", actor=actor_of(request), now=now
    )
    return render(request, "partner/tasks.jinja", {"title": "To be done", "agency": agency, "rows": rows, "now": now})


@require_http_methods(["GET", "HEAD", "POST"])
@may(WORK_FOR_AN_AGENCY)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one task, and finish it."""
    found, now = _found_or_404(request, pk), timezone.now()
    form = FinishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            agency_tasks.finish_of_agency(
                task=found,
                outcome=TaskOutcome(form.cleaned_data["outcome"]),
                result=form.cleaned_data["result"],
                user=user_of(request),
                now=now,
            )
        except TaskFinished:
            form.add_error(None, FINISHED)
        except CannotBe as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Finished. The police have been told.")
            return redirect("partner:tasks")
    note_consulted(subjects=[f"task:{found.pk}"], purpose="task of the agency", actor=actor_of(request), now=now)
    page = {"title": "Task", "task": found, "form": form, "now": now, "mine": found.owner_id == user_of(request).pk}
    return render(request, "partner/task.jinja", page, status=422 if form.errors else 200)


@require_POST
@may(WORK_FOR_AN_AGENCY)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task of the agency for oneself."""
    found = _found_or_404(request, pk)
    try:
        with transaction.atomic():
            services.take(task=found, user=user_of(request), now=timezone.now())
    except TaskFinished:
        messages.warning(request, FINISHED)
    except CannotHave as error:
        messages.warning(request, f"{error}.")
    return redirect("partner:task", found.pk)


def _found_or_404(request: HttpRequest, pk: int) -> Task:
    """Return a task of the agency. Raises Http404 for anybody else's, and once the seat that it came with has ended."""
    agency = own_agency(request)
    found = queries.task_of_agency_or_none(agency, pk)
    if found is None or not tasks_it_sees(agency, Task.objects.filter(pk=pk)).exists():
        raise Http404
    return found
