"""A case conference: the agenda builds itself, decisions become tasks, and each agency reads what is shared with it."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction

from heed.domain.agencies import services as agencies
from heed.domain.agencies.terms import Purpose, SharedPart
from heed.domain.conferences import queries, services
from heed.domain.conferences.items import services as items
from heed.domain.conferences.items.models import Decision, Item, Note
from heed.domain.conferences.models import Attendance, Conference, SignedMinutes
from heed.domain.conferences.terms import ForWhom, ItemKind, Moved, There
from heed.domain.incidents.terms import PartyRole
from heed.domain.sharing.models import Lock
from heed.domain.sharing.terms import LockSource
from heed.domain.tasking import services as tasking
from heed.domain.tasking.queries import open_tasks, open_tasks_of_agency
from heed.domain.tasking.terms import TaskKind
from heed.flows.conferences import agenda, meet, minutes
from heed.flows.conferences.meet import Call, MinutesSigned, Unfit
from heed.flows.sharing import share as sharing
from heed.foundation.accounts.terms import system
from tests.partners import add_agency, add_officer, agreement, council, council_officer, sign

__all__ = ["agreement", "council", "council_officer"]

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
US = system("tests")


@pytest.fixture
def nora(person_at_work):
    """Return Nora, who holds the conference."""
    return person_at_work("neighbourhood_officer", "nora", first_name="Nora", last_name="Reid")


@pytest.fixture
def thrice(reported, noon):
    """Return three incidents of Jean's within a fortnight, the newest first."""
    return [reported(now=noon - days * DAY) for days in (14, 7, 1)][::-1]


@pytest.fixture
def call(force, nora, noon):
    """Return what Nora calls: `call("November", council)`."""

    def call(title="November", *invited, days=1, now=noon, **more):
        return meet.call(
            force=force,
            called=Call(title, noon + days * DAY, "Town hall", **more),
            agencies=invited,
            user=nora,
            actor=nora.actor(),
            now=now,
        )

    return call


@pytest.fixture
def share(nora, agreement, council, noon):
    """Return what Nora shares with Mallow Council of an incident."""

    def share(incident, parts=(SharedPart.PLACE,), **more):
        return sharing.share(
            incident=incident,
            agency=council,
            agreement=agreement,
            parts=parts,
            purpose=Purpose.CONFERENCE,
            necessity="They let the flat that the noise comes from",
            until=(noon + 90 * DAY).date(),
            user=nora,
            actor=nora.actor(),
            now=more.get("now", noon),
        )

    return share


def test_the_agenda_builds_itself_and_each_item_says_why(call, thrice, force, nora, noon):
    tasking.make(
        force=force, kind=TaskKind.VISIT, words="Visit her", key="t1", actor=US, now=noon - 9 * DAY,
        due_by=noon - 3 * DAY, incident=thrice[0], owner=nora,
    )  # fmt: skip
    made, built = call()

    item = Item.objects.get()
    assert built.added == [item]
    assert (item.kind, item.incident, item.title) == (
        ItemKind.REPEAT, thrice[0], "Jean Marlow, 14 Acacia Road, Mallow, ZZ1 1AA",
    )  # fmt: skip
    assert item.because == ["3 incidents in 182 days", "Overdue for 3 days, Nora Reid: Visit her"]
    assert not agenda.build(conference=made, actor=US, now=noon).added


def test_high_risk_is_on_it_while_the_incident_is_open(call, reported, noon, handler):
    from heed.domain.vulnerability.models import Assessment

    found = reported(now=noon - DAY)
    Assessment.objects.create(
        call=found.call, incident=found, at=noon, assessed_by=handler, as_supervisor=False, instruments=[],
        band_proposed="HIGH", band_decided="HIGH", vulnerable="yes", headings={}, why="Alone", policy_version="x",
    )  # fmt: skip
    call()

    item = Item.objects.get()
    assert item.kind == ItemKind.HIGH_RISK
    assert "is open, and its risk was judged high" in item.because[0]


