"""
Reading how people are contacted safely, and what went out to them; always within one force.

A rule of anybody decided to be one with a person is that person's: whichever record it was noted on.
"""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property

from django.db.models import OuterRef, QuerySet, Subquery

from heed.domain.contact.access import LOOSEN_SAFE_CONTACT, SEE_MESSAGES, SEE_SAFE_CONTACT
from heed.domain.contact.models import ContactRule, Loosening, Message, MessageEvent, Outgoing
from heed.domain.contact.terms import State
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import LineUse, Mention, MentionKey
from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import read
from heed.engines.risk.safe_contact import Channel, Rule, Span
from heed.engines.risk.safe_contact_words import in_words
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User


@dataclass(frozen=True)
class SafeContact:
    """
    All that stands for contacting one person, or several who are asked for together. Code words are not in it.

    rows: the rules, the newest first; on: the day it was read for.
    """

    rows: Sequence[ContactRule]
    on: date

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Give the rules for engines.risk.safe_contact."""
        return tuple(rule_of(row) for row in self.rows)

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Say what all of them ask, each thing once, “do not” first, in plain words for a screen."""
        said = dict.fromkeys(words for rule in self.rules for words in in_words(rule))
        return tuple(sorted(said, key=lambda words: not words.startswith("Do not")))

    @property
    def words(self) -> str:
        """Say all of it in one line, with what was written for staff."""
        return " ".join([*self.sentences, *dict.fromkeys(row.words for row in self.rows if row.words)])

    def forbids(self, channel: str) -> bool:
        """Say whether a way of contacting them is closed altogether."""
        return any(not rule.permits(Channel(channel)) for rule in self.rules)

    @property
    def review_due(self) -> bool:
        """Say whether somebody should look at one of them again. All of them stand all the same."""
        return any(row.review_on <= self.on for row in self.rows)


def rule_of(row: ContactRule) -> Rule:
    """Put a row as engines.risk.safe_contact has it."""
    return Rule(
        only=None if row.only is None else frozenset(map(Channel, row.only)),
        forbidden=frozenset(map(Channel, row.forbidden)),
        hours=None if row.hours is None else tuple(span_of(*one) for one in row.hours),
        number=row.safe_number,
        email=row.safe_email,
        address=row.safe_address,
        voicemail=row.voicemail,
        code_word=bool(row.code_word),
        who_may_answer=row.who_may_answer,
    )


def span_of(day: int, start: str, end: str) -> Span:
    """Read hours of one weekday as they are kept: 0 for Monday, “09:00”, “15:00”."""
    return Span(day, time.fromisoformat(start), time.fromisoformat(end))


def standing_rules(person_ids: Collection[uuid.UUID]) -> QuerySet[ContactRule]:
    """Return the rules that stand of some people and of whoever is one with them, the newest first."""
    standing = ContactRule.rows.standing().filter(person__lead__atoms__in=person_ids)
    return standing.select_related("person", "owner", "noted_by").distinct().order_by("-noted_at", "-pk")


def safe_contact_of(person_ids: Collection[uuid.UUID], *, on: date) -> SafeContact | None:
    """Return how some people, and whoever is one with them, are contacted safely; None where no rule stands."""
    rows = list(standing_rules(person_ids)) if person_ids else []
    return SafeContact(rows, on) if rows else None


def safe_contact_for(user: User, person_ids: Collection[uuid.UUID], *, on: date) -> SafeContact | None:
    """Return the same of people of the user's own force, for a screen; None for whoever may not see it."""
    if not person_ids or not allowed(user, SEE_SAFE_CONTACT):
        return None
    rows = list(standing_rules(person_ids).filter(force=user.force_id))
    return SafeContact(rows, on) if rows else None


def rule_or_none(user: User, rule_id: int) -> ContactRule | None:
    """Return a rule that stands, of the user's own force."""
    found = ContactRule.rows.standing().filter(force=user.force_id, pk=rule_id)
    return found.select_related("person", "owner", "noted_by").first()


def has_rules(person_ids: Collection[uuid.UUID]) -> bool:
    """Say whether any rule stands of some people or of whoever is one with them."""
    return ContactRule.rows.standing().filter(person__lead__atoms__in=person_ids).exists()


def due_for_review(*, on: date) -> QuerySet[ContactRule]:
    """Return the rules whose review is due; they stand on."""
    return ContactRule.rows.standing().filter(review_on__lte=on).select_related("force", "person", "owner")


