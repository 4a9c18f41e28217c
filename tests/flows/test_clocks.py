"""Clocks of an incident: started, met, stopped, run out, shared by two workers, and as they stood on a past day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pgtrigger
import pytest
from django.db import connection, transaction

from heed.domain.calls.models import Call, LogEntry
from heed.domain.conduct.models import Prompt
from heed.domain.conduct.terms import Outcome
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident, Notice
from heed.domain.incidents.terms import NoticeKind, PartyRole
from heed.domain.support.terms import ContactChannel, ContactResult, PromiseKind, Settled
from heed.domain.tasking.models import Task, Visit
from heed.domain.tasking.terms import TaskOutcome, VisitResult
from heed.domain.timers import queries
from heed.domain.timers.models import Timer
from heed.domain.vulnerability.assessments.queries import demands_open
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.models import Uplift
from heed.domain.vulnerability.terms import Judged
from heed.engines.clocks.enhanced import Category
from heed.engines.clocks.terms import Happened
from heed.engines.risk.factors import Heading
from heed.engines.risk.instruments import Answer
from heed.flows import assess as assess_flow
from heed.flows import decide, demands, enrich, reviews
from heed.flows.aftermath import answers
from heed.flows.clocks import code_rights
from heed.flows.clocks import done as clocks_done
from heed.flows.clocks import expiry as clocks_expiry
from heed.flows.clocks import follow as clocks_follow
from heed.flows.clocks import running as clocks
from heed.flows.conduct import prompting as conduct
from heed.flows.conduct.prompting import Verdict
from heed.flows.record import Someone
from heed.flows.support import contact as support
from heed.flows.support import promises
from heed.flows.tasking import tasks, visits
from heed.foundation.policy import services as policy
from tests.flows.conftest import JEAN

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
DEAN = Someone((PartyRole.OTHER_PARTY,), given_name="Dean", family_name="Pike")
VULNERABLE = Judgement(vulnerable=Judged.YES, why="80, alone, and frightened", headings=(Heading.PERSONAL,))


def kinds(incident, *, now):
    """Return the kinds of the clocks that run."""
    return {clock.kind for clock in clocks.running(incident, now=now)}


def one(incident, kind, *, now):
    """Return the clock of a kind that runs."""
    [found] = [clock for clock in clocks.running(incident, now=now) if clock.kind == kind]
    return found


def log(incident):
    """Return the words of an incident's log."""
    return [entry.text for entry in LogEntry.objects.filter(call=incident.call).order_by("seq")]


def row(clock):
    """Return a clock's row."""
    return Timer.objects.get(pk=clock.pk)


@pytest.fixture
def assessed(handler):
    """Return an assessor: `assessed(incident, band="HIGH", now=…)`."""

    def assessed(incident, judgement=None, *, band=None, now):
        given = judgement or Judgement(vulnerable=Judged.NO, why="As before")
        if band:
            answers = {"ram": _answers(band)}
            given = replace(given, answers=answers)
        made = assess_flow.assess(
            call=incident.call, incident=incident, judgement=given, user=handler, actor=handler.actor(), now=now
        )
        assert not band or made.band_decided == band
        return made

    return assessed


def _answers(band):
    """Answer the matrix so that it comes to a band: the heaviest answer to as many questions as it takes."""
    matrix = policy.in_use().assessment.instruments["ram"]
    floor = {found.code: found.at_least for found in matrix.bands}[band]
    ceiling = min((found.at_least for found in matrix.bands if found.at_least > floor), default=10**6)
    given, score = {}, 0
    for item in matrix.items:
        if not item.choices:
            continue
        choice = max(item.choices, key=lambda one: one.points)
        if score >= floor or score + choice.points >= ceiling:
            choice = min(item.choices, key=lambda one: one.points)
        given[item.id] = Answer(choice.id)
        score += choice.points
    return given


@pytest.fixture
def crime(reported, handler, noon):
    """Return an incident that was found to be a crime an hour after noon: the second evening with Dean."""
    reported(now=noon - 5 * DAY, parties=(JEAN, DEAN), answers=(), summary="Noise")
    second = reported(now=noon, parties=(JEAN, DEAN), answers=(), summary="Noise")
    [prompt] = conduct.look(incident_id=second.pk, now=noon)
    given = Verdict(Outcome.CRIME, "Twice in a week", recorded_as="harassment", crime_number="MAL/1")
    conduct.decide(prompt=prompt, given=given, user=handler, actor=handler.actor(), now=noon + HOUR)
    return second


