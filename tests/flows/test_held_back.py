"""What must not happen however a call goes: somebody else's home named, a decision forgotten, a stranger made somebody."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heed.domain.calls.models import Call, CallerDecision
from heed.domain.calls.services import CallFinished
from heed.domain.calls.terms import Decision
from heed.domain.incidents.models import Incident
from heed.domain.people.models import IdentityDecision, Person, Residence
from heed.domain.people.services import use_line
from heed.domain.people.terms import Judgement
from heed.domain.places.services import place_at
from heed.engines.linkage.said import Said
from heed.flows import identify, record, take_call
from heed.flows.proof import Typed
from tests.flows.conftest import HOME, REPORT
from tests.flows.test_suggest import DAY, NEXT, caller, known, names, party, withheld

pytestmark = pytest.mark.django_db
__all__ = ["known", "withheld"]

WORDS = Said(given="Margaret", family="Featherstone", born="1942-02-03", address=HOME)


@pytest.fixture
def taken(ring, handler, noon):
    """Return how Harriet takes a call from a number."""

    def taken(number):
        call = ring(number, now=noon)
        return take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)[0]

    return taken


@pytest.fixture
def merge(supervisor, noon):
    """Return how two records become one."""

    def merge(one, other):
        by = {"user": supervisor, "actor": supervisor.actor(), "now": noon}
        return identify.merge(one=one.pk, other=other.pk, why="x", shown=[], **by)

    return merge


def test_an_address_that_was_only_said_names_nobody_who_lives_there(known, withheld, reported, hear, say, noon):
    reported("07700 900778", now=noon - 3 * DAY, parties=(caller("Roy", "Leaver", home=NEXT),))
    roy = Person.objects.get(given_name="Roy")
    words = Said(given="Roy", family="Leaver", born="1942-02-03", address=HOME)
    hear(withheld, caller=words, now=noon)

    found = say(withheld, roy.pk, typed=Typed(caller=words), now=noon).found

    assert found["known_person"] == str(roy.pk)
    assert found["household"] == [], "Roy says that he lives with Margaret; nothing on record says so"
    assert f"person:{known.pk}" not in found["subjects"]
    assert "other person at the address" not in found["card"]["pattern"]


def test_how_many_live_at_home_is_not_said_of_the_place_where_it_happened(known, taken, hear, force, noon):
    call = taken("07700 900777")
    place_at(force=force, address="Quince Park, Mallow", now=noon)

    found = hear(call, address="Quince Park, Mallow", now=noon)

    assert found["place"]["address"] == "Quince Park, Mallow"
    assert found["living_there"] == 0


@pytest.mark.parametrize("words", ["ZZ1 1AA", "Mallow", "Acacia Road, Mallow", "12"])
def test_words_that_name_no_door_are_nobodys_home(reported, withheld, hear, noon, words):
    for number, name in (("07700 900771", "Anna"), ("07700 900772", "Boris")):
        reported(
            number,
            now=noon - DAY,
            parties=(caller("Cleo", name, home=HOME), party(name, "Stranger", home=words)),
        )

    assert not Residence.objects.filter(person__family_name="Stranger").exists()
    assert hear(withheld, caller=Said(given="X", family="Y", address=words), now=noon)["living_there"] == 0


def test_a_search_that_began_before_the_call_ended_is_not_kept(known, withheld, handler, noon):
    stale = Call.objects.get(pk=withheld.pk)
    record.nothing_to_record(call=withheld, why="No", text="", user=handler, actor=handler.actor(), now=noon)
    assert stale.finished_at is None

    with pytest.raises(CallFinished):
        take_call.search_again(call=stale, typed=Typed(caller=WORDS), user=handler, actor=handler.actor(), now=noon)


def test_a_search_waits_for_what_is_being_decided(known, withheld, hear, noon):
    with CaptureQueriesContext(connection) as asked:
        hear(withheld, caller=WORDS, now=noon)

    assert any('"calls_call"' in q["sql"] and "FOR NO KEY UPDATE" in q["sql"] for q in asked.captured_queries)


def test_whoever_was_refused_stays_refused_when_another_record_comes_to_stand_for_them(
    known, withheld, reported, hear, say, merge, noon
):
    reported("07700 900779", now=noon - 3 * DAY, parties=(caller("Margaret", "Featherston", home=HOME),))
    later = Person.objects.get(family_name="Featherston")
    hear(withheld, caller=replace(WORDS, family="Featherston"), now=noon)
    say(withheld, later.pk, decision=Decision.DIFFERENT, typed=Typed(caller=WORDS), now=noon)
    merge(known, later)
    later.refresh_from_db()
    assert later.lead_id == known.pk

    found = hear(withheld, caller=WORDS, now=noon)

    assert names(found) == []


def test_whoever_was_confirmed_is_not_somebody_else_at_home_when_another_record_comes_to_stand_for_them(
    known, withheld, reported, hear, say, merge, noon
):
    reported("07700 900779", now=noon - 3 * DAY, parties=(caller("Margaret", "Featherston", home=HOME),))
    later = Person.objects.get(family_name="Featherston")
    typed = Typed(caller=replace(WORDS, family="Featherston"))
    hear(withheld, caller=typed.caller, now=noon)
    say(withheld, later.pk, typed=typed, now=noon)
    merge(known, later)

    found = hear(withheld, caller=typed.caller, now=noon)

    assert found["known_person"] == str(later.pk)
    assert found["household"] == []


def test_whom_they_ruled_out_is_remembered_when_the_call_is_about_an_incident_on_record(
    known, taken, reported, hear, say, handler, noon
):
    reported("07700 900779", now=noon - 3 * DAY, parties=(caller("Una", "Featherstone", home=HOME),))
    una = Person.objects.get(given_name="Una")
    call = taken("07700 900777")
    hear(call, caller=Said(family="Featherstone", address=HOME), now=noon)
    say(call, una.pk, decision=Decision.HOUSEHOLD, now=noon)
    say(call, known.pk, now=noon)

    record.add_to_incident(
        call=call, incident=Incident.objects.first(), text="", user=handler, actor=handler.actor(), now=noon
    )

    assert CallerDecision.objects.filter(call=call).count() == 2
    made = IdentityDecision.objects.get()
    assert {made.one_id, made.other_id} == {una.pk, known.pk}
    assert made.decision == Judgement.SAME_HOUSEHOLD


def test_what_happened_at_the_home_of_people_on_a_line_answers_no_question(known, card, noon):
    use_line(person=known, e164="+447700900555", confirmed_by=None, now=noon - DAY)

    found = card("07700 900555", now=noon)

    assert found["place"]["counts"]["365"] == 1
    assert found["known"] == {}


def test_a_carer_whose_records_are_one_is_still_a_carer(known, reported, hear, say, withheld, merge, noon):
    reported("07700 900778", now=noon - 3 * DAY, parties=(caller("Una", "Featherstone", home=HOME),))
    una = Person.objects.get(given_name="Una")
    rings = replace(caller("Una", "Fetherstone", home=HOME), roles=("caller",), relation="carer")
    reported("07700 900779", now=noon - 2 * DAY, report=replace(REPORT, parties=(rings,)))
    merge(una, Person.objects.get(family_name="Fetherstone"))
    hear(withheld, caller=WORDS, now=noon)

    found = say(withheld, known.pk, typed=Typed(caller=WORDS), now=noon).found

    assert found["household_notes"][str(una.pk)] == "carer"
