"""Possibly the same person: what the newest run proposes and nobody has decided, and runs that are taken back as one."""

import re
from datetime import timedelta

import pytest

from heed.backrecord.models import Proposal, Run
from heed.domain.people import services
from heed.domain.people.identity.services import Basis
from heed.domain.people.identity.services import decide as decide_in_domain
from heed.domain.people.models import IdentityDecision, IdentityUndo, Person
from heed.domain.people.terms import Judgement
from heed.foundation.accounts.terms import system

pytestmark = pytest.mark.django_db

PAGE = "/supervisor/identity/"
NOBODY = "00000000-0000-4000-8000-000000000000"
REASON = "She told me her maiden name"


@pytest.fixture
def run(force, now):
    """Return a run of this morning."""
    return make_run(force, now - timedelta(hours=3))


def make_run(force, at, **changes):
    fields = {
        "started_at": at,
        "ended_at": at + timedelta(minutes=2),
        "started_by": "system:linkage",
        "model": "national 1",
        "engine": "duckdb",
        "descriptions": 12_345,
        "pairs": 4_321,
        "proposed": 2,
        "linked": 0,
        "humans_kept": 17,
        "humans_all": 17,
        "policy_version": "national 1",
    } | changes
    return Run.objects.create(force=force, **fields)


@pytest.fixture
def known(force, now):
    """Return five people, the first known longest."""
    return [
        services.record_person(
            force=force,
            given_name=name,
            family_name="Marlow",
            born_on=None,
            actor=system("t"),
            now=now - timedelta(days=9 - n),
        )
        for n, name in enumerate(["Ada", "Bea", "Cyd", "Dot", "Eve"])
    ]


def propose(run, one, other, probability=0.9, because=("first name sounds alike", "same date of birth")):
    one, other = sorted((one, other), key=lambda person: person.pk)
    return Proposal.objects.create(run=run, one=one, other=other, probability=probability, because=list(because))


def decided(one, other, user, now, judgement=Judgement.DIFFERENT, run=None):
    return decide_in_domain(
        one=one.pk,
        other=other.pk,
        judgement=judgement,
        basis=Basis(why="said so", run=run.pk if run else None),
        user=None if run else user,
        actor=system("linkage") if run else user.actor(),
        now=now,
    )


def test_nothing_compared_yet_says_so(as_, supervisor):
    text = as_(supervisor).get(PAGE).text

    assert "have not been compared with each other yet" in text
    assert "To decide (0)" in text


def test_a_run_that_proposed_nothing_says_so(as_, supervisor, force, now):
    make_run(force, now, proposed=0)

    assert "It proposed nothing." in as_(supervisor).get(PAGE).text


def test_proposals_come_best_first_with_their_reasons_and_a_way_to_compare(as_, supervisor, run, known, trail):
    ada, bea, cyd, dot, _ = known
    propose(run, ada, bea, 0.75)
    best = propose(run, cyd, dot, 0.99999, ["surname changed", "same address"])
    text = as_(supervisor).get(PAGE).text

    assert text.index("Cyd Marlow") < text.index("Ada Marlow")
    assert "Surname changed. Same address." in text
    assert "99.9 % likely" in text
    assert "100.0 %" not in text
    assert "12,345 descriptions, 4,321 pairs. Decisions by people kept: 17 of 17." in text
    assert f"/merge/{best.other_id}/?proposal={best.pk}" in text
    event = trail("proposals.listed")[0]
    assert event.purpose == f"run {run.pk}"
    assert set(event.subjects) == {f"person:{person.pk}" for person in (ada, bea, cyd, dot)}


def test_only_the_newest_run_proposes(as_, supervisor, force, run, known, now):
    propose(make_run(force, now - timedelta(days=8)), known[0], known[1])
    propose(run, known[2], known[3])
    text = as_(supervisor).get(PAGE).text

    assert "Cyd Marlow" in text
    assert "Ada Marlow" not in text


