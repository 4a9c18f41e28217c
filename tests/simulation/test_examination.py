"""An examination asks what it says it asks, in the shares it promises, and the same each time."""

import itertools
from collections import Counter, defaultdict
from dataclasses import replace
from random import Random

import pytest
from tests.simulation.test_world import UNTIL

from heed.engines.linkage.said import Said
from heed.simulation import drama
from heed.simulation.examination import SCENARIOS, Examination, Question, examine, missing_in
from heed.simulation.mentions import Recorded, mentions
from heed.simulation.recording import Recorder
from heed.simulation.world import Order, make_world

PEOPLE, QUESTIONS = 4_000, 4_000


@pytest.fixture(scope="module")
def examination() -> Examination:
    return examine(people=PEOPLE, seed=1, questions=QUESTIONS)


@pytest.fixture(scope="module")
def register(examination: Examination) -> list[Recorded]:
    return list(examination.register)


@pytest.fixture(scope="module")
def questions(examination: Examination) -> list[Question]:
    return list(examination.questions)


def test_the_same_seed_examines_alike_and_another_does_not(
    register: list[Recorded], questions: list[Question], examination: Examination
) -> None:
    again, other = (examine(people=PEOPLE, seed=seed, questions=QUESTIONS) for seed in (1, 2))

    assert list(again.register) == register == list(examination.register)
    assert list(again.questions) == questions == list(examination.questions)
    assert list(other.register) != register
    assert list(other.questions) != questions


def test_so_many_people_are_on_file_and_as_often_as_asked(register: list[Recorded], examination: Examination) -> None:
    times = Counter(found.person for found in register)

    assert len(times) == PEOPLE
    assert 1.7 <= len(register) / PEOPLE <= 1.9
    assert min(times.values()) == 1
    assert set(times) == {person.index for person in examination.people if examination.files.on_file[person.index]}


@pytest.mark.parametrize("mean", [1.0, 3.0])
def test_there_are_as_many_descriptions_as_asked(mean: float) -> None:
    told = sum(1 for _ in examine(people=2_000, seed=3, questions=1, mentions_per_person=mean).register)

    assert mean * 0.94 <= told / 2_000 <= mean * 1.06


def test_half_of_the_questions_are_about_people_on_file_and_strangers_live_with_them(questions: list[Question]) -> None:
    strangers = [question for question in questions if not question.known]

    assert len(questions) == QUESTIONS
    assert abs(len(strangers) / QUESTIONS - 0.5) < 0.001
    assert abs(sum(question.household_known for question in strangers) / len(strangers) - 0.55) < 0.001


def test_every_scenario_is_at_least_4_of_a_hundred_questions(questions: list[Question]) -> None:
    counts = Counter(question.scenario for question in questions)

    assert set(counts) == set(SCENARIOS)
    assert min(counts.values()) >= 0.04 * QUESTIONS


def numbers_on_file(register: list[Recorded]) -> dict[int, set[str]]:
    numbers: dict[int, set[str]] = defaultdict(set)
    for found in register:
        numbers[found.person].add(found.said.e164)
    return numbers


def test_questions_are_about_people_on_file_but_for_new_callers(questions: list[Question]) -> None:
    for asked in questions:
        assert asked.known == (asked.scenario not in {"new_caller", "new_caller_known_household"})
        assert asked.household_known == (asked.scenario != "new_caller")


def test_the_line_is_what_the_scenario_says(
    examination: Examination, register: list[Recorded], questions: list[Question]
) -> None:
    numbers, lines, later = numbers_on_file(register), examination.files.lines, examination.files.today + 30
    people, household = examination.people, examination.files.household
    right = {
        "own_number": lambda q: q.e164 in numbers[q.person] and q.e164 == lines.own(people[q.person], later),
        "shared_landline": lambda q: q.e164 == lines.landline(household(people[q.person])),
        "household_members_number": lambda q: (
            q.e164 in {lines.own(people[m], later) for m in household(people[q.person]).members if m != q.person}
        ),
        "new_number": lambda q: q.e164 and q.e164 not in set().union(*numbers.values()),
        "withheld": lambda q: (q.e164, q.said.e164, q.line) == ("", "", "withheld"),
        "institution": lambda q: q.e164 in examination.shared_lines and household(people[q.person]).site >= 0,
    }
    wrong = Counter(q.scenario for q in questions if q.scenario in right and not right[q.scenario](q))

    assert wrong == Counter()


def test_the_number_is_said_of_those_who_ring_for_themselves_alone(questions: list[Question]) -> None:
    for asked in questions:
        for_another = asked.scenario in {"institution", "third_party"}
        assert asked.said.e164 == ("" if for_another or asked.line != "available" else asked.e164)


