"""
Where an applicant reads what was decided about their case review, by the link in a message.

The page names nobody: neither whoever suffers, nor whoever is complained of, nor who works on it.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from structlog.contextvars import unbind_contextvars

from heed.desks.victim.answer_views import ELSEWHERE
from heed.domain.case_review.doors import services as doors
from heed.domain.case_review.doors.services import NoSuchLink, TooOften
from heed.flows.case_review import reading
from heed.foundation.accounts.access import public
from heed.foundation.policy import services as policy


@public
@require_safe
def read(request: HttpRequest, token: str) -> HttpResponse:
    """Show what was decided so far, and what comes next."""
    # Nobody's address goes into the log with what they read.
    unbind_contextvars("ip")
    pack, now = policy.in_use(), timezone.now()
    try:
        found = doors.open_link(
            token=token, secret=settings.SECRET_KEY, tries_an_hour=pack.review.reading.tries_an_hour.value, now=now
        )
    except NoSuchLink:
        return _page(request, "gone", status=404)
    except TooOften:
        return _page(request, "wait", status=429)
    if "open" not in request.GET:
        return _page(request, "cover")
    return _page(request, "news", news=reading.news_of(found, now=now))


def _page(request: HttpRequest, state: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """Render the page in one of its states. It is kept nowhere, sent on nowhere, and listed nowhere."""
    page = {
        "state": state,
        "title": "An answer to what you asked for",
        "elsewhere": ELSEWHERE,
        "contact": policy.in_use().review.apply.reach_us,
        **more,
    }
    response = render(request, "victim/reading.jinja", page, status=status)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
