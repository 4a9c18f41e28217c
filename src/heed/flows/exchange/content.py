"""
Puts messages to partners' systems together: in the words of the incident transfer, whatever protocol they go by.

What of the incident goes with them is what the disclosure shares and the agreement lets onto the wire, nothing else. What a
person here wrote to the partner goes along only where the agreement lets words onto the wire; otherwise the partner's officers
read it on Heed's own pages.
"""

import uuid
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from heed.domain.agencies.terms import SharedPart
from heed.domain.exchange.models import Case, Endpoint
from heed.domain.exchange.terms import Kind
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import PartyRole
from heed.domain.referrals.models import Referral
from heed.domain.sharing import queries as sharing
from heed.domain.sharing import rules as sharing_rules
from heed.domain.sharing.models import Disclosure
from heed.flows.sharing import wire
from heed.flows.sharing.opened import NotShared

FORMAT = "heed-incident-transfer/1"
READ_IT_HERE = "The words are on the pages of {force}: sign in there to read them."
"""What stands instead of words that the agreement does not let onto the wire."""

Sheet = dict[str, Any]


def create(case: Case, endpoint: Endpoint, referral: Referral, *, message_id: uuid.UUID, now: datetime) -> Sheet:
    """Return the message by which a referral goes out."""
    shown = sheet_of(referral.disclosure, now=now) or {}
    parts = _named_for_wire(referral.disclosure)
    incident = _named(case) | {"type": _type(case, endpoint, parts), "status": "open"} | shown
    asked = {
        "words": words_for(case, referral.asked, parts),
        "urgent": referral.urgent,
        "answerBy": referral.answer_by.isoformat(),
        "by": case.force.name,
    }
    return _head(endpoint, case.force.code, Kind.CREATE, message_id, now) | {"incident": incident, "asked": asked}


def said(
    case: Case,
    endpoint: Endpoint,
    kind: Kind,
    *,
    what: str,
    words: str,
    message_id: uuid.UUID,
    now: datetime,
    reason: str = "",
    by: str = "",
    status: str = "",
    shown: Mapping[str, Any] | None = None,
) -> Sheet:
    """
    Return the message by which something is said of a case that both know.

    what: of the transfer's list. words: as they may go onto the wire. status: open, in_progress or closed; empty where it did
    not change. shown: what is shared of the incident, where that goes along again.
    """
    incident = _named(case) | dict(shown or {})
    if status or kind == Kind.CLOSE:
        incident["status"] = status or "closed"
    told = {"what": what, "words": words, "reason": reason, "by": by, "at": now.isoformat()}
    return _head(endpoint, case.force.code, kind, message_id, now) | {"incident": incident, "said": told}


def answer(
    endpoint: Endpoint,
    kind: Kind,
    *,
    force_code: str,
    shared_ref: str,
    ref: str,
    in_reply_to: str,
    why: str,
    message_id: uuid.UUID,
    now: datetime,
) -> Sheet:
    """Return the second answer to a message of a partner: that it was taken in, or why not."""
    incident = {"sharedRef": shared_ref} | ({"ref": ref} if ref else {})
    head = _head(endpoint, force_code, kind, message_id, now)
    return head | {"incident": incident, "inReplyTo": in_reply_to, "reason": why}


def sheet_of(disclosure: Disclosure, *, now: datetime) -> Sheet | None:
    """
    Return what may be sent of an incident by a disclosure now; None where it does not stand any more.

    Place and victim stand a second time in fields of their own, for systems that read no sentences: no more of them than the
    sentences say, except the point that belongs to the address.
    """
    try:
        shown = wire.for_the_wire(disclosure, now=now)
    except NotShared:
        return None
    sections = [section for section in shown["sections"] if section["lines"]]
    parts = sorted({section["part"] for section in sections} & set(SharedPart.values))
    lines = {section["part"]: [str(line["value"]) for line in section["lines"]] for section in sections}
    found: Sheet = {
        "sections": sections,
        "sharing": {
            "parts": parts,
            "basis": shown["basis"],
            "purpose": shown["purpose"],
            "marking": shown["marking"],
            "retainUntil": shown["until"],
            "more": shown["more"],
        },
    }
    incident = disclosure.incident
    if SharedPart.POINTER in parts:
        found["openedAt"] = incident.recorded_at.isoformat()
    if SharedPart.WORDS in parts:
        found["summary"] = " ".join(lines[SharedPart.WORDS])
    if SharedPart.PLACE in parts and (place := _location(incident, lines[SharedPart.PLACE])):
        found["location"] = place
    if SharedPart.VICTIM in parts:
        found["people"] = _people(incident, lines[SharedPart.VICTIM])
    return found


