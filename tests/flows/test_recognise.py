"""What a handler is told of who may be ringing, and what not."""

from datetime import timedelta

import pytest

from heed.domain.calls.models import Call, Check, CheckShown
from heed.domain.calls.terms import Decision
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import LinkKind, PartyRole
from heed.domain.people.models import LineUse, Person
from heed.domain.people.services import list_line, record_person, use_line, watch_line
from heed.domain.people.terms import KnownAs
from heed.flows import duplicates, proof, recognise, record, take_call
from heed.flows.recognition import as_json
from heed.flows.record import Someone
from heed.foundation.accounts.terms import system
from heed.foundation.audit.models import Event
from tests.flows.conftest import HOME, JEAN, REPORT

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NUMBER = "+447700900123"


def test_a_stranger_is_not_recognised_and_the_card_says_so(card, noon):
    found = card(now=noon)

    assert (found["number"], found["candidates"], found["household"], found["place"]) == (None, [], [], None)
    assert found["card"]["sure"] == "new"
    assert "ask whether this has happened before" in found["card"]["who"]
    assert found["flags"] == {"repeat_caller": False, "repeat_victim": False, "repeat_location": False}


def test_the_next_call_from_the_line_says_possibly_and_counts_the_victim(reported, card, noon):
    reported(now=noon - 20 * DAY)

    found = card(now=noon)

    assert found["number"]["reports"] == {"30": 1, "90": 1, "180": 1, "365": 1}
    assert [(c["name"], c["kind"], c["probability"]) for c in found["candidates"]] == [
        ("Jean Marlow", "possible", None)
    ]
    assert found["candidates"][0]["counts"]["365"] == 1
    assert found["flags"]["repeat_caller"]
    assert not found["flags"]["repeat_victim"], "nobody has said yet that it is her"
    assert found["card"]["who"].startswith("Possibly Jean Marlow")
    assert found["card"]["pattern"].startswith("This line reported 1 incident in 12 months")
    assert found["place"]["address"] == HOME


def test_a_number_never_makes_anybody_certain(reported, card, noon):
    for days in (30, 20, 10):
        reported(now=noon - days * DAY)

    assert {c["kind"] for c in card(now=noon)["candidates"]} == {"possible"}


def test_confirming_makes_it_confirmed_and_is_remembered_on_the_line(reported, ring, say, handler, noon):
    reported(now=noon - DAY)
    person = Person.objects.get()
    call = ring(now=noon)
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    check = say(call, person.pk, now=noon)

    assert [c["kind"] for c in check.found["candidates"]] == ["confirmed"]
    record.nothing_to_record(call=call, why="Thanks", text="", user=handler, actor=handler.actor(), now=noon)
    assert LineUse.objects.get(person=person).times == 2


def test_a_wrong_key_is_put_right_and_leaves_nothing_on_the_line(reported, ring, say, handler, noon):
    reported(now=noon - DAY)
    jean = Person.objects.get()
    call = ring(now=noon)
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)
    for decision in (Decision.SAME, Decision.DIFFERENT):
        say(call, jean.pk, decision=decision, now=noon)
    record.nothing_to_record(call=call, why="Wrong", text="", user=handler, actor=handler.actor(), now=noon)

    assert LineUse.objects.get(person=jean).times == 1


def test_nobody_who_was_not_shown_on_the_call_can_be_confirmed_on_it(ring, say, handler, noon, force):
    stranger = record_person(
        force=force, given_name="A", family_name="B", born_on=None, actor=system("tests"), now=noon
    )
    call = ring(now=noon)
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    with pytest.raises(Person.DoesNotExist):
        say(call, stranger.pk, now=noon)


def test_a_number_that_comes_between_ring_and_take_is_searched(reported, ring, handler, noon):
    reported(now=noon - DAY)
    call = ring("", now=noon, to="999", call_id="late")
    proof.recognise_ringing(call_id=call.pk, now=noon)
    ring("", now=noon, to="999", call_id="late", event="update", x_network_number="+447700900123")

    _, check = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    assert [c["name"] for c in check.found["candidates"]] == ["Jean Marlow"]


def test_refusing_leaves_the_person_out_of_this_call(reported, ring, say, handler, noon):
    reported(now=noon - DAY)
    call = ring(now=noon)
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    check = say(call, Person.objects.get().pk, decision=Decision.DIFFERENT, now=noon)

    assert check.found["candidates"] == []
    assert not check.found["flags"]["repeat_victim"]