def test_a_partners_overdue_action_is_on_it_as_theirs(call, reported, council, agreement, noon, force):
    found = reported(now=noon - DAY)
    tasking.make(
        force=force, kind=TaskKind.OTHER, words="Inspect the flat", key="t1", actor=US, now=noon - 9 * DAY,
        due_by=noon - 2 * DAY, incident=found, agency=council,
    )  # fmt: skip
    call()

    assert Item.objects.get().because == ["Overdue for 2 days, Mallow Council: Inspect the flat"]


def test_what_is_locked_is_not_put_on_an_agenda_and_is_counted(call, thrice, noon, supervisor):
    jean = thrice[0].parties.get(role=PartyRole.VICTIM).person
    Lock.objects.create(
        force=jean.force, person=jean, source=LockSource.HAND, why="Works here", ask="Simon", owner=supervisor,
        set_at=noon, set_by_name="Simon",
    )  # fmt: skip
    made, built = call()

    assert (built.added, built.locked) == ([], 3)
    with pytest.raises(Unfit, match="is locked"):
        meet.add_item(conference=made, title="", why="Mine", incident=thrice[0], actor=US, now=noon)


def test_a_conference_of_a_beat_speaks_of_that_beat_alone(call, thrice, force, noon):
    from heed.domain.beats.models import Beat

    _, built = call(
        beat=Beat.objects.create(
            force=force, code="B9", name="Elsewhere", shape={}, west=0, south=0, east=0, north=0, added_at=noon
        )
    )

    assert not built.added


def test_a_person_adds_and_defers_with_a_reason_and_what_was_deferred_comes_back(call, thrice, noon, nora):
    made, built = call()
    item = built.added[0]
    meet.add_item(conference=made, title="The park after dark", why="Four calls", incident=None, actor=US, now=noon)
    with pytest.raises(Unfit, match="Enter what it is, and why"):
        meet.add_item(conference=made, title="The bus stop", why=" ", incident=None, actor=US, now=noon)
    with pytest.raises(Unfit, match="Enter why"):
        items.move(item=item, moved=Moved.DEFERRED, why="", actor=US, now=noon)
    items.move(item=item, moved=Moved.DEFERRED, why="Housing is not here", actor=US, now=noon)

    following, later = call("December", days=30, now=noon + 20 * DAY)

    carried = later.added[0]
    assert (carried.kind, carried.carried_from) == (ItemKind.CARRIED, item)
    assert carried.because[0] == "Deferred by November: Housing is not here"
    items.move(item=item, moved=Moved.BACK, why="A mistake", actor=US, now=noon)
    assert not call("January", days=60, now=noon + 20 * DAY)[1].added or following


def test_what_a_cancelled_conference_had_taken_over_comes_to_the_next_one(call, thrice, noon):
    _, built = call()
    items.move(item=built.added[0], moved=Moved.DEFERRED, why="Housing is not here", actor=US, now=noon)
    cancelled, taken = call("December", days=30)
    assert taken.added[0].carried_from == built.added[0]
    services.cancel(conference=cancelled, why="Snow", actor=US, now=noon)

    assert call("January", days=60)[1].added[0].carried_from == built.added[0]


def test_without_an_agreement_for_conferences_an_agency_is_not_invited(call, force, noon, council):
    sign(council, now=noon, purposes=(Purpose.SOLVE,))

    with pytest.raises(Unfit, match="No agreement in force with Mallow Council names conferences"):
        call("November", council)
    assert not Conference.objects.exists()


def test_an_item_is_shared_only_as_far_as_its_incident_is(call, thrice, council, agreement, share, noon):
    _, built = call("November", council)
    item = built.added[0]
    with pytest.raises(Unfit, match="is not shared with Mallow Council"):
        meet.share_item(item=item, agency=council, actor=US, now=noon)

    disclosed = share(item.incident)

    assert meet.share_item(item=item, agency=council, actor=US, now=noon).disclosure == disclosed


