"""Who should have a task now: every edge, and never nobody's inbox."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heed.engines.risk.at_work import Away, Level, Officer, OnShift
from heed.engines.risk.escalation import Ladder, Move, Room, Waiting, escalate

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LADDER = Ladder(
    after={Level.SERGEANT: 24 * HOUR, Level.INSPECTOR: 72 * HOUR, Level.CHIEF_INSPECTOR: 168 * HOUR}, soon=16 * HOUR
)
PAT = Officer(1, "Pat", near=0)
QUINN = Officer(2, "Quinn", near=0)
SAM = Officer(3, "Sam", Level.SERGEANT, near=0)
IDA = Officer(4, "Ida", Level.INSPECTOR, near=1)
CLEO = Officer(5, "Cleo", Level.CHIEF_INSPECTOR)
TOMORROW = Waiting(due_by=NOW + 24 * HOUR, owner=1)


def late(hours, **more):
    """Return a task of Pat's that is late by so many hours."""
    return Waiting(**{"due_by": NOW - hours * HOUR, "owner": 1} | more)


def away(officer, *, hours=None, cover=None):
    """Return somebody who went away an hour ago, for so many more hours or until further notice."""
    return replace(officer, away=(Away(NOW - HOUR, NOW + hours * HOUR if hours is not None else None, cover),))


def shift(officer, begins, ends=None):
    """Return somebody with one shift, from so many hours on."""
    return replace(officer, shifts=(OnShift(NOW + begins * HOUR, NOW + (begins + 8 if ends is None else ends) * HOUR),))


def ask(task, *officers, named=(1, 2, 3)):
    """Ask who should have a task among these people."""
    people = {officer.id: officer for officer in officers}
    return escalate(task, now=NOW, room=Room(people, [one for one in named if one in people]), ladder=LADDER)


EVERYBODY = (PAT, QUINN, SAM, IDA, CLEO)