def test_somebody_confirmed_is_not_put_on_record_twice(reported, noon):
    reported(now=noon - DAY)
    reported(now=noon, confirm=Person.objects.get().pk)

    assert Person.objects.count() == 1
    assert Party.objects.filter(person=Person.objects.get(), role=PartyRole.VICTIM).count() == 2


def test_several_people_on_a_line_are_all_named_and_none_chosen(reported, card, noon, force):
    reported(now=noon - 3 * DAY)
    tom = record_person(
        force=force, given_name="Tom", family_name="Marlow", born_on=None, actor=system("tests"), now=noon - 2 * DAY
    )
    use_line(person=tom, e164=NUMBER, confirmed_by=None, now=noon - 2 * DAY)

    found = card(now=noon)

    assert [c["name"] for c in found["candidates"]] == ["Jean Marlow", "Tom Marlow"]
    assert "used by 2 people" in found["card"]["who"]
    assert found["number"]["people"] == 2


def test_a_shared_line_names_nobody_and_makes_nobody_a_repeat_caller(reported, card, noon, force):
    reported(now=noon - DAY)
    list_line(
        force=force,
        e164=NUMBER,
        known_as=KnownAs.CARE_HOME,
        label="Rosewood care home",
        actor=system("tests"),
        now=noon - DAY,
    )

    found = card(now=noon)

    assert found["candidates"] == []
    assert found["number"]["shared"]
    assert found["number"]["line"] == "Rosewood care home"
    assert not found["flags"]["repeat_caller"]
    assert found["card"]["sure"] == "shared"


def test_a_number_not_used_for_over_a_year_names_nobody(reported, card, noon):
    reported(now=noon - 367 * DAY)

    found = card(now=noon)

    assert found["candidates"] == []
    assert not found["flags"]["repeat_caller"]


@pytest.mark.parametrize(("days", "counted"), [(365, 1), (366, 0)])
def test_the_year_ends_after_exactly_365_days(reported, card, noon, days, counted):
    reported(now=noon - days * DAY)

    found = card(now=noon)

    assert (found["number"] or {"reports": {"365": 0}})["reports"]["365"] == counted


def test_the_victim_is_counted_and_not_whoever_rings_for_her(reported, card, noon):
    """Her daughter rings from her own telephone, then she rings herself: it is the third time for her."""
    jean_by_daughter = (
        Someone((PartyRole.CALLER,), is_caller=True, given_name="Ann", family_name="Lee", relation="daughter"),
        Someone((PartyRole.VICTIM,), given_name="Jean", family_name="Marlow", address=HOME),
    )
    reported("07700 900777", now=noon - 9 * DAY, parties=jean_by_daughter)

    found = card("07700 900777", now=noon)

    assert [(c["name"], c["counts"]["365"]) for c in found["candidates"]] == [("Ann Lee", 0)]
    assert not found["flags"]["repeat_victim"]
    assert found["flags"]["repeat_caller"]
    assert found["number"]["reports"]["365"] == 1


def test_others_at_the_address_are_shown_with_why(reported, card, noon, force):
    reported(now=noon - 5 * DAY)
    reported(
        "07700 900888",
        now=noon - 4 * DAY,
        parties=(Someone((PartyRole.CALLER,), is_caller=True, given_name="Sam", family_name="Marlow", address=HOME),),
    )

    found = card(now=noon)

    assert [(r["name"], r["because"]) for r in found["household"]] == [
        ("Sam Marlow", "at the same address since November 2026")
    ]


def test_a_place_is_a_repeat_by_itself_whoever_rings(reported, ring, hear, handler, noon):
    reported(now=noon - 5 * DAY)
    reported("07700 900777", now=noon - 4 * DAY)
    call = ring("07700 900999", now=noon)
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    found = hear(call, address="14, ACACIA RD mallow zz11aa", now=noon)

    assert found["flags"] == {"repeat_caller": False, "repeat_victim": False, "repeat_location": True}
    assert found["candidates"] == []


def test_duplicates_and_call_backs_are_shown_and_do_not_inflate_the_count(reported, ring, handler, card, noon):
    first = reported(now=noon - 3 * DAY)
    second = reported(now=noon - 3 * DAY + DAY / 24, confirm=Person.objects.get().pk)
    duplicates.link(incident=second, other=first, kind=LinkKind.DUPLICATE, why="Same", actor=handler.actor(), now=noon)
    again = ring(now=noon - DAY)
    again, _ = take_call.take(call_id=again.pk, user=handler, actor=handler.actor(), now=noon - DAY)
    record.add_to_incident(
        call=again, incident=first, text="Nobody came", user=handler, actor=handler.actor(), now=noon - DAY
    )

    found = card(now=noon)

    assert found["number"]["reports"]["365"] == 1
    assert found["candidates"][0]["counts"]["365"] == 1
    assert found["line_calls"] == 3


