"""Locks: the staff list, whoever is let in, the broken glass and its review."""

from dataclasses import replace
from datetime import timedelta

import pytest

from heed.domain.incidents.models import Notice
from heed.domain.incidents.terms import PartyRole
from heed.domain.sharing import queries
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import CannotLock, Locked
from heed.domain.sharing.models import Admission, Lock
from heed.domain.sharing.staff_list.models import StaffKey
from heed.domain.sharing.staff_list.services import Entry, UnfitEntry
from heed.domain.sharing.terms import Finding, MatchedOn
from heed.domain.tasking.models import Task
from heed.flows.record import Someone
from heed.flows.sharing import glass, locks, staff, staff_file
from heed.foundation.accounts.terms import Role
from tests.flows.conftest import JEAN

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
SAM = Someone(
    (PartyRole.OTHER_PARTY,),
    given_name="Sam",
    family_name="Okafor",
    born_on=None,
    address="3 Elm Close, Mallow, ZZ2 2BB",
)
ENTRY = Entry("Samuel", "Okafor", address="3 Elm Close, Mallow, ZZ2 2BB", ask="Inspector Hale")
WHY = "She says he is outside her door now"


@pytest.fixture
def dpo(person_at_work):
    return person_at_work(Role.DATA_PROTECTION_OFFICER, "dora", first_name="Dora", last_name="Lind")


@pytest.fixture
def officer(person_at_work):
    return person_at_work(Role.NEIGHBOURHOOD_OFFICER, "nia")


@pytest.fixture
def listed(force, dpo, noon):
    """Return Sam Okafor on the staff list, before anything is recorded of him."""
    return staff.add_to_list(force=force, entry=ENTRY, actor=dpo.actor(), now=noon - DAY)[0]


@pytest.fixture
def against_sam(reported, noon):
    """Return a recorder of an incident that names Sam Okafor as the other party."""
    return lambda **more: reported(now=noon, parties=(JEAN, SAM), **more)


@pytest.fixture
def by_hand(supervisor, noon):
    """Return a locker by hand; Simon answers for the lock."""
    return lambda **what: locking.lock_by_hand(
        what=Locked(**what), why="A colleague", ask="Simon", owner=supervisor, actor=supervisor.actor(), now=noon
    )


def broken(who, now, why=WHY, proved=MINUTE, **what):
    return glass.break_glass(
        what=Locked(**what), why=why, proved_at=now - proved if proved else None, user=who, actor=who.actor(), now=now
    )


# --- The staff list ------------------------------------------------------------------------------------------------


def test_an_incident_is_locked_when_it_is_recorded_and_its_recorder_finishes_the_work(
    listed, against_sam, handler, supervisor, noon
):
    incident = against_sam()
    lock = Lock.objects.get()

    assert (lock.person, lock.matched_on, lock.ask) == (
        incident.parties.get(role=PartyRole.OTHER_PARTY).person, MatchedOn.ADDRESS, "Inspector Hale"
    )  # fmt: skip
    assert locks.is_locked(incident)
    assert locks.shut_incidents(handler, [incident.pk], now=noon) == {}
    assert locks.shut_incidents(handler, [incident.pk], now=noon + timedelta(hours=12)) == {
        incident.pk: "Inspector Hale"
    }
    assert locks.shut_incidents(supervisor, [incident.pk], now=noon) == {incident.pk: "Inspector Hale"}
    assert Admission.objects.get().user == handler


def test_what_is_on_record_is_locked_when_somebody_is_put_on_the_list(against_sam, force, dpo, noon):
    incident = against_sam()
    assert not locks.is_locked(incident)

    _, made = staff.add_to_list(force=force, entry=ENTRY, actor=dpo.actor(), now=noon)

    assert [lock.person for lock in made] == [incident.parties.get(role=PartyRole.OTHER_PARTY).person]
    assert locks.is_locked(incident)


def test_a_line_that_somebody_was_seen_on_is_enough_with_the_name(reported, force, dpo, noon):
    incident = reported(now=noon)
    staff.add_to_list(force=force, entry=Entry("Jean", "Marlow", number="07700 900123"), actor=dpo.actor(), now=noon)

    assert locks.is_locked(incident)
    assert Lock.objects.get().matched_on == MatchedOn.LINE


def test_a_namesake_is_not_locked(listed, reported, noon):
    namesake = replace(SAM, address="99 Station Road, Mallow, ZZ9 9ZZ")
    incident = reported(now=noon, parties=(JEAN, namesake))

    assert not locks.is_locked(incident)
    assert not Admission.objects.exists()


def test_another_force_is_not_locked_by_it(listed, against_sam, noon):
    from heed.foundation.accounts.models import Force

    listed.__class__.objects.filter(pk=listed.pk).update(force=Force.objects.create(code="HAR", name="Harshire"))

    assert not locks.is_locked(against_sam())


