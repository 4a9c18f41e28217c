"""
A report that a partner's system sends becomes a contact like a call: logged, recognised, recorded, counted, and left to a person.

Nothing is assessed and nothing graded here: what came is ungraded, so that the board shows it, and an assessment is demanded
from a person. Words that may be an emergency go to a supervisor at once (features.md #1; NSIR 1.4: the same rules follow,
whichever way it came).
"""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.agencies.models import Agency
from heed.domain.calls import services as calls
from heed.domain.calls.models import Call
from heed.domain.calls.terms import Channel, EntryKind, Finished
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.online import queries as online_read
from heed.domain.incidents.online import services as online
from heed.domain.incidents.online.services import Picture
from heed.domain.incidents.online.terms import Affected, Via
from heed.domain.incidents.services import PartyReport
from heed.domain.incidents.terms import NoticeKind, PartyRole
from heed.domain.places import services as places
from heed.domain.places.models import Place
from heed.domain.vulnerability.models import Finding
from heed.engines.cues.terms import Category
from heed.engines.linkage.said import Said as SaidOf
from heed.engines.numbers.terms import LineClass
from heed.engines.risk.emergency import named
from heed.engines.risk.reassess import Trigger
from heed.flows import cues_in_draft, demands, online_replies, proof
from heed.flows.beats import filing as beats
from heed.flows.clocks import follow as clocks_follow
from heed.flows.conduct.later import look_later
from heed.flows.online_people import Reporter as Reporter  # noqa: PLC0414  for whoever makes reports
from heed.flows.online_people import put_on_record, said_of_reporter
from heed.flows.online_replies import Said
from heed.flows.problems import later as problems_later
from heed.flows.proof import Typed
from heed.flows.sharing import staff
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy
from heed.foundation.reference import codes

SUMMARY_MOST = 600
"""Characters of the words that stand in the summary; all of them stand in the log."""

ROLES = {
    Affected.ME: (PartyRole.CALLER, PartyRole.VICTIM),
    Affected.SOMEBODY_ELSE: (PartyRole.CALLER,),
    Affected.EVERYBODY: (PartyRole.CALLER, PartyRole.COMPLAINANT),
    Affected.NOT_SAID: (PartyRole.CALLER, PartyRole.COMPLAINANT),
}
"""In which roles whoever reported stands: who rings for somebody else does not become the victim (features.md #34)."""


