"""
A case review from the first complaint to the yearly numbers.

Jean complained of three incidents, to the council and to the police, of one of them to both. She applies on the last day on
which the first of them still counts; on the next day there would have been two.
"""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from heed.domain.agencies import services as agencies
from heed.domain.agencies.terms import AgencyKind, SharedPart
from heed.domain.case_review import queries as reviews
from heed.domain.case_review.applications import queries as applications
from heed.domain.case_review.applications import services
from heed.domain.case_review.applications.services import Applied, Told
from heed.domain.case_review.deciding import queries as deciding_queries
from heed.domain.case_review.deciding.rules import CannotBe
from heed.domain.case_review.deciding.services import Reasons, Recommended, answer_recommendation
from heed.domain.case_review.models import Application, Complaint, Decision
from heed.domain.case_review.terms import About, Applicant, Body, Channel, Consent, Ground, How, Route, Source, Stage
from heed.domain.contact.models import Message
from heed.domain.contact.services import RuleWords, note_rule
from heed.domain.incidents.terms import PartyRole
from heed.domain.needs.terms import Basis
from heed.domain.needs.terms import Source as RuleSource
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import Locked
from heed.domain.tasking import queries as tasks
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.flows.case_review import agency_tasks, applying, deciding, panel
from heed.flows.case_review.overview import review_of
from heed.foundation.accounts.terms import Actor, ActorKind
from heed.foundation.audit.models import Event
from heed.foundation.policy import services as policy
from tests.partners import add_agency, add_officer, sign

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
NOWHERE = ""
FIRST = date(2026, 5, 10)
LAST_DAY = date(2026, 11, 9)
"""The last day of six months beginning with the first complaint."""
WHOEVER = Actor(ActorKind.SOURCE, "case-review-form", "Whoever applied", force="MAL")
REASONS = Reasons("Three complaints within six months.")
WEIGHED = Reasons("Not yet.", "Twice in half a year", "No harm is known of", "The council answered in two days")


def at(on, hour=12):
    return datetime(on.year, on.month, on.day, hour, tzinfo=UTC)


def applied(*told, **changes):
    said = {
        "applicant": Applicant.VICTIM,
        "consent": Consent.OWN,
        "shares": True,
        "name": "Jean Marlow",
        "about": "Stones at the window, again and again",
        "address": "14 Acacia Road, Mallow, ZZ1 1AA",
        "telephone": "07700 900123",
        "safe_ways": ("telephone",),
    } | changes
    return Applied(complaints=told, **said)


THREE = (
    Told((Body.COUNCIL,), FIRST, FIRST),
    # Made on the last day of one month beginning with the day on which it happened.
    Told((Body.POLICE,), date(2026, 8, 14), date(2026, 7, 15)),
    Told((Body.COUNCIL, Body.POLICE), date(2026, 9, 20), date(2026, 9, 19)),
)


@pytest.fixture
def apply(force):
    """Return what the form on the web does."""

    def apply(*told, on=LAST_DAY, key=None, **changes):
        return applying.apply(
            force=force,
            applied=applied(*told, **changes),
            key=key or uuid.uuid4(),
            channel=Channel.WEB,
            actor=WHOEVER,
            now=at(on),
        )

    return apply


@pytest.fixture
def sam(person_at_work):
    return person_at_work("neighbourhood_officer", "sam", first_name="Sam", rank="sergeant")


@pytest.fixture
def ines(person_at_work):
    return person_at_work("supervisor", "ines", first_name="Ines", rank="inspector")


@pytest.fixture
def decide(sam):
    def decide(application, ground=Ground.COUNT, reasons=REASONS, *, now, user=sam):
        made, _ = deciding.decide(
            application=application, ground=ground, reasons=reasons, address=NOWHERE, user=user, actor=user.actor(),
            now=now,
        )  # fmt: skip
        return made

    return decide


@pytest.fixture
def council(force, noon):
    return add_agency(force, now=noon)


@pytest.fixture
def agreement(council, noon):
    return sign(council, now=noon)