def test_whoever_it_is_about_does_not_even_go_on_with_what_they_recorded(force, dpo, handler, against_sam, noon):
    staff.add_to_list(force=force, entry=replace(ENTRY, user=handler), actor=dpo.actor(), now=noon)
    incident = against_sam()

    assert locks.shut_incidents(handler, [incident.pk], now=noon) == {incident.pk: "Inspector Hale"}
    with pytest.raises(CannotLock, match="locked because of themselves"):
        broken(handler, noon, incident=incident)
    with pytest.raises(CannotLock, match="because of themselves"):
        locking.admit(lock=Lock.objects.get(), user=handler, why="Ask", until=noon + DAY, actor=dpo.actor(), now=noon)


def test_off_the_list_what_it_locked_is_open_and_nothing_is_matched_any_more(listed, against_sam, dpo, noon):
    incident = against_sam()
    lifted = staff.take_off_list(staff_name=listed, why="Has left", user=dpo, actor=dpo.actor(), now=noon)

    assert lifted == 1
    assert not locks.is_locked(incident)
    assert not StaffKey.objects.exists()
    assert not locks.is_locked(against_sam(number="07700 900321"))


def test_nobody_takes_themselves_off_the_list(force, dpo, noon):
    own, _ = staff.add_to_list(force=force, entry=replace(ENTRY, user=dpo), actor=dpo.actor(), now=noon)

    with pytest.raises(CannotLock, match="Nobody takes themselves off"):
        staff.take_off_list(staff_name=own, why="Private", user=dpo, actor=dpo.actor(), now=noon)


def test_what_was_lifted_as_a_wrong_match_is_not_locked_again_by_the_same_entry(
    listed, against_sam, dpo, handler, noon
):
    incident = against_sam()
    locking.lift(lock=Lock.objects.get(), why="A namesake", user=dpo, actor=dpo.actor(), now=noon)

    assert staff.lock_at_recording(incident=incident, recorder=handler, now=noon) == []
    assert not locks.is_locked(incident)


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (Entry("Sam", "Okafor"), "a name alone means too many people"),
        (Entry("", "Okafor", address="3 Elm Close"), "given name and a family name"),
        (Entry("Sam", "Okafor", number="not a number"), "is not a telephone number"),
        (Entry("Sam", "12345", number="07700 900123"), "cannot read this well enough"),
    ],
)
def test_an_entry_that_nobody_could_be_known_by_is_refused(force, dpo, noon, entry, says):
    with pytest.raises(UnfitEntry, match=says):
        staff.add_to_list(force=force, entry=entry, actor=dpo.actor(), now=noon)


def test_a_file_puts_everybody_on_the_list_and_names_the_lines_it_cannot_read(against_sam, force, dpo, noon):
    incident = against_sam()
    lines = (
        "\ufeffgiven_name,family_name,born_on,number,address,username,ask\r\n"
        'Samuel,Okafor,,,"3 Elm Close, Mallow, ZZ2 2BB",,\r\n'
        "Ann,Bell,31/02/1990,,,,\r\n"
        "Ben,Cole,,,,nobody,\r\n"
        'Samuel,Okafor,,,"3 Elm Close, Mallow, ZZ2 2BB",,\r\n'
    )
    came = staff_file.add_all(force=force, content=lines.encode(), actor=dpo.actor(), now=noon)

    assert (came.added, came.known, came.locked) == (1, 1, 1)
    assert came.errors == (
        "Line 3: 31/02/1990 is not a date, like 1980-05-02", "Line 4: nobody in the force has the user name nobody"
    )  # fmt: skip
    assert locks.is_locked(incident)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n", b"given_name,family_name\n"])
def test_what_is_no_staff_list_is_refused_in_a_sentence(force, dpo, noon, content):
    came = staff_file.add_all(force=force, content=content, actor=dpo.actor(), now=noon)

    assert came.added == 0
    assert len(came.errors) == 1


# --- Locks by hand, and who is let in -------------------------------------------------------------------------------


def test_a_lock_by_hand_shuts_it_for_everybody_but_its_owner_and_who_is_let_in(
    reported, by_hand, handler, officer, supervisor, dpo, noon
):
    incident = reported(now=noon)
    lock = by_hand(incident=incident)
    locking.admit(lock=lock, user=officer, why="Works on it", until=noon + DAY, actor=dpo.actor(), now=noon)

    assert locks.shut_incidents(supervisor, [incident.pk], now=noon) == {}
    assert locks.shut_incidents(officer, [incident.pk], now=noon) == {}
    assert locks.shut_incidents(handler, [incident.pk], now=noon) == {incident.pk: "Simon"}
    assert locks.shut_incidents(officer, [incident.pk], now=noon + DAY) == {incident.pk: "Simon"}

    locking.end_admission(admission=Admission.objects.get(), actor=dpo.actor(), now=noon + MINUTE)
    assert locks.shut_incidents(officer, [incident.pk], now=noon + MINUTE) == {incident.pk: "Simon"}


