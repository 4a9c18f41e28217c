"""An incident finds its beat, also after an import, and its tasks go with it."""

from datetime import timedelta

import pytest

from heed.domain.incidents.filing.services import OtherForce
from heed.domain.incidents.models import Incident
from heed.domain.people import services as people
from heed.domain.places import services as places
from heed.domain.places.models import Place
from heed.domain.tasking import services as tasking
from heed.domain.tasking.terms import TaskKind
from heed.flows import take_call, unheard
from heed.flows.beats import filing as beats
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import system
from heed.foundation.audit.models import Event
from tests.domain.beats.conftest import CASTLE, HARBOUR, feature, imported, polygon, square
from tests.flows.conftest import HOME

__all__ = ["imported"]

IN_CASTLE, IN_HARBOUR, AT_SEA = (54.05, 2.05), (54.05, 2.15), (55.0, 3.0)
ACTOR = system("tests")


@pytest.fixture
def lies(force, noon):
    """Return what puts an address at a point: `lies(IN_CASTLE)`; returns the place."""

    def lies(point, address=HOME):
        place = places.place_at(force=force, address=address, now=noon)
        place.latitude, place.longitude = point
        place.save(update_fields=["latitude", "longitude"])
        return place

    return lies


@pytest.fixture
def task(force, noon):
    """Return a maker of tasks about an incident."""

    def task(incident, key="one", **more):
        return tasking.make(
            force=force, kind=TaskKind.VISIT, words="Visit", key=key, actor=ACTOR, now=noon, incident=incident, **more
        )

    return task


def beat_of(row):
    """Return the code of the beat that an incident or task is filed to now."""
    row.refresh_from_db()
    return row.beat.code if row.beat else None


def test_an_incident_is_recorded_in_the_beat_that_its_place_lies_in(imported, lies, reported, noon):
    imported(CASTLE, HARBOUR)
    lies(IN_HARBOUR)

    incident = reported(now=noon)

    assert (incident.beat.code, beat_of(incident)) == ("B2", "B2")
    event = Event.objects.get(action="incident.filed_to_beat")
    assert (event.detail, event.actor_name) == ({"before": None, "by_hand": False}, "Heed")


def test_a_flat_without_a_point_lies_where_its_building_does(imported, lies, reported, noon):
    imported(CASTLE)
    lies(IN_CASTLE, "Teasel Court, 5 Acacia Road, Mallow, ZZ1 1AA")

    assert reported(now=noon, address="Flat 3, Teasel Court, 5 Acacia Road, Mallow, ZZ1 1AA").beat.code == "B1"


@pytest.mark.parametrize("point", [None, AT_SEA], ids=["no point", "outside every beat"])
def test_an_incident_without_a_point_or_outside_every_beat_is_recorded_without_one(
    imported, lies, reported, noon, point
):
    imported(CASTLE)
    if point:
        lies(point)

    assert reported(now=noon).beat is None


def test_an_incident_without_a_place_has_no_beat(imported, reported, noon):
    imported(CASTLE)
    assert reported(now=noon, address="").beat is None


def test_a_call_that_nobody_was_heard_on_is_filed_to_the_beat_of_the_home_on_that_line(
    imported, lies, reported, ring, handler, noon
):
    imported(CASTLE)
    lies(IN_CASTLE)
    reported(now=noon - timedelta(days=3))
    people.watch_line(
        force=handler.force,
        e164="+447700900123",
        reason="Threats to kill",
        until=noon + timedelta(days=1),
        actor=ACTOR,
        now=noon,
    )
    call = ring(now=noon)
    take_call.take(call_id=call.pk, user=handler, actor=handler.actor(), now=noon)
    incident = unheard.follow_up_silent(call=call, user=handler, actor=handler.actor(), now=noon)
    assert beat_of(incident) == "B1"


def test_beats_of_another_force_are_nothing_to_us(imported, lies, reported, noon):
    imported(CASTLE, to=Force.objects.create(code="HAR", name="Harshire Police"))
    lies(IN_CASTLE)

    assert reported(now=noon).beat is None


