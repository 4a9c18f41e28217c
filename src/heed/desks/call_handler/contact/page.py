"""What the safe-contact panel shows: on a call, on an incident and on a person's record, first of all panels."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from heed.domain.contact import queries
from heed.domain.contact.access import SEE_MESSAGES, SEE_SAFE_CONTACT, WRITE_SAFE_CONTACT
from heed.domain.contact.models import ContactRule, Message, MessageEvent
from heed.domain.contact.queries import SafeContact
from heed.domain.contact.terms import NEEDS_SOMEBODY, State
from heed.domain.incidents.models import Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import Person
from heed.engines.numbers.reading import display
from heed.engines.risk.safe_contact_words import in_words
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User


@dataclass(frozen=True, slots=True)
class Shown:
    """One person's rules in words. sentences: what they ask; words: what staff must know."""

    person: Person
    sentences: tuple[str, ...]
    words: tuple[str, ...]
    review_due: bool
    subjects: tuple[str, ...]


def panel(user: User, persons: Collection[Person], *, carried: str, level: int, now: datetime) -> dict[str, Any]:
    """
    Return what safe_contact_panel.jinja reads. carried: the reason that links carry on, "?" included; level: of its heading.

    What stands is shown for each person; for one alone there is a way to write more.
    """
    persons = list({person.lead_id: person for person in persons}.values())
    shown = shown_of(user, persons, now=now)
    one = persons[0] if len(persons) == 1 else None
    return {
        "safe_contact": shown,
        "safe_contact_person": one if one and allowed(user, SEE_SAFE_CONTACT) else None,
        "safe_contact_carried": carried,
        "safe_contact_level": level,
        "may_write_safe_contact": allowed(user, WRITE_SAFE_CONTACT),
    }


def of_incident(user: User, parties: Collection[Party], *, carried: str, now: datetime) -> dict[str, Any]:
    """Return the same for everybody in an incident but the other party, and whether messages may be seen."""
    persons = [party.person for party in parties if party.person and party.role != PartyRole.OTHER_PARTY]
    return {
        **panel(user, persons, carried=carried, level=2, now=now),
        "may_see_messages": allowed(user, SEE_MESSAGES),
    }


def shown_of(user: User, persons: Collection[Person], *, now: datetime) -> list[Shown]:
    """Return the rules that stand, by person; nobody twice who was found to be one."""
    leads: dict[uuid.UUID, Person] = {}
    for person in persons:
        leads.setdefault(person.lead_id, person)
    found = queries.safe_contact_for(user, list(leads), on=timezone.localdate(now)) if leads else None
    by_lead: dict[uuid.UUID, list[ContactRule]] = {}
    for row in found.rows if found else ():
        by_lead.setdefault(row.person.lead_id, []).append(row)
    today = timezone.localdate(now)
    return [_shown(leads[lead], SafeContact(rows, today)) for lead, rows in by_lead.items() if lead in leads]


def _shown(person: Person, contact: SafeContact) -> Shown:
    """Put one person's rules."""
    return Shown(
        person=person,
        sentences=tuple(map(readable, contact.sentences)),
        words=tuple(dict.fromkeys(row.words for row in contact.rows if row.words)),
        review_due=contact.review_due,
        subjects=tuple(f"contact_rule:{row.pk}" for row in contact.rows),
    )


def readable(sentence: str) -> str:
    """Write the number in a sentence as people do."""
    return " ".join(display(word.rstrip(".")) + "." if word.startswith("+") else word for word in sentence.split(" "))


def rules(contact: SafeContact | None) -> list[dict[str, Any]]:
    """Put each rule that stands as the page of safe contact shows it."""
    if contact is None:
        return []
    return [
        {
            "row": row,
            "sentences": [readable(sentence) for sentence in in_words(queries.rule_of(row))],
            "due": row.review_on <= contact.on,
            "waiting": row.loosenings.filter(answered_at=None).select_related("asked_by").first(),
        }
        for row in contact.rows
    ]


TONES = {
    State.DELIVERED: "good",
    State.SENT: "note",
    State.QUEUED: "note",
    State.SENDING: "note",
    State.HELD: "warning",
    State.CANCELLED: "quiet",
}


def outbox(messages: Collection[Message]) -> list[dict[str, Any]]:
    """Put messages with what became of each, the newest event first."""
    return [_message(message, sorted(message.events.all(), key=lambda event: -event.pk)) for message in messages]


def _message(message: Message, events: list[MessageEvent]) -> dict[str, Any]:
    """Put one message."""
    now_is = State(events[0].state)
    return {
        "row": message,
        "state": now_is.label,
        "tone": "urgent" if now_is in NEEDS_SOMEBODY else TONES[now_is],
        "to": display(message.to),
        "events": events,
        "can_be_taken_back": now_is in {State.QUEUED, State.HELD},
    }
