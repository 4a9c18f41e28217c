"""Jean, who has asked to be contacted in a certain way."""

from dataclasses import replace
from datetime import date

import pytest
from tests.desks.conftest import trail
from tests.flows.conftest import REPORT, reported, ring, say

from heed.domain.contact import services
from heed.domain.contact.services import RuleWords
from heed.domain.incidents.services import PartyReport, add_parties
from heed.domain.incidents.terms import PartyRole
from heed.domain.needs.terms import Basis, Source
from heed.domain.people import services as people
from heed.domain.people.identity import services as identity
from heed.domain.people.identity.services import Basis as IdentityBasis
from heed.domain.people.terms import Judgement
from heed.flows.messages.gate import send

__all__ = ["REPORT", "reported", "ring", "say", "trail"]

WORDS = RuleWords(
    source=Source.PERSON,
    basis=Basis.SAFEGUARDING,
    review_on=date(2027, 5, 20),
    forbidden=("text",),
    words="He reads them",
)
HERS = "+447700900123"


def other_party(incident, handler, noon, person=None, **words):
    """Put somebody on an incident as its other party."""
    party = PartyReport(role=PartyRole.OTHER_PARTY, person=person, given_name="Rex", family_name="Vane", **words)
    add_parties(incident=incident, parties=[party], actor=handler.actor(), now=noon)


@pytest.fixture
def person(force, handler, ring, noon):
    """Return a maker of people on record; with a number they have rung from it, and a handler has confirmed that it is theirs."""

    def person(given="Jean", family="Marlow", *, number="", of=None):
        made = people.record_person(
            force=of or force, given_name=given, family_name=family, born_on=None, actor=handler.actor(), now=noon
        )
        if number:
            ring(number, now=noon)
            people.use_line(person=made, e164=number, confirmed_by=handler, now=noon)
        return made

    return person


@pytest.fixture
def jean(person):
    """Return Jean Marlow, whose mobile was confirmed."""
    return person(number=HERS)


@pytest.fixture
def text(handler, noon):
    """Return a sender of the plainest message: `text(jean)`."""

    def text(person, *, at=noon, template="contact_agreed", channel="text", incident=None, language="en", **words):
        return send(
            person_id=person.pk, template=template, words=words or {"agreed": "every Friday"}, incident=incident,
            actor=handler.actor(), now=at, language=language, channel=channel,
        )  # fmt: skip

    return text


@pytest.fixture
def merge(handler, noon):
    """Return what a handler decides: `merge(jean, other)` makes two records one person."""

    def merge(one, other):
        identity.decide(
            one=one.pk,
            other=other.pk,
            judgement=Judgement.SAME,
            basis=IdentityBasis(why="The same"),
            user=handler,
            actor=handler.actor(),
            now=noon,
        )

    return merge


@pytest.fixture
def note(handler, noon):
    """Return a writer of rules: `note(jean, forbidden=("text",))`."""

    def note(person, *, now=None, **changes):
        rule = replace(WORDS, **({"forbidden": ()} | changes)) if changes else WORDS
        return services.note_rule(person=person, rule=rule, user=handler, actor=handler.actor(), now=now or noon)

    return note
