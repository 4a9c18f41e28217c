"""Tasks: done once, moved with a reason, found by whoever has them."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.db.utils import Error

from heed.domain.tasking import queries, services
from heed.domain.tasking.models import Task, TaskMove
from heed.domain.tasking.services import CannotHave, TaskFinished
from heed.domain.tasking.terms import Rung, TaskKind, TaskOutcome
from heed.foundation.accounts.terms import system
from heed.foundation.audit.models import Event

pytestmark = pytest.mark.django_db
HEED = system("tasks")


def test_the_same_key_is_the_same_task(to_do):
    assert to_do(key="promise:1").pk == to_do(key="promise:1", words="Other words").pk


def test_finishing_twice_is_once(to_do, pat, noon):
    made = to_do()
    services.finish(task=made, outcome=TaskOutcome.DONE, result="Seen", user=pat, now=noon)
    again = services.finish(
        task=made, outcome=TaskOutcome.DONE, result="Again", user=None, now=noon + timedelta(hours=1)
    )

    assert (again.result, again.done_by, again.done_at) == ("Seen", pat, noon)
    assert Event.objects.filter(action="task.finished").count() == 1


def test_it_is_not_finished_in_two_ways(to_do, pat, noon):
    made = to_do()
    services.finish(task=made, outcome=TaskOutcome.DONE, result="Seen", user=pat, now=noon)

    with pytest.raises(TaskFinished):
        services.finish(task=made, outcome=TaskOutcome.NOT_POSSIBLE, result="", user=pat, now=noon)


def test_who_had_it_is_kept_with_why(to_do, pat, sam, noon):
    made = to_do(owner=pat)
    services.reassign(task=made, to=sam, why="Knows her", user=pat, now=noon)
    services.take(task=made, user=pat, now=noon)

    assert [(m.from_owner, m.to_owner, m.rung, m.why) for m in queries.moves_of(made)] == [
        (sam, pat, "taken", "Taken"), (pat, sam, "hand", "Knows her"),
    ]  # fmt: skip
    made.refresh_from_db()
    assert made.owner == pat


def test_giving_it_to_whoever_has_it_changes_nothing(to_do, pat, noon):
    made = to_do(owner=pat)
    services.take(task=made, user=pat, now=noon)
    services.reassign(task=made, to=pat, why="x", user=pat, now=noon)

    assert queries.moves_of(made) == []


def test_a_task_goes_back_to_the_officers_of_its_beat(to_do, pat, noon):
    made = services.reassign(task=to_do(owner=pat), to=None, why="Nearer", user=pat, now=noon)

    assert made.owner is None


def test_nobody_gets_what_they_cannot_open(to_do, pat, person_at_work, stranger_of_another_force, noon):
    off = person_at_work("neighbourhood_officer", "olive", is_active=False)
    made = to_do(owner=pat, beat=None)
    for to in (off, stranger_of_another_force, person_at_work("analyst", "anna"), None):
        with pytest.raises(CannotHave):
            services.reassign(task=made, to=to, why="x", user=pat, now=noon)


def test_what_is_finished_is_not_moved(to_do, pat, sam, noon):
    made = to_do(owner=pat)
    services.finish(task=made, outcome=TaskOutcome.DONE, result="Seen", user=pat, now=noon)

    with pytest.raises(TaskFinished):
        services.take(task=made, user=sam, now=noon)
    assert services.escalate(task=made, to=sam, rung=Rung.SERGEANT, why="Late", actor=HEED, now=noon) is None


def test_each_rung_is_climbed_once(to_do, pat, sam, noon):
    made = to_do(owner=pat)
    assert services.escalate(task=made, to=sam, rung=Rung.SERGEANT, why="Late", actor=HEED, now=noon)
    services.reassign(task=made, to=pat, why="Yours after all", user=sam, now=noon)

    assert services.escalate(task=made, to=sam, rung=Rung.SERGEANT, why="Late", actor=HEED, now=noon) is None
    made.refresh_from_db()
    assert made.owner == pat


def test_the_database_refuses_a_rung_climbed_twice(to_do, sam, noon):
    made = to_do()
    row = {"task": made, "at": noon, "to_owner": sam, "rung": Rung.INSPECTOR, "why": "Late", "moved_by_name": "x"}
    TaskMove.objects.create(**row)

    with pytest.raises(IntegrityError, match="a_task_climbs_each_rung_once"):
        TaskMove.objects.create(**row)


@pytest.mark.parametrize("change", [
    lambda made: made.moves.update(why="Another"), lambda made: made.moves.all().delete(),
    lambda made: made.notes.update(words="Another"),
])  # fmt: skip
def test_what_was_written_stays(to_do, pat, sam, noon, change):
    made = to_do(owner=pat)
    services.reassign(task=made, to=sam, why="x", user=pat, now=noon)
    services.note(task=made, words="Dog in the yard", user=pat, now=noon)

    with pytest.raises((InternalError, Error), match="Cannot"), transaction.atomic():
        change(made)


def test_ones_tasks_are_ones_own_and_those_of_ones_beats(to_do, named, pat, sam, force, noon):
    own = to_do(owner=pat, due=5, beat=None)
    beats = to_do(due=2)
    to_do(owner=sam, due=1)
    whenever = to_do(owner=pat, due=None)
    done = to_do(owner=pat)
    services.finish(task=done, outcome=TaskOutcome.DONE, result="Seen", user=pat, now=noon)

    assert list(queries.open_tasks_of(pat, now=noon)) == [beats, own, whenever]


def test_a_beat_knows_its_tasks_whoever_has_them(to_do, beat, named, pat, sam, noon):
    mine, theirs = to_do(owner=sam, due=1), to_do(due=3)
    to_do(beat=None, owner=pat)

    assert list(queries.open_tasks_of_beat(beat, now=noon)) == [mine, theirs]


def test_on_the_board_stands_what_nobody_could_be_given_until_somebody_takes_it(to_do, force, pat, sam, noon):
    made = to_do(owner=pat)
    services.escalate(task=made, to=None, rung=Rung.BOARD, why="Pat is away", actor=HEED, now=noon)

    assert [(one.pk, one.boarded_why, one.boarded_at) for one in queries.on_the_board(force.pk)] == [
        (made.pk, "Pat is away", noon)
    ]
    services.take(task=made, user=sam, now=noon)
    assert not queries.on_the_board(force.pk)


def test_workload_counts_open_and_late(to_do, force, pat, noon):
    to_do(owner=pat, due=1)
    to_do(owner=pat, due=30)
    to_do()

    assert queries.workload(force.pk, now=noon + timedelta(hours=2)) == {pat.pk: (2, 1), None: (1, 0)}


def test_a_task_lends_a_purpose_to_whoever_has_it_and_to_those_above(to_do, named, pat, sam, person_at_work, noon):
    own, of_beat = to_do(owner=pat), to_do()
    other = person_at_work("neighbourhood_officer", "olive", rank="constable")

    assert queries.task_lends_purpose(pat, own.pk, now=noon)
    assert queries.task_lends_purpose(pat, of_beat.pk, now=noon)
    assert queries.task_lends_purpose(sam, own.pk, now=noon)
    assert not queries.task_lends_purpose(other, own.pk, now=noon)
    services.finish(task=own, outcome=TaskOutcome.DONE, result="Seen", user=pat, now=noon)
    assert not queries.task_lends_purpose(pat, own.pk, now=noon)


def test_every_kind_of_task_of_the_pack_is_a_kind_of_task():
    from heed.foundation.policy.packs import national

    assert set(national().tasking.climbs_of) <= set(TaskKind.values)
    assert Task._meta.get_field("kind").choices == TaskKind.choices
