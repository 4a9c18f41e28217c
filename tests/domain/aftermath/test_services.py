"""What the database refuses of follow-ups and answers, and links that open once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from tests.flows.conftest import reported, ring, say

from heed.domain.aftermath import services
from heed.domain.aftermath.models import Answer, AnswerLink, FollowUp
from heed.domain.aftermath.services import AskedNoMore, NoSuchLink, TooOften, Words
from heed.domain.aftermath.terms import Channel, Language, Result, Way
from heed.domain.incidents import queries as incidents
from heed.domain.incidents import services as incident_services
from heed.domain.incidents.models import Incident
from heed.domain.incidents.reopenings.services import reopen
from heed.foundation.accounts.terms import system

__all__ = ["reported", "ring", "say"]

pytestmark = pytest.mark.django_db

HEED = system("tests")


@pytest.fixture
def closing(reported, noon):
    """Return the closing of Jean's incident."""
    return incident_services.close(
        incident=reported(now=noon), closing_code="ASB_PERSONAL", result="ATTENDED_RESOLVED", rationale="Spoke to them",
        approval=None, policy_version="x", actor=HEED, now=noon,
    )  # fmt: skip


@pytest.fixture
def follow_up(closing, noon):
    """Return that Jean is to be asked."""
    person = closing.incident.parties.exclude(person=None).first().person
    return services.plan(
        closing=closing, person_id=person.pk, due_on=noon.date(), vulnerable=False, repeat=False, policy_version="x",
        actor=HEED, now=noon,
    )  # fmt: skip


def answered(follow_up, now, stopped="stopped"):
    with transaction.atomic():
        return services.keep_answer(
            follow_up=services.lock(follow_up.pk, to_answer=True), words=Words(stopped), channel=Channel.PHONE,
            language=Language.ENGLISH, wording_version="x", policy_version="x", user=None, actor=HEED, now=now,
        )  # fmt: skip


def test_planning_twice_plans_once(follow_up, closing, noon, trail):
    again = services.plan(
        closing=closing, person_id=follow_up.person_id, due_on=noon.date(), vulnerable=True, repeat=True,
        policy_version="x", actor=HEED, now=noon,
    )  # fmt: skip

    assert again is None
    assert len(trail("follow_up.planned")) == 1


@pytest.fixture
def trail():
    """Return what the audit trail says of an action."""
    from heed.foundation.audit.models import Event

    return lambda action: list(Event.objects.filter(action=action))


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"way": "message"}, "follow_up_asked_at_and_way_go_together"),
        ({"ended_as": "answered"}, "follow_up_ended_at_and_as_go_together"),
    ],
)
def test_the_database_refuses_half_a_fact(follow_up, changed, name):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        FollowUp.objects.filter(pk=follow_up.pk).update(**changed)


def test_nobody_is_rung_before_they_are_asked(follow_up, noon):
    with pytest.raises(IntegrityError, match="nobody_rings_before_they_are_asked"), transaction.atomic():
        FollowUp.objects.filter(pk=follow_up.pk).update(listed_at=noon)


def test_what_was_planned_stays(follow_up):
    with pytest.raises(ProgrammingError, match="Cannot update"), transaction.atomic():
        FollowUp.objects.filter(pk=follow_up.pk).update(vulnerable=True)


def test_an_answer_and_an_attempt_are_never_changed(follow_up, noon):
    with transaction.atomic():
        tried = services.note_attempt(
            follow_up=follow_up,
            channel=Channel.PHONE,
            result=Result.NO_ANSWER,
            note="",
            user=None,
            actor=HEED,
            now=noon,
        )
    made = answered(follow_up, noon)

    for row in (tried, made):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).delete()


def test_a_word_that_no_question_offers_is_refused(follow_up, noon):
    with pytest.raises(IntegrityError, match="an_answer_says_whether_it_stopped"):
        answered(follow_up, noon, stopped="perhaps")


def test_nobody_answers_twice(follow_up, noon):
    answered(follow_up, noon)

    with pytest.raises(AskedNoMore):
        answered(follow_up, noon)
    assert Answer.objects.count() == 1


def test_a_link_opens_until_it_runs_out_and_so_often_within_an_hour(follow_up, noon):
    with transaction.atomic():
        services.note_asked(follow_up=follow_up, way=Way.MESSAGE, why="safe", actor=HEED, now=noon)
        token = services.make_link(follow_up=follow_up, language=Language.WELSH, days=1, now=noon)
    hour, late = timedelta(hours=1), timedelta(days=1)

    assert services.open_link(token=token, tries_an_hour=2, now=noon).language == "cy"
    services.open_link(token=token, tries_an_hour=2, now=noon)
    with pytest.raises(TooOften):
        services.open_link(token=token, tries_an_hour=2, now=noon)
    assert services.open_link(token=token, tries_an_hour=2, now=noon + hour).follow_up == follow_up
    with pytest.raises(NoSuchLink):
        services.open_link(token=token, tries_an_hour=2, now=noon + late)
    with pytest.raises(NoSuchLink):
        services.open_link(token=AnswerLink.objects.get().token_hash, tries_an_hour=2, now=noon)


def test_opening_again_lets_a_closing_hold_no_longer_and_happens_once(closing, noon):
    incident = Incident.objects.get(pk=closing.incident_id)
    assert incident.closed_at == noon

    with transaction.atomic():
        made = reopen(incident=incident, why="Worse", counts=True, policy_version="x", actor=HEED, now=noon)
        again = reopen(incident=incident, why="Worse", counts=True, policy_version="x", actor=HEED, now=noon)
    incident.refresh_from_db()
    assert (made.closing, again) == (closing, None)
    assert (incident.closed_at, incidents.standing_closing(incident)) == (None, None)


def test_a_reopening_says_why_and_is_never_taken_back(closing, noon):
    with pytest.raises(IntegrityError, match="a_reopening_has_a_reason"), transaction.atomic():
        reopen(incident=closing.incident, why="", counts=True, policy_version="x", actor=HEED, now=noon)
    with transaction.atomic():
        made = reopen(incident=closing.incident, why="Worse", counts=True, policy_version="x", actor=HEED, now=noon)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        type(made).objects.filter(pk=made.pk).delete()
