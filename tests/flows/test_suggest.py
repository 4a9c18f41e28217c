"""Who is suggested by words alone, what is told of them before and after, and what stays decided."""

import uuid
from dataclasses import replace
from datetime import date, timedelta

import pytest

from heed.domain.calls.models import CallerDecision, Check
from heed.domain.calls.services import CallFinished
from heed.domain.calls.terms import About, Decision
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import Person
from heed.engines.linkage.said import Said
from heed.flows import record, take_call
from heed.flows.proof import Typed
from heed.flows.record import CallerUndecided, Someone
from tests.flows.conftest import HOME, REPORT

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NEXT = "5 Elm Close, Mallow, ZZ1 1AB"
OTHER_HOME = "3 Lime Walk, Mallow, ZZ2 2BB"
BORN = date(1942, 2, 3)


def party(given, family, *roles, home=HOME, born=BORN, is_caller=False):
    """Return somebody in an incident."""
    return Someone(
        roles or (PartyRole.VICTIM,),
        is_caller=is_caller,
        given_name=given,
        family_name=family,
        born_on=born,
        address=home,
    )


def caller(given, family, **more):
    """Return somebody who rings for themselves."""
    return party(given, family, PartyRole.CALLER, PartyRole.VICTIM, is_caller=True, **more)


@pytest.fixture
def known(reported, noon):
    """Return Margaret Featherstone, who reported stones five days ago from a telephone of her own."""
    reported("07700 900777", now=noon - 5 * DAY, parties=(caller("Margaret", "Featherstone"),))
    return Person.objects.get(family_name="Featherstone")


@pytest.fixture
def namesake(known, reported, noon):
    """Return another Margaret Featherstone, in the next street."""
    reported("07700 900888", now=noon - 4 * DAY, parties=(caller("Margaret", "Featherstone", home=NEXT, born=None),))
    return Person.objects.exclude(pk=known.pk).get()


@pytest.fixture
def withheld(ring, handler, noon):
    """Return a call without a number that Harriet has taken."""
    call = ring("", now=noon, x_cli_status="withheld")
    return take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)[0]


def names(found, part="candidates"):
    """Return who is suggested, in order."""
    return [candidate["name"] for candidate in found[part]]


def test_a_misspelt_name_and_a_postcode_suggest_the_right_person_and_tell_nothing(known, withheld, hear, noon):
    found = hear(withheld, caller=Said(given="Margaret", family="Fetherston", address="zz1 1aa"), now=noon)

    assert names(found) == ["Margaret Featherstone"]
    assert found["candidates"][0]["kind"] in {"probable", "possible"}
    assert found["candidates"][0]["because"]
    assert found["not_said"][str(known.pk)] == ["date of birth or age"]
    assert found["why"][str(known.pk)]
    assert not found["flags"]["repeat_victim"]
    assert "Victim in" not in found["card"]["pattern"]
    assert found["known_person"] is None
    assert found["open_incidents"] == []
    assert found["place"] is None, "where a suggestion lives is nobody's to read"


def test_an_address_that_was_typed_brings_its_own_history_and_how_many_live_there(known, withheld, hear, noon):
    found = hear(withheld, caller=Said(given="Margaret", address="14 acacia rd mallow zz11aa"), now=noon)

    assert found["place"]["counts"]["365"] == 1
    assert found["place_told"]
    assert found["living_there"] == 1


def test_the_address_of_a_line_is_counted_and_not_named(known, card, noon):
    found = card("07700 900777", now=noon)

    assert found["place"]["counts"]["365"] == 1
    assert not found["place_told"]


def test_confirming_raises_the_flag_and_tells_the_history(known, withheld, hear, say, noon):
    typed = Typed(caller=Said(given="Margaret", family="Fetherston", address="ZZ1 1AA"))
    hear(withheld, caller=typed.caller, now=noon)

    found = say(withheld, known.pk, typed=typed, now=noon).found

    assert found["flags"]["repeat_victim"]
    assert "Victim in 1 incident" in found["card"]["pattern"]
    assert found["known_person"] == str(known.pk)
    assert found["open_incidents"]
    assert found["place_told"]


def test_cannot_tell_takes_a_wrong_same_person_back(known, withheld, hear, say, noon):
    words = Said(given="Margaret", family="Fetherston", address="ZZ1 1AA")
    hear(withheld, caller=words, now=noon)
    say(withheld, known.pk, typed=Typed(caller=words), now=noon)

    found = say(withheld, known.pk, decision=Decision.UNSURE, typed=Typed(caller=words), now=noon).found

    assert not found["flags"]["repeat_victim"]
    assert names(found) == ["Margaret Featherstone"]
    assert found["known_person"] is None


