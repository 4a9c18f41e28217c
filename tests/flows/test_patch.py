"""My patch today, on a real database: what stands there, for whom, in which order, and as it stood on a day that has passed."""

import json
from datetime import date, timedelta

import pytest

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import PartyRole
from heed.domain.support.terms import PromiseKind, Settled
from heed.domain.tasking.services import make
from heed.domain.tasking.terms import TaskKind, VisitResult
from heed.domain.vulnerability.assessments.services import Judgement
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk.patch import Part, Why
from heed.flows.patch import arrival, paper
from heed.flows.patch.today import patch_today
from heed.flows.record import Someone
from heed.flows.support import promises
from heed.flows.tasking import visits
from heed.foundation.accounts.terms import Role

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AT_RISK = Judgement(vulnerable=Judged.YES, headings=("situational",), why="Alone, and afraid to go out")
ROSE = Someone(
    (PartyRole.CALLER, PartyRole.VICTIM),
    is_caller=True,
    given_name="Rose",
    family_name="Tyndall",
    address="3 Lime Walk, Mallow, ZZ2 2BB",
)


@pytest.fixture
def beat(force, noon):
    """Return the beat of Mallow Castle, a square."""
    shape = {"type": "Polygon", "coordinates": [[[-1, 52], [-1, 53], [0, 53], [0, 52], [-1, 52]]]}
    return Beat.objects.create(
        force=force, code="C1", name="Castle", shape=shape, west=-1, south=52, east=0, north=53, added_at=noon
    )


@pytest.fixture
def officer(person_at_work):
    """Return Nadia, a neighbourhood officer."""
    return person_at_work(Role.NEIGHBOURHOOD_OFFICER, "nadia", first_name="Nadia", last_name="Reyes", rank="constable")


@pytest.fixture
def on_beat(reported, beat):
    """Return a recorder: an incident that stands on the beat."""

    def on_beat(*, now, **more):
        found = reported(now=now, **more)
        Incident.objects.filter(pk=found.pk).update(beat=beat)
        found.refresh_from_db()
        return found

    return on_beat


@pytest.fixture
def promised(handler):
    """Return a promiser: Harriet promises a visit."""

    def promised(incident, *, due_by, now, words="Somebody comes to look at the window"):
        return promises.promise(
            incident=incident,
            kind=PromiseKind.VISIT,
            words=words,
            due_by=due_by,
            user=handler,
            actor=handler.actor(),
            now=now,
        )

    return promised


def read(beat, now, on=None):
    return patch_today(beat, on=on or now.date(), now=now)


def whys(entry):
    return [reason.why for reason in entry.reasons]


def test_nothing_waits_on_a_quiet_beat(beat, noon):
    found = read(beat, noon)
    assert found.entries == ()
    assert "nothing waits" in paper.as_text(found)


def test_a_victim_stands_there_once_with_every_reason(on_beat, promised, beat, noon):
    first = on_beat(now=noon - 2 * DAY)
    promised(first, due_by=noon - HOUR, now=noon - DAY)
    second = on_beat(now=noon - 3 * HOUR)

    (entry,) = read(beat, noon).entries

    assert entry.who == "Jean Marlow"
    assert entry.part is Part.PUT_RIGHT
    assert entry.standing.incidents == 2
    assert whys(entry)[0] is Why.BROKEN_PROMISE
    assert {Why.NEW_REPEAT, Why.NEW_LOG} <= set(whys(entry))
    assert {incident.pk for incident in entry.incidents} == {first.pk, second.pk}


def test_the_vulnerable_repeat_victim_whose_promise_is_due_comes_first(on_beat, promised, beat, noon):
    quiet = on_beat(number="07700 900200", now=noon - 5 * HOUR, parties=(ROSE,))
    promised(quiet, due_by=noon + HOUR, now=noon - 4 * HOUR)
    on_beat(now=noon - 9 * DAY, judgement=AT_RISK)
    again = on_beat(now=noon - 4 * HOUR, judgement=AT_RISK)
    promised(again, due_by=noon + 2 * HOUR, now=noon - 4 * HOUR)

    names = [entry.who for entry in read(beat, noon).entries]

    assert names[0] == "Jean Marlow"
    assert "Rose Tyndall" in names


