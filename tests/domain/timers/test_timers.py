"""Clocks as rows: started once, met or stopped, run out once; what the database refuses; who may review."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from tests.desks.conftest import reported, ring, say

from heed.domain.timers import queries, services
from heed.domain.timers.models import CodeEvent, CodeStatus, Timer
from heed.domain.timers.rules import may_review
from heed.domain.timers.services import NewClock
from heed.engines.clocks.terms import Happened
from heed.foundation.policy import services as policy

__all__ = ["reported", "ring", "say"]

pytestmark = pytest.mark.django_db

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def incident(reported, noon):
    """Return an incident that starts no clocks by itself: a nuisance, without a time to attend."""
    return reported(now=noon, opening_code="ASB_NUISANCE", grade="RESOLUTION_WITHOUT_DEPLOYMENT")


@pytest.fixture
def start(incident, handler, noon):
    """Return a starter: `start("asb_needs", cause="test")`; returns the clock, or None for one that is there."""

    def start(kind="asb_needs", *, cause="test", due_at=noon + DAY, started_at=noon):
        rule = policy.in_use().clocks.rules[kind]
        made = services.start(
            incident=incident,
            clocks=[NewClock(rule, cause, started_at, due_at)],
            policy_version="test",
            actor=handler.actor(),
            now=noon,
        )
        return made[0] if made else None

    return start


def refuses(name):
    """Expect the database to refuse what follows, by the name of what refuses it."""
    return pytest.raises((IntegrityError, ProgrammingError), match=name)


def test_a_clock_is_started_once_for_a_cause(start, incident):
    assert start() is not None
    assert start() is None
    assert start(cause="another") is not None
    assert len(queries.running_of(incident)) == 2


def test_the_database_refuses_the_same_clock_twice(start):
    timer = start()
    with refuses("a_clock_is_started_once_for_a_cause"):
        Timer.objects.bulk_create([Timer(**{**values(timer), "pk": None})])


def values(timer):
    """Return what a clock's row holds."""
    return {field.attname: getattr(timer, field.attname) for field in Timer._meta.concrete_fields if field.name != "id"}


def test_a_clock_that_was_met_is_met_once_and_stays_so(start, handler, noon, trail_of):
    timer = start()
    actor = handler.actor()
    assert services.meet(timers=[timer], at=noon + HOUR, how="Rang her", actor=actor, now=noon + 2 * HOUR) == [timer]
    assert services.meet(timers=[timer], at=noon + 3 * HOUR, how="Again", actor=actor, now=noon + 3 * HOUR) == []
    assert services.stop(timers=[timer], why="Too late", actor=actor, now=noon + 3 * HOUR) == []
    timer.refresh_from_db()

    assert (timer.met_at, timer.met_noted_at, timer.met_how) == (noon + HOUR, noon + 2 * HOUR, "Rang her")
    assert [event.detail["kinds"] for event in trail_of("clock.met")] == [["asb_needs"]]


@pytest.fixture
def trail_of():
    """Return what the audit trail says of an action."""
    from heed.foundation.audit.models import Event

    return lambda action: list(Event.objects.filter(action=action).order_by("id"))


def test_what_was_done_before_a_clock_began_does_not_meet_it(start, handler, noon):
    timer = start()

    assert services.meet(timers=[timer], at=noon - MINUTE, how="Rang", actor=handler.actor(), now=noon) == []


def test_a_clock_runs_out_once_after_its_last_moment(start, handler, noon):
    timer = start(due_at=noon + HOUR)
    actor = handler.actor()

    assert not services.expire(timer=timer, actor=actor, now=noon + HOUR), "its last moment belongs to it"
    assert services.expire(timer=timer, actor=actor, now=noon + HOUR + MINUTE)
    assert not services.expire(timer=timer, actor=actor, now=noon + 2 * HOUR)


def test_one_that_has_run_out_still_runs_and_can_be_met_late(start, incident, handler, noon):
    timer = start(due_at=noon + HOUR)
    services.expire(timer=timer, actor=handler.actor(), now=noon + DAY)

    assert queries.running_of(incident) == [timer]
    assert services.meet(timers=[timer], at=noon + DAY, how="Late", actor=handler.actor(), now=noon + DAY)


def test_what_is_due_is_found_by_when_it_ran_out(start, noon):
    later, sooner, _ = (start(cause=str(n), due_at=noon + n * HOUR) for n in (2, 1, 5))

    assert list(queries.due(now=noon + 3 * HOUR)) == [sooner, later]


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"met_at": "now"}, "clock_met_at_by_and_how_go_together"),
        ({"stopped_at": "now"}, "clock_stopped_at_and_why_go_together"),
        ({"label": "Something else"}, "what_a_clock_says_stays"),
        ({"due_at": "now"}, "what_a_clock_says_stays"),
        ({"started_at": "now"}, "what_a_clock_says_stays"),
    ],
)
def test_the_database_refuses_half_a_fact_and_another_story(start, noon, change, name):
    timer = start()
    with refuses(name):
        Timer.objects.filter(pk=timer.pk).update(**{k: noon if v == "now" else v for k, v in change.items()} | (
            {"due_at": noon + 9 * DAY} if "due_at" in change else {}
        ) | ({"started_at": noon - DAY} if "started_at" in change else {}))  # fmt: skip


