"""Case reviews at the neighbourhood's desk: from an application written down to the yearly numbers."""

import csv
import io
import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.agencies.terms import SharedPart
from heed.domain.case_review.models import Action, Application, Complaint, Decision, Meeting, Member, Outcome, Told
from heed.domain.incidents.terms import PartyRole
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import Locked
from heed.domain.tasking.models import Task
from heed.foundation.accounts.terms import Role
from tests.partners import agreement, council, council_officer

__all__ = ["agreement", "council", "council_officer"]

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
LIST = "/patch/reviews/"
UGLY = '<script>alert("x")</script> ' + "W" * 120 + " שלום"


@pytest.fixture
def sam(person_at_work):
    return person_at_work(Role.NEIGHBOURHOOD_OFFICER, "sam", first_name="Sam", rank="sergeant")


@pytest.fixture
def pat(person_at_work):
    return person_at_work(Role.NEIGHBOURHOOD_OFFICER, "pat", first_name="Pat", rank="constable")


def boxes(name, days=0):
    on = timezone.localdate() + timedelta(days=days)
    return {f"{name}-day": on.day, f"{name}-month": on.month, f"{name}-year": on.year}


NEW = {
    "key": str(uuid.UUID(int=7)), "channel": "telephone", "whom": "own", "name": "Jean Marlow", "about": f"Stones. {UGLY}",
    "ways": ["telephone"], "telephone": "07700 900123", "shares": "yes",
}  # fmt: skip
WEIGHED = {"decide-persistence": "Two years", "decide-harm": "She moved out", "decide-response": "One letter"}


@pytest.fixture
def review(as_, sam, incident):
    """Return an application that Sam wrote down for Jean, with her incident among the complaints."""
    jean = incident.parties.get(role=PartyRole.VICTIM).person
    as_(sam).post(f"{LIST}new?person={jean.pk}", NEW | boxes("made_on"))
    return Application.objects.get()


@pytest.fixture
def press(as_, sam, review):
    """Return what Sam presses on the page of the review."""

    def press(part, sent, user=sam):
        return as_(user).post(f"{LIST}{review.pk}/{part}", sent)

    return press


def test_the_review_of_somebody_who_is_locked_says_that_more_exists_and_no_more(as_, pat, sam, review):
    assert "Marlow" in as_(pat).get(f"{LIST}{review.pk}/").content.decode()
    locking.lock_by_hand(
        what=Locked(person=review.person), why="Protected", ask="Inspector Hale", owner=sam, actor=sam.actor(),
        now=timezone.now(),
    )  # fmt: skip

    shut = as_(pat).get(f"{LIST}{review.pk}/")
    assert (shut.status_code, "Inspector Hale" in shut.content.decode()) == (403, True)
    assert "Marlow" not in shut.content.decode()
    assert as_(pat).post(f"{LIST}{review.pk}/withdraw", {"why": "x"}).status_code == 403
    assert as_(sam).get(f"{LIST}{review.pk}/").status_code == 200


def complaint(days, **more):
    return {"complaint-to": "council", **boxes("complaint-made_on", days), **more}


def test_an_application_is_written_down_once_and_brings_in_the_record(as_, sam, review, incident):
    again = as_(sam).post(f"{LIST}new", NEW | boxes("made_on"))

    assert again.url == f"{LIST}{review.pk}/"
    assert [row.incident for row in Complaint.objects.all()] == [incident]
    assert Task.objects.get(key__startswith="case-review-step", done_at=None).person == review.person


