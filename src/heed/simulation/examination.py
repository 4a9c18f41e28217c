"""
Calls by which a matcher is examined: who really rings, what they say, and whether they are on file.

Knows nothing of any matcher. Half of the questions are about people on file, half not; of those who are not, 55 of a hundred
live with somebody who is (linkage.md 6). People on file are asked for in ten ways, each at least 4 of a hundred questions.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from heed.engines.linkage.said import Said
from heed.simulation.filing import GROWN, WITHHELD, Files, make_files
from heed.simulation.mentions import GIVEN_KNOWN, NAMED_BY_OTHERS, Recorded
from heed.simulation.names import BY_CODE, family_name
from heed.simulation.naming import Naming
from heed.simulation.population import Person
from heed.simulation.recording import EVERYTHING, Recorder

TODAY = date(2026, 11, 22).toordinal()
"""The day on which the register ends. Questions are asked on one of the LATER days after it."""
LATER = 30

SCENARIOS = {
    # of 400 questions
    "own_number": 32, "shared_landline": 20, "household_members_number": 18, "new_number": 20, "withheld": 24,
    "institution": 17, "third_party": 20, "moved_house": 17, "married_name": 16, "typos": 16,
    "new_caller": 90, "new_caller_known_household": 110,
}  # fmt: skip

TRIES = 20_000
CARELESS = 8.0
"""Times as many slips as usual, in the scenario of typos."""
BRIDE_FROM, BRIDE_UNTIL = 20, 66
JOINS = 0.2
LONG_AGO = 4_000
POSTCODE = re.compile(r"[A-Z]{1,2}[0-9O]{1,2} ?[0-9O][A-Z]{2}$")


@dataclass(frozen=True, slots=True)
class Question:
    """
    One call. person: who is really meant, as an index in the population; of third_party and institution the victim rung for.

    known: the register has a description of that person. household_known: it has one of somebody at home, or of them. said:
    everything said by the end. e164, line: the line the call comes on and its class (engines/numbers); a third party's is
    not in said. e164 is empty when withheld. missing: of given, family, birth (neither date nor age), date, address, postcode,
    number, email.
    """

    scenario: str
    person: int
    known: bool
    household_known: bool
    said: Said
    e164: str
    line: str
    origin: str
    age: int
    missing: frozenset[str]


class Examination:
    """A register and the questions about it. Both can be read any number of times, and are the same each time."""

    def __init__(self, files: Files, *, questions: int) -> None:
        """Say what is on file, and how many questions to ask."""
        self.files, self._count = files, questions

    @property
    def register(self) -> Iterator[Recorded]:
        """Yield every description on file: person after person, each person's in the order of time."""
        files = self.files
        return files.descriptions(person for person in files.population.people if files.on_file[person.index])

    @property
    def questions(self) -> Iterator[Question]:
        """Yield the questions, scenarios mixed."""
        return Asking(self.files).ask(self._count)

    @property
    def shared_lines(self) -> frozenset[str]:
        """Return the numbers that are on the force's list: they identify nobody."""
        sites = self.files.county.sites
        return frozenset(self.files.lines.site(number) for number, site in enumerate(sites) if site.kind != "public")

    @property
    def people(self) -> list[Person]:
        """Return everybody, on file or not, by index: the truth."""
        return self.files.population.people


def examine(*, people: int, seed: int, questions: int, mentions_per_person: float = 1.8) -> Examination:
    """
    Make an examination with so many people on file, beside somewhat more who are not. The same seed gives the same.

    Raises ValueError for fewer than 50 people, or less than one mention of each.
    """
    files = make_files(people=people, seed=seed, today=TODAY, mentions_per_person=mentions_per_person)
    return Examination(files, questions=questions)