def test_an_incident_has_its_clocks_from_the_start_and_says_whose_each_is(reported, noon):
    incident = reported(now=noon)
    found = {clock.kind: clock for clock in clocks.running(incident, now=noon)}

    assert set(found) == {"attend", "asb_needs", "asb_first_update", "asb_update"}
    assert (found["attend"].basis, found["attend"].label) == ("grade", "Attend: Priority")
    assert found["attend"].due_at == noon + HOUR
    assert {found[kind].basis for kind in found if kind != "attend"} == {"policy"}
    assert found["asb_needs"].due_at == datetime(2026, 11, 25, tzinfo=UTC), "two working days after a Friday"
    assert found["asb_first_update"].due_at == datetime(2026, 11, 28, tzinfo=UTC)
    assert found["asb_needs"].unvalidated


def test_following_twice_starts_nothing_twice(reported, noon):
    incident = reported(now=noon)
    before = clocks.running(incident, now=noon)
    clocks_follow.follow(incident=incident, now=noon + HOUR)
    clocks_follow.follow(incident=incident, now=noon + 9 * DAY)

    assert [clock.pk for clock in clocks.running(incident, now=noon)] == [clock.pk for clock in before]


def test_what_is_no_personal_anti_social_behaviour_has_only_its_grade(reported, noon):
    incident = reported(now=noon, opening_code="ASB_NUISANCE")

    assert kinds(incident, now=noon) == {"attend"}


def test_whoever_has_grounds_for_enhanced_rights_has_the_shorter_time(reported, noon):
    incident = reported(now=noon, judgement=VULNERABLE)
    update = one(incident, "asb_first_update", now=noon)

    assert update.enhanced
    assert update.due_at == datetime(2026, 11, 24, tzinfo=UTC), "the end of the Monday after a Friday"


def test_a_child_has_enhanced_rights_by_age_alone(reported, noon):
    child = replace(JEAN, born_on=date(2008, 11, 21))
    incident = reported(now=noon, parties=(child,))

    assert one(incident, "asb_first_update", now=noon).enhanced, "18 tomorrow"


def test_an_arrival_meets_the_time_to_attend_and_stands_in_the_log(reported, handler, noon):
    incident = reported(now=noon)
    met = clocks.attended(
        incident=incident, at=noon + 20 * MINUTE, words="PC 114", actor=handler.actor(), now=noon + HOUR
    )

    assert [timer.kind for timer in met] == ["attend"]
    assert "attend" not in kinds(incident, now=noon + HOUR)
    assert log(incident)[-1] == "Somebody arrived at Friday 20 November 2026, 12:20. PC 114"
    assert clocks_expiry.expire(now=noon + 2 * HOUR) == 0
    assert demands.expired(now=noon + 2 * HOUR) == 0, "whoever is there is not awaited"


def test_a_grade_given_again_has_a_new_time(reported, handler, noon):
    incident = reported(now=noon)
    first = one(incident, "attend", now=noon)
    decide.grade_again(
        incident=incident, grade="EMERGENCY", rationale="A knife", rural=False, user=handler,
        actor=handler.actor(), now=noon + MINUTE,
    )  # fmt: skip

    assert one(incident, "attend", now=noon + MINUTE).due_at == noon + 16 * MINUTE
    assert row(first).stopped_why == "It was graded again."


def test_whoever_arrived_before_it_was_graded_again_is_there(reported, handler, noon):
    incident = reported(now=noon)
    decide.grade_again(
        incident=incident, grade="EMERGENCY", rationale="A knife", rural=False, user=handler,
        actor=handler.actor(), now=noon + 10 * MINUTE,
    )  # fmt: skip
    clocks.attended(incident=incident, at=noon + 5 * MINUTE, actor=handler.actor(), now=noon + 12 * MINUTE)

    assert "attend" not in kinds(incident, now=noon + 12 * MINUTE)


def test_a_clock_that_runs_out_transfers_the_log_tells_the_supervisor_and_demands_a_new_assessment(reported, noon):
    incident = reported(now=noon)

    assert clocks_expiry.expire(now=noon + HOUR) == 0, "its last moment belongs to it"
    assert clocks_expiry.expire(now=noon + HOUR + MINUTE) == 1
    assert log(incident)[-2:] == [
        "Transferred to the supervisor because the clock ran out. Attend: Priority, by Friday 20 November 2026, 13:00.",
        "The risk must be assessed again. The time that the grade sets has passed.",
    ]
    [notice] = Notice.objects.filter(incident=incident, kind=NoticeKind.CLOCK)
    assert notice.because == ["Attend: Priority, by Friday 20 November 2026, 13:00"]
    assert [demand.trigger for demand in demands_open(incident)] == ["timer_expired"]
    late = clocks.running(incident, now=noon + 2 * HOUR)[0]
    assert (late.kind, late.late) == ("attend", True), "it runs on, late, and stands first"


