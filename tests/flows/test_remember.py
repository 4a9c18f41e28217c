"""What is recorded of a call is filed for the next one: who was described, and who it was said not to be."""

from dataclasses import replace

import pytest

from heed.domain.calls import services as calls
from heed.domain.calls.terms import About, Decision
from heed.domain.incidents.models import Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people import queries
from heed.domain.people.identity import queries as identity_read
from heed.domain.people.models import IdentityDecision, Mention, Person
from heed.domain.people.services import list_line, record_person
from heed.domain.people.terms import Judgement, KnownAs, LinkSource
from heed.domain.places.models import Place
from heed.engines.linkage.keys import looked_up
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import read
from heed.flows import record
from heed.flows.record import Someone
from heed.foundation.accounts.terms import system
from tests.flows.conftest import JEAN, REPORT

NUMBER = "07700 900123"


@pytest.fixture
def ada(force, noon):
    """Return somebody on record."""
    return record_person(force=force, given_name="Ada", family_name="Marlow", born_on=None, actor=system("t"), now=noon)


@pytest.fixture
def recorded(ring, handler, noon):
    """Return how a call is recorded: with what Harriet decided about whom, and who is in it."""

    def recorded(*parties, decided=(), number=NUMBER, **more):
        call = ring(number, now=noon, **more)
        calls.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)
        for person, about, decision in decided:
            calls.decide_caller(
                call=call,
                person_id=person.pk,
                about=about,
                decision=decision,
                shown=["same surname", "same street"],
                why="a young voice",
                user=handler,
                actor=handler.actor(),
                now=noon,
            )
        report = replace(REPORT, parties=parties)
        return record.record_incident(call=call, report=report, user=handler, actor=handler.actor(), now=noon)

    return recorded


def test_whoever_is_named_is_filed_as_described_and_found_by_the_next_call(recorded, force):
    incident = recorded(replace(JEAN, address="14 Acacia Road, Mallow", postcode="ZZ1 1AA", email="jean@example.org"))

    made = Mention.objects.get()
    assert (made.given_name, made.postcode, made.email, made.call) == (
        "Jean",
        "ZZ1 1AA",
        "jean@example.org",
        incident.call_id,
    )
    assert (made.e164, made.source, made.person) == ("+447700900123", LinkSource.SAID, Person.objects.get())
    found = queries.under(force.pk, looked_up(read(Said(given="Jeanie", family="Marlowe", postcode="ZZ1 1AA"))))
    assert [person for _, person, *_ in found] == [made.person_id]


def test_the_postcode_is_part_of_the_address_and_not_written_twice(recorded):
    recorded(replace(JEAN, address="14 Acacia Road, Mallow", postcode="ZZ1 1AA"))
    recorded(replace(JEAN, given_name="Joan", address="14 Acacia Road, Mallow, ZZ1 1AA", postcode="zz11aa"))

    addresses = set(Party.objects.values_list("address", flat=True))
    assert addresses == {"14 Acacia Road, Mallow, ZZ1 1AA"}
    assert Place.objects.filter(address__startswith="14 Acacia").count() == 1


def test_a_postcode_alone_is_no_address():
    assert Someone((), postcode="ZZ1 1AA").whole_address == ""


def test_every_named_party_is_filed_and_nobody_without_a_name(recorded):
    recorded(
        JEAN,
        Someone((PartyRole.VICTIM,), given_name="Tom", family_name="Lee"),
        Someone((PartyRole.OTHER_PARTY,), description="a man with a dog"),
    )

    assert set(Mention.objects.values_list("given_name", flat=True)) == {"Jean", "Tom"}


def test_a_shared_line_is_not_filed_as_a_persons(recorded, force, noon):
    list_line(
        force=force,
        e164="+447700900123",
        known_as=KnownAs.CARE_HOME,
        label="The Limes",
        actor=system("t"),
        now=noon,
    )
    recorded(JEAN)

    assert Mention.objects.get().e164 == ""


