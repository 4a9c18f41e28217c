"""My patch today and the card at the door, as pages."""

from datetime import timedelta

import pytest

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident
from heed.domain.support.terms import PromiseKind
from heed.domain.tasking.rota.services import name_officer
from heed.flows.support import promises
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Role

PAGES = ["/patch/today/{beat}/", "/patch/today/{beat}/list.pdf", "/patch/incidents/{incident}/arrival"]


@pytest.fixture
def beat(force, now):
    """Return the beat of Mallow Castle."""
    return Beat.objects.create(
        force=force, code="C1", name="Castle", shape={}, west=0, south=0, east=0, north=0, added_at=now
    )


@pytest.fixture
def officer(person_at_work, beat, now):
    """Return Nadia, a named officer of the beat."""
    nadia = person_at_work(Role.NEIGHBOURHOOD_OFFICER, "nadia", first_name="Nadia", last_name="Reyes")
    name_officer(beat=beat, officer=nadia, lead=True, from_on=now.date(), actor=nadia.actor(), now=now)
    return nadia


@pytest.fixture
def waiting(incident, beat, handler, now):
    """Return an incident of the beat in which a visit was promised for a time that has passed."""
    Incident.objects.filter(pk=incident.pk).update(beat=beat)
    promises.promise(
        incident=incident,
        kind=PromiseKind.VISIT,
        words="Somebody comes to look",
        due_by=now - timedelta(minutes=5),
        user=handler,
        actor=handler.actor(),
        now=now - timedelta(minutes=15),
    )
    return incident


def test_an_officer_is_sent_to_their_own_beat_and_reads_who_waits(as_, officer, waiting, beat, trail):
    answer = as_(officer).get("/patch/", follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == f"/patch/today/{beat.pk}/"
    assert "Jean Marlow" in page
    assert "not kept" in page
    assert "Named officers: Nadia Reyes." in page
    assert trail("patch.read")[0].subjects[0] == f"beat:{beat.pk}"


def test_the_card_at_the_door_says_what_was_not_kept(as_, officer, waiting, trail):
    page = as_(officer).get(f"/patch/incidents/{waiting.pk}/arrival").content.decode()
    assert "Promise not kept" in page
    assert "14 Acacia Road" in page
    assert trail("arrival_card.read")[0].purpose == "going to see them"


def test_a_card_kept_on_a_device_is_noted_as_kept(as_, officer, waiting, trail):
    as_(officer).get(f"/patch/incidents/{waiting.pk}/arrival", headers={"X-Heed-Keep": "1"})
    assert trail("arrival_card.read")[0].purpose == "kept on a device for a visit"


def test_the_list_on_paper_is_a_pdf(as_, officer, waiting, beat):
    answer = as_(officer).get(f"/patch/today/{beat.pk}/list.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-")


def test_a_beat_is_a_reason_to_open_an_incident_for_its_officers_alone(as_, officer, person_at_work, waiting, beat):
    shown = as_(officer).get(f"/calls/incidents/{waiting.pk}/?beat={beat.pk}")
    assert "Why do you need" not in shown.content.decode()
    other = person_at_work(Role.NEIGHBOURHOOD_OFFICER, "nils")
    asked = as_(other).get(f"/calls/incidents/{waiting.pk}/?beat={beat.pk}")
    assert asked.content != shown.content
    assert "14 Acacia Road" not in asked.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_handler_may_not(as_, handler, waiting, beat, page):
    assert as_(handler).get(page.format(beat=beat.pk, incident=waiting.pk)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_another_force_finds_nothing(as_, person_at_work, waiting, beat, page, db):
    other = Force.objects.create(code="HAR", name="Harshire Police")
    stranger = person_at_work(Role.NEIGHBOURHOOD_OFFICER, "otto", force=other)
    assert as_(stranger).get(page.format(beat=beat.pk, incident=waiting.pk)).status_code == 404


@pytest.mark.parametrize(
    "address", ["/patch/today/999999/", "/patch/incidents/999999/arrival", "/patch/today/{beat}/?on=31-31-31"]
)
def test_nonsense_is_not_found(as_, officer, beat, address):
    assert as_(officer).get(address.format(beat=beat.pk)).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_changed_by_reading(as_, officer, waiting, beat, page):
    assert as_(officer).post(page.format(beat=beat.pk, incident=waiting.pk)).status_code == 405


def test_somebody_without_a_beat_chooses_one(as_, person_at_work, beat):
    page = as_(person_at_work(Role.NEIGHBOURHOOD_OFFICER, "nils")).get("/patch/").content.decode()
    assert f"/patch/today/{beat.pk}/" in page
    assert "no named officer" in page


def test_the_page_asks_the_database_a_bounded_number_of_times(
    as_, officer, waiting, beat, django_assert_max_num_queries
):
    signed_in = as_(officer)
    with django_assert_max_num_queries(32):
        signed_in.get(f"/patch/today/{beat.pk}/")
    with django_assert_max_num_queries(45):
        signed_in.get(f"/patch/incidents/{waiting.pk}/arrival")
