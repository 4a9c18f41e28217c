"""Recording with a decision, gates, what demands another one, and what the rules raise: over the whole flow."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from heed.domain.calls.models import Call, LogEntry
from heed.domain.incidents import queries
from heed.domain.incidents.models import Closing, Incident, Notice
from heed.domain.incidents.services import CannotLink
from heed.domain.incidents.terms import LinkKind, Safe
from heed.domain.vulnerability import services as vulnerability
from heed.domain.vulnerability.assessments.queries import complete, demands_open, standing_assessment
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.models import Assessment, Uplift
from heed.domain.vulnerability.terms import Judged, SourceKind, Whose
from heed.engines.risk.factors import Heading
from heed.flows import assess, at_risk, decide, demands, duplicates, record, take_call, uplift
from heed.foundation.policy import services as policy
from tests.flows.conftest import REPORT

pytestmark = pytest.mark.django_db

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NO = Judgement(Judged.NO, "Two of them at home, and well")
YES = Judgement(Judged.YES, "Frail, and alone", headings=[Heading.HEALTH])


@pytest.fixture
def taken(ring, handler, noon):
    call, _ = take_call.take(call_id=ring(now=noon).pk, user=handler, actor=handler.actor(), now=noon)
    return call


@pytest.fixture
def recorded(taken, handler, noon):
    def recorded(**changes):
        return record.record_incident(
            call=taken, report=replace(REPORT, **changes), user=handler, actor=handler.actor(), now=noon
        )

    return recorded


@pytest.fixture
def judge(handler, noon):
    def judge(incident, judgement=NO, *, now=noon + MINUTE):
        return assess.assess(
            call=incident.call, incident=incident, judgement=judgement, user=handler, actor=handler.actor(), now=now
        )

    return judge


@pytest.fixture
def note(handler, noon):
    def note(incident, category, *, now=noon):
        return vulnerability.note_indicator(
            call=incident.call, incident=incident, about=Whose.VICTIM, words=category.lower(), category=category,
            source_kind=SourceKind.OBSERVED, user=handler, actor=handler.actor(), now=now,
        )  # fmt: skip

    return note


def test_anti_social_behaviour_is_not_recorded_without_a_decision(recorded):
    with pytest.raises(record.NotAssessed, match="Decide who is at risk before you record"):
        recorded(judgement=None)

    assert not Incident.objects.exists()
    assert not Assessment.objects.exists()


def test_what_is_decided_on_the_page_goes_on_record_with_it(recorded):
    incident = recorded(judgement=YES)

    assert standing_assessment(incident).vulnerable == "yes"
    assert incident.answers.get(question="vulnerable").given == "yes"
    assert LogEntry.objects.filter(call=incident.call, text__startswith="Risk assessed. Vulnerable: yes.").exists()


def test_what_was_kept_on_the_call_before_is_enough(recorded, taken, handler, noon):
    assess.assess(call=taken, judgement=YES, user=handler, actor=handler.actor(), now=noon)

    incident = recorded(judgement=None)

    assert standing_assessment(incident).why == "Frail, and alone"
    assert Assessment.objects.count() == 1


def test_the_same_page_sent_again_is_not_another_assessment(recorded, taken, handler, noon):
    assess.assess(call=taken, judgement=YES, user=handler, actor=handler.actor(), now=noon)

    recorded(judgement=YES)

    assert Assessment.objects.count() == 1


def test_another_kind_of_incident_is_recorded_without(recorded):
    assert standing_assessment(recorded(opening_code="PUBLIC_SAFETY_CONCERN", judgement=None)) is None


def test_not_yet_known_is_recorded_and_opens_no_gate(recorded, handler, noon):
    incident = recorded(judgement=Judgement(Judged.NOT_YET_KNOWN, "She rang off"))

    with pytest.raises(decide.Refused, match="not yet known"):
        decide.close(
            incident=incident, closing_code="ASB_PERSONAL", result="ADVICE_GIVEN", rationale="x", user=handler,
            actor=handler.actor(), now=noon + MINUTE,
        )  # fmt: skip


def test_the_grade_is_raised_with_the_rule_in_words_and_the_supervisor_told(reported, noon):
    reported(now=noon - DAY, grade="SCHEDULED")

    incident = reported(now=noon, grade="SCHEDULED", judgement=YES)

    grading = queries.standing_grade(incident)
    assert grading.grade == "PRIORITY"
    assert "repeat_and_vulnerable of policy national-" in grading.rationale
    assert "a repeat victim who is vulnerable (2 incidents, vulnerable)" in grading.rationale
    assert grading.graded_by_name.lower().startswith(("heed", "uplift", "system"))
    assert any("a repeat victim who is vulnerable" in words for words in Notice.objects.get(incident=incident).because)
    plan = uplift.plan_of(incident)
    assert (plan.first_by, plan.every_days) == (noon + 24 * HOUR, 14)


def test_the_handler_reads_it_before_recording(reported, ring, handler, say, noon):
    reported(now=noon - DAY)
    call = ring(now=noon)
    call, check = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)
    say(call, check.found["candidates"][0]["person"], now=noon)
    known = at_risk.known_of(call=call, incident=None, now=noon)

    foreseen = uplift.foreseen(
        call=call, incident=None, known=known, vulnerable=Judged.YES, grade="SCHEDULED", own_word=False,
        getting_worse=False, now=noon,
    )  # fmt: skip

    assert foreseen.sentence.startswith("This will be graded Priority because: ")
    assert foreseen.tells_supervisor


def test_what_was_asked_for_is_not_asked_for_again(reported, judge, noon):
    reported(now=noon - DAY)
    incident = reported(now=noon, judgement=YES)
    before = Uplift.objects.filter(incident=incident).count()

    judge(incident, YES)

    assert Uplift.objects.filter(incident=incident).count() == before


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    earlier=st.integers(0, 3),
    vulnerable=st.sampled_from([Judged.YES, Judged.NOT_YET_KNOWN]),
    grade=st.sampled_from(["PRIORITY", "SCHEDULED", "RESOLUTION_WITHOUT_DEPLOYMENT"]),
)
def test_having_rung_before_never_gives_less(reported, noon, earlier, vulnerable, grade):
    judgement = Judgement(vulnerable, "As told", headings=[Heading.HEALTH] if vulnerable == Judged.YES else [])
    ranks = {code: rule.rank for code, rule in policy.in_use().grades.items()}
    number = f"07700 90{1000 + Incident.objects.count():04d}"

    def given_now(at):
        incident = reported(number, now=at, grade=grade, judgement=judgement)
        return ranks[queries.standing_grade(incident).grade]

    fresh = given_now(noon - 300 * DAY)
    for day in range(earlier):
        reported(number, now=noon - (200 - 60 * day) * DAY, grade=grade, judgement=judgement)

    assert given_now(noon) <= fresh <= ranks[grade]


def test_a_call_back_demands_another_assessment_and_one_answers_it(reported, ring, handler, judge, noon):
    incident = reported(now=noon)
    call, _ = take_call.take(call_id=ring(now=noon + HOUR).pk, user=handler, actor=handler.actor(), now=noon + HOUR)
    record.add_to_incident(
        call=call, incident=incident, text="When?", user=handler, actor=handler.actor(), now=noon + HOUR
    )

    assert [one.trigger for one in demands_open(incident)] == ["called_back"]
    assert any("rung back" in sentence for sentence in complete(incident))
    judge(incident, now=noon + HOUR + MINUTE)
    assert demands_open(incident) == []


def test_another_incident_of_the_same_door_demands_it_of_what_is_open(reported, noon):
    incident = reported(now=noon)
    reported("07700 900999", now=noon + HOUR, parties=())

    assert [one.trigger for one in demands_open(incident)] == ["new_call"]


def test_a_time_that_has_passed_demands_it_once_until_it_passes_again(reported, judge, noon):
    incident = reported(now=noon)

    assert demands.expired(now=noon + HOUR) == 0, "the hour has not passed at its last moment"
    assert demands.expired(now=noon + HOUR + MINUTE) == 1
    assert demands.expired(now=noon + HOUR + MINUTE) == 0
    judge(incident, now=noon + 2 * HOUR)
    assert demands.expired(now=noon + 3 * HOUR) == 0


def test_a_delay_demands_it_and_stands_in_the_log(reported, handler, noon):
    incident = reported(now=noon)
    demands.delayed(incident=incident, why="Nobody is free", actor=handler.actor(), now=noon + MINUTE)

    assert [one.trigger for one in demands_open(incident)] == ["attendance_delayed"]
    assert LogEntry.objects.filter(call=incident.call, text__contains="Nobody is free").exists()


def test_what_is_accepted_after_grading_demands_it_and_may_raise(reported, note, noon):
    reported(now=noon - DAY)
    incident = reported(now=noon, grade="SCHEDULED")
    note(incident, "DIS_PHYS", now=noon + MINUTE)
    demands.noted(incident=incident, now=noon + MINUTE)

    assert "vulnerability_match" in {one.trigger for one in demands_open(incident)}
    assert Notice.objects.filter(incident=incident).exists()


def test_a_closed_incident_is_asked_nothing(reported, handler, noon):
    incident = reported(now=noon)
    Closing.objects.create(
        incident=incident, closing_code="x", result="x", rationale="x", closed_at=noon, closed_by_name="x",
        policy_version="x",
    )  # fmt: skip

    demands.delayed(incident=incident, why="x", actor=handler.actor(), now=noon + MINUTE)
    assert demands_open(incident) == []


@pytest.fixture
def pair(reported, handler, noon):
    """Return two logs of one event, the second linked to the first as its duplicate."""
    main, second = reported("07700 900121", now=noon), reported("07700 900122", now=noon + MINUTE)
    duplicates.link(
        incident=second, other=main, kind=LinkKind.DUPLICATE, why="Same", actor=handler.actor(), now=noon + MINUTE
    )
    return main, second


def close_as_duplicate(incident, user, now):
    return decide.close(
        incident=incident, closing_code="ASB_PERSONAL", result="DUPLICATE", rationale="Same", user=user,
        actor=user.actor(), now=now,
    )  # fmt: skip


def test_a_duplicate_closes_once_each_caller_is_safe(pair, ring, judge, handler, noon):
    _, second = pair
    back, _ = take_call.take(
        call_id=ring("07700 900122", now=noon + 2 * MINUTE).pk, user=handler, actor=handler.actor(), now=noon
    )
    record.add_to_incident(
        call=back, incident=second, text="", user=handler, actor=handler.actor(), now=noon + 2 * MINUTE
    )
    judge(second, now=noon + 3 * MINUTE)

    def ask(call, safe):
        duplicates.ask_safety(
            call=call, incident=second, safe=safe, words="Said so", actor=handler.actor(), now=noon + 4 * MINUTE
        )

    ask(second.call, Safe.YES)
    with pytest.raises(decide.Refused, match="Ask the caller who rang again"):
        close_as_duplicate(second, handler, noon + 5 * MINUTE)
    ask(back, Safe.NO)
    with pytest.raises(decide.Refused, match="Ask the caller who rang again"):
        close_as_duplicate(second, handler, noon + 5 * MINUTE)
    ask(back, Safe.YES)
    assert close_as_duplicate(second, handler, noon + 5 * MINUTE).approval is not None


def test_harm_noted_after_the_link_refuses_the_closing(pair, judge, note, handler, noon):
    _, second = pair
    note(second, "DIS_PHYS", now=noon + 2 * MINUTE)
    judge(second, now=noon + 3 * MINUTE)

    with pytest.raises(decide.Refused, match="speaks of harm"):
        close_as_duplicate(second, handler, noon + 4 * MINUTE)


def test_a_duplicate_hours_later_is_linked_otherwise(reported, handler, noon):
    main, later = reported("07700 900121", now=noon), reported("07700 900122", now=noon + 4 * HOUR)

    with pytest.raises(CannotLink, match="Link it as “the same people or trouble, another event” instead"):
        duplicates.link(
            incident=later, other=main, kind=LinkKind.DUPLICATE, why="x", actor=handler.actor(), now=noon + 4 * HOUR
        )
    duplicates.link(
        incident=later, other=main, kind=LinkKind.LINKED, why="x", actor=handler.actor(), now=noon + 4 * HOUR
    )


def test_a_wrong_duplicate_is_taken_back_and_counts_again(pair, handler, noon):
    main, second = pair
    (link,) = queries.links_of(second)

    duplicates.unlink(link=link, why="Another house", user=handler, actor=handler.actor(), now=noon + HOUR)

    assert queries.links_of(second) == []
    assert queries.main_of(second) == second.pk
    for one in (main, second):
        assert LogEntry.objects.filter(call=one.call, text__contains="taken back. Another house").exists()
    with pytest.raises(CannotLink, match="already"):
        duplicates.unlink(link=link, why="x", user=handler, actor=handler.actor(), now=noon + HOUR)


def test_nobody_agrees_to_what_a_new_call_has_overtaken(reported, ring, handler, supervisor, judge, noon):
    incident = reported(now=noon, judgement=YES)
    closing = decide.close(
        incident=incident, closing_code="ASB_PERSONAL", result="ADVICE_GIVEN", rationale="x", user=handler,
        actor=handler.actor(), now=noon + MINUTE,
    )  # fmt: skip
    call, _ = take_call.take(call_id=ring(now=noon + HOUR).pk, user=handler, actor=handler.actor(), now=noon + HOUR)
    record.add_to_incident(call=call, incident=incident, text="", user=handler, actor=handler.actor(), now=noon + HOUR)

    with pytest.raises(decide.Refused, match="rung back"):
        decide.answer_as_second_person(
            approval_id=closing.approval.pk, agreed=True, why="", user=supervisor, actor=supervisor.actor(),
            now=noon + HOUR + MINUTE,
        )  # fmt: skip
    assert Call.objects.filter(pk=call.pk, finished_as="added").exists()
