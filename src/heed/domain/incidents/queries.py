"""Reading incidents, and counting who has suffered before, always within one force."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from heed.domain.calls.models import Call
from heed.domain.calls.terms import ABANDONED, Finished
from heed.domain.incidents.models import Answer, Approval, Closing, Grading, Incident, IncidentLink, Notice, Party
from heed.domain.incidents.terms import Given, LinkKind, PartyRole
from heed.engines.risk.repeat import Report
from heed.foundation.accounts.models import User

REPORTS_MOST = 1_000
"""Reports read for one line, person or place: more than anybody has made in a year."""

STANDS = Q(approval=None) | Q(approval__agreed=True)
"""A grading or closing counts when nobody else need agree, or somebody has."""


def visible_to(user: User) -> QuerySet[Incident]:
    """Return the incidents of the person's own force."""
    return Incident.objects.filter(force=user.force_id).select_related("place", "call", "force")


def by_reference(user: User, reference: str) -> Incident | None:
    """Return the incident that a reference names, however it was typed: `HD-26-0001234`, `hd 26 1234`, `1234`."""
    digits = [part for part in "".join(c if c.isdigit() else " " for c in reference).split() if part.isascii()]
    if not digits or len(digits[-1]) > len(str(2**63)) - 1:
        return None
    return visible_to(user).filter(pk=int(digits[-1])).first()


def named(user: User, references: Iterable[str]) -> list[Incident]:
    """Return the incidents that whole references name, newest first; a reference that names none is left out."""
    numbers = [int(reference.rpartition("-")[2]) for reference in references]
    return list(visible_to(user).filter(pk__in=numbers).order_by("-recorded_at")) if numbers else []


@dataclass(frozen=True, slots=True)
class OnLine:
    """One earlier call on a line: what it reported, or that nobody was heard."""

    call: uuid.UUID
    at: datetime
    report: Report | None
    silent: bool
    abandoned: bool


def _main() -> Coalesce:
    """Return the main log of a duplicate, else the incident itself: one event is one incident (NSIR 1.5)."""
    duplicate = IncidentLink.objects.filter(incident=OuterRef("pk"), kind=LinkKind.DUPLICATE, removed_at=None)
    return Coalesce(Subquery(duplicate.values("other")[:1]), "pk", output_field=BigIntegerField())


def earlier_on_line(force_id: int, e164: str, *, since: datetime, excluding: uuid.UUID | None) -> list[OnLine]:
    """Return the earlier calls on a line, newest first."""
    calls = Call.objects.filter(force=force_id, e164=e164, rang_at__gte=since)
    if excluding:
        calls = calls.exclude(pk=excluding)
    rows = calls.order_by("-rang_at").values_list(
        "pk", "rang_at", "silent_at", "taken_at", "ended_as", "finished_as", "call_back__incident"
    )[:REPORTS_MOST]
    found = list(rows)
    reported: dict[uuid.UUID, list[tuple[int, datetime]]] = defaultdict(list)
    for call, main, at in (
        Incident.objects.filter(call__in=[row[0] for row in found])
        .annotate(main=_main())
        .values_list("call", "main", "recorded_at")
    ):
        reported[call].append((main, at))
    earlier: list[OnLine] = []
    for call, rang_at, silent_at, taken_at, ended_as, finished_as, call_back in found:
        silent = silent_at is not None
        abandoned = finished_as == Finished.ABANDONED or (taken_at is None and ended_as in ABANDONED)
        reports = [Report(str(main), at, extra=False) for main, at in reported[call]]
        if call_back is not None:
            reports.append(Report(str(call_back), rang_at, extra=True))
        said: list[Report | None] = [*reports] or [None]
        earlier += [OnLine(call, rang_at, report, silent, abandoned) for report in said]
    return earlier


def reports_of_people(
    person_ids: Collection[uuid.UUID], *, roles: Iterable[PartyRole], since: datetime, excluding: uuid.UUID | None
) -> dict[uuid.UUID, list[Report]]:
    """Return what each person suffered or reported, by role: the victim is counted, not the telephone."""
    parts = (
        Party.objects.filter(person__in=person_ids, role__in=list(roles), at__gte=since)
        .exclude(incident__call=excluding)
        .order_by("-at")
        .values_list("person", "incident")[:REPORTS_MOST]
    )
    found = list(parts)
    incidents = _reports({incident for _, incident in found})
    reports: dict[uuid.UUID, list[Report]] = {person: [] for person in person_ids}
    for person, incident in found:
        if person is not None and incident in incidents:
            reports[person].append(incidents[incident])
    return reports


def reports_at_place(place_id: uuid.UUID, *, since: datetime, excluding: uuid.UUID | None) -> list[Report]:
    """Return what was reported at a place, and in the homes of a building."""
    here = Incident.objects.filter(Q(place=place_id), recorded_at__gte=since).exclude(call=excluding)
    rows = here.annotate(main=_main()).order_by("-recorded_at").values_list("main", "recorded_at")[:REPORTS_MOST]
    return [Report(str(main), at, extra=False) for main, at in rows]


def _reports(incident_ids: Collection[int]) -> dict[int, Report]:
    """Return incidents as reports of the event they are about."""
    rows = Incident.objects.filter(pk__in=incident_ids).annotate(main=_main()).values_list("pk", "main", "recorded_at")
    return {pk: Report(str(main), at, extra=False) for pk, main, at in rows}


def open_among(incident_ids: Collection[int]) -> list[Incident]:
    """Return those incidents that nobody has closed, newest first."""
    closed = Closing.objects.filter(STANDS, incident=OuterRef("pk"))
    among = Incident.objects.filter(pk__in=incident_ids).annotate(closed=Subquery(closed.values("pk")[:1]))
    return list(among.filter(closed=None).order_by("-recorded_at"))


def standing_grade(incident: Incident) -> Grading | None:
    """Return the grade that holds now."""
    return Grading.objects.filter(STANDS, incident=incident).order_by("-id").first()


def standing_closing(incident: Incident) -> Closing | None:
    """Return the closing that holds now; None while the incident is open."""
    return Closing.objects.filter(STANDS, incident=incident).order_by("-id").first()


def newest_answers(incident: Incident) -> dict[str, str]:
    """Return what was last answered to each question of an incident."""
    return dict(Answer.objects.filter(incident=incident).order_by("id").values_list("question", "given"))


def answered_at(incident: Incident, questions: Collection[str]) -> datetime | None:
    """Return when any of the questions was last put and answered; None when none ever was."""
    asked = Answer.objects.filter(incident=incident, question__in=questions).exclude(given=Given.NOT_ASKED)
    return asked.order_by("-at").values_list("at", flat=True).first()


def waiting_approvals(user: User) -> QuerySet[Approval]:
    """Return what waits for a second person in the force, oldest first."""
    return (
        Approval.objects.filter(incident__force=user.force_id, answered_at=None)
        .select_related("incident", "incident__place", "asked_by", "grading", "closing")
        .order_by("asked_at")
    )


def unseen_notices(user: User) -> QuerySet[Notice]:
    """Return what no supervisor has seen yet, newest first."""
    return (
        Notice.objects.filter(force=user.force_id, seen_at=None)
        .select_related("incident", "incident__call")
        .order_by("-raised_at")
    )


def of_person(user: User, person_id: uuid.UUID) -> list[dict[str, Any]]:
    """Return a person's part in incidents, newest first: what the record page lists."""
    parts = Party.objects.filter(person=person_id, incident__force=user.force_id).select_related(
        "incident", "incident__place"
    )
    return [{"part": part, "incident": part.incident} for part in parts.order_by("-at")[:REPORTS_MOST]]
