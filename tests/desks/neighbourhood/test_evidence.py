"""Pages of evidence: what waits, entering, looking, linking, and whose it is not."""

from datetime import timedelta

import pytest

from heed.domain.problems.models import EvidenceItem

pytestmark = pytest.mark.django_db
LIST = "/patch/evidence"
FORM = {
    "kind": "diary",
    "words": "Six weeks of nights",
    "from_whom": "Jean Marlow",
    "kept_where": "Store 3, shelf 2",
    "on": "",
    "at": "",
    "reference": "",
}


@pytest.fixture
def officer(person_at_work):
    return person_at_work("neighbourhood_officer", "nadia")


@pytest.fixture
def item(as_, officer):
    as_(officer).post(f"{LIST}/enter", FORM)
    return EvidenceItem.objects.get()


def test_an_item_waits_until_it_has_a_case_and_was_looked_at(as_, officer, item, incident):
    client = as_(officer)
    text = client.get(LIST).text
    assert "Belongs to no live case" in text
    assert "Nobody has looked at it" in text
    page = f"{LIST}/{item.pk}"
    assert client.post(f"{page}/link", {"link-case": incident.reference, "link-words": "Hers"}).status_code == 302
    assert client.post(f"{page}/look", {"look-words": "Loud music, 3 am"}).status_code == 302
    assert "Nothing waits." in client.get(LIST).text
    assert "Loud music, 3 am" in client.get(page).text
    assert "Six weeks of nights" in client.get(f"{LIST}?show=all&page=x").text


def test_an_item_is_entered_with_its_incident(as_, officer, incident):
    as_(officer).post(f"{LIST}/enter", FORM | {"reference": incident.reference})
    assert "Belongs to no live case" not in as_(officer).get(LIST).text
    assert incident.reference in as_(officer).get(f"{LIST}/enter?incident={incident.reference}").text


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"kind": ""}, "Select what it is"),
        ({"kept_where": " "}, "Enter where it is kept"),
        ({"on": "2099-01-01"}, "must be now or in the past"),
        ({"at": "noon"}, "Time must be like 18:30"),
        ({"reference": "HD-26-9999999"}, "no such incident"),
    ],
)
def test_entering_asks_again(as_, officer, change, error):
    answer = as_(officer).post(f"{LIST}/enter", FORM | change)

    assert answer.status_code == 422
    assert error in answer.text


def test_a_case_that_is_not_there_and_a_set_aside_item(as_, officer, item):
    client = as_(officer)
    page = f"{LIST}/{item.pk}"
    for case in ("PP-99", "HD-26-9999999", "PP-x"):
        assert client.post(f"{page}/link", {"link-case": case, "link-words": "x"}).status_code == 422
    assert client.post(f"{page}/aside", {"aside-words": ""}).status_code == 422
    assert client.post(f"{page}/aside", {"aside-words": "Given back"}).status_code == 302
    assert "Nothing waits." in client.get(LIST).text
    assert client.post(f"{page}/burn", {}).status_code == 404


def test_late_is_said_in_words(as_, officer, now):
    before = now - timedelta(days=5)
    as_(officer).post(f"{LIST}/enter", FORM | {"on": before.date().isoformat(), "at": "12:00"})
    text = as_(officer).get(LIST).text

    assert "Late</strong>" in text
    assert "the time ran out" in text


def test_whose_it_is_not(as_, item, handler, person_at_work, stranger_to_the_force):
    stranger = person_at_work("neighbourhood_officer", "olga", force=stranger_to_the_force.force)
    inspector = person_at_work("inspector", "ian")
    page = f"{LIST}/{item.pk}"

    assert as_(stranger).get(page).status_code == 404
    assert "Nothing waits." in as_(stranger).get(LIST).text
    assert as_(handler).get(LIST).status_code == 403
    assert as_(inspector).get(page).status_code == 200
    assert as_(inspector).post(f"{page}/look", {"look-words": "x"}).status_code == 403
    assert as_(inspector).get(f"{LIST}/999999").status_code == 404


def test_the_number_of_queries_is_bounded(as_, officer, item, django_assert_max_num_queries):
    client = as_(officer)
    with django_assert_max_num_queries(16):
        client.get(LIST)
