"""
A furnished force: something of everything a partner could see, each with words that say for whose eyes it is.

Words that are shared with an agency and words that are not are told apart by a mark in every free text: whoever adds a kind of
record that partners may see adds one here, for the council and for the housing association alike.
"""

import csv
import io
import json
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from heed.connections.telephony import messages
from heed.connections.telephony import services as telephony
from heed.domain.agencies import services as agencies
from heed.domain.agencies.models import Agency
from heed.domain.agencies.terms import AgencyKind, LegalBasis, Purpose, SharedPart
from heed.domain.calls.models import Call
from heed.domain.case_review.applications.services import Applied, Told
from heed.domain.case_review.models import Application
from heed.domain.case_review.terms import Applicant, Body, Channel, Consent
from heed.domain.conferences import services as conferences
from heed.domain.conferences.terms import ForWhom
from heed.domain.incidents.models import Incident
from heed.domain.incidents.services import AnswerReport
from heed.domain.incidents.terms import Given, PartyRole
from heed.domain.sharing.models import Disclosure
from heed.domain.tallies.terms import Via
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.engines.linkage.token_rows import SENT
from heed.engines.linkage.token_rows import made as token_row
from heed.engines.linkage.tokens import read_key
from heed.flows import online_reports, record, take_call
from heed.flows.case_review import applying, panel
from heed.flows.conferences import meet
from heed.flows.online_reports import OnlineReport
from heed.flows.record import Someone
from heed.flows.referrals import replies
from heed.flows.referrals.refer import refer
from heed.flows.sharing.share import share, withdraw
from heed.flows.tallies import ask as asking
from heed.flows.tallies import keys, take_in
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Role, system
from tests import partners
from tests.flows.conftest import REPORT

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Marks:
    """Two made-up words: one stands in whatever the agency may read of a case, the other in all the rest."""

    shown: str
    hidden: str


OF_COUNCIL = Marks("Counciltold", "Councilkept")
OF_HOMES = Marks("Homestold", "Homeskept")
WITHDRAWN = Marks("Withdrawntold", "Withdrawnkept")
OF_ENDED = Marks("Endedtold", "Endedkept")
OF_POLICE = Marks("Policetold", "Policekept")
ALL = (OF_COUNCIL, OF_HOMES, WITHDRAWN, OF_ENDED, OF_POLICE)


@dataclass
class Furnished:
    """The force, who signs in, and what each of them may read."""

    force: Force
    handler: User
    supervisor: User
    neighbour: User
    now: datetime
    agencies: dict[str, Agency] = field(default_factory=dict)
    officers: dict[str, User] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)
    incidents: dict[Marks, Incident] = field(default_factory=dict)
    online: dict[Marks, Incident] = field(default_factory=dict)
    applications: dict[Marks, Application] = field(default_factory=dict)
    together: set[str] = field(default_factory=set)
    """Addresses that the council and the housing association may both open, for they were both asked there."""

    def references(self, who: str) -> set[str]:
        """Return what systems call a record: what the council reported, by both its numbers, and one that is somebody's own."""
        own = OF_HOMES if who == "homes" else OF_ENDED
        return {self.online[OF_COUNCIL].reference, f"FMS-{OF_COUNCIL.shown}", self.online[own].reference}

    def forbidden(self, who: str) -> set[str]:
        """Return the words that somebody must never read, in lower case."""
        own = {"council": OF_COUNCIL, "homes": OF_HOMES}.get(who)
        words = {word for marks in ALL for word in (marks.shown, marks.hidden)} - ({own.shown} if own else set())
        references = {incident.reference for marks, incident in self.incidents.items() if marks != own}
        references |= {incident.reference for marks, incident in self.online.items() if marks != own}
        references |= {one.reference for marks, one in self.applications.items() if marks != own}
        people = {str(party.person_id) for i in self.incidents.values() for party in i.parties.all() if party.person_id}
        return {word.lower() for word in words | references | people}


