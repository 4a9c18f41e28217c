"""Who is near a case review, that they are told before they ask, and that nobody is forgotten."""

from datetime import date, timedelta

import pytest
from django.db import transaction

from heed.domain.calls import queries as calls
from heed.domain.case_review import queries
from heed.domain.case_review.models import Offer
from heed.domain.case_review.services import Unfit
from heed.domain.case_review.terms import How, Said
from heed.domain.contact.models import Message
from heed.domain.incidents import services as incident_services
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import LinkKind, PartyRole
from heed.domain.people.models import Person
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.engines.risk.case_review import Line
from heed.flows.aftermath import answers as aftermath_answers
from heed.flows.case_review import chase as case_review_chase
from heed.flows.case_review import standing as case_review
from heed.flows.record import Someone
from heed.foundation.policy import services as policy
from tests.flows.conftest import HOME, JEAN

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def suffers(reported, noon):
    """Return who reports so many incidents of Jean's, a week apart and each later than the last; returns the incidents."""

    def suffers(count, *, first=noon):
        return [reported(now=first + 7 * number * DAY) for number in range(count)]

    return suffers


@pytest.fixture
def offer(handler, noon):
    """Return what Harriet presses."""

    def offer(person, said=Said.NOT_NOW, *, how=How.ON_THE_CALL, now=noon + 30 * DAY, **more):
        return case_review.make_offer(
            person=person, said=said, how=how, user=handler, actor=handler.actor(), now=now, **more
        )

    return offer


def jean(incident):
    return incident.parties.get(role=PartyRole.VICTIM).person


def near(incident, now):
    return case_review.standing_of([jean(incident).pk], now=now)


def tasks():
    return Task.objects.filter(kind=TaskKind.CASE_REVIEW)


@pytest.mark.parametrize(("count", "line"), [(1, Line.NONE), (2, Line.TWO), (3, Line.THREE)])
def test_it_is_explained_at_two_and_may_be_asked_for_at_three(suffers, noon, count, line):
    *_, last = suffers(count)
    found = near(last, noon + 30 * DAY)

    assert (found.count, found.line) == (count, line)
    assert found.is_due is (line != Line.NONE)
    words = policy.in_use().early_warning.words
    assert found.wording == {Line.NONE: None, Line.TWO: words.two, Line.THREE: words.three}[line]


def test_nobody_is_near_nothing(noon):
    found = case_review.standing_of([], now=noon)

    assert (found.person, found.count, found.line, found.is_due) == (None, 0, Line.NONE, False)


def test_what_is_being_reported_counts_once_before_it_is_recorded_and_after(suffers, reported, ring, noon):
    first, _ = suffers(2)
    person, now = jean(first), noon + 14 * DAY
    call = ring(now=now)

    assert case_review.standing_of([person.pk], now=now, reporting=call.pk).line is Line.THREE
    third = reported(now=now)
    assert case_review.standing_of([person.pk], now=now, reporting=third.call_id).count == 3
    assert case_review.standing_of([person.pk], now=now).count == 3


def test_a_duplicate_and_a_call_back_are_no_complaint(suffers, handler, noon):
    first, second, third = suffers(3)
    incident_services.link(
        incident=third, other=second, kind=LinkKind.DUPLICATE, why="Same night", actor=handler.actor(), now=noon
    )

    assert near(first, noon + 30 * DAY).count == 2


def test_that_it_has_not_stopped_is_a_complaint(suffers, handler, noon):
    first, second = suffers(2)
    incident_services.close(
        incident=second, closing_code="ASB_PERSONAL", result="ATTENDED_RESOLVED", rationale="x", approval=None,
        policy_version="x", actor=handler.actor(), now=noon + 8 * DAY,
    )  # fmt: skip
    aftermath_answers.reopen(
        incident=second, because="It is worse", person_id=jean(second).pk, actor=handler.actor(), now=noon + 20 * DAY
    )

    assert near(first, noon + 30 * DAY).line is Line.THREE


def test_it_is_kept_what_they_said_and_what_was_counted(suffers, offer, noon):
    first, second, third = suffers(3)
    made = offer(jean(first), Said.WANTS, incident=third)

    assert (made.line, made.said, made.how) == ("three", "wants", "call")
    assert [one["incident"] for one in made.complaints] == [str(one.pk) for one in (first, second, third)]
    assert made.first_made_on == date(2026, 11, 20)
    assert "Wants one" in calls.logs_of([third.call_id])[third.call_id][-1].text
    found = near(first, noon + 30 * DAY)
    assert (found.told, found.is_due, found.offers) == (True, False, (made,))


def test_told_at_two_is_told_again_at_three(suffers, reported, offer, noon):
    first, _ = suffers(2)
    offer(jean(first), now=noon + 8 * DAY)
    assert near(first, noon + 8 * DAY).told

    reported(now=noon + 14 * DAY)
    assert near(first, noon + 14 * DAY).is_due


def test_what_ran_out_is_told_anew(suffers, offer, noon):
    first, *_ = suffers(3)
    offer(jean(first), now=noon + 15 * DAY)
    later = noon + 250 * DAY
    suffers(3, first=later)

    assert near(first, later + 15 * DAY).is_due


def test_not_told_yet_needs_a_reason_and_leaves_it_due(suffers, offer, noon):
    first, *_ = suffers(3)
    with pytest.raises(Unfit, match="why they have not been told"):
        offer(jean(first), Said.NOT_TOLD)

    offer(jean(first), Said.NOT_TOLD, why="Her son came in")
    assert near(first, noon + 30 * DAY).is_due
    assert Offer.objects.get().how == ""


def test_nobody_is_offered_what_is_not_there(suffers, offer):
    [only] = suffers(1)

    with pytest.raises(case_review.NothingToOffer):
        offer(jean(only))