def test_another_forces_proposals_are_not_seen(as_, stranger_to_the_force, person_at_work, run, known):
    proposal = propose(run, known[0], known[1])
    client = as_(person_at_work("supervisor", "olga", force=stranger_to_the_force.force))

    assert "Marlow" not in client.get(PAGE).text
    assert client.get(f"/calls/people/{known[0].pk}/?proposal={proposal.pk}").status_code == 404


@pytest.mark.parametrize("judgement", Judgement)
def test_what_is_decided_is_proposed_no_more(as_, supervisor, run, known, now, judgement):
    propose(run, known[0], known[1])
    decided(known[0], known[1], supervisor, now, judgement)

    assert "Everything it proposed has been decided." in as_(supervisor).get(PAGE).text


def test_a_decision_about_any_of_their_records_answers(as_, supervisor, run, known, now):
    ada, bea, cyd, *_ = known
    propose(run, ada, bea)
    decided(bea, cyd, supervisor, now, Judgement.SAME)
    assert "Ada Marlow" in as_(supervisor).get(PAGE).text
    decided(ada, cyd, supervisor, now)

    assert "Everything it proposed has been decided." in as_(supervisor).get(PAGE).text


def test_who_stands_as_one_by_way_of_a_third_is_proposed_no_more(as_, supervisor, run, known, now):
    ada, bea, cyd, *_ = known
    propose(run, ada, bea)
    decided(ada, cyd, supervisor, now, Judgement.SAME)
    decided(bea, cyd, supervisor, now, Judgement.SAME)

    assert "To decide (0)" in as_(supervisor).get(PAGE).text


def test_a_decision_that_was_taken_back_is_proposed_again(as_, supervisor, run, known, now):
    propose(run, known[0], known[1])
    made = decided(known[0], known[1], supervisor, now)
    IdentityUndo.objects.create(decision=made, at=now, undone_by=supervisor, actor="user:1", why="wrong")

    assert "Ada Marlow" in as_(supervisor).get(PAGE).text


def test_a_proposal_is_the_purpose_and_its_answer_leads_back(as_, supervisor, run, known, trail):
    proposal = propose(run, known[0], known[1])
    client = as_(supervisor)
    address = f"/calls/people/{known[0].pk}/merge/{known[1].pk}/?proposal={proposal.pk}"
    shown = client.get(address).text

    assert "First name sounds alike" in shown
    assert trail("people.compared")[0].purpose == f"proposal {proposal.pk}"
    mark = re.search(r'name="mark" value="([0-9a-f]+)"', shown)[1]
    posted = {"mark": mark, "why": REASON, "judgement": "different"}
    answer = client.post(address, posted, follow=True)
    assert answer.redirect_chain[0][0] == PAGE
    assert client.post(address, posted).url == PAGE
    assert client.post(address, posted | {"why": "Another reason"}).status_code == 422
    assert IdentityDecision.objects.count() == 1
    assert "To decide (0)" in answer.text
    assert "they are not proposed to anybody again" in answer.text


@pytest.mark.parametrize("proposal", ["1", "x", "-1", "9" * 40, "٣"])
def test_a_proposal_that_is_none_lends_no_purpose(as_, supervisor, known, proposal):
    text = as_(supervisor).get(f"/calls/people/{known[0].pk}/?proposal={proposal}").text

    assert "Why do you need" in text


def test_a_proposal_lends_a_handler_no_purpose(as_, handler, run, known):
    proposal = propose(run, known[0], known[1])

    assert "Why do you need" in as_(handler).get(f"/calls/people/{known[0].pk}/?proposal={proposal.pk}").text


def test_a_long_list_has_pages(as_, supervisor, force, run, now):
    people = Person.objects.bulk_create(
        Person(force=force, given_name=f"Pat{n:02}", family_name="Zed", first_known_at=now) for n in range(31)
    )
    for n, person in enumerate(people[1:]):
        propose(run, people[0], person, 0.9 - n / 100)
    client = as_(supervisor)
    first, second = client.get(PAGE).text, client.get(f"{PAGE}?page=2").text

    assert "To decide (30)" in first
    assert first.count("Compare them<") == 25
    assert second.count("Compare them<") == 5
    assert 'start="26"' in second
    for nonsense in ("0", "99", "x"):
        assert client.get(f"{PAGE}?page={nonsense}").status_code == 200


