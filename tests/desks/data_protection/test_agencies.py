"""Agencies and agreements on the desk of the data-protection officer."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency, Agreement, ApiKey
from heed.domain.agencies.queries import agency_of, agency_of_key, agreements_in_force
from heed.domain.agencies.terms import AgencyKind
from heed.foundation.accounts.models import Force, User
from tests import partners
from tests.partners import agreement, council, council_officer

pytestmark = pytest.mark.django_db
__all__ = ["agreement", "council", "council_officer"]

LIST = "/data-protection/agencies/"


@pytest.fixture
def officer(person_at_work):
    return person_at_work("data_protection_officer", "eleri", first_name="Eleri", last_name="Gwilliam")


@pytest.fixture
def page(council):
    return f"{LIST}{council.pk}/"


def terms(now, **changes):
    """Return what the form of an agreement posts."""
    starts, review = localdate(now), localdate(now) + timedelta(days=180)
    return {
        "title": "Housing protocol",
        "basis": "cda_1998_s115",
        "purposes": ["solve", "protect"],
        "parts": ["pointer", "place", "risk"],
        "on_the_wire": ["pointer"],
        "starts_on": starts.isoformat(),
        "review_on": review.isoformat(),
    } | changes


def test_the_list_says_under_what_each_agency_is_shared_with(as_, officer, agreement, force, now):
    partners.add_agency(force, now=now, name="Mallow Homes", kind=AgencyKind.HOUSING)

    said = as_(officer).get(LIST).content.decode()

    assert "Mallow Council" in said
    assert "Community safety information-sharing agreement" in said
    assert "Nothing can be shared with it" in said


def test_an_agency_is_added_and_what_is_wrong_is_asked_again(as_, officer, force):
    client = as_(officer)
    form = {
        "name": "Mallow Homes",
        "kind": "housing",
        "telephone": "01632 960101",
        "email": "",
        "asked_for": "",
        "body": "",
    }

    assert client.post(f"{LIST}add/", form).status_code == 302
    assert Agency.objects.get().kind == "housing"
    for wrong in (
        {"name": " "},
        {"kind": "circus"},
        {"email": "nobody"},
        {"name": "x" * 121},
        {"name": "mallow HOMES"},
    ):
        answer = client.post(f"{LIST}add/", form | {"name": "Another"} | wrong)
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()
    assert Agency.objects.count() == 1


def test_how_it_is_reached_is_changed_and_shown_to_a_call_handler(as_, officer, handler, council, page):
    form = {
        "name": "Mallow Council",
        "telephone": "01632 960177",
        "email": "",
        "asked_for": "Duty desk, always",
        "body": "",
    }

    assert as_(officer).post(f"{page}change/", form).status_code == 302
    said = as_(handler).get(page).content.decode()
    assert "01632 960177" in said
    assert "Duty desk, always" in said
    assert "Make a key" not in said
    assert as_(officer).post(f"{page}change/", form | {"email": "x"}).status_code == 422


def test_an_agreement_is_signed_and_is_in_force(as_, officer, council, page, now):
    assert as_(officer).post(f"{page}agreements/", terms(now)).status_code == 302

    signed = agreements_in_force(council, on=localdate(now)).get()
    assert (signed.parts, signed.purposes, signed.on_the_wire) == (
        ["pointer", "place", "risk"],
        ["solve", "protect"],
        ["pointer"],
    )
    assert signed.signed_by_name == "Eleri Gwilliam"
    assert "In force" in as_(officer).get(page).content.decode()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Enter what the agreement is called"),
        ({"basis": ""}, "Select the legal basis"),
        ({"basis": "other"}, "Enter which law it is"),
        ({"purposes": []}, "Select at least one purpose"),
        ({"parts": []}, "Select at least one part"),
        ({"on_the_wire": ["needs"]}, "must be among the parts"),
        ({"parts": ["everything"]}, "There is a problem"),
        ({"review_on": "2020-01-01"}, "The review must be after the start"),
        ({"starts_on": "2019-01-01", "review_on": "2020-01-01"}, "The date of the review has passed"),
        ({"review_on": "2099-01-01"}, "within two years"),
        ({"review_on": "tomorrow"}, "must be a real date"),
    ],
)
def test_an_agreement_that_nobody_can_sign_is_asked_again(as_, officer, council, page, now, wrong, sentence):
    answer = as_(officer).post(f"{page}agreements/", terms(now, **wrong))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Agreement.objects.exists()


def test_another_legal_basis_is_kept_in_words_and_only_then(as_, officer, council, page, now):
    client = as_(officer)
    client.post(f"{page}agreements/", terms(now, basis="other", basis_words="Care Act 2014 s.45"))
    client.post(f"{page}agreements/", terms(now, basis_words="Left behind"))

    assert sorted(Agreement.objects.values_list("basis_words", flat=True)) == ["", "Care Act 2014 s.45"]


@pytest.mark.parametrize(("earlier", "ended"), [("stays", False), ("ends", True)])
def test_a_review_signs_anew_and_says_what_becomes_of_what_was_shared(
    as_, officer, agreement, page, now, earlier, ended
):
    address = f"{page}agreements/{agreement.pk}/review/"
    client = as_(officer)
    assert 'value="risk" checked' in " ".join(client.get(address).content.decode().split())

    assert client.post(address, terms(now)).status_code == 422
    assert client.post(address, terms(now, earlier=earlier)).status_code == 302

    agreement.refresh_from_db()
    assert bool(agreement.ended_at) == ended
    assert agreement.replaced_by.title == "Housing protocol"
    assert agreements_in_force(agreement.agency, on=localdate(now)).get() == agreement.replaced_by
    assert client.post(address, terms(now, earlier=earlier)).status_code == 422


def test_an_agreement_is_ended_with_a_reason(as_, officer, agreement, page, now):
    address = f"{page}agreements/{agreement.pk}/end/"
    part = f"agreement{agreement.pk}-why"
    assert as_(officer).post(address, {part: " "}).status_code == 422

    assert as_(officer).post(address, {part: "They lost a laptop"}).status_code == 302
    assert as_(officer).post(address, {part: "Again"}).status_code == 422
    agreement.refresh_from_db()
    assert agreement.ended_why == "They lost a laptop"
    assert not agreements_in_force(agreement.agency, on=localdate(now))


def test_somebody_who_works_there_gets_a_password_shown_once(as_, officer, council, page):
    form = {"first_name": "Carol", "last_name": "Adeyemi", "title": "ASB officer", "username": "carol"}

    answer = as_(officer).post(f"{page}officers/", form)

    carol = User.objects.get(username="carol")
    password = answer.content.decode().split("<code>")[2].split("</code>")[0]
    assert Client().login(username="carol", password=password)
    assert agency_of(carol) == council
    assert "no-store" in answer["Cache-Control"]
    assert password not in as_(officer).get(page).content.decode()
    for wrong in ({}, {"username": "ca rol"}, {"username": ""}, {"first_name": ""}):
        assert as_(officer).post(f"{page}officers/", form | wrong).status_code == 422


def test_whoever_leaves_is_out_at_once(as_, officer, council_officer, page):
    there = Client()
    there.force_login(council_officer)
    assert there.get("/partner/").status_code == 200

    as_(officer).post(f"{page}officers/{council_officer.officer.pk}/leave/")

    assert there.get("/partner/").status_code == 302
    assert "Cannot sign in" in as_(officer).get(page).content.decode()


def test_a_key_is_shown_once_and_ended(as_, officer, council, page):
    answer = as_(officer).post(f"{page}keys/")
    key = answer.content.decode().split("<code>")[1].split("</code>")[0]

    assert agency_of_key(key) == council
    assert "no-store" in answer["Cache-Control"]
    made = ApiKey.objects.get()
    assert as_(officer).post(f"{page}keys/{made.pk}/end/").status_code == 302
    assert agency_of_key(key) is None
    assert key not in as_(officer).get(page).content.decode()


def test_an_agency_that_ends_is_kept_to_be_read_and_nothing_more(as_, officer, agreement, council, page, now):
    assert as_(officer).post(f"{page}end/", {"end-why": ""}).status_code == 422
    assert as_(officer).post(f"{page}end/", {"end-why": "It was dissolved"}).status_code == 302

    said = as_(officer).get(page).content.decode()
    assert "It was dissolved" in said
    assert "Sign an agreement" not in said
    assert as_(officer).get(f"{page}agreements/").status_code == 404
    assert as_(officer).post(f"{page}keys/").status_code == 302
    assert not ApiKey.objects.exists()
    assert as_(officer).post(f"{page}end/", {"end-why": "Again"}).status_code == 422


CHANGES = ("add/", "{}/change/", "{}/end/", "{}/officers/", "{}/keys/", "{}/agreements/")


@pytest.mark.parametrize("address", CHANGES)
def test_who_may_only_see_changes_nothing(as_, handler, council, address):
    assert as_(handler).post(LIST + address.format(council.pk)).status_code == 403


@pytest.mark.parametrize("address", ["{}/", *CHANGES[1:]])
def test_another_forces_agency_is_not_there(as_, person_at_work, council, address):
    other = Force.objects.create(code="HAR", name="Harshire Police")
    stranger = person_at_work("data_protection_officer", "olga", force=other)
    method = as_(stranger).get if address == "{}/" else as_(stranger).post

    assert method(LIST + address.format(council.pk)).status_code == 404
    assert "Mallow" not in as_(stranger).get(LIST).content.decode()


def test_what_belongs_to_another_agency_is_not_found_under_this_one(
    as_, officer, agreement, council_officer, council, force, now
):
    homes = partners.add_agency(force, now=now, name="Mallow Homes")
    client = as_(officer)

    assert client.post(f"{LIST}{homes.pk}/officers/{council_officer.officer.pk}/leave/").status_code == 404
    assert client.get(f"{LIST}{homes.pk}/agreements/{agreement.pk}/review/").status_code == 404
    assert client.post(f"{LIST}{homes.pk}/agreements/{agreement.pk}/end/", {"why": "x"}).status_code == 404
    assert client.get(f"{LIST}999999/").status_code == 404
    assert client.get(f"{LIST}{10**18}/").status_code == 404


def test_the_number_of_statements_does_not_grow_with_the_list(as_, officer, force, now, django_assert_max_num_queries):
    for number in range(12):
        partners.sign(partners.add_agency(force, now=now, name=f"Agency {number}"), now=now)
    client = as_(officer)
    client.get(LIST)

    with django_assert_max_num_queries(8):
        client.get(LIST)
