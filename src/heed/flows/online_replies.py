"""
What whoever reported online may be told: a state and public words, never a grade, an assessment, a name or what was found.

Their agency's system asks for it and writes to them, most often by e-mail. So nothing is said where a rule for contacting
them safely stands against that (features.md #16).
"""

import uuid
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from heed.domain.agencies.models import Agency
from heed.domain.calls import services as calls
from heed.domain.calls.rules import readable
from heed.domain.calls.terms import EntryKind
from heed.domain.contact import queries as contact
from heed.domain.contact.queries import rule_of
from heed.domain.incidents.models import Closing, Grading, Incident, Party
from heed.domain.incidents.online import queries as online_read
from heed.domain.incidents.online import services as online
from heed.domain.incidents.online.models import OnlineReport, ReportReply
from heed.domain.incidents.online.terms import IN_HAND, Told
from heed.domain.incidents.queries import STANDS
from heed.domain.incidents.terms import PartyRole
from heed.domain.vulnerability.models import Assessment
from heed.engines.risk.safe_contact import Channel, Rule
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

NO_EMAIL = "Whoever reported it must not be written to by e-mail, and the agency's system would do that."
OTHER_EMAIL = (
    "Whoever reported it may be written to at another e-mail address only than the one that they gave the agency."
)


class CannotTell(Exception):
    """Nothing may be told to whoever reported; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that may be told. key: the same for the same thing, however often it is asked for."""

    key: str
    at: datetime
    status: Told
    words: str


def said_of(*, incident: Incident, since: datetime, until: datetime) -> list[Said]:
    """Return what may be told of an incident that came online, of a time that includes both ends; the oldest first."""
    report = online_read.report_of(incident)
    told = told_of([report])[report.pk] if report else []
    return [said for said in told if since <= said.at <= until]


def told_of(reports: Collection[OnlineReport]) -> dict[int, list[Said]]:
    """
    Return everything that may be told of each report, the oldest first; nothing where it would not be safe.

    The number of statements does not depend on how many reports there are.
    """
    by_incident = {report.incident_id: report for report in reports}
    silent = _silent(reports)
    told: dict[int, list[Said]] = {report.pk: [] for report in reports}
    for incident, said in _all(by_incident):
        report = by_incident[incident]
        if report.pk not in silent:
            told[report.pk].append(said)
    return {pk: sorted(found, key=lambda said: (said.at, said.key)) for pk, found in told.items()}


def told_within(agency: Agency, *, since: datetime, until: datetime, most: int) -> list[OnlineReport]:
    """Return an agency's own reports of which something may have been told in a time, both ends included, a second more."""
    during = (since, until + timedelta(seconds=1))
    moments = ("gradings__graded_at", "assessments__at", "closings__closed_at", "reopenings__reopened_at")
    found = Q(replies__at__range=during) | Q(incident__closings__approval__answered_at__range=during)
    for moment in moments:
        found |= Q(**{f"incident__{moment}__range": during})
    # In two steps: joined to all of these at once, each report would come many times.
    changed = OnlineReport.objects.filter(found, agency=agency).values("pk")
    return list(online_read.own_reports(agency).filter(pk__in=changed)[:most])


def why_silent(report: OnlineReport) -> str:
    """Say why nothing may be told to whoever reported; empty where it may."""
    return _silent([report]).get(report.pk, "")


def _silent(reports: Collection[OnlineReport]) -> dict[int, str]:
    """Say of each report whose reporter must not be written to why that is so."""
    parties = Party.objects.filter(
        incident__in=[report.incident_id for report in reports], role=PartyRole.CALLER, person__isnull=False
    )
    persons = dict(parties.values_list("incident", "person__lead"))
    rules: dict[uuid.UUID, list[Rule]] = {}
    for row in contact.standing_rules([lead for lead in persons.values() if lead]).select_related("person"):
        rules.setdefault(row.person.lead_id, []).append(rule_of(row))
    found: dict[int, str] = {}
    for report in reports:
        lead = persons.get(report.incident_id)
        theirs = rules.get(lead, []) if lead else []
        if any(not rule.permits(Channel.EMAIL) for rule in theirs):
            found[report.pk] = NO_EMAIL
        elif any(rule.email and rule.email.casefold() != report.email.casefold() for rule in theirs):
            found[report.pk] = OTHER_EMAIL
    return found


@transaction.atomic
def reply(*, report: OnlineReport, status: Told, words: str, user: User, actor: Actor, now: datetime) -> ReportReply:
    """Tell whoever reported how it stands, by way of their agency's system. Raises CannotTell."""
    if why := why_silent(report):
        raise CannotTell(why)
    if status not in IN_HAND or not readable(words):
        raise CannotTell("Choose how it stands, and say it in words.")
    made = online.reply(report=report, status=status, words=words, user=user, actor=actor, now=now)
    calls.append_entry(
        call_id=report.incident.call_id,
        kind=EntryKind.STATE,
        text=f"Told whoever reported it, by way of {report.agency.name}: {status.label.lower()}. {made.words}",
        actor=actor,
        now=now,
    )
    return made


def _all(reports: Mapping[int, OnlineReport]) -> Iterator[tuple[int, Said]]:
    """Yield what is told of incidents: that a person has read it, what they wrote, that it was closed, and opened again."""
    words = policy.in_use().open311.told
    read_at: dict[int, datetime] = {}
    for rows in (
        Grading.objects.filter(incident__in=reports).values_list("incident", "graded_at"),
        Assessment.objects.filter(incident__in=reports).values_list("incident", "at"),
    ):
        for incident, at in rows:
            read_at[incident] = min(at, read_at.get(incident, at))
    for incident, at in read_at.items():
        yield incident, Said("read", at, Told.INVESTIGATING, words.read.value)
    for made in ReportReply.objects.filter(report__incident__in=reports).select_related("report"):
        yield made.report.incident_id, Said(f"reply-{made.pk}", made.at, Told(made.status), made.words)
    closings = Closing.objects.filter(STANDS, incident__in=reports).select_related("approval", "reopening")
    for closing in closings:
        agreed_at = closing.approval.answered_at if closing.approval else None
        yield (
            closing.incident_id,
            Said(f"closed-{closing.pk}", agreed_at or closing.closed_at, Told.CLOSED, words.closed.value),
        )
        if hasattr(closing, "reopening"):
            opened = closing.reopening
            yield (
                closing.incident_id,
                Said(f"reopened-{opened.pk}", opened.reopened_at, Told.OPEN, words.reopened.value),
            )