def furnish(now: datetime) -> Furnished:
    """Make the force."""
    force = Force.objects.create(code="MAL", name="Mallowshire Police")
    roles = {"harriet": Role.CALL_HANDLER, "simon": Role.SUPERVISOR, "nadia": Role.NEIGHBOURHOOD_OFFICER}
    made = Furnished(force, *(_person(username, role, force) for username, role in roles.items()), now)
    harshire = Force.objects.create(code="HAR", name="Harshire Police")
    for key, name, kind, of in (
        ("council", "Mallow Council", AgencyKind.COUNCIL, force),
        ("homes", "Mallow Homes", AgencyKind.HOUSING, force),
        ("ended", "Mallow Watch", AgencyKind.OTHER, force),
        ("elsewhere", "Harshire Council", AgencyKind.COUNCIL, harshire),
    ):
        agency = made.agencies[key] = partners.add_agency(of, now=now, name=name, kind=kind)
        made.officers[key] = partners.add_officer(agency, now=now, username=f"officer.{key}")
        made.keys[key] = agencies.make_key(agency=agency, actor=system("tests"), now=now)[1]
    made.officers["nobody"] = _person("officer.nobody", Role.PARTNER_OFFICER, force)
    source, _, _ = telephony.add_source(force=force, name="exchange", actor=system("tests"), now=now)
    for number, marks in enumerate(ALL):
        made.incidents[marks] = _incident(made, source, marks, number)
    for key, marks in (("council", OF_COUNCIL), ("homes", OF_HOMES), ("ended", OF_ENDED)):
        _with_agency(made, made.agencies[key], marks)
    _conference(made)
    shared = _share(made, made.agencies["council"], WITHDRAWN)
    withdraw(disclosure=shared, why=f"Shared by mistake: {WITHDRAWN.shown}", actor=made.handler.actor(), now=now)
    # Through the service alone: the account is left as it is, so that its scope must hold and not its password.
    agencies.end_agency(agency=made.agencies["ended"], why="Dissolved", actor=system("tests"), now=now)
    return made


def _with_agency(made: Furnished, agency: Agency, marks: Marks) -> None:
    """Put something of everything before an agency, each with the word that it may read."""
    disclosure = _share(made, agency, marks)
    sent = refer(
        incident=made.incidents[marks],
        agency=agency,
        disclosure=disclosure,
        asked=f"Please visit, {marks.shown}",
        user=made.handler,
        actor=made.handler.actor(),
        now=made.now - HOUR,
    )
    replies.ask_more(
        referral=sent, words=f"Which flat, {marks.shown}?", actor=_officer(made, agency).actor(), now=made.now
    )
    tasking.make(
        force=made.force,
        kind=TaskKind.OTHER,
        words=f"Mend the gate, {marks.shown}",
        key=f"tests:{marks.shown}",
        agency=agency,
        incident=made.incidents[marks],
        actor=made.handler.actor(),
        now=made.now,
        due_by=made.now + 24 * HOUR,
    )
    report = OnlineReport(
        external_id=f"FMS-{marks.shown}", opening_code="ASB_NUISANCE", words=f"Bins set alight, {marks.shown}"
    )
    made.online[marks] = online_reports.receive(
        force=made.force, agency=agency, report=report, actor=system("tests"), now=made.now - HOUR
    )
    _review(made, agency, marks)
    _count(made, agency, marks)


def _review(made: Furnished, agency: Agency, marks: Marks) -> None:
    """Put an ASB case review before an agency: what goes on, and not who applied."""
    application = applying.apply(
        force=made.force,
        applied=Applied(
            applicant=Applicant.VICTIM,
            consent=Consent.OWN,
            shares=True,
            name=f"Jean {marks.hidden}",
            about=f"Stones at the window, again and again, {marks.shown}",
            address=f"14 {marks.hidden} Road, Mallow, ZZ1 1AA",
            telephone="07700 900123",
            safe_ways=("telephone",),
            complaints=(Told((Body.POLICE,), made.now.date(), made.now.date(), words=marks.hidden),),
        ),
        key=uuid.uuid4(),
        channel=Channel.WEB,
        actor=system("tests"),
        now=made.now - HOUR,
    )
    made.applications[marks] = application
    agreement = agency.agreements.get()
    actor = made.supervisor.actor()
    panel.ask(application=application, agreement=agreement, parts={SharedPart.WORDS}, actor=actor, now=made.now)
    panel.give(
        application=application,
        words=f"Light the alley, {marks.shown}",
        agency=agency,
        due_by=made.now + 24 * HOUR,
        actor=actor,
        now=made.now,
    )


def _count(made: Furnished, agency: Agency, marks: Marks) -> None:
    """Let an agency count together with the force, and be asked about what matches."""
    agreement = agency.agreements.get()
    key = read_key(keys.make_key(agreement=agreement, actor=system("tests"), now=made.now)[1])
    incident = made.incidents[marks]
    victim = incident.parties.get(role=PartyRole.VICTIM).person
    out = io.StringIO()
    table = csv.DictWriter(out, SENT)
    table.writeheader()
    record = {"given_name": "Jean", "family_name": marks.hidden, "address": incident.place.address, "type": "noise"}
    record |= {"reference": f"R-{marks.shown}", "reported_on": made.now.date().isoformat(), "postcode": "ZZ1 1AA"}
    table.writerow(token_row(record, key=key))
    body = out.getvalue().encode()
    take_in.take_in(agency=agency, body=body, is_json=False, via=Via.SYSTEM, actor=system("tests"), now=made.now)
    asking.ask(
        person=victim,
        agency_id=agency.pk,
        basis=asking.Basis(LegalBasis.CDA_115, Purpose.PROTECT, f"To see what has been tried, {marks.shown}"),
        incident=incident,
        user=made.handler,
        actor=made.handler.actor(),
        now=made.now,
    )