@pytest.mark.parametrize(("claim", "task", "officers", "goes"), [
    ("an owner at work keeps it", TOMORROW, EVERYBODY, None),
    ("leave that ends before it is due keeps it", TOMORROW, (away(PAT, hours=23), QUINN, SAM), None),
    ("leave that ends the moment it is due is too long", TOMORROW, (away(PAT, hours=24), QUINN, SAM), (2, "colleague")),
    ("leave without an end is too long", TOMORROW, (away(PAT), QUINN, SAM), (2, "colleague")),
    ("leave that only begins later keeps it", TOMORROW,
     (replace(PAT, away=(Away(NOW + HOUR, None),)), QUINN, SAM), None),
    ("leave that ended this moment keeps it", TOMORROW, (replace(PAT, away=(Away(NOW - HOUR, NOW),)), QUINN), None),
    ("two absences one after the other are one", TOMORROW,
     (replace(PAT, away=(Away(NOW - HOUR, NOW + HOUR), Away(NOW + HOUR, NOW + 48 * HOUR))), QUINN), (2, "colleague")),
    ("what has no time waits for leave to end", Waiting(owner=1), (away(PAT, hours=400), QUINN), None),
    ("what has no time does not wait for ever", Waiting(owner=1), (away(PAT), QUINN), (2, "colleague")),
    ("cover comes before a colleague", TOMORROW, (away(PAT, cover=9), QUINN, SAM, Officer(9, "Kim")), (9, "cover")),
    ("whoever covers for the cover", TOMORROW,
     (away(PAT, cover=2), away(QUINN, cover=9), SAM, Officer(9, "Kim")), (9, "cover")),
    ("two who cover for each other end the search", TOMORROW,
     (away(PAT, cover=2), away(QUINN, cover=1), SAM), (3, "sergeant")),
    ("cover whose account is off is none", TOMORROW,
     (away(PAT, cover=9), QUINN, SAM, Officer(9, "Kim", inbox=False)), (2, "colleague")),
    ("cover that nobody knows is none", TOMORROW, (away(PAT, cover=99), QUINN, SAM), (2, "colleague")),
    ("a colleague on shift comes before one off shift", TOMORROW,
     (away(PAT), shift(QUINN, 4), Officer(6, "Uma", near=0, shifts=(OnShift(NOW - HOUR, NOW + HOUR),))),
     (6, "colleague")),
    ("a colleague whose shift begins before it is due", TOMORROW, (away(PAT), shift(QUINN, 23), SAM), (2, "colleague")),
    ("a colleague whose shift begins the moment it is due is too late", TOMORROW,
     (away(PAT), shift(QUINN, 24), SAM), (3, "sergeant")),
    ("somebody not named on the beat is no colleague", TOMORROW,
     (away(PAT), Officer(7, "Zed", near=1), SAM), (3, "sergeant")),
    ("a sergeant on leave is passed over for an inspector", TOMORROW,
     (away(PAT), away(SAM), IDA), (4, "inspector")),
    ("nobody fits: the board", TOMORROW, (away(PAT), away(SAM), replace(IDA, inbox=False)), (None, "board")),
    ("an owner whose account is off is no owner", TOMORROW, (replace(PAT, inbox=False), QUINN, SAM), (2, "colleague")),
    ("an owner nobody knows is no owner", Waiting(due_by=NOW + HOUR, owner=77), (PAT, SAM), (1, "colleague")),
    ("an owner with no shift before it is due", TOMORROW, (shift(PAT, 30), QUINN, SAM), (2, "colleague")),
    ("an owner whose shift begins just before", TOMORROW, (shift(PAT, 23), QUINN, SAM), None),
    ("an owner of whom no shift is known", TOMORROW, (PAT, QUINN), None),
    ("the nearest sergeant comes first", TOMORROW,
     (away(PAT), Officer(8, "Far", Level.SERGEANT, near=2), Officer(9, "Unit", Level.SERGEANT, near=1)), (9, "sergeant")),
    ("of two as near, whoever carries less", TOMORROW,
     (away(PAT), replace(QUINN, carries=5), Officer(6, "Uma", near=0, carries=4)), (6, "colleague")),
    ("the lead comes first", TOMORROW,
     (away(PAT), QUINN, Officer(6, "Uma", near=0, carries=40, lead=True)), (6, "colleague")),
    ("a sergeant's work goes to a sergeant, not down", Waiting(due_by=NOW + HOUR, owner=3),
     (PAT, away(SAM), Officer(8, "Sid", Level.SERGEANT)), (8, "colleague")),
    ("a sergeant's work goes up where there is no other", Waiting(due_by=NOW + HOUR, owner=3),
     (PAT, QUINN, away(SAM), IDA), (4, "inspector")),
    ("a cover of lower rank is passed over", Waiting(due_by=NOW + HOUR, owner=3),
     (PAT, away(SAM, cover=1), IDA), (4, "inspector")),
])  # fmt: skip
def test_an_owner_who_cannot_do_it_passes_it_on(claim, task, officers, goes):
    named = (1, 2, 3, 6)
    move = ask(task, *officers, named=named)

    assert (move and (move.owner, move.rung)) == goes, claim


