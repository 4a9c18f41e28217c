"""Reports that came online: on the queue, on the incident, on a page of their own, and answered."""

import io

import pytest
from PIL import Image

from heed.domain.incidents.models import Incident
from heed.domain.incidents.online.models import ReportReply
from heed.domain.incidents.online.services import Picture
from heed.flows import decide
from heed.flows.online_reports import OnlineReport, Reporter, receive
from heed.foundation.accounts.terms import system
from tests.partners import council

pytestmark = pytest.mark.django_db
__all__ = ["council"]

QUEUE = "/calls/"


def jpeg():
    made = io.BytesIO()
    Image.new("RGB", (2000, 1000), "navy").save(made, "JPEG")
    return made.getvalue()


@pytest.fixture
def came(council, now):
    """Return what takes a report in."""

    def take(**changes):
        told = {
            "external_id": "1001",
            "opening_code": "ASB_PERSONAL",
            "service_code": "asb_targeted",
            "words": "They shout <b>at my son</b> every night",
            "reporter": Reporter("Margaret", "Hale", "margaret.hale@example.org"),
            "address": "14 Acacia Road, Mallow, ZZ1 1AA",
            "pictures": (Picture(jpeg(), "image/jpeg", "door.jpg"),),
        }
        return receive(
            force=council.force, agency=council, report=OnlineReport(**(told | changes)), actor=system("tests"), now=now
        )

    return take


def report_of(incident):
    """Return the address of a report, opened from the queue."""
    return f"/calls/incidents/{incident.pk}/online/?online={incident.online_report.pk}"


def test_the_queue_lists_what_nobody_has_read_without_a_name_and_lends_a_reason(as_, handler, came):
    incident = came()

    page = as_(handler).get(QUEUE).content.decode()

    assert f"/calls/incidents/{incident.pk}/?online={incident.online_report.pk}" in page
    assert "Hale" not in page
    assert "shout" not in page
    opened = as_(handler).get(f"/calls/incidents/{incident.pk}/?online={incident.online_report.pk}")
    assert "Reported online by way of Mallow Council" in opened.content.decode()
    assert "Not read yet" in opened.content.decode()


def test_what_may_be_an_emergency_stands_first_and_what_is_graded_leaves_the_list(as_, handler, came, now):
    usual = came()
    grave = came(external_id="1002", words="He has a knife")

    page = as_(handler).get(QUEUE).content.decode()
    assert page.index(grave.reference) < page.index(usual.reference)
    assert "May be an emergency" in page

    for incident in (usual, grave):
        decide.grade_again(
            incident=incident,
            grade="PRIORITY",
            rationale="Read",
            rural=False,
            user=handler,
            actor=handler.actor(),
            now=now,
        )
    assert "Online reports that nobody has read" not in as_(handler).get(QUEUE).content.decode()


def test_the_report_is_shown_as_it_came_and_that_it_was_is_on_the_trail(as_, handler, came, trail):
    incident = came()

    page = as_(handler).get(report_of(incident)).content.decode()

    assert "They shout &lt;b&gt;at my son&lt;/b&gt; every night" in page
    assert "margaret.hale@example.org" in page
    assert f"incident:{incident.pk}" in trail("online_report.consulted")[0].subjects


def test_a_report_asks_why_it_is_opened(as_, handler, came):
    page = as_(handler).get(f"/calls/incidents/{came().pk}/online/").content.decode()

    assert "Why do you need this report?" in page
    assert "Hale" not in page


def test_whoever_it_was_taken_for_is_named_with_the_way_back(as_, handler, came):
    came()
    incident = came(external_id="1002")

    page = as_(handler).get(report_of(incident)).content.decode()

    assert "Counted as one person" in page
    assert "It is not them: take it back" in page


def test_somebody_whom_part_of_it_fits_is_a_suggestion_to_compare(as_, supervisor, came):
    first = came().parties.filter(role="caller").get().person
    incident = came(external_id="1002", reporter=Reporter("Maggie", "Hale", "margaret.hale@example.org"))

    page = as_(supervisor).get(report_of(incident)).content.decode()

    assert f"/merge/{first.pk}/" in page
    assert "Counted as one person" not in page


def test_a_picture_is_shown_small_and_given_whole_as_it_came(as_, handler, came, trail):
    incident = came()
    photo = incident.online_report.photos.get()
    at = f"/calls/incidents/{incident.pk}/online/pictures/{photo.pk}"

    small = as_(handler).get(f"{at}?online={incident.online_report.pk}")
    whole = as_(handler).get(f"{at}?online={incident.online_report.pk}&whole=1")

    assert Image.open(io.BytesIO(small.content)).size == (900, 450)
    assert whole.content == jpeg()
    assert whole["Content-Disposition"].startswith("attachment")
    assert len(trail("report_photo.consulted")) == 2
    assert as_(handler).get(at).status_code == 404


def test_a_word_to_the_reporter_is_kept_and_said_to_leave_the_police(as_, handler, came):
    incident = came()

    page = (
        as_(handler)
        .post(report_of(incident), {"status": "ACTION_SCHEDULED", "words": "An officer will visit"}, follow=True)
        .content.decode()
    )

    assert ReportReply.objects.get().words == "An officer will visit"
    assert "when their agency" in page
    assert incident.call.entries.filter(text__contains="An officer will visit").exists()


def test_an_answer_without_words_or_state_is_asked_for_again(as_, handler, came):
    answer = as_(handler).post(report_of(came()), {"status": "FIXED", "words": " "})

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    assert not ReportReply.objects.exists()


def test_another_force_and_an_incident_that_was_rung_in_have_no_such_page(
    as_, stranger_to_the_force, handler, came, incident
):
    online = came()

    assert as_(stranger_to_the_force).get(report_of(online)).status_code == 404
    assert (
        as_(handler).get(f"/calls/incidents/{incident.pk}/online/?online={online.online_report.pk}").status_code == 404
    )
    assert as_(handler).get("/calls/incidents/999999/online/").status_code == 404


def test_an_inspector_reads_and_answers_nothing(as_, person_at_work, came):
    inspector = as_(person_at_work("inspector"))
    incident = came()

    assert inspector.post(report_of(incident), {"status": "INVESTIGATING", "words": "Hello"}).status_code in {403, 422}
    assert not ReportReply.objects.exists()


def test_the_queue_and_the_page_cost_no_more_for_ten_reports_than_for_one(
    as_, handler, came, django_assert_max_num_queries
):
    for number in range(10):
        came(external_id=str(number), pictures=())
    client = as_(handler)
    with django_assert_max_num_queries(9):
        client.get(QUEUE)
    address = report_of(Incident.objects.order_by("-pk")[0])
    with django_assert_max_num_queries(34):
        assert client.get(address).status_code == 200