def test_another_force_sees_nothing_of_it(reported, noon, force):
    from heed.foundation.accounts.models import Force

    reported(now=noon - DAY)
    other = Force.objects.create(code="OTH", name="Other Police")

    found = as_json(recognise.recognise_number(force_id=other.pk, number=NUMBER, now=noon))

    assert (found["number"], found["candidates"]) == (None, [])


def test_three_people_with_one_incident_each_do_not_reach_a_case_review(reported, ring, say, handler, noon):
    for name, days in (("Jean", 3), ("Tom", 2), ("Sam", 1)):
        reported(
            now=noon - days * DAY,
            parties=(Someone((PartyRole.CALLER, PartyRole.VICTIM), is_caller=True, given_name=name, family_name="M"),),
        )

    call = ring(now=noon)
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    check = say(call, Person.objects.get(given_name="Jean").pk, now=noon)

    assert check.found["case_review"] == {"count": 2, "needed": 3, "reached": False}


def test_the_third_report_in_six_months_reaches_the_case_review(reported, ring, say, handler, noon):
    reported(now=noon - 30 * DAY)
    reported(now=noon - 10 * DAY, confirm=Person.objects.get().pk)

    call = ring(now=noon)
    call, check = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)
    assert check.found["case_review"] is None

    found = say(call, Person.objects.get().pk, now=noon).found

    assert found["case_review"] == {"count": 3, "needed": 3, "reached": True}
    assert "case review" in found["card"]["pattern"]


def test_the_proof_says_what_was_searched_found_and_shown_to_whom(reported, ring, handler, noon):
    reported(now=noon - DAY)
    call = ring(now=noon)
    proof.recognise_ringing(call_id=call.pk, now=noon)
    proof.recognise_ringing(call_id=call.pk, now=noon)

    take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    check = Check.objects.get(call=call)
    assert check.searched["line"] is True
    assert check.policy_version.startswith("national-")
    shown = CheckShown.objects.get(proof=check)
    assert (shown.shown_to, shown.at) == (handler, noon)
    event = Event.objects.filter(action="recognition.shown").latest("id")
    assert f"person:{Person.objects.get().pk}" in event.subjects
    assert str(call.pk) in event.purpose


def test_a_proof_cannot_be_changed_by_anybody(card, noon):
    card(now=noon)

    with pytest.raises(Exception, match="Cannot update"):
        Check.objects.update(found={})


def test_taking_a_call_that_was_never_searched_searches_it(ring, handler, noon):
    call = ring(now=noon)
    assert not Check.objects.filter(call=call).exists()

    _, check = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    assert check.occasion == "taken"


def test_a_flagged_line_is_told(ring, card, noon, force):
    watch_line(
        force=force, e164=NUMBER, reason="Threats to kill", until=noon + DAY, actor=system("tests"), now=noon - DAY
    )

    assert any("flag" in line.lower() for line in card(now=noon)["card"]["do"])


def test_silent_and_abandoned_calls_of_the_line_are_told(ring, card, noon):
    from heed.flows import unheard

    earlier = ring(now=noon - DAY, call_id="gone")
    ring(now=noon - DAY, event="hangup", call_id="gone", cause="cancel")
    unheard.follow_up_abandoned(call_id=earlier.pk, now=noon - DAY)

    found = card(now=noon)

    assert found["abandoned_calls"] == 1
    assert "1 abandoned call" in found["card"]["pattern"]


def test_a_repeat_victim_of_forty_incidents_is_read_in_few_queries(
    reported, ring, noon, force, django_assert_max_num_queries
):
    reported(now=noon - 50 * DAY)
    for days in range(40):
        # As if each were closed at once: what is open is judged again with every report, and that is not asked here.
        Incident.objects.update(closed_at=noon)
        reported(now=noon - days * DAY, confirm=Person.objects.first().pk)

    with django_assert_max_num_queries(14):
        found = recognise.recognise_number(force_id=force.pk, number=NUMBER, now=noon)

    assert found.candidates[0].counts[365] == 41
    assert Incident.objects.count() == 41
    assert Call.objects.count() == 41
    assert JEAN.family_name == REPORT.parties[0].family_name
