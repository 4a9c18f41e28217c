"""What one person may decide, and what needs a second."""

from datetime import timedelta

import pytest

from heed.domain.calls import queries as calls
from heed.domain.incidents import queries
from heed.domain.incidents.services import AnswerReport, ApprovalAnswered, CannotLink, NotASecondPerson
from heed.domain.incidents.terms import Given, LinkKind
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk.factors import Heading
from heed.flows import assess, decide, duplicates, gating
from heed.foundation.policy import services as policy

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def judge(handler, noon):
    """Return who assesses an incident anew, half an hour later unless a time is given."""

    def judge(incident, *, now=noon + HOUR / 2, vulnerable=Judged.NO, **judged):
        return assess.assess(
            call=incident.call, incident=incident, judgement=Judgement(vulnerable, "They have gone", **judged),
            user=handler, actor=handler.actor(), now=now,
        )  # fmt: skip

    return judge


@pytest.fixture
def again(handler, noon):
    """Return a grader of incidents an hour later."""

    def again(incident, grade, *, user=handler):
        return decide.grade_again(
            incident=incident,
            grade=grade,
            rationale="They have gone",
            rural=False,
            user=user,
            actor=user.actor(),
            now=noon + HOUR,
        )

    return again


@pytest.fixture
def lowered(reported, again, judge, noon):
    """Return a lower grade that waits for its second person, of an incident that was assessed anew."""

    def lowered(**changes):
        incident = reported(now=noon, **changes)
        judge(incident)
        return again(incident, "SCHEDULED")

    return lowered


def close(incident, user, now, *, result=None, code="ASB_PERSONAL"):
    """Close an incident with the first result of the pack, or the one named."""
    chosen = result or next(
        r.code for r in policy.in_use().results.values() if not r.second_person and not r.deployment
    )
    return decide.close(
        incident=incident,
        closing_code=code,
        result=chosen,
        rationale="Advice given",
        user=user,
        actor=user.actor(),
        now=now,
    )


def test_a_higher_grade_needs_nobody_else(reported, again, noon):
    incident = reported(now=noon)

    assert again(incident, "EMERGENCY").approval is None
    assert queries.standing_grade(incident).grade == "EMERGENCY"
    assert queries.standing_grade(incident).attend_by == noon + HOUR + timedelta(minutes=15)


def test_a_lower_grade_without_a_fresh_assessment_is_refused(reported, again, noon):
    incident = reported(now=noon)

    with pytest.raises(decide.Refused, match="Assess the risk again"):
        again(incident, "SCHEDULED")


def test_a_lower_grade_waits_for_a_second_person(lowered, supervisor, noon):
    grading = lowered()
    incident = grading.incident

    assert grading.approval is not None
    assert queries.standing_grade(incident).grade == "PRIORITY"
    decide.answer_as_second_person(
        approval_id=grading.approval.pk, agreed=True, why="", user=supervisor, actor=supervisor.actor(), now=noon + HOUR
    )
    assert queries.standing_grade(incident).grade == "SCHEDULED"


def test_a_refused_lower_grade_changes_nothing(lowered, supervisor, noon):
    grading = lowered()
    incident = grading.incident

    decide.answer_as_second_person(
        approval_id=grading.approval.pk, agreed=False, why="No", user=supervisor, actor=supervisor.actor(), now=noon
    )

    assert queries.standing_grade(incident).grade == "PRIORITY"


def test_nobody_is_their_own_second_person(lowered, handler, noon):
    grading = lowered()

    with pytest.raises(NotASecondPerson):
        decide.answer_as_second_person(
            approval_id=grading.approval.pk, agreed=True, why="", user=handler, actor=handler.actor(), now=noon
        )


def test_a_second_person_answers_once(lowered, supervisor, noon):
    grading = lowered()
    answer = {"why": "", "user": supervisor, "actor": supervisor.actor(), "now": noon}
    decide.answer_as_second_person(approval_id=grading.approval.pk, agreed=True, **answer)

    with pytest.raises(ApprovalAnswered):
        decide.answer_as_second_person(approval_id=grading.approval.pk, agreed=False, **answer)


