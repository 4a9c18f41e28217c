"""The page of a call: card, candidates, log, and who may see it."""

import uuid
from datetime import timedelta

import pytest

from heed.domain.calls.models import CallerDecision, Check, CheckShown, LogEntry
from heed.domain.people.models import Person

pytestmark = pytest.mark.django_db

PART = {"X-Heed-Fragment": "yes"}
"""How the page's script asks for the card alone."""

NASTY = '<script>alert("x")</script>'


def at(call, part=""):
    """Return the address of a call's page, or of an action on it."""
    return f"/calls/{call.pk}/{part}"


def same(person, about="caller"):
    """Return what the button “Same person” posts."""
    return {"decide": f"{about} same {person.pk}"}


@pytest.fixture
def known(reported, now):
    """Return Jean, who reported stones at her window three days ago."""
    reported(now=now - timedelta(days=3))
    return Person.objects.get()


def test_before_a_call_is_taken_nobody_sees_who_it_may_be(as_, handler, known, ring, now):
    call = ring(now=now)

    page = as_(handler).get(at(call)).content.decode()

    assert "Take this call" in page
    assert "Marlow" not in page
    assert not CheckShown.objects.filter(proof__call=call).exists()


def test_the_card_says_who_it_may_be_what_happened_and_what_to_do(as_, handler, known, taken):
    page = as_(handler).get(at(taken)).content.decode()

    assert "Possibly Jean Marlow" in page
    assert "This line reported 1 incident in 12 months" in page
    assert "Ask, do not read out" in page
    assert "Checked by Heed at" in page
    assert "Known already, confirm" in page
    for flag in ("Repeat caller", "repeat victim: not known yet", "not a repeat location"):
        assert flag in page


def test_a_call_without_any_history_is_a_page_too(as_, handler, ring, now):
    call = ring("", now=now, x_cli_status="withheld")
    as_(handler).post(at(call, "take"))

    page = as_(handler).get(at(call)).content.decode()

    assert "Number withheld: nothing can be looked up" in page
    assert "Known already" not in page


def test_deciding_that_it_is_the_same_person_searches_again(as_, handler, known, taken):
    answer = as_(handler).post(at(taken, "caller"), same(known))

    assert answer.status_code == 302
    assert CallerDecision.objects.get(call=taken).person == known
    page = as_(handler).get(at(taken)).content.decode()
    assert "Jean Marlow: confirmed on this call" in page
    assert 'value="Jean"' in page


@pytest.mark.parametrize("decision", ["different", "same_household", "unsure"])
def test_each_other_decision_is_kept(as_, handler, known, taken, decision):
    as_(handler).post(at(taken, "caller"), {"decide": f"caller {decision} {known.pk}"})

    assert CallerDecision.objects.get(call=taken).decision == decision


def test_the_script_gets_the_card_alone(as_, handler, known, taken):
    answer = as_(handler).post(at(taken, "caller"), same(known), headers={"X-Heed-Fragment": "yes"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<html" not in page
    assert "data-recognition-card" in page
    assert 'class="heed-who"' in page


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"decide": "caller same"},
        {"decide": "caller same 12"},
        {"decide": f"caller same {uuid.uuid4()}"},
        {"decide": f"caller hers {uuid.uuid4()}"},
        {"decide": f"dog same {uuid.uuid4()}"},
        {"decide": "x" * 10_000},
    ],
)
def test_a_decision_about_nobody_changes_nothing(as_, handler, taken, sent):
    answer = as_(handler).post(at(taken, "caller"), sent)

    assert answer.status_code == 409
    assert not CallerDecision.objects.exists()


def test_an_address_brings_its_history(as_, handler, known, ring, now):
    call = ring("07700 900555", now=now)
    as_(handler).post(at(call, "take"))

    page = (
        as_(handler).post(at(call, "refine"), {"address": "14 acacia rd mallow zz11aa"}, headers=PART).content.decode()
    )

    assert "this address 1 incident" in page.lower()
    assert Check.objects.filter(call=call).count() == 2


@pytest.mark.parametrize("address", ["", "x" * 10_000, "\0\x07", "مرحبا 😀", NASTY])
def test_an_address_of_any_kind_gives_a_card(as_, handler, taken, address):
    answer = as_(handler).post(at(taken, "refine"), {"address": address}, headers=PART)

    assert answer.status_code == 200
    assert NASTY not in answer.content.decode()