@pytest.fixture
def carol(council, noon):
    return add_officer(council, now=noon)


def count(application):
    return review_of(application, now=at(application.made_on)).standing.count


def stage(application):
    return review_of(Application.objects.get(pk=application.pk), now=at(LAST_DAY)).stage


def open_steps():
    return [task.key.split(":")[2] for task in Task.objects.filter(key__startswith="case-review-step:", done_at=None)]


@pytest.mark.parametrize(("on", "found"), [(LAST_DAY, 3), (LAST_DAY + DAY, 2)])
def test_six_months_end_the_day_before_the_same_date(apply, on, found):
    assert count(apply(*THREE, on=on)) == found


@pytest.mark.parametrize(("made_on", "found"), [(date(2026, 8, 14), 1), (date(2026, 8, 15), 0)])
def test_one_month_ends_the_day_before_the_same_date(apply, made_on, found):
    assert count(apply(Told((Body.COUNCIL,), made_on, date(2026, 7, 15)))) == found


def test_one_told_to_two_agencies_is_two_rows_and_counts_once(apply):
    application = apply(*THREE)

    assert Complaint.objects.filter(application=application).count() == 4
    assert count(application) == 3


def test_the_whole_story(apply, decide, sam, ines, council, agreement, carol, force):
    application = apply(*THREE)
    monday = at(date(2026, 11, 16))
    assert open_steps() == ["received"]
    deciding.acknowledge(
        application=application, how=How.ON_THE_CALL, words="", address=NOWHERE, user=sam, actor=sam.actor(), now=monday
    )
    assert (stage(application), open_steps()) == (Stage.TO_DECIDE, ["to_decide"])

    decision = decide(application, now=monday + DAY)
    assert (decision.met, decision.complaints, decision.counted["on"]) == (True, 3, "2026-11-09")
    assert (stage(application), open_steps()) == (Stage.TO_MEET, ["to_meet"])

    seat = panel.ask(
        application=application, agreement=agreement, parts={SharedPart.WORDS}, actor=sam.actor(), now=monday + DAY
    )
    assert [row.pk for row in reviews.of_agency(council)] == [seat.pk]
    lines = {line.label for line in panel.sheet(application, parts=seat.parts)}
    assert lines == {"Application", "What goes on"}

    meeting = deciding.arrange(
        application=application, starts_at=monday + 9 * DAY, place="Town Hall", actor=sam.actor(), now=monday + DAY
    )
    present, absent = panel.present_and_absent(application, came={"police"})
    assert (present, absent) == (["Mallowshire Police"], ["Mallow Council"])
    deciding.hold(
        meeting=meeting, present=present, absent=absent, minutes="A camera, and a letter", user=sam, actor=sam.actor(),
        now=monday + 10 * DAY,
    )  # fmt: skip
    theirs = panel.give(
        application=application, words="Fit a camera at the gate", agency=council, owner=carol,
        due_by=monday + 20 * DAY, actor=sam.actor(), now=monday + 10 * DAY,
    )  # fmt: skip
    ours = panel.give(
        application=application, words="Visit every week", owner=sam, due_by=monday + 20 * DAY, actor=sam.actor(),
        now=monday + 10 * DAY,
    )  # fmt: skip
    assert theirs.task in tasks.open_tasks_of_agency(council, now=monday + 10 * DAY)
    assert theirs.task not in tasks.open_tasks(force.pk)
    assert ours.task in tasks.open_tasks_of(sam, now=monday + 10 * DAY)
    done = agency_tasks.finish_of_agency(
        task=theirs.task, outcome=TaskOutcome.DONE, result="Camera fitted", user=carol, now=monday + 12 * DAY
    )
    assert (done.done_by, done.outcome) == (carol, TaskOutcome.DONE)

    outcome, _ = deciding.conclude(
        application=application, words="A camera was fitted, and an officer comes every week.",
        recommended=[Recommended("Mallow Council", "Light the alley", council)], address=NOWHERE, user=sam,
        actor=sam.actor(), now=monday + 14 * DAY,
    )  # fmt: skip
    assert (stage(application), open_steps()) == (Stage.CONCLUDED, [])
    answer_recommendation(
        recommendation=outcome.recommendations.get(), answer="Three lamps by March", actor=carol.actor(),
        now=monday + 20 * DAY,
    )  # fmt: skip
    assert [row.action for row in Event.objects.filter(action__startswith="case_review").order_by("pk")][:2] == [
        "case_review.applied",
        "case_review.told",
    ]

    pack = policy.in_use()

    def numbers(as_on):
        found = deciding_queries.numbers(
            force.pk, first=date(2026, 4, 1), last=date(2027, 3, 31), as_on=as_on, zone=pack.zone
        )
        return found.applications, found.not_met, found.reviews, found.recommending

    assert numbers(date(2027, 4, 1)) == (1, 0, 1, 1)
    assert numbers(date(2026, 11, 29)) == (1, 0, 0, 0)
    assert numbers(date(2026, 11, 8)) == (0, 0, 0, 0)