@pytest.fixture
def held(call, thrice, council, agreement, share, noon, nora):
    """Return a conference with the council at the table, and the item of Jean that is shared with it."""
    made, built = call("November", council)
    item = built.added[0]
    share(item.incident)
    meet.share_item(item=item, agency=council, actor=US, now=noon)
    return made, item


def test_a_decision_is_a_task_at_once_of_an_officer_or_of_an_agency(held, council, nora, noon, force):
    _, item = held
    decide(item, "Patrol on Friday nights", noon, owner=nora)
    theirs = decide(item, "Write to the tenant", noon, agency=council)

    assert [task.words for task in open_tasks(force.pk)] == ["Patrol on Friday nights"]
    task = open_tasks_of_agency(council, now=noon).get()
    assert (task, task.words, task.person) == (theirs.task, "Write to the tenant", None)
    assert (theirs.due_by.date() - noon.date()).days in {14, 15}


def decide(item, words, now, *, owner=None, agency=None, for_whom=ForWhom.ITEM, due_by=None):
    return meet.decide(
        item=item, words=words, owner=owner, agency=agency, due_by=due_by, for_whom=for_whom, actor=US, now=now
    )


def test_a_decision_that_nobody_has_or_two_have_is_none(held, council, nora, noon, force, person_at_work):
    _, item = held
    for who in ({}, {"owner": nora, "agency": council}):
        with pytest.raises(Unfit, match="Choose who does it"):
            decide(item, "Act", noon, **who)
    with pytest.raises(Unfit, match="still to come"):
        decide(item, "Act", noon, owner=nora, due_by=noon)
    with pytest.raises(Unfit, match="account is on"):
        decide(item, "Act", noon, owner=person_at_work("analyst", "ana"))
    assert not Decision.objects.exists()


def test_an_agency_does_not_decide_about_what_it_cannot_see(held, council, noon, force, call):
    made, item = held
    housing = add_agency(force, now=noon, name="Mallow Homes")
    sign(housing, now=noon)
    with pytest.raises(Unfit, match="is not invited"):
        decide(item, "Act", noon, agency=housing)
    meet.invite(conference=made, agency=housing, actor=US, now=noon)
    with pytest.raises(Unfit, match="cannot act on what it cannot see"):
        decide(item, "Act", noon, agency=housing)


def test_a_decision_tells_an_agency_no_name_that_it_was_not_shown(held, council, nora, noon):
    _, item = held
    with pytest.raises(Unfit, match="it says what is not shared with them"):
        decide(item, "Write to Jean Marlow", noon, agency=council)

    assert decide(item, "Visit Jean Marlow", noon, owner=nora).owner == nora


# --- What an agency reads ---------------------------------------------------------------------------------------------


@pytest.fixture
def spoken(held, council, nora, noon):
    """Have things said and decided: for the police alone, for the item's agencies, and by the council."""
    made, item = held
    items.note(item=item, words="Intelligence on number 16", for_whom=ForWhom.FORCE, actor=US, now=noon)
    items.note(item=item, words="The tenant was warned", for_whom=ForWhom.ITEM, actor=US, now=noon)
    decide(item, "Watch number 16", noon, owner=nora, for_whom=ForWhom.FORCE)
    decide(item, "Patrol on Friday nights", noon, owner=nora)
    decide(item, "Write to the tenant", noon, agency=council)
    meet.add_item(conference=made, title="The park after dark", why="Four calls", incident=None, actor=US, now=noon)
    return made, item


def read(made, agency, user, now):
    return minutes.for_agency(made, agency, user=user, actor=user.actor(), now=now)