def test_after_an_import_every_incident_is_filed_again(imported, lies, reported, force, noon):
    lies(IN_CASTLE)
    early = reported(now=noon - timedelta(days=400))
    imported(CASTLE, HARBOUR)

    told = []
    first = beats.refile(force, now=noon, progress=lambda done, of: told.append((done, of)))
    again = beats.refile(force, now=noon)

    assert beat_of(early) == "B1"
    assert (first.looked_at, first.moved, again.looked_at, again.moved) == (1, 1, 1, 0)
    assert told == [(1, 1)]
    assert Event.objects.filter(action="incidents.filed_to_beats").count() == 1


def test_a_redrawn_beat_takes_its_incidents_and_their_open_tasks(imported, lies, reported, task, force, noon, handler):
    imported(CASTLE)
    lies(IN_CASTLE)
    incident = reported(now=noon)
    follows, done, elsewhere = task(incident), task(incident, "two"), task(incident, "three")
    type(done).objects.filter(pk=done.pk).update(done_at=noon, done_by=handler, outcome="done")
    other = feature("A0", "New Quay", polygon(square(2.0, 54.0)))
    imported(HARBOUR, whole=False)
    type(elsewhere).objects.filter(pk=elsewhere.pk).update(beat=beats.beats.named(force.pk, "B2"))

    imported(other, HARBOUR)
    found = beats.refile(force, now=noon)

    assert (beat_of(incident), beat_of(follows), beat_of(done), beat_of(elsewhere)) == ("A0", "A0", "B1", "B2")
    assert (found.moved, found.tasks) == (1, 1)


def test_a_task_without_a_beat_follows_its_incident(imported, lies, reported, task, force, noon):
    lies(IN_CASTLE)
    waiting = task(reported(now=noon))
    assert waiting.beat is None

    imported(CASTLE)
    beats.refile(force, now=noon)

    assert beat_of(waiting) == "B1"


def test_an_incident_whose_point_is_in_no_beat_keeps_its_own_until_that_is_retired(
    imported, lies, reported, force, noon
):
    imported(CASTLE)
    lies(IN_CASTLE)
    incident = reported(now=noon)

    imported(feature("B1", "Castle", polygon(square(2.0, 54.0, 0.01))), HARBOUR)
    found = beats.refile(force, now=noon)
    assert (beat_of(incident), found.moved, found.outside) == ("B1", 0, 1)

    imported(HARBOUR)
    assert beats.refile(force, now=noon).moved == 1
    assert beat_of(incident) is None


def test_batches_stopped_half_way_go_on_where_they_were(imported, lies, reported, force, noon, monkeypatch):
    monkeypatch.setattr(beats, "BATCH", 2)
    lies(IN_CASTLE)
    made = [reported(now=noon + timedelta(minutes=n)) for n in range(5)]
    imported(CASTLE)

    def interrupt(done, of):
        assert of == 5
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        beats.refile(force, now=noon, progress=interrupt)
    assert Incident.objects.filter(beat=None).count() == 3

    found = beats.refile(force, now=noon)
    assert (found.looked_at, found.moved) == (5, 3)
    assert {beat_of(incident) for incident in made} == {"B1"}


def test_the_number_of_queries_does_not_grow_with_the_batch(
    imported, lies, reported, force, noon, django_assert_max_num_queries
):
    lies(IN_CASTLE)
    for n in range(6):
        reported(now=noon + timedelta(minutes=n))
    imported(CASTLE)

    with django_assert_max_num_queries(16):
        beats.refile(force, now=noon)


def test_a_person_files_what_has_no_point_and_no_import_undoes_it(imported, reported, task, force, supervisor, noon):
    imported(CASTLE, HARBOUR)
    incident = reported(now=noon)
    waiting = task(incident)

    beats.file_by_hand(incident=incident, beat=beats.beats.named(force.pk, "B2"), actor=supervisor.actor(), now=noon)
    beats.refile(force, now=noon)

    assert (beat_of(incident), beat_of(waiting)) == ("B2", "B2")
    assert Event.objects.get(action="incident.filed_to_beat").detail["by_hand"] is True


def test_an_incident_is_not_filed_to_a_beat_of_another_force(imported, reported, supervisor, noon):
    other = Force.objects.create(code="HAR", name="Harshire Police")
    imported(CASTLE, to=other)
    incident = reported(now=noon)

    with pytest.raises(OtherForce):
        beats.file_by_hand(
            incident=incident, beat=beats.beats.named(other.pk, "B1"), actor=supervisor.actor(), now=noon
        )
    assert Place.objects.filter(latitude__isnull=False).count() == 0
