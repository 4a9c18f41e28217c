"""The page of both sides: one line, marks, a summary that is asked about and kept, and whose it is not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from heed.domain.incidents.terms import PartyRole
from heed.flows.record import Someone
from tests.flows.conftest import JEAN

pytestmark = pytest.mark.django_db
DEAN_SAID = Someone((PartyRole.OTHER_PARTY,), given_name="Dean", family_name="Pike", relation="next door")
JEAN_SAID = Someone((PartyRole.OTHER_PARTY,), given_name="Jean", family_name="Marlow")
DEAN = Someone(
    (PartyRole.CALLER, PartyRole.VICTIM),
    is_caller=True,
    given_name="Dean",
    family_name="Pike",
    address="16 Acacia Road, Mallow, ZZ1 1AA",
)


@pytest.fixture
def officer(person_at_work):
    return person_at_work("neighbourhood_officer", "nadia")


@pytest.fixture
def two(reported, now):
    """Return Jean's report of Dean, and Dean's of Jean a day later."""
    first = reported(now=now - timedelta(days=2), parties=(JEAN, DEAN_SAID), answers=())
    second = reported(
        "07700 900456", now=now - timedelta(days=1), parties=(DEAN, JEAN_SAID), answers=(), address=DEAN.address
    )
    return first, second


def test_both_ways_stand_on_the_page(as_, officer, two):
    text = as_(officer).get(f"/patch/incidents/{two[0].pk}/both-sides?party=nonsense").text

    assert "A → B" in text
    assert "B → A" in text
    assert "Counter-allegation</strong>" in text
    assert f"It answers {two[0].reference}" in text
    assert text.index("A → B") < text.index("B → A")
    assert "1 reported by A of B, 1 by B of A." in text


def test_a_summary_is_kept_and_asked_about(as_, officer, two):
    page = f"/patch/incidents/{two[0].pk}/both-sides"
    done = as_(officer).post(page, {"text": "Tit for tat"}, follow=True)

    assert "You wrote “Tit for tat”" in done.text
    assert two[0].call.entries.order_by("seq").last().text == "Both sides: Tit for tat"
    assert as_(officer).post(page, {"text": " "}).status_code == 422


def test_a_place_has_both_sides(as_, officer, two):
    assert two[1].reference in as_(officer).get(f"/patch/places/{two[1].place.pk}/both-sides").text


def test_the_incident_page_leads_here_for_those_who_may(as_, officer, handler, two):
    address = reverse("call_handler:incident", args=[two[0].pk])
    for user, shown in ((officer, True), (handler, False)):
        text = as_(user).post(address, {"purpose": "my beat"}, follow=True).text
        assert two[0].summary in text
        assert (f"/patch/incidents/{two[0].pk}/both-sides" in text) is shown


def test_whose_it_is_not(as_, handler, person_at_work, stranger_to_the_force, two):
    page = f"/patch/incidents/{two[0].pk}/both-sides"
    stranger = person_at_work("neighbourhood_officer", "olga", force=stranger_to_the_force.force)
    inspector = person_at_work("inspector", "ian")

    assert as_(handler).get(page).status_code == 403
    assert as_(stranger).get(page).status_code == 404
    assert as_(stranger).get(f"/patch/places/{two[0].place.pk}/both-sides").status_code == 404
    assert "Keep the summary" not in as_(inspector).get(page).text
    assert as_(inspector).post(page, {"text": "x"}).status_code == 422
    assert as_(inspector).get("/patch/incidents/999999/both-sides").status_code == 404


def test_the_number_of_queries_is_bounded(as_, officer, two, django_assert_max_num_queries):
    client = as_(officer)
    with django_assert_max_num_queries(75):
        client.get(f"/patch/incidents/{two[0].pk}/both-sides")
