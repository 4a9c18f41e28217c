"""Case reviews and tasks at the partner's desk: what the agency was shown, its complaints and its tasks, and nothing else."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.agencies.services import end_agreement
from heed.domain.agencies.terms import AgencyKind, SharedPart
from heed.domain.case_review.applications.services import Applied, Told
from heed.domain.case_review.models import Complaint
from heed.domain.case_review.terms import Applicant, Body, Channel, Consent
from heed.domain.tasking.models import Task
from heed.flows.case_review import applying, panel
from heed.foundation.accounts.terms import system
from tests.partners import add_agency, add_officer, agreement, council, council_officer

__all__ = ["agreement", "council", "council_officer"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def application(force, now):
    told = Told((Body.POLICE,), timezone.localdate(now) - timedelta(days=9), their_reference="POLICEONLY")
    said = Applied(
        applicant=Applicant.VICTIM, consent=Consent.OWN, shares=True, name="Jean Marlow", about="Stones <b>again</b>",
        effect="Cannot sleep", telephone="07700 900123", safe_ways=("telephone",), complaints=(told,),
    )  # fmt: skip
    return applying.apply(
        force=force, applied=said, key=uuid.uuid4(), channel=Channel.WEB, actor=system("tests", force="MAL"), now=now
    )


@pytest.fixture
def seat(application, agreement, now):
    """Return the council's seat: it sees what goes on, not who it is, nor what others were told."""
    actor = system("tests", force="MAL")
    return panel.ask(application=application, agreement=agreement, parts={SharedPart.WORDS}, actor=actor, now=now)


@pytest.fixture
def officer_of_homes(force, now):
    return add_officer(
        add_agency(force, now=now, name="Mallow Homes", kind=AgencyKind.HOUSING), now=now, username="hugo"
    )


def day(name, days):
    on = timezone.localdate() + timedelta(days=days)
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


def test_it_sees_the_parts_it_was_shown_and_that_is_on_record(as_, council_officer, application, seat, trail):
    page = as_(council_officer).get(f"/partner/reviews/{application.pk}/").content.decode()

    assert "Stones &lt;b&gt;again" in page
    for word in ("Jean", "Marlow", "07700", "sleep", "POLICEONLY"):
        assert word not in page
    assert trail("case_review.consulted_by_agency")[0].recipient == "Mallow Council"
    assert application.reference in as_(council_officer).get("/partner/reviews/").content.decode()


def test_it_enters_its_complaints_and_does_its_tasks(as_, council_officer, application, seat):
    address = f"/partner/reviews/{application.pk}/"
    sent = {**day("made_on", -4), "reference": "MC-1", "words": "Stones"}
    assert as_(council_officer).post(address, sent).url == address
    made = Complaint.objects.get(agency=seat.agency)
    assert (made.body, made.source, made.entered_by_name) == ("council", "agency", "Carol Adeyemi")

    task = Task.objects.get(agency=seat.agency)
    as_(council_officer).post(f"/partner/tasks/{task.pk}/take")
    done = as_(council_officer).post(f"/partner/tasks/{task.pk}/", {"outcome": "done", "result": "Entered"})
    task.refresh_from_db()
    assert (done.url, task.owner, task.done_by) == ("/partner/tasks/", council_officer, council_officer)
    again = as_(council_officer).post(f"/partner/tasks/{task.pk}/", {"outcome": "not_possible", "result": "x"})
    assert (again.status_code, "finished already" in again.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Enter when you were told"),
        (day("made_on", 3), "must be today or in the past"),
        (day("made_on", -9) | day("happened_on", -3), "before it happened"),
        (day("made_on", -9) | {"same": "999999"}, "Select a valid choice"),
        (day("made_on", -9) | {"words": "x" * 501}, "must be 500 characters or fewer"),
    ],
)
def test_a_complaint_that_is_wrong_is_said_to_be(as_, council_officer, application, seat, sent, sentence):
    answer = as_(council_officer).post(f"/partner/reviews/{application.pk}/", sent)

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not Complaint.objects.filter(agency=seat.agency).exists()


def test_its_task_is_gone_with_the_agreement_under_which_it_sat(as_, council_officer, agreement, seat, now):
    task = Task.objects.get(agency=seat.agency)
    assert task.words[:40] in as_(council_officer).get("/partner/").content.decode()
    end_agreement(agreement=agreement, why="Ended", actor=system("tests", force="MAL"), now=now)

    for address in ("/partner/", "/partner/tasks/"):
        assert task.words[:40] not in as_(council_officer).get(address).content.decode()
    for address in (f"/partner/tasks/{task.pk}/", f"/partner/tasks/{task.pk}/take"):
        assert as_(council_officer).post(address, {"outcome": "done", "result": "x"}).status_code == 404
    assert as_(council_officer).get(f"/partner/tasks/{task.pk}/").status_code == 404


def test_nobody_else_reaches_it_by_guessing(as_, council_officer, officer_of_homes, handler, application, seat, now):
    task = Task.objects.get(agency=seat.agency)
    police = Task.objects.filter(agency=None).first()
    for address in (f"/partner/reviews/{application.pk}/", f"/partner/tasks/{task.pk}/"):
        assert as_(officer_of_homes).get(address).status_code == 404
        assert as_(officer_of_homes).post(address, {}).status_code == 404
        assert as_(handler).get(address).status_code == 403
    assert as_(council_officer).get(f"/partner/tasks/{police.pk}/").status_code == 404
    assert as_(council_officer).post(f"/partner/tasks/{police.pk}/take").status_code == 404

    panel.leave(member=seat, why="Not theirs", actor=system("tests", force="MAL"), now=now)
    assert as_(council_officer).get(f"/partner/reviews/{application.pk}/").status_code == 404
    assert application.reference not in as_(council_officer).get("/partner/reviews/").content.decode()
