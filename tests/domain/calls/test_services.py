"""A call is taken once, its log only grows, its draft only moves forward."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from heed.domain.calls import queries, services
from heed.domain.calls.models import Call, Draft, LogEntry
from heed.domain.calls.terms import Channel, EntryKind, Finished
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db

LINE = services.Line("available", "+447700900123", "+447700900123", "07700900123", "", may_show=True, may_match=True)


@pytest.fixture
def call(force, noon):
    """Return a call that rings."""
    import uuid

    with transaction.atomic():
        return services.open_call(
            call_id=uuid.uuid4(),
            force=force,
            unit=None,
            channel=Channel.NON_EMERGENCY,
            queue="",
            line=LINE,
            actor=system("tests"),
            now=noon,
        )


def test_one_handler_gets_the_call_and_the_other_is_told_who(call, handler, supervisor, noon):
    services.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)

    with pytest.raises(services.CallTaken, match="Harriet Okoro"):
        services.take(call_id=call.pk, user=supervisor, actor=supervisor.actor(), now=noon)
    assert Call.objects.get().taken_by == handler


def test_taking_ones_own_call_again_changes_nothing(call, handler, noon):
    services.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)
    services.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon + timedelta(minutes=1))

    assert Call.objects.get().taken_at == noon
    assert call.entries.filter(text__startswith="Taken by").count() == 1


def test_another_forces_call_does_not_exist(call, person_at_work, noon):
    from heed.foundation.accounts.models import Force

    stranger = person_at_work(username="stranger", force=Force.objects.create(code="OTH", name="Other Police"))

    with pytest.raises(Call.DoesNotExist):
        services.take(call_id=call.pk, user=stranger, actor=stranger.actor(), now=noon)


def test_the_database_refuses_a_taking_without_a_taker(call, noon):
    with pytest.raises(IntegrityError, match="call_taken_at_and_by_go_together"):
        Call.objects.filter(pk=call.pk).update(taken_at=noon)


def test_log_entries_follow_each_other_and_the_chain_holds(call, handler, noon):
    for text in ("first", "second\x00", "third"):
        services.append_entry(call_id=call.pk, kind=EntryKind.SAID, text=text, actor=handler.actor(), now=noon)

    log = queries.log_of(call.pk)
    assert [entry.seq for entry in log] == [1, 2, 3, 4]
    assert len({entry.hash for entry in log}) == 4
    assert list(queries.log_breaks()) == []


def test_a_correction_is_a_new_entry_that_names_the_old_one(call, handler, noon):
    said = services.append_entry(call_id=call.pk, kind=EntryKind.SAID, text="Red car", actor=handler.actor(), now=noon)
    services.append_entry(
        call_id=call.pk,
        kind=EntryKind.CORRECTION,
        text="Blue car",
        actor=handler.actor(),
        now=noon,
        corrects=said.seq,
    )

    assert [entry.text for entry in queries.log_of(call.pk)][1:] == ["Red car", "Blue car"]


def test_a_correction_of_nothing_is_refused(call, handler, noon):
    with pytest.raises(LogEntry.DoesNotExist):
        services.append_entry(
            call_id=call.pk, kind=EntryKind.CORRECTION, text="x", actor=handler.actor(), now=noon, corrects=99
        )


def test_entries_can_be_neither_changed_nor_removed(call):
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        LogEntry.objects.update(text="nothing happened")
    with pytest.raises(Exception, match="Cannot update or delete"), transaction.atomic():
        LogEntry.objects.all().delete()


def test_tampering_past_the_trigger_is_found_and_named(call, handler, noon):
    services.append_entry(call_id=call.pk, kind=EntryKind.SAID, text="He hit me", actor=handler.actor(), now=noon)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE calls_logentry DISABLE TRIGGER USER")
        cursor.execute("UPDATE calls_logentry SET text = 'All well' WHERE seq = 2")
        cursor.execute("ALTER TABLE calls_logentry ENABLE TRIGGER USER")

    assert [(b.call, b.seq, b.why) for b in queries.log_breaks()] == [
        (call.pk, 2, "it has been changed, or does not follow from the entry before it")
    ]


def test_a_log_that_was_cut_short_is_found(call, handler, noon):
    for text in ("He hit me", "He is here again"):
        services.append_entry(call_id=call.pk, kind=EntryKind.SAID, text=text, actor=handler.actor(), now=noon)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE calls_logentry DISABLE TRIGGER USER")
        cursor.execute("DELETE FROM calls_logentry WHERE seq = 3")
        cursor.execute("ALTER TABLE calls_logentry ENABLE TRIGGER USER")

    assert [(b.seq, b.why) for b in queries.log_breaks()] == [(3, "the last 1 of 3 entries are missing")]


@pytest.fixture
def taken(call, handler, noon):
    """Return a call in Harriet's hands."""
    return services.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)


def test_a_late_save_cannot_replace_a_newer_draft(taken, handler, noon):
    services.save_draft(call_id=taken.pk, content={"summary": "new"}, revision=2, user=handler, now=noon)
    kept = services.save_draft(call_id=taken.pk, content={"summary": "old"}, revision=1, user=handler, now=noon)

    assert (kept.content, kept.revision) == ({"summary": "new"}, 2)


def test_only_whoever_has_the_call_saves_a_draft(taken, supervisor, noon):
    with pytest.raises(services.NotYourCall):
        services.save_draft(call_id=taken.pk, content={}, revision=1, user=supervisor, now=noon)


def test_finishing_removes_the_draft_and_takes_no_more(taken, handler, noon):
    services.save_draft(call_id=taken.pk, content={"a": "b"}, revision=1, user=handler, now=noon)
    services.finish(
        call_id=taken.pk,
        finished_as=Finished.NO_INCIDENT,
        why="Wrong number",
        user=handler,
        actor=handler.actor(),
        now=noon,
    )

    assert Draft.objects.count() == 0
    with pytest.raises(services.CallFinished):
        services.save_draft(call_id=taken.pk, content={}, revision=2, user=handler, now=noon)
    with pytest.raises(services.CallFinished):
        services.finish(
            call_id=taken.pk, finished_as=Finished.NO_INCIDENT, why="", user=handler, actor=handler.actor(), now=noon
        )


def test_999_waits_before_101_and_then_the_longest(force, noon):
    import uuid

    def ring(channel, seconds):
        with transaction.atomic():
            return services.open_call(
                call_id=uuid.uuid4(),
                force=force,
                unit=None,
                channel=Channel(channel),
                queue="",
                line=LINE,
                actor=system("tests"),
                now=noon + timedelta(seconds=seconds),
            )

    later, first, urgent = ring("101", 5), ring("101", 0), ring("999", 9)

    assert queries.waiting(force.pk, now=noon + timedelta(seconds=10)) == [urgent, first, later]
    assert queries.waiting(force.pk, now=noon + timedelta(minutes=16)) == []