def test_nothing_else_is_decided_while_a_second_person_is_asked(lowered, handler, noon):
    incident = lowered().incident

    with pytest.raises(decide.WaitsForSecondPerson):
        close(incident, handler, noon)


def test_going_up_does_not_wait_for_the_second_person(lowered, again):
    incident = lowered().incident

    again(incident, "EMERGENCY")

    assert queries.standing_grade(incident).grade == "EMERGENCY"


def test_a_duplicate_does_not_count_itself(reported, handler, noon):
    main = reported("07700 900121", now=noon, answers=())
    second = reported("07700 900122", now=noon, answers=())
    duplicates.link(incident=second, other=main, kind=LinkKind.DUPLICATE, why="Same", actor=handler.actor(), now=noon)

    assert gating.circumstances(second, now=noon).repeat == frozenset()


def test_closing_the_incident_of_somebody_vulnerable_unseen_waits(reported, handler, supervisor, judge, noon):
    incident = reported(now=noon)
    judge(incident, vulnerable=Judged.YES, headings=[Heading.HEALTH])

    closing = close(incident, handler, noon + HOUR)

    assert closing.approval is not None
    assert queries.standing_closing(incident) is None
    decide.answer_as_second_person(
        approval_id=closing.approval.pk, agreed=True, why="", user=supervisor, actor=supervisor.actor(), now=noon + HOUR
    )
    assert queries.standing_closing(incident).closing_code == "ASB_PERSONAL"
    assert incident.opening_code == "ASB_PERSONAL"


def test_a_first_nuisance_that_was_assessed_is_closed_by_one_person(reported, handler, judge, noon):
    answers = (AnswerReport("before", Given.NO, "First time"),)
    incident = reported(now=noon, opening_code="ASB_NUISANCE", grade="RESOLUTION_WITHOUT_DEPLOYMENT", answers=answers)
    judge(incident)

    closing = close(incident, handler, noon + HOUR, code="ASB_NUISANCE")

    assert closing.approval is None
    with pytest.raises(decide.AlreadyClosed):
        close(incident, handler, noon + HOUR)


def test_the_callers_own_word_makes_a_repeat_victim(reported, noon):
    incident = reported(now=noon, answers=(AnswerReport("before", Given.YES, "For years"),))

    assert "repeat_victim" in gating.circumstances(incident, now=noon).repeat


def test_a_first_report_is_no_repeat(reported, noon):
    incident = reported(now=noon, answers=(AnswerReport("before", Given.NO, ""),))

    assert gating.circumstances(incident, now=noon).repeat == frozenset()


def test_a_duplicate_names_the_main_log(reported, handler, noon):
    main, second, third = (reported(f"07700 90012{n}", now=noon) for n in range(3))  # of one moment, about one window

    def duplicate(one, other):
        duplicates.link(incident=one, other=other, kind=LinkKind.DUPLICATE, why="Same", actor=handler.actor(), now=noon)

    duplicate(second, main)
    with pytest.raises(CannotLink, match="itself a duplicate"):
        duplicate(third, second)
    with pytest.raises(CannotLink, match="duplicate already"):
        duplicate(second, third)
    with pytest.raises(CannotLink, match="main log"):
        duplicate(main, third)
    with pytest.raises(CannotLink, match="to itself"):
        duplicate(third, third)


def test_linking_closes_nothing_and_stands_in_both_logs(reported, handler, noon):
    main, second = reported("07700 900121", now=noon), reported("07700 900122", now=noon)

    duplicates.link(incident=second, other=main, kind=LinkKind.DUPLICATE, why="Same", actor=handler.actor(), now=noon)

    assert queries.standing_closing(second) is None
    for one, other in ((main, second), (second, main)):
        assert any(other.reference in entry.text for entry in calls.log_of(one.call_id))
    assert list(calls.log_breaks()) == []
