"""What the public ask the named officers of a beat: taken down, and answered within the force's hours."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from heed.desks.neighbourhood.tasks import page as tasks_page
from heed.desks.neighbourhood.tasks.forms import AnswerQueryForm, QueryForm
from heed.domain.beats import queries as beats
from heed.domain.tasking import queries as tasking
from heed.domain.tasking.access import ANSWER_QUERIES
from heed.domain.tasking.queried import queries, services
from heed.domain.tasking.queried.services import AnsweredAlready
from heed.flows.tasking import tasks as flow
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.accounts.models import User

ON_A_PAGE = 50


@require_safe
@may(ANSWER_QUERIES)
def listed(request: HttpRequest) -> HttpResponse:
    """Show the queries that wait, the soonest due first, or those that were answered."""
    user, now = user_of(request), timezone.now()
    answered = request.GET.get("answered", "") == "yes"
    found = queries.queries_of(user, now=now, answered=answered)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page", ""))
    flow.note_consulted(
        subjects=[name for query in page for name in services.subjects(query)], purpose="queries of the public",
        actor=actor_of(request), now=now,
    )  # fmt: skip
    shown = {"title": "Queries of the public", "page": page, "answered": answered, "now": now}
    return render(request, "neighbourhood/queries.jinja", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@may(ANSWER_QUERIES)
def enter(request: HttpRequest) -> HttpResponse:
    """Take a query down."""
    user, now = user_of(request), timezone.now()
    offered = tasks_page.beats_for(user, now=now)
    people = tasks_page.as_choices(tasks_page.colleagues(user.force_id))
    form = QueryForm(request.POST if request.method == "POST" else None, now=now, beats=offered, officers=people)
    if form.is_valid():
        number = form.cleaned_data["officer"]
        made = flow.open_query(
            beat=beats.standing(user.force_id).select_related("force").get(pk=int(form.cleaned_data["beat"])),
            asked=form.asked(officer=User.objects.get(pk=int(number)) if number else None),
            user=user,
            actor=actor_of(request),
            now=now,
        )
        messages.success(request, "Taken down, and somebody has the task to answer it.")
        return redirect("neighbourhood:query", made.pk)
    page = {"title": "Take a query down", "form": form, "hours": flow.query_hours(), "now": now}
    return render(request, "neighbourhood/query_new.jinja", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@may(ANSWER_QUERIES)
def query(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a query; a POST keeps how it was answered."""
    user, now = user_of(request), timezone.now()
    found = queries.query_or_none(user, pk)
    if found is None:
        raise Http404
    form = AnswerQueryForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            services.answer_query(
                query=found, answer=form.cleaned_data["answer"], user=user, actor=actor_of(request), now=now
            )
        except AnsweredAlready:
            messages.warning(request, "Somebody has answered it in the meantime: nothing was changed.")
        else:
            messages.success(request, "Kept: the query is answered.")
        return redirect("neighbourhood:query", pk)
    flow.note_consulted(
        subjects=services.subjects(found), purpose=f"query {found.pk}", actor=actor_of(request), now=now
    )
    page = {
        "title": "A query of the public",
        "query": found,
        "late": (found.answered_at or now) > found.answer_by,
        "task": tasking.task_of(user.force_id, found.key),
        "form": form,
        "now": now,
    }
    return render(request, "neighbourhood/query.jinja", page, status=422 if form.errors else 200)