def standing(case: Case, *, now: datetime) -> Sheet | None:
    """Return what the agency may be sent of a case's incident now; None where nothing is shared any more."""
    disclosure = sharing.disclosure_for(case.agency, case.record, now=now)
    return sheet_of(disclosure, now=now) if disclosure else None


def words_for(case: Case, words: str, parts: Collection[str]) -> str:
    """
    Return what a person wrote to the partner, as it may go onto the wire; parts: what the agreement lets onto it.

    Without words among the parts none go. Names that are not shared, numbers and addresses are taken out of them.
    """
    if SharedPart.WORDS not in parts:
        return READ_IT_HERE.format(force=case.force.name)
    hidden = []
    for party in case.record.parties.select_related("person"):
        by_role = {PartyRole.VICTIM: SharedPart.VICTIM, PartyRole.OTHER_PARTY: SharedPart.OTHER_PARTY}
        if by_role.get(PartyRole(party.role)) not in parts:
            hidden += [f"{party.given_name} {party.family_name}", party.person.name if party.person else ""]
    place = case.record.place
    addresses = [place.address, place.postcode] if place and SharedPart.PLACE not in parts else []
    return sharing_rules.taken_out(words, names=hidden, addresses=addresses)


def on_the_wire(case: Case, *, now: datetime) -> frozenset[str]:
    """Return the parts that may go onto the wire of a case now; none where nothing is shared any more."""
    disclosure = sharing.disclosure_for(case.agency, case.record, now=now)
    return _named_for_wire(disclosure) if disclosure else frozenset()


def sections_in(message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return what of the incident itself a message carries; nothing where it only says something about the case."""
    found: list[Mapping[str, Any]] = message.get("incident", {}).get("sections", [])
    return found


def _named_for_wire(disclosure: Disclosure) -> frozenset[str]:
    return frozenset(disclosure.parts) & frozenset(disclosure.agreement.on_the_wire)


def _named(case: Case) -> Sheet:
    return {"ref": case.record.reference, "sharedRef": str(case.shared_ref)}


def _type(case: Case, endpoint: Endpoint, parts: Collection[str]) -> str:
    """Return what the agency calls this kind of case: its own word for our code, or its word for any other."""
    code = case.record.opening_code if SharedPart.POINTER in parts else ""
    return str(endpoint.codes.get(code) or endpoint.codes.get("*") or code or "ASB")


def _location(incident: Incident, lines: Iterable[str]) -> Sheet:
    """Return the place in fields of its own, where it is still the one that was shared."""
    place = incident.place
    if place is None or place.address not in lines:
        return {}
    found: Sheet = {"text": place.address}
    if place.uprn:
        found["uprn"] = str(place.uprn)
    if place.latitude is not None and place.longitude is not None:
        found["wgs84"] = [place.longitude, place.latitude]
    return found


def _people(incident: Incident, lines: Collection[str]) -> list[Sheet]:
    """Return the victims by name, as far as the names are among what was shared."""
    shown = " ".join(lines)
    victims = incident.parties.filter(role=PartyRole.VICTIM).order_by("pk")
    return [{"role": "victim", "name": party.name} for party in victims if party.family_name and party.name in shown]


def _head(endpoint: Endpoint, force_code: str, kind: Kind, message_id: uuid.UUID, now: datetime) -> Sheet:
    """Return what every message begins with."""
    return {
        "format": FORMAT,
        "messageType": str(kind),
        "messageId": str(message_id),
        "sentAt": now.isoformat(),
        "sender": {"agency": f"police:{force_code}", "system": "heed"},
        "recipient": {"agency": endpoint.agency.body or endpoint.agency.name},
    }