def test_nothing_that_ran_out_is_done_or_demanded_twice(reported, noon):
    incident = reported(now=noon)
    for minutes in (61, 62, 90):
        clocks_expiry.expire(now=noon + minutes * MINUTE)
        demands.expired(now=noon + minutes * MINUTE)

    assert Notice.objects.filter(incident=incident).count() == 1
    assert len(demands_open(incident)) == 1
    assert sum(text.startswith("Transferred") for text in log(incident)) == 1


def test_whoever_assessed_after_the_time_had_passed_has_answered_it(reported, assessed, noon):
    incident = reported(now=noon)
    assessed(incident, now=noon + 2 * HOUR)
    clocks_expiry.expire(now=noon + 3 * HOUR)

    assert demands_open(incident) == []


def test_what_goes_to_the_neighbourhood_team_is_a_task_made_once(reported, noon):
    incident = reported(now=noon)
    clocks_expiry.expire(now=noon + 6 * DAY)
    clocks_expiry.expire(now=noon + 7 * DAY)
    timer = row(one(incident, "asb_needs", now=noon + 7 * DAY))

    task = Task.objects.get(key=f"timer:{timer.pk}")
    assert (task.kind, task.incident, task.due_by) == ("clock", incident, timer.due_at)
    assert task.words == "Ask about the victim's needs and offer support."
    assert any("by the end of Tuesday 24 November 2026" in text for text in log(incident))


def test_contact_meets_what_asks_for_it_and_what_repeats_begins_again(reported, handler, noon):
    incident = reported(now=noon)
    met = clocks.met(incident=incident, event="contact", how="Rang her", actor=handler.actor(), now=noon + DAY)

    assert {timer.kind for timer in met} == {"asb_first_update", "asb_update"}
    again = one(incident, "asb_update", now=noon + DAY)
    assert (again.started_at, again.due_at) == (noon + DAY, noon + 29 * DAY)
    assert "asb_first_update" not in kinds(incident, now=noon + DAY)
    assert clocks.met(incident=incident, event="needs", actor=handler.actor(), now=noon + DAY)[0].kind == "asb_needs"


def test_an_event_nobody_knows_is_refused(reported, handler, noon):
    incident = reported(now=noon)
    for event in ("tea", "told"):
        with pytest.raises(ValueError, match=r"tea|told"):
            clocks.met(incident=incident, event=event, actor=handler.actor(), now=noon)


def test_closing_stops_the_clocks(reported, handler, noon):
    incident = reported(now=noon)
    decide.close(
        incident=incident, closing_code="ASB_PERSONAL", result="ATTENDED_RESOLVED", rationale="Spoke to them all",
        user=handler, actor=handler.actor(), now=noon + MINUTE,
    )  # fmt: skip

    assert clocks.running(incident, now=noon + MINUTE) == []
    assert {timer.stopped_why for timer in queries.all_of(incident)} == {"The incident is closed."}
    assert clocks_expiry.expire(now=noon + 90 * DAY) == 0


def test_a_crime_has_the_clocks_of_the_code_instead_of_the_forces_own(crime, noon):
    now = noon + HOUR
    found = {clock.kind: clock for clock in clocks.running(crime, now=now)}

    assert not {"asb_needs", "asb_first_update", "asb_update"} & set(found)
    assert {"code_needs", "code_confirmed", "code_update"} <= set(found)
    assert found["code_needs"].basis == "law"
    assert found["code_needs"].due_at == datetime(2026, 11, 25, tzinfo=UTC)
    assert found["code_confirmed"].basis == "policy", "the Code names no number of days"
    assert "names no number" in found["code_confirmed"].source


def test_the_24_hours_run_from_when_a_rule_was_met_and_end_with_the_decision(crime, noon):
    [timer] = Timer.objects.filter(incident=crime, kind="code_crime_recorded")

    assert (timer.started_at, timer.due_at, timer.basis) == (noon, noon + DAY, "law")
    assert timer.met_at == noon + HOUR
    assert timer.met_how == "A crime is recorded. Harriet Okoro."


def test_of_a_sequence_that_is_one_crime_one_incident_carries_the_victims_clocks(crime, noon):
    first = Prompt.objects.get().sequence.exclude(incident=crime).get().incident

    assert not {kind for kind in kinds(first, now=noon + HOUR) if kind.startswith("code_")}
    assert "asb_update" not in kinds(first, now=noon + HOUR)