def test_none_of_these_rules_out_everybody_who_was_shown(known, namesake, withheld, hear, say, noon):
    words = Said(given="Margaret", family="Featherstone")
    shown = hear(withheld, caller=words, now=noon)["candidates"]
    assert len(shown) == 2

    check = say(
        withheld,
        *[uuid.UUID(candidate["person"]) for candidate in shown],
        decision=Decision.DIFFERENT,
        typed=Typed(caller=words),
        now=noon,
    )

    assert check.found["candidates"] == []
    assert CallerDecision.objects.filter(call=withheld, decision="different").count() == 2


def test_two_people_cannot_both_be_the_same(known, withheld, hear, say, noon):
    hear(withheld, caller=Said(given="Margaret", family="Featherstone"), now=noon)

    with pytest.raises(Person.DoesNotExist):
        say(withheld, known.pk, uuid.uuid4(), now=noon)


def test_somebody_shown_before_the_last_search_can_still_be_decided_about(known, withheld, hear, say, noon):
    hear(withheld, caller=Said(given="Margaret", family="Fetherston", address="ZZ1 1AA"), now=noon)
    hear(withheld, caller=Said(given="Zebedee", family="Quill"), now=noon)

    assert say(withheld, known.pk, now=noon).found["known_person"] == str(known.pk)


def test_whoever_was_refused_is_not_proposed_again_and_the_new_one_is(known, ring, handler, hear, say, reported, noon):
    words = Said(given="Margaret", family="Fetherston", address=HOME)
    for minutes in (3, 2):
        at = noon - timedelta(minutes=minutes)
        call = ring("", now=at, x_cli_status="withheld")
        call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=at)
        hear(call, caller=words, now=at)
        say(call, known.pk, decision=Decision.SAME if minutes == 3 else Decision.DIFFERENT, now=at)
        parties = (caller("Margaret", "Fetherston", born=None),)
        recorded(call, handler, at, *parties)
    call = ring("", now=noon, x_cli_status="withheld")
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    found = hear(call, caller=words, now=noon)

    assert names(found) == ["Margaret Fetherston"]


def test_two_people_told_apart_are_both_shown_to_words_that_are_neithers_own(
    known, withheld, ring, handler, hear, say, noon
):
    hear(withheld, caller=Said(given="Margaret", family="Featherstane", address=HOME), now=noon)
    say(withheld, known.pk, decision=Decision.DIFFERENT, now=noon)
    recorded(withheld, handler, noon, caller("Margaret", "Featherstane", born=None))
    call = ring("", now=noon, x_cli_status="withheld")
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    found = hear(call, caller=Said(given="Margaret", family="Featherstine", address=HOME), now=noon)

    assert set(names(found)) == {"Margaret Featherstone", "Margaret Featherstane"}


def test_a_warden_who_rings_for_somebody_does_not_become_the_victim(known, ring, handler, hear, say, noon, reported):
    reported("07700 900888", now=noon - DAY, parties=(caller("Winifred", "Okafor", home=OTHER_HOME),))
    warden = Person.objects.get(given_name="Winifred")
    call = ring("07700 900888", now=noon)
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)
    typed = Typed(
        caller=Said(given="Winifred", family="Okafor"),
        victim=Said(given="Margaret", family="Fetherston", address="ZZ1 1AA"),
    )

    hear(call, caller=typed.caller, victim=typed.victim, now=noon)
    found = say(call, warden.pk, typed=typed, now=noon).found

    assert names(found, "victims") == ["Margaret Featherstone"]
    assert not found["flags"]["repeat_victim"], "the warden suffered once, and this is not about her"
    assert "Victim in" not in found["card"]["pattern"]

    found = say(call, known.pk, about=About.VICTIM, typed=typed, now=noon).found

    assert found["known_person"] == str(known.pk)
    assert found["flags"]["repeat_victim"]
    assert found["card"]["who"].startswith("For Margaret Featherstone, born 1942.")
    assert found["place"]["address"] == HOME


