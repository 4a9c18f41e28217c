"""Looking up by number, name and reference, and a person's record: always with a reason, always on the trail."""

from datetime import date, timedelta

import pytest

from heed.domain.calls.models import Call
from heed.domain.people.models import LineUse, Person
from heed.flows.consult import FOUND_MOST, SearchKind, kind_of

pytestmark = pytest.mark.django_db

SEARCH = "/calls/search/"
WHY = "Neighbour rang the front counter about her"
NOBODY = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def jean(incident):
    """Return Jean Marlow, who rang about the stones."""
    return Person.objects.get(given_name="Jean")


@pytest.mark.parametrize(("typed", "kind"), [
    ("HD-26-0001234", SearchKind.REFERENCE),
    (" hd 26 1234 ", SearchKind.REFERENCE),
    ("1234", SearchKind.REFERENCE),
    ("101", SearchKind.REFERENCE),
    ("12345678", SearchKind.REFERENCE),
    ("07700 900123", SearchKind.NUMBER),
    ("+44 7700 900123", SearchKind.NUMBER),
    ("Jean Marlow", SearchKind.NAME),
    ("O'Brien", SearchKind.NAME),
    ("Hd", SearchKind.NAME),
    ("مريم", SearchKind.NAME),
])  # fmt: skip
def test_the_one_box_knows_what_it_holds(typed, kind):
    assert kind_of(typed) == kind


def test_a_name_finds_the_person_with_a_home(as_, handler, jean):
    answer = as_(handler).post(SEARCH, {"words": "marlow je", "purpose": WHY})

    assert answer.status_code == 200
    assert "Jean Marlow" in answer.text
    assert "14 Acacia Road" in answer.text
    assert f"/calls/people/{jean.pk}/?why=1" in answer.text


def test_a_number_finds_the_people_of_the_line_and_what_it_reported(as_, handler, jean, incident):
    text = as_(handler).post(SEARCH, {"words": "07700900123", "purpose": WHY}).text

    assert "People who have used this line: it is not known who is on it now" in text
    assert "Jean Marlow" in text
    assert incident.reference in text


def test_a_number_on_the_shared_list_says_so(as_, handler, incident, now):
    from heed.domain.people.services import list_line
    from heed.domain.people.terms import KnownAs

    list_line(
        force=handler.force, e164="+447700900123", known_as=KnownAs.CARE_HOME, label="Elm House", actor=handler.actor(), now=now
    )  # fmt: skip

    text = as_(handler).post(SEARCH, {"words": "07700900123", "purpose": WHY}).text
    assert "Shared line: Elm House. It says nothing of who is calling." in text


def test_a_number_that_only_came_withheld_finds_nobody(as_, handler, jean):
    Call.objects.update(may_show=False, shown_e164="")

    text = as_(handler).post(SEARCH, {"words": "07700900123", "purpose": WHY}).text

    assert "Jean" not in text
    assert "Nothing is known to your force by that number" in text


def test_a_reference_opens_the_incident_with_the_purpose(as_, handler, incident, trail):
    Call.objects.update(taken_by=None, taken_at=None)
    answer = as_(handler).post(SEARCH, {"words": incident.reference.lower(), "purpose": WHY}, follow=True)

    assert answer.redirect_chain[0][0] == f"/calls/incidents/{incident.pk}/?why=1"
    assert trail("incident.consulted")[0].purpose == WHY


def test_the_trail_says_what_kind_how_many_and_whose_and_never_the_words(as_, handler, jean, trail):
    as_(handler).post(SEARCH, {"words": "Marlow", "purpose": WHY})
    event = trail("register.searched")[0]

    assert event.purpose == WHY
    assert event.detail == {"by": "name", "people": 1, "incidents": 0, "more": False}
    assert event.subjects == [f"person:{jean.pk}"]
    assert "marlow" not in str([event.detail, event.subjects, event.purpose]).lower()


