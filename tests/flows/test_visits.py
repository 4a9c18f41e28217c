"""A visit recorded: once, with the log, the promise, the clocks and the next try."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.db.utils import Error

from heed.domain.calls.models import LogEntry
from heed.domain.support.terms import PromiseKind, Settled
from heed.domain.tasking import queries, services
from heed.domain.tasking.models import Task, Visit
from heed.domain.tasking.terms import TaskKind, VisitResult
from heed.flows.support import promises
from heed.flows.tasking import visits
from heed.foundation.accounts.terms import system
from heed.foundation.audit.models import Event

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def pat(person_at_work):
    """Return Pat, a constable."""
    return person_at_work("neighbourhood_officer", "pat", first_name="Pat", rank="constable")


@pytest.fixture
def incident(reported, noon):
    """Return stones at Jean's window, at noon."""
    return reported(now=noon)


@pytest.fixture
def visit(incident, pat, noon):
    """Return a recorder of visits, an hour after noon."""

    def visit(result=VisitResult.SEEN, *, at=noon + HOUR, now=noon + 2 * HOUR, **more):
        seen = "Mrs Marlow" if result == VisitResult.SEEN else ""
        said = {"seen": seen, "done": "Spoke at the door", "next_step": "Ring on Monday"}
        return visits.record_visit(incident=incident, user=pat, visited_at=at, result=result, now=now, **said | more)

    return visit


@pytest.fixture
def promised(incident, handler, noon):
    """Return a promise that somebody comes by six."""

    def promised(kind=PromiseKind.VISIT, due=6):
        return promises.promise(
            incident=incident, kind=kind, words="An officer comes", due_by=noon + due * HOUR, user=handler,
            actor=handler.actor(), now=noon,
        )  # fmt: skip

    return promised


def task_of(promise):
    """Return the task of a promise."""
    return queries.task_of(promise.force_id, f"promise:{promise.pk}")


def log(incident):
    """Return the words of an incident's log, newest first."""
    return list(LogEntry.objects.filter(call=incident.call_id).order_by("-seq").values_list("text", flat=True))


def test_a_visit_is_in_the_log_and_on_the_trail(visit, incident, pat):
    made = visit()

    assert made.person.name == "Jean Marlow"
    assert made.place == incident.place
    assert any("Seen: Mrs Marlow. Spoke at the door. Next: Ring on Monday." in text for text in log(incident))
    event = Event.objects.get(action="visit.recorded")
    assert event.subjects == [f"incident:{incident.pk}", f"visit:{made.pk}", f"person:{made.person_id}"]
    assert "Marlow" not in str(event.detail)


def test_a_visit_keeps_the_promise_of_one_and_ends_its_task(visit, promised):
    made = promised()
    visit(task=task_of(made))

    assert made.settlements.get().settled_as == Settled.KEPT
    assert task_of(made).outcome == "done"


def test_a_visit_after_the_time_is_written_beside_the_broken_promise(visit, promised, noon):
    made = promised(due=0.5)
    promises.break_overdue(now=noon + HOUR)
    visit()

    assert set(made.settlements.values_list("settled_as", flat=True)) == {Settled.BROKEN, Settled.DONE_AFTER}
    assert not Task.objects.filter(kind=TaskKind.PROMISE, done_at=None).exists()


def test_a_visit_made_before_the_promise_keeps_none(visit, promised, noon):
    made = promised()
    visit(at=noon - timedelta(minutes=1))

    assert not made.settlements.exists()


def test_a_visit_keeps_no_promise_of_another_kind(visit, promised):
    made = promised(PromiseKind.CALL_BACK)
    visit()

    assert not made.settlements.exists()
    assert task_of(made).done_at is None


@pytest.mark.parametrize("result", [each for each in VisitResult if each != VisitResult.SEEN])
def test_a_failed_visit_keeps_nothing_and_leaves_the_task_open(visit, promised, incident, result):
    made = promised()
    visit(result, task=task_of(made))

    assert not made.settlements.exists()
    task = task_of(made)
    assert task.done_at is None
    assert str(result.label) in task.notes.get().words
    assert Task.objects.filter(kind=TaskKind.VISIT).count() == 0
    assert "A visit failed, 13:00 on 20 November" in log(incident)[0]


def test_a_failed_visit_nobody_had_asked_for_makes_the_next_try_a_task(visit, incident, pat, noon):
    made = visit(VisitResult.NOBODY_IN)

    task = queries.task_of(incident.force_id, f"visit:{made.key}")
    assert (task.kind, task.owner, task.due_by) == ("visit", pat, noon + 26 * HOUR)
    visit(VisitResult.NOBODY_IN, at=noon + 2 * HOUR)
    assert Task.objects.filter(kind=TaskKind.VISIT).count() == 1
    visit(task=task)
    task.refresh_from_db()
    assert task.outcome == "done"


def test_the_task_it_was_made_for_stays_open_whatever_its_kind(visit, incident, pat, noon):
    task = services.make(
        force=incident.force, kind=TaskKind.FOLLOW_UP, words="Ask whether it stopped", key="f", incident=incident,
        actor=system("tests"), now=noon,
    )  # fmt: skip
    visit(VisitResult.NOBODY_IN, task=task)

    task.refresh_from_db()
    assert task.done_at is None
    assert task.notes.count() == 1


def test_sent_twice_it_is_recorded_once(visit, incident, promised):
    promised()
    key = uuid.uuid4()
    first, second = visit(key=key), visit(key=key, done="Other words")

    assert first.pk == second.pk
    assert Visit.objects.count() == 1
    assert sum("Seen: Mrs Marlow" in text and "Somebody arrived" in text for text in log(incident)) == 1
    assert Event.objects.filter(action="visit.recorded").count() == 1


def test_a_visit_is_the_attendance_and_a_try_is_not(visit, incident, noon):
    from heed.flows.clocks import running as clocks

    def waits():
        return [
            clock.label for clock in clocks.running(incident, now=noon + 2 * HOUR) if "attend" in clock.label.lower()
        ]

    assert waits()
    visit(VisitResult.NOBODY_IN)
    assert waits()
    visit()
    assert not waits()


def test_nobody_records_a_visit_to_come_or_one_that_names_nobody(visit, noon):
    with pytest.raises(visits.NotYet):
        visit(at=noon + 3 * HOUR)
    with pytest.raises(visits.NobodyNamed):
        visit(seen="  ")
    assert not Visit.objects.exists()


def test_the_database_keeps_a_visit_as_it_was_recorded(visit):
    made = visit()
    with pytest.raises((InternalError, Error), match="Cannot"), transaction.atomic():
        Visit.objects.filter(pk=made.pk).update(done="Nothing")
    with pytest.raises(IntegrityError, match="a_visit_says_who_was_seen"), transaction.atomic():
        Visit.objects.create(
            key=uuid.uuid4(), incident=made.incident, visited_at=made.visited_at, by=made.by, result="seen",
            recorded_at=made.recorded_at,
        )  # fmt: skip