def test_closing_as_a_crime_starts_the_codes_clocks_and_they_outlive_the_closing(reported, supervisor, handler, noon):
    incident = reported(now=noon)
    closing = decide.close(
        incident=incident, closing_code="ASB_PERSONAL", result="CRIME_RECORDED", rationale="Criminal damage, MAL/7",
        user=handler, actor=handler.actor(), now=noon + MINUTE,
    )  # fmt: skip
    if closing.approval:
        decide.answer_as_second_person(
            approval_id=closing.approval.pk, agreed=True, why="Yes", user=supervisor, actor=supervisor.actor(),
            now=noon + MINUTE,
        )  # fmt: skip

    assert kinds(incident, now=noon + MINUTE) == {"code_needs", "code_confirmed", "code_update"}


def test_what_is_no_crime_after_all_has_the_forces_own_clocks_again_and_a_crime_again_the_codes(
    crime, person_at_work, noon
):
    registrar = person_at_work("crime_registrar", "rosa")

    def decided(outcome, *, at, **more):
        given = Verdict(outcome, "Heard them both", **more)
        conduct.decide(prompt=Prompt.objects.get(), given=given, user=registrar, actor=registrar.actor(), now=at)
        return {clock.kind: clock for clock in clocks.running(crime, now=at)}

    before = {clock.kind: clock for clock in clocks.running(crime, now=noon + HOUR)}
    clocks_expiry.expire(now=noon + 2 * HOUR)
    none = decided(Outcome.STAYS, at=noon + 8 * DAY)
    crime_again = decided(Outcome.CRIME, at=noon + 9 * DAY, recorded_as="harassment", crime_number="MAL/2")

    assert {"asb_needs", "asb_first_update", "asb_update"} <= set(none)
    assert not {kind for kind in none if kind.startswith("code_")}
    assert none["asb_needs"].started_at == noon + 8 * DAY, "its own time would be over already: it begins from now"
    assert none["asb_update"].due_at == noon + 28 * DAY, "the time it had is not over"
    assert {"code_needs", "code_confirmed", "code_update"} <= set(crime_again)
    assert crime_again["code_needs"].due_at > before["code_needs"].due_at
    clocks_follow.follow(incident=crime, now=noon + 9 * DAY)
    assert kinds(crime, now=noon + 9 * DAY) == set(crime_again), "followed again, nothing is started or stopped"


def test_an_incident_that_is_opened_again_is_still_the_crime_it_was_closed_as(reported, handler, noon):
    incident, late = reported(now=noon), noon + DAY
    how = {"closing_code": "ASB_PERSONAL", "result": "CRIME_RECORDED", "rationale": "Criminal damage, MAL/7"}
    decide.close(incident=incident, user=handler, actor=handler.actor(), now=noon + MINUTE, **how)
    due = one(incident, "code_needs", now=noon + MINUTE).due_at
    answers.reopen(incident=incident, because="It goes on", person_id=None, actor=handler.actor(), now=late)

    assert one(incident, "code_needs", now=late).due_at == due
    assert not {kind for kind in kinds(incident, now=late) if kind.startswith("asb_")}


def test_what_the_victim_is_to_be_told_is_policy_until_a_crime_is_recorded_and_law_from_then(reported, handler, noon):
    incident, actor = reported(now=noon), handler.actor()
    event, [own] = code_rights.happened(
        incident=incident, kind=Happened.ARREST, happened_at=noon, actor=actor, now=noon
    )
    decide.close(
        incident=incident, closing_code="ASB_PERSONAL", result="CRIME_RECORDED", rationale="Criminal damage, MAL/7",
        user=handler, actor=actor, now=noon + MINUTE,
    )  # fmt: skip
    law = one(incident, "code_told", now=noon + MINUTE)

    assert (own.kind, own.basis) == ("asb_told", "policy")
    assert (law.basis, law.label, law.due_at) == ("law", own.label, own.due_at)
    assert "asb_told" not in kinds(incident, now=noon + MINUTE)
    code_rights.told(event=event, at=noon + HOUR, how="Rang her", actor=actor, now=noon + 2 * HOUR)
    assert "code_told" not in kinds(incident, now=noon + 2 * HOUR)