def waiting_loosenings(user: User) -> QuerySet[Loosening]:
    """Return what waits for a second person, the oldest first; nothing for whoever may not answer."""
    if not allowed(user, LOOSEN_SAFE_CONTACT):
        return Loosening.objects.none()
    waiting = Loosening.objects.filter(answered_at=None, rule__ended_at=None, rule__force=user.force_id)
    return waiting.select_related("rule__person", "asked_by").order_by("asked_at", "pk")


def messages_of_incident(user: User, incident: Incident) -> list[Message]:
    """Return what went out about an incident, the newest first, each with its events as `told`; nothing without leave."""
    if not allowed(user, SEE_MESSAGES):
        return []
    return _with_events(Message.objects.filter(incident=incident, force=user.force_id))


def messages_of_people(user: User, person_ids: Collection[uuid.UUID]) -> list[Message]:
    """Return what went out to some people and whoever is one with them, as above."""
    if not allowed(user, SEE_MESSAGES):
        return []
    return _with_events(Message.objects.filter(person__lead__atoms__in=person_ids, force=user.force_id).distinct())


def _with_events(messages: QuerySet[Message]) -> list[Message]:
    """Return messages with their events and where they are in the queue, the newest first."""
    found = messages.select_related("person", "incident", "outgoing").prefetch_related("events")
    return list(found.order_by("-made_at", "-pk")[:MESSAGES_MOST])


MESSAGES_MOST = 100
"""Messages on one page."""


def newest_event(message: Message) -> MessageEvent:
    """Return the event that holds: what has become of a message. Every message has one from the beginning."""
    return max(message.events.all(), key=lambda event: event.pk)


def sending_by(message: Message) -> str:
    """Return which provider was last asked to take a message; empty where none was."""
    asked = message.events.filter(state=State.SENDING).order_by("-pk")
    return asked.values_list("provider", flat=True).first() or ""


def sent_at(message: Message) -> datetime:
    """Return when a message that was sent was."""
    return message.events.filter(state=State.SENT).values_list("at", flat=True).get()


def due(*, now: datetime, most: int) -> list[uuid.UUID]:
    """Return the messages that are to be sent, or whose sending broke off, by when they were due."""
    found = Outgoing.objects.filter(due_at__lte=now, sent=False).order_by("due_at")
    return list(found.values_list("message", flat=True)[:most])


def receipts_due(*, now: datetime, most: int) -> list[tuple[uuid.UUID, str]]:
    """Return the messages that were sent and of which nobody knows yet whether they arrived, and who took each."""
    sent = MessageEvent.objects.filter(message=OuterRef("message"), state=State.SENT).order_by("-pk")
    found = Outgoing.objects.filter(due_at__lte=now, sent=True).annotate(by=Subquery(sent.values("provider")[:1]))
    return list(found.order_by("due_at").values_list("message", "by")[:most])


def others_gave(force_id: int, email: str, person_id: uuid.UUID) -> bool:
    """Say whether somebody else gave the same e-mail address: they would read it too. Found by its key, as recognition does."""
    keys = filed_under(read(Said(email=email)))
    found = MentionKey.objects.filter(force=force_id, key__in=keys).exclude(mention__person__lead__atoms=person_id)
    return found.exists()


def other_parties_reach(person_id: uuid.UUID) -> frozenset[str]:
    """
    Return the numbers and e-mail addresses of the other party of every incident that a person called or suffered in.

    Casefolded. What was said of them on the form counts as much as the lines that they were seen on.
    """
    ours = Party.objects.filter(person__lead__atoms=person_id).exclude(role=PartyRole.OTHER_PARTY)
    against = Party.objects.filter(role=PartyRole.OTHER_PARTY, incident__in=ours.values("incident"))
    rows = list(against.exclude(person__lead__atoms=person_id).values_list("person__lead", "e164"))
    if not rows:
        return frozenset()
    leads = {lead for lead, _ in rows if lead}
    lines = LineUse.objects.filter(person__lead__in=leads, removed_at=None).values_list("e164", flat=True)
    emails = Mention.objects.filter(person__lead__in=leads).exclude(email="").values_list("email", flat=True)
    return frozenset(one.casefold() for one in (*(e164 for _, e164 in rows if e164), *lines, *emails))


def others_forbid(force_id: int, e164: str, person_id: uuid.UUID) -> list[ContactRule]:
    """Return the rules that stand of everybody else who was seen on a line, and of whoever is one with them."""
    standing = ContactRule.rows.standing().filter(
        force=force_id,
        person__lead__atoms__line_uses__e164=e164,
        person__lead__atoms__line_uses__removed_at=None,
    )
    return list(standing.exclude(person__lead__atoms=person_id).distinct())
