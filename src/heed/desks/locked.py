"""
Stands before every page of an incident, a person or a finished call: what is locked is said to exist, and nothing else of it.

The pages are known by their addresses (incidents/<int:…>, people/<uuid:…>, <uuid:call_id>, patch/reviews/<int:…>), so that a
page added tomorrow is behind the same door. What lists show of locked records, each list leaves out itself
(flows/sharing/locks.py).
"""

import re
import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.deprecation import MiddlewareMixin

from heed.domain.case_review.applications.queries import sufferers
from heed.domain.sharing.access import BREAK_GLASS
from heed.flows.sharing import locks
from heed.foundation.accounts.access import Action, actor_of, allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Role

INCIDENT = re.compile(r"incidents?/<int:(\w+)>")
PERSON = re.compile(r"people/<uuid:(\w+)>")
CALL = re.compile(r"<uuid:(call_id)>")
REVIEW = re.compile(r"patch/reviews/<int:(\w+)>")

OPENS_LOCKS = frozenset({"glass_incident", "glass_person"})
"""Pages by which what is locked is opened: they show nothing of it."""


class LockedRecords(MiddlewareMixin):
    """Answers with whom to ask instead of a page that is locked for whoever asks for it."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the page answer, unless something that its address names is locked for this person."""
        del args
        user, match = request.user, request.resolver_match
        asked: Action | None = getattr(view, "heed_action", None)
        if match is None or not isinstance(user, User) or asked is None or not allowed(user, asked):
            return None
        if user.role == Role.PARTNER_OFFICER or match.url_name in OPENS_LOCKS:
            return None
        named = {kind: _named(kind, match.route, kwargs) for kind in (INCIDENT, PERSON, CALL)}
        if reviews := _named(REVIEW, match.route, kwargs):
            named[PERSON] += sufferers(reviews)
        if not any(named.values()):
            return None
        met = locks.met(
            user,
            incident_ids=named[INCIDENT],
            person_ids=named[PERSON],
            call_ids=named[CALL],
            actor=actor_of(request),
            now=timezone.now(),
        )
        return shut(request, met) if met else None


def shut(request: HttpRequest, met: locks.Met) -> HttpResponse:
    """Say that more exists, whom to ask, and how to open it in an emergency."""
    user = request.user
    page = {
        "title": "More exists",
        "met": met,
        "may_break": isinstance(user, User) and allowed(user, BREAK_GLASS) and not met.own,
    }
    return render(request, "design/more_exists.jinja", page, status=403)


def _named(kind: re.Pattern[str], route: str, kwargs: dict[str, Any]) -> list[Any]:
    """Return the ids of one kind that an address names."""
    found = [kwargs[name] for name in kind.findall(route) if name in kwargs]
    return [one for one in found if isinstance(one, int | uuid.UUID)]