@pytest.mark.parametrize(("categories", "day"), [((), 27), ((Category.VULNERABLE,), 23)])
def test_the_victim_is_to_be_told_in_five_working_days_or_in_one(crime, handler, noon, categories, day):
    actor, now = handler.actor(), noon + 2 * HOUR
    code_rights.decide_status(incident=crime, categories=categories, why="Asked", user=handler, actor=actor, now=now)
    event, [timer] = code_rights.happened(incident=crime, kind=Happened.ARREST, happened_at=now, actor=actor, now=now)

    assert timer.due_at == datetime(2026, 11, day + 1, tzinfo=UTC)
    assert timer.label == "Tell the victim of: an arrest"
    code_rights.told(event=event, at=now + HOUR, how="Rang her", actor=actor, now=now + HOUR)
    assert "code_told" not in kinds(crime, now=now + HOUR)
    assert log(crime)[-1] == "The victim was told of an arrest, Friday 20 November 2026, 15:00. Rang her"


def test_what_happened_noted_twice_runs_one_clock_and_what_was_told_runs_none(crime, handler, noon):
    actor, now = handler.actor(), noon + 2 * HOUR
    event, first = code_rights.happened(incident=crime, kind=Happened.BAIL, happened_at=now, actor=actor, now=now)
    _, again = code_rights.happened(incident=crime, kind=Happened.BAIL, happened_at=now, actor=actor, now=now + HOUR)
    code_rights.told(event=event, at=now, how="She was there", actor=actor, now=now + HOUR)
    _, after = code_rights.happened(incident=crime, kind=Happened.BAIL, happened_at=now, actor=actor, now=now + DAY)

    assert (len(first), again, after) == (1, [], [])


def test_enhanced_rights_shorten_what_runs_and_their_end_lengthens_nothing(reported, handler, noon):
    incident, actor = reported(now=noon), handler.actor()
    before = one(incident, "asb_first_update", now=noon)
    code_rights.decide_status(
        incident=incident, categories=[Category.INTIMIDATED], why="Threatened", user=handler, actor=actor,
        now=noon + HOUR,
    )  # fmt: skip
    shorter = one(incident, "asb_first_update", now=noon + HOUR)
    assert (before.due_at, shorter.due_at) == (
        datetime(2026, 11, 28, tzinfo=UTC),
        datetime(2026, 11, 24, tzinfo=UTC),
    )
    code_rights.decide_status(
        incident=incident, categories=[], why="Not so", user=handler, actor=actor, now=noon + 2 * HOUR
    )

    assert one(incident, "asb_first_update", now=noon + 2 * HOUR).due_at == shorter.due_at


def test_a_change_of_rights_demands_that_the_risk_is_judged_again(reported, handler, noon):
    incident, actor = reported(now=noon), handler.actor()
    code_rights.decide_status(incident=incident, categories=[], why="No", user=handler, actor=actor, now=noon + HOUR)
    assert demands_open(incident) == [], "ordinary rights are what the victim had"
    code_rights.decide_status(
        incident=incident, categories=[Category.SERIOUS], why="Hate", user=handler, actor=actor, now=noon + 2 * HOUR
    )

    assert [demand.trigger for demand in demands_open(incident)] == ["code_status"]


def test_a_persons_decision_goes_before_what_heed_found(reported, handler, noon):
    incident = reported(now=noon, judgement=VULNERABLE, opening_code="ASB_NUISANCE")
    code_rights.decide_status(
        incident=incident, categories=[], why="Asked her", user=handler, actor=handler.actor(), now=noon + HOUR
    )
    _, [timer] = code_rights.happened(
        incident=incident, kind=Happened.ARREST, happened_at=noon, actor=handler.actor(), now=noon + HOUR
    )

    assert not timer.enhanced
    assert queries.code_status(incident).proposed == ["Vulnerable: somebody judged that a victim is vulnerable"]


def test_a_qualifier_that_comes_later_shortens_the_time(reported, handler, noon):
    incident = reported(now=noon)
    enrich.qualify(incident=incident, qualifiers=["PREJUDICE_RACIAL"], actor=handler.actor(), now=noon + HOUR)

    assert one(incident, "asb_first_update", now=noon + HOUR).enhanced


def test_what_an_uplift_asks_for_is_a_clock_that_repeats_by_its_own_interval(reported, handler, noon):
    incident = reported(now=noon, judgement=VULNERABLE)
    contact = one(incident, "uplift_contact", now=noon)
    assert contact.due_at == noon + 48 * HOUR
    clocks.met(incident=incident, event="contact", actor=handler.actor(), now=noon + DAY)

    assert one(incident, "uplift_contact", now=noon + DAY).due_at == noon + 29 * DAY


