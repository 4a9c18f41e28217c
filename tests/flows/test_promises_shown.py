"""What the next handler is told of promises: nothing before it is known who rings, and then the broken ones first."""

from dataclasses import replace
from datetime import timedelta

import pytest

from heed.domain.incidents.terms import PartyRole
from heed.domain.people.models import KnownLine, Person
from heed.domain.people.terms import KnownAs
from heed.domain.support.terms import PromiseKind, Settled
from heed.flows import identify
from heed.flows.record import Someone
from heed.flows.support import promises
from heed.flows.support import shown as promises_shown
from tests.flows.conftest import HOME, JEAN

DAY = timedelta(days=1)
SORRY = "A promise to them was not kept. Say so first, and say sorry, before you ask anything."
STILL = "Something is promised and still due. Tell them what and when. Do not promise a new time for it."


@pytest.fixture
def promised(reported, handler, noon):
    """Return a maker of promises to Jean Marlow, each of an incident of its own, due the day after."""

    def promised(words="An officer comes", number="07700 900123", **changes):
        incident = reported(number, now=noon - 3 * DAY, **changes)
        return promises.promise(
            incident=incident, kind=PromiseKind.VISIT, words=words, due_by=noon - 2 * DAY, user=handler,
            actor=handler.actor(), now=noon - 3 * DAY,
        )  # fmt: skip

    return promised


@pytest.fixture
def next_call(ring, handler, say):
    """Return what the card says when the next call comes: taken alone, or once somebody is confirmed."""
    from heed.flows import take_call

    def next_call(person=None, number="07700 900123", *, now):
        call = ring(number, now=now)
        call, check = take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=now)
        return call, (say(call, person, now=now).found if person else check.found)

    return next_call


def test_once_they_are_confirmed_the_broken_promise_is_the_first_thing_said(promised, next_call, noon):
    made = promised()
    promises.break_overdue(now=noon)

    _, found = next_call(made.person_id, now=noon)

    assert found["card"]["pattern"].startswith("Visit promised by Wednesday 18 November, 12:00: not kept; victim in 1 ")
    assert found["card"]["do"][0] == SORRY
    assert found["promises"] == {"broken": [made.pk], "open": [], "household": [], "on_line": 0}


def test_before_anybody_is_confirmed_the_line_has_a_count_and_no_name(promised, next_call, noon):
    promised()

    _, found = next_call(now=noon)

    assert found["card"]["pattern"].startswith("A promise to somebody on this line was not kept; this line reported")
    assert SORRY not in found["card"]["do"]
    assert found["promises"] == {"broken": [], "open": [], "household": [], "on_line": 1}


def test_a_line_that_many_share_has_no_promises(promised, next_call, handler, force, noon):
    promised()
    KnownLine.objects.create(
        force=force,
        e164="+447700900123",
        known_as=KnownAs.CARE_HOME,
        label="Hostel",
        listed_at=noon,
        listed_by="Harriet",
    )

    _, found = next_call(now=noon)

    assert found["promises"]["on_line"] == 0
    assert "promise" not in found["card"]["pattern"]


def test_a_promise_still_due_is_told_as_such(promised, next_call, handler, noon, reported):
    incident = reported(now=noon - DAY)
    made = promises.promise(
        incident=incident, kind=PromiseKind.CALL_BACK, words="Ring", due_by=noon + DAY, actor=handler.actor(), now=noon
    )

    _, found = next_call(made.person_id, now=noon)

    assert STILL in found["card"]["do"]
    assert "not kept" not in found["card"]["pattern"]


def test_what_was_done_after_all_is_not_said_first_any_more(promised, next_call, handler, noon):
    made = promised()
    promises.settle(
        promise_id=made.pk, settled_as=Settled.KEPT, how="Seen", user=handler, actor=handler.actor(), now=noon - DAY
    )

    _, found = next_call(made.person_id, now=noon)

    assert found["promises"]["broken"] == []
    assert SORRY not in found["card"]["do"]


