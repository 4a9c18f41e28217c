"""The supervisor's board: what waits, in which order, why, and how much of the database that costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heed.domain.calls.models import Call, CallReturn
from heed.domain.calls.terms import Decision, Returned
from heed.domain.calls.unanswered.services import NotMissed
from heed.domain.contact.services import RuleWords, note_rule
from heed.domain.contact.terms import Channel
from heed.domain.incidents.models import Incident
from heed.domain.incidents.services import notify_supervisor
from heed.domain.incidents.terms import NoticeKind
from heed.domain.people.models import LineUse, Person
from heed.domain.people.services import list_line, watch_line
from heed.domain.support.terms import PromiseKind, Settled
from heed.domain.tasking.models import Visit
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.services import note_indicator
from heed.domain.vulnerability.terms import Judged, SourceKind, Whose
from heed.engines.risk.factors import Heading
from heed.flows import decide, demands, take_call, unheard
from heed.flows.board import live as board
from heed.flows.board import missed as board_missed
from heed.flows.board import work as board_work
from heed.flows.board.live import Only
from heed.flows.support import promises
from heed.foundation.accounts.models import CommandUnit
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
HERS = "07700 900123"
VULNERABLE = Judgement(vulnerable=Judged.YES, why="She is 84, alone and afraid", headings=(Heading.HEALTH,))
STATEMENTS = 29
"""All that a board costs, visits, people and rules for safe contact included; docs/board.md says so."""


@pytest.fixture
def look(supervisor):
    """Return what Simon's board shows."""

    def look(*, now, user=supervisor, **more):
        return board.gather(user, now=now, **more)

    return look


@pytest.fixture
def missed(ring):
    """Return a caller who gives up before anybody answers."""
    count = iter(range(1, 100))

    def missed(number=HERS, *, now, **more):
        key = f"gone{next(count)}"
        call = ring(number, now=now, call_id=key, **more)
        ring(number, now=now + MINUTE / 2, event="hangup", call_id=key, cause="cancel", **more)
        unheard.follow_up_abandoned(call_id=call.pk, now=now + MINUTE / 2)
        call.refresh_from_db()
        return call

    return missed


@pytest.fixture
def known(reported, noon):
    """Return Jean, vulnerable, who has suffered twice from her own line: both incidents are closed by now."""
    for days in (20, 10):
        incident = reported(HERS, now=noon - days * DAY, judgement=VULNERABLE)
        Incident.objects.filter(pk=incident.pk).update(closed_at=noon - 9 * DAY)
    incident.demands.filter(answered_by=None).update(answered_by=incident.assessments.last())
    incident.notices.update(seen_at=noon, seen_by=incident.recorded_by)
    for older in Incident.objects.all():
        older.demands.filter(answered_by=None).update(answered_by=older.assessments.last())
        older.notices.update(seen_at=noon, seen_by=older.recorded_by)
    return incident.parties.filter(person__isnull=False).first().person


def rows(found, kind=None):
    return [row for row in found.rows if kind in {None, row.kind.value}]


def only(found, kind):
    (row,) = rows(found, kind)
    return row


def test_an_empty_force_has_an_empty_board(look, noon):
    assert look(now=noon).rows == []


# What rings


def test_a_ringing_call_stands_on_it_and_nobody_has_it(look, ring, noon):
    ring(now=noon)

    row = only(look(now=noon + MINUTE), "ringing")
    assert (row.thing.who, row.placed.facts) == ("Nobody", frozenset())
    assert "07700 900123" in row.thing.about


def test_a_line_that_a_vulnerable_repeat_victim_has_used_rises_without_naming_her(look, ring, known, noon):
    ring("07700 900555", now=noon - 2 * MINUTE)
    ring(HERS, now=noon - MINUTE)

    first, second = rows(look(now=noon))
    assert first.placed.because == ("a vulnerable repeat victim has used this line",)
    assert (first.placed.band, second.placed.band) == (1, 5)
    assert "Marlow" not in f"{first.thing}{first.placed}"