def test_once_contact_is_agreed_the_rules_interval_runs_no_more_but_the_first_contact_does(reported, handler, noon):
    incident = reported(now=noon, judgement=VULNERABLE)

    def agree(now):
        support.agree_contact(
            incident=incident, every_days=7, channel=ContactChannel.VISIT, starts_on=now.date(), with_victim=True,
            because="She likes Fridays", user=handler, actor=handler.actor(), now=now,
        )  # fmt: skip

    clocks.met(incident=incident, event="contact", actor=handler.actor(), now=noon + DAY)
    assert "uplift_contact" in kinds(incident, now=noon + DAY), "nothing is agreed: it repeats"
    agree(noon + DAY)
    assert "uplift_contact" not in kinds(incident, now=noon + DAY)

    other = reported("07700 900456", now=noon, judgement=VULNERABLE, parties=())
    incident = other
    agree(noon)
    assert "uplift_contact" in kinds(other, now=noon), "nobody has spoken to them yet"
    clocks.met(incident=other, event="contact", actor=handler.actor(), now=noon + HOUR)
    assert "uplift_contact" not in kinds(other, now=noon + HOUR)


def test_a_sooner_contact_takes_the_place_of_a_later_one(reported, noon):
    incident = reported(now=noon, judgement=VULNERABLE)
    for hours, cause in ((72, "later"), (12, "sooner")):
        Uplift.objects.create(
            incident=incident, at=noon + HOUR, rules=[cause], because=[cause], policy_version="test",
            contact_by=noon + hours * HOUR,
        )  # fmt: skip
        clocks_follow.follow(incident=incident, now=noon + HOUR)

    assert one(incident, "uplift_contact", now=noon + HOUR).due_at == noon + 12 * HOUR


def test_a_band_asks_for_reviews_by_rank(reported, assessed, noon):
    incident = reported(now=noon)
    assessed(incident, band="HIGH", now=noon + HOUR)
    found = {c.rank: c.due_at for c in clocks.running(incident, now=noon + HOUR) if c.rank}

    assert found == {
        "sergeant": noon + HOUR + 14 * DAY,
        "inspector": noon + HOUR + 28 * DAY,
        "chief_inspector": noon + HOUR + 56 * DAY,
    }


def test_another_band_asks_for_other_reviews_and_the_lowest_for_none(reported, assessed, handler, supervisor, noon):
    incident = reported(now=noon)
    assessed(incident, band="MEDIUM", now=noon + HOUR)
    assert {c.kind for c in clocks.running(incident, now=noon) if c.rank} == {
        "review_medium_sergeant",
        "review_medium_inspector",
    }
    assessed(incident, band="HIGH", now=noon + 2 * HOUR)
    assert {c.kind for c in clocks.running(incident, now=noon) if c.rank} == {
        "review_high_sergeant",
        "review_high_inspector",
        "review_high_chief_inspector",
    }
    assessed(incident, band="STANDARD", now=noon + 3 * HOUR)
    assert not [c for c in clocks.running(incident, now=noon) if c.rank]
    assert Timer.objects.filter(incident=incident, stopped_why="The risk was assessed otherwise.").count() == 5


def test_a_review_by_a_rank_meets_its_own_and_those_below_and_they_are_owed_again(
    reported, assessed, person_at_work, noon
):
    incident = reported(now=noon)
    assessed(incident, band="HIGH", now=noon)
    sergeant = person_at_work("supervisor", "sgt", rank="sergeant")
    inspector = person_at_work("supervisor", "insp", rank="inspector")
    now = noon + 3 * DAY
    assert len(reviews.record_review(incident=incident, user=sergeant, words="Plan holds", now=now)) == 1
    met = reviews.record_review(incident=incident, user=inspector, words="Add a patrol", now=now + HOUR)

    assert {timer.rank for timer in met} == {"sergeant", "inspector"}
    assert one(incident, "review_high_sergeant", now=now).due_at == now + HOUR + 14 * DAY
    assert one(incident, "review_high_chief_inspector", now=now).due_at == noon + 56 * DAY
    assert log(incident)[-1] == "Inspector's review: Add a patrol"


def test_a_constable_records_no_sergeants_review_and_a_supervisor_without_a_rank_does(
    reported, assessed, person_at_work, supervisor, noon
):
    incident = reported(now=noon)
    assessed(incident, band="MEDIUM", now=noon)
    constable = person_at_work("neighbourhood_officer", "pc", rank="constable")
    without = person_at_work("neighbourhood_officer", "civilian")
    for user, words in ((constable, "recorded as constable"), (without, "has no rank")):
        with pytest.raises(reviews.NotTheirReview, match=words):
            reviews.record_review(incident=incident, user=user, words="Fine", now=noon + DAY)

    assert len(reviews.record_review(incident=incident, user=supervisor, words="Fine", now=noon + DAY)) == 1


