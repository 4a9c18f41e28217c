"""Keeping reports, pictures and updates that came from another system, and what was told in return."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from heed.domain.agencies.models import Agency
from heed.domain.calls.rules import readable
from heed.domain.incidents.models import Incident
from heed.domain.incidents.online.models import OnlineReport, ReportPhoto, ReportReply, ReportUpdate
from heed.domain.incidents.online.terms import Told
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was looked at and may be kept: bytes as they came, and what they are."""

    content: bytes
    media_type: str
    name: str = ""


def one_at_a_time(agency: Agency, key: str) -> None:
    """Let nothing else under this key of an agency in until the transaction ends: it may be the same, sent twice at once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"online report {agency.pk} {key}"])


@transaction.atomic
def keep_report(
    *,
    incident: Incident,
    agency: Agency,
    fields: dict[str, Any],
    pictures: Sequence[Picture],
    actor: Actor,
    now: datetime,
) -> OnlineReport:
    """Keep a report as it came, with its pictures. fields: those of OnlineReport that say what was sent."""
    report = OnlineReport.objects.create(incident=incident, agency=agency, received_at=now, **fields)
    keep_pictures(report=report, pictures=pictures, now=now)
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="online_report.received",
        subjects=[f"incident:{incident.pk}", f"online_report:{report.pk}", f"agency:{agency.pk}"],
        now=now,
        detail={"pictures": report.photos.count(), "via": report.via},
    )
    return report


def keep_pictures(*, report: OnlineReport, pictures: Sequence[Picture], now: datetime) -> None:
    """Keep pictures with their report, each once; within a transaction."""
    for picture in pictures:
        ReportPhoto.objects.get_or_create(
            report=report,
            digest=hashlib.sha256(picture.content).hexdigest(),
            defaults={
                "name": readable(picture.name)[:120],
                "media_type": picture.media_type,
                "size": len(picture.content),
                "content": picture.content,
                "received_at": now,
            },
        )


@transaction.atomic
def keep_update(
    *,
    report: OnlineReport,
    external_id: str,
    fields: dict[str, Any],
    pictures: Sequence[Picture],
    actor: Actor,
    now: datetime,
) -> tuple[ReportUpdate, bool]:
    """Keep what was said of a report since, once; return it, and whether it is new."""
    update, is_new = ReportUpdate.objects.get_or_create(
        report=report, external_id=external_id, defaults={"received_at": now, **fields}
    )
    if is_new:
        keep_pictures(report=report, pictures=pictures, now=now)
        audit.record(
            actor=actor,
            act=Act.COLLECTION,
            action="online_report.updated",
            subjects=[f"incident:{report.incident_id}", f"online_report:{report.pk}", f"agency:{report.agency_id}"],
            now=now,
        )
    return update, is_new


@transaction.atomic
def reply(*, report: OnlineReport, status: Told, words: str, user: User, actor: Actor, now: datetime) -> ReportReply:
    """Tell whoever reported something: it leaves the police when the agency's system next asks."""
    made = ReportReply.objects.create(report=report, status=status, words=readable(words)[:1000], at=now, said_by=user)
    audit.record(
        actor=actor,
        act=Act.DISCLOSURE,
        action="online_report.replied",
        subjects=[f"incident:{report.incident_id}", f"online_report:{report.pk}", f"agency:{report.agency_id}"],
        now=now,
        detail={"status": str(status), "recipient": f"agency:{report.agency_id}"},
    )
    return made
