"""Who is named, who is away, who is on shift, and what the public asked."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from heed.domain.tasking import queries
from heed.domain.tasking.models import Absence, BeatOfficer, Shift, Task
from heed.domain.tasking.queried import services as queried
from heed.domain.tasking.queried.services import AnsweredAlready, Asked
from heed.domain.tasking.rota import queries as rota_read
from heed.domain.tasking.rota import services
from heed.domain.tasking.rota.services import Unfit
from heed.domain.tasking.terms import AbsenceKind, QueryChannel
from heed.engines.risk.at_work import Level
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db
HEED = system("tests")
TODAY = date(2026, 11, 20)
HOUR = timedelta(hours=1)


def test_the_newest_lead_is_the_lead(beat, named, pat, sam, noon):
    services.name_officer(beat=beat, officer=sam, lead=True, from_on=TODAY, actor=HEED, now=noon)

    assert [(one.user, one.lead) for one in queries.officers_of(beat, on=TODAY)] == [(sam, True), (pat, False)]


def test_naming_somebody_again_changes_only_the_lead(beat, named, pat, noon):
    services.name_officer(beat=beat, officer=pat, lead=True, from_on=TODAY, actor=HEED, now=noon)
    assert BeatOfficer.objects.count() == 1

    services.name_officer(beat=beat, officer=pat, lead=False, from_on=TODAY, actor=HEED, now=noon)
    assert [(one.user, one.lead) for one in queries.officers_of(beat, on=TODAY)] == [(pat, False)]


@pytest.mark.parametrize(("on", "stands"), [
    (date(2026, 11, 19), False), (date(2026, 11, 20), True), (date(2026, 11, 25), True), (date(2026, 11, 26), False),
])  # fmt: skip
def test_a_naming_counts_from_its_first_to_its_last_day(beat, pat, noon, on, stands):
    services.name_officer(
        beat=beat, officer=pat, lead=False, from_on=TODAY, until_on=date(2026, 11, 25), actor=HEED, now=noon
    )

    assert bool(queries.officers_of(beat, on=on)) is stands


def test_who_is_no_longer_named_still_counts_today(beat, named, pat, noon):
    services.end_naming(naming=named, actor=HEED, now=noon)

    assert queries.officers_of(beat, on=TODAY)
    assert not queries.officers_of(beat, on=TODAY + timedelta(days=1))
    assert not queries.beats_of(pat, now=noon + timedelta(days=1))


def test_an_account_that_is_off_is_no_named_officer(beat, named, pat):
    pat.is_active = False
    pat.save()

    assert queries.officers_of(beat, on=TODAY) == []


def test_nobody_unfit_is_named(beat, person_at_work, stranger_of_another_force, noon):
    off = person_at_work("neighbourhood_officer", "olive", is_active=False)
    for officer in (off, stranger_of_another_force):
        with pytest.raises(Unfit):
            services.name_officer(beat=beat, officer=officer, lead=False, from_on=TODAY, actor=HEED, now=noon)


def away(user, noon, *, kind=AbsenceKind.LEAVE, until=TODAY, start=TODAY, cover=None):
    """Enter an absence."""
    return services.record_absence(
        user=user, kind=kind, from_on=start, until_on=until, cover=cover, actor=HEED, now=noon
    )


@pytest.mark.parametrize("changes", [
    {"until": date(2026, 11, 19)}, {"until": None}, {"cover": "themselves"}, {"cover": "a stranger"},
])  # fmt: skip
def test_an_absence_that_makes_no_sense_is_refused(pat, stranger_of_another_force, noon, changes):
    named = {"themselves": pat, "a stranger": stranger_of_another_force}
    changes = {key: named.get(value, value) for key, value in changes.items()}

    with pytest.raises(Unfit):
        away(pat, noon, **changes)


def test_sickness_may_have_no_end(pat, noon):
    assert away(pat, noon, kind=AbsenceKind.SICK, until=None).until_on is None


def test_days_are_entered_once_unless_taken_back(pat, noon):
    first = away(pat, noon)
    with pytest.raises(Unfit, match="already"):
        away(pat, noon, until=TODAY + timedelta(days=3))
    services.withdraw(entry=first, actor=HEED, now=noon)
    services.withdraw(entry=first, actor=HEED, now=noon + HOUR)

    assert away(pat, noon, until=TODAY + timedelta(days=3))
    first.refresh_from_db()
    assert first.withdrawn_at == noon


def test_the_database_refuses_an_absence_that_ends_before_it_begins(pat, noon):
    with pytest.raises(IntegrityError, match="an_absence_ends_after_it_begins"), transaction.atomic():
        Absence.objects.create(
            user=pat, kind="leave", from_on=TODAY, until_on=TODAY - timedelta(days=1), entered_at=noon,
            entered_by_name="x",
        )  # fmt: skip


@pytest.mark.parametrize(("hours", "fits"), [(0, False), (8, True), (24, True), (24.1, False), (-1, False)])
def test_a_shift_ends_within_a_day(pat, noon, hours, fits):
    def enter():
        return services.record_shift(user=pat, starts_at=noon, ends_at=noon + hours * HOUR, actor=HEED, now=noon)

    if fits:
        assert enter().pk == enter().pk
    else:
        with pytest.raises(Unfit):
            enter()


def test_another_shift_at_the_same_time_is_refused(pat, noon):
    services.record_shift(user=pat, starts_at=noon, ends_at=noon + HOUR, actor=HEED, now=noon)

    with pytest.raises(Unfit, match="begins at that time"):
        services.record_shift(user=pat, starts_at=noon, ends_at=noon + 2 * HOUR, actor=HEED, now=noon)
    assert Shift.objects.count() == 1


def test_who_is_at_work(force, pat, sam, person_at_work, noon):
    off = person_at_work("neighbourhood_officer", "olive", is_active=False)
    later = person_at_work("neighbourhood_officer", "uma", first_name="Uma")
    services.record_shift(user=later, starts_at=noon + HOUR, ends_at=noon + 9 * HOUR, actor=HEED, now=noon)
    services.record_shift(user=pat, starts_at=noon - HOUR, ends_at=noon + HOUR, actor=HEED, now=noon)
    away(sam, noon)

    assert queries.who_is_at_work(force.pk, now=noon) == [pat]
    assert queries.who_is_at_work(force.pk, now=noon + HOUR) == [pat, later]
    assert off not in queries.who_is_at_work(force.pk, now=noon + timedelta(days=2))


def test_leave_ends_with_the_midnight_after_its_last_day(force, pat, noon):
    """In Mallow's own time: on 20 November that is midnight in Greenwich too; in summer an hour earlier."""
    away(pat, noon, start=date(2026, 6, 1), until=date(2026, 6, 2))
    staff = rota_read.staff_of(force.pk, now=noon.replace(month=6, day=1))

    (held,) = staff[pat.pk].officer.away
    assert held.from_at.isoformat() == "2026-06-01T00:00:00+01:00"
    assert held.until_at.isoformat() == "2026-06-03T00:00:00+01:00"


