"""One report that came online: as it came, who it may be, its pictures, and what whoever reported is told."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from heed.desks.call_handler import purpose
from heed.desks.call_handler.online import pictures
from heed.desks.call_handler.online.forms import ReplyForm
from heed.desks.call_handler.purpose import Purpose
from heed.domain.calls.access import WRITE_LOGS
from heed.domain.incidents import queries
from heed.domain.incidents.access import SEE_INCIDENTS
from heed.domain.incidents.models import Incident
from heed.domain.incidents.online.models import ReportPhoto
from heed.domain.people.access import DECIDE_IDENTITY, SEE_PEOPLE
from heed.flows import online_replies, online_shown
from heed.flows.online_replies import CannotTell
from heed.flows.sharing.locks import shut_incidents
from heed.foundation.accounts.access import actor_of, allowed, may, refuse_unless_allowed, user_of

WHY = "Why do you need this report?"


@require_http_methods(["GET", "HEAD", "POST"])
@may(SEE_INCIDENTS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report, once it is known why it is opened; a POST tells whoever reported something."""
    now, found = timezone.now(), _found_or_404(request, pk)
    why = purpose.given(request, now=now)
    if why is None:
        return purpose.ask(request, title=WHY)
    if request.method == "POST":
        refuse_unless_allowed(user_of(request), WRITE_LOGS)
    form = ReplyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            online_replies.reply(
                report=found.online_report,
                status=form.told(),
                words=form.cleaned_data["words"],
                user=user_of(request),
                actor=actor_of(request),
                now=now,
            )
        except CannotTell as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "It goes to whoever reported when their agency's system next asks.")
            return redirect(reverse("call_handler:online_report", args=[found.pk]) + why.carried)
    return _page(request, found, form, why)


@never_cache
@require_GET
@may(SEE_INCIDENTS)
def picture(request: HttpRequest, pk: int, picture: int) -> HttpResponse:
    """Show a picture: small for the page, whole as it came for whoever asks for that."""
    now, found = timezone.now(), _found_or_404(request, pk)
    why = purpose.given(request, now=now)
    if why is None:
        raise Http404
    photo = get_object_or_404(ReportPhoto, pk=picture, report__incident=found)
    content = online_shown.open_photo(photo=photo, incident=found, purpose=why.words, actor=actor_of(request), now=now)
    if "whole" not in request.GET:
        return HttpResponse(pictures.small(content), content_type="image/jpeg")
    answer = HttpResponse(content, content_type=photo.media_type)
    ending = photo.media_type.rpartition("/")[2]
    answer["Content-Disposition"] = f'attachment; filename="{found.reference}-{photo.pk}.{ending}"'
    return answer


def _page(request: HttpRequest, found: Incident, form: ReplyForm, why: Purpose) -> HttpResponse:
    """Show the report."""
    user, now = user_of(request), timezone.now()
    opened = online_shown.open_report(incident=found, purpose=why.words, actor=actor_of(request), now=now)
    page: dict[str, Any] = {
        "title": f"Online report of {found.reference}",
        "incident": found,
        "opened": opened,
        "form": form if allowed(user, WRITE_LOGS) and opened and not opened.silent else None,
        "errors": form.errors,
        "why": why,
        "sees_people": allowed(user, SEE_PEOPLE),
        "decides": allowed(user, DECIDE_IDENTITY),
    }
    return render(request, "call_handler/online_report.jinja", page, status=422 if form.errors else 200)


def _found_or_404(request: HttpRequest, pk: int) -> Incident:
    """Return an incident of the person's own force that came online, and that is not locked for them; else 404."""
    user = user_of(request)
    found = get_object_or_404(queries.visible_to(user).select_related("online_report__agency"), pk=pk)
    if not hasattr(found, "online_report") or shut_incidents(user, [found.pk], now=timezone.now()):
        raise Http404
    return found