def test_the_whole_of_it_by_the_forms_of_the_page(as_, press, sam, review, council, agreement, council_officer, trail):
    for days in (-40, -20):
        assert press("complaints", complaint(days)).status_code == 302
    assert "3 of 3 complaints qualify" in as_(sam).get(f"{LIST}{review.pk}/").content.decode()
    press("acknowledge", {"acknowledge-how": "call"})
    press("decide", {"decide-ground": "count", "decide-words": "Three within six months"})
    press("members", {"member-agreement": agreement.pk, "member-parts": ["words"]})
    press("meetings", boxes("meeting-on", -1) | {"meeting-at": "10:00", "meeting-place": "Town Hall"})
    press("held", {"held-came": ["police"], "held-minutes": "A camera"})
    for who in (f"agency-{council.pk}", f"user-{council_officer.pk}", f"user-{sam.pk}"):
        done = press("actions", boxes("action-by", 3) | {"action-words": "Fit a camera", "action-who": who})
        assert done.status_code == 302, who
    press("conclude", {"conclude-words": "A camera", "conclude-to1": "mallow council", "conclude-what1": "Light it"})
    advice = Outcome.objects.get().recommendations.get()
    press(f"recommendations/{advice.pk}", {f"answer{advice.pk}-answer": "By March"})

    advice.refresh_from_db()
    assert (advice.agency, advice.answer) == (council, "By March")
    assert Decision.objects.get().met
    assert Member.objects.get().parts == ["pointer", SharedPart.WORDS]
    assert (Meeting.objects.get().absent, Action.objects.count(), Told.objects.count()) == (["Mallow Council"], 4, 1)
    page = as_(sam).get(f"{LIST}{review.pk}/").content.decode()
    assert "Concluded" in page
    assert "<script>alert" not in page
    assert trail("case_review.member_asked")[0].recipient == "Mallow Council"
    assert f"case_review:{review.pk}" in trail("task.consulted")[0].subjects


def test_a_refusal_can_be_looked_at_again_by_somebody_else(press, sam, review, supervisor):
    press("decide", {"decide-ground": "not_met", "decide-words": "Not yet", **WEIGHED})
    press("appeals", {"appeal-route": "local", "appeal-words": "There is more", **boxes("appeal-made_on")})
    refused = press("second", {"second-upheld": "yes", "second-why": "Grave"})
    assert (refused.status_code, "somebody else looks at it" in refused.content.decode()) == (422, True)

    assert press("second", {"second-upheld": "yes", "second-why": "Grave"}, user=supervisor).status_code == 302
    assert [row.met for row in Decision.objects.order_by("pk")] == [False, True]


