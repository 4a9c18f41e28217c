"""Reading incidents, and counting who has suffered before, always within one force."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import OuterRef, Q, QuerySet, Subquery

from heed.domain.calls.terms import ABANDONED, Finished
from heed.domain.incidents.models import (
    Answer,
    Approval,
    CallBack,
    CallerSafety,
    Closing,
    Grading,
    Incident,
    IncidentLink,
    Notice,
    Party,
    Qualifier,
)
from heed.domain.incidents.terms import Given, LinkKind, PartyRole
from heed.domain.people.models import Person
from heed.engines.risk.repeat import Report
from heed.foundation.accounts.models import User

REPORTS_MOST = 1_000
"""Reports read for one line, person or place: more than anybody has made in a year."""

STANDS = Q(approval=None) | Q(approval__agreed=True)
"""A grading or closing counts when nobody else need agree, or somebody has."""

CLOSED = STANDS & Q(reopening=None)
"""A closing holds as long as the incident was not opened again."""


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


# The three searches of every ring, in SQL as it runs: the ORM takes longer to write them than the database to answer.
# A duplicate stands for the main log that it names: one event is one incident (NSIR 1.5).

EARLIER_ON_LINE = """
    SELECT c.id, c.rang_at, c.silent_at IS NOT NULL,
           c.finished_as = %(abandoned)s OR (c.taken_at IS NULL AND c.ended_as = ANY(%(gave_up)s)),
           coalesce(main.other_id, i.id), i.recorded_at, back.incident_id
      FROM calls_call c
      LEFT JOIN incidents_incident i ON i.call_id = c.id
      LEFT JOIN incidents_incidentlink main
             ON main.incident_id = i.id AND main.kind = 'duplicate' AND main.removed_at IS NULL
      LEFT JOIN incidents_callback back ON back.call_id = c.id
     WHERE c.force_id = %(force)s AND c.e164 = %(e164)s AND NOT c.e164 = '' AND c.rang_at >= %(since)s
       AND c.id IS DISTINCT FROM %(excluding)s
     ORDER BY c.rang_at DESC
     LIMIT %(most)s
"""

# Whoever was decided to be one person suffered as one: an incident of two of them is one incident. What had not stopped when
# they were asked is a further report of whoever suffered: it is theirs even where the incident itself is too old to count.
OF_PEOPLE = """
    SELECT DISTINCT asked.id, coalesce(main.other_id, i.id), i.recorded_at AS at, 0 AS again, i.opening_code
      FROM people_person asked
      JOIN people_person atom ON atom.lead_id = asked.lead_id
      JOIN incidents_party p ON p.person_id = atom.id
      JOIN incidents_incident i ON i.id = p.incident_id
      LEFT JOIN incidents_incidentlink main
             ON main.incident_id = i.id AND main.kind = 'duplicate' AND main.removed_at IS NULL
     WHERE asked.id = ANY(%(persons)s) AND p.role = ANY(%(roles)s) AND p.at >= %(since)s
       AND i.call_id IS DISTINCT FROM %(excluding)s
     UNION
    SELECT asked.id, coalesce(main.other_id, r.incident_id), r.reopened_at, r.id, i.opening_code
      FROM people_person asked
      JOIN people_person atom ON atom.lead_id = asked.lead_id
      JOIN incidents_party p ON p.person_id = atom.id
      JOIN incidents_reopening r ON r.incident_id = p.incident_id
      JOIN incidents_incident i ON i.id = r.incident_id
      LEFT JOIN incidents_incidentlink main
             ON main.incident_id = r.incident_id AND main.kind = 'duplicate' AND main.removed_at IS NULL
     WHERE asked.id = ANY(%(persons)s) AND p.role = ANY(%(roles)s) AND NOT p.role = 'caller'
       AND r.counts AND r.reopened_at >= %(since)s
     ORDER BY 3 DESC
     LIMIT %(most)s
