"""Silent and abandoned calls: nobody is let go unheard from a flagged line."""

from datetime import timedelta

import pytest

from heed.domain.calls.models import Call
from heed.domain.calls.services import CallFinished
from heed.domain.calls.terms import Finished
from heed.domain.incidents.models import Incident, Notice
from heed.domain.people.services import watch_line
from heed.flows import take_call, unheard
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def abandoned(ring, noon):
    """Return a caller who gives up before anybody answers."""

    def abandoned(number="07700 900123", *, to="101"):
        call = ring(number, now=noon, to=to, call_id="gone")
        ring(number, now=noon, event="hangup", call_id="gone", cause="cancel", to=to)
        return call, unheard.follow_up_abandoned(call_id=call.pk, now=noon)

    return abandoned


@pytest.fixture
def watched(force, noon):
    """Flag the line, as somebody did after threats to kill."""
    return watch_line(
        force=force,
        e164="+447700900123",
        reason="Threats to kill",
        until=noon + DAY,
        actor=system("tests"),
        now=noon - DAY,
    )


def test_an_abandoned_call_from_a_flagged_line_opens_a_graded_log_and_tells_the_supervisor(abandoned, watched):
    call, incident = abandoned()

    assert incident.gradings.get().grade in {"EMERGENCY", "PRIORITY"}
    assert "Threats to kill" in incident.gradings.get().rationale
    assert Notice.objects.get().incident == incident
    call.refresh_from_db()
    assert call.finished_as == Finished.ABANDONED
    assert any(incident.reference in entry.text for entry in call.entries.all())


def test_a_line_with_many_incidents_is_watched_without_anybody_flagging_it(reported, abandoned, noon):
    for days in (3, 2, 1):
        reported(now=noon - days * DAY)

    _, incident = abandoned()

    assert incident is not None
    assert Notice.objects.count() == 1


def test_an_abandoned_101_call_from_an_unknown_line_is_checked_and_let_go(abandoned):
    call, incident = abandoned()

    assert incident is None
    assert Notice.objects.count() == 0
    assert any("Checked as abandoned call" in entry.text for entry in call.entries.all())


def test_a_flag_that_has_run_out_is_no_flag(abandoned, watched, noon):
    watched.until = noon
    watched.save()

    assert abandoned()[1] is None


def test_running_the_job_twice_opens_one_log(abandoned, watched, noon):
    call, _ = abandoned()

    assert unheard.follow_up_abandoned(call_id=call.pk, now=noon) is None
    assert Incident.objects.count() == 1


def test_a_call_that_was_taken_after_all_is_left_alone(ring, handler, watched, noon):
    call = ring(now=noon)
    take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    assert unheard.follow_up_abandoned(call_id=call.pk, now=noon) is None


def test_a_silent_call_said_by_the_handler_follows_the_same_rule(ring, handler, watched, noon):
    call = ring(now=noon, to="999")
    call, _ = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    incident = unheard.follow_up_silent(call=call, user=handler, actor=handler.actor(), now=noon)

    assert incident.gradings.get().grade == "EMERGENCY"
    call.refresh_from_db()
    assert (call.silent_by, call.finished_as) == (handler, Finished.SILENT)
    with pytest.raises(CallFinished):
        unheard.follow_up_silent(call=call, user=handler, actor=handler.actor(), now=noon)


def test_rings_that_never_end_are_ended_and_followed_up(ring, watched, noon):
    ring(now=noon)

    assert unheard.end_stale_rings(now=noon + timedelta(minutes=14)) == 0
    assert unheard.end_stale_rings(now=noon + timedelta(minutes=16)) == 1
    assert Call.objects.get().finished_as == Finished.ABANDONED
    assert Incident.objects.count() == 1


def test_a_hangup_that_overtook_its_ring_is_judged_again_with_the_number(ring, watched, noon):
    call = ring("", now=noon, event="hangup", call_id="gone", cause="cancel")
    assert unheard.follow_up_abandoned(call_id=call.pk, now=noon) is None
    ring(now=noon, call_id="gone")

    assert unheard.follow_up_abandoned(call_id=call.pk, now=noon) is not None
    assert Notice.objects.count() == 1
    assert unheard.follow_up_abandoned(call_id=call.pk, now=noon) is None


def test_an_answered_call_is_not_given_up_for_being_long(ring, noon):
    ring(now=noon, call_id="long")
    ring(now=noon, call_id="long", event="answer")

    assert unheard.end_stale_rings(now=noon + timedelta(minutes=20)) == 0


def test_a_call_that_was_answered_and_ended_waits_until_somebody_records_it(ring, handler, force, noon):
    from heed.domain.calls import queries

    call = ring(now=noon, call_id="talked")
    ring(now=noon, call_id="talked", event="answer")
    ring(now=noon, call_id="talked", event="hangup", cause="normalClearing")

    assert queries.waiting(force.pk, now=noon + timedelta(hours=2)) == [call]
    take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)


def test_a_call_that_was_followed_up_cannot_be_taken(abandoned, handler, noon):
    call, _ = abandoned()

    with pytest.raises(CallFinished):
        take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)


def test_redialling_does_not_make_a_line_watch_itself(ring, watched, noon):
    for n in range(4):
        call = ring(now=noon, call_id=f"gone{n}")
        ring(now=noon, call_id=f"gone{n}", event="hangup", cause="cancel")
        unheard.follow_up_abandoned(call_id=call.pk, now=noon)

    assert Incident.objects.count() == 4
    assert not any("incidents on this line" in reason for notice in Notice.objects.all() for reason in notice.because)
