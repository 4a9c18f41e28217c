"""Promises on a call, on an incident and on a person's record: typed without a script, and told first when they ring again."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from heed.domain.calls.models import Call
from heed.domain.people.models import Person
from heed.domain.support.models import Promise
from heed.domain.support.terms import PromiseKind
from heed.flows import take_call
from heed.flows.support import promises

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
UGLY = '<script>alert("x")</script> ' + "W" * 120
PROMISED = {
    "promise-kind": "visit",
    "promise-words": "An officer comes",
    "promise-by": "tomorrow",
    "promise-who": "beat",
}


@pytest.fixture
def record(as_, handler, taken, filled):
    """Return a poster of the whole form with a promise, sound but for what is given."""

    def record(**changes):
        return as_(handler).post(f"/calls/{taken.pk}/record", filled | PROMISED | changes)

    return record


@pytest.fixture
def late(incident, handler, now):
    """Return a promise to Jean Marlow that was due yesterday, in ugly words."""
    return promises.promise(
        incident=incident, kind=PromiseKind.VISIT, words=UGLY, due_by=now - timedelta(minutes=1), user=handler,
        actor=handler.actor(), now=now - timedelta(minutes=10),
    )  # fmt: skip


@pytest.fixture
def ringing(ring, handler, say, now):
    """Return the page of the next call, before and once Jean is confirmed."""

    def ringing(as_, person=None):
        call, _ = take_call.take(call_id=ring(now=now).pk, user=handler, actor=handler.actor(), now=now)
        if person:
            say(call, person, now=now)
        return as_(handler).get(f"/calls/{call.pk}/").content.decode()

    return ringing


def test_what_was_promised_is_recorded_with_the_incident(record, handler):
    answer = record(**{"promise-who": "me"})

    made = Promise.objects.get()
    tomorrow = timezone.localdate() + DAY
    assert answer.url == f"/calls/incidents/{made.incident_id}/"
    assert (made.kind, made.words, made.owner) == ("visit", "An officer comes", handler)
    assert f"{timezone.localtime(made.due_by):%Y-%m-%d %H:%M}" == f"{tomorrow:%Y-%m-%d} 23:59"
    assert made.person.name == "Jean Marlow"


def test_a_call_without_a_promise_makes_none(as_, handler, taken, filled):
    assert as_(handler).post(f"/calls/{taken.pk}/record", filled | {"promise-who": "beat"}).status_code == 302
    assert not Promise.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"promise-kind": ""}, "Select what you promised"),
        ({"promise-words": ""}, "Enter what you promised, in your words"),
        ({"promise-by": ""}, "Select by when"),
        ({"promise-by": "day"}, "Enter by which day"),
        (
            {"promise-by": "day", "promise-on-day": "31", "promise-on-month": "2", "promise-on-year": "2027"},
            "real date",
        ),
        (
            {"promise-by": "day", "promise-on-day": "1", "promise-on-month": "1", "promise-on-year": "2020"},
            "still to come",
        ),
        (
            {"promise-by": "day", "promise-at": "25:00"}
            | {"promise-on-day": "1", "promise-on-month": "1", "promise-on-year": "2090"},
            "Enter a time, like 17:00 or 5pm",
        ),
        ({"promise-kind": "flowers"}, "flowers"),
    ],
)
def test_half_a_promise_is_asked_for_and_nothing_is_recorded(record, changes, sentence):
    answer = record(**changes)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "There is a problem" in answer.content.decode()
    assert not Promise.objects.exists()


def test_a_promise_is_not_lost_where_nothing_is_recorded(as_, handler, taken):
    sent = {"why": "Wrong number", **PROMISED}

    answer = as_(handler).post(f"/calls/{taken.pk}/nothing", sent)

    assert answer.status_code == 422
    assert "Record what you promised with an incident" in answer.content.decode()
    assert Call.objects.get(pk=taken.pk).finished_at is None


def test_what_was_promised_on_a_call_about_an_incident_is_of_that_incident(as_, handler, taken, incident):
    answer = as_(handler).post(f"/calls/{taken.pk}/add/{incident.pk}", PROMISED)

    assert answer.status_code == 302
    assert Promise.objects.get().incident == incident


def test_half_a_promise_keeps_a_call_about_an_incident_open(as_, handler, taken, incident):
    answer = as_(handler).post(f"/calls/{taken.pk}/add/{incident.pk}", PROMISED | {"promise-by": ""})

    assert answer.status_code == 422
    assert Call.objects.get(pk=taken.pk).finished_at is None


def test_once_they_are_confirmed_the_card_begins_with_the_broken_promise(as_, late, ringing):
    page = ringing(as_, late.person_id)

    before = re.search(r'heed-card__before">([^<]*)<', page)[1]
    assert before.startswith("Visit promised by")
    assert ": not kept; victim in" in before
    assert "Say so first, and say sorry" in page
    assert "Promises: 1 not kept" in page
    assert page.index("Promises: 1 not kept") < page.index("What helps")
    assert "<script>alert" not in page


def test_before_anybody_is_confirmed_no_panel_and_no_words_of_a_promise_are_shown(as_, late, ringing):
    page = ringing(as_)

    assert "A promise to somebody on this line was not kept" in page
    assert "heed-promises__item" not in page
    assert "W" * 120 not in page


def test_that_the_promise_was_shown_is_on_the_trail(as_, late, ringing, trail):
    ringing(as_, late.person_id)

    assert any(f"promise:{late.pk}" in event.subjects for event in trail("recognition.shown"))


def test_the_incident_shows_its_promises_and_the_way_to_help(as_, handler, late):
    page = as_(handler).get(f"/calls/incidents/{late.incident_id}/").content.decode()

    assert "1 not kept" in page
    assert f'href="/patch/incidents/{late.incident_id}/help/' in page


def test_a_persons_record_begins_with_what_was_not_kept(as_, supervisor, late, trail):
    browser = as_(supervisor)
    asked = browser.post(f"/calls/people/{late.person_id}/", {"purpose": "She rang the counter"})

    page = browser.get(asked.url).content.decode()

    assert page.index("Promises: 1 not kept") < page.index("What helps")
    assert Person.objects.filter(pk=late.person_id).exists()
    assert any(f"promise:{late.pk}" in event.subjects for event in trail("needs.consulted"))


def test_a_call_back_that_nobody_made_stands_beside_the_queue_and_names_nobody(as_, handler, incident, late, now):
    promises.promise(
        incident=incident, kind=PromiseKind.CALL_BACK, words="Ring Jean Marlow", due_by=now - timedelta(minutes=1),
        actor=handler.actor(), now=now - timedelta(minutes=10),
    )  # fmt: skip

    page = as_(handler).get("/calls/").content.decode()

    assert page.count("Promised to ring back, and nobody has") == 1
    assert page.count(f"/patch/incidents/{incident.pk}/help/") == 1
    assert "Jean" not in page