def test_a_number_that_many_people_share_says_nothing_of_who_rings(look, ring, known, force, noon):
    list_line(
        force=force,
        e164="+447700900123",
        known_as="care-home",
        label="Elm House",
        actor=system("tests"),
        now=noon - DAY,
    )
    ring(HERS, now=noon)

    assert only(look(now=noon), "ringing").placed.facts == frozenset()


def test_a_flag_on_the_line_puts_it_first_with_its_reason(look, ring, force, noon):
    watch_line(
        force=force, e164="+447700900123", reason="Threats to kill", until=noon + DAY, actor=system("t"), now=noon - DAY
    )
    ring(now=noon)

    row = only(look(now=noon), "ringing")
    assert (row.placed.band, row.thing.said) == (1, ("watched: Threats to kill",))


def test_a_call_answered_by_telephone_and_over_waits_until_it_is_on_record(look, ring, noon):
    call = ring(now=noon, call_id="over")
    ring(now=noon + MINUTE, event="answer", call_id="over")
    ring(now=noon + 2 * MINUTE, event="hangup", call_id="over")

    assert only(look(now=noon + DAY), "not_taken").thing.call == call.pk


# What is in hand


@pytest.mark.parametrize(("minutes", "waits"), [(14, False), (15, True)])
def test_a_call_that_is_over_may_stay_unrecorded_for_so_long(look, ring, handler, noon, minutes, waits):
    call = ring(now=noon - HOUR)
    take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon - HOUR)
    Call.objects.update(ended_at=noon, ended_as="normalClearing")

    found = look(now=noon + minutes * MINUTE)
    assert bool(rows(found, "unrecorded")) is waits
    assert [call.pk for call, _ in found.in_hand] == [call.pk]


@pytest.mark.parametrize(("minutes", "waits"), [(29, False), (30, True)])
def test_a_call_that_goes_on_is_looked_at_after_so_long(look, ring, handler, noon, minutes, waits):
    call = ring(now=noon)
    take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    row = rows(look(now=noon + minutes * MINUTE), "unrecorded")
    assert bool(row) is waits
    assert not waits or row[0].thing.who == "Harriet Okoro"


# What must be attended


@pytest.mark.parametrize(("minutes", "facts"), [(49, None), (50, {"near"}), (60, {"near", "overdue"})])
def test_an_open_incident_comes_when_its_time_is_near(look, reported, noon, minutes, facts):
    reported(now=noon)  # priority: an hour

    found = rows(look(now=noon + minutes * MINUTE), "unattended")
    assert (set(found[0].placed.facts) if found else None) == facts


def test_what_is_closed_is_not_attended(look, reported, judge_and_close, noon):
    incident = reported(now=noon)
    judge_and_close(incident, now=noon + HOUR)

    incident.refresh_from_db()
    assert incident.closed_at == noon + HOUR
    assert rows(look(now=noon + DAY), "unattended") == []


def test_a_closing_that_waits_for_a_second_person_leaves_it_open_until_they_agree(
    look, reported, judge_and_close, supervisor, noon
):
    reported(now=noon - DAY)
    incident = reported(now=noon)
    closing = judge_and_close(incident, now=noon + HOUR)
    incident.refresh_from_db()
    assert closing.approval
    assert incident.closed_at is None
    assert only(look(now=noon + HOUR), "approval").thing.subject == closing.approval.pk

    decide.answer_as_second_person(
        approval_id=closing.approval.pk, agreed=True, why="Seen", user=supervisor, actor=supervisor.actor(),
        now=noon + 2 * HOUR,
    )  # fmt: skip
    incident.refresh_from_db()
    assert incident.closed_at == noon + 2 * HOUR