def everything(seen):
    return json.dumps(
        [
            [
                one.title,
                one.sheet.as_json() if one.sheet else "",
                [n.words for n in one.notes],
                [d.words for d in one.decisions],
            ]
            for one in seen.items
        ]
        + [d.words for d in seen.own]
    )


def test_an_agency_reads_the_shared_item_at_its_depth_and_nothing_else(spoken, council, council_officer, noon, trail):
    made, _ = spoken
    seen = read(made, council, council_officer, noon)

    said = everything(seen)
    assert len(seen.items) == 1
    assert "14 Acacia Road" in said
    assert "The tenant was warned" in said
    assert "Patrol on Friday nights" in said
    assert "Write to the tenant" in said
    assert not [word for word in ("Jean", "Marlow", "Intelligence", "Watch number", "park") if word in said]
    event = trail("conference.consulted")[0]
    assert event.recipient == "Mallow Council"


def test_what_is_withdrawn_is_gone_at_once_and_its_own_decision_stays(spoken, council, council_officer, noon):
    made, item = spoken
    disclosed = item.shares.get().disclosure
    sharing.withdraw(disclosure=disclosed, why="Wrong flat", actor=US, now=noon)

    seen = read(made, council, council_officer, noon)

    assert not seen.items
    assert [one.words for one in seen.own] == ["Write to the tenant"]


def test_an_item_that_is_no_longer_shared_is_gone_though_the_incident_is(spoken, council, council_officer, noon):
    made, item = spoken
    items.unshare(share=item.shares.get(), actor=US, now=noon)

    assert not read(made, council, council_officer, noon).items


def test_an_agreement_that_ends_closes_the_whole_conference(spoken, council, agreement, council_officer, noon):
    made, _ = spoken
    agencies.end_agreement(agreement=agreement, why="Not renewed", actor=US, now=noon)

    assert not queries.of_agency(council, now=noon + DAY).exists()
    assert not read(made, council, council_officer, noon + DAY).items


def test_another_agency_at_the_table_reads_nothing_of_it(spoken, force, noon):
    made, _ = spoken
    housing = add_agency(force, now=noon, name="Mallow Homes")
    sign(housing, now=noon)
    meet.invite(conference=made, agency=housing, actor=US, now=noon)
    olu = add_officer(housing, now=noon, username="olu")

    seen = read(made, housing, olu, noon)

    assert queries.of_agency(housing, now=noon).get() == made
    assert (seen.items, seen.own) == ((), ())


def test_whoever_is_not_invited_or_no_longer_is_sees_no_conference(spoken, council, noon):
    made, _ = spoken
    assert queries.of_agency(council, now=noon).get() == made

    services.uninvite(invited=made.invited.get(), actor=US, now=noon)

    assert not queries.of_agency(council, now=noon).exists()


def test_a_cancelled_conference_is_on_no_agencys_list(spoken, council, noon):
    made, _ = spoken
    services.cancel(conference=made, why="Snow", actor=US, now=noon)

    assert not queries.of_agency(council, now=noon).exists()
    with pytest.raises(Unfit, match="cancelled"):
        services.attend(
            conference=made, agency=None, name="Nora", post="", there=There.PRESENT, agreed=True, actor=US, now=noon
        )


# --- Attendance and signing -------------------------------------------------------------------------------------------


def attend(made, name="Nora Reid", *, now, there=There.PRESENT, agreed=True, agency=None):
    return services.attend(
        conference=made, agency=agency, name=name, post="PC", there=there, agreed=agreed, actor=US, now=now
    )


def test_nobody_takes_part_who_has_not_agreed_to_keep_it_confidential(held, noon):
    made, _ = held
    with pytest.raises(Unfit, match="has not agreed"):
        attend(made, now=noon, agreed=False)
    with pytest.raises(IntegrityError, match="whoever_was_there_agreed"), transaction.atomic():
        Attendance.objects.create(
            conference=made, name="X", there=There.PRESENT, agreed=False, at=noon, by_name="tests"
        )
    attend(made, "Carol", now=noon, there=There.APOLOGIES, agreed=False)
    attend(made, "carol", now=noon, there=There.REMOTE)

    assert [(one.name, one.there) for one in queries.attendance_of(made)] == [("carol", There.REMOTE)]


