"""A world is loaded whole, once, and can be taken out again."""

from collections import defaultdict
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.db.models import Min

from heed.domain.calls.models import Call, LogEntry
from heed.domain.calls.queries import log_breaks
from heed.domain.incidents.models import CallBack, Closing, Grading, Incident, IncidentLink, Party
from heed.domain.people.models import KnownLine, LineUse, Person, Residence
from heed.domain.places.models import Place
from heed.domain.places.rules import address_key
from heed.engines.numbers.reading import read
from heed.foundation.audit.models import Event
from heed.foundation.audit.queries import breaks
from heed.simulation import loading, queries, removing
from heed.simulation.models import SimulatedCall, SimulatedForce, SimulatedPerson
from heed.simulation.terms import Scenario
from heed.simulation.world import Order

ORDER = Order(people=300, years=2, seed=5, until=datetime(2026, 11, 20, tzinfo=UTC), incidents=240)

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db: None, noon: datetime) -> SimulatedForce:
    return loading.load(ORDER, now=noon)


def test_everything_is_counted_and_there(made: SimulatedForce) -> None:
    assert Incident.objects.count() == 240 == Grading.objects.count()
    assert SimulatedPerson.objects.count() == 300
    assert Call.objects.count() == SimulatedCall.objects.count() == made.counts["calls_call"] >= 240
    assert sum(made.counts["scenarios"].values()) == Call.objects.count()
    for table, count in made.counts.items():
        if table not in {"scenarios", "numbers_given_twice"}:
            with connection.cursor() as cursor:
                cursor.execute(f'SELECT count(*) FROM "{table}"')
                assert cursor.fetchone()[0] == count, table


def test_the_truth_names_every_call_and_nobody_unknown(made: SimulatedForce) -> None:
    world = {str(pk) for pk in SimulatedPerson.objects.values_list("pk", flat=True)}
    calls = set(Call.objects.values_list("pk", flat=True))

    truth = list(queries.truth(live=False))

    assert {row["call"] for row in truth} == {str(pk) for pk in calls}
    assert all(row["caller"]["person"] in world and set(row["victims"]) <= world for row in truth)
    assert {row["scenario"] for row in truth} <= set(Scenario.values)
    assert list(queries.truth(live=True)) == []


def test_the_force_knows_only_some_of_its_people_and_by_the_same_id(made: SimulatedForce) -> None:
    known = set(Person.objects.values_list("pk", flat=True))

    assert known == set(SimulatedPerson.objects.filter(known=True).values_list("pk", flat=True))
    assert 0 < len(known) < 300
    assert set(Party.objects.exclude(person=None).values_list("person", flat=True)) <= known
    assert set(Residence.objects.values_list("person", flat=True)) <= known
    assert set(LineUse.objects.values_list("person", flat=True)) <= known


def test_people_are_on_record_as_they_were_first_described(made: SimulatedForce) -> None:
    truth = {person.pk: person for person in SimulatedPerson.objects.filter(known=True)}
    known = list(Person.objects.all())
    first = {
        person.pk: Party.objects.filter(
            person=person, at=Party.objects.filter(person=person).aggregate(at=Min("at"))["at"]
        )
        .order_by("pk")
        .first()
        for person in known
    }
    described = [person for person in known if first[person.pk] is not None]
    otherwise = [p for p in known if (p.given_name, p.family_name) != (truth[p.pk].given_name, truth[p.pk].family_name)]

    assert 0.1 < len(otherwise) / len(known) < 0.6
    assert 0.2 < sum(person.born_on is not None for person in known) / len(known) < 0.6
    # Somebody may first have been described on a call that was no incident.
    same = [p for p in described if p.first_known_at.date() == first[p.pk].at.date()]
    assert same
    assert all((p.given_name, p.family_name) == (first[p.pk].given_name, first[p.pk].family_name) for p in same)


def test_one_person_is_not_always_spelt_alike(made: SimulatedForce) -> None:
    spelt: dict[Any, set[tuple[str, str]]] = defaultdict(set)
    for person, given, family in Party.objects.exclude(person=None).values_list("person", "given_name", "family_name"):
        spelt[person].add((given, family))

    assert any(len(names) > 1 for names in spelt.values())