def test_whoever_was_not_told_is_told_by_somebody_who_is_sent(suffers, noon):
    first, *_, last = suffers(3)
    assert case_review_chase.chase(now=noon + 30 * DAY) == 1
    assert case_review_chase.chase(now=noon + 31 * DAY) == 0

    task = tasks().get()
    assert task.key == f"case-review:{jean(first).lead_id}:three:{first.pk}"
    assert (task.incident, task.person) == (last, jean(first).lead)
    assert "3 complaints qualify, until 19 May 2027" in task.words


def test_a_message_goes_out_where_it_is_safe_and_once(suffers, noon):
    first, *_ = suffers(3)
    case_review_chase.chase(now=noon + 30 * DAY)
    case_review_chase.chase(now=noon + 31 * DAY)

    assert Message.objects.get().template == "case_review_offer"
    [offer] = queries.offers_of([jean(first).pk])
    assert (offer.how, offer.said) == ("message", "no_answer_yet")
    assert tasks().get().done_at is None, "nobody knows yet whether they read it"


def test_at_two_nobody_is_written_to_that_they_may_ask(suffers, noon):
    suffers(2)
    case_review_chase.chase(now=noon + 30 * DAY)

    assert not Message.objects.exists()
    assert "Explain" in tasks().get().words


def test_three_overtakes_whoever_was_sent_to_explain(suffers, reported, noon):
    suffers(2)
    case_review_chase.chase(now=noon + 30 * DAY)
    reported(now=noon + 31 * DAY)
    case_review_chase.chase(now=noon + 40 * DAY)

    two, three = tasks().order_by("pk")
    assert two.outcome == TaskOutcome.NO_LONGER_NEEDED
    assert three.done_at is None


def test_telling_them_finishes_the_task(suffers, offer, noon):
    first, *_ = suffers(3)
    case_review_chase.chase(now=noon + 30 * DAY)
    offer(jean(first), Said.DECLINED, how=How.VISIT, now=noon + 31 * DAY)

    assert tasks().get().outcome == TaskOutcome.DONE


def test_whoever_wants_one_is_helped_to_ask_once(suffers, offer, noon):
    first, *_, last = suffers(3)
    offer(jean(first), Said.WANTS)
    offer(jean(first), Said.WANTS)

    task = tasks().get()
    assert (task.person, task.incident, task.done_at) == (jean(first), last, None)
    assert "help them to ask for it by 19 May 2027" in task.words
    assert case_review_chase.chase(now=noon + 31 * DAY) == 0, "they were told"


def test_wanting_one_later_asks_nobody_for_help_yet(suffers, offer):
    first, _ = suffers(2)
    offer(jean(first), Said.WANTS)

    assert not tasks().exists()


def test_a_task_that_was_only_ticked_off_has_told_nobody(suffers, noon):
    suffers(2)
    case_review_chase.chase(now=noon + 30 * DAY)
    tasking.finish(
        task=tasks().get(), outcome=TaskOutcome.NOT_POSSIBLE, result="Not in", user=None, now=noon + 31 * DAY
    )

    assert case_review_chase.chase(now=noon + 32 * DAY) == 0, "not the very next night"
    assert [case_review_chase.chase(now=noon + days * DAY) for days in (38, 39)] == [1, 0]
    assert tasks().filter(done_at=None).count() == 1


def test_no_message_goes_to_a_child(suffers, noon):
    first, *_ = suffers(3)
    Person.objects.filter(pk=jean(first).pk).update(born_on=(noon - 15 * 365 * DAY).date())
    case_review_chase.chase(now=noon + 30 * DAY)

    assert not Message.objects.exists()
    assert tasks().get().done_at is None


def test_of_two_victims_the_one_who_is_still_to_be_told_is_shown(reported, offer, noon):
    dean = Someone((PartyRole.VICTIM,), given_name="Dean", family_name="Pike", address=HOME)
    both = [reported(now=noon + 7 * number * DAY, parties=(JEAN, dean)) for number in range(3)]
    known = both[-1].parties.get(given_name="Dean").person
    Party.objects.filter(incident__in=both, given_name="Dean").update(person=known)
    victims = case_review.victims_of(both[-1])
    first = case_review.standing_of(victims, now=noon + 30 * DAY)
    offer(Person.objects.get(pk=first.person))
    second = case_review.standing_of(victims, now=noon + 30 * DAY)

    assert (first.line, second.line, second.is_due) == (Line.THREE, Line.THREE, True)
    assert {first.person, second.person} == set(victims)


@pytest.mark.parametrize(
    ("code", "count"), [("ADMINISTRATION_PROPERTY", 2), ("TRANSPORT_RTC_DAMAGE", 2), ("PUBLIC_SAFETY_CIVIL_DISPUTE", 3)]
)
def test_what_complains_of_nobody_is_no_complaint(suffers, noon, code, count):
    first, _, last = suffers(3)
    Incident.objects.filter(pk=last.pk).update(opening_code=code)

    assert near(first, noon + 30 * DAY).count == count


def test_what_is_fresh_and_open_is_left_to_whoever_has_it(suffers, noon):
    suffers(3, first=noon)

    assert case_review_chase.chase(now=noon + 6 * DAY) == 0


def test_a_run_that_is_cut_off_leaves_nothing_half_done(suffers, noon):
    first, *_ = suffers(3)

    def killed():
        with transaction.atomic():
            assert case_review_chase.chase_one(jean(first).lead_id, now=noon + 30 * DAY)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert [model.objects.count() for model in (Task, Message, Offer)] == [0, 0, 0]
    case_review_chase.chase(now=noon + 30 * DAY)
    assert tasks().count() == Message.objects.count() == Offer.objects.count() == 1
