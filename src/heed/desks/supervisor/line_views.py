"""The force's list of shared lines, and the lines that are watched."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from heed.desks.supervisor.forms import ListForm, RemoveForm, WatchForm
from heed.domain.people import queries, services
from heed.domain.people.access import KEEP_LINES
from heed.domain.people.models import KnownLine, LineWatch
from heed.domain.people.terms import KnownAs
from heed.engines.numbers.reading import display
from heed.foundation.accounts.access import actor_of, may, user_of
from heed.foundation.design.forms import Form

ON_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
@may(KEEP_LINES)
def lines(request: HttpRequest) -> HttpResponse:
    """Show both lists; a POST puts a line on one of them."""
    if request.method != "POST":
        return _lists(request)
    if request.POST.get("list") == "watched":
        watch = WatchForm(request.POST)
        return _watch(request, watch) if watch.is_valid() else _lists(request, watch=watch)
    shared = ListForm(request.POST)
    return _list(request, shared) if shared.is_valid() else _lists(request, shared=shared)


@require_POST
@may(KEEP_LINES)
def unlist(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a line off the list of shared lines."""
    form = RemoveForm(request.POST, part=f"shared{pk}")
    if not form.is_valid():
        return _lists(request, removing=form)
    try:
        line = services.unlist_line(
            line_id=pk, why=form.cleaned_data["why"], user=user_of(request), actor=actor_of(request), now=timezone.now()
        )
    except KnownLine.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, f"{display(line.e164)} is off the list of shared lines.")
    return redirect("supervisor:lines")


@require_POST
@may(KEEP_LINES)
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End the watch on a line."""
    form = RemoveForm(request.POST, part=f"watched{pk}")
    if not form.is_valid():
        return _lists(request, removing=form)
    try:
        watch = services.end_watch(
            watch_id=pk,
            why=form.cleaned_data["why"],
            user=user_of(request),
            actor=actor_of(request),
            now=timezone.now(),
        )
    except LineWatch.DoesNotExist as error:
        raise Http404 from error
    messages.success(request, f"{display(watch.e164)} is not watched any more.")
    return redirect("supervisor:lines")


def _list(request: HttpRequest, form: ListForm) -> HttpResponse:
    typed = form.cleaned_data
    services.list_line(
        force=user_of(request).force,
        e164=typed["number"],
        known_as=KnownAs(typed["known_as"]),
        label=typed["label"],
        why=typed["why"],
        actor=actor_of(request),
        now=timezone.now(),
    )
    messages.success(request, f"{display(typed['number'])} is on the list of shared lines.")
    return redirect("supervisor:lines")


def _watch(request: HttpRequest, form: WatchForm) -> HttpResponse:
    typed, now = form.cleaned_data, timezone.now()
    services.watch_line(
        force=user_of(request).force,
        e164=typed["number"],
        reason=typed["why"],
        until=form.until(now),
        actor=actor_of(request),
        now=now,
    )
    messages.success(request, f"{display(typed['number'])} is watched.")
    return redirect("supervisor:lines")


def _lists(
    request: HttpRequest,
    *,
    shared: ListForm | None = None,
    watch: WatchForm | None = None,
    removing: RemoveForm | None = None,
) -> HttpResponse:
    """Show both lists; each argument is a form that has errors."""
    user, now = user_of(request), timezone.now()
    wrong: Form | None = shared or watch or removing
    page = {
        "title": "Lines",
        "shared": _turned_to(queries.listed_lines(user), request.GET.get("shared", "")),
        "watched": _turned_to(queries.standing_watches(user, now=now), request.GET.get("watched", "")),
        "list_form": shared or ListForm(),
        "watch_form": watch or WatchForm(),
        "removing": removing,
        "removal": lambda part: removing if removing and removing.prefix == part else RemoveForm(part=part),
        "form": wrong,
        "now": now,
    }
    return render(request, "supervisor/lines.jinja", page, status=422 if wrong else 200)


def _turned_to(rows: QuerySet[Any], number: str) -> Page[Any]:
    """Return the page of a list that the address asks for; the nearest there is, where it has no such page."""
    return Paginator(rows, ON_A_PAGE).get_page(number)
