"""
What a partner's side says about a report after it: kept once, put into the log, read for cues, and put before a person.

It changes nothing of the incident by itself: that somebody presses "fixed" in another system closes nothing here.
"""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Incident
from heed.domain.incidents.online import services as online
from heed.domain.incidents.online.models import OnlineReport, ReportUpdate
from heed.domain.incidents.online.services import Picture
from heed.domain.incidents.queries import lock, standing_closing
from heed.domain.people import queries as people_read
from heed.domain.people import services as people
from heed.domain.people.terms import LinkSource
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.engines.linkage.standard import read
from heed.engines.risk.emergency import named
from heed.engines.risk.reassess import Trigger
from heed.flows import cues_in_draft, demands, online_reports
from heed.flows.online_people import Reporter, said_of_reporter
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy


@dataclass(frozen=True, slots=True)
class OnlineUpdate:
    """
    Something said about a report since, read and checked.

    external_id: the sender's own number for it. status: in the sender's word. who: whoever says it, as far as it was said.
    """

    external_id: str
    words: str
    said_at: datetime
    status: str = ""
    who: Reporter = field(default_factory=Reporter)
    links: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    not_kept: tuple[str, ...] = ()


@transaction.atomic
def hear(*, report: OnlineReport, update: OnlineUpdate, actor: Actor, now: datetime) -> ReportUpdate:
    """
    Keep what was said about a report since; the same number again changes nothing and gives the first.

    An open incident must be assessed again. A closed one stays closed, and somebody of the force has the task to read it.
    """
    incident = Incident.objects.select_related("force", "call", "beat").get(pk=report.incident_id)
    lock(incident.pk)
    who = update.who
    kept, is_new = online.keep_update(
        report=report,
        external_id=update.external_id,
        fields={
            "status": update.status[:40],
            "words": update.words,
            "given_name": who.given_name[:200],
            "family_name": who.family_name[:200],
            "email": who.email[:254],
            "telephone": who.telephone[:40],
            "links": list(update.links),
            "said_at": update.said_at,
        },
        pictures=update.pictures,
        actor=actor,
        now=now,
    )
    if not is_new:
        return kept
    _write(incident, report, update, actor=actor, now=now)
    _number(incident, report, who, now=now)
    emergency = [f"its words: {word}" for word in named(update.words, policy.in_use().open311.emergency.phrases.value)]
    online_reports.tell_of_emergency(incident, emergency[:5], now=now)
    if standing_closing(incident):
        tasking.make(
            force=incident.force,
            kind=TaskKind.PARTNER,
            words=f"Read what was said about {incident.reference} after it was closed: it came from {report.agency.name}.",
            key=f"online-update-{kept.pk}",
            incident=incident,
            actor=actor,
            now=now,
        )
    else:
        demands.demand(incident, Trigger.CALLED_BACK, now=now)
    return kept


def _write(incident: Incident, report: OnlineReport, update: OnlineUpdate, *, actor: Actor, now: datetime) -> None:
    """Put into the log who said what, and read the words for cues."""
    name = f"{update.who.given_name} {update.who.family_name}".strip()
    status = f" Their system calls it {update.status}." if update.status else ""
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"{report.agency.name} sent more about it{f', from {name}' if name else ''}.{status}",
        actor=actor,
        now=now,
        detail={"update": update.external_id},
    )
    for sentence in (*(f"A picture was named and not fetched: {link}" for link in update.links), *update.not_kept):
        calls.append_entry(call_id=incident.call_id, kind=EntryKind.STATE, text=sentence, actor=actor, now=now)
    if update.words.strip():
        calls.append_entry(call_id=incident.call_id, kind=EntryKind.SAID, text=update.words, actor=actor, now=now)
        cues_in_draft.keep_recorded(call=incident.call, summary="", actor=actor, now=now)


def _number(incident: Incident, report: OnlineReport, who: Reporter, *, now: datetime) -> None:
    """
    Note the number that comes with an update, where it is from whoever reported.

    FixMyStreet sends no number with a report, and sends it with updates (interop.md 3.3): with it the next call is known.
    """
    first = Reporter(report.given_name, report.family_name, report.email)
    said = said_of_reporter(incident.force, who, now=now)
    then = read(said_of_reporter(incident.force, first, now=now))
    asked = read(said)
    if (
        not said.e164
        or not asked.email
        or (asked.given, asked.family, asked.email) != (then.given, then.family, then.email)
    ):
        return
    party = incident.parties.filter(role="caller", person__isnull=False).select_related("person").first()
    if party is None or party.person is None:
        return
    people.mention(person=party.person, said=said, place=None, call=incident.call_id, source=LinkSource.SAID, now=now)
    if not people_read.known_line(incident.force_id, said.e164):
        people.use_line(person=party.person, e164=said.e164, confirmed_by=None, now=now)