def test_the_answer_to_has_it_happened_before_never_rests_on_a_promise(promised, next_call, noon):
    made = promised()

    _, found = next_call(made.person_id, now=noon)

    assert found["known"]["before"].startswith("Known to Heed: Victim in 1 incident")


def test_a_promise_to_one_of_two_records_is_a_promise_to_the_person_they_are(
    promised, next_call, reported, supervisor, noon
):
    first = reported(now=noon - 5 * DAY).parties.get(role="victim").person_id
    made = promised(number="07700 900456", parties=(replace(JEAN, given_name="Jeanne", family_name="Marlowe"),))
    identify.merge(
        one=first, other=made.person_id, why="The same voice", shown=(), user=supervisor, actor=supervisor.actor(),
        now=noon,
    )  # fmt: skip

    _, found = next_call(first, now=noon)

    assert first != made.person_id
    assert found["promises"]["broken"] == [made.pk]


def test_a_promise_to_somebody_not_yet_known_is_theirs_once_they_are(reported, next_call, handler, noon):
    nameless = Someone((PartyRole.CALLER, PartyRole.VICTIM), is_caller=True, description="Would not say")
    incident = reported(now=noon - 2 * DAY, parties=(nameless,))
    made = promises.promise(
        incident=incident, kind=PromiseKind.VISIT, words="Come", due_by=noon - DAY, actor=handler.actor(),
        now=noon - 2 * DAY,
    )  # fmt: skip
    person = reported("07700 900456", now=noon - DAY).parties.get(role="victim").person
    incident.parties.update(person=person)

    _, found = next_call(person.pk, "07700 900456", now=noon)

    assert (made.person, found["promises"]["broken"]) == (None, [made.pk])


def test_of_others_at_home_it_is_shown_what_and_by_when_and_not_the_words(promised, reported, handler, noon):
    made = promised("While he is at work")
    paul = replace(JEAN, given_name="Paul", address=HOME)
    other = reported("07700 900456", now=noon - DAY, parties=(paul,)).parties.get(role="victim").person_id

    shown = promises_shown.of_person(other, [made.person_id], user=handler, now=noon)

    [one] = shown.promises
    assert (one.of, one.words, one.broken) == ("Jean Marlow", "", True)


def test_of_others_at_home_the_card_says_nothing_to_whoever_rings(promised, reported, next_call, noon):
    made = promised("While he is at work")
    paul = replace(JEAN, given_name="Paul", address=HOME)
    other = reported("07700 900456", now=noon - DAY, parties=(paul,)).parties.get(role="victim").person_id

    _, found = next_call(other, "07700 900456", now=noon)

    assert found["promises"] == {"broken": [], "open": [], "household": [made.pk], "on_line": 0}
    assert "not kept" not in found["card"]["pattern"]
    assert SORRY not in found["card"]["do"]


def test_whoever_may_not_see_promises_is_shown_none(promised, person_at_work, noon):
    made = promised()

    analyst = person_at_work("analyst")

    assert promises_shown.of_person(made.person_id, user=analyst, now=noon).promises == []
    assert Person.objects.filter(pk=made.person_id).exists()


def test_a_year_later_a_broken_promise_is_not_told_first_any_more(promised, next_call, noon):
    made = promised()

    edge = made.due_by + timedelta(days=365)

    assert promises_shown.of_person(made.person_id, user=made.made_by, now=edge).broken == 1
    assert promises_shown.of_person(made.person_id, user=made.made_by, now=edge + timedelta(seconds=1)).broken == 0


def test_a_recognition_reads_promises_in_one_statement(promised, next_call, noon, django_assert_num_queries):
    from heed.domain.support import queries

    made = promised()

    with django_assert_num_queries(1):
        assert [row.broken for row in queries.made_to([made.person_id], now=noon)] == [True]