@pytest.mark.parametrize(("role", "rank", "level"), [
    ("neighbourhood_officer", "", Level.CONSTABLE), ("neighbourhood_officer", "constable", Level.CONSTABLE),
    ("neighbourhood_officer", "sergeant", Level.SERGEANT), ("supervisor", "", Level.SERGEANT),
    ("supervisor", "constable", Level.CONSTABLE), ("supervisor", "inspector", Level.INSPECTOR),
    ("supervisor", "superintendent", Level.CHIEF_INSPECTOR), ("call_handler", "sergeant", Level.CONSTABLE),
])  # fmt: skip
def test_how_high_somebody_stands(person_at_work, role, rank, level):
    assert rota_read.level_of(person_at_work(role, "somebody", rank=rank)) == level


def test_staff_who_cannot_open_tasks_have_a_dead_inbox(force, pat, handler, person_at_work, noon):
    analyst = person_at_work("analyst", "anna")
    off = person_at_work("neighbourhood_officer", "olive", is_active=False)
    staff = rota_read.staff_of(force.pk, now=noon)

    assert {user.pk: staff[user.pk].officer.inbox for user in (pat, handler, analyst, off)} == {
        pat.pk: True, handler.pk: True, analyst.pk: False, off.pk: False,
    }  # fmt: skip


def test_who_is_near(force, beat, named, pat, person_at_work, noon):
    from heed.foundation.accounts.models import CommandUnit

    unit = CommandUnit.objects.create(force=force, code="M", name="Mallow")
    pat.unit = unit
    pat.save()
    near = person_at_work("supervisor", "una", unit=unit)
    far = person_at_work("supervisor", "farah")
    room = rota_read.room_of(
        beat.pk, staff=rota_read.staff_of(force.pk, now=noon), named=rota_read.named_by_beat(force.pk, now=noon)
    )

    assert [room.people[user.pk].near for user in (pat, near, far)] == [0, 1, 2]
    assert room.named == (pat.pk,)
    assert room.people[pat.pk].lead


@pytest.fixture
def ask(beat, pat, noon):
    """Return a taker-down of queries."""

    def ask(*, now=noon, received_at=noon, officer=None):
        asked = Asked("Who walks the park?", QueryChannel.EMAIL, received_at, "Ann", "01632 960 001", officer=officer)
        return queried.open_query(
            beat=beat, asked=asked, within=72 * HOUR, policy_version="1", user=pat, actor=pat.actor(), now=now
        )

    return ask


def test_a_query_is_a_task_with_72_hours_over_any_weekend(ask, noon, force):
    made = ask(now=noon + 2 * HOUR)
    task = Task.objects.get(force=force, key=made.key)

    assert made.answer_by == noon + timedelta(days=3)  # Friday noon to Monday noon.
    assert (task.due_by, task.kind, task.owner) == (made.answer_by, "query", None)


def test_hours_are_elapsed_hours_when_the_clocks_change(ask, noon):
    before = noon.replace(month=10, day=24)

    assert ask(now=before, received_at=before).answer_by == before + timedelta(hours=72)


def test_a_query_that_comes_from_the_future_counts_from_now(ask, noon):
    assert ask(received_at=noon + HOUR).received_at == noon


def test_answering_finishes_the_task_and_once_is_enough(ask, pat, noon, force):
    made = ask(officer=pat)
    queried.answer_query(query=made, answer="PC Pat, by e-mail", user=pat, actor=pat.actor(), now=noon + HOUR)

    task = Task.objects.get(force=force, key=made.key)
    assert (task.outcome, task.done_by, task.owner) == ("done", pat, pat)
    with pytest.raises(AnsweredAlready):
        queried.answer_query(query=made, answer="Again", user=pat, actor=pat.actor(), now=noon + HOUR)
