"""
Reports that came online as people at work see them: what waits to be read, and one of them opened, which is logged.

Who it may be is what Heed found when it came in; whether it is them a person decides on the page that compares two records.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.calls import queries as calls
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.online import queries as online
from heed.domain.incidents.online.models import OnlineReport, ReportPhoto, ReportUpdate
from heed.domain.incidents.online.terms import Affected
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import IdentityDecision, Person
from heed.flows.online_replies import Said, told_of, why_silent
from heed.flows.sharing.locks import locked_among, locked_people
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy


@dataclass(frozen=True, slots=True)
class Waiting:
    """A report that nobody has read, for a list: no name, no words, and of one that is locked no place either."""

    report: int
    incident: int
    reference: str
    agency: str
    what: str
    where: str
    received_at: datetime
    happening_now: bool
    emergency: bool


@dataclass(frozen=True, slots=True)
class Fits:
    """Somebody on record whom the words fit. by: the reasons; counts: incidents by window, in days."""

    person: uuid.UUID
    name: str
    kind: str
    by: tuple[str, ...]
    counts: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Opened:
    """
    One report, opened.

    whose: whom it happens to, as they said. person: whoever reported, as put on record for it. joined: that Heed took them
    for somebody known, which may be undone. fits: who else it may be, who are not one with them already. told: what was told
    in return; silent: why nothing is.
    """

    report: OnlineReport
    what: str
    whose: str
    photos: Sequence[ReportPhoto]
    updates: Sequence[ReportUpdate]
    told: Sequence[Said]
    silent: str
    person: Person | None
    joined: IdentityDecision | None
    fits: tuple[Fits, ...]
    safely: str


def waiting(force_id: int) -> list[Waiting]:
    """Return the reports that nobody has graded yet: those that may be an emergency first, then what happens now."""
    reports = list(online.unread(force_id)[: online.UNREAD_MOST])
    locked = locked_among([report.incident_id for report in reports]) if reports else {}
    rows = [
        Waiting(
            report=report.pk,
            incident=report.incident_id,
            reference=report.incident.reference,
            agency=report.agency.name,
            what=_what(report),
            where=report.incident.place.address if report.incident.place and report.incident_id not in locked else "",
            received_at=report.received_at,
            happening_now=report.happening_now,
            emergency=bool(report.emergency),
        )
        for report in reports
    ]
    return sorted(rows, key=lambda row: (not row.emergency, not row.happening_now, row.received_at, row.report))


@transaction.atomic
def open_report(*, incident: Incident, purpose: str, actor: Actor, now: datetime) -> Opened | None:
    """Return a report for a page, and log that it was opened; None where the incident was not reported online."""
    report = online.report_of(incident)
    if report is None:
        return None
    part = Party.objects.filter(incident=incident, role=PartyRole.CALLER, person__isnull=False).select_related(
        "person__lead"
    )
    found = part.first()
    person = found.person if found else None
    fits = _fits(incident, person)
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="online_report.consulted",
        subjects=[
            f"incident:{incident.pk}",
            f"online_report:{report.pk}",
            *([f"person:{person.pk}"] if person else []),
            *(f"person:{one.person}" for one in fits),
        ],
        purpose=purpose,
        now=now,
    )
    joined = IdentityDecision.objects.filter(call=incident.call_id, by_machine=True, undo=None).first()
    return Opened(
        report=report,
        what=_what(report),
        whose=Affected(report.affected).label,
        photos=list(online.pictures_of(report)),
        updates=list(report.updates.order_by("pk")),
        told=told_of([report])[report.pk],
        silent=why_silent(report),
        person=person,
        joined=joined,
        fits=fits,
        safely=safely(report),
    )


@transaction.atomic
def open_photo(*, photo: ReportPhoto, incident: Incident, purpose: str, actor: Actor, now: datetime) -> bytes:
    """Return a picture as it came, and log that somebody looked at it."""
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="report_photo.consulted",
        subjects=[f"incident:{incident.pk}", f"report_photo:{photo.pk}"],
        purpose=purpose,
        now=now,
    )
    return bytes(photo.content)


def safely(report: OnlineReport) -> str:
    """Return what they said of how to contact them safely: whoever is about to ring must not have to look for it."""
    asked = policy.in_use().open311.attribute.get("safe_contact")
    return next((answer for label, answer in report.sent if asked and label == asked.value.description), "")


def _fits(incident: Incident, person: Person | None) -> tuple[Fits, ...]:
    """Return whom the first search found, without whoever is one with the reporter by now, and whoever is locked."""
    check = calls.checks_of(incident.call_id)[:1]
    candidates = check[0].found.get("candidates", []) if check else []
    ids = [uuid.UUID(candidate["person"]) for candidate in candidates]
    known = {row.pk: row for row in Person.objects.filter(pk__in=ids)} if ids else {}
    hidden = locked_people(ids) if ids else {}
    return tuple(
        Fits(
            person=pk,
            name=known[pk].name,
            kind=candidate["kind"],
            by=tuple(candidate["because"]),
            counts=tuple(sorted(candidate["counts"].items(), key=lambda pair: int(pair[0]))),
        )
        for pk, candidate in zip(ids, candidates, strict=True)
        if pk in known and pk not in hidden and (person is None or known[pk].lead_id != person.lead_id)
    )


def _what(report: OnlineReport) -> str:
    """Name the service that a report came under, as it is called now."""
    service = policy.in_use().open311.services.get(report.service_code)
    return service.name if service else report.service_code or "Handed over by another agency"
