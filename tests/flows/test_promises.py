"""The promise ledger: made on a call, kept, broken by the clock, and said first when they ring again."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, connections, transaction

from heed.domain.calls.models import LogEntry
from heed.domain.incidents.models import Notice
from heed.domain.support import queries
from heed.domain.support.models import Promise, PromiseSettled
from heed.domain.support.rules import Unfit
from heed.domain.support.services import AlreadySettled
from heed.domain.support.terms import PromiseKind, Settled
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskOutcome
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk.factors import Heading
from heed.flows.support import promises
from heed.flows.support.promises import PromiseReport

DAY = timedelta(days=1)


@pytest.fixture
def incident(reported, noon):
    return reported(now=noon - timedelta(hours=1))


@pytest.fixture
def promise(incident, handler, noon):
    def promise(kind=PromiseKind.VISIT, words="An officer comes", due_by=None, now=noon, **more):
        return promises.promise(
            incident=incident,
            kind=kind,
            words=words,
            due_by=due_by or noon + DAY,
            user=handler,
            actor=handler.actor(),
            now=now,
            **more,
        )

    return promise


@pytest.fixture
def settle(handler):
    def settle(made, *, now, settled_as=Settled.KEPT, how="Seen at home", **more):
        return promises.settle(
            promise_id=made.pk, settled_as=settled_as, how=how, user=handler, actor=handler.actor(), now=now, **more
        )

    return settle


def victim(incident):
    return incident.parties.get(role="victim").person_id


def entries(incident):
    return [entry.text for entry in LogEntry.objects.filter(call=incident.call_id).order_by("seq")]


def task(made, broken=""):
    return Task.objects.get(key=f"promise:{made.pk}{broken}")


def test_a_promise_is_made_to_the_victim_and_becomes_work_of_the_beat_until_its_time(incident, promise, noon):
    made = promise()

    work = task(made)
    assert made.person_id == victim(incident)
    assert (work.due_by, work.owner, work.person_id) == (noon + DAY, None, made.person_id)
    assert entries(incident)[-1] == (
        "Promised: Visit by Saturday 21 November, 12:00. An officer comes. To be kept by the officers of the beat."
    )


def test_what_was_promised_on_a_call_is_kept_with_the_record(reported, handler, noon):
    said = PromiseReport(PromiseKind.CALL_BACK, "Ring about the lock", noon + DAY, handler)
    incident = reported(now=noon, promises=(said,))

    made = Promise.objects.get(incident=incident)
    assert (made.kind, made.words, made.owner, task(made).owner) == (
        "call_back",
        "Ring about the lock",
        handler,
        handler,
    )


@pytest.mark.parametrize(("words", "days"), [("  ", 1), ("Come", -1), ("Come", 0)])
def test_a_promise_that_says_nothing_or_is_for_the_past_is_refused(promise, noon, words, days):
    with pytest.raises(Unfit):
        promise(words=words, due_by=noon + days * DAY)
    assert not Promise.objects.exists()


def test_a_kept_promise_finishes_its_task_and_is_never_broken(promise, settle, noon):
    made = promise()

    settle(made, now=noon + DAY)

    assert task(made).outcome == TaskOutcome.DONE
    assert promises.break_overdue(now=noon + 5 * DAY) == 0
    assert queries.broken_promises([made.person_id], now=noon + 5 * DAY) == []
    assert queries.open_promises([made.person_id], now=noon) == []


def test_due_at_this_very_moment_it_still_stands_and_a_moment_later_it_is_broken(promise, noon):
    made = promise()

    assert promises.break_overdue(now=made.due_by) == 0
    assert queries.open_promises([made.person_id], now=made.due_by) == [made]
    assert promises.break_overdue(now=made.due_by + timedelta(seconds=1)) == 1


def test_a_broken_promise_is_on_the_log_and_somebodys_work_exactly_once(incident, promise, noon):
    made = promise()

    for _ in range(3):
        promises.break_overdue(now=noon + 2 * DAY)

    assert [row.settled_as for row in made.settlements.all()] == ["broken"]
    assert (
        entries(incident).count("A promise was not kept: Visit by Saturday 21 November, 12:00. An officer comes") == 1
    )
    assert task(made, ":broken").words.startswith("A promise was not kept: Visit by Saturday 21 November, 12:00.")
    assert not Notice.objects.filter(incident=incident, because__0__startswith="A promise").exists()


def test_a_promise_broken_to_somebody_vulnerable_is_told_to_a_supervisor(reported, promise, noon, handler):
    judged = Judgement(vulnerable=Judged.YES, why="Alone", headings=(Heading.PERSONAL,))
    incident = reported("07700 900456", now=noon, judgement=judged)
    promises.promise(
        incident=incident, kind=PromiseKind.VISIT, words="Come", due_by=noon + DAY, actor=handler.actor(), now=noon
    )

    promises.break_overdue(now=noon + 2 * DAY)

    told = [row.because for row in Notice.objects.filter(incident=incident)]
    assert ["A promise was not kept: Visit by Saturday 21 November, 12:00"] in told


def test_a_promise_past_its_time_counts_as_broken_before_the_clock_has_written_so(promise, noon):
    made = promise()

    assert queries.broken_promises([made.person_id], now=noon + 2 * DAY) == [made]
    assert not made.settlements.exists()


def test_done_too_late_it_stays_broken_and_that_it_was_done_stands_beside_it(promise, settle, noon):
    made = promise()

    settle(made, now=noon + 2 * DAY)

    assert [row.settled_as for row in made.settlements.order_by("id")] == ["broken", "done_after"]
    assert task(made).outcome == task(made, ":broken").outcome == TaskOutcome.DONE
    assert queries.broken_promises([made.person_id], now=noon + 3 * DAY) == []
    assert Promise.objects.get(pk=made.pk).is_broken(now=noon + 3 * DAY)


def test_done_in_time_and_written_down_late_it_was_kept(promise, settle, noon):
    made = promise()

    settled = settle(made, now=noon + 2 * DAY, done_at=noon + DAY)

    assert (settled.settled_as, settled.done_at) == ("kept", noon + DAY)


def test_nobody_keeps_a_promise_before_it_was_made_or_tomorrow(promise, settle, noon):
    made = promise()

    for done_at in (noon - DAY, noon + DAY):
        with pytest.raises(Unfit, match="between the promise and now"):
            settle(made, now=noon + timedelta(hours=1), done_at=done_at)


def test_only_what_the_victim_said_releases_a_promise_and_only_before_it_is_broken(promise, settle, noon):
    made, late = promise(), promise()

    with pytest.raises(Unfit):
        settle(made, now=noon, settled_as=Settled.RELEASED, how=" ")
    settle(made, now=noon, settled_as=Settled.RELEASED, how="She is at her daughter's")
    with pytest.raises(AlreadySettled, match="not kept"), transaction.atomic():
        settle(late, now=noon + 2 * DAY, settled_as=Settled.RELEASED, how="Too late")

    assert task(made).outcome == TaskOutcome.NO_LONGER_NEEDED
    assert queries.broken_promises([made.person_id], now=noon + 2 * DAY) == [late]


def test_a_promise_has_one_verdict_whoever_writes_it(promise, settle, noon):
    made = promise()
    settle(made, now=noon)

    with pytest.raises(AlreadySettled):
        settle(made, now=noon)
    with pytest.raises(IntegrityError, match="a_promise_has_one_verdict"), transaction.atomic():
        PromiseSettled.objects.create(promise=made, settled_as=Settled.BROKEN, at=noon, by_name="Heed", how="Late")


def test_a_task_that_was_done_in_time_keeps_its_promise(promise, handler, noon):
    made = promise()
    tasking.finish(
        task=task(made), outcome=TaskOutcome.DONE, result="Saw her", user=handler, now=noon + timedelta(hours=2)
    )

    assert promises.break_overdue(now=noon + 2 * DAY) == 0
    assert [(row.settled_as, row.how) for row in made.settlements.all()] == [("kept", "Saw her")]


def test_a_finished_task_settles_its_promise_and_another_task_none(promise, handler, noon):
    made = promise()
    done = tasking.finish(task=task(made), outcome=TaskOutcome.DONE, result="Saw her", user=handler, now=noon)

    for _ in range(2):
        promises.task_done(task=done, user=handler, actor=handler.actor(), now=noon)
    done.key = "plan-line:7"

    assert [row.settled_as for row in made.settlements.all()] == ["kept"]
    assert promises.task_done(task=done, user=handler, actor=handler.actor(), now=noon) is None


def test_a_failed_visit_is_on_the_log_and_keeps_no_promise(incident, promise, handler, noon):
    made, other = promise(), promise(PromiseKind.UPDATE, "Ring with news")

    still = promises.visit_failed(
        incident=incident,
        person_ids=[made.person_id],
        at=noon + timedelta(hours=2),
        words="Nobody in",
        actor=handler.actor(),
        now=noon + timedelta(hours=3),
    )
    promises.break_overdue(now=noon + 2 * DAY)

    assert still == [made]
    assert (
        "A visit failed, 14:00 on 20 November. Nobody in. Still promised: Visit by Saturday 21 November, 12:00."
        in entries(incident)
    )
    assert {row.promise_id for row in PromiseSettled.objects.filter(settled_as="broken")} == {made.pk, other.pk}


def test_another_forces_promise_cannot_be_settled(promise, person_at_work, noon):
    from heed.foundation.accounts.models import Force

    stranger = person_at_work("call_handler", "otto", force=Force.objects.create(code="HAR", name="Harshire Police"))
    with pytest.raises(Promise.DoesNotExist):
        promises.settle(
            promise_id=promise().pk, settled_as=Settled.KEPT, how="x", user=stranger, actor=stranger.actor(), now=noon
        )


def test_one_promise_that_cannot_be_broken_holds_up_no_other(promise, noon):
    first, second = promise(), promise()
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_first() RETURNS trigger AS $$ BEGIN IF NEW.promise_id = %s THEN "
            "RAISE EXCEPTION 'no room'; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
            [first.pk],
        )
        cursor.execute(
            "CREATE TRIGGER refuse_first BEFORE INSERT ON support_promisesettled "
            "FOR EACH ROW EXECUTE FUNCTION refuse_first()"
        )

    assert promises.break_overdue(now=noon + 2 * DAY) == 1
    assert [row.promise_id for row in PromiseSettled.objects.all()] == [second.pk]


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_the_promises_and_break_each_once(promise, noon):
    made = [promise() for _ in range(12)]
    start, counts = threading.Barrier(2), []

    def work():
        start.wait()
        counts.append(promises.break_overdue(now=noon + 2 * DAY))
        connections.close_all()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sum(counts) == len(made)
    assert PromiseSettled.objects.filter(settled_as="broken").count() == len(made)
    assert Task.objects.filter(key__endswith=":broken").count() == len(made)