def test_typos_are_in_the_name(examination: Examination, questions: list[Question]) -> None:
    typed = [question for question in questions if question.scenario == "typos"]
    later = examination.files.today + 30

    assert not [
        question
        for question in typed
        if (question.said.given, question.said.family)
        == (examination.people[question.person].given, examination.people[question.person].family_on(later))
    ]


def test_whoever_moved_rings_from_a_home_that_was_nobodys(examination: Examination) -> None:
    lived_in = {home for h in examination.files.population.households for home in (h.home, h.later_home)}

    assert examination.files.empty_homes
    assert lived_in.isdisjoint(examination.files.empty_homes)


def test_a_married_name_is_mostly_another(examination: Examination, questions: list[Question]) -> None:
    brides = [question for question in questions if question.scenario == "married_name"]
    kept = [q for q in brides if q.said.family == examination.people[q.person].family]

    assert len(kept) / len(brides) < 0.1


def test_what_is_missing_is_what_was_not_said(questions: list[Question]) -> None:
    everything = {"given", "family", "birth", "date", "address", "postcode", "number", "email"}
    assert missing_in(Said()) == everything
    assert missing_in(Said(given="A", family="B", age=3, address="1 Tansy Rise, zz1 1aa")) == {
        "date",
        "number",
        "email",
    }
    assert missing_in(Said(born="1961", postcode="ZZ1 1AA")) == everything - {"birth", "date", "postcode"}
    assert 0.3 < sum("birth" in question.missing for question in questions) / QUESTIONS < 0.42


def test_every_number_begins_as_one_for_drama_and_is_too_long_to_be_any(
    register: list[Recorded], questions: list[Question]
) -> None:
    given = {found.said.e164 for found in register} | {question.e164 for question in questions}

    assert all(e164.startswith(drama.ALL) and len(e164) == 16 for e164 in given - {""})


def test_some_numbers_are_of_two_people_and_few_of_people_of_two_homes(
    register: list[Recorded], examination: Examination
) -> None:
    homes: dict[str, set[int]] = defaultdict(set)
    people: dict[str, set[int]] = defaultdict(set)
    for found in register:
        if found.said.e164:
            people[found.said.e164].add(found.person)
            homes[found.said.e164].add(examination.people[found.person].household)

    assert 0.02 < sum(len(who) > 1 for who in people.values()) / len(people) < 0.2
    assert 0.0005 < sum(len(where) > 1 for where in homes.values()) / len(homes) < 0.03


def test_moves_numbers_and_names_change_within_the_register(examination: Examination, register: list[Recorded]) -> None:
    told: dict[int, list[Recorded]] = defaultdict(list)
    for found in register:
        told[found.person].append(found)
    often = [found for found in told.values() if len(found) > 2]

    assert any(len({each.home for each in found if each.home >= 0}) > 1 for found in often)
    assert any(len({each.said.e164 for each in found if each.said.e164}) > 1 for found in often)
    assert all(a.at <= b.at + 86_400 for found in often for a, b in itertools.pairwise(found))
    assert any(examination.people[person].changes for person in told)


@pytest.mark.parametrize(("people", "mean"), [(10, 1.8), (500, 0.5), (500, 100)])
def test_an_examination_that_cannot_be_is_refused(people: int, mean: float) -> None:
    with pytest.raises(ValueError, match="at least 50 people"):
        examine(people=people, seed=1, questions=10, mentions_per_person=mean)


def test_even_among_few_people_every_scenario_is_found() -> None:
    assert {question.scenario for question in examine(people=300, seed=5, questions=400).questions} == set(SCENARIOS)


def test_on_a_call_those_are_described_who_gave_a_name_or_were_named() -> None:
    world = make_world(Order(people=1_500, years=2, seed=7, until=UNTIL))
    recorder = Recorder(Random(1))
    seen = 0
    for call in world.calls():
        told = list(mentions(world, call, recorder))
        described = {each.person for each in told}
        seen += len(told)
        assert (call.caller.index in described) == call.identified
        named = {victim.index for victim in call.victims if victim is not call.caller} if call.victims_named else set()
        assert described - {call.caller.index} == named
        assert all(each.said.e164 == "" for each in told if each.person != call.caller.index)
        assert all(each.said.e164 in {"", call.e164} and each.at == call.at for each in told)
        if call.line != "available":
            assert not any(each.said.e164 for each in told)
        # A description is an address and a place, or neither.
        assert all((each.home >= 0 or each.site >= 0) == bool(each.said.address or each.said.postcode) for each in told)
    assert seen > 100


def test_a_call_on_which_nobody_is_named_describes_nobody() -> None:
    world = make_world(Order(people=300, years=2, seed=7, until=UNTIL))
    silent = [replace(call, identified=False, victims_named=False) for call in world.calls()]

    assert [list(mentions(world, call, Recorder(Random(1)))) for call in silent] == [[] for _ in silent]
