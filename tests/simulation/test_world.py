"""The simulated world is a pure function of its order."""

import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from heed.simulation import drama
from heed.simulation.histories import Contact
from heed.simulation.names import BY_CODE
from heed.simulation.surnames import TAILS
from heed.simulation.terms import Scenario
from heed.simulation.world import Order, make_world

UNTIL = datetime(2026, 11, 22, tzinfo=UTC)
ORDER = Order(people=1_500, years=2, seed=7, until=UNTIL)


def calls_of(order: Order) -> list[Contact]:
    return list(make_world(order).calls())


def fingerprint(order: Order) -> str:
    told = sha256()
    for call in calls_of(order):
        told.update(
            repr((call.key, call.at, call.e164, call.caller.id, call.scenario, call.script, call.typed)).encode()
        )
    return told.hexdigest()


def test_the_same_seed_gives_the_same_world() -> None:
    assert fingerprint(ORDER) == fingerprint(ORDER)


def test_another_seed_gives_another_world() -> None:
    assert fingerprint(ORDER) != fingerprint(replace(ORDER, seed=8))


def test_the_order_of_hashes_changes_nothing() -> None:
    program = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'heed.config.settings'; import django; django.setup();"
        "from datetime import UTC, datetime; from heed.simulation.world import Order, make_world;"
        "world = make_world(Order(people=400, years=2, seed=3, until=datetime(2026, 11, 22, tzinfo=UTC)));"
        "print([(c.key, c.at, c.e164, c.scenario.value, c.script) for c in world.calls()])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**__import__("os").environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_a_history_has_as_many_incidents_as_were_asked_for() -> None:
    order = replace(ORDER, incidents=321)

    assert sum(bool(call.incident) for call in calls_of(order)) == 321
    assert sum(bool(call.incident) for call in calls_of(ORDER)) == ORDER.wanted == 144


def test_every_number_is_one_of_those_for_drama() -> None:
    world = make_world(ORDER)
    numbers = {call.e164 for call in world.calls()} | set(world.telephones.sites.values())
    numbers |= {world.telephones.council, world.telephones.force}

    assert numbers
    assert all(drama.is_drama(number) for number in numbers)


def test_nothing_said_or_typed_holds_a_number_or_a_character_that_cannot_be_printed() -> None:
    for call in calls_of(ORDER):
        assert all(line.isprintable() and 0 < len(line) < 200 for line in (*call.script, call.where, call.other_party))
        assert call.typed.isprintable()
        assert not re.search(r"\d{5}|[{}]", " ".join((*call.script, call.typed)))


def test_every_scenario_comes_about() -> None:
    seen = {call.scenario for call in calls_of(Order(people=12_000, years=3, seed=1, until=UNTIL))}

    assert seen == set(Scenario)


def test_callers_say_three_to_eight_lines_and_whoever_is_silent_none() -> None:
    for call in calls_of(ORDER):
        if call.scenario in {Scenario.SILENT, Scenario.ABANDONED}:
            assert call.script == []
        else:
            assert 3 <= len(call.script) <= 8


def test_nobody_rings_before_they_are_born_or_after_the_end() -> None:
    for call in calls_of(replace(ORDER, years=20)):
        assert datetime.fromtimestamp(call.at, UTC).date() > call.caller.born_on
        assert all(datetime.fromtimestamp(call.at, UTC).date() > victim.born_on for victim in call.victims)
        assert call.at < UNTIL.timestamp() + 1_800


def test_the_hard_cases_exist() -> None:
    population = make_world(Order(people=30_000, years=2, seed=1, until=UNTIL)).population
    homes = [[population.people[member] for member in household.members] for household in population.households]
    pairs = [(a, b) for home in homes for a in home for b in home if a.index < b.index]

    assert any(a.born == b.born for a, b in pairs), "twins"
    assert any(a.name == b.name and abs(a.born - b.born) > 6_000 for a, b in pairs), "a father and son of one name"
    assert any(person.hides_number for person in population.people)
    assert any(household.carer >= 0 for household in population.households)
    assert any(household.moves for household in population.households)
    assert len({person.id for person in population.people}) == 30_000


def test_family_names_have_a_long_tail_and_given_names_their_time() -> None:
    world = make_world(Order(people=40_000, years=2, seed=2, until=UNTIL))
    british = [person for person in world.population.people if person.origin == "british"]
    common = set(BY_CODE["british"].families)
    children = {person.given for person in british if person.age(world.today) < 15}
    old = [person.given for person in british if person.age(world.today) > 75 and person.woman]

    assert len(common) == 70
    assert 0.41 <= sum(person.family in common for person in british) / len(british) <= 0.49
    assert len({person.family for person in british}) > 5_000
    assert "Margaret" not in children
    assert old.count("Margaret") / len(old) > 0.02
    assert 0.7 <= sum(bool(person.middles) for person in british) / len(british) <= 0.8


def test_the_invented_family_names_are_very_many_and_all_letters() -> None:
    assert sum(tail.names for tail in TAILS.values()) > 300_000
    for tail in TAILS.values():
        two = len(tail.starts) * len(tail.ends)
        assert len({tail.name(number) for number in range(two)}) > two * 0.97
        assert tail.draw(0.0) == tail.name(0)
        assert tail.draw(1 - 2**-53)
        assert all(tail.name(number).replace("'", "").isalpha() for number in range(0, tail.names, 97))


def test_some_women_change_their_name_some_keep_it_and_some_join_two() -> None:
    world = make_world(Order(people=40_000, years=9, seed=2, until=UNTIL))
    people = world.population.people
    changed = [person for person in people if person.changes]

    assert 0.005 < len(changed) / len(people) < 0.04
    assert all(person.later_family for person in changed)
    assert not any(person.later_family for person in people if not person.changes)
    assert all(person.changes < world.today and person.born < person.changes for person in changed)
    assert all(person.family_on(person.changes - 1) == person.family for person in changed)
    assert all(person.family_on(person.changes) == person.later_family for person in changed)
    assert any("-" in person.family for person in people)
    couples = [h for h in world.population.households if h.kind == "couple"]
    apart = [h for h in couples if people[h.members[0]].family_on(world.today) != people[h.members[1]].family]
    assert 0.2 < len(apart) / len(couples) < 0.65


def test_addresses_are_distinct_and_in_an_area_without_post() -> None:
    county = make_world(ORDER).county
    addresses = [county.address(home) for home in range(county.homes)] + [site.address for site in county.sites]

    assert len(set(addresses)) == len(addresses)
    assert all(re.search(r", ZZ\d{1,2} \d[A-Z]{2}$", address) for address in addresses)


@pytest.mark.parametrize(
    ("people", "years", "incidents"), [(10, 1, None), (100, 0, None), (100, 99, None), (100, 1, 0)]
)
def test_a_world_that_cannot_be_is_refused(people: int, years: int, incidents: int | None) -> None:
    with pytest.raises(ValueError, match="at least"):
        Order(people, years, 1, UNTIL, incidents)