def test_an_officer_who_has_seen_somebody_has_attended(look, reported, handler, noon):
    import uuid

    incident = reported(now=noon)
    Visit.objects.create(
        key=uuid.uuid4(),
        incident=incident,
        visited_at=noon + HOUR,
        by=handler,
        result="nobody_in",
        recorded_at=noon + HOUR,
    )
    assert rows(look(now=noon + DAY), "unattended")

    Visit.objects.create(
        key=uuid.uuid4(), incident=incident, visited_at=noon + HOUR, by=handler, result="seen", seen="Jean",
        recorded_at=noon + HOUR,
    )  # fmt: skip
    assert rows(look(now=noon + DAY), "unattended") == []


def test_an_indicator_noted_on_an_incident_of_which_nobody_is_known_weighs(look, reported, handler, noon):
    incident = reported(now=noon, parties=())
    assert only(look(now=noon + HOUR), "unattended").placed.facts == {"near", "overdue"}

    note_indicator(
        call=incident.call, incident=incident, about=Whose.VICTIM, words="afraid of her husband", category="DOMESTIC",
        source_kind=SourceKind.OBSERVED, user=handler, actor=handler.actor(), now=noon,
    )  # fmt: skip
    row = only(look(now=noon + HOUR), "unattended")
    assert {"grave", "indicated"} <= row.placed.facts
    assert row.placed.band == 2


# What was demanded, promised, asked


def test_a_demand_waits_for_whoever_recorded_it(look, reported, handler, noon):
    incident = reported(now=noon)
    demands.delayed(incident=incident, why="No car", actor=handler.actor(), now=noon + MINUTE)

    row = only(look(now=noon + 2 * MINUTE), "reassess")
    assert (row.thing.said, row.thing.holder) == (("Nobody can attend in time.",), handler.pk)


def test_a_promise_that_was_not_kept_stands_until_it_is_made_good(look, reported, handler, noon):
    incident = reported(now=noon)
    made = promises.promise(
        incident=incident, kind=PromiseKind.VISIT, words="A visit by noon", due_by=noon + HOUR, user=handler,
        actor=handler.actor(), now=noon,
    )  # fmt: skip
    assert rows(look(now=noon + HOUR), "promise") == []  # due this very moment, it can still be kept
    late = noon + 2 * HOUR
    assert only(look(now=late), "promise").thing.subject == made.pk

    promises.break_overdue(now=late)
    row = only(look(now=late), "promise")
    assert (row.thing.subject, row.placed.waiting.since) == (made.pk, noon + HOUR)
    assert "by noon" not in str(row.thing)

    promises.settle(
        promise_id=made.pk, settled_as=Settled.DONE_AFTER, how="Went on Sunday", user=handler, actor=handler.actor(),
        now=late + HOUR, done_at=late,
    )  # fmt: skip
    assert rows(look(now=late + HOUR), "promise") == []


def test_silence_on_a_watched_line_stands_first_among_notices(look, reported, noon):
    incident = reported(now=noon)
    for kind in (NoticeKind.AT_RISK, NoticeKind.SILENT_CALL):
        notify_supervisor(incident=incident, kind=kind, because=["because"], now=noon)

    assert [row.placed.band for row in rows(look(now=noon), "notice")] == [2, 4]


# Missed calls


def test_a_missed_call_of_a_vulnerable_repeat_victim_comes_first(look, missed, known, noon):
    missed("07700 900555", now=noon - 5 * HOUR)
    missed(HERS, now=noon)

    first, second = rows(look(now=noon + MINUTE), "missed")
    assert first.placed.because == ("a vulnerable repeat victim has used this line",)
    assert "07700 900555" in second.thing.about


def test_the_calls_of_one_line_are_one_row_since_the_first(look, missed, noon):
    for minutes in (0, 3, 9):
        last = missed(now=noon + minutes * MINUTE)

    row = only(look(now=noon + HOUR), "missed")
    assert (row.thing.subject, row.placed.waiting.since) == (last.pk, noon)
    assert "rang 3 times" in row.thing.said


def test_whoever_rang_again_and_was_answered_drops_off_by_themselves(look, missed, ring, handler, noon):
    missed(now=noon)
    again = ring(HERS, now=noon + 5 * MINUTE)
    assert rows(look(now=noon + 5 * MINUTE), "missed")

    take_call.take(call_id=again.pk, user=handler, actor=handler.actor(), now=noon + 6 * MINUTE)
    assert rows(look(now=noon + 6 * MINUTE), "missed") == []


