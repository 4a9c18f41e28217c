"""Whether it stopped: who is asked and how, what they say, and what follows when it has not."""

from datetime import timedelta

import pytest
from django.db import transaction

from heed.domain.aftermath import queries as follow_ups
from heed.domain.aftermath.models import Answer, AnswerLink, FollowUp
from heed.domain.aftermath.services import AskedNoMore, Words
from heed.domain.aftermath.terms import Channel, Ended, Language, Result, Way
from heed.domain.calls import queries as calls
from heed.domain.contact.models import ContactRule, Message
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident, Notice
from heed.domain.incidents.terms import PartyRole
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.models import Demand
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk.factors import Heading
from heed.engines.risk.repeat import is_repeat
from heed.flows import assess, decide
from heed.flows.aftermath import answers as aftermath_answers
from heed.flows.aftermath import follow_ups as aftermath
from heed.flows.clocks import running as clocks
from heed.flows.recognise import SUFFERED
from heed.foundation.policy import services as policy
from tests.flows.conftest import JEAN, REPORT

pytestmark = pytest.mark.django_db

ADDRESS = "https://ask.example.org"
DAY = timedelta(days=1)
VULNERABLE = Judgement(vulnerable=Judged.YES, why="Alone, and ill", headings=(Heading.PERSONAL,))


@pytest.fixture
def close(handler, supervisor):
    """Return who judges the risk of an incident again and closes it, with a second person where the pack asks for one."""

    def close(incident, *, now, result="ATTENDED_RESOLVED", judgement=REPORT.judgement, agreed=True):
        assess.assess(
            call=incident.call, incident=incident, judgement=judgement, user=handler, actor=handler.actor(), now=now
        )
        made = decide.close(
            incident=incident, closing_code="ASB_PERSONAL", result=result, rationale="Spoke to them", user=handler,
            actor=handler.actor(), now=now,
        )  # fmt: skip
        if made.approval and agreed:
            decide.answer_as_second_person(
                approval_id=made.approval.pk, agreed=True, why="", user=supervisor, actor=supervisor.actor(), now=now
            )

    return close


@pytest.fixture
def closed(reported, close, noon):
    """Return who reports an incident and closes it two hours later."""

    def closed(*, now=noon, result="ATTENDED_RESOLVED", agreed=True, judgement=REPORT.judgement, **changes):
        incident = reported(now=now, judgement=judgement, **changes)
        close(incident, now=now + timedelta(hours=2), result=result, judgement=judgement, agreed=agreed)
        return incident

    return closed


@pytest.fixture
def asked(closed, noon):
    """Return a follow-up of which somebody has been asked, four weeks later."""

    def asked(*, address=ADDRESS, **changes):
        incident = closed(**changes)
        aftermath.plan(now=noon + DAY)
        aftermath.ask(now=noon + 28 * DAY, address=address)
        return FollowUp.objects.get(incident=incident)

    return asked


@pytest.fixture
def says(handler, noon):
    """Return what Harriet writes down while she has somebody on the line."""

    def says(follow_up, stopped, *, now=noon + 29 * DAY, **words):
        return aftermath_answers.record_answer(
            follow_up_id=follow_up.pk, words=Words(stopped=stopped, **words), channel=Channel.PHONE,
            language=Language.ENGLISH, user=handler, actor=handler.actor(), now=now,
        )  # fmt: skip

    return says


def person_of(incident):
    return incident.parties.get(role=PartyRole.VICTIM).person


def test_the_victim_is_to_be_asked_four_weeks_after_the_day_of_closing_and_once(closed, noon):
    incident = closed()

    assert aftermath.plan(now=noon + DAY) == 1
    assert aftermath.plan(now=noon + 2 * DAY) == 0
    planned = FollowUp.objects.get()
    assert planned.person == person_of(incident)
    assert planned.due_on == (noon + 28 * DAY).date()
    assert (planned.vulnerable, planned.repeat) == (False, False)


def test_a_vulnerable_repeat_victim_is_asked_after_two_weeks(closed, noon):
    closed(now=noon - 10 * DAY)
    incident = closed(judgement=VULNERABLE)
    aftermath.plan(now=noon + DAY)

    planned = FollowUp.objects.get(incident=incident)
    assert (planned.vulnerable, planned.repeat) == (True, True)
    assert planned.due_on == (noon + 14 * DAY).date()


def test_nobody_is_asked_about_what_was_opened_in_error_or_is_still_open(reported, closed, noon):
    reported(now=noon)
    waiting = closed(result="OPENED_IN_ERROR", number="07700 900321", agreed=False)

    assert incidents.standing_closing(waiting) is None
    assert aftermath.plan(now=noon + DAY) == 0