@pytest.mark.parametrize(
    ("ready", "why"),
    [
        ((), "has not been held"),
        (("held",), "who was there"),
        (("held", "there"), "Item 2: write what was said or decided"),
    ],
)
def test_minutes_are_signed_only_when_they_are_whole(spoken, noon, nora, ready, why):
    made, _ = spoken
    if "there" in ready:
        attend(made, now=noon)
    with pytest.raises(Unfit, match=why):
        minutes.sign(conference=made, user=nora, actor=US, now=noon + 2 * DAY if "held" in ready else noon)


@pytest.fixture
def signed(spoken, noon, nora):
    """Return the signed minutes."""
    made, _ = spoken
    attend(made, now=noon)
    park = made.items.get(title="The park after dark")
    items.move(item=park, moved=Moved.DEFERRED, why="No time", actor=US, now=noon)
    return minutes.sign(conference=made, user=nora, actor=nora.actor(), now=noon + 2 * DAY)


def test_signed_minutes_are_kept_whole_and_prove_themselves(signed):
    kept = json.loads(signed.minutes)

    assert hashlib.sha256(signed.minutes.encode()).hexdigest() == signed.digest
    assert [item["title"][:5] for item in kept["items"]] == ["Jean ", "The p"]
    assert kept["attendance"][0]["name"] == "Nora Reid"
    assert [one["words"] for one in kept["items"][0]["decisions"]][-1] == "Write to the tenant"


def test_nothing_is_added_once_the_minutes_are_signed_and_the_database_says_so_too(signed, spoken, nora, noon):
    made, item = spoken
    later = noon + 3 * DAY
    for add in (
        lambda: attend(made, "Late", now=later),
        lambda: items.note(item=item, words="One more", for_whom=ForWhom.ITEM, actor=US, now=later),
        lambda: items.move(item=item, moved=Moved.DEFERRED, why="One more", actor=US, now=later),
        lambda: decide(item, "One more", later, owner=nora),
        lambda: meet.add_item(conference=made, title="One more", why="Late", incident=None, actor=US, now=later),
        lambda: agenda.build(conference=made, actor=US, now=later),
        lambda: services.cancel(conference=made, why="Late", actor=US, now=later),
        lambda: minutes.sign(conference=made, user=nora, actor=US, now=later),
    ):
        with pytest.raises(MinutesSigned):
            add()
    for rows, fields in (
        (Note, {"item": item, "words": "x", "for_whom": ForWhom.ITEM}),
        (Item, {"conference": made, "kind": ItemKind.ADDED, "key": "x", "title": "x", "because": ["x"]}),
        (Attendance, {"conference": made, "name": "x", "there": There.ABSENT, "agreed": False}),
    ):
        with pytest.raises(ProgrammingError, match="the minutes are signed"), transaction.atomic():
            rows.objects.create(**fields, at=later, by_name="x")
    assert SignedMinutes.objects.get() == signed


def test_after_signing_a_share_can_still_be_taken_back(signed, spoken, council, council_officer, noon):
    made, item = spoken
    items.unshare(share=item.shares.get(), actor=US, now=noon + 3 * DAY)

    assert not read(made, council, council_officer, noon + 3 * DAY).items


def test_coming_agendas_are_brought_up_to_date_by_themselves(call, reported, noon):
    call(days=5)
    assert agenda.build_coming(now=noon) == 0
    for days in (3, 2, 1):
        reported(now=noon - days * DAY)

    assert agenda.build_coming(now=noon) == 1
    assert agenda.build_coming(now=noon) == 0
    assert agenda.build_coming(now=noon + 6 * DAY) == 0