def test_enough_complaints_are_never_refused_by_the_rule_or_by_the_database(apply, decide, sam):
    application = apply(*THREE)
    with pytest.raises(CannotBe, match="met by law"):
        decide(application, Ground.NOT_MET, WEIGHED, now=at(LAST_DAY))
    with pytest.raises(IntegrityError, match="enough_complaints_are_never_refused"), transaction.atomic():
        Decision.objects.create(
            application=application, at=at(LAST_DAY), met=False, ground=Ground.NOT_MET, words="No", persistence="x",
            harm="x", response="x", counted={}, complaints=3, needed=3, by=sam, by_name="Sam", policy_version="x",
        )  # fmt: skip


def test_two_complaints_are_weighed_and_refused_with_reasons(apply, decide):
    application = apply(*THREE[:2])
    with pytest.raises(CannotBe, match="2 of 3"):
        decide(application, now=at(LAST_DAY))
    with pytest.raises(CannotBe, match="persistence, on harm"):
        decide(application, Ground.NOT_MET, REASONS, now=at(LAST_DAY))

    decide(application, Ground.NOT_MET, WEIGHED, now=at(LAST_DAY))
    assert stage(application) is Stage.NOT_MET


def test_what_is_set_aside_no_longer_counts_and_says_why(apply, decide, sam):
    application = apply(*THREE)
    first = applications.complaints_of(application)[0]
    services.set_aside(complaint=first, why="About the bins", actor=sam.actor(), now=at(LAST_DAY))

    assert count(application) == 2
    decide(application, Ground.NOT_MET, WEIGHED, now=at(LAST_DAY))
    with pytest.raises(CannotBe):
        services.set_aside(complaint=first, why="Again", actor=sam.actor(), now=at(LAST_DAY))


def test_complaints_of_two_agencies_can_be_put_together_and_parted(apply, sam):
    application = apply(*THREE[:2])
    first, second = applications.complaints_of(application)

    together = services.regroup(complaint=second, same_as=first, actor=sam.actor(), now=at(LAST_DAY))
    assert count(application) == 1
    services.regroup(complaint=together, same_as=None, actor=sam.actor(), now=at(LAST_DAY))
    assert count(application) == 2
    with pytest.raises(CannotBe, match="of its own already"):
        services.regroup(complaint=first, same_as=None, actor=sam.actor(), now=at(LAST_DAY))


def test_only_a_senior_officer_orders_a_review_to_protect_somebody(apply, decide, ines):
    application = apply(THREE[0])
    with pytest.raises(CannotBe, match="senior officer"):
        decide(application, Ground.SAFEGUARD, now=at(LAST_DAY))

    assert decide(application, Ground.SAFEGUARD, now=at(LAST_DAY), user=ines).met