def test_a_person_is_locked_with_whoever_is_one_with_them(reported, by_hand, handler, noon):
    first, second = reported(now=noon), reported("07700 900321", now=noon, parties=(replace(JEAN, address=""),))
    one, other = (i.parties.get(role=PartyRole.VICTIM).person for i in (first, second))
    one.__class__.objects.filter(pk=other.pk).update(lead=one)
    by_hand(person=other)

    assert set(locks.shut_people(handler, [one.pk, other.pk], now=noon)) == {one.pk, other.pk}
    assert set(locks.locked_among([first.pk, second.pk])) == {first.pk, second.pk}


def test_two_locks_are_both_to_be_open(listed, against_sam, by_hand, handler, noon):
    incident = against_sam()
    by_hand(incident=incident)

    assert locks.shut_incidents(handler, [incident.pk], now=noon) == {incident.pk: "Simon"}
    assert locks.locked_among([incident.pk])[incident.pk] == "Simon and Inspector Hale"


def test_it_is_locked_by_hand_once_at_a_time(reported, by_hand, noon):
    incident = reported(now=noon)
    by_hand(incident=incident)

    with pytest.raises(CannotLock, match="locked already"):
        by_hand(incident=incident)


# --- The broken glass -----------------------------------------------------------------------------------------------


def test_broken_glass_opens_for_an_hour_and_tells_owner_and_supervisors_at_once(
    reported, by_hand, officer, supervisor, noon, trail
):
    incident = reported(now=noon)
    by_hand(incident=incident)
    made = broken(officer, noon, incident=incident)

    assert locks.shut_incidents(officer, [incident.pk], now=noon) == {}
    assert locks.shut_incidents(officer, [incident.pk], now=noon + timedelta(minutes=60)) != {}
    task, notice = Task.objects.get(key__startswith="glass:"), Notice.objects.get(kind="glass")
    assert (task.owner, task.incident, task.due_by) == (supervisor, incident, made.review_by)
    assert "broke the glass" in task.words
    assert notice.because == [f"Nia opened {incident.reference}, which is locked"]
    event = trail("glass.broken")[0]
    assert (event.purpose, event.act) == (WHY, "consultation")


def test_glass_on_what_the_staff_list_locked_tells_the_data_protection_officers(
    listed, against_sam, officer, dpo, noon
):
    incident = against_sam()
    person = Lock.objects.get().person
    broken(officer, noon, person=person)

    assert Task.objects.get(key__startswith="glass:").owner == dpo
    assert Notice.objects.get(kind="glass").incident == incident
    assert locks.shut_incidents(officer, [incident.pk], now=noon) == {}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"proved": None}, "Prove who you are again"),
        ({"proved": 6 * MINUTE}, "Prove who you are again"),
        ({"proved": -MINUTE}, "Prove who you are again"),
        ({"why": "urgent"}, "Say in a sentence"),
        ({"why": "   "}, "Say in a sentence"),
    ],
)
def test_the_glass_holds_without_proof_and_reason(reported, by_hand, officer, noon, changes, says):
    incident = reported(now=noon)
    by_hand(incident=incident)

    with pytest.raises(CannotLock, match=says):
        broken(officer, noon, incident=incident, **changes)
    assert not Task.objects.filter(key__startswith="glass:").exists()
    assert locks.shut_incidents(officer, [incident.pk], now=noon)


def test_there_is_no_glass_before_what_is_open(reported, officer, noon):
    with pytest.raises(CannotLock, match="not locked for you"):
        broken(officer, noon, incident=reported(now=noon))


def test_glass_is_reviewed_once_by_somebody_else_and_the_task_is_done(reported, by_hand, officer, dpo, noon):
    incident = reported(now=noon)
    by_hand(incident=incident)
    made = broken(officer, noon, incident=incident)
    assert list(queries.glass_to_review(incident.force_id)) == [made]

    glass.review(glass=made, finding=Finding.RIGHT, words="Rang her", user=dpo, actor=dpo.actor(), now=noon)

    assert not queries.glass_to_review(incident.force_id).exists()
    assert Task.objects.get(key__startswith="glass:").done_at == noon
    with pytest.raises(CannotLock, match="reviewed already"):
        glass.review(glass=made, finding=Finding.WRONG, words="Again", user=dpo, actor=dpo.actor(), now=noon)


def test_nobody_reviews_what_they_opened(reported, by_hand, officer, noon):
    incident = reported(now=noon)
    by_hand(incident=incident)
    made = broken(officer, noon, incident=incident)

    with pytest.raises(CannotLock, match="Somebody else reviews it"):
        locking.review_glass(
            glass=made, finding=Finding.RIGHT, words="Fine", user=officer, actor=officer.actor(), now=noon
        )