def test_what_was_kept_is_gone_and_stands_there_still_when_yesterday_is_looked_at(
    on_beat, promised, beat, noon, handler
):
    incident = on_beat(now=noon - 3 * DAY)
    made = promised(incident, due_by=noon + HOUR, now=noon - 2 * DAY)
    promises.settle(
        promise_id=made.pk,
        settled_as=Settled.KEPT,
        how="Seen",
        user=handler,
        actor=handler.actor(),
        now=noon - HOUR,
    )

    assert not any(Why.PROMISE in whys(entry) for entry in read(beat, noon).entries)
    yesterday = read(beat, noon, on=(noon - DAY).date())
    assert yesterday.at.hour == 7
    assert any(Why.PROMISE in whys(entry) for entry in yesterday.entries)


def test_a_visit_that_failed_stands_first_until_somebody_is_seen(on_beat, beat, officer, noon):
    incident = on_beat(now=noon - 2 * DAY)

    def go(result, at):
        visits.record_visit(
            incident=incident,
            user=officer,
            visited_at=at,
            result=result,
            seen="Jean" if result is VisitResult.SEEN else "",
            done="",
            next_step="Try after six",
            now=at,
        )

    go(VisitResult.NOBODY_IN, noon - 3 * HOUR)
    (entry,) = read(beat, noon).entries
    assert whys(entry)[0] is Why.FAILED_VISIT
    assert "Try after six" in entry.reasons[0].words

    go(VisitResult.SEEN, noon - HOUR)
    assert all(Why.FAILED_VISIT not in whys(entry) for entry in read(beat, noon).entries)


def test_work_without_a_victim_stands_by_itself(beat, force, officer, noon):
    task = make(
        force=force,
        kind=TaskKind.EVIDENCE,
        words="Nine recordings that nobody has listened to",
        key="test:1",
        actor=officer.actor(),
        now=noon - DAY,
        beat=beat,
    )
    (entry,) = read(beat, noon).entries
    assert entry.tasks == (task,)
    assert whys(entry) == [Why.EVIDENCE]
    assert read(beat, noon, on=(noon - 2 * DAY).date()).entries == ()


def test_the_beat_next_door_shows_none_of_it(on_beat, force, noon):
    on_beat(now=noon - HOUR)
    other = Beat.objects.create(
        force=force, code="C2", name="Abbey", shape={}, west=0, south=0, east=0, north=0, added_at=noon
    )
    assert read(other, noon).entries == ()


def test_a_patch_of_forty_takes_no_more_statements_than_one_of_two(
    on_beat, promised, beat, noon, django_assert_max_num_queries
):
    for count in range(6):
        who = Someone(
            (PartyRole.VICTIM,), given_name=f"Victim{count}", family_name="Testing", address=f"{count + 1} Acacia Road"
        )
        incident = on_beat(number=f"07700 90030{count}", now=noon - 2 * HOUR, parties=(who,))
        promised(incident, due_by=noon + HOUR, now=noon - HOUR)
    with django_assert_max_num_queries(16):
        found = read(beat, noon)
    assert len(found.entries) == 6


def test_text_json_and_paper_say_the_same(on_beat, promised, beat, noon, tmp_path):
    incident = on_beat(now=noon - 2 * DAY)
    promised(incident, due_by=noon - HOUR, now=noon - DAY, words="We come #let x = 1 and *look* at 李's window")
    found = read(beat, noon)

    text, data, page = paper.as_text(found), paper.as_json(found), paper.as_pdf(found)

    assert "Jean Marlow" in text
    assert "This beat has no named officer." in text
    assert data["entries"][0]["who"] == "Jean Marlow"
    assert json.dumps(data["entries"][0]["reasons"][0]["why"]) == '"broken_promise"'
    assert page.startswith(b"%PDF-")
    assert b"StructTreeRoot" in page, "it is a tagged PDF: a screen reader can read it"


def test_the_card_at_the_door_keeps_needs_and_warnings_apart_and_says_what_was_not_kept(
    on_beat, promised, officer, noon, trail
):
    incident = on_beat(now=noon - 2 * DAY, judgement=AT_RISK)
    promised(incident, due_by=noon - HOUR, now=noon - DAY)

    card = arrival.open_card(
        incident=incident, user=officer, purpose="going to see them", actor=officer.actor(), now=noon
    )

    (victim,) = card.victims
    assert victim.name == "Jean Marlow"
    assert [promise.is_broken(now=noon) for promise in victim.promises] == [True]
    assert card.assessment.vulnerable == Judged.YES
    assert card.warnings == []
    (event,) = trail("arrival_card.read")
    assert f"person:{victim.person.pk}" in event.subjects


def test_a_day_that_is_not_today_is_looked_at_in_the_morning(beat, noon):
    assert read(beat, noon).at == noon
    assert read(beat, noon, on=date(2026, 7, 1)).at.utcoffset() == HOUR
    assert read(beat, noon, on=date(2026, 7, 1)).at.hour == 7