class Asking:
    """Draws questions."""

    def __init__(self, files: Files) -> None:
        """Take a source of chance of its own."""
        self._files = files
        self._rng = Random(f"{files.seed}/questions")
        self._recorder = Recorder(Random(f"{files.seed}/questions said"))
        self._naming = Naming(files.today)
        self._day = files.today
        self._residents = [
            person
            for household in files.population.households
            if household.site >= 0
            for person in map(files.population.people.__getitem__, household.members)
            if files.on_file[person.index]
        ]

    def ask(self, count: int) -> Iterator[Question]:
        """Yield so many questions: of each scenario its share, to the nearest one."""
        total = sum(SCENARIOS.values())
        scenarios: list[str] = []
        through = 0
        for scenario, share in SCENARIOS.items():
            through += share
            scenarios += [scenario] * ((through * count + total // 2) // total - len(scenarios))
        self._rng.shuffle(scenarios)
        for scenario in scenarios:
            self._day = self._files.today + self._rng.randrange(1, LATER)
            yield self._question(scenario)

    def _question(self, scenario: str) -> Question:
        """Ask one question of a scenario."""
        files, rng, day = self._files, self._rng, self._day
        lines = files.lines
        fields, home, careless = EVERYTHING, -1, 1.0
        line = ("", "")
        match scenario:
            case "own_number":
                person = self._person(lambda p: lines.own(p, day) in self._numbers(p))
                line = lines.own(person, day), "available"
            case "shared_landline":
                person = self._person(lambda p: files.household(p).landline)
                line = lines.landline(files.household(person)), "available"
            case "household_members_number":
                person = self._person(lambda p: lines.member(files.household(p), p, day, 0.0))
                line = lines.member(files.household(person), person, day, rng.random()), "available"
            case "new_number":
                person = self._person()
                line = lines.fresh(person), "available"
            case "withheld":
                person = self._person()
                line = WITHHELD
            case "institution":
                person, fields = rng.choice(self._residents), self._told_by_others()
                line = files.site_line(files.household(person).site)
            case "third_party":
                person, fields = self._person(), self._told_by_others()
                line = files.line(rng, self._anybody(lambda p: p.household != person.household), day)
            case "moved_house":
                person, home = self._person(), rng.choice(files.empty_homes)
            case "married_name":
                person = self._married(
                    self._person(lambda p: p.woman and BRIDE_FROM <= p.age(day) < BRIDE_UNTIL and not p.changes)
                )
            case "typos":
                person, careless = self._person(), CARELESS
            case _:
                wanted = scenario == "new_caller_known_household"
                person = self._anybody(lambda p: not files.on_file[p.index] and files.known_at_home(p) is wanted)
        if not line[1]:
            line = files.line(rng, person, day)
        return self._asked(scenario, person, *line, fields=fields, home=home, careless=careless)

    def _asked(
        self, scenario: str, person: Person, e164: str, line: str, *, fields: frozenset[str] = EVERYTHING, home: int = -1,
        careless: float = 1.0,
    ) -> Question:  # fmt: skip
        """Put a question together."""
        files, day = self._files, self._day
        household = files.household(person)
        site = household.site if home < 0 else -1
        address = files.address(home if home >= 0 else household.home_on(day), site)
        speaks_for_self = scenario not in {"institution", "third_party"}
        number = e164 if line == "available" and speaks_for_self else ""
        said = self._recorder.said(person, day=day, home=address, e164=number, fields=fields, careless=careless)
        if scenario == "typos":
            for _ in range(50):
                if (said.given, said.family) != (person.given, person.family_on(day)):
                    break
                said = self._recorder.said(person, day=day, home=address, e164=number, fields=fields, careless=careless)
        return Question(
            scenario=scenario,
            person=person.index,
            known=bool(files.on_file[person.index]),
            household_known=files.known_at_home(person),
            said=said,
            e164=e164,
            line=line,
            origin=person.origin,
            age=person.age(day),
            missing=missing_in(said),
        )

    def _person(self, fits: Callable[[Person], object] = bool) -> Person:
        """Draw somebody on file, at home, who fits."""
        files = self._files
        return self._anybody(lambda p: files.on_file[p.index] and files.household(p).site < 0 and fits(p))

    def _anybody(self, fits: Callable[[Person], object]) -> Person:
        """Draw a grown person who fits; raises LookupError when nobody seems to."""
        people, rng = self._files.population.people, self._rng
        for _ in range(TRIES):
            person = people[rng.randrange(len(people))]
            if person.age(self._day) >= GROWN and fits(person):
                return person
        message = "among so few people nobody fits this scenario: examine more"
        raise LookupError(message)

    def _numbers(self, person: Person) -> set[str]:
        """Return the numbers that somebody is on file with."""
        return {found.said.e164 for found in self._files.descriptions(iter([person]))} - {""}

    def _told_by_others(self) -> frozenset[str]:
        """Return what somebody who rings for another knows."""
        return NAMED_BY_OTHERS | {"birth"} if self._rng.random() < GIVEN_KNOWN else NAMED_BY_OTHERS - {"given"}

    def _married(self, person: Person) -> Person:
        """Return somebody with the name of a marriage since, by which she gives herself now."""
        origin = BY_CODE[person.origin]
        name = family_name(self._naming.base(self._rng, origin), origin=origin, woman=True)
        if self._rng.random() < JOINS and " " not in name + person.family and "-" not in person.family:
            name = f"{person.family}-{name}"
        # The recorder holds that a change long ago is always told.
        return replace(person, later_family=name, changes=self._day - LONG_AGO)


def missing_in(said: Said) -> frozenset[str]:
    """Return what was not said: of given, family, birth, date, address, postcode, number, email."""
    there = {
        "given": said.given,
        "family": said.family,
        "birth": said.born or said.age is not None,
        "date": said.born,
        "address": said.address,
        "postcode": said.postcode or POSTCODE.search(said.address.upper()),
        "number": said.e164,
        "email": said.email,
    }
    return frozenset(field for field, value in there.items() if not value)