def test_a_search_that_finds_nothing_is_on_the_trail_too(as_, handler, trail):
    text = as_(handler).post(SEARCH, {"words": "Nobody Atall", "purpose": WHY}).text

    assert "Nothing is known to your force by that name" in text
    assert trail("register.searched")[0].detail["people"] == 0


def test_a_call_in_hand_is_the_purpose(as_, handler, ring, now, jean, trail):
    from heed.flows import take_call

    call, _ = take_call.take(call_id=ring(now=now).pk, user=handler, actor=handler.actor(), now=now)
    client = as_(handler)
    assert "Why are you searching?" not in client.get(f"{SEARCH}?call={call.pk}").text

    answer = client.post(f"{SEARCH}?call={call.pk}", {"words": "Marlow"})

    assert f"/calls/people/{jean.pk}/?call={call.pk}" in answer.text
    assert trail("register.searched")[0].purpose == f"call {call.pk}"
    client.get(f"/calls/people/{jean.pk}/?call={call.pk}")
    assert trail("person.consulted")[0].purpose == f"call {call.pk}"


@pytest.mark.parametrize("call", [NOBODY, "nonsense"])
def test_somebody_elses_call_is_none_and_the_page_says_so(as_, handler, call):
    client = as_(handler)

    assert "needs a reason of its own" in client.get(f"{SEARCH}?call={call}").text
    assert client.post(f"{SEARCH}?call={call}", {"words": "Marlow"}).status_code == 422


@pytest.mark.parametrize(("posted", "sentence"), [
    ({}, "Enter a number, a name, an address or an incident reference"),
    ({"words": " \t ", "purpose": WHY}, "Enter a number, a name, an address or an incident reference"),
    ({"words": "Marlow", "purpose": " "}, "Enter why you are searching"),
    ({"words": "x" * 10_000, "purpose": WHY}, "must be 200 characters or fewer"),
])  # fmt: skip
def test_it_asks_again(as_, handler, posted, sentence, trail):
    answer = as_(handler).post(SEARCH, posted)

    assert answer.status_code == 422
    assert sentence in answer.text
    assert trail("register.searched") == []


def test_more_than_fifty_asks_for_a_first_name(as_, handler, now):
    Person.objects.bulk_create(
        Person(force=handler.force, given_name=f"Pat{n:03}", family_name="Smith", first_known_at=now)
        for n in range(FOUND_MOST + 1)
    )
    text = as_(handler).post(SEARCH, {"words": "Smith", "purpose": WHY}).text

    assert "More than 50:" in text
    assert "add a first name" in text
    assert text.count("/calls/people/") == FOUND_MOST


def test_another_forces_people_are_not_found(as_, stranger_to_the_force, jean, incident):
    client = as_(stranger_to_the_force)

    for words in ("Marlow", "07700900123", incident.reference):
        assert "Jean" not in client.post(SEARCH, {"words": words, "purpose": WHY}).text
    assert client.get(f"/calls/people/{jean.pk}/").status_code == 404


def test_a_data_protection_officer_finds_people_and_no_incidents(as_, person_at_work, jean, incident):
    client = as_(person_at_work("data_protection_officer"))
    text = client.post(SEARCH, {"words": "07700900123", "purpose": "Subject access 12"}).text

    assert "Jean Marlow" in text
    assert incident.reference not in text
    assert incident.reference not in client.get(f"/calls/people/{jean.pk}/?why=1").text


@pytest.mark.parametrize("address", [SEARCH, f"/calls/people/{NOBODY}/"])
def test_a_stranger_signs_in_first_and_an_analyst_may_not(client, as_, person_at_work, address):
    assert "/accounts/login/" in client.get(address).url
    assert as_(person_at_work("analyst")).get(address).status_code == 403


@pytest.mark.parametrize("address", [f"/calls/people/{NOBODY}/", "/calls/people/1/", "/calls/people/x/"])
def test_a_nonsense_person_is_not_found(as_, handler, address):
    assert as_(handler).get(address).status_code == 404


def test_they_are_read_and_searched_never_deleted(as_, handler, jean):
    assert as_(handler).delete(SEARCH).status_code == 405
    assert as_(handler).delete(f"/calls/people/{jean.pk}/").status_code == 405