def test_a_confirmed_caller_is_described_again_under_themselves(recorded, ada):
    recorded(JEAN, decided=[(ada, About.CALLER, Decision.SAME)])

    made = Mention.objects.get()
    assert (made.person, made.source, made.given_name) == (ada, LinkSource.CONFIRMED, "Jean")
    assert Person.objects.count() == 1


def test_a_confirmed_victim_is_the_first_on_the_form(recorded, ada):
    recorded(
        replace(JEAN, roles=(PartyRole.CALLER,)),
        Someone((PartyRole.VICTIM,), given_name="A", family_name="Marlow"),
        Someone((PartyRole.VICTIM,), given_name="B", family_name="Marlow"),
        decided=[(ada, About.VICTIM, Decision.SAME)],
    )

    victims = {party.given_name: party.person for party in Party.objects.filter(role=PartyRole.VICTIM)}
    assert victims["A"] == ada
    assert victims["B"] != ada


@pytest.mark.parametrize(
    ("decision", "judgement"),
    [(Decision.DIFFERENT, Judgement.DIFFERENT), (Decision.HOUSEHOLD, Judgement.SAME_HOUSEHOLD)],
)
def test_whom_a_new_caller_was_said_not_to_be_is_remembered(recorded, ada, handler, decision, judgement):
    incident = recorded(JEAN, decided=[(ada, About.CALLER, decision)])

    jean = Person.objects.exclude(pk=ada.pk).get()
    made = IdentityDecision.objects.get()
    assert {made.one_id, made.other_id} == {ada.pk, jean.pk}
    assert (made.decision, made.decided_by, made.call) == (judgement, handler, incident.call_id)
    assert (made.shown, made.why) == (["same surname", "same street"], "a young voice")
    assert queries.told_apart([ada.pk, jean.pk]) == {frozenset({ada.pk, jean.pk})}


def test_whom_the_handler_could_not_tell_is_not_remembered(recorded, ada):
    recorded(JEAN, decided=[(ada, About.CALLER, Decision.UNSURE)])

    assert not IdentityDecision.objects.exists()


def test_a_wrong_key_put_right_is_not_remembered(recorded, ada):
    recorded(JEAN, decided=[(ada, About.CALLER, Decision.DIFFERENT), (ada, About.CALLER, Decision.SAME)])

    assert not IdentityDecision.objects.exists()


def test_it_is_remembered_of_whom_it_was_said(recorded, ada):
    recorded(
        replace(JEAN, roles=(PartyRole.CALLER,)),
        Someone((PartyRole.VICTIM,), given_name="Tom", family_name="Lee"),
        decided=[(ada, About.VICTIM, Decision.DIFFERENT)],
    )

    tom = Person.objects.get(given_name="Tom")
    assert [made.decision for made in identity_read.about(tom.pk, ada.pk)] == [Judgement.DIFFERENT]
    assert IdentityDecision.objects.count() == 1


def test_refusing_the_same_again_is_not_written_twice(recorded, ada, force, noon):
    bea = record_person(force=force, given_name="Bea", family_name="Lee", born_on=None, actor=system("t"), now=noon)
    for _ in range(2):
        recorded(JEAN, decided=[(bea, About.CALLER, Decision.DIFFERENT), (ada, About.CALLER, Decision.SAME)])

    assert IdentityDecision.objects.count() == 1


def test_refusing_somebody_who_stands_as_one_with_the_caller_is_left_to_whoever_joined_them(
    recorded, ada, force, noon, supervisor
):
    from heed.flows import identify

    bea = record_person(force=force, given_name="Bea", family_name="Lee", born_on=None, actor=system("t"), now=noon)
    identify.merge(one=ada.pk, other=bea.pk, why="x", shown=[], user=supervisor, actor=supervisor.actor(), now=noon)
    recorded(JEAN, decided=[(bea, About.CALLER, Decision.DIFFERENT), (ada, About.CALLER, Decision.SAME)])

    assert [made.decision for made in IdentityDecision.objects.all()] == [Judgement.SAME]
    assert Party.objects.filter(person=ada).exists()