def test_every_log_and_the_trail_verify(made: SimulatedForce) -> None:
    assert list(log_breaks()) == []
    assert list(breaks()) == []
    assert LogEntry.objects.values("call").distinct().count() == Call.objects.count()


def test_the_load_is_one_event_of_collection(made: SimulatedForce) -> None:
    event = Event.objects.get()

    assert (event.act, event.action, event.actor_key) == ("collection", "simulated_force.loaded", "simulation")


def test_sequences_go_on_behind_what_was_loaded(made: SimulatedForce) -> None:
    highest = Incident.objects.order_by("-pk").values_list("pk", flat=True)[0]
    last = Incident.objects.get(pk=highest)

    last.pk = None
    last.save(force_insert=True)

    assert last.pk == highest + 1
    assert LogEntry.objects.order_by("-pk")[0].pk >= LogEntry.objects.count()


def test_a_withheld_number_is_not_on_the_call_of_101(made: SimulatedForce) -> None:
    withheld = Call.objects.filter(line_class="withheld", channel="101")

    assert withheld.exists()
    assert not withheld.exclude(e164="", shown_e164="", received="").exists()
    assert SimulatedCall.objects.filter(withheld=True).exclude(e164="").exists()


def test_institutions_are_listed_and_never_matched(made: SimulatedForce) -> None:
    listed = dict(KnownLine.objects.values_list("e164", "known_as"))

    for call in Call.objects.filter(line_class__in=("care-home", "switchboard")):
        assert listed[call.e164] == call.line_class
        assert not call.may_match


def test_numbers_read_back_as_they_are_stored(made: SimulatedForce) -> None:
    for e164 in Call.objects.exclude(e164="").values_list("e164", flat=True).distinct():
        assert read(e164).e164 == e164


def test_references_in_the_log_are_those_of_the_incidents(made: SimulatedForce) -> None:
    for incident in Incident.objects.select_related("call")[:50]:
        assert incident.call.finished_why == incident.reference
        assert incident.call.entries.filter(text__startswith=f"Recorded as {incident.reference}:").exists()


def test_duplicates_name_a_main_log_that_is_none_itself(made: SimulatedForce) -> None:
    duplicates = set(IncidentLink.objects.values_list("incident", flat=True))

    assert duplicates
    assert duplicates.isdisjoint(IncidentLink.objects.values_list("other", flat=True))
    assert CallBack.objects.exists()
    assert Closing.objects.filter(incident__in=duplicates, result="DUPLICATE").exists()


def test_since_when_an_incident_is_closed_is_what_its_closing_says(made: SimulatedForce) -> None:
    said = dict(Closing.objects.values_list("incident", "closed_at"))

    assert {pk: at for pk, at in Incident.objects.values_list("pk", "closed_at") if at} == said


def test_places_have_the_key_that_a_typed_address_gives(made: SimulatedForce) -> None:
    for place in Place.objects.all():
        assert place.key == address_key(place.address)


def test_a_second_force_is_refused_and_the_first_stays(made: SimulatedForce, noon: datetime) -> None:
    with pytest.raises(loading.AlreadySimulated, match=r"300 people, 2 years, seed 5.*--replace"):
        loading.load(ORDER, now=noon)

    assert Incident.objects.count() == 240


def test_removing_leaves_another_force_as_it_was(made: SimulatedForce, noon: datetime, force: Any, source: Any) -> None:
    call = Call.objects.create(
        force=force, channel="101", line_class="available", may_show=True, may_match=True, rang_at=noon
    )
    LogEntry.objects.create(call=call, seq=1, at=noon, author="a", author_name="A", kind="opened", text="t", hash="1")

    removing.remove(made, now=noon)

    assert list(Call.objects.all()) == [call]
    assert LogEntry.objects.count() == 1
    assert not SimulatedForce.objects.exists()
    assert not SimulatedPerson.objects.exists()
    assert not Person.objects.exists()
    assert Event.objects.filter(action="simulated_force.removed", act="erasure").exists()
    assert loading.load(ORDER, now=noon).pk


def test_the_same_order_loads_the_same_rows(made: SimulatedForce, noon: datetime) -> None:
    before = list(Call.objects.order_by("pk").values_list("pk", "rang_at", "e164"))
    removing.remove(made, now=noon)

    loading.load(ORDER, now=noon)

    assert list(Call.objects.order_by("pk").values_list("pk", "rang_at", "e164")) == before
