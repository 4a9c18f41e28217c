"""
Takes in a case that a partner's system hands over: it becomes a contact and an incident like any report, left to a person.

Whoever it happened to is put on record as the victim, so that it counts for them as if they had rung. What a partner adds later
stands in the log of the incident, and closes nothing here.
"""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from heed.domain.calls.terms import Channel
from heed.domain.exchange import queries as exchange
from heed.domain.exchange import services
from heed.domain.exchange.models import Case, Received
from heed.domain.exchange.terms import Kind
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.online.queries import report_of
from heed.domain.incidents.online.terms import Affected, Via
from heed.domain.incidents.services import PartyReport
from heed.domain.incidents.terms import PartyRole
from heed.flows.online_people import Reporter, put_on_record, said_of_reporter
from heed.flows.online_reports import OnlineReport, receive
from heed.flows.online_updates import OnlineUpdate, hear
from heed.foundation.accounts.terms import Actor
from heed.foundation.reference import codes

Said = Mapping[str, Any]
NEAREST = {"ASB.PERSONAL": "ASB_PERSONAL", "ASB.ENVIRONMENTAL": "ASB_ENVIRONMENTAL"}
GENERAL = "ASB_NUISANCE"
"""
For what is called anti-social behaviour and nothing that we know more nearly ("asb", "asb.noise"): the widest of the three. A
person decides what it was (NSIR 1.15); their own word for it is kept with the report.
"""


class Unknown(Exception):
    """Something in a case is not known here; the sentence says what, to the partner as well."""


def open_case(received: Received, *, actor: Actor, now: datetime) -> Case:
    """Record the incident that a partner hands over, and open the case. Needs a transaction. Raises Unknown."""
    agency, told = received.agency, received.content["incident"]
    code = _opening_code(received, str(told["type"]))
    people: list[Said] = list(told.get("people", []))
    caller = _first(people, "caller")
    victims = [one for one in people if one.get("role") == "victim"]
    reporter = caller or (victims[0] if victims else {})
    itself = bool(victims) and (caller is None or _name(caller) == _name(victims[0]))
    affected = Affected.ME if itself else Affected.SOMEBODY_ELSE if victims else Affected.NOT_SAID
    incident = receive(
        force=agency.force,
        agency=agency,
        report=replace(
            _report(received, told, code), reporter=_reporter(reporter), affected=affected,
            answers=tuple(_answers(received.content, told, people)),
        ),
        actor=actor,
        now=now,
    )  # fmt: skip
    others = victims[1:] if itself else victims
    for one in others:
        _add_victim(incident, one, actor=actor, now=now)
    return services.take_in(agency=agency, shared_ref=uuid.UUID(received.case_key), incident=incident, now=now)


def say(received: Received, case: Case, *, actor: Actor, now: datetime) -> str:
    """Write what a partner adds to its own case into the log; return what came of it. Raises Unknown."""
    report = report_of(case.incident) if case.incident else None
    if report is None:
        raise Unknown("The case was not taken in here: hand it over again first")
    told, incident = received.content.get("said", {}), received.content.get("incident", {})
    status = str(incident.get("status", ""))
    words = [str(told.get("words", "")).strip()]
    words += [f"{one.get('by') or 'Log'}: {one.get('text', '')}" for one in incident.get("log", [])]
    if received.kind == Kind.CLOSE:
        words.insert(0, "They take the case back." if told.get("what") == "take_back" else "They have closed the case.")
    hear(
        report=report,
        update=OnlineUpdate(
            external_id=received.message_id,
            words="\n".join(one for one in words if one),
            said_at=received.sent_at,
            status=status,
        ),
        actor=actor,
        now=now,
    )
    return f"In the log of {case.incident.reference}" if case.incident else ""


def _opening_code(received: Received, said: str) -> str:
    """Return our code for what a partner calls it: as agreed with them, else the national list's own. Raises Unknown."""
    endpoint = exchange.endpoint_of(received.agency_id)
    agreed = {theirs: ours for ours, theirs in (endpoint.codes if endpoint else {}).items() if ours != "*"}
    named, is_asb = said.upper(), said.upper() == "ASB" or said.upper().startswith("ASB.")
    code = agreed.get(said) or NEAREST.get(named) or (GENERAL if is_asb else said)
    try:
        return codes.category(code).code
    except codes.NoSuchCode:
        known = ", ".join(sorted({*agreed, *(one.code for one in codes.asb_categories())}))
        raise Unknown(
            f"The type “{said[:60]}” is not known here. Known are: {known}, and the National Incident Category List"
        ) from None