"""

AT_PLACE = """
    SELECT coalesce(main.other_id, i.id), i.recorded_at, 0
      FROM incidents_incident i
      LEFT JOIN incidents_incidentlink main
             ON main.incident_id = i.id AND main.kind = 'duplicate' AND main.removed_at IS NULL
     WHERE i.place_id = ANY(%(places)s) AND i.recorded_at >= %(since)s AND i.call_id IS DISTINCT FROM %(excluding)s
     UNION ALL
    SELECT coalesce(main.other_id, i.id), r.reopened_at, r.id
      FROM incidents_reopening r
      JOIN incidents_incident i ON i.id = r.incident_id
      LEFT JOIN incidents_incidentlink main
             ON main.incident_id = i.id AND main.kind = 'duplicate' AND main.removed_at IS NULL
     WHERE i.place_id = ANY(%(places)s) AND r.counts AND r.reopened_at >= %(since)s
     ORDER BY 2 DESC
     LIMIT %(most)s
"""


def _rows(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """Run one of the searches above."""
    with connection.cursor() as cursor:
        cursor.execute(statement, {"most": REPORTS_MOST, **values})
        return list(cursor.fetchall())


def earlier_on_line(force_id: int, e164: str, *, since: datetime, excluding: uuid.UUID | None) -> list[OnLine]:
    """Return the earlier calls on a line, newest first; a call that reported two incidents stands twice."""
    rows = _rows(
        EARLIER_ON_LINE,
        force=force_id,
        e164=e164,
        since=since,
        excluding=excluding,
        abandoned=Finished.ABANDONED,
        gave_up=list(ABANDONED),
    )
    earlier: list[OnLine] = []
    for call, rang_at, silent, abandoned, main, recorded_at, call_back in rows:
        report: Report | None = None
        if main is not None:
            # A log that Heed opened because nobody was heard reports nothing that happened to anybody.
            report = Report(str(main), recorded_at, extra=silent or abandoned)
        elif call_back is not None:
            report = Report(str(call_back), rang_at, extra=True)
        earlier.append(OnLine(call, rang_at, report, silent, abandoned))
    return earlier


def reports_of_people(
    person_ids: Collection[uuid.UUID],
    *,
    roles: Iterable[PartyRole],
    since: datetime,
    excluding: uuid.UUID | None,
    most: int = REPORTS_MOST,
) -> dict[uuid.UUID, list[Report]]:
    """
    Return what each person, by the id asked for, suffered or reported: the victim is counted, not the telephone.

    What stands under anybody who was decided to be one with them is theirs. most: reports read, of all of them together.
    """
    reports: dict[uuid.UUID, list[Report]] = {person: [] for person in person_ids}
    if reports:
        for person, main, at, again, code in _rows(
            OF_PEOPLE,
            persons=list(reports),
            roles=[str(role) for role in roles],
            since=since,
            excluding=excluding,
            most=most,
        ):
            reports[person].append(Report(str(main), at, extra=False, again=again, code=code))
    return reports


def reports_at_place(place_ids: Collection[uuid.UUID], *, since: datetime, excluding: uuid.UUID | None) -> list[Report]:
    """Return what was reported at any of these places: at a building and the flats in it (`places.within`), at one flat."""
    rows = _rows(AT_PLACE, places=list(place_ids), since=since, excluding=excluding)
    return [Report(str(main), at, extra=False, again=again) for main, at, again in rows]


def main_of(incident: Incident) -> int:
    """Return the number of the main log: the incident itself, unless it is a duplicate of another."""
    link = IncidentLink.objects.filter(incident=incident, kind=LinkKind.DUPLICATE, removed_at=None)
    return link.values_list("other", flat=True).first() or incident.pk


def duplicates_of(incident: Incident) -> list[Incident]:
    """Return the incidents that are linked to one as its duplicates, oldest first."""
    links = IncidentLink.objects.filter(other=incident, kind=LinkKind.DUPLICATE, removed_at=None)
    return [link.incident for link in links.select_related("incident__call").order_by("id")]


def links_of(incident: Incident) -> list[IncidentLink]:
    """Return the links of an incident that stand, from either end, oldest first."""
    standing = IncidentLink.objects.filter(Q(incident=incident) | Q(other=incident), removed_at=None)
    return list(standing.select_related("incident__call", "other__call").order_by("id"))


def main_log(incident: Incident) -> Incident | None:
    """Return the incident that one is linked to as its duplicate; None when it is none."""
    link = IncidentLink.objects.filter(incident=incident, kind=LinkKind.DUPLICATE, removed_at=None)
    found = link.select_related("other__call", "other__place").first()
    return found.other if found else None


def safety_of(call_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, str]:
    """Return what was last answered by the caller of each call about whether they are safe."""
    return dict(CallerSafety.objects.filter(call__in=call_ids).order_by("id").values_list("call", "safe"))


def open_among(incident_ids: Collection[int]) -> list[Incident]:
    """Return those incidents that nobody has closed, newest first."""
    closed = Closing.objects.filter(CLOSED, incident=OuterRef("pk"))
    among = Incident.objects.filter(pk__in=incident_ids).annotate(closed=Subquery(closed.values("pk")[:1]))
    return list(among.filter(closed=None).order_by("-recorded_at"))


def standing_grade(incident: Incident) -> Grading | None:
    """Return the grade that holds now."""
    return Grading.objects.filter(STANDS, incident=incident).order_by("-id").first()


def lock(incident_id: int) -> None:
    """
    Hold an incident until the transaction ends, before its log or its tasks are written.

    In this order everywhere: two who took them in another order would wait for each other.
    """
    Incident.objects.select_for_update(no_key=True).only("pk").get(pk=incident_id)


def standing_closing(incident: Incident) -> Closing | None:
    """Return the closing that holds now; None while the incident is open."""
    return Closing.objects.filter(CLOSED, incident=incident).order_by("-id").first()


def newest_answers(incident: Incident) -> dict[str, str]:
    """Return what was last answered to each question of an incident."""
    return dict(Answer.objects.filter(incident=incident).order_by("id").values_list("question", "given"))


def answered_at(incident: Incident, questions: Collection[str]) -> datetime | None:
    """Return when any of the questions was last put and answered; None when none ever was."""
    asked = Answer.objects.filter(incident=incident, question__in=questions).exclude(given=Given.NOT_ASKED)
    return asked.order_by("-at").values_list("at", flat=True).first()


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything that hangs on one incident, each list in the order it came about."""

    parties: list[Party]
    qualifiers: list[Qualifier]
    answers: list[Answer]
    gradings: list[Grading]
    closings: list[Closing]
    links: list[IncidentLink]
    linked_from: list[IncidentLink]
    call_backs: list[CallBack]


