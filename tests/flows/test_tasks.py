"""Tasks passed on by the job, once each, to the right person; and finished with what they stand for."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from heed.domain.beats.models import Beat
from heed.domain.calls.models import LogEntry
from heed.domain.support.terms import PromiseKind, Settled
from heed.domain.tasking import queries, services
from heed.domain.tasking.models import Task, TaskMove
from heed.domain.tasking.queried.services import Asked
from heed.domain.tasking.rota import services as rota
from heed.domain.tasking.terms import AbsenceKind, QueryChannel, TaskKind, TaskOutcome
from heed.flows.support import promises
from heed.flows.tasking import tasks
from heed.foundation.accounts.terms import system

HEED = system("tests")
HOUR = timedelta(hours=1)


@pytest.fixture
def beat(force, noon):
    """Return Mallow North."""
    return Beat.objects.create(
        force=force, code="N", name="Mallow North", shape={}, west=0, south=0, east=1, north=1, added_at=noon
    )


@pytest.fixture
def pat(person_at_work, beat, noon):
    """Return Pat, a constable named on the beat."""
    made = person_at_work("neighbourhood_officer", "pat", first_name="Pat", rank="constable")
    rota.name_officer(beat=beat, officer=made, lead=True, from_on=noon.date(), actor=HEED, now=noon)
    return made


@pytest.fixture
def sam(person_at_work):
    """Return Sam, a sergeant."""
    return person_at_work("neighbourhood_officer", "sam", first_name="Sam", rank="sergeant")


@pytest.fixture
def to_do(force, beat, noon):
    """Return a maker of tasks."""
    count = iter(range(1, 10_000))

    def to_do(*, due=24, **more):
        fields = {"force": force, "kind": TaskKind.OTHER, "words": "See her", "key": f"t{next(count)}", "beat": beat}
        return services.make(**fields | more, due_by=noon + due * HOUR, actor=HEED, now=noon)

    return to_do


def run(now):
    """Do what the two jobs do; return of how many tasks."""
    return tasks.escalate_all(task_ids=tasks.to_move(now=now), now=now)


@pytest.mark.django_db
def test_leave_passes_on_what_falls_due_meanwhile(to_do, pat, sam, person_at_work, beat, noon):
    quinn = person_at_work("neighbourhood_officer", "quinn", first_name="Quinn", rank="constable")
    soon, later, beats = to_do(owner=pat), to_do(owner=pat, due=24 * 9), to_do()
    rota.record_absence(
        user=pat, kind=AbsenceKind.LEAVE, from_on=noon.date(), until_on=noon.date() + timedelta(days=5), cover=quinn,
        actor=HEED, now=noon,
    )  # fmt: skip

    assert run(noon) == 2
    assert run(noon) == 0
    for task in (soon, later, beats):
        task.refresh_from_db()
    assert (soon.owner, later.owner, beats.owner) == (quinn, pat, sam)
    assert queries.moves_of(soon)[0].why == "Pat is away and not back in time; Quinn covers"


@pytest.mark.django_db
def test_what_is_late_climbs_and_the_log_says_so(to_do, reported, pat, sam, noon):
    incident = reported(now=noon)
    task = to_do(owner=pat, incident=incident, due=1)

    assert run(noon + 24 * HOUR) == 0
    assert run(noon + 25 * HOUR) == 1
    task.refresh_from_db()
    assert task.owner == sam
    said = LogEntry.objects.filter(call=incident.call_id).order_by("-seq").first().text
    assert said == "Task passed to Sam: See her. Late by 24 hours."


@pytest.mark.django_db
def test_nobody_fits_the_board_has_it_once(to_do, pat, force, noon):
    task = to_do(owner=pat)
    pat.is_active = False
    pat.save()

    assert run(noon) == 1
    assert run(noon + HOUR) == 0
    task.refresh_from_db()
    assert task.owner is None
    assert [one.boarded_why for one in queries.on_the_board(force.pk)] == ["Pat cannot open it any more"]


@pytest.mark.django_db
def test_what_is_finished_or_moved_meanwhile_is_left(to_do, pat, sam, noon):
    done, taken = to_do(owner=pat, due=1), to_do(owner=pat, due=1)
    ids = tasks.to_move(now=noon + 30 * HOUR)
    services.finish(task=done, outcome=TaskOutcome.DONE, result="Seen", user=pat, now=noon)
    services.take(task=taken, user=sam, now=noon)

    assert sorted(ids) == [done.pk, taken.pk]
    assert tasks.escalate_all(task_ids=ids, now=noon + 30 * HOUR) == 0


@pytest.mark.django_db
def test_work_is_spread_over_those_who_could_have_it(to_do, pat, sam, person_at_work, noon):
    other = person_at_work("neighbourhood_officer", "sid", first_name="Sid", rank="sergeant")
    for _ in range(6):
        to_do(owner=pat, due=1)
    run(noon + 30 * HOUR)

    assert Task.objects.filter(owner=sam).count() == Task.objects.filter(owner=other).count() == 3


@pytest.mark.django_db
def test_other_forces_have_their_own(to_do, pat, person_at_work, noon):
    from heed.foundation.accounts.models import Force

    harshire = Force.objects.create(code="HAR", name="Harshire Police")
    person_at_work("neighbourhood_officer", "olga", rank="sergeant", force=harshire)
    task = to_do(owner=pat, due=1)
    run(noon + 30 * HOUR)

    task.refresh_from_db()
    assert task.owner == pat
    assert queries.moves_of(task)[0].rung == "board"


@pytest.mark.django_db(transaction=True)
def test_two_workers_share_and_move_each_task_once(to_do, pat, sam, noon):
    for _ in range(20):
        to_do(owner=pat, due=1)
    now = noon + 30 * HOUR
    ids = tasks.to_move(now=now)

    def work(order):
        try:
            return tasks.escalate_all(task_ids=order, now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        moved = list(pool.map(work, [ids, list(reversed(ids))]))

    assert sum(moved) == 20
    assert TaskMove.objects.count() == 20
    assert Task.objects.filter(owner=sam).count() == 20


@pytest.mark.django_db
def test_a_query_that_is_not_answered_in_time_climbs_at_once(pat, sam, beat, noon):
    query = tasks.open_query(
        beat=beat, asked=Asked("Who walks the park?", QueryChannel.EMAIL, noon), user=pat, actor=pat.actor(), now=noon
    )
    due = noon + 72 * HOUR
    task = queries.task_of(beat.force_id, query.key)

    assert query.answer_by == due
    assert run(due - timedelta(seconds=1)) == 0
    assert run(due) == 1
    task.refresh_from_db()
    assert task.owner == sam


@pytest.mark.django_db
def test_a_query_is_finished_by_its_answer_alone(pat, beat, noon):
    query = tasks.open_query(
        beat=beat, asked=Asked("Who walks the park?", QueryChannel.EMAIL, noon), user=pat, actor=pat.actor(), now=noon
    )
    task = queries.task_of(beat.force_id, query.key)
    end = {"task": task, "result": "x", "user": pat, "actor": pat.actor(), "now": noon}

    for outcome in TaskOutcome:
        with pytest.raises(tasks.AnswerFirst):
            tasks.finish(outcome=outcome, **end)
    task.refresh_from_db()
    assert task.done_at is None, "otherwise the query would wait for its answer, and nobody would have it to do"


@pytest.mark.django_db
def test_finishing_the_task_of_a_promise_keeps_the_promise(reported, pat, noon):
    incident = reported(now=noon)
    made = promises.promise(
        incident=incident, kind=PromiseKind.CALL_BACK, words="Ring her", due_by=noon + 5 * HOUR, owner=pat, user=pat,
        actor=pat.actor(), now=noon,
    )  # fmt: skip
    task = queries.task_of(incident.force_id, f"promise:{made.pk}")
    tasks.finish(task=task, outcome=TaskOutcome.DONE, result="Rang", user=pat, actor=pat.actor(), now=noon + HOUR)

    assert made.settlements.get().settled_as == Settled.KEPT


@pytest.mark.django_db
def test_reviews_stand_beside_tasks_and_are_no_tasks(pat, to_do, noon):
    own = to_do(owner=pat)

    assert tasks.mine(pat, now=noon) == tasks.Mine([own], [])


@pytest.mark.django_db
def test_the_look_for_what_must_move_asks_the_same_few_questions_however_many_tasks(
    to_do, pat, sam, noon, django_assert_max_num_queries
):
    for _ in range(30):
        to_do(owner=pat, due=1)
    with django_assert_max_num_queries(8):
        assert len(tasks.to_move(now=noon + 30 * HOUR)) == 30
