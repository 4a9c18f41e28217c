"""Is it a crime? The page of a sequence: the rule, the clock, both ways round, the decision; and who may not see it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from heed.domain.conduct.models import Decision, Prompt
from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import Person
from heed.flows import take_call
from heed.flows.conduct import prompting as conduct
from heed.flows.record import Someone
from tests.flows.conftest import HOME, JEAN

pytestmark = pytest.mark.django_db

DEAN = Someone(
    (PartyRole.OTHER_PARTY,), given_name="Dean", family_name="Pike", address="16 Acacia Road, Mallow, ZZ1 1AA"
)
UGLY = "<script>alert(1)</script> " + "Ö" * 300
DECIDED = {
    "decide-outcome": "crime",
    "decide-recorded_as": "harassment",
    "decide-crime_number": "MAL/12/26",
    "decide-reason": "Twice in a week",
}


@pytest.fixture
def prompt(reported, now):
    """Return the prompt that Dean's second evening raised, three hours ago."""
    reported(now=now - timedelta(days=5), parties=(JEAN, DEAN), answers=(), summary="Music until four")
    second = reported(now=now - timedelta(hours=3), parties=(JEAN, DEAN), answers=(), summary="Kicked the bins over")
    return conduct.look(incident_id=second.pk, now=now - timedelta(hours=3))[0]


def page_of(prompt):
    return f"/calls/conduct/{prompt.pk}/"


def test_the_page_gives_the_rule_its_source_the_clock_and_the_sequence(as_, handler, prompt, trail):
    text = as_(handler).get(page_of(prompt)).text

    assert "more than one occasion" in text
    assert "CRR26" in text
    assert "24 hours from" in text
    assert text.index("Music until four") < text.index("Kicked the bins over")
    assert "the same victim; the same name, Dean Pike" in text
    assert "dispute" not in text.lower()
    [event] = trail("crime_prompt.consulted")
    assert {f"incident:{one.incident_id}" for one in prompt.sequence.all()} < set(event.subjects)


def test_the_other_way_round_stands_on_the_same_page(as_, handler, prompt, reported, now):
    dean = Someone(
        (PartyRole.CALLER, PartyRole.VICTIM),
        is_caller=True,
        given_name="Dean",
        family_name="Pike",
        address=DEAN.address,
    )
    jean = Someone((PartyRole.OTHER_PARTY,), given_name="Jean", family_name="Marlow", address=HOME)
    reported("07700 900888", now=now - timedelta(days=2), parties=(dean, jean), answers=(), summary="She shouted at me")
    text = as_(handler).get(page_of(prompt)).text

    assert "She shouted at me" in text
    assert "The other way round" in text


def test_the_incident_and_the_call_of_the_victim_point_to_it(as_, handler, prompt, ring, say, now):
    text = as_(handler).get(f"/calls/incidents/{prompt.incident_id}/?conduct={prompt.pk}").text
    assert "More than one occasion: is this a crime?" in text
    assert page_of(prompt) in text
    call = ring(now=now)
    take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=now)
    say(call, Person.objects.filter(given_name="Jean").first().pk, now=now)

    assert page_of(prompt) in as_(handler).get(f"/calls/{call.pk}/").text


def test_a_decision_is_kept_with_its_reason_and_said_in_the_log(as_, handler, prompt):
    answer = as_(handler).post(f"{page_of(prompt)}decide", DECIDED, follow=True)

    assert answer.status_code == 200
    assert "Decided: a crime is recorded." in answer.text
    made = Decision.objects.get()
    assert (made.outcome, made.crime_number, made.recorded_as) == ("crime", "MAL/12/26", "harassment")
    assert prompt.incident.call.entries.filter(text="A crime is recorded MAL/12/26. Twice in a week").exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("decide-outcome", "", "Select what you decide"),
        ("decide-outcome", "maybe", "Select a valid choice"),
        ("decide-reason", "  ", "Enter why"),
        ("decide-crime_number", "", "Enter the crime number"),
        ("decide-recorded_as", "", "Choose what it is recorded as"),
        ("decide-recorded_as", "breach", "Select a valid choice"),
        ("decide-reason", "x" * 2_001, "2,000 characters or fewer"),
    ],
)
def test_what_is_wrong_is_asked_again(as_, handler, prompt, field, value, said):
    answer = as_(handler).post(f"{page_of(prompt)}decide", DECIDED | {field: value})

    assert answer.status_code == 422
    assert said in answer.text
    assert not Decision.objects.exists()