def test_a_second_look_by_somebody_else_turns_a_refusal_and_the_year_counts_none(apply, decide, sam, ines, force):
    application = apply(*THREE[:2])
    decide(application, Ground.NOT_MET, WEIGHED, now=at(LAST_DAY))
    asked = deciding.appeal(
        application=application, route=Route.LOCAL, about=About.THRESHOLD, words="There was a third", made_on=LAST_DAY,
        actor=sam.actor(), now=at(LAST_DAY),
    )  # fmt: skip
    with pytest.raises(CannotBe, match="decided it yourself"):
        deciding.decide_appeal(
            appeal=asked, upheld=True, why="x", address=NOWHERE, user=sam, actor=sam.actor(), now=at(LAST_DAY)
        )
    deciding.decide_appeal(
        appeal=asked, upheld=True, why="The harm is grave", address=NOWHERE, user=ines, actor=ines.actor(),
        now=at(LAST_DAY + 3 * DAY),
    )  # fmt: skip

    assert stage(application) is Stage.TO_MEET
    year = {"first": date(2026, 4, 1), "last": date(2027, 3, 31), "zone": policy.in_use().zone}
    assert deciding_queries.numbers(force.pk, as_on=date(2027, 4, 1), **year).not_met == 0
    assert deciding_queries.numbers(force.pk, as_on=LAST_DAY, **year).not_met == 1


def test_a_second_look_at_an_outcome_brings_the_panel_together_again(apply, decide, sam, ines):
    application = apply(*THREE)
    decide(application, now=at(LAST_DAY))
    held = []
    for n in (1, 10):
        meeting = deciding.arrange(
            application=application, starts_at=at(LAST_DAY + n * DAY), place="Here", actor=sam.actor(), now=at(LAST_DAY)
        )
        deciding.hold(
            meeting=meeting, present=[], absent=[], minutes="x", user=sam, actor=sam.actor(),
            now=at(LAST_DAY + n * DAY, 13),
        )  # fmt: skip
        deciding.conclude(
            application=application, words="x", recommended=[], address=NOWHERE, user=sam, actor=sam.actor(),
            now=at(LAST_DAY + (n + 1) * DAY),
        )  # fmt: skip
        held.append(stage(application))
        if n == 1:
            asked = deciding.appeal(
                application=application, route=Route.LOCAL, about=About.OUTCOME, words="Nothing was done",
                made_on=LAST_DAY + 3 * DAY, actor=sam.actor(), now=at(LAST_DAY + 3 * DAY),
            )  # fmt: skip
            deciding.decide_appeal(
                appeal=asked, upheld=True, why="x", address=NOWHERE, user=ines, actor=ines.actor(),
                now=at(LAST_DAY + 4 * DAY),
            )  # fmt: skip
            held.append(stage(application))

    assert held == [Stage.CONCLUDED, Stage.TO_MEET, Stage.CONCLUDED]


def test_the_local_policing_body_is_shut_until_its_day(apply, decide, sam, monkeypatch):
    application = apply(*THREE[:2])
    decide(application, Ground.NOT_MET, WEIGHED, now=at(LAST_DAY))
    route = {"route": Route.POLICING_BODY, "about": About.THRESHOLD, "words": "x", "actor": sam.actor()}
    with pytest.raises(CannotBe, match="not in force"):
        deciding.appeal(application=application, made_on=LAST_DAY, now=at(LAST_DAY), **route)


def test_a_repeated_form_is_one_application(apply):
    key = uuid.uuid4()

    assert apply(*THREE, key=key).pk == apply(*THREE, key=key).pk
    assert (Application.objects.count(), Task.objects.count()) == (1, 1)


def test_whoever_is_named_brings_in_the_police_record_once(apply, reported, sam):
    # Recorded on the day on which she says that she told the police: one incident, not two.
    incident = reported(now=at(THREE[1].made_on))
    another = reported(now=at(date(2026, 10, 1)))
    jean = incident.parties.get(role=PartyRole.VICTIM).person
    application = apply(*THREE, on=LAST_DAY)
    now = at(LAST_DAY)
    applying.identify(application=application, person=jean, user=sam, actor=sam.actor(), now=now)

    application.refresh_from_db()
    record = Complaint.objects.filter(application=application, source=Source.RECORD)
    assert {row.incident for row in record} == {incident, another}
    assert record.get(incident=incident).same_as is not None
    assert count(application) == 4
    assert applying.look_up(application=application, actor=sam.actor(), now=now) == []
    with pytest.raises(CannotBe, match="already who"):
        applying.identify(application=application, person=jean, user=sam, actor=sam.actor(), now=now)