def test_a_silent_call_is_no_answer(look, missed, ring, handler, noon):
    missed(now=noon)
    again = ring(HERS, now=noon + 5 * MINUTE)
    call, _ = take_call.take(call_id=again.pk, user=handler, actor=handler.actor(), now=noon + 6 * MINUTE)
    unheard.follow_up_silent(call=call, user=handler, actor=handler.actor(), now=noon + 6 * MINUTE)

    assert rows(look(now=noon + HOUR), "missed")


def test_somebody_else_answered_on_a_shared_line_does_not_settle_it(look, missed, ring, handler, force, noon):
    list_line(
        force=force,
        e164="+447700900123",
        known_as="care-home",
        label="Elm House",
        actor=system("tests"),
        now=noon - DAY,
    )
    missed(now=noon)
    missed(now=noon + MINUTE)
    again = ring(HERS, now=noon + 5 * MINUTE)
    take_call.take(call_id=again.pk, user=handler, actor=handler.actor(), now=noon + 6 * MINUTE)

    assert len(rows(look(now=noon + HOUR), "missed")) == 2


def test_she_came_through_on_another_telephone_and_was_confirmed(look, missed, ring, handler, known, noon):
    missed(HERS, now=noon)
    other = ring("07700 900777", now=noon + 5 * MINUTE)
    take_call.take(call_id=other.pk, user=handler, actor=handler.actor(), now=noon + 6 * MINUTE)
    assert rows(look(now=noon + HOUR), "missed")

    from heed.domain.calls import services as calls
    from heed.domain.calls.terms import About

    calls.decide_caller(
        call=other, person_id=known.pk, decision=Decision.SAME, shown=[], why="", about=About.CALLER, user=handler,
        actor=handler.actor(), now=noon + 7 * MINUTE,
    )  # fmt: skip
    assert rows(look(now=noon + HOUR), "missed") == []


def ring_back(call, user, result, *, now, words=""):
    return board_missed.ring_back(call=call, result=result, words=words, user=user, actor=user.actor(), now=now)


def test_no_answer_keeps_it_and_being_reached_settles_it(look, missed, supervisor, noon):
    call = missed(now=noon)
    ring_back(call, supervisor, Returned.NO_ANSWER, now=noon + HOUR)
    row = only(look(now=noon + 2 * HOUR), "missed")
    assert (row.placed.waiting.since, row.thing.said[1:3]) == (noon + HOUR, ("rung back once", "no answer"))

    ring_back(call, supervisor, Returned.REACHED, now=noon + 3 * HOUR)
    assert rows(look(now=noon + 3 * HOUR), "missed") == []
    assert CallReturn.objects.count() == 2


def test_ringing_back_is_in_the_log_and_on_the_trail(missed, supervisor, noon):
    from heed.foundation.audit.models import Event

    call = missed(now=noon)
    ring_back(call, supervisor, Returned.WRONG_PERSON, words="Her son\x00; ring after 18:00", now=noon + HOUR)

    assert "Rung back by Simon Price: somebody else answered. Her son; ring after 18:00" in {
        entry.text for entry in call.entries.all()
    }
    assert Event.objects.filter(action="call.returned", subjects__contains=[f"call:{call.pk}"]).count() == 1


def test_a_call_that_was_taken_cannot_be_rung_back(ring, handler, supervisor, noon):
    call = ring(now=noon)
    take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    with pytest.raises(NotMissed):
        ring_back(call, supervisor, Returned.REACHED, now=noon)


def test_another_force_rings_nobody_of_ours_back(missed, person_at_work, other_force, noon):
    call = missed(now=noon)
    stranger = person_at_work("supervisor", "sven", force=other_force)

    with pytest.raises(Call.DoesNotExist):
        ring_back(call, stranger, Returned.REACHED, now=noon)


