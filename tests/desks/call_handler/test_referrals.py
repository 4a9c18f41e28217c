"""Refer from an incident: the right door, exactly what they will see, and what came back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.agencies.terms import AgencyKind
from heed.domain.referrals.models import Referral
from heed.domain.sharing.models import Disclosure
from heed.flows import take_call
from heed.flows.referrals import replies
from tests.flows.referring import CALM, OFFICER, agency, council, olu, referred

__all__ = ["agency", "council", "olu", "referred"]


@pytest.fixture
def incident(reported, now):
    return reported(now=now - timedelta(minutes=20), report=CALM)


@pytest.fixture
def at(incident):
    return f"/calls/incidents/{incident.pk}/refer"


@pytest.fixture
def filled(council):
    until = timezone.localdate() + timedelta(days=30)
    return {
        "asked": "Please visit the tenant about the noise", "agreement": council.agreements.get().pk,
        "parts": ["place", "words"], "words": "", "purpose": "solve",
        "necessity": "They cannot find the home without the address",
        "until-day": until.day, "until-month": until.month, "until-year": until.year,
    }  # fmt: skip


def test_the_right_door_is_named_with_who_is_behind_it(as_, handler, at, council):
    page = as_(handler).get(f"{at}?trouble=rubbish&land=street").content.decode()

    assert "The council: Street cleansing" in page
    assert "the council keeps streets and its own land clean" in page
    assert f"?agency={council.pk}&amp;trouble=rubbish" in page


def test_what_is_immediate_is_said_before_any_door(as_, handler, reported, now, council):
    urgent = reported(now=now, report=CALM, grade="EMERGENCY")

    page = as_(handler).get(f"/calls/incidents/{urgent.pk}/refer?trouble=rubbish").content.decode()

    assert page.index("it is graded an emergency") < page.index("Street cleansing")


def test_nothing_goes_out_that_was_not_looked_at(as_, handler, at, council, filled):
    answer = as_(handler).post(f"{at}?agency={council.pk}", filled | {"send": "1"})

    assert answer.status_code == 422
    assert not Referral.objects.exists()
    assert not Disclosure.objects.exists()


def test_what_was_looked_at_is_what_goes_out(as_, handler, at, incident, council, filled):
    client, address = as_(handler), f"{at}?agency={council.pk}"
    shown = client.post(address, filled | {"show": "1"}).content.decode()
    seen = shown.split('name="seen" value="')[1].split('"')[0]

    answer = client.post(address, filled | {"send": "1", "seen": seen})

    assert "Exactly what they will see" in shown
    assert "Music till two in the morning" in shown
    assert answer.status_code == 302
    made = Referral.objects.get()
    assert (made.incident, made.agency, made.sent_by) == (incident, council, handler)
    assert made.disclosure.digest == seen


def test_what_the_finder_was_told_stays_with_the_referral(as_, handler, at, council, filled):
    client, address = as_(handler), f"{at}?agency={council.pk}&trouble=damage"
    shown = client.post(address, filled | {"show": "1"}).content.decode()

    client.post(address, filled | {"send": "1", "seen": shown.split('name="seen" value="')[1].split('"')[0]})

    assert "damage is a crime" in shown
    assert "damage is a crime" in Referral.objects.get().police_keep[0]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"asked": ""}, "Enter what you ask them to do"),
        ({"asked": "Ring Jean Marlow"}, "Your words say what is not shared"),
        ({"parts": []}, "Select what they need to see"),
        ({"parts": ["risk"]}, "Select a valid choice"),
        ({"necessity": "x"}, "Say in a sentence why it is necessary"),
        ({"until-year": "1999"}, "There is a problem"),
        ({"agreement": "12345678"}, "Select a valid choice"),
    ],
)
def test_a_form_that_is_wrong_is_asked_again(as_, handler, at, council, filled, changed, says):
    client, address = as_(handler), f"{at}?agency={council.pk}"
    seen = client.post(address, filled | {"show": "1"}).content.decode().split('name="seen" value="')[1].split('"')[0]

    answer = client.post(address, filled | changed | {"send": "1", "seen": seen})

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Referral.objects.exists()


@pytest.mark.parametrize("agency_id", ["x", "9" * 30, "-1", "99999999"])
def test_an_agency_that_is_none_is_not_found(as_, handler, at, agency_id):
    assert as_(handler).get(f"{at}?agency={agency_id}").status_code == 404


def test_the_incident_says_who_holds_it_and_what_they_said(as_, handler, incident, council, referred, now):
    made = referred(incident, council, now=now)
    replies.accept(referral=made, words="", actor=OFFICER, now=now)
    replies.update(referral=made, words="Warned on Friday", actor=OFFICER, now=now)

    page = as_(handler).get(f"/calls/incidents/{incident.pk}/?call={incident.call_id}").content.decode()

    assert "Who holds it: Mallow Borough Council" in page
    assert "Warned on Friday" in page


def test_what_came_back_is_kept_or_passed_to_another_door(as_, handler, incident, council, referred, now):
    made = referred(incident, council, now=now)
    replies.refuse(referral=made, reason="not_ours", words="", actor=OFFICER, now=now)
    address = f"/calls/incidents/{incident.pk}/referrals/{made.pk}/"

    page = as_(handler).get(address).content.decode()
    answer = as_(handler).post(f"{address}keep", {"keep-words": "The beat visits", "keep-sharing": "stop"}, follow=True)

    assert "It is not ours to deal with" in page
    assert "We owe the next word by" in page
    assert "kept by us" in answer.content.decode()
    made.disclosure.refresh_from_db()
    assert made.disclosure.withdrawn_at


def test_a_second_try_at_the_same_door_waits_for_a_supervisor(
    as_, handler, supervisor, at, incident, council, referred, now
):
    made = referred(incident, council, now=now)
    replies.refuse(referral=made, reason="not_ours", words="", actor=OFFICER, now=now)

    assert "a supervisor must agree" in as_(handler).get(f"{at}?agency={council.pk}").content.decode()
    page = as_(supervisor).get(f"{at}?agency={council.pk}").content.decode()
    assert "You agree to it" in page
    assert 'name="asked"' in page


def test_another_force_finds_nothing(as_, stranger_to_the_force, at, incident, council, referred, now):
    made = referred(incident, council, now=now)

    assert as_(stranger_to_the_force).get(at).status_code == 404
    assert as_(stranger_to_the_force).get(f"/calls/incidents/{incident.pk}/referrals/{made.pk}/").status_code == 404


def test_a_referral_is_found_under_its_own_incident_alone(as_, handler, reported, incident, council, referred, now):
    made = referred(incident, council, now=now)
    other = reported("07700 900456", now=now, report=CALM, parties=())

    assert as_(handler).get(f"/calls/incidents/{other.pk}/referrals/{made.pk}/").status_code == 404
    assert as_(handler).post(f"/calls/incidents/{incident.pk}/referrals/{made.pk}/fly").status_code == 404


def test_the_finder_on_the_call_refers_nothing(as_, handler, ring, now, agency):
    agency("Acacia Homes", AgencyKind.HOUSING)
    call = ring(now=now)

    page = as_(handler).get(f"/calls/{call.pk}/door?trouble=noise&tenure=housing&land=home").content.decode()

    assert "Acacia Homes" in page
    assert "Assess the risk before anything goes to anybody else" in page
    assert "Refer to them" not in page
    assert as_(handler).get(f"/calls/{call.pk}/door?trouble=").status_code == 422


def test_the_page_reads_in_a_bounded_number_of_statements(
    as_, handler, at, council, agency, django_assert_max_num_queries
):
    for number in range(12):
        agency(f"Homes {number}", AgencyKind.HOUSING)

    with django_assert_max_num_queries(60):
        as_(handler).get(f"{at}?agency={council.pk}&trouble=noise&tenure=housing")


def test_whoever_rings_again_is_told_who_holds_it(as_, handler, ring, say, incident, council, referred, now):
    replies.accept(referral=referred(incident, council, now=now), words="", actor=OFFICER, now=now)
    call, _ = take_call.take(call_id=ring(now=now).pk, user=handler, actor=handler.actor(), now=now)
    say(call, str(incident.parties.first().person_id), now=now)

    page = as_(handler).get(f"/calls/{call.pk}/").content.decode()

    assert "With Mallow Borough Council" in page
    assert incident.reference in page