def test_who_cannot_be_written_to_is_told_by_somebody(apply, decide, sam):
    application = apply(*THREE)
    decide(application, now=at(LAST_DAY))

    task = Task.objects.get(key__startswith="case-review-say:")
    assert (Message.objects.count(), "Nobody has said yet" in task.words) == (0, True)


def test_an_agency_that_leaves_or_whose_agreement_ends_sees_nothing(apply, council, agreement, sam, noon):
    application = apply(*THREE)
    seat = panel.ask(application=application, agreement=agreement, parts=set(), actor=sam.actor(), now=noon)
    panel.leave(member=seat, why="Not theirs", actor=sam.actor(), now=noon)
    assert not reviews.of_agency(council).exists()
    assert not tasks.open_tasks_of_agency(council, now=noon).exists()

    panel.ask(application=application, agreement=agreement, parts=set(), actor=sam.actor(), now=noon)
    theirs = tasks.open_tasks_of_agency(council, now=noon)
    assert reviews.tasks_it_sees(council, theirs).exists()
    agencies.end_agreement(agreement=agreement, why="Ended", actor=sam.actor(), now=noon)
    assert not reviews.of_agency(council).exists()
    assert not reviews.tasks_it_sees(council, theirs).exists()


def test_what_is_locked_leaves_the_panel_at_once(apply, reported, council, agreement, ines, noon):
    application = apply(*THREE)
    jean = reported("07700 900123", now=at(FIRST)).parties.get(role=PartyRole.VICTIM).person
    services.identify(application=application, person=jean, actor=ines.actor(), now=noon)
    panel.ask(application=application, agreement=agreement, parts=set(), actor=ines.actor(), now=noon)
    assert reviews.of_agency(council).exists()
    locking.lock_by_hand(
        what=Locked(person=jean), why="Protected", ask="Inspector Hale", owner=ines, actor=ines.actor(), now=noon
    )

    assert not reviews.of_agency(council).exists()
    with pytest.raises(CannotBe, match=r"locked\. Ask Inspector Hale"):
        panel.ask(application=application, agreement=agreement, parts=set(), actor=ines.actor(), now=noon)


@pytest.mark.parametrize(
    "words",
    ["Fit a lock for Mrs Marlow", "Visit 14 Acacia Road", "Ring 07700 900123 first", "Write to them at ZZ1 1AA"],
)
def test_an_agency_reads_nothing_in_its_task_that_it_was_not_shown(apply, council, agreement, sam, noon, trail, words):
    application = apply(*THREE)
    panel.ask(application=application, agreement=agreement, parts=set(), actor=sam.actor(), now=noon)
    given = {"application": application, "agency": council, "due_by": noon + DAY, "actor": sam.actor(), "now": noon}

    with pytest.raises(CannotBe, match="what they were not shown"):
        panel.give(words=words, **given)
    panel.give(words="Fit a lock", **given)
    event = trail("case_review.action_given")[-1]
    assert (event.act, event.recipient) == ("disclosure", "Mallow Council")


def test_a_rule_of_contact_that_stands_keeps_the_ways_from_the_panel(apply, reported, sam, noon):
    application = apply(*THREE)
    jean = reported("07700 900123", now=at(FIRST)).parties.get(role=PartyRole.VICTIM).person
    services.identify(application=application, person=jean, actor=sam.actor(), now=noon)
    application.refresh_from_db()
    assert "07700 900123" in str(panel.sheet(application, parts={SharedPart.CONTACT}))

    rule = RuleWords(
        forbidden=("call",), source=RuleSource.PERSON, basis=Basis.CONSENT, consent_at=noon,
        review_on=(noon + 90 * DAY).date(),
    )  # fmt: skip
    note_rule(person=jean, rule=rule, call=None, user=sam, actor=sam.actor(), now=noon)
    assert "900123" not in str(panel.sheet(application, parts={SharedPart.CONTACT}))


