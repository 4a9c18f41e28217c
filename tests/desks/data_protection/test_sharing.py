"""The register, broken glass, locks and the staff list on the desk of the data-protection officer."""

import csv
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from heed.domain.agencies.terms import Purpose, SharedPart
from heed.domain.incidents.terms import PartyRole
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import Locked
from heed.domain.sharing.models import Admission, Disclosure, Glass, Lock
from heed.domain.sharing.staff_list.models import StaffName
from heed.flows.sharing import glass, locks, share
from tests.partners import agreement, council, council_officer

__all__ = ["agreement", "council", "council_officer"]

HOME = "/data-protection/"
WHY = "=They hold the tenancy next door"


@pytest.fixture
def dpo(person_at_work):
    return person_at_work("data_protection_officer", "eleri", first_name="Eleri", last_name="Gwilliam")


@pytest.fixture
def inspector(person_at_work):
    return person_at_work("inspector", "ines", first_name="Ines", last_name="Hale")


@pytest.fixture
def officer(person_at_work):
    return person_at_work("neighbourhood_officer", "nia", first_name="Nia", last_name="Rees")


@pytest.fixture
def made(incident, council, agreement, handler, now):
    return share.share(
        incident=incident, agency=council, agreement=agreement, parts=[SharedPart.VICTIM, SharedPart.RISK],
        purpose=Purpose.SOLVE, necessity=WHY, until=localdate(now) + timedelta(days=30), user=handler,
        actor=handler.actor(), now=now,
    )  # fmt: skip


@pytest.fixture
def lock(incident, supervisor, now):
    return locking.lock_by_hand(
        what=Locked(incident=incident), why="A colleague", ask="Simon", owner=supervisor, actor=supervisor.actor(), now=now
    )  # fmt: skip


@pytest.fixture
def broken(lock, incident, officer, now):
    return glass.break_glass(
        what=Locked(incident=incident), why="He is outside her door now", proved_at=now, user=officer,
        actor=officer.actor(), now=now,
    )  # fmt: skip


def test_the_register_says_to_whom_on_what_basis_why_and_until_when(as_, dpo, made, council_officer, trail):
    as_(council_officer).get(f"/partner/shared/{made.pk}/")
    listed = as_(dpo).get(f"{HOME}disclosures/").text
    one = as_(dpo).get(f"{HOME}disclosures/{made.pk}/").text

    for page in (listed, one):
        for words in ("Mallow Council", "They hold the tenancy", "Crime and Disorder Act 1998 s.115"):
            assert words in page
    assert "Jean" not in listed
    assert "Jean Marlow" in one
    assert "Carol Adeyemi" in one
    assert made.digest in one
    assert trail("disclosure.consulted")


def test_the_register_is_narrowed_by_agency_and_kind(as_, dpo, made, council):
    client = as_(dpo)

    assert made.incident.reference in client.get(f"{HOME}disclosures/?which=vulnerability&agency={council.pk}").text
    assert made.incident.reference in client.get(f"{HOME}disclosures/?which=standing").text
    assert made.incident.reference not in client.get(f"{HOME}disclosures/?agency=999999").text
    assert client.get(f"{HOME}disclosures/?which=nonsense&agency=x%27&page=zz").status_code == 200


def test_the_file_holds_no_formula_and_nothing_of_what_was_shared(as_, dpo, made, trail):
    answer = as_(dpo).get(f"{HOME}disclosures/register.csv")
    head, row = csv.reader(answer.text.splitlines())

    assert dict(zip(head, row, strict=True))["necessity"] == f"'{WHY}"
    assert "Jean" not in answer.text
    assert trail("register.taken")[0].detail == {"rows": 1}


def test_the_officer_withdraws_and_the_inspector_only_reads(as_, dpo, inspector, made):
    at = f"{HOME}disclosures/{made.pk}/withdraw"
    assert as_(inspector).get(f"{HOME}disclosures/{made.pk}/").status_code == 200
    assert as_(inspector).post(at, {"why": "No"}).status_code == 403
    assert as_(dpo).post(at, {"why": ""}).status_code == 422
    as_(dpo).post(at, {"why": "No longer necessary"})

    assert Disclosure.objects.get().withdrawn_by_name == "Eleri Gwilliam"


def test_a_wrong_withdrawal_opens_the_register_to_nobody(as_, handler, made):
    answer = as_(handler).post(f"{HOME}disclosures/{made.pk}/withdraw", {"why": ""})

    assert (answer.status_code, "Jean" in answer.text) == (403, False)


def test_of_what_is_locked_the_register_shows_terms_and_not_what_was_shared(as_, dpo, made, lock):
    page = as_(dpo).get(f"{HOME}disclosures/{made.pk}/").text

    assert "Held back by a lock" in page
    assert "Jean" not in page