def _conference(made: Furnished) -> None:
    """Let both agencies sit at one table: each sees the item that is shared with it, and what is decided about it."""
    actor = made.supervisor.actor()
    both = {"council": OF_COUNCIL, "homes": OF_HOMES}
    conference, _ = meet.call(
        force=made.force,
        called=meet.Call("Monthly meeting", made.now + 48 * HOUR, "Town hall"),
        agencies=[made.agencies[key] for key in both],
        user=made.supervisor,
        actor=actor,
        now=made.now,
    )
    for key, marks in both.items():
        agency = made.agencies[key]
        item = conference.items.filter(incident=made.incidents[marks]).first() or meet.add_item(
            conference=conference, title="", why=marks.hidden, incident=made.incidents[marks], actor=actor, now=made.now
        )
        meet.share_item(item=item, agency=agency, actor=actor, now=made.now)
        due_by = made.now + 240 * HOUR
        for words, whom in ((f"Write to the tenant, {marks.shown}", agency), (f"Patrol, {marks.hidden}", None)):
            meet.decide(
                item=item,
                words=words,
                owner=None if whom else made.neighbour,
                agency=whom,
                due_by=due_by,
                for_whom=ForWhom.ITEM if whom else ForWhom.FORCE,
                actor=actor,
                now=made.now,
            )
        officer = made.officers[key]
        conferences.agree(conference=conference, agency=agency, user=officer, actor=officer.actor(), now=made.now)
    made.together |= {f"partner/conferences/{conference.pk}/", f"partner/conferences/{conference.pk}/agree"}


def _share(made: Furnished, agency: Agency, marks: Marks) -> Disclosure:
    """Share the pointer and the words of an incident, and nothing of whom it is about."""
    agreement = agency.agreements.first() or partners.sign(agency, now=made.now)
    return share(
        incident=made.incidents[marks],
        agency=agency,
        agreement=agreement,
        parts=[SharedPart.POINTER, SharedPart.WORDS],
        purpose=Purpose.SOLVE,
        necessity=f"They hold the tenancy, {marks.hidden}",
        until=(made.now + timedelta(days=60)).date(),
        user=made.handler,
        actor=made.handler.actor(),
        now=made.now - 2 * HOUR,
    )


def _incident(made: Furnished, source: Any, marks: Marks, number: int) -> Incident:
    """Let somebody ring and an incident be recorded, assessed, with words for the agency in its summary alone."""
    body = json.dumps({"event": "newCall", "callId": f"c{number}", "from": f"0770090012{number}", "to": "101"}).encode()
    at = made.now - timedelta(hours=5 - number / 10)
    message = messages.read(body, "application/json")
    pk = telephony.receive(source=source, message=message, body=body, content_type="application/json", now=at)
    call, _ = take_call.take(call_id=Call.objects.get(pk=pk).pk, user=made.handler, actor=made.handler.actor(), now=at)
    home = f"{14 + number} {marks.hidden} Road, Mallow, ZZ1 1AA"
    victim = Someone(
        (PartyRole.CALLER, PartyRole.VICTIM), is_caller=True, given_name="Jean", family_name=marks.hidden, address=home
    )
    report = replace(
        REPORT,
        summary=f"Stones thrown at the window again, {marks.shown}",
        address=home,
        grade="SCHEDULED",
        opening_code="ASB_NUISANCE",
        rationale=f"Calm, {marks.hidden}",
        parties=(victim,),
        answers=(AnswerReport("harm", Given.NO, f"Nobody hurt, {marks.hidden}"),),
        judgement=replace(REPORT.judgement, why=f"Well, {marks.hidden}"),
    )
    return record.record_incident(call=call, report=report, user=made.handler, actor=made.handler.actor(), now=at)


def _officer(made: Furnished, agency: Agency) -> User:
    return next(user for key, user in made.officers.items() if made.agencies.get(key) == agency)


def _person(username: str, role: Role, force: Force) -> User:
    from tests.conftest import hashed_password

    return User.objects.create(
        username=username, password=hashed_password(), role=role, force=force, first_name=username.title()
    )
