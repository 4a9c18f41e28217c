"""Several people decide at once, on real connections, about groups that overlap: the end state is right."""

import threading
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection

from heed.domain.people.identity import queries, services
from heed.domain.people.identity.services import Basis, Contradicts
from heed.domain.people.models import IdentityDecision, Person
from heed.domain.people.terms import Judgement
from heed.foundation.accounts.terms import system

SAME, DIFFERENT = Judgement.SAME, Judgement.DIFFERENT


def at_once(acts):
    """Run each on a connection of its own, all released together; return what each raised, or None."""
    start, ends = threading.Barrier(len(acts)), {}

    def run(n, act):
        start.wait()
        try:
            act()
            ends[n] = None
        except Exception as error:  # noqa: BLE001  what came is what is looked at
            ends[n] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=two) for two in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [ends[n] for n in range(len(acts))]


@pytest.fixture
def people(transactional_db, force, noon):
    return [
        Person.objects.create(force=force, given_name=name, first_known_at=noon + timedelta(days=n))
        for n, name in enumerate("ABCDEFGH")
    ]


@pytest.fixture
def deciding(handler, noon):
    def deciding(one, other, judgement=SAME):
        return lambda: services.decide(
            one=one.pk,
            other=other.pk,
            judgement=judgement,
            basis=Basis(),
            user=handler,
            # A chain of audit events for each: nobody waits for somebody else's but for the people themselves.
            actor=system(f"{one.given_name}{other.given_name}"),
            now=noon,
        )

    return deciding


@pytest.mark.django_db(transaction=True)
def test_a_chain_of_eight_joined_at_once_is_one_person(people, deciding, force):
    ends = at_once([deciding(one, other) for one, other in pairwise(people)])

    assert ends == [None] * 7
    assert set(Person.objects.values_list("lead", flat=True)) == {people[0].pk}
    assert dict(Person.objects.values_list("pk", "lead")) == queries.leads_as_recomputed(force.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(3))
def test_of_three_decisions_that_cannot_all_stand_two_do(people, deciding, force, attempt):
    a, b, c, *_ = people
    ends = at_once([deciding(a, b), deciding(b, c), deciding(a, c, DIFFERENT)])

    refused = [error for error in ends if error is not None]
    assert len(refused) == 1
    assert isinstance(refused[0], Contradicts)
    assert IdentityDecision.objects.count() == 2
    assert dict(Person.objects.values_list("pk", "lead")) == queries.leads_as_recomputed(force.pk)


@pytest.mark.django_db(transaction=True)
def test_joining_and_undoing_at_once_leaves_what_the_decisions_say(people, deciding, supervisor, noon, force):
    a, b, c, d, *_ = people
    first, second = deciding(a, b)(), deciding(c, d)()

    def undoing(made, name):
        return lambda: services.undo(decision_id=made.pk, why="x", user=supervisor, actor=system(name), now=noon)

    ends = at_once([undoing(first, "u1"), deciding(b, c), undoing(second, "u2"), deciding(d, a)])

    assert ends == [None] * 4
    leads = {person.given_name: person.lead.given_name for person in Person.objects.select_related("lead")}
    assert [leads[name] for name in "ABCD"] == ["A", "B", "B", "A"]
    assert dict(Person.objects.values_list("pk", "lead")) == queries.leads_as_recomputed(force.pk)
