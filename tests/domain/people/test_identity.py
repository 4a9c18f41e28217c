"""Who is who: decided, contradicted, taken back, on a real database."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from heed.domain.people import queries as people
from heed.domain.people.identity import queries, services
from heed.domain.people.identity.services import Basis, Contradicts, DecidedByAPerson
from heed.domain.people.models import IdentityDecision, IdentityUndo, Person
from heed.domain.people.services import record_person
from heed.domain.people.terms import Judgement
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import system

DAY = timedelta(days=1)
SAME, DIFFERENT, HOUSEHOLD, UNSURE = Judgement
MACHINE = system("linkage")


@pytest.fixture
def known(force, noon):
    """Return four people, the first known longest."""
    return [
        record_person(
            force=force,
            given_name=name,
            family_name="Marlow",
            born_on=None,
            actor=system("t"),
            now=noon + n * DAY,
        )
        for n, name in enumerate(["Ada", "Bea", "Cyd", "Dot"])
    ]


@pytest.fixture
def decide(handler, noon):
    """Return how Harriet decides; user None is the machine."""

    def decide(one, other, judgement=SAME, *, user=handler, run=None):
        return services.decide(
            one=one.pk,
            other=other.pk,
            judgement=judgement,
            basis=Basis(why="said so", run=run),
            user=user,
            actor=user.actor() if user else MACHINE,
            now=noon,
        )

    return decide


@pytest.fixture
def undo(supervisor, noon):
    def undo(decision):
        return services.undo(
            decision_id=decision.pk, why="wrong", user=supervisor, actor=supervisor.actor(), now=noon + DAY
        )

    return undo


def leads():
    return {person.given_name: person.lead.given_name for person in Person.objects.select_related("lead")}


def test_somebody_new_stands_for_themselves(known):
    assert leads() == {"Ada": "Ada", "Bea": "Bea", "Cyd": "Cyd", "Dot": "Dot"}


def test_whoever_is_written_without_a_lead_stands_for_themselves(force, noon):
    made = Person.objects.create(force=force, given_name="Eve", first_known_at=noon)

    assert Person.objects.get().lead_id == made.pk


def test_whoever_was_known_first_stands_for_a_group(known, decide):
    ada, bea, cyd, _ = known
    decide(cyd, bea)
    assert leads()["Cyd"] == "Bea"

    decide(cyd, ada)

    assert leads() == {"Ada": "Ada", "Bea": "Ada", "Cyd": "Ada", "Dot": "Dot"}


def test_undoing_the_middle_leaves_two_groups(known, decide, undo):
    ada, bea, cyd, dot = known
    decide(ada, bea)
    middle = decide(bea, cyd)
    decide(cyd, dot)

    undo(middle)

    assert leads() == {"Ada": "Ada", "Bea": "Ada", "Cyd": "Cyd", "Dot": "Cyd"}


def test_two_who_are_one_by_another_way_stay_one(known, decide, undo):
    ada, bea, cyd, _ = known
    first = decide(ada, bea)
    decide(bea, cyd)
    decide(ada, cyd)

    undo(first)

    assert leads()["Bea"] == leads()["Cyd"] == "Ada"


def test_what_was_told_apart_is_not_made_one_through_others(known, decide):
    ada, bea, cyd, _ = known
    apart = decide(ada, cyd, DIFFERENT)
    decide(ada, bea)

    with pytest.raises(
        Contradicts, match=r"Harriet Okoro decided on 20 November 2026 that .* are not the same"
    ) as told:
        decide(bea, cyd)

    assert told.value.decisions == (apart,)
    assert leads() == {"Ada": "Ada", "Bea": "Ada", "Cyd": "Cyd", "Dot": "Dot"}
    assert IdentityDecision.objects.count() == 2


def test_two_of_one_household_are_two(known, decide):
    ada, bea, *_ = known
    decide(ada, bea, HOUSEHOLD)

    with pytest.raises(Contradicts, match="two people of one household"):
        decide(bea, ada)


@pytest.mark.parametrize("judgement", [DIFFERENT, HOUSEHOLD, UNSURE])
def test_nobody_is_told_apart_within_a_group_and_the_path_is_named(known, decide, judgement):
    ada, bea, cyd, _ = known
    chain = [decide(ada, bea), decide(bea, cyd)]

    with pytest.raises(Contradicts, match="They stand as one person") as told:
        decide(ada, cyd, judgement)

    assert sorted(made.pk for made in told.value.decisions) == [made.pk for made in chain]


def test_undoing_the_newer_of_two_brings_the_older_back(known, decide, undo):
    ada, bea, *_ = known
    decide(ada, bea, DIFFERENT)
    newer = decide(ada, bea, UNSURE)
    assert people.told_apart([ada.pk, bea.pk]) == set()

    undo(newer)

    assert people.told_apart([ada.pk, bea.pk]) == {frozenset({ada.pk, bea.pk})}


def test_what_would_hold_again_must_not_go_against_what_was_decided_since(known, decide, undo):
    ada, bea, cyd, _ = known
    decide(ada, bea, DIFFERENT)
    newer = decide(ada, bea, UNSURE)
    decide(ada, cyd)
    decide(cyd, bea)

    with pytest.raises(Contradicts, match="not the same person"):
        undo(newer)

    assert not IdentityUndo.objects.exists()
    assert leads()["Bea"] == "Ada"


def test_a_decision_is_taken_back_once(known, decide, undo):
    ada, bea, *_ = known
    made = decide(ada, bea)
    undo(made)

    with pytest.raises(services.AlreadyUndone):
        undo(made)


def test_being_told_apart_is_seen_from_everybody_who_is_one_with_them(known, decide):
    ada, bea, cyd, dot = known
    decide(ada, cyd, DIFFERENT)
    decide(ada, bea)
    decide(cyd, dot)

    assert people.told_apart([bea.pk, dot.pk]) == {frozenset({bea.pk, dot.pk})}


def test_the_machine_leaves_alone_what_a_person_decided(known, decide):
    ada, bea, *_ = known
    decide(ada, bea, UNSURE)

    with pytest.raises(DecidedByAPerson, match="Harriet Okoro"):
        decide(ada, bea, user=None)


def test_the_machine_does_not_join_through_others_what_a_person_told_apart(known, decide):
    ada, bea, cyd, _ = known
    decide(ada, cyd, DIFFERENT)
    decide(ada, bea, user=None)

    with pytest.raises(Contradicts):
        decide(bea, cyd, user=None)


def test_a_run_is_undone_as_one_and_leaves_what_people_decided(known, decide, supervisor, noon):
    ada, bea, cyd, dot = known
    run = uuid.uuid4()
    decide(ada, bea)
    decide(bea, cyd, user=None, run=run)
    decide(cyd, dot, user=None, run=run)

    undone = services.undo_run(run=run, why="bad", user=supervisor, actor=supervisor.actor(), now=noon)

    assert undone == 2
    assert leads() == {"Ada": "Ada", "Bea": "Ada", "Cyd": "Cyd", "Dot": "Dot"}


def test_a_run_that_was_confirmed_by_a_person_leaves_the_pair_as_one(known, decide, supervisor, noon):
    ada, bea, *_ = known
    run = uuid.uuid4()
    decide(ada, bea, user=None, run=run)
    decide(ada, bea)

    services.undo_run(run=run, why="bad", user=supervisor, actor=supervisor.actor(), now=noon)

    assert leads()["Bea"] == "Ada"


def test_every_decision_of_people_is_counted_as_kept(known, decide, force):
    ada, bea, cyd, dot = known
    decide(ada, bea)
    decide(ada, cyd, DIFFERENT)
    decide(cyd, dot, UNSURE)
    decide(bea, dot, user=None)

    assert queries.humans_kept(force.pk) == (3, 3)


def test_a_decision_that_no_longer_shows_in_the_leads_is_counted_as_lost(known, decide, force):
    ada, bea, cyd, _ = known
    decide(ada, bea)
    decide(ada, cyd, DIFFERENT)
    Person.objects.filter(pk__in=[bea.pk, cyd.pk]).update(lead=cyd)
    Person.objects.filter(pk=ada.pk).update(lead=cyd)

    assert queries.humans_kept(force.pk) == (1, 2)


def test_people_of_two_forces_are_never_one(known, decide, noon):
    stranger = Person.objects.create(
        force=Force.objects.create(code="OTH", name="Other Police"), given_name="Far", first_known_at=noon
    )

    with pytest.raises(Person.DoesNotExist):
        decide(known[0], stranger)


def test_nobody_can_be_decided_about_who_is_not_on_record(known, decide):
    with pytest.raises(Person.DoesNotExist):
        decide(known[0], Person(pk=uuid.uuid4()))


@pytest.mark.parametrize("table", [IdentityDecision, IdentityUndo])
def test_what_was_decided_cannot_be_changed_or_deleted(known, decide, undo, table):
    undo(decide(known[0], known[1]))

    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        table.objects.update(why="otherwise")
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        table.objects.all()._raw_delete(using="default")


def test_the_database_refuses_a_pair_the_other_way_round(known, decide, handler, noon):
    one, other = sorted([known[0], known[1]], key=lambda person: person.pk)
    row = {"force_id": one.force_id, "decision": SAME, "at": noon, "by_machine": False, "decided_by": handler}

    with pytest.raises(IntegrityError, match="a_pair_is_written_one_way_round"):
        IdentityDecision.objects.create(one=other, other=one, actor="t", **row)


def test_the_database_refuses_a_machine_with_a_name(known, handler, noon):
    one, other = sorted([known[0], known[1]], key=lambda person: person.pk)
    row = {"force_id": one.force_id, "decision": SAME, "at": noon, "by_machine": True, "decided_by": handler}

    with pytest.raises(IntegrityError, match="a_decision_is_a_persons_or_the_machines"):
        IdentityDecision.objects.create(one=one, other=other, actor="t", **row)


def test_leads_are_as_worked_out_from_nothing(known, decide, undo, force):
    ada, bea, cyd, dot = known
    decide(dot, cyd)
    decide(cyd, bea)
    undo(decide(ada, bea))

    assert dict(Person.objects.values_list("pk", "lead")) == queries.leads_as_recomputed(force.pk)


def test_deciding_takes_few_statements(known, decide, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        decide(known[0], known[1])
    assert connection.in_atomic_block