def test_no_review_is_recorded_where_none_is_owed(reported, supervisor, noon):
    incident = reported(now=noon)
    with pytest.raises(reviews.NotTheirReview, match="No review is owed"):
        reviews.record_review(incident=incident, user=supervisor, words="Fine", now=noon)


def test_what_is_met_in_words_is_met_with_all_that_the_same_deed_meets(reported, handler, noon):
    incident = reported(now=noon)
    first = one(incident, "asb_first_update", now=noon)
    clocks_done.done(
        incident=incident, timer_id=first.pk, at=noon + HOUR, how="Rang her", actor=handler.actor(), now=noon + HOUR
    )

    assert one(incident, "asb_update", now=noon + HOUR).started_at == noon + HOUR
    assert log(incident)[-1].startswith("Done, Friday 20 November 2026, 13:00: Tell the victim what is being done.")


def test_an_arrival_is_not_met_in_words_and_nothing_is_met_twice(reported, handler, noon):
    incident, actor = reported(now=noon), handler.actor()
    attend, needs = (one(incident, kind, now=noon) for kind in ("attend", "asb_needs"))
    clocks_done.done(incident=incident, timer_id=needs.pk, at=noon, how="Asked", actor=actor, now=noon)
    for timer_id, at in ((attend.pk, noon), (needs.pk, noon), (2**40, noon)):
        with pytest.raises(decide.Refused):
            clocks_done.done(incident=incident, timer_id=timer_id, at=at, how="x", actor=actor, now=noon)
    update = one(incident, "asb_update", now=noon)
    with pytest.raises(decide.Refused, match="before this clock began"):
        clocks_done.done(incident=incident, timer_id=update.pk, at=noon - MINUTE, how="x", actor=actor, now=noon)


def test_the_clocks_are_recomputed_for_a_past_day_as_they_were_known_then(reported, handler, noon):
    incident = reported(now=noon)
    clocks.attended(incident=incident, at=noon + 2 * HOUR, actor=handler.actor(), now=noon + 3 * HOUR)
    clocks.met(incident=incident, event="contact", actor=handler.actor(), now=noon + 5 * DAY)
    asked = noon + 90 * MINUTE

    assert clocks.as_of(incident, on=noon - MINUTE) == []
    then = clocks.as_of(incident, on=asked)
    assert [(clock.kind, clock.late) for clock in then][:1] == [("attend", True)]
    assert {clock.kind for clock in clocks.as_of(incident, on=date(2026, 11, 20))} == {
        "asb_needs",
        "asb_first_update",
        "asb_update",
    }
    # Known in November, not changed by what was done, or by what has run out, since.
    clocks_expiry.expire(now=noon + 300 * DAY)
    assert clocks.as_of(incident, on=asked) == then


def test_an_incident_from_before_clocks_were_kept_has_not_run_out_behind_everybodys_back(reported, noon):
    incident = reported(now=noon)
    with pgtrigger.ignore("timers.Timer:clocks_are_never_deleted"):
        Timer.objects.all().delete()
    now = noon + 400 * DAY
    clocks_follow.follow(incident=incident, now=now)

    assert kinds(incident, now=now) == {"asb_update"}
    assert one(incident, "asb_update", now=now).due_at > now


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_clocks_and_do_none_twice(reported, noon):
    incidents = [reported(f"07700 900{n:03}", now=noon, parties=()) for n in range(12)]
    done = []

    def work():
        try:
            done.append(clocks_expiry.expire(now=noon + 60 * DAY, batch=3))
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    # Whatever one left because the other held its incident is done in the next minute.
    done.append(clocks_expiry.expire(now=noon + 60 * DAY))
    clocks_of = {timer.pk for incident in incidents for timer in queries.all_of(incident)}

    assert sum(done) == len(clocks_of)
    assert Notice.objects.filter(kind=NoticeKind.CLOCK).count() == len(incidents)
    assert Task.objects.filter(key__startswith="timer:").count() == len(clocks_of) - len(incidents)