@pytest.mark.parametrize("page", ["disclosures/", "disclosures/register.csv", "glass/", "locks/", "staff-list/"])
def test_others_have_no_business_here(as_, handler, council_officer, page):
    for user in (handler, council_officer):
        assert as_(user).get(HOME + page).status_code == 403


def test_another_forces_rows_are_not_found(as_, made, broken, lock, person_at_work, stranger_to_the_force):
    other = person_at_work("data_protection_officer", "olga", force=stranger_to_the_force.force)
    client = as_(other)

    for page in (f"disclosures/{made.pk}/", f"glass/{broken.pk}/", f"locks/{lock.pk}/", "disclosures/0/"):
        assert client.get(HOME + page).status_code == 404
    assert made.incident.reference not in client.get(f"{HOME}disclosures/").text


def test_broken_glass_waits_for_a_review_and_is_reviewed(as_, dpo, inspector, broken):
    at = f"{HOME}glass/{broken.pk}/"
    assert "He is outside her door now" in as_(dpo).get(f"{HOME}glass/").text
    assert "Keep the review" not in as_(inspector).get(at).text
    assert as_(dpo).post(at, {"finding": "", "words": ""}).status_code == 422
    as_(dpo).post(at, {"finding": "right", "words": "She rang; the log bears it out"})

    assert Glass.objects.get().reviewed_by == dpo
    assert "Nothing waits for a review" in as_(dpo).get(f"{HOME}glass/").text
    assert as_(dpo).post(at, {"finding": "wrong", "words": "Again"}).status_code == 200
    assert Glass.objects.get().finding == "right"


def test_somebody_is_let_in_for_a_while_and_let_in_no_longer(as_, dpo, officer, lock, incident, now):
    at, client, day = f"{HOME}locks/{lock.pk}/", as_(dpo), localdate(now) + timedelta(days=7)
    until = {"admit-until-day": day.day, "admit-until-month": day.month, "admit-until-year": day.year}
    typed = {"admit-user": officer.pk, "admit-why": "Works on it", **until}

    assert client.post(f"{at}admit", typed | {"admit-until-year": day.year + 2}).status_code == 422
    assert client.post(f"{at}admit", typed | {"admit-user": dpo.pk}).status_code == 422
    client.post(f"{at}admit", typed)
    assert "Nia Rees" in client.get(at).text
    assert locks.shut_incidents(officer, [incident.pk], now=now + timedelta(minutes=1)) == {}

    client.post(f"{at}admissions/{Admission.objects.get().pk}/end")
    assert Admission.objects.get().ended_by_name == "Eleri Gwilliam"


def test_a_lock_is_lifted_with_a_reason(as_, dpo, lock):
    at = f"{HOME}locks/{lock.pk}/lift"
    assert as_(dpo).post(at, {"lift-why": ""}).status_code == 422
    as_(dpo).post(at, {"lift-why": "Not a colleague"})

    assert Lock.objects.get().lifted_why == "Not a colleague"
    assert as_(dpo).get(f"{HOME}locks/{lock.pk}/").status_code == 404


def test_put_on_the_list_what_is_on_record_is_locked_and_off_it_open_again(as_, dpo, incident, handler):
    client, at = as_(dpo), f"{HOME}staff-list/"
    typed = {"given_name": "Jean", "family_name": "Marlow", "address": "14 Acacia Road, Mallow, ZZ1 1AA"}

    assert client.post(f"{at}add", typed | {"address": ""}).status_code == 422
    assert client.post(f"{at}add", typed | {"username": "nobody"}).status_code == 422
    said = client.post(f"{at}add", typed | {"username": handler.username}, follow=True).text
    assert "Locks set on what is on record: 1" in said
    assert locks.is_locked(incident)
    row = StaffName.objects.get()
    assert row.user == handler
    assert client.post(f"{at}{row.pk}/remove", {f"remove{row.pk}-why": ""}).status_code == 422
    assert "Locks lifted: 1" in client.post(f"{at}{row.pk}/remove", {f"remove{row.pk}-why": "Left"}, follow=True).text
    assert not locks.is_locked(incident)


def test_a_file_is_read_and_its_bad_lines_are_named(as_, dpo, incident):
    client, at = as_(dpo), f"{HOME}staff-list/file"
    lines = b"given_name,family_name,number\nJean,Marlow,07700 900123\nAnn,Bell,not a number\n"
    answer = client.post(at, {"file": SimpleUploadedFile("staff.csv", lines)})

    assert answer.status_code == 422
    assert "Line 3: not a number is not a telephone number" in answer.text
    assert "1 were put on the list" in answer.text
    assert locks.is_locked(incident)
    assert client.post(at).status_code == 422
    assert client.post(at, {"file": SimpleUploadedFile("x", b"\xff\xfe")}).status_code == 422
    assert client.post(at, {"file": SimpleUploadedFile("x", b"x" * 2_000_001)}).status_code == 422
    assert incident.parties.get(role=PartyRole.VICTIM).person.locks.count() == 1