@pytest.mark.parametrize(
    ("part", "sent", "sentence"),
    [
        ("acknowledge", {}, "Select how they are told"),
        ("acknowledge", {"acknowledge-how": "message"}, "No message can go out"),
        ("complaints", complaint(2), "must be today or in the past"),
        ("complaints", complaint(-9, **boxes("complaint-happened_on", -3)), "told before it happened"),
        ("complaints", {}, "Select who was told"),
        ("decide", {"decide-ground": "count", "decide-words": "x"}, "Select a valid choice"),
        ("decide", {"decide-ground": "not_met", "decide-words": "x"}, "Enter what harm it does or may do"),
        ("decide", {"decide-ground": "safeguard", "decide-words": "x"}, "Select a valid choice"),
        ("members", {"member-agreement": "99"}, "Select a valid choice"),
        ("meetings", {"meeting-place": "x"}, "Enter on which day"),
        ("meetings", boxes("meeting-on", 2) | {"meeting-place": "x"}, "once the threshold is met"),
        ("actions", boxes("action-by", -2) | {"action-words": "x", "action-who": ""}, "must be today or in the future"),
        ("conclude", {"conclude-words": "x", "conclude-to1": "The Mayor"}, "Enter what is recommended to The Mayor"),
        ("conclude", {"conclude-words": "x"}, "once the panel has met"),
        ("appeals", {"appeal-route": "policing_body"}, "Select a valid choice"),
        ("withdraw", {}, "Enter what they said"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(press, review, part, sent, sentence):
    answer = press(part, sent)
    page = answer.content.decode()

    assert answer.status_code == 422
    assert "There is a problem" in page
    assert sentence in page
    review.refresh_from_db()
    assert (review.withdrawn_at, Decision.objects.count()) == (None, 0)


def test_complaints_are_set_aside_and_put_together(as_, press, sam, review):
    press("complaints", complaint(-10))
    ours, theirs = Complaint.objects.order_by("pk")
    press(f"complaints/{theirs.pk}/same", {f"same{theirs.pk}-same": ours.pk})
    assert "1 of 3 complaints qualify" in as_(sam).get(f"{LIST}{review.pk}/").content.decode()

    wrong = press(f"complaints/{ours.pk}/aside", {})
    assert (wrong.status_code, "Enter why it does not count" in wrong.content.decode()) == (422, True)
    press(f"complaints/{ours.pk}/aside", {f"aside{ours.pk}-why": "A parking matter"})
    assert press(f"complaints/{ours.pk}/aside", {f"aside{ours.pk}-why": "Again"}).status_code == 422
    assert press("look-up", {}).status_code == 302


def test_a_constable_works_on_it_and_a_sergeant_decides(as_, press, pat, review):
    assert "Decide the threshold" not in as_(pat).get(f"{LIST}{review.pk}/").content.decode()
    answer = press("decide", {"decide-ground": "not_met", "decide-words": "x", **WEIGHED}, user=pat)

    assert (answer.status_code, "sergeant or above" in answer.content.decode()) == (422, True)


def test_strangers_partners_and_nonsense_are_turned_away(
    as_, review, press, sam, stranger_to_the_force, person_at_work, council_officer
):
    address = f"{LIST}{review.pk}/"
    other = person_at_work(Role.SUPERVISOR, "sue", force=stranger_to_the_force.force)
    assert as_(other).get(address).status_code == 404
    assert as_(other).post(f"{address}told", {}).status_code == 404
    assert as_(other).get(f"{LIST}?reference={review.reference}").status_code == 200
    for user in (council_officer, person_at_work("analyst"), person_at_work("crime_registrar")):
        assert as_(user).get(address).status_code == 403
        assert as_(user).post(f"{address}decide", {}).status_code == 403
    assert as_(sam).get(f"{LIST}9999999999999999999999/").status_code == 404
    assert as_(sam).get(f"{LIST}new?person=nonsense").status_code == 200
    assert as_(sam).get(f"{address}decide").status_code == 405
    for part in (
        "complaints/999/aside",
        "complaints/999/same",
        "members/999/leave",
        "recommendations/999",
        "held",
        "second",
    ):
        assert press(part, {}).status_code == 404, part


def test_an_inspector_of_constabulary_reads_and_changes_nothing(as_, review, person_at_work):
    user = person_at_work("inspector", "ines")

    assert "Work on it" not in as_(user).get(f"{LIST}{review.pk}/").content.decode()
    assert as_(user).post(f"{LIST}{review.pk}/withdraw", {}).status_code == 403


def test_the_list_is_found_by_reference_and_asks_a_bounded_number_of_questions(
    as_, sam, review, django_assert_max_num_queries
):
    for n in range(1, 6):
        as_(sam).post(f"{LIST}new", NEW | {"key": str(uuid.UUID(int=100 + n))} | boxes("made_on", -n))
    with django_assert_max_num_queries(22):
        page = as_(sam).get(LIST).content.decode()
    assert page.count("To be acknowledged") == 6
    assert as_(sam).get(f"{LIST}?reference={review.reference.lower()}").url == f"{LIST}{review.pk}/"
    assert "There is no review CR-NONE" in as_(sam).get(f"{LIST}?reference=CR-NONE").content.decode()
    assert "No reviews here" in as_(sam).get(f"{LIST}?show=over").content.decode()
    with django_assert_max_num_queries(60):
        as_(sam).get(f"{LIST}{review.pk}/")


def test_the_yearly_numbers_on_the_page_and_in_the_file_are_the_same(as_, press, review, sam, person_at_work):
    press("decide", {"decide-ground": "not_met", "decide-words": "x", **WEIGHED})
    page = as_(sam).get(f"{LIST}numbers")
    [row] = csv.DictReader(io.StringIO(as_(sam).get(f"{LIST}numbers.csv").content.decode()))

    assert page.status_code == 200
    assert (row["applications_made"], row["threshold_not_met"], row["reviews_carried_out"]) == ("1", "1", "0")
    assert as_(person_at_work("analyst")).get(f"{LIST}numbers").status_code == 200
    yesterday = (timezone.localdate() - DAY).isoformat()
    before = as_(sam).get(f"{LIST}numbers.csv?first={row['first_day']}&last={row['last_day']}&as_on={yesterday}")
    [earlier] = csv.DictReader(io.StringIO(before.content.decode()))
    assert (earlier["applications_made"], earlier["threshold_not_met"]) == ("0", "0")


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("first=2026-04-01&last=2027-04-01", "at most 12 months long"),
        ("first=2026-04-01&last=2026-03-01", "must be the first day or later"),
        ("first=x", "First day must be a real date"),
        ("first=2026-04-01", "Enter the last day"),
    ],
)
def test_a_period_that_the_law_does_not_know_is_refused(as_, sam, asked, sentence):
    page = as_(sam).get(f"{LIST}numbers?{asked}")

    assert (page.status_code, sentence in page.content.decode()) == (422, True)
    assert sentence in as_(sam).get(f"{LIST}numbers.csv?{asked}").content.decode()
