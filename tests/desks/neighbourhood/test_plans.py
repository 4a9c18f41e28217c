"""Pages of problem plans: opened, written into, closed by two people, and whose they are not."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from heed.domain.problems.models import ProblemPlan
from heed.domain.tasking.models import Task

pytestmark = pytest.mark.django_db
LIST = "/patch/plans"


@pytest.fixture
def officer(person_at_work):
    return person_at_work("neighbourhood_officer", "nadia", rank="constable")


@pytest.fixture
def sergeant(person_at_work):
    return person_at_work("supervisor", "sam", rank="sergeant")


@pytest.fixture
def plan(as_, officer, incident):
    form = {
        "reference": incident.reference,
        "about": "victim",
        "title": "Stones at the window",
        "because": "She is afraid",
        "plan_format": "sara",
    }
    answer = as_(officer).post(f"{LIST}/open", form)
    made = ProblemPlan.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"{LIST}/{made.pk}"
    return made


def test_the_plan_shows_what_was_found_and_its_incidents(as_, officer, plan, incident, trail):
    text = as_(officer).get(f"{LIST}/{plan.pk}").text

    assert "Stones at the window" in text
    assert "Who suffers: people who suffered (1)" in text
    assert f"?plan={plan.pk}" in text
    assert "0 before, 1 since" in text or "1 before, 0 since" in text
    named = f"person:{plan.victim_id}"
    assert {f"incident:{incident.pk}", named} <= set(trail("problem_plan.consulted")[0].subjects)
    listed = as_(officer).get(f"{LIST}?show=nonsense&page=x").text
    assert plan.reference in listed
    assert named in trail("problem_plans.listed")[0].subjects


def test_an_open_plan_lends_its_purpose_to_its_incidents(as_, officer, plan, incident):
    address = reverse("call_handler:incident", args=[incident.pk])

    assert "You opened this for: a problem plan" in as_(officer).get(f"{address}?plan={plan.pk}").text
    assert "You opened this for" not in as_(officer).get(f"{address}?plan=999999").text


def test_a_line_with_a_day_is_a_task(as_, officer, plan):
    due = timezone.localdate() + timedelta(days=2)
    form = {"section": "response", "words": "Patrol at 22:00, after the dispute", "due": due.isoformat(), "owner": ""}
    answer = as_(officer).post(f"{LIST}/{plan.pk}/write", form, follow=True)

    assert Task.objects.get(key__startswith="plan-response:").words.startswith("Patrol")
    assert "It is a task." in answer.text
    assert "You wrote “dispute”" in answer.text


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"section": ""}, "Select a section"),
        ({"words": " "}, "Enter what you write"),
        ({"due": "2020-01-01"}, "The day must be today or in the future"),
        ({"section": "analysis", "due": "2099-01-01"}, "Nothing is done by a day in this section"),
    ],
)
def test_a_bad_entry_is_asked_for_again(as_, officer, plan, change, error):
    form = {"section": "response", "words": "Patrol", "due": "", "owner": ""} | change
    answer = as_(officer).post(f"{LIST}/{plan.pk}/write", form)

    assert answer.status_code == 422
    assert error in answer.text


def test_two_people_close_a_plan(as_, officer, sergeant, plan):
    page = f"{LIST}/{plan.pk}"
    as_(officer).post(f"{page}/close", {"close-words": "It stopped"})
    own = as_(officer).post(f"{page}/sign-off", {"sign-why": "Mine", "sign-agreed": "yes"})
    assert own.status_code == 422
    assert "You asked for it to be closed yourself" in own.text
    done = as_(sergeant).post(f"{page}/sign-off", {"sign-why": "Seen it", "sign-agreed": "yes"}, follow=True)
    plan.refresh_from_db()

    assert plan.closed_at
    assert "Signed off: the plan is closed." in done.text
    assert as_(officer).post(f"{page}/sign-off", {"sign-why": "x", "sign-agreed": "yes"}).status_code == 404
    assert "Work on it" not in as_(officer).get(page).text


def test_an_incident_is_added_by_its_reference(as_, officer, plan, incident):
    page = f"{LIST}/{plan.pk}"
    again = as_(officer).post(f"{page}/incident", {"add-reference": incident.reference, "add-why": "x"}, follow=True)
    assert "belonged to it already" in again.text
    assert as_(officer).post(f"{page}/incident", {"add-reference": "HD-26-9999999", "add-why": "x"}).status_code == 422


def test_opening_asks_for_what_is_missing(as_, officer, incident):
    empty = as_(officer).post(f"{LIST}/open", {})
    assert empty.status_code == 422
    assert "Enter what the problem is" in empty.text
    form = {"about": "party", "title": "x", "because": "y", "plan_format": "sara"}
    assert "Enter the incident" in as_(officer).post(f"{LIST}/open", form).text
    form["reference"] = incident.reference
    assert "is not described" in as_(officer).post(f"{LIST}/open", form).text
    form["reference"] = "HD-26-9999999"
    assert "no such incident" in as_(officer).post(f"{LIST}/open", form).text


def test_whose_it_is_not(as_, plan, handler, person_at_work, stranger_to_the_force):
    page = f"{LIST}/{plan.pk}"
    stranger = person_at_work("neighbourhood_officer", "olga", force=stranger_to_the_force.force)
    inspector = person_at_work("inspector", "ian")

    assert as_(handler).get(page).status_code == 403
    assert as_(stranger).get(page).status_code == 404
    assert as_(stranger).post(f"{page}/write", {}).status_code == 404
    assert as_(inspector).get(page).status_code == 200
    assert "Work on it" not in as_(inspector).get(page).text
    assert as_(inspector).post(f"{page}/write", {}).status_code == 403
    assert as_(inspector).get(f"{LIST}/999999").status_code == 404


def test_the_number_of_queries_is_bounded(as_, officer, plan, django_assert_max_num_queries):
    client = as_(officer)
    with django_assert_max_num_queries(45):
        client.get(f"{LIST}/{plan.pk}")
    with django_assert_max_num_queries(20):
        client.get(LIST)
