"""
A register without a database: how each person on file was described over five years, again and again the same.

Every person has a source of chance of their own, so that the descriptions of one can be told without those of the others, and
none need be kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from heed.simulation import planning
from heed.simulation.geography import County, make_county
from heed.simulation.histories import EPOCH
from heed.simulation.lines import YEARS, Lines
from heed.simulation.mentions import GIVEN_KNOWN, NAMED_BY_OTHERS, Recorded, home_told
from heed.simulation.population import DAYS, Household, Person, Population, make_households, settle
from heed.simulation.recording import EVERYTHING, Recorder

STRANGERS = 1.3
"""People who are not on file, for each who is; a third of them children."""
GROWN = 18
ANOTHER_AT_HOME = 0.45
"""Share of the other adults of a household of which somebody is on file that are on file too."""
MOVES_A_YEAR = 0.03
SPARE_HOMES = 1.12
MOST_MENTIONS = 40
NAMED_BY_SOMEBODY_ELSE = 0.15
HIDDEN, HIDDEN_BY_OTHERS = 0.85, 0.02
"""Share of calls without a number, by people who hide it and by others (histories.py)."""
INSTITUTION_RINGS, ANOTHERS, A_FRIENDS = 0.6, 0.06, 0.04
"""Shares of calls on the home's line, on the number of somebody at home, and of somebody who lives elsewhere."""
LANDLINE_OLD, LANDLINE_YOUNG, OLD = 0.6, 0.2, 65

WITHHELD = ("", "withheld")


@dataclass(frozen=True, slots=True)
class Files:
    """Who there is, who is on file (1 by person), and where homes stand empty. Days as date.toordinal."""

    county: County
    population: Population
    on_file: bytearray
    lines: Lines
    empty_homes: tuple[int, ...]
    starts: int
    today: int
    mentions_per_person: float
    seed: int

    def household(self, person: Person) -> Household:
        """Return somebody's household."""
        return self.population.households[person.household]

    def known_at_home(self, person: Person) -> bool:
        """Say whether anybody of somebody's household is on file, themselves included."""
        return any(self.on_file[member] for member in self.household(person).members)

    def descriptions(self, people: Iterator[Person]) -> Iterator[Recorded]:
        """Yield the descriptions of some people, each person's in the order of time."""
        recorder = Recorder(Random())
        base = Random(f"{self.seed}/register").getrandbits(64) << 40
        more = 1 - 1 / self.mentions_per_person
        span = self.today - self.starts
        for person in people:
            rng = recorder.rng
            rng.seed(base + person.index)
            count = 1
            while count < MOST_MENTIONS and rng.random() < more:
                count += 1
            for day in sorted(self.starts + int(rng.random() * span) for _ in range(count)):
                yield self._description(recorder, person, day)

    def line(self, rng: Random, person: Person, day: int) -> tuple[str, str]:
        """Return the number somebody rings from on a day, and its class, both as the call would have them."""
        household = self.household(person)
        if rng.random() < (HIDDEN if person.hides_number else HIDDEN_BY_OTHERS):
            return WITHHELD
        if household.site >= 0 and rng.random() < INSTITUTION_RINGS:
            return self.site_line(household.site)
        draw = rng.random()
        if draw < ANOTHERS:
            other = self.lines.member(household, person, day, rng.random())
            if other:
                return other, "available"
        elif draw < ANOTHERS + A_FRIENDS:
            friend = self.population.people[rng.randrange(len(self.population.people))]
            return self.lines.own(friend, day), "available"
        age = (day - person.born) / DAYS
        if household.landline and draw > 1 - (LANDLINE_OLD if age >= OLD else LANDLINE_YOUNG):
            return self.lines.landline(household), "available"
        return self.lines.own(person, day), "available"

    def site_line(self, site: int) -> tuple[str, str]:
        """Return an institution's line and its class."""
        kind = "care-home" if self.county.sites[site].kind == "care_home" else "switchboard"
        return self.lines.site(site), kind

    def address(self, home: int, site: int) -> str:
        """Write where something is: a site before a home."""
        return self.county.sites[site].address if site >= 0 else self.county.address(home)

    def _description(self, recorder: Recorder, person: Person, day: int) -> Recorded:
        """Describe somebody on a day: on their own call, or named by somebody else."""
        rng = recorder.rng
        home, site = home_told(rng, self.household(person), day)
        e164, fields = "", EVERYTHING
        if rng.random() < NAMED_BY_SOMEBODY_ELSE:
            fields = NAMED_BY_OTHERS | {"birth"} if rng.random() < GIVEN_KNOWN else NAMED_BY_OTHERS - {"given"}
        else:
            number, kind = self.line(rng, person, day)
            e164 = number if kind == "available" else ""
        said = recorder.said(person, day=day, home=self.address(home, site), e164=e164, fields=fields)
        at = (day - EPOCH) * planning.DAY + rng.randrange(planning.DAY)
        if not said.address and not said.postcode:
            home = site = -1
        return Recorded(person.index, said, at, home, site)


def make_files(*, people: int, seed: int, today: int, mentions_per_person: float) -> Files:
    """Make a world in which so many people are on file. Raises ValueError for fewer than 50, or less than one mention each."""
    if people < 50 or not 1 <= mentions_per_person <= MOST_MENTIONS / 2:
        message = f"a register has at least 50 people and 1 to {MOST_MENTIONS // 2} mentions of each"
        raise ValueError(message)
    everybody = int(people * (1 + STRANGERS))
    starts = today - YEARS * 365
    maker = make_households(Random(f"{seed}/people"), people=everybody, today=today)
    homes = int(len(maker.households) * SPARE_HOMES) + 40
    county = make_county(Random(f"{seed}/county"), people=everybody, homes=homes)
    maker.rng = Random(f"{seed}/homes")
    movers = min(MOVES_A_YEAR * YEARS, (SPARE_HOMES - 1) * 0.5)
    population = settle(maker, county, starts=starts, movers=movers)
    lived_in = bytearray(county.homes)
    for household in population.households:
        for home in (household.home, household.later_home):
            if home >= 0:
                lived_in[home] = 1
    return Files(
        county=county,
        population=population,
        on_file=_put_on_file(Random(f"{seed}/file"), population, people=people, today=today),
        lines=Lines(population, starts=starts, today=today),
        empty_homes=tuple(home for home in range(county.homes) if not lived_in[home]),
        starts=starts,
        today=today,
        mentions_per_person=mentions_per_person,
        seed=seed,
    )


def _put_on_file(rng: Random, population: Population, *, people: int, today: int) -> bytearray:
    """Choose who is on file: exactly so many grown people, some households whole, some in part, some not at all."""
    on_file = bytearray(len(population.people))
    order = list(range(len(population.households)))
    rng.shuffle(order)
    # Somebody of an institution is always among them: a hostel or a care home rings often.
    order.sort(key=lambda household: household != 0)
    left = people
    spare: list[int] = []
    for number in order:
        grown = [m for m in population.households[number].members if today - population.people[m].born >= GROWN * 366]
        rng.shuffle(grown)
        for place, member in enumerate(grown):
            if left and (place == 0 or rng.random() < ANOTHER_AT_HOME):
                on_file[member] = 1
                left -= 1
            else:
                spare.append(member)
    for member in spare[:left]:
        on_file[member] = 1
    return on_file
