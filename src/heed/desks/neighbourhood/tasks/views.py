"""Tasks: what somebody has to do, and each task with what can be done about it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from heed.desks.neighbourhood.tasks import page as tasks_page
from heed.desks.neighbourhood.tasks.forms import BEAT, FinishForm, NoteForm, ReassignForm
from heed.domain.needs import queries as needs
from heed.domain.tasking import queries, services
from heed.domain.tasking.access import DO_TASKS, RECORD_VISITS, SEE_TASKS, answers_for_others
from heed.domain.tasking.models import Query, Task
from heed.domain.tasking.services import CannotHave, TaskFinished
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.domain.tasking.visits.queries import visits_of
from heed.flows.tasking import tasks as flow
from heed.foundation.accounts.access import actor_of, allowed, may, user_of
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import Form

ON_A_PAGE = 50
GONE = "It was finished in the meantime: nothing was changed."


@require_safe
@may(SEE_TASKS)
def listed(request: HttpRequest) -> HttpResponse:
    """Show one's tasks, those of one's beats, or for whoever answers for others everybody's."""
    user, now = user_of(request), timezone.now()
    whose, found = tasks_page.chosen(user, request.GET.get("whose", ""), now=now)
    kind = request.GET.get("kind", "")
    if kind in TaskKind.values:
        found = found.filter(kind=kind)
    late = request.GET.get("late", "") == "yes"
    if late:
        found = found.filter(due_by__lt=now)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", ""))
    tasks = list(page)
    flow.note_read(tasks=tasks, purpose=f"tasks: {whose}", actor=actor_of(request), now=now)
    shown: dict[str, Any] = {
        "title": "Tasks",
        "page": page,
        "rows": tasks_page.rows(tasks, now=now),
        "whose": whose,
        "kind": kind,
        "kinds": TaskKind.choices,
        "late": late,
        "carried": _carried(whose, kind, late=late),
        "answers_for_others": answers_for_others(user),
        "reviews": needs.reviews(user).count(),
        "now": now,
    }
    return render(request, "neighbourhood/tasks.jinja", shown)


@require_safe
@may(SEE_TASKS)
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a task."""
    return _task(request, _found(request, pk))


@require_POST
@may(DO_TASKS)
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish a task."""
    form = FinishForm(request.POST)

    def act(found: Task, now: datetime) -> str:
        flow.finish(
            task=found, outcome=TaskOutcome(form.cleaned_data["outcome"]), result=form.cleaned_data["result"],
            user=user_of(request), actor=actor_of(request), now=now,
        )  # fmt: skip
        return "Finished."

    return _act(request, pk, form, act, part="finish")


@require_POST
@may(DO_TASKS)
def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a task to somebody else."""
    found = _found(request, pk)
    form = ReassignForm(request.POST, people=tasks_page.people_for(found, now=timezone.now()))

    def act(found: Task, now: datetime) -> str:
        chosen = form.cleaned_data["to"]
        to = None if chosen == BEAT else User.objects.get(pk=int(chosen))
        services.reassign(task=found, to=to, why=form.cleaned_data["why"], user=user_of(request), now=now)
        return f"{to.display_name if to else 'The officers of the beat'} has it from now on."

    return _act(request, pk, form, act, part="reassign")


@require_POST
@may(DO_TASKS)
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write a note on a task."""
    form = NoteForm(request.POST)

    def act(found: Task, now: datetime) -> str:
        services.note(task=found, words=form.cleaned_data["words"], user=user_of(request), now=now)
        return "Noted."

    return _act(request, pk, form, act, part="note")


@require_POST
@may(DO_TASKS)
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a task for oneself."""
    try:
        services.take(task=_found(request, pk), user=user_of(request), now=timezone.now())
    except TaskFinished:
        messages.warning(request, GONE)
    else:
        messages.success(request, "It is yours.")
    return redirect("neighbourhood:task", pk)


def _act(request: HttpRequest, pk: int, form: Form, act: Callable[[Task, datetime], str], *, part: str) -> HttpResponse:
    """Do what a form asks; show the page again where it has errors."""
    found = _found(request, pk)
    if form.is_valid():
        try:
            said = act(found, timezone.now())
        except TaskFinished:
            messages.warning(request, GONE)
            return redirect("neighbourhood:task", pk)
        except flow.AnswerFirst:
            form.add_error(None, "Write the answer down first: the task ends with it")
        except CannotHave as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, said)
            return redirect("neighbourhood:task", pk)
    return _task(request, found, again={part: form})


def _task(request: HttpRequest, found: Task, again: dict[str, Form] | None = None) -> HttpResponse:
    """Show the page; again: the form that has errors, by its part."""
    user, now, wrong = user_of(request), timezone.now(), again or {}
    visits = visits_of([found.incident]) if found.incident else []
    read = [f"person:{person}" for person in (found.person_id, *(visit.person_id for visit in visits)) if person]
    read += [f"incident:{found.incident_id}"] if visits else []
    flow.note_consulted(subjects=read, purpose=f"task {found.pk}", actor=actor_of(request), now=now)
    may_do = allowed(user, DO_TASKS)
    forms: dict[str, Form] = {}
    if may_do and found.done_at is None:
        forms["finish"] = FinishForm()
        forms["reassign"] = ReassignForm(people=tasks_page.people_for(found, now=now))
    if may_do:
        forms["note"] = NoteForm()
    page = {
        "title": found.get_kind_display(),
        "task": found,
        "late": bool(found.done_at is None and found.due_by and found.due_by < now),
        "place": tasks_page.place_of(found),
        "steps": tasks_page.steps(found),
        "visits": visits,
        "forms": forms | wrong,
        "opened": next(iter(wrong), ""),
        "form": next(iter(wrong.values()), None),
        "may_take": may_do and found.done_at is None and found.owner_id != user.pk,
        "may_visit": found.done_at is None and found.kind in tasks_page.VISITED and allowed(user, RECORD_VISITS),
        "query": _query(found),
        "lends": queries.task_lends_purpose(user, found.pk, now=now),
        "now": now,
    }
    return render(request, "neighbourhood/task.jinja", page, status=422 if wrong else 200)


def _query(found: Task) -> Query | None:
    """Return the query that a task answers, if it does."""
    _, _, number = found.key.partition("query:")
    return Query.objects.filter(force=found.force_id, pk=int(number)).first() if number.isdecimal() else None


def _found(request: HttpRequest, pk: int) -> Task:
    """Return a task of the person's own force, or answer 404."""
    found = queries.task_or_none(user_of(request), pk)
    if found is None:
        raise Http404
    return found


def _carried(whose: str, kind: str, *, late: bool) -> str:
    """Return what the addresses of the other pages of a list carry."""
    kept = {"whose": whose, "kind": kind if kind in TaskKind.values else "", "late": "yes" if late else ""}
    return "&".join(f"{name}={value}" for name, value in kept.items() if value)
