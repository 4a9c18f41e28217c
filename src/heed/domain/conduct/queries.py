"""Reading prompts, always within one force."""

import uuid
from collections.abc import Collection
from datetime import datetime

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, Value, When

from heed.domain.conduct.access import SEE_CRIME_PROMPTS
from heed.domain.conduct.models import Decision, Ending, Prompt, PromptIncident
from heed.domain.conduct.terms import Outcome
from heed.domain.incidents.models import Incident
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User

LEFT_TO_REGISTRAR = Q(newest=Outcome.REGISTRAR)
OPEN = Q(newest=None) | LEFT_TO_REGISTRAR
"""Prompts that still ask for a decision, once `newest` is known."""

LISTED = ("overdue", "open", "registrar", "decided", "all")
"""The filters of the registrar's list."""


def with_state(prompts: QuerySet[Prompt]) -> QuerySet[Prompt]:
    """Add the newest outcome of each prompt, as `newest`."""
    newest = Decision.objects.filter(prompt=OuterRef("pk")).order_by("-id")
    return prompts.annotate(newest=Subquery(newest.values("outcome")[:1]))


def visible_to(user: User) -> QuerySet[Prompt]:
    """Return the prompts of the person's own force, with their state."""
    own = Prompt.objects.filter(force=user.force_id)
    return with_state(own).select_related(
        "victim__lead", "place", "other__lead", "party", "incident", "incident__place"
    )


def listed(user: User, *, which: str, now: datetime) -> QuerySet[Prompt]:
    """Return the registrar's list: what is overdue first, then what is due soonest; what is decided last, newest first."""
    found = visible_to(user).prefetch_related("rules_met")
    match which:
        case "overdue":
            found = found.filter(OPEN, due_at__lt=now)
        case "open":
            found = found.filter(OPEN)
        case "registrar":
            found = found.filter(LEFT_TO_REGISTRAR)
        case "decided":
            return found.exclude(OPEN).order_by("-raised_at", "-pk")
    still_open = Case(When(OPEN, then=Value(0)), default=Value(1))
    return found.order_by(still_open, "due_at", "pk")


def counts(user: User, *, now: datetime) -> dict[str, int]:
    """Count the force's prompts by filter: how much there is to decide, never by whom."""
    return {which: listed(user, which=which, now=now).order_by().count() for which in LISTED}


def of_incident(user: User, incident: Incident) -> list[Prompt]:
    """Return the prompts whose sequence an incident is in, open ones first, then the newest."""
    inside = PromptIncident.objects.filter(prompt=OuterRef("pk"), incident=incident)
    found = visible_to(user).filter(Exists(inside)).prefetch_related("rules_met")
    return sorted(found.order_by("-raised_at", "-pk"), key=lambda prompt: not is_open(prompt))


def of_people(user: User, person_ids: Collection[uuid.UUID]) -> list[Prompt]:
    """Return the open prompts about people, or whoever is one with them, as victims; due soonest first."""
    if not person_ids:
        return []
    found = visible_to(user).filter(OPEN, victim__lead__atoms__in=person_ids).prefetch_related("rules_met")
    return list(found.distinct().order_by("due_at", "pk"))


def is_open(prompt: Prompt) -> bool:
    """Say whether a prompt, read with its state, still asks for a decision."""
    return getattr(prompt, "newest", None) in {None, Outcome.REGISTRAR}


def about(force_id: int, *, leads: Collection[uuid.UUID], places: Collection[uuid.UUID]) -> list[Prompt]:
    """Return every prompt about a victim or household, open or decided, the newest first."""
    suffers = Q(victim__lead__in=leads) | Q(place__in=places)
    found = with_state(Prompt.objects.filter(suffers, force=force_id))
    return list(found.select_related("party", "other", "victim", "place").order_by("-id"))


def standing_decision(prompt: Prompt) -> Decision | None:
    """Return the decision that holds now."""
    return Decision.objects.filter(prompt=prompt).order_by("-id").first()


def newest_ending(prompt_ids: Collection[int]) -> Ending | None:
    """Return what last ended the course of any of these prompts."""
    return Ending.objects.filter(prompt__in=prompt_ids).order_by("-ended_at", "-id").first()


def sequence_of(prompt: Prompt) -> list[PromptIncident]:
    """Return the incidents of a prompt's sequence, the first reported leading."""
    found = PromptIncident.objects.filter(prompt=prompt).select_related("incident__place", "incident__call", "party")
    return list(found.order_by("incident__call__rang_at", "incident"))


def lends_purpose(user: User, prompt_id: int) -> bool:
    """Say whether a prompt is reason enough to look its people up: one that still asks for a decision, for whoever may see it."""
    return allowed(user, SEE_CRIME_PROMPTS) and visible_to(user).filter(OPEN, pk=prompt_id).exists()