def _report(received: Received, told: Said, code: str) -> OnlineReport:
    """Return what stands in fields of its own as a report from a system."""
    place = told.get("location") or {}
    point = place.get("wgs84") or [None, None]
    asked = received.content.get("asked", {})
    words = [str(told.get("summary", "")).strip(), f"They ask: {asked['words']}" if asked.get("words") else ""]
    return OnlineReport(
        external_id=received.case_key,
        opening_code=code,
        words="\n".join(one for one in words if one) or "Nothing was said in words",
        via=Via.TRANSFER,
        channel=Channel.PARTNER,
        service_code=str(told["type"])[:80],
        address=str(place.get("text", "")),
        uprn=int(place["uprn"]) if place.get("uprn") else None,
        latitude=point[1],
        longitude=point[0],
        reported_at=parse_datetime(str(told.get("openedAt", ""))),
    )


def _answers(content: Said, told: Said, people: list[Said]) -> Iterator[tuple[str, str]]:
    """Yield what else was said, as label and answer, in the order in which somebody wants to read it."""
    asked, sharing = content.get("asked", {}), told.get("sharing", {})
    if told.get("ref"):
        yield "Their reference", str(told["ref"])
    if asked.get("urgent"):
        yield "Urgent", "They say that it is urgent"
    if asked.get("answerBy"):
        yield "They ask for an answer by", str(asked["answerBy"])
    for one in people:
        yield from _of_person(one)
    for section in told.get("sections", []):
        lines = "; ".join(f"{line['label']}: {line['value']}" for line in section["lines"])
        yield str(section["title"]), lines
    for entry in told.get("log", []):
        yield f"Their log, {entry.get('at', '')} {entry.get('by', '')}".strip(), str(entry.get("text", ""))
    if sharing:
        kept = f"; keep until {sharing['retainUntil']}" if sharing.get("retainUntil") else ""
        yield "Shared on the basis of", f"{sharing.get('basis', 'not said')}; {sharing.get('marking', '')}{kept}"


def _of_person(one: Said) -> Iterator[tuple[str, str]]:
    """Yield what else was said of somebody."""
    if one.get("role") == "subject":
        yield "Other party", _name(one) or "Not named"
    if marks := ", ".join(str(mark) for mark in one.get("markers", [])):
        yield f"Marked by them: {one.get('role')}", marks
    if one.get("consent"):
        yield f"Consent of the {one.get('role')}", str(one["consent"])


def _add_victim(incident: Incident, one: Said, *, actor: Actor, now: datetime) -> None:
    """Put somebody whom the partner names as a victim on record, and among the parties."""
    reporter = _reporter(one)
    said = said_of_reporter(incident.force, reporter, now=now)
    person = put_on_record(incident=incident, said=said, home=reporter.home, actor=actor, now=now)
    party = PartyReport(
        role=PartyRole.VICTIM,
        person=person,
        given_name=reporter.given_name,
        family_name=reporter.family_name,
        e164=said.e164,
        address=reporter.home,
        description="" if reporter.given_name or reporter.family_name else "Not named",
    )
    incidents.add_parties(incident=incident, parties=[party], actor=actor, now=now)


def _first(people: list[Said], role: str) -> Said | None:
    return next((one for one in people if one.get("role") == role), None)


def _name(one: Said) -> str:
    return " ".join(str(one.get("name") or "").split())


def _reporter(one: Said) -> Reporter:
    """Return somebody as they can be known again. The last word of a name is taken for the family's."""
    given, _, family = _name(one).rpartition(" ")
    contact = one.get("contact") or {}
    return Reporter(
        given_name=given[:200],
        family_name=family[:200],
        email=str(contact.get("email") or "")[:254],
        telephone=str(contact.get("tel") or "")[:40],
        home=str(contact.get("address") or "")[:300],
    )
