"""One simulated force: made whole from a seed, played through once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from random import Random

from heed.simulation import planning
from heed.simulation.geography import County, make_county
from heed.simulation.histories import EPOCH, Contact, Histories
from heed.simulation.planning import Plan
from heed.simulation.population import Population, make_households, settle
from heed.simulation.telephones import Telephones

MOVES_A_YEAR = 0.03
SPARE_HOMES = 1.05
MOST_YEARS = 60


@dataclass(frozen=True, slots=True)
class Order:
    """
    What world to make. until: the moment up to which it has a history, aware.

    The same order gives the same world on every machine and under every Python from 3.11 on: only whole numbers, sums and
    products of what random.Random gives are used, and nothing depends on the order of a set of strings.
    """

    people: int
    years: int
    seed: int
    until: datetime
    incidents: int | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be made."""
        if self.people < 50 or not 1 <= self.years <= MOST_YEARS:
            message = f"a force has at least 50 people and 1 to {MOST_YEARS} years of history"
            raise ValueError(message)
        if self.incidents is not None and self.incidents < 1:
            message = "a history has at least one incident"
            raise ValueError(message)

    @property
    def wanted(self) -> int:
        """Count the incidents: as asked, or as many as so many people have in so many years."""
        return self.incidents or max(1, self.people * self.years * planning.PER_THOUSAND_A_YEAR // 1000)


@dataclass(frozen=True, slots=True)
class World:
    """Everything before the first call."""

    order: Order
    county: County
    population: Population
    telephones: Telephones
    histories: Histories
    plan: Plan
    today: int

    def calls(self) -> Iterator[Contact]:
        """Play the history through, once."""
        return self.histories.play(self.plan)


def make_world(order: Order) -> World:
    """Make a world. Each part draws from its own source, so that a change to one leaves the others as they were."""
    ends = int(order.until.timestamp())
    begins = ends - order.years * planning.YEAR
    today = ends // planning.DAY + EPOCH
    maker = make_households(_source(order, "people"), people=order.people, today=today)
    county = make_county(
        _source(order, "county"), people=order.people, homes=int(len(maker.households) * SPARE_HOMES) + 40
    )
    maker.rng = _source(order, "homes")
    starts = begins // planning.DAY + EPOCH
    population = settle(maker, county, starts=starts, movers=min(0.6, MOVES_A_YEAR * order.years))
    telephones = Telephones(_source(order, "telephones"), county)
    histories = Histories(_source(order, "calls"), county, population, telephones)
    plan = planning.make_plan(_source(order, "plan"), incidents=order.wanted, begins=begins, ends=ends)
    return World(order, county, population, telephones, histories, plan, today)


def _source(order: Order, part: str) -> Random:
    """Return a source of chance for one part: Random seeds itself from a string by SHA-512, alike everywhere."""
    return Random(f"{order.seed}/{part}")