def test_when_the_caller_turns_out_to_be_the_victim_nobody_else_is_meant(known, withheld, hear, say, noon):
    typed = Typed(caller=Said(), victim=Said(given="Margaret", family="Fetherston", address="ZZ1 1AA"))
    hear(withheld, caller=typed.caller, victim=typed.victim, now=noon)
    say(withheld, known.pk, about=About.VICTIM, typed=typed, now=noon)

    found = hear(withheld, caller=Said(given="Zebedee", family="Quill"), now=noon)

    assert found["victims"] == []
    assert found["known_person"] is None


def test_children_and_carers_come_first_once_somebody_of_the_home_is_known(known, withheld, hear, say, reported, noon):
    reported("07700 900778", now=noon - 3 * DAY, parties=(caller("Una", "Featherstone", born=date(1970, 1, 1)),))
    reported("07700 900779", now=noon - 2 * DAY, parties=(caller("Tim", "Featherstone", born=date(2015, 1, 1)),))
    words = Said(given="Margaret", family="Featherstone", born="1942-02-03", address=HOME)
    before = hear(withheld, caller=words, now=noon)
    assert before["living_there"] == 3

    found = say(withheld, known.pk, typed=Typed(caller=words), now=noon).found

    assert [(r["name"], found["household_notes"][r["person"]]) for r in found["household"]] == [
        ("Tim Featherstone", "child, 11"),
        ("Una Featherstone", ""),
    ]


def test_what_is_asked_again_and_finds_the_same_is_kept_once(known, withheld, hear, noon):
    words = Said(given="Margaret", family="Fetherston", address="ZZ1 1AA")
    for _ in range(3):
        hear(withheld, caller=words, now=noon)

    assert Check.objects.filter(call=withheld, occasion="refined").count() == 1


def test_the_proof_keeps_which_words_were_searched_and_none_of_them(known, withheld, hear, noon):
    hear(withheld, caller=Said(given="Margaret", family="Fetherston", email="m@example.org"), now=noon)

    check = Check.objects.filter(call=withheld).latest("id")
    assert check.searched["words"] == {"caller": ["given", "family", "email"]}
    assert "Fetherston" not in str(check.searched) + str(check.found)


def test_nothing_is_searched_for_a_call_that_is_finished(withheld, hear, handler, noon):
    record.nothing_to_record(call=withheld, why="No", text="", user=handler, actor=handler.actor(), now=noon)
    withheld.refresh_from_db()

    with pytest.raises(CallFinished):
        hear(withheld, caller=Said(given="Margaret"), now=noon)


def recorded(call, handler, now, *parties):
    """Record an incident with these people."""
    report = replace(REPORT, parties=parties)
    return record.record_incident(call=call, report=report, user=handler, actor=handler.actor(), now=now)


def test_somebody_probable_must_be_decided_about_before_the_call_is_recorded(known, withheld, hear, say, handler, noon):
    words = Said(given="Margaret", family="Fetherstone", born="1942-02-03", address=HOME)
    assert hear(withheld, caller=words, now=noon)["candidates"][0]["kind"] == "probable"

    with pytest.raises(CallerUndecided, match="Margaret Featherstone") as asked:
        recorded(withheld, handler, noon, caller("Margaret", "Fetherstone"))
    assert asked.value.about == About.CALLER
    say(withheld, known.pk, decision=Decision.DIFFERENT, now=noon)
    recorded(withheld, handler, noon, caller("Margaret", "Fetherstone"))

    assert Person.objects.count() == 2


def test_a_possible_person_of_the_very_name_must_be_decided_about_too(known, namesake, withheld, hear, handler, noon):
    found = hear(withheld, caller=Said(given="Margaret", family="Featherstone"), now=noon)
    assert [candidate["kind"] for candidate in found["candidates"]] == ["possible", "possible"]

    with pytest.raises(CallerUndecided):
        recorded(withheld, handler, noon, caller("margaret ", "FEATHERSTONE", home="", born=None))


def test_the_person_rung_for_must_be_decided_about_too(known, withheld, hear, handler, noon):
    typed = Said(given="Margaret", family="Fetherstone", born="1942-02-03", address=HOME)
    hear(withheld, caller=Said(given="Winifred", family="Okafor"), victim=typed, now=noon)
    warden = party("Winifred", "Okafor", PartyRole.CALLER, home="", born=None, is_caller=True)

    with pytest.raises(CallerUndecided, match="Margaret Featherstone") as asked:
        recorded(withheld, handler, noon, warden, party("Margaret", "Fetherstone"))
    assert asked.value.about == About.VICTIM