def test_the_database_refuses_to_change_what_became_of_a_clock(start, handler, noon):
    timer = start()
    services.stop(timers=[timer], why="Closed", actor=handler.actor(), now=noon)
    with refuses("what_became_of_a_clock_stays"), transaction.atomic():
        Timer.objects.filter(pk=timer.pk).update(stopped_why="Another reason")
    with refuses("clocks_are_never_deleted"):
        timer.delete()


def test_the_database_refuses_a_clock_that_ends_before_it_starts(start, noon):
    with refuses("a_clock_ends_after_it_starts"):
        start(due_at=noon - MINUTE)


def test_how_it_stood_is_read_from_what_was_known_then(start, incident, handler, noon):
    timer = start()
    services.meet(timers=[timer], at=noon + HOUR, how="Rang", actor=handler.actor(), now=noon + 3 * HOUR)

    assert queries.standing_at(incident, at=noon - MINUTE) == []
    assert queries.standing_at(incident, at=noon + 2 * HOUR) == [timer], "nobody had put the call down yet"
    assert queries.standing_at(incident, at=noon + 3 * HOUR) == []


def decide(incident, handler, *, categories=(), why="She is 80", now):
    """Decide on the rights of a victim."""
    return services.decide_code_status(
        incident=incident, categories=categories, why=why, proposed=[], policy_version="test", user=handler,
        actor=handler.actor(), now=now,
    )  # fmt: skip


def test_the_newest_decision_on_rights_stands(incident, handler, noon):
    decide(incident, handler, categories=["vulnerable"], now=noon)
    last = decide(incident, handler, now=noon + HOUR)

    assert queries.code_status(incident) == last
    assert not last.enhanced


def test_the_database_refuses_rights_without_a_reason_or_a_category(incident, handler, noon):
    with refuses("a_code_status_has_a_reason"), transaction.atomic():
        decide(incident, handler, why="", now=noon)
    made = decide(incident, handler, now=noon)
    with refuses("code_statuses_are_append_only"), transaction.atomic():
        CodeStatus.objects.filter(pk=made.pk).update(why="Another")
    with refuses("enhanced_rights_name_their_categories"):
        CodeStatus.objects.bulk_create([
            CodeStatus(
                incident=incident, enhanced=True, why="x", decided_at=noon, decided_by=handler, decided_by_name="x"
            )
        ])  # fmt: skip


def test_what_happened_is_noted_once_and_told_once(incident, handler, noon):
    actor = handler.actor()
    noted = services.note_event(incident=incident, kind=Happened.ARREST, happened_at=noon, actor=actor, now=noon + HOUR)
    again = services.note_event(incident=incident, kind=Happened.ARREST, happened_at=noon, actor=actor, now=noon + DAY)
    assert again == noted
    services.told(event_id=noted.pk, at=noon + HOUR, how="Rang her", actor=actor, now=noon + 2 * HOUR)
    with pytest.raises(services.ToldAlready):
        services.told(event_id=noted.pk, at=noon + DAY, how="Again", actor=actor, now=noon + DAY)
    with refuses("what_had_to_be_told_stays"):
        CodeEvent.objects.filter(pk=noted.pk).update(kind="bail")


def test_nobody_is_told_before_it_happened_nor_of_what_lies_ahead(incident, handler, noon):
    actor = handler.actor()
    with pytest.raises(services.NotYetHappened):
        services.note_event(incident=incident, kind=Happened.BAIL, happened_at=noon + MINUTE, actor=actor, now=noon)
    noted = services.note_event(incident=incident, kind=Happened.BAIL, happened_at=noon, actor=actor, now=noon)
    for at in (noon - MINUTE, noon + HOUR):
        with pytest.raises(services.NotYetHappened):
            services.told(event_id=noted.pk, at=at, how="Rang", actor=actor, now=noon + MINUTE)


@pytest.mark.parametrize(
    ("needed", "rank", "may"),
    [
        ("sergeant", "sergeant", True),
        ("sergeant", "inspector", True),
        ("sergeant", "constable", False),
        ("sergeant", "", False),
        ("inspector", "sergeant", False),
        ("chief_inspector", "inspector", False),
        ("chief_inspector", "superintendent", True),
        ("", "constable", True),
        ("", "", False),
        ("sergeant", "admiral", False),
    ],
)
def test_a_rank_reviews_for_itself_and_for_those_below(needed, rank, may):
    assert may_review(needed=needed, rank=rank) is may


def test_a_rule_and_a_row_say_the_same(start):
    rule = policy.in_use().clocks.rules["asb_needs"]
    timer = start()

    assert (timer.label, timer.basis, timer.status, timer.source) == (rule.label, "policy", rule.status, rule.source)