def test_a_threshold_that_is_met_is_not_taken_back(apply, decide, sam, ines):
    application = apply(THREE[0])
    assert decide(application, Ground.SAFEGUARD, now=at(LAST_DAY), user=ines).met
    with pytest.raises(CannotBe, match="not decided any more"):
        decide(application, Ground.NOT_MET, WEIGHED, now=at(LAST_DAY))


def test_nothing_is_shown_to_a_panel_without_agreement_or_consent(apply, council, force, sam, noon):
    silent = apply(*THREE, shares=False)
    solving = sign(council, now=noon, purposes=("solve",))
    with pytest.raises(CannotBe, match="did not agree"):
        panel.ask(application=silent, agreement=solving, parts=set(), actor=sam.actor(), now=noon)
    with pytest.raises(CannotBe, match="does not cover this purpose"):
        panel.ask(application=apply(*THREE), agreement=solving, parts=set(), actor=sam.actor(), now=noon)
    narrow = sign(
        add_agency(force, now=noon, name="Mallow Homes", kind=AgencyKind.HOUSING), now=noon, parts=("pointer",)
    )
    with pytest.raises(CannotBe, match="every part"):
        panel.ask(application=apply(*THREE), agreement=narrow, parts={SharedPart.WORDS}, actor=sam.actor(), now=noon)
    with pytest.raises(CannotBe, match="does not sit"):
        panel.give(application=silent, words="x", agency=council, due_by=noon + DAY, actor=sam.actor(), now=noon)


def test_what_an_agency_could_not_do_and_what_is_late_comes_back_once(apply, council, agreement, carol, sam, noon):
    application = apply(*THREE)
    panel.ask(application=application, agreement=agreement, parts=set(), actor=sam.actor(), now=noon)
    late = noon + 30 * DAY
    assert (agency_tasks.chase(now=late), agency_tasks.chase(now=late)) == (1, 0)
    theirs = tasks.open_tasks_of_agency(council, now=late).get()
    with pytest.raises(CannotBe, match="why it could not"):
        agency_tasks.finish_of_agency(task=theirs, outcome=TaskOutcome.NOT_POSSIBLE, result=" ", user=carol, now=late)
    agency_tasks.finish_of_agency(
        task=theirs, outcome=TaskOutcome.NOT_POSSIBLE, result="No record", user=carol, now=late
    )

    assert [task.words for task in Task.objects.filter(kind=TaskKind.PARTNER, done_at=None)] == [
        f"Mallow Council could not: {theirs.words} No record",
    ]


def test_what_was_applied_for_and_decided_stays(apply, decide):
    application = apply(*THREE)
    decision = decide(application, now=at(LAST_DAY))
    for rows, change in (
        (Application.objects.filter(pk=application.pk), {"about": "Nothing"}),
        (Complaint.objects.filter(application=application), {"made_on": LAST_DAY}),
        (Decision.objects.filter(pk=decision.pk), {"met": False}),
    ):
        with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
            rows.update(**change)


def test_what_was_withdrawn_was_made_and_nobody_works_on_it(apply, sam, force):
    application = apply(*THREE)
    applying.withdraw(application=application, why="It has stopped", user=sam, actor=sam.actor(), now=at(LAST_DAY))

    assert (stage(application), open_steps()) == (Stage.WITHDRAWN, [])
    with pytest.raises(CannotBe, match="withdrawn"):
        deciding.acknowledge(
            application=application, how=How.LETTER, words="", address=NOWHERE, user=sam, actor=sam.actor(),
            now=at(LAST_DAY),
        )  # fmt: skip
    found = deciding_queries.numbers(
        force.pk, first=date(2026, 4, 1), last=date(2027, 3, 31), as_on=LAST_DAY, zone=policy.in_use().zone
    )
    assert found.applications == 1