def test_the_database_lets_nobody_change_what_came_of_ringing_back(missed, supervisor, noon):
    from django.db import DatabaseError, transaction

    made = ring_back(missed(now=noon), supervisor, Returned.NO_ANSWER, now=noon)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        CallReturn.objects.filter(pk=made.pk).update(result=Returned.REACHED)


def forbid(person, user, *, now, **more):
    rule = RuleWords(source="person", basis="consent", review_on=now.date() + 90 * DAY, consent_at=now, **more)
    return note_rule(person=person, rule=rule, user=user, actor=user.actor(), now=now)


def test_a_number_that_is_not_safe_to_ring_is_kept_back(look, missed, known, supervisor, noon):
    forbid(known, supervisor, now=noon, forbidden=(Channel.CALL,))
    call = missed(HERS, now=noon)

    row = only(look(now=noon + MINUTE), "missed")
    assert "900123" not in f"{row.thing}"
    assert board_missed.NOT_SAFE in row.thing.said
    opened = board_missed.open_to_ring(call=call, actor=supervisor.actor(), now=noon + MINUTE)
    assert (opened.number, opened.verdict.allowed) == ("", False)


def test_whoever_rings_back_reads_what_to_keep_to(missed, known, supervisor, noon):
    forbid(known, supervisor, now=noon, voicemail=False)

    opened = board_missed.open_to_ring(call=missed(HERS, now=noon), actor=supervisor.actor(), now=noon)
    assert (opened.number, opened.verdict.conditions) == ("+447700900123", ("Leave no voicemail",))


def test_a_withheld_number_is_counted_and_not_listed_unless_something_is_known_of_it(look, missed, noon):
    missed("", now=noon)

    found = look(now=noon)
    assert (rows(found, "missed"), found.unreachable) == ([], 1)


def test_missed_calls_older_than_the_pack_looks_back_are_not_listed(look, missed, noon):
    missed(now=noon)
    assert rows(look(now=noon + 72 * HOUR), "missed")
    assert rows(look(now=noon + 72 * HOUR + MINUTE), "missed") == []


# Whose, and how much it costs


@pytest.fixture
def other_force(db):
    """Return a force next door."""
    from heed.foundation.accounts.models import Force

    return Force.objects.create(code="HAR", name="Harshire Police")


def everything(force, noon, ring, missed, reported, handler):
    """Let something of every kind wait."""
    ring("07700 900301", now=noon)
    missed("07700 900302", now=noon)
    held = ring("07700 900303", now=noon - HOUR)
    take_call.take(call_id=held.pk, user=handler, actor=handler.actor(), now=noon - HOUR)
    incident = reported("07700 900304", now=noon - 3 * HOUR, judgement=VULNERABLE)
    demands.delayed(incident=incident, why="No car", actor=handler.actor(), now=noon)
    promises.promise(
        incident=incident, kind=PromiseKind.VISIT, words="A visit", due_by=noon - HOUR, user=handler,
        actor=handler.actor(), now=noon - 2 * HOUR,
    )  # fmt: skip
    notify_supervisor(incident=incident, kind=NoticeKind.SILENT_CALL, because=["watched"], now=noon)


def test_another_force_sees_nothing_of_it(
    look, ring, missed, reported, handler, person_at_work, other_force, force, noon
):
    everything(force, noon, ring, missed, reported, handler)
    stranger = person_at_work("supervisor", "sven", force=other_force)

    found = look(now=noon, user=stranger)
    assert (found.rows, found.in_hand, found.unreachable) == ([], [], 0)
    assert board_work.at_work(stranger, found, now=noon) == []


def test_a_unit_or_a_beat_narrows_it(look, ring, missed, reported, handler, force, noon):
    everything(force, noon, ring, missed, reported, handler)
    unit = CommandUnit.objects.create(force=force, code="N", name="North")
    Incident.objects.update(unit=unit)

    north = look(now=noon, only=Only(unit=unit.pk))
    assert {row.kind.value for row in north.rows} == {"unattended", "reassess", "promise", "notice"}
    assert look(now=noon, only=Only(unit=unit.pk + 1)).rows == []
    assert look(now=noon, only=Only(beat=1)).rows == []