def test_somebody_is_asked_by_message_on_the_day_and_not_before(closed, noon):
    closed()
    aftermath.plan(now=noon + DAY)

    assert aftermath.ask(now=noon + 27 * DAY, address=ADDRESS) == 0
    assert aftermath.ask(now=noon + 28 * DAY, address=ADDRESS) == 1
    assert aftermath.ask(now=noon + 28 * DAY, address=ADDRESS) == 0
    follow_up, message = FollowUp.objects.get(), Message.objects.get()
    assert (follow_up.way, follow_up.listed_at) == (Way.MESSAGE, None)
    assert f"{ADDRESS}/answer/" in message.body
    token = message.body.split("/answer/")[1].split(".")[0].split()[0]
    assert AnswerLink.objects.get().token_hash != token
    assert not Task.objects.filter(kind=TaskKind.FOLLOW_UP).exists()


def test_whoever_cannot_be_written_to_is_on_the_call_list_with_the_reason(closed, noon):
    victim = JEAN.__class__((PartyRole.VICTIM,), given_name="Ada", family_name="Marlow")
    caller = JEAN.__class__((PartyRole.CALLER,), is_caller=True, given_name="Jean", family_name="Marlow")
    closed(parties=(caller, victim))
    aftermath.plan(now=noon + DAY)
    aftermath.ask(now=noon + 28 * DAY, address=ADDRESS)
    follow_up = FollowUp.objects.get()
    task = Task.objects.get(kind=TaskKind.FOLLOW_UP)

    assert follow_up.way == Way.CALL_LIST
    assert follow_up.way_why in task.words
    assert task.key == f"follow-up:{follow_up.pk}"
    assert not AnswerLink.objects.exists(), "what the gate refused leaves no link"
    assert not Message.objects.exists()


def test_whoever_must_not_be_rung_is_on_no_list_to_be_rung(closed, handler, noon):
    ContactRule.rows.create(
        force=handler.force, person=person_of(closed()), forbidden=["text", "email", "call"], words="He answers",
        source="person", basis="safeguarding", owner=handler, noted_at=noon, noted_by=handler,
        review_on=(noon + 90 * DAY).date(),
    )  # fmt: skip
    aftermath.plan(now=noon + DAY)
    aftermath.ask(now=noon + 28 * DAY, address=ADDRESS)

    words = Task.objects.get(kind=TaskKind.FOLLOW_UP).words
    assert words.startswith("Ask, but do not ring (Do not ring: a rule"), words


def test_a_child_is_never_written_to(closed, noon):
    from dataclasses import replace

    closed(parties=(replace(JEAN, born_on=(noon - 3000 * DAY).date()),))
    aftermath.plan(now=noon + DAY)
    aftermath.ask(now=noon + 28 * DAY, address=ADDRESS)

    assert "under 18" in FollowUp.objects.get().way_why
    assert not Message.objects.exists()


def test_without_an_address_everybody_is_rung(asked):
    assert asked(address="").way == Way.CALL_LIST


def test_whoever_does_not_answer_a_message_is_rung(asked, noon):
    follow_up = asked()

    assert aftermath.ring_unanswered(now=noon + 32 * DAY) == 0
    assert aftermath.ring_unanswered(now=noon + 33 * DAY) == 1
    assert aftermath.ring_unanswered(now=noon + 33 * DAY) == 0
    assert Task.objects.get(kind=TaskKind.FOLLOW_UP).person == follow_up.person


def test_a_run_that_is_cut_off_asks_nobody_twice(closed, noon):
    closed()
    aftermath.plan(now=noon + DAY)
    follow_up = FollowUp.objects.get()

    def killed():
        with transaction.atomic():
            assert aftermath.ask_one(follow_up.pk, now=noon + 28 * DAY, address=ADDRESS)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        killed()
    assert not Message.objects.exists()
    assert aftermath.ask(now=noon + 28 * DAY, address=ADDRESS) == 1
    assert Message.objects.count() == 1


def test_it_stopped_ends_the_asking_and_leaves_the_incident_closed(asked, says, noon):
    follow_up = asked(address="")
    says(follow_up, "stopped", overall="very_satisfied", own_words="Thank you")
    follow_up.refresh_from_db()
    incident = follow_up.incident

    assert follow_up.ended_as == Ended.ANSWERED
    assert incidents.standing_closing(incident)
    assert Task.objects.get(kind=TaskKind.FOLLOW_UP).outcome == TaskOutcome.DONE
    log = calls.logs_of([incident.call_id])[incident.call_id]
    assert "It has stopped" in log[-1].text
    assert "satisfied" not in log[-1].text, "how satisfied they are is nobody's who attends"