@dataclass(frozen=True, slots=True)
class OnlineReport:
    """
    A report as a partner's system sent it, read and checked.

    external_id: the sender's own number; empty where it has none. words: what happened, as they wrote it. address, uprn,
    latitude and longitude (WGS 84): where it happens, as far as it was said. answers: what else was asked, as label and
    answer. links: addresses of pictures, never fetched. not_kept: sentences about what came and was not kept.
    """

    external_id: str
    opening_code: str
    words: str
    via: Via = Via.OPEN311
    channel: Channel = Channel.WEB
    service_code: str = ""
    reporter: Reporter = field(default_factory=Reporter)
    affected: Affected = Affected.NOT_SAID
    happening_now: bool = False
    address: str = ""
    uprn: int | None = None
    latitude: float | None = None
    longitude: float | None = None
    reported_at: datetime | None = None
    answers: tuple[tuple[str, str], ...] = ()
    links: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    not_kept: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Return what two sendings of the very same report share, whenever they came."""
        told = [repr(replace(self, pictures=(), reported_at=None))]
        told += sorted(hashlib.sha256(picture.content).hexdigest() for picture in self.pictures)
        return hashlib.sha256(json.dumps(told).encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def receive(*, force: Force, agency: Agency, report: OnlineReport, actor: Actor, now: datetime) -> Incident:
    """
    Record what a partner's system reported, once; the same report again gives the incident that it became.

    The same: of the agency's own number, or without one word for word within the pack's minutes. Raises codes.NoSuchCode for
    an opening code that the national list does not have.
    """
    code = codes.category(report.opening_code)
    pack = policy.in_use()
    online.one_at_a_time(agency, report.external_id or report.digest)
    since = now - timedelta(minutes=pack.open311.again_within_minutes.value)
    if before := online_read.sent_before(agency, external_id=report.external_id, digest=report.digest, since=since):
        return before.incident
    version = policy.remember(pack, now=now)
    call = _open(force, agency, report, actor=actor, now=now)
    place = _place(force, report, now=now)
    # Before they are put on record: nobody is recognised by what this very report says of them.
    said = said_of_reporter(force, report.reporter, now=now)
    proof.keep(call, occasion="online", now=now, typed=Typed(caller=said, address=place.address if place else ""))
    incident = incidents.record_incident(
        call=call,
        opening_code=report.opening_code,
        summary=_shortened(report.words),
        place=place,
        recorded_by=None,
        policy_version=version,
        actor=actor,
        now=now,
    )
    _file(incident, report, now=now)
    _add_reporter(incident, report, said, now=now, actor=actor)
    staff.lock_at_recording(incident=incident, recorder=None, now=now)
    where = f" at {place.address}" if place else ""
    calls.append_entry(
        call_id=call.pk,
        kind=EntryKind.RECORDED,
        text=f"Recorded as {incident.reference}: {code.label}{where}. Nobody has read it yet: it has no grade and no assessment.",
        actor=actor,
        now=now,
        detail={"incident": incident.pk, "opening_code": report.opening_code},
    )
    cues_in_draft.keep_recorded(call=call, summary="", actor=actor, now=now)
    incident.call = calls.finish(
        call_id=call.pk, finished_as=Finished.RECORDED, why=incident.reference, user=None, actor=actor, now=now
    )
    emergency = may_be_emergency(call, [report.words, *(answer for _, answer in report.answers)])
    _keep(incident, agency, report, emergency, actor=actor, now=now)
    tell_of_emergency(incident, emergency, now=now)
    demands.demand(incident, Trigger.REPORTED_ONLINE, now=now)
    clocks_follow.follow(incident=incident, now=now)
    demands.new_incident(incident=incident, now=now)
    look_later(incident)
    problems_later.look_later(incident)
    return incident


def said_of(*, incident: Incident, since: datetime, until: datetime) -> list[Said]:
    """Return what may be told to whoever reported an incident, of a time that includes both ends; the oldest first."""
    return online_replies.said_of(incident=incident, since=since, until=until)


def may_be_emergency(call: Call, words: Sequence[str]) -> list[str]:
    """Say why words that nobody has read yet may be an emergency, a reason each; empty where nothing in them says so."""
    asked = policy.in_use().open311.emergency
    said = [f"its words: {phrase}" for phrase in named("\n".join(words), asked.phrases.value)]
    found = Finding.objects.filter(call=call, category__in=[category.value for category in asked.categories.value])
    categories = sorted(set(found.values_list("category", flat=True)))
    return [*said[:5], *(f"its words may speak of: {Category(name).label.lower()}" for name in categories)]


def tell_of_emergency(incident: Incident, reasons: Sequence[str], *, now: datetime) -> None:
    """Put words that may be an emergency before a supervisor at once; nothing where there are none."""
    if reasons:
        because = ["nobody has spoken to whoever reported it: read it now", *reasons]
        incidents.notify_supervisor(incident=incident, kind=NoticeKind.ONLINE, because=because, now=now)


def _open(force: Force, agency: Agency, report: OnlineReport, *, actor: Actor, now: datetime) -> Call:
    """Open the contact and put into its log everything that was said."""
    call = calls.open_call(
        call_id=uuid.uuid4(),
        force=force,
        unit=None,
        channel=report.channel,
        queue=agency.name[:80],
        line=calls.Line(
            line_class=LineClass.UNAVAILABLE,
            e164="",
            shown_e164="",
            received="",
            extension="",
            may_show=False,
            may_match=False,
        ),
        actor=actor,
        now=now,
    )
    number = f", their number {report.external_id}" if report.external_id else ""
    entries = [(EntryKind.STATE, f"Sent by {agency.name}{number}, by {report.via.label}.")]
    now_too = ", and that it is happening now" if report.happening_now else ""
    whose = report.affected.label[:1].lower() + report.affected.label[1:]
    entries.append((EntryKind.STATE, f"Said to happen to: {whose}{now_too}."))
    entries += [(EntryKind.SAID, report.words)] if report.words.strip() else []
    entries += [(EntryKind.SAID, f"{label}: {answer}") for label, answer in report.answers]
    entries += [(EntryKind.STATE, f"A picture was named and not fetched: {link}") for link in report.links]
    entries += [(EntryKind.STATE, sentence) for sentence in report.not_kept]
    for kind, text in entries:
        calls.append_entry(call_id=call.pk, kind=kind, text=text, actor=actor, now=now)
    return call


def _place(force: Force, report: OnlineReport, *, now: datetime) -> Place | None:
    """Return where it happens: the property of the number or address that was given, else the point on the map."""
    place = places.place_at(force=force, address=report.address, now=now, uprn=report.uprn)
    if place or report.latitude is None or report.longitude is None:
        return place
    return places.place_of_point(force=force, latitude=report.latitude, longitude=report.longitude, now=now)


def _file(incident: Incident, report: OnlineReport, *, now: datetime) -> None:
    """File the incident to a beat: by its place, or where nobody knows the place's point, by the one that was sent."""
    if beats.place_incident(incident=incident, now=now) is None and report.latitude is not None:
        beats.place_by_point(incident=incident, latitude=report.latitude, longitude=report.longitude or 0.0, now=now)


def _add_reporter(incident: Incident, report: OnlineReport, said: SaidOf, *, actor: Actor, now: datetime) -> None:
    """Put whoever reported on record, in the roles that follow from whom it happens to."""
    reporter = report.reporter
    person = put_on_record(incident=incident, said=said, home=reporter.home, actor=actor, now=now)
    base = PartyReport(
        role=PartyRole.CALLER,
        person=person,
        given_name=reporter.given_name,
        family_name=reporter.family_name,
        e164=said.e164,
        address=reporter.home,
        description="" if reporter.given_name or reporter.family_name else "Gave no name",
    )
    parties = [replace(base, role=role) for role in ROLES[report.affected]]
    incidents.add_parties(incident=incident, parties=parties, actor=actor, now=now)


def _keep(
    incident: Incident, agency: Agency, report: OnlineReport, emergency: list[str], *, actor: Actor, now: datetime
) -> None:
    """Keep the report as it came."""
    online.keep_report(
        incident=incident,
        agency=agency,
        fields={
            "via": report.via,
            "external_id": report.external_id,
            "digest": report.digest,
            "service_code": report.service_code,
            "words": report.words,
            "affected": report.affected,
            "happening_now": report.happening_now,
            "latitude": report.latitude,
            "longitude": report.longitude,
            "address": report.address[:300],
            "uprn": report.uprn,
            "given_name": report.reporter.given_name[:200],
            "family_name": report.reporter.family_name[:200],
            "email": report.reporter.email[:254],
            "telephone": report.reporter.telephone[:40],
            "sent": [list(pair) for pair in report.answers],
            "links": list(report.links),
            "emergency": emergency,
            "reported_at": report.reported_at or now,
        },
        pictures=report.pictures,
        actor=actor,
        now=now,
    )


def _shortened(words: str) -> str:
    """Return words on one line, cut where a summary ends."""
    line = " ".join(words.split())
    return line if len(line) <= SUMMARY_MOST else f"{line[: SUMMARY_MOST - 1]}…"