@pytest.mark.parametrize(("claim", "task", "officers", "goes"), [
    ("a moment before the period nothing climbs", late(23.99), EVERYBODY, None),
    ("exactly the period is late enough", late(24), EVERYBODY, (3, "sergeant")),
    ("the inspector's period", late(72, owner=3, climbed=Level.SERGEANT), EVERYBODY, (4, "inspector")),
    ("the chief inspector's period", late(168, owner=4, climbed=Level.INSPECTOR), EVERYBODY, (5, "chief_inspector")),
    ("at the top it stays", late(2000, owner=5, climbed=Level.CHIEF_INSPECTOR), EVERYBODY, None),
    ("after a long silence it goes straight to the rank that is due", late(100), EVERYBODY, (4, "inspector")),
    ("what climbed and was given back by hand does not climb the same rung twice",
     late(30, climbed=Level.SERGEANT), EVERYBODY, None),
    ("but the next one", late(72, climbed=Level.SERGEANT), EVERYBODY, (4, "inspector")),
    ("a sergeant's own late work waits for the inspector's period", late(30, owner=3), EVERYBODY, None),
    ("what nobody owns climbs too", late(24, owner=None), EVERYBODY, (3, "sergeant")),
    ("what lies on no beat climbs too", late(24, owner=None, on_beat=False), EVERYBODY, (3, "sergeant")),
    ("no sergeant at work: the inspector", late(24), (PAT, away(SAM), IDA), (4, "inspector")),
    ("a sergeant whose shift begins within the pack's hours", late(24), (PAT, shift(SAM, 15), IDA), (3, "sergeant")),
    ("one whose shift begins later is passed over", late(24), (PAT, shift(SAM, 16), IDA), (4, "inspector")),
    ("late, and the owner is away for a minute: it is passed on", late(1), (away(PAT, hours=0.1), QUINN),
     (2, "colleague")),
    ("late and off shift, it waits for its owner", late(1), (shift(PAT, 10), QUINN), None),
    ("nobody above: its owner keeps it, on the board", late(24), (PAT, QUINN), (1, "board")),
    ("nobody above and the owner away: a colleague keeps it, on the board's list once late again",
     late(24, on_board=True, boarded_at=NOW - HOUR), (away(PAT), QUINN), (2, "board")),
    ("on the board already, and nothing has changed", late(24, on_board=True, boarded_at=NOW - HOUR), (PAT, QUINN), None),
    ("a sergeant is back: off the board", late(25, on_board=True, boarded_at=NOW - HOUR), (PAT, SAM), (3, "sergeant")),
    ("given away from the board by hand, it is left alone", late(25, boarded_at=NOW - HOUR), EVERYBODY, None),
    ("until the next rung", late(72, boarded_at=NOW - 40 * HOUR), EVERYBODY, (4, "inspector")),
    ("what has no time is never late", Waiting(owner=1), EVERYBODY, None),
])  # fmt: skip
def test_what_is_late_climbs(claim, task, officers, goes):
    move = ask(task, *officers)

    assert (move and (move.owner, move.rung)) == goes, claim


@pytest.mark.parametrize(("claim", "task", "officers", "goes"), [
    ("the officers of the beat have it", Waiting(due_by=NOW + HOUR), EVERYBODY, None),
    ("one of them at work is enough", Waiting(due_by=NOW + HOUR), (away(PAT), QUINN), None),
    ("all of them away: the sergeant", Waiting(due_by=NOW + HOUR), (away(PAT), away(QUINN), replace(SAM, near=1)),
     (3, "sergeant")),
    ("a beat without officers: the nearest sergeant", Waiting(due_by=NOW + HOUR), (Officer(8, "Sid", Level.SERGEANT),),
     (8, "sergeant")),
    ("a beat without anybody: the board", Waiting(due_by=NOW + HOUR), (), (None, "board")),
    ("no beat and no owner: the board, not a sergeant by chance", Waiting(on_beat=False), EVERYBODY, (None, "board")),
    ("on the board already", Waiting(on_beat=False, on_board=True, boarded_at=NOW), EVERYBODY, None),
    ("somebody of the beat is back: they see it, and whoever takes it takes it off the board",
     Waiting(due_by=NOW + HOUR, on_board=True, boarded_at=NOW), (PAT,), None),
    ("what stood with a sergeant does not come down to the beat by way of the board",
     Waiting(due_by=NOW + HOUR, climbed=Level.SERGEANT, on_board=True, boarded_at=NOW), (PAT, QUINN), None),
    ("the keeper on the board goes away, and nobody is left",
     late(24, on_board=True, boarded_at=NOW - HOUR), (away(PAT),), (None, "board")),
])  # fmt: skip
def test_what_nobody_owns_belongs_to_the_beat(claim, task, officers, goes):
    move = ask(task, *officers, named=(1, 2))

    assert (move and (move.owner, move.rung)) == goes, claim


def test_the_reason_is_said_in_words():
    assert ask(TOMORROW, away(PAT), QUINN).why == "Pat is away and not back in time; Quinn is at work"
    assert ask(late(49), *EVERYBODY).why == "Late by 2 days"
    assert ask(late(24), PAT).why == "Late by 24 hours, and nobody above is at work soon"
    promise = replace(LADDER, after={Level.SERGEANT: timedelta(0)})
    people = {one.id: one for one in EVERYBODY}
    at_once = escalate(late(0), now=NOW, room=Room(people, [1]), ladder=promise)
    assert at_once == Move(3, "sergeant", "Late by less than an hour")