@pytest.mark.parametrize("stopped", ["same", "worse", "stopped_then_back"])
def test_no_opens_the_incident_again_and_lets_everything_follow(asked, says, noon, stopped):
    follow_up = asked(address="")
    says(follow_up, stopped)
    incident = Incident.objects.get(pk=follow_up.incident_id)

    assert incidents.standing_closing(incident) is None
    assert incident.closed_at is None
    assert incidents.open_among([incident.pk]) == [incident]
    assert Demand.objects.filter(incident=incident, trigger="not_stopped", answered_by=None).exists()
    task = Task.objects.get(key__startswith="reopened:")
    assert (task.incident, task.person) == (incident, follow_up.person)
    assert incidents.standing_grade(incident).attend_by > noon + 29 * DAY, "it has a deadline again"
    by = {clock.due_at for clock in clocks.running(incident, now=noon + 29 * DAY) if clock.basis == "grade"}
    assert by == {incidents.standing_grade(incident).attend_by}, "and the clock runs"


def test_no_counts_as_repeat(asked, says, noon):
    follow_up = asked(address="")
    incident, now = follow_up.incident, noon + 30 * DAY
    rule = policy.in_use().repeat.victim.rule

    def reports():
        return incidents.reports_of_people([follow_up.person_id], roles=SUFFERED, since=noon - DAY, excluding=None)

    assert len(reports()[follow_up.person_id]) == 1
    says(follow_up, "same")
    theirs = reports()[follow_up.person_id]
    assert is_repeat(theirs, now=now, rule=rule, current=str(incident.pk))
    assert len(incidents.reports_at_place([incident.place_id], since=noon - DAY, excluding=None)) == 2
    asked_again = incidents.reports_of_people(
        [follow_up.person_id], roles=(PartyRole.CALLER,), since=noon - DAY, excluding=None
    )
    assert len(asked_again[follow_up.person_id]) == 1, "whoever answers has not called"


def test_that_it_goes_on_counts_although_the_incident_itself_is_too_old(asked, says, noon):
    follow_up = asked(address="")
    says(follow_up, "same")

    since = noon + 20 * DAY
    found = incidents.reports_of_people([follow_up.person_id], roles=SUFFERED, since=since, excluding=None)
    assert [report.again > 0 for report in found[follow_up.person_id]] == [True]


def test_the_supervisor_hears_where_whoever_suffers_is_vulnerable(asked, says, noon):
    follow_up = asked(address="", judgement=VULNERABLE)
    says(follow_up, "worse")

    because = [" ".join(notice.because) for notice in Notice.objects.filter(incident=follow_up.incident)]
    assert any("It has not stopped" in words for words in because)


def test_an_incident_opened_again_is_closed_and_asked_about_again(asked, says, close, noon):
    follow_up = asked(address="")
    says(follow_up, "same")
    incident = Incident.objects.get(pk=follow_up.incident_id)
    close(incident, now=noon + 40 * DAY)

    assert incidents.standing_closing(incident)
    assert aftermath.plan(now=noon + 41 * DAY) == 1
    assert [one.closing_id for one in FollowUp.objects.order_by("pk")] == [one.pk for one in incident.closings.all()]


def test_an_answer_is_given_once(asked, says):
    follow_up = asked(address="")
    says(follow_up, "stopped")

    with pytest.raises(AskedNoMore):
        says(follow_up, "worse")
    assert Answer.objects.get().stopped == "stopped"


def test_two_victims_open_an_incident_once(closed, says, noon):
    ada = JEAN.__class__((PartyRole.VICTIM,), given_name="Ada", family_name="Marlow")
    closed(parties=(JEAN, ada))
    aftermath.plan(now=noon + DAY)
    aftermath.ask(now=noon + 28 * DAY, address="")
    first, second = FollowUp.objects.order_by("pk")

    says(first, "same")
    says(second, "worse")
    assert first.incident.reopenings.count() == 1


@pytest.mark.parametrize(("result", "ended"), [(Result.NOT_SAFE, Ended.NOT_SAFE), (Result.REFUSED, Ended.REFUSED)])
def test_not_safe_and_refused_end_the_asking_at_once(asked, handler, noon, result, ended):
    follow_up = asked(address="")
    aftermath_answers.record_attempt(
        follow_up_id=follow_up.pk, channel=Channel.PHONE, result=result, note="A man answered", user=handler,
        actor=handler.actor(), now=noon + 29 * DAY,
    )  # fmt: skip
    follow_up.refresh_from_db()

    assert follow_up.ended_as == ended
    assert Task.objects.get(kind=TaskKind.FOLLOW_UP).outcome == TaskOutcome.NOT_POSSIBLE


def test_nobody_is_rung_a_fourth_time(asked, handler, noon):
    follow_up = asked(address="")
    for days in (29, 30, 31):
        follow_up.refresh_from_db()
        assert follow_up.ended_at is None
        aftermath_answers.record_attempt(
            follow_up_id=follow_up.pk, channel=Channel.PHONE, result=Result.NO_ANSWER, note="", user=handler,
            actor=handler.actor(), now=noon + days * DAY,
        )  # fmt: skip
    follow_up.refresh_from_db()

    assert follow_up.ended_as == Ended.NO_ANSWER
    assert not follow_ups.to_ring(handler).exists()