def test_its_statements_are_as_many_for_much_as_for_little(
    look, ring, missed, reported, handler, supervisor, force, noon
):
    everything(force, noon, ring, missed, reported, handler)
    look(now=noon)
    with CaptureQueriesContext(connection) as once:
        found = look(now=noon)
        board_work.at_work(supervisor, found, now=noon)
    for number in range(310, 316):
        ring(f"07700 900{number}", now=noon)
        missed(f"07700 900{number + 10}", now=noon)
        incident = reported(f"07700 900{number + 20}", now=noon - 3 * HOUR)
        demands.delayed(incident=incident, why="No car", actor=handler.actor(), now=noon)
    with CaptureQueriesContext(connection) as again:
        board_work.at_work(supervisor, look(now=noon), now=noon)

    assert len(look(now=noon).rows) > len(found.rows) + 20
    assert len(once) == len(again) <= STATEMENTS


def test_ugly_words_stay_words(look, reported, noon):
    incident = reported(now=noon, summary="<b>x</b>\u202e\U0001f9e8")
    Incident.objects.update(recorded_by_name="O'Brien <script>")
    row = only(look(now=noon + HOUR), "unattended")
    assert row.thing.about == incident.reference
    assert "O'Brien <script>" in row.thing.who


# Who has what


def test_whoever_has_the_most_urgent_call_stands_first_whatever_they_have_done(
    look, ring, reported, known, handler, person_at_work, supervisor, noon
):
    busy = person_at_work("call_handler", "busy", first_name="Abe", last_name="Busy")
    ordinary = ring("07700 900701", now=noon - HOUR)
    take_call.take(call_id=ordinary.pk, user=busy, actor=busy.actor(), now=noon - HOUR)
    hers = ring(HERS, now=noon)
    take_call.take(call_id=hers.pk, user=handler, actor=handler.actor(), now=noon)

    found = look(now=noon + MINUTE)
    first, second = board_work.at_work(supervisor, found, now=noon + MINUTE)
    assert [call.pk for call, _ in first.calls] == [hers.pk]
    assert (first.user, second.user, second.oldest) == (handler, busy, noon - HOUR)


def test_somebody_who_signed_in_this_shift_and_has_nothing_in_hand_is_there_too(look, handler, supervisor, noon):
    handler.last_login = noon - HOUR
    handler.save(update_fields=["last_login"])

    (one,) = board_work.at_work(supervisor, look(now=noon), now=noon)
    assert (one.user, one.calls, one.recorded, one.signed_in_at) == (handler, (), 0, noon - HOUR)


@pytest.fixture
def judge_and_close(handler):
    """Assess and close, as a handler does; returns the closing."""
    from heed.flows import assess

    def judge_and_close(incident, *, now):
        assess.assess(
            call=incident.call, incident=incident, judgement=Judgement(Judged.NO, "Well"), user=handler,
            actor=handler.actor(), now=now - MINUTE,
        )  # fmt: skip
        return decide.close(
            incident=incident, closing_code="ASB_PERSONAL", result=RESULT, rationale="Words of advice given",
            user=handler, actor=handler.actor(), now=now,
        )  # fmt: skip

    return judge_and_close


RESULT = "ADVICE_GIVEN"


def test_people_on_the_board_are_found_through_those_they_were_made_one_with(look, missed, known, force, noon):
    twin = Person.objects.create(force=force, first_known_at=noon)
    Person.objects.filter(pk=twin.pk).update(lead=known.lead_id)
    LineUse.objects.create(
        force=force,
        person=twin,
        e164="+447700900888",
        source="said",
        first_used_on=noon.date(),
        last_used_on=noon.date(),
    )
    missed("07700 900888", now=noon)

    assert {"vulnerable", "repeat"} <= only(look(now=noon), "missed").placed.facts
