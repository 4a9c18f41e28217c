"""A place: what happened at it and in it, whether it repeats, who lives there; found by its address, with a reason."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db.models import F

from heed.domain.incidents.models import Incident
from heed.domain.people import services
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.domain.places.services import place_at
from heed.domain.places.terms import Kind
from heed.flows.consult import SearchKind, kind_of
from heed.foundation.accounts.terms import system
from heed.foundation.policy import services as policy
from tests.flows.conftest import JEAN

pytestmark = pytest.mark.django_db

WHY = "Third complaint about the landing this month"
NOBODY = "00000000-0000-4000-8000-000000000000"
PLACES = "/calls/places/"
SEARCH = "/calls/search/"
FLAT = "Flat {}, Heron House, 2 Mill Lane, Mallow, ZZ1 2BB"


@pytest.fixture
def at_(reported, now):
    """Return a reporter: `at_("14 Acacia Road", days=3)` is an incident there three days ago."""
    count = iter(range(100, 1_000))

    def at_(address, *, days=1, **changes):
        number = f"07700 900{next(count)}"
        caller = replace(JEAN, given_name=f"Caller{number[-3:]}", address="")
        incident = reported(number, now=now, address=address, parties=(caller,), **changes)
        Incident.objects.filter(pk=incident.pk).update(recorded_at=F("recorded_at") - timedelta(days=days))
        return incident

    return at_


@pytest.fixture
def opened(as_):
    """Return a reader: the page of a place, opened with a reason; as words without tags."""

    def opened(user, place):
        answer = as_(user).post(f"{PLACES}{place.pk}/", {"purpose": WHY}, follow=True)
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))

    return opened


def counts(read, title):
    """Return the numbers of a row of counts."""
    return [int(number) for number in re.search(rf"{title} ((?:\d+ )+)", read)[1].split()]


def test_a_place_shows_its_own_history(at_, opened, handler):
    incident = at_("14 Acacia Road, Mallow, ZZ1 1AA", days=3)
    at_("14 Acacia Road, Mallow, ZZ1 1AA", days=100)
    at_("15 Acacia Road, Mallow, ZZ1 1AA")
    read = opened(handler, incident.place)

    assert incident.reference in read
    assert "Stones at the window again" in read
    windows = policy.in_use().windows
    assert counts(read, "At this place") == [2 if days > 100 else 1 for days in windows]


def test_a_building_counts_itself_and_all_that_is_in_it(at_, opened, handler):
    one, two = at_(FLAT.format(1)), at_(FLAT.format(2))
    building = one.place.parent
    assert two.place.parent == building
    whole = at_("Heron House, 2 Mill Lane, Mallow, ZZ1 2BB")
    assert whole.place == building
    read = opened(handler, building)

    assert counts(read, "At this place")[0] == 1
    assert counts(read, "Here and in all that is in it")[0] == 3
    inside = read.partition("In it")[2]
    assert inside.index("Flat 1") < inside.index("Flat 2")
    assert f"{one.place.address} 1 incident in {max(policy.in_use().windows)} days" in read
    for incident in (one, two, whole):
        assert incident.reference in read


def test_a_flat_says_in_what_it_is_and_counts_only_itself(at_, opened, handler):
    one = at_(FLAT.format(1))
    other = at_(FLAT.format(2))
    read = opened(handler, one.place)

    assert one.place.parent.address in read
    assert counts(read, "At this place")[0] == 1
    assert other.reference not in read
    assert "in all that is in it" not in read


@pytest.mark.parametrize(("address", "kind"), [
    ("14 Acacia Road, Mallow, ZZ1 1AA", Kind.HOME),
    ("Heron House, 2 Mill Lane, Mallow, ZZ1 2BB", Kind.BUILDING),
    ("Quince Park, Mallow", Kind.PUBLIC),
    ("Corner Stores, 1 High Street, Mallow, ZZ1 3CC", Kind.SHOP),
    ("Elm Lodge Care Home, 9 Elm Road, Mallow, ZZ1 4DD", Kind.CARE_HOME),
])  # fmt: skip
def test_whatever_its_kind_a_place_repeats(at_, opened, handler, address, kind):
    rule = policy.in_use().repeat.location.rule
    incidents = [at_(address, days=number) for number in range(rule.incidents)]
    Place.objects.filter(pk=incidents[0].place_id).update(kind=kind)
    read = opened(handler, Place.objects.get(pk=incidents[0].place_id))

    assert kind.label in read
    assert "Repeat location" in read
    assert f"{rule.incidents} incidents in {rule.within_days} days at this place." in read


def test_one_fewer_is_no_repeat_location(at_, opened, handler):
    rule = policy.in_use().repeat.location.rule
    for number in range(rule.incidents - 1):
        incident = at_("14 Acacia Road, Mallow, ZZ1 1AA", days=number)

    assert "Repeat location" not in opened(handler, incident.place)


def test_flats_apart_are_none_and_their_building_is_taken_as_a_whole(at_, opened, handler):
    rule = policy.in_use().repeat.location.rule
    incidents = [at_(FLAT.format(number + 1)) for number in range(rule.incidents)]

    assert "Repeat location" not in opened(handler, incidents[0].place)
    assert "Repeat location, taken as a whole" in opened(handler, incidents[0].place.parent)


def test_a_duplicate_counts_once(at_, opened, handler, now):
    from heed.domain.incidents.models import IncidentLink

    main, again = at_(FLAT.format(1)), at_(FLAT.format(1))
    IncidentLink.objects.create(
        incident=again, other=main, kind="duplicate", why="Same stones", at=now, linked_by_name="Harriet Okoro"
    )
    assert counts(opened(handler, main.place), "At this place")[0] == 1
    assert f"{main.place.address} 1 incident in" in opened(handler, main.place.parent)


def test_who_lives_there_is_a_count_for_whoever_may_not_see_people(at_, opened, handler, person_at_work, now, trail):
    incident = at_("14 Acacia Road, Mallow, ZZ1 1AA")
    ada = services.record_person(
        force=handler.force, given_name="Ada", family_name="Marlow", born_on=None, actor=system("t"), now=now
    )
    services.lives_at(person=ada, place=incident.place, now=now)
    read = opened(person_at_work("inspector"), incident.place)

    assert "1 person is known to live here. Your role may not see who." in read
    assert "Ada" not in read
    assert trail("place.consulted")[0].subjects == [f"place:{incident.place_id}"]
    read = opened(handler, incident.place)
    assert "Ada Marlow" in read
    assert f"person:{ada.pk}" in trail("place.consulted")[0].subjects


def test_whoever_has_moved_away_does_not_live_there(at_, opened, handler, now):
    incident = at_("14 Acacia Road, Mallow, ZZ1 1AA")
    gone = Person.objects.create(force=handler.force, given_name="Gone", first_known_at=now)
    gone.residences.create(place=incident.place, from_on=date(2020, 1, 1), until_on=date(2021, 1, 1), source="said")
    assert "Nobody is known to live here." in opened(handler, incident.place)


def test_a_data_protection_officer_sees_who_and_no_incidents(at_, opened, person_at_work):
    incident = at_("14 Acacia Road, Mallow, ZZ1 1AA")
    read = opened(person_at_work("data_protection_officer"), incident.place)

    assert incident.reference not in read
    assert "No incident that you may see." in read


def test_a_uprn_is_shown_when_known(at_, opened, handler):
    place = at_("14 Acacia Road, Mallow, ZZ1 1AA").place
    assert "UPRN Not known" in opened(handler, place)
    Place.objects.filter(pk=place.pk).update(uprn=100_000_000_001)
    assert "UPRN 100000000001" in opened(handler, place)


# Found by its address.


@pytest.mark.parametrize(("typed", "kind"), [
    ("14 Acacia Road", SearchKind.ADDRESS),
    ("ZZ1 1AA", SearchKind.ADDRESS),
    ("zz11aa", SearchKind.ADDRESS),
    ("Flat 2, Heron House", SearchKind.ADDRESS),
    ("14 Acacia Road, Mallow, ZZ1 1AA", SearchKind.ADDRESS),
    ("Quince Park", SearchKind.NAME),
    ("Ji-sung Park", SearchKind.NAME),
    ("Jean Marlow", SearchKind.NAME),
])  # fmt: skip
def test_the_box_knows_an_address(typed, kind):
    assert kind_of(typed) == kind


@pytest.mark.parametrize(
    "typed", ["14 acacia rd", "14 Akacia Road ZZ1 1AA", "ZZ1 1AA", "Acacia Road, ZZ11AA", "14, Acacia Road, Mallow"]
)
def test_an_address_finds_the_place(as_, handler, at_, typed, trail):
    place = at_("14 Acacia Road, Mallow, ZZ1 1AA").place
    answer = as_(handler).post(SEARCH, {"words": typed, "purpose": WHY})

    assert answer.status_code == 200
    assert f"{PLACES}{place.pk}/?why=1" in answer.text
    assert trail("register.searched")[0].subjects == [f"place:{place.pk}"]
    assert trail("register.searched")[0].detail["by"] == "address"


def test_a_park_is_found_by_name_beside_people_of_that_name(as_, handler, at_, now):
    place = at_("Quince Park, Mallow").place
    Person.objects.create(force=handler.force, given_name="Quince", family_name="Park", first_known_at=now)
    text = as_(handler).post(SEARCH, {"words": "Quince Park", "purpose": WHY}).text

    assert f"{PLACES}{place.pk}/?why=1" in text
    assert "/calls/people/" in text


def test_an_address_that_nobody_knows_says_so(as_, handler):
    text = as_(handler).post(SEARCH, {"words": "999 Nowhere Street", "purpose": WHY}).text

    assert "Nothing is known to your force by that address" in text


def test_another_forces_places_are_not_found(as_, stranger_to_the_force, at_):
    place = at_("14 Acacia Road, Mallow, ZZ1 1AA").place
    client = as_(stranger_to_the_force)

    assert str(place.pk) not in client.post(SEARCH, {"words": "14 Acacia Road", "purpose": WHY}).text
    assert str(place.pk) not in client.post(SEARCH, {"words": "ZZ1 1AA", "purpose": WHY}).text
    assert client.get(f"{PLACES}{place.pk}/").status_code == 404


# Who may, and what is nothing.


def test_a_place_opens_with_a_purpose_only_and_is_on_the_trail(as_, handler, at_, trail):
    place = at_("14 Acacia Road, Mallow, ZZ1 1AA").place
    client = as_(handler)

    assert "Acacia" not in client.get(f"{PLACES}{place.pk}/").text
    assert client.post(f"{PLACES}{place.pk}/", {"purpose": " "}).status_code == 422
    assert "Acacia" in client.post(f"{PLACES}{place.pk}/", {"purpose": WHY}, follow=True).text
    assert trail("place.consulted")[0].purpose == WHY


def test_a_stranger_signs_in_first_and_an_analyst_may_not(client, as_, person_at_work):
    address = f"{PLACES}{NOBODY}/"

    assert "/accounts/login/" in client.get(address).url
    assert as_(person_at_work("analyst")).get(address).status_code == 403


@pytest.mark.parametrize("address", [f"{PLACES}{NOBODY}/", f"{PLACES}1/", f"{PLACES}x/"])
def test_a_nonsense_place_is_not_found(as_, handler, address):
    assert as_(handler).get(address).status_code == 404


def test_a_place_is_read_and_never_deleted(as_, handler, at_):
    assert as_(handler).delete(f"{PLACES}{at_('14 Acacia Road').place_id}/").status_code == 405


def test_an_address_is_escaped(opened, as_, handler, now):
    nasty = "1 <img src=x onerror=alert(1)> Road"
    place = place_at(force=handler.force, address=nasty, now=now)
    text = as_(handler).post(f"{PLACES}{place.pk}/", {"purpose": WHY}, follow=True).text

    assert "<img src=x" not in text


def test_the_number_of_queries_does_not_grow_with_the_flats(as_, handler, at_, now, django_assert_max_num_queries):
    building = at_(FLAT.format(1)).place.parent
    for number in range(2, 40):
        place_at(force=handler.force, address=FLAT.format(number), now=now)
    client = as_(handler)
    client.post(f"{PLACES}{building.pk}/", {"purpose": WHY})

    with django_assert_max_num_queries(24):
        read = client.get(f"{PLACES}{building.pk}/?why=1").text
    assert "Flat 39" in read