def test_a_run_that_linked_is_taken_back_as_one(as_, supervisor, force, known, now):
    run = make_run(force, now, linked=2)
    decided(known[0], known[1], None, now, Judgement.SAME, run=run)
    decided(known[2], known[3], None, now, Judgement.SAME, run=run)
    client = as_(supervisor)
    assert "Take back 2 pairs" in client.get(PAGE).text

    answer = client.post(f"{PAGE}runs/{run.pk}/undo", {f"run{run.pk}-why": "Twins were made one"}, follow=True)

    assert "Taken back: 2 pairs stand apart again." in answer.text
    assert "All of it has been taken back." in answer.text
    assert all(person.lead_id == person.pk for person in Person.objects.all())
    again = client.post(f"{PAGE}runs/{run.pk}/undo", {f"run{run.pk}-why": "Twins were made one"}, follow=True)
    assert "It had been taken back already." in again.text
    assert IdentityUndo.objects.count() == 2


def test_taking_a_run_back_asks_why(as_, supervisor, force, known, now):
    run = make_run(force, now, linked=1)
    decided(known[0], known[1], None, now, Judgement.SAME, run=run)
    answer = as_(supervisor).post(f"{PAGE}runs/{run.pk}/undo", {f"run{run.pk}-why": " "})

    assert answer.status_code == 422
    assert "Enter why it is taken back" in answer.text
    assert not IdentityUndo.objects.exists()


def test_an_officer_decides_and_takes_no_run_back(as_, person_at_work, force, known, now):
    run = make_run(force, now, linked=1)
    decided(known[0], known[1], None, now, Judgement.SAME, run=run)
    client = as_(person_at_work("neighbourhood_officer"))

    assert "Take back" not in client.get(PAGE).text
    assert client.post(f"{PAGE}runs/{run.pk}/undo", {f"run{run.pk}-why": "No"}).status_code == 403


def test_another_forces_run_and_nonsense_are_not_found(as_, supervisor, stranger_to_the_force, now):
    theirs = make_run(stranger_to_the_force.force, now, linked=1)
    client = as_(supervisor)

    for pk in (theirs.pk, NOBODY, "x"):
        assert client.post(f"{PAGE}runs/{pk}/undo", {f"run{pk}-why": "No"}).status_code == 404


def test_a_stranger_signs_in_first_and_a_handler_may_not(client, as_, handler):
    assert "/accounts/login/" in client.get(PAGE).url
    assert as_(handler).get(PAGE).status_code == 403


def test_it_is_read_and_a_run_is_taken_back_by_pressing_only(as_, supervisor, run):
    assert as_(supervisor).post(PAGE).status_code == 405
    assert as_(supervisor).get(f"{PAGE}runs/{run.pk}/undo").status_code == 405


def test_reasons_and_names_are_escaped(as_, supervisor, run, known):
    nasty = "<img src=x onerror=alert(1)>"
    Person.objects.filter(pk=known[0].pk).update(given_name=nasty)
    propose(run, known[0], known[1], because=[nasty])

    assert nasty not in as_(supervisor).get(PAGE).text


def test_the_number_of_queries_does_not_grow_with_the_list(
    as_, supervisor, force, run, now, django_assert_max_num_queries
):
    people = Person.objects.bulk_create(
        Person(force=force, given_name=f"Pat{n:02}", family_name="Zed", first_known_at=now) for n in range(21)
    )
    for person in people[1:]:
        propose(run, people[0], person)
    client = as_(supervisor)
    client.get(PAGE)
    with django_assert_max_num_queries(16):
        client.get(PAGE)
