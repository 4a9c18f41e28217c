"""Reading follow-ups and answers, always within one force."""

import uuid
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from heed.domain.aftermath.models import Answer, FollowUp
from heed.domain.aftermath.terms import Result, Way
from heed.foundation.accounts.models import User


def visible_to(user: User) -> QuerySet[FollowUp]:
    """Return the follow-ups of the person's own force."""
    found = FollowUp.objects.filter(force=user.force_id)
    return found.select_related(
        "incident__place", "incident__beat", "incident__call", "incident__force", "person", "closing"
    )


def to_ring(user: User) -> QuerySet[FollowUp, Any]:
    """
    Return who is to be rung and has not been reached, by risk: whoever is vulnerable and a repeat victim first.

    Then the vulnerable, then repeat victims, each the longest waiting first. `tried` counts calls without an answer.
    """
    waiting = visible_to(user).filter(listed_at__isnull=False, ended_at=None)
    tried = Count("attempts", filter=Q(attempts__result=Result.NO_ANSWER))
    return waiting.annotate(tried=tried).order_by(F("vulnerable").desc(), F("repeat").desc(), "due_on", "pk")


def to_ask(*, on: date, most: int) -> list[int]:
    """Return the follow-ups whose day has come and of which nobody has been asked yet."""
    found = FollowUp.objects.filter(due_on__lte=on, asked_at=None, ended_at=None).order_by("due_on", "pk")
    return list(found.values_list("pk", flat=True)[:most])


def unanswered(*, before: datetime, most: int) -> list[int]:
    """Return who was written to before a moment, has not answered, and whom nobody rings yet."""
    found = FollowUp.objects.filter(way=Way.MESSAGE, asked_at__lte=before, listed_at=None, ended_at=None)
    return list(found.order_by("asked_at", "pk").values_list("pk", flat=True)[:most])


def asked_of(closing_ids: list[int]) -> set[tuple[int, uuid.UUID]]:
    """Return for which closings whom somebody is asked, by their lead."""
    rows = FollowUp.objects.filter(closing__in=closing_ids).values_list("closing", "person__lead")
    return set(rows)


def of_incident(incident_id: int) -> list[FollowUp]:
    """Return the follow-ups of an incident, oldest first, each with its answer and attempts at hand."""
    found = FollowUp.objects.filter(incident=incident_id).select_related("person", "answer")
    return list(found.prefetch_related("attempts").order_by("pk"))


def answers_between(user: User, *, since: datetime, until: datetime) -> QuerySet[Answer]:
    """Return what was answered in a span, its end not included."""
    return Answer.objects.filter(follow_up__force=user.force_id, at__gte=since, at__lt=until)


def asked_between(user: User, *, since: datetime, until: datetime) -> QuerySet[FollowUp]:
    """Return whom somebody began to ask in a span, its end not included."""
    return FollowUp.objects.filter(force=user.force_id, asked_at__gte=since, asked_at__lt=until)
