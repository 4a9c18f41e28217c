"""
How a partner may reach a victim: only where the victim's own rules and the other party leave it safe.

The gate of flows/messages/safe_contact.py is asked for every channel, and here more is asked than of ourselves: a partner
cannot ask for a code word, nor read what was written for staff, nor hear that somebody else picked up. What is not safe, or
not known to be theirs, is not given at all. Source: features.md #16; procedure.md 6.
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.utils.timezone import localdate

from heed.domain.contact.models import ContactRule
from heed.domain.contact.queries import rule_of
from heed.domain.incidents.models import Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people import queries as people
from heed.domain.people.models import Person
from heed.domain.sharing.rules import Line
from heed.engines.numbers.reading import display
from heed.engines.risk.safe_contact import NUMBERS, Channel, Rule
from heed.engines.risk.safe_contact_words import in_words
from heed.flows.consult_lines import lines_seen
from heed.flows.messages.safe_contact import Asked, gate

NOT_BY_PARTNERS = "Do not. Ask us to pass it on"
"""What a partner is told of a way that is not safe, or not known to be: never why, for that would say more."""

FIRST = "First"
THROUGH_US = "There is more to know before you contact them. Ask us first"

WAYS = {
    Channel.CALL: "Ring",
    Channel.TEXT: "Text",
    Channel.EMAIL: "E-mail",
    Channel.LETTER: "Write to",
    Channel.VISIT: "Visit",
}


def lines_for(person: Person, *, now: datetime) -> tuple[list[Line], list[str]]:
    """Return what a partner may know of reaching a victim, and the destinations that are in it."""
    said: list[Line] = []
    reach: list[str] = []
    rows: dict[int, ContactRule] = {}
    for channel, way in WAYS.items():
        asked = gate(person=person, channel=channel, now=now)
        rows |= {row.pk: row for row in asked.rows}
        to = _safe_for_partners(person, asked, now=now)
        if to:
            reach.append(to)
            shown = display(to) if channel in NUMBERS else to
            said.append(Line(way, ". ".join([shown, *asked.verdict.conditions, *_hours(asked.rows)])))
        else:
            said.append(Line(way, NOT_BY_PARTNERS))
    if any(row.words for row in rows.values()):
        said.append(Line(FIRST, THROUGH_US))
    return said, reach


def _safe_for_partners(person: Person, asked: Asked, *, now: datetime) -> str:
    """Return where a partner may reach somebody by a channel; nothing where it is not safe, or not known to be theirs."""
    verdict, channel = asked.verdict, asked.channel
    if not verdict.to or not (verdict.allowed or verdict.later) or any(row.code_word for row in asked.rows):
        return ""
    named = any(rule_of(row).place_for(channel).casefold() == verdict.to.casefold() for row in asked.rows)
    if channel in NUMBERS:
        return verdict.to if named or _theirs_alone(person, verdict.to, now=now) else ""
    if channel in {Channel.LETTER, Channel.VISIT} and _other_party_lives_there(person, on=localdate(now)):
        # Even where a rule names it: whoever was asked for it may have been made to say so.
        return ""
    return verdict.to


def _theirs_alone(person: Person, e164: str, *, now: datetime) -> bool:
    """Say whether a line was confirmed as somebody's and nobody else was seen on it."""
    seen = [line for line in lines_seen(person, now=now) if line.use.e164 == e164]
    return any(line.use.confirmed_at is not None and not line.others for line in seen)


def _other_party_lives_there(person: Person, *, on: date) -> bool:
    """Say whether the other party of any of somebody's incidents lives where they live, or was said to."""
    home = people.homes_of([person.pk], on=on).get(person.pk)
    if home is None:
        return False
    ours = Party.objects.filter(person__lead__atoms=person.pk).exclude(role=PartyRole.OTHER_PARTY)
    against = Party.objects.filter(role=PartyRole.OTHER_PARTY, incident__in=ours.values("incident"))
    if against.filter(place=home).exists():
        return True
    others = list(against.exclude(person=None).exclude(person__lead__atoms=person.pk).values_list("person", flat=True))
    return home.pk in {place.pk for place in people.homes_of([pk for pk in others if pk], on=on).values()}


def _hours(rows: Sequence[ContactRule]) -> list[str]:
    """Say the hours that the rules leave, in words."""
    hours = (rule_of(row).hours for row in rows)
    said = (words.rstrip(".") for one in hours if one is not None for words in in_words(Rule(hours=one)))
    return list(dict.fromkeys(said))