def test_once_decided_it_is_the_registrars(as_, handler, person_at_work, prompt):
    as_(handler).post(f"{page_of(prompt)}decide", DECIDED)
    text = as_(handler).get(page_of(prompt)).text
    assert "Only the crime registrar may decide it again" in text
    assert "decide-reason" not in text
    assert as_(handler).post(f"{page_of(prompt)}decide", DECIDED).status_code == 422
    registrar = person_at_work("crime_registrar")
    again = {"decide-outcome": "stays", "decide-reason": "One event, reported twice", "decide-told": ["yes"]}
    as_(registrar).post(f"{page_of(prompt)}decide", again)

    assert [made.outcome for made in prompt.decisions.order_by("id")] == ["crime", "stays"]


def test_the_screen_and_the_end_are_kept(as_, handler, prompt):
    client = as_(handler)
    assert client.post(f"{page_of(prompt)}screen", {}).status_code == 422
    client.post(f"{page_of(prompt)}screen", {"screen-stalking_visits": "yes", "screen-stalking_frightened": "yes"})
    assert "Is it stalking?" in client.get(page_of(prompt)).text
    end = {"end-how": "order", "end-why": "Mallow court, 3 November"}
    assert client.post(f"{page_of(prompt)}end", end).status_code == 422
    future = {"end-on-day": "1", "end-on-month": "1", "end-on-year": "2999"}
    assert "today or in the past" in client.post(f"{page_of(prompt)}end", end | future).text
    past = {"end-on-day": "3", "end-on-month": "11", "end-on-year": "2025"}
    client.post(f"{page_of(prompt)}end", end | past)

    assert prompt.endings.get().why == "Mallow court, 3 November"


def test_strangers_and_other_roles_are_refused(as_, handler, person_at_work, stranger_to_the_force, prompt):
    assert as_(stranger_to_the_force).get(page_of(prompt)).status_code == 404
    assert as_(stranger_to_the_force).post(f"{page_of(prompt)}decide", DECIDED).status_code == 404
    for role in ("partner_officer", "analyst", "administrator", "data_protection_officer"):
        assert as_(person_at_work(role)).get(page_of(prompt)).status_code == 403
    reader = as_(person_at_work("neighbourhood_officer"))
    assert reader.get(page_of(prompt)).status_code == 200
    assert reader.post(f"{page_of(prompt)}decide", DECIDED).status_code == 403


def test_nonsense_and_the_wrong_method(as_, handler, prompt):
    client = as_(handler)

    assert client.get("/calls/conduct/999999999999/").status_code == 404
    assert client.post(page_of(prompt)).status_code == 405
    assert client.get(f"{page_of(prompt)}decide").status_code == 405


def test_ugly_words_stay_words(as_, handler, reported, now):
    ugly = replace(DEAN, given_name="", family_name="", address="", description=f"next door {UGLY}")
    for hours in (30, 2):
        incident = reported(now=now - timedelta(hours=hours), parties=(JEAN, ugly), answers=(), summary=UGLY)
    conduct.look(incident_id=incident.pk, now=now)
    answer = as_(handler).get(page_of(Prompt.objects.get()))

    assert answer.status_code == 200
    assert "<script>alert" not in answer.text


def test_the_page_asks_the_database_no_more_for_a_long_sequence(
    as_, handler, prompt, reported, now, django_assert_max_num_queries
):
    for days in range(6, 26):
        incident = reported(now=now - timedelta(days=days), parties=(JEAN, DEAN), answers=())
    conduct.look(incident_id=incident.pk, now=now)
    client = as_(handler)

    with django_assert_max_num_queries(45):
        text = client.get(page_of(prompt)).text
    assert "The sequence (22)" in text