@pytest.mark.django_db(transaction=True)
def test_whoever_waits_for_an_incident_holds_neither_its_log_nor_its_tasks(reported, person_at_work, noon):
    pat = person_at_work("neighbourhood_officer", "pat", first_name="Pat")
    incident, actor, now = reported(now=noon), pat.actor(), noon + 6 * DAY
    made = promises.promise(
        incident=incident, kind=PromiseKind.VISIT, words="See her", due_by=noon + 5 * DAY, owner=pat, user=pat,
        actor=actor, now=noon,
    )  # fmt: skip
    clocks_expiry.expire(now=now)
    task = Task.objects.filter(key__startswith="timer:").first()
    how = {"user": pat, "actor": actor, "now": now}

    def visit():
        visits.record_visit(
            incident=incident, visited_at=now, result=VisitResult.SEEN, seen="Her", done="", next_step="", **how
        )

    def contact():
        spoke = {"channel": ContactChannel.VISIT, "result": ContactResult.REACHED, "words": "Spoke"}
        support.note_contact(incident=incident, at=now, **spoke, **how)

    def while_the_incident_is_held(deed):
        """Do something in a thread until it waits for the incident; return whether the log and the tasks are free then."""

        def work():
            try:
                deed()
            finally:
                connection.close()

        thread = Thread(target=work)
        with transaction.atomic():
            Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
            thread.start()
            while thread.is_alive() and not _somebody_waits():
                thread.join(0.05)
            free = len(Call.objects.select_for_update(skip_locked=True).filter(pk=incident.call_id)) == 1
            tasks_of = Task.objects.filter(incident=incident)
            free &= len(tasks_of.select_for_update(skip_locked=True)) == tasks_of.count()
        thread.join()
        return free

    late = tasks.to_move(now=now)
    while_the_incident_is_held(lambda: tasks.escalate_all(task_ids=late, now=now))
    assert late
    assert tasks.to_move(now=now) == late, "what passes tasks on leaves those whose incident is held to the next time"
    for deed in (
        lambda: tasks.finish(task=task, outcome=TaskOutcome.DONE, result="Rang", **how),
        contact,
        lambda: clocks.attended(incident=incident, at=now, actor=actor, now=now),
        lambda: promises.settle(promise_id=made.pk, settled_as=Settled.KEPT, how="Went", **how),
        visit,
    ):
        assert while_the_incident_is_held(deed)
    assert Task.objects.get(pk=task.pk).done_at == now
    assert Visit.objects.filter(incident=incident).exists()


def _somebody_waits():
    """Say whether a session waits for a lock that another holds."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0] > 0


def test_the_task_of_a_clock_is_finished_when_it_is_met_late_or_stopped(reported, handler, noon):
    met, stopped = reported(now=noon), reported("07700 900456", now=noon, parties=())
    clocks_expiry.expire(now=noon + 6 * DAY)
    late = noon + 7 * DAY
    clocks.met(incident=met, event="needs", how="Asked her", actor=handler.actor(), now=late)
    needs = Timer.objects.get(incident=met, kind="asb_needs")
    task = Task.objects.get(key=f"timer:{needs.pk}")
    assert (task.outcome, task.result, task.done_by) == ("done", "Asked her", None)
    clocks_follow.follow(incident=stopped, now=late)
    timers = Timer.objects.filter(incident=stopped, kind__startswith="asb")
    left = Task.objects.filter(key__in=[f"timer:{timer.pk}" for timer in timers])
    assert not left.exclude(outcome="").exists(), "nothing has happened to these"
    closing = incidents.close(
        incident=stopped, closing_code="ASB_PERSONAL", result="ATTENDED_RESOLVED", rationale="Seen", approval=None,
        policy_version="test", actor=handler.actor(), now=late,
    )  # fmt: skip
    clocks_follow.follow(incident=stopped, now=late)

    assert closing.pk
    assert set(left.values_list("outcome", flat=True)) == {"not_needed"}


def test_finishing_the_task_of_a_clock_meets_it_but_for_what_only_a_rank_may_meet(
    reported, assessed, person_at_work, supervisor, noon
):
    incident = reported(now=noon)
    assessed(incident, band="MEDIUM", now=noon)
    clocks_expiry.expire(now=noon + 40 * DAY)
    constable = person_at_work("neighbourhood_officer", "pc", rank="constable")
    now = noon + 41 * DAY
    for kind in ("asb_needs", "review_medium_sergeant"):
        timer = Timer.objects.get(incident=incident, kind=kind)
        tasks.finish(
            task=Task.objects.get(key=f"timer:{timer.pk}"), outcome=TaskOutcome.DONE, result="Seen to",
            user=constable, actor=constable.actor(), now=now,
        )  # fmt: skip

    assert Timer.objects.get(incident=incident, kind="asb_needs").met_how == "Seen to"
    assert one(incident, "review_medium_sergeant", now=now).late
