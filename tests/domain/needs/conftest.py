"""Jean, who needs something; her home; and writers of needs, warnings and passports."""

from dataclasses import replace
from datetime import date

import pytest

from heed.domain.needs import services
from heed.domain.needs.passports import services as passports
from heed.domain.needs.passports.services import Said
from heed.domain.needs.services import NeedWords, WarningWords
from heed.domain.needs.terms import Agreed, Basis, NeedKind, Source, WarningKind
from heed.domain.people import services as people
from heed.domain.places.services import place_at

WORDS = NeedWords(
    kind=NeedKind.HEARING,
    what_helps="Text, do not ring",
    source=Source.PERSON,
    basis=Basis.SAFEGUARDING,
    review_on=date(2027, 11, 20),
    expires_on=date(2028, 11, 20),
)
DOGS = WarningWords(
    kind=WarningKind.DOGS,
    words="Two loose dogs",
    basis="An officer saw them",
    source=Source.HANDLER,
    review_on=date(2027, 2, 20),
    expires_on=date(2027, 5, 20),
)
SAID = Said("Speak slowly", Agreed.TELEPHONE, "I am not drunk")


@pytest.fixture
def person(force, handler, noon):
    """Return a maker of people on record: `person("Jean")`."""

    def person(given="Jean", family="Marlow", *, of=None):
        return people.record_person(
            force=of or force, given_name=given, family_name=family, born_on=None, actor=handler.actor(), now=noon
        )

    return person


@pytest.fixture
def jean(person):
    """Return Jean Marlow."""
    return person()


@pytest.fixture
def home(force, noon):
    """Return where Jean lives."""
    return place_at(force=force, address="14 Acacia Road, Mallow, ZZ1 1AA", now=noon)


@pytest.fixture
def note(handler, noon):
    """Return a writer of needs: `note(jean, expires_on=…)`."""

    def note(whose, *, now=noon, by=handler, **changes):
        return services.note_need(person=whose, need=replace(WORDS, **changes), user=by, actor=by.actor(), now=now)

    return note


@pytest.fixture
def warn(handler, supervisor, noon):
    """Return a writer of warnings: `warn(jean)` proposes, and the supervisor approves unless told not to."""

    def warn(about, *, now=noon, approve=True, follows=None, **changes):
        made = services.propose_warning(
            about=about, warning=replace(DOGS, **changes), follows=follows, user=handler, actor=handler.actor(), now=now
        )
        if approve:
            services.answer_warning(
                warning_id=made.pk, approved=True, why="Yes", user=supervisor, actor=supervisor.actor(), now=now
            )
            made.refresh_from_db()
        return made

    return warn


@pytest.fixture
def write(handler, noon):
    """Return a writer of passports: `write(jean, pin="2468")`."""

    def write(whose, *, pin="", now=noon):
        return passports.write(person=whose, said=SAID, pin=pin, user=handler, actor=handler.actor(), now=now)

    return write