def test_a_person_opens_with_a_purpose_only(as_, supervisor, jean, trail):
    client = as_(supervisor)
    assert "Jean" not in client.get(f"/calls/people/{jean.pk}/").text
    assert client.post(f"/calls/people/{jean.pk}/", {"purpose": ""}).status_code == 422

    told = client.post(f"/calls/people/{jean.pk}/", {"purpose": WHY}, follow=True)

    assert "Jean Marlow" in told.text
    assert trail("person.consulted")[0].subjects == [f"person:{jean.pk}"]
    assert trail("person.consulted")[0].purpose == WHY


def test_what_was_suffered_and_what_was_reported_are_kept_apart(as_, handler, incident, jean, reported, now):
    from heed.domain.incidents.terms import PartyRole
    from heed.flows.record import Someone

    for_mother = Someone((PartyRole.CALLER,), is_caller=True, given_name="Jean", family_name="Marlow")
    mother = Someone((PartyRole.VICTIM,), given_name="Ada", family_name="Marlow")
    reported(now=now - timedelta(minutes=5), confirm=jean.pk, parties=(for_mother, mother))
    client = as_(handler)
    client.post(SEARCH, {"words": "Marlow", "purpose": WHY})
    rows = client.get(f"/calls/people/{jean.pk}/?why=1").text.split("<tr")

    assert ">1<" in next(row for row in rows if "As victim or complainant" in row)
    assert ">2<" in next(row for row in rows if "As caller, for whomever" in row)


def test_a_person_shows_homes_lines_and_parts(as_, supervisor, jean, incident):
    client = as_(supervisor)
    text = client.post(f"/calls/people/{jean.pk}/", {"purpose": WHY}, follow=True).text

    for words in (
        "14 Acacia Road",
        "07700 900123",
        "Confirmed by a call handler on a call",
        incident.reference,
        "caller",
    ):
        assert words in text


def test_a_line_that_came_withheld_is_not_shown_on_the_record(as_, supervisor, jean):
    Call.objects.update(may_show=False, shown_e164="")
    LineUse.objects.create(
        force=jean.force, person=jean, e164="+447700900999", source="said", first_used_on=date(2026, 1, 1),
        last_used_on=date(2026, 1, 1),
    )  # fmt: skip
    text = as_(supervisor).post(f"/calls/people/{jean.pk}/", {"purpose": WHY}, follow=True).text

    assert "900123" not in text
    assert "A number that was withheld" in text
    assert "07700 900999" in text


def test_names_are_escaped(as_, handler, now):
    nasty = "<img src=x onerror=alert(1)>"
    known = Person.objects.create(force=handler.force, given_name=nasty, family_name="Zed", first_known_at=now)
    client = as_(handler)
    found = client.post(SEARCH, {"words": "Zed", "purpose": nasty}).text
    opened = client.get(f"/calls/people/{known.pk}/?why=1").text

    assert nasty not in found + opened
    assert "&lt;img" in found
    assert "&lt;img" in opened


def test_the_purposes_that_are_kept_are_bounded(as_, handler):
    client = as_(handler)
    for number in range(35):
        client.post(SEARCH, {"words": "Marlow", "purpose": f"Reason {number}"})

    kept = client.session["purposes"]
    assert len(kept) == 30
    assert kept["35"] == "Reason 34"


def test_the_number_of_queries(as_, handler, now, django_assert_max_num_queries):
    Person.objects.bulk_create(
        Person(force=handler.force, given_name=f"Pat{n:03}", family_name="Smith", first_known_at=now) for n in range(40)
    )
    client = as_(handler)
    client.post(SEARCH, {"words": "Smith", "purpose": WHY})
    with django_assert_max_num_queries(16):
        client.post(SEARCH, {"words": "Smith", "purpose": WHY})
    one = Person.objects.first()
    with django_assert_max_num_queries(27):
        client.get(f"/calls/people/{one.pk}/?why=1")