hours = st.integers(-50, 200)
absences = st.builds(
    lambda start, length, cover: Away(
        NOW + start * HOUR, None if length is None else NOW + (start + length) * HOUR, cover
    ),
    hours,
    st.none() | st.integers(1, 100),
    st.none() | st.integers(1, 6),
)
shifts = st.builds(lambda start: OnShift(NOW + start * HOUR, NOW + (start + 8) * HOUR), st.integers(-7, 60))
officers = st.builds(
    Officer,
    id=st.just(0),
    name=st.just("Somebody"),
    level=st.sampled_from(Level),
    inbox=st.booleans(),
    away=st.lists(absences, max_size=2).map(tuple),
    shifts=st.lists(shifts, max_size=2).map(tuple),
    near=st.integers(0, 2),
    lead=st.booleans(),
    carries=st.integers(0, 3),
)
rooms = st.lists(officers, max_size=6).flatmap(
    lambda found: st.builds(
        Room,
        st.just({number: replace(one, id=number) for number, one in enumerate(found, 1)}),
        st.lists(st.integers(1, 6), unique=True, max_size=4).map(
            lambda named: [one for one in named if one <= len(found)]
        ),
    )
)
tasks = st.builds(
    Waiting,
    due_by=st.none() | hours.map(lambda h: NOW + h * HOUR),
    owner=st.none() | st.integers(1, 7),
    on_beat=st.booleans(),
    climbed=st.sampled_from(Level),
    on_board=st.booleans(),
    boarded_at=st.none() | st.integers(-200, 0).map(lambda h: NOW + h * HOUR),
)


def after(task, move, room):
    """Return a task as it is once a move has been made."""
    had = room.people[task.owner].level if move.owner is None and task.owner in room.people else Level.CONSTABLE
    rungs = {"sergeant": Level.SERGEANT, "inspector": Level.INSPECTOR, "chief_inspector": Level.CHIEF_INSPECTOR}
    on_board = move.rung == "board"
    return replace(
        task,
        owner=move.owner,
        climbed=max(task.climbed, rungs.get(move.rung, Level.CONSTABLE), had),
        on_board=on_board,
        boarded_at=NOW if on_board else task.boarded_at,
    )


@settings(max_examples=200, deadline=None)
@given(tasks, rooms)
def test_a_task_never_goes_to_somebody_away_or_to_a_dead_inbox_and_never_down(task, room):
    task = replace(task, boarded_at=task.boarded_at or NOW) if task.on_board else task
    move = escalate(task, now=NOW, room=room, ladder=LADDER)
    if move is None:
        return
    assert move.why
    if move.owner is None:
        assert move.rung == "board"
        return
    has = room.people[move.owner]
    owner = room.people.get(task.owner)
    assert has.inbox
    assert not has.is_away(NOW)
    assert move.owner != task.owner or move.rung == "board"
    if move.owner != task.owner:
        assert has.level >= max(task.climbed, owner.level if owner else Level.CONSTABLE) or task.owner is None


@settings(max_examples=200, deadline=None)
@given(tasks, rooms)
def test_a_task_that_was_moved_is_not_moved_again_at_the_same_moment(task, room):
    task = replace(task, boarded_at=task.boarded_at or NOW) if task.on_board else task
    move = escalate(task, now=NOW, room=room, ladder=LADDER)
    if move:
        assert escalate(after(task, move, room), now=NOW, room=room, ladder=LADDER) is None


@settings(max_examples=200, deadline=None)
@given(tasks, rooms)
def test_the_machine_climbs_each_rung_once(task, room):
    move = escalate(task, now=NOW, room=room, ladder=LADDER)

    if move and move.rung in {"sergeant", "inspector", "chief_inspector"}:
        assert Level[move.rung.upper()] > task.climbed


@settings(max_examples=200, deadline=None)
@given(tasks, rooms)
def test_no_task_stays_with_somebody_who_cannot_open_it(task, room):
    move = escalate(task, now=NOW, room=room, ladder=LADDER)
    owner = room.people.get(task.owner)

    if task.owner is not None and (owner is None or not owner.inbox):
        assert move is not None