def whole(incident: Incident) -> Whole:
    """Return everything that hangs on an incident."""
    decided = ("approval__asked_by", "approval__answered_by")
    standing = IncidentLink.objects.filter(removed_at=None).select_related("incident", "other").order_by("id")
    return Whole(
        parties=list(incident.parties.select_related("person", "place").order_by("id")),
        qualifiers=list(incident.qualifiers.order_by("id")),
        answers=list(incident.answers.order_by("id")),
        gradings=list(incident.gradings.select_related(*decided).order_by("id")),
        closings=list(incident.closings.select_related(*decided, "reopening").order_by("id")),
        links=list(standing.filter(incident=incident)),
        linked_from=list(standing.filter(other=incident)),
        call_backs=list(incident.call_backs.select_related("call").order_by("id")),
    )


def reported_on_line(user: User, e164: str) -> QuerySet[Incident]:
    """Return the incidents reported from a line whose number could be shown, newest first."""
    return (
        visible_to(user)
        .filter(call__force=user.force_id, call__e164=e164, call__may_show=True)
        .order_by("-recorded_at", "-pk")
    )


def waiting_approvals(user: User) -> QuerySet[Approval]:
    """
    Return what waits for a second person in the force, oldest first.

    What was asked for is read by statements of its own: joined, the database may read every grade ever given to find it.
    """
    return (
        Approval.objects.filter(incident__force=user.force_id, answered_at=None)
        .select_related("incident", "incident__place", "asked_by")
        .prefetch_related("grading", "closing", "unlinking__link__other")
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
    """Return the part of a person, and of whoever is one with them, in incidents, newest first: the record page's list."""
    group = Person.objects.filter(lead__atoms=person_id)
    parts = Party.objects.filter(person__in=group, incident__force=user.force_id).select_related(
        "incident", "incident__place"
    )
    return [{"part": part, "incident": part.incident} for part in parts.order_by("-at")[:REPORTS_MOST]]


def carers_among(person_ids: Collection[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Return who of these people has called as somebody's carer, they or whoever is one with them."""
    if not person_ids:
        return frozenset()
    parts = Party.objects.filter(person__lead__atoms__in=person_ids, relation__icontains="carer")
    return frozenset(parts.values_list("person__lead__atoms", flat=True)).intersection(person_ids)