def test_a_nasty_name_is_text_everywhere(as_, handler, known, taken):
    Person.objects.update(given_name=NASTY, family_name="\u202e" + "W" * 150)

    as_(handler).post(at(taken, "refine"), {"address": ""})
    page = as_(handler).get(at(taken)).content.decode()

    assert NASTY not in page
    assert "&lt;script&gt;alert(" in page


def test_another_handler_reads_and_that_is_on_record(as_, person_at_work, taken, trail):
    page = as_(person_at_work("call_handler", "jo")).get(at(taken)).content.decode()

    assert "Harriet Okoro has this call" in page
    assert "Record the incident" not in page
    assert trail("recognition.shown")[0].purpose == f"reading call {taken.pk}"


def test_an_entry_is_added_and_a_correction_names_it(as_, handler, taken):
    client = as_(handler)
    client.post(at(taken, "log"), {"log_text": "Caller is crying"})
    client.post(at(taken, "log"), {"log_text": "Laughing, not crying", "corrects": "3"})

    said, correction = LogEntry.objects.filter(call=taken).order_by("-seq")[:2][::-1]
    assert (said.text, said.kind) == ("Caller is crying", "said")
    assert (correction.corrects, correction.kind) == (said.seq, "correction")
    assert "corrects entry 3" in client.get(at(taken)).content.decode()


def test_a_neighbourhood_officer_adds_to_a_log_that_is_finished(as_, person_at_work, incident):
    answer = as_(person_at_work("neighbourhood_officer")).post(
        at(incident.call, "log"), {"log_text": "Visited: she is safe"}
    )

    assert answer.status_code == 302
    assert LogEntry.objects.filter(call=incident.call, text="Visited: she is safe").exists()


def test_nobody_writes_in_the_log_of_a_call_that_rings(as_, handler, ring, now):
    assert as_(handler).post(at(ring(now=now), "log"), {"log_text": "Hello"}).status_code == 409


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"log_text": ""}, "Enter what to add to the log"),
        ({"log_text": " \0 "}, "Enter what to add to the log"),
        ({"log_text": "x" * 20_001}, "20,000 characters or fewer"),
        ({"log_text": "Wrong", "corrects": "99"}, "There is no entry 99 in this log"),
        ({"log_text": "Wrong", "corrects": "no"}, "Enter the number of the entry"),
        ({"log_text": "Wrong", "corrects": "9" * 30}, "6 characters or fewer"),
    ],
)
def test_an_entry_that_cannot_stand_is_asked_for_again(as_, handler, taken, sent, sentence):
    answer = as_(handler).post(at(taken, "log"), sent)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_words_of_any_script_stand_in_the_log(as_, handler, taken):
    as_(handler).post(at(taken, "log"), {"log_text": "مرحبا 😀 \u202eabc\x07"})

    assert LogEntry.objects.filter(call=taken).last().text == "مرحبا 😀 \u202eabc"


@pytest.mark.parametrize("part", ["take", "caller", "refine", "log", "draft", "record", "nothing", "silent", "add/1"])
def test_every_action_is_posted_and_has_a_call(as_, handler, taken, part):
    client = as_(handler)

    assert client.get(at(taken, part)).status_code == 405
    assert client.post(f"/calls/{uuid.uuid4()}/{part}").status_code == 404


@pytest.mark.parametrize("part", ["caller", "refine", "record", "nothing", "silent", "add/1"])
def test_only_whoever_has_the_call_acts_on_it(as_, person_at_work, known, taken, part):
    answer = as_(person_at_work("call_handler", "jo")).post(at(taken, part), same(known) | {"why": "no"})

    assert answer.status_code == 403
    assert "Harriet Okoro has this call" in answer.content.decode()


@pytest.mark.parametrize("role", ["analyst", "partner_officer", "data_protection_officer", "administrator"])
def test_a_role_that_sees_no_calls_sees_none(as_, person_at_work, taken, role):
    assert as_(person_at_work(role)).get(at(taken)).status_code == 403


def test_another_force_sees_no_call_and_a_stranger_none_at_all(as_, client, stranger_to_the_force, taken):
    assert client.get(at(taken)).url.startswith("/accounts/login/")
    assert as_(stranger_to_the_force).get(at(taken)).status_code == 404


def test_the_page_costs_a_bounded_number_of_queries(as_, handler, reported, taken, now, django_assert_max_num_queries):
    for day in range(1, 9):
        reported("07700 900777", now=now - timedelta(days=day))
    client = as_(handler)

    with django_assert_max_num_queries(26):
        client.get(at(taken))
