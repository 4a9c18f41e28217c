"""
Who has which number, for many more people than there are numbers for drama.

telephones.py gives out the 20,000 real numbers for drama in the order of time. An examination of a million people needs
millions, and any of them at once: here each is a number for drama with three more digits, so long that no exchange will ever
connect it, and follows from the person alone. Twelve million are
people's own, enough for 1.7 million people on file; beyond that they begin again.
"""

from heed.simulation import drama
from heed.simulation.population import ADULT, DAYS, Household, Person, Population

CHANGES_IN_TEN_THOUSAND = 3_700
"""Share of people who change their number once in YEARS: 9 % a year (telephones.py)."""
YEARS = 5
REISSUED = 2
"""One of so many new numbers is one that somebody else gave up, if they did so RESTS_DAYS before."""


SCATTER = 7_368_787
"""A prime that divides no count of numbers: people who live together do not have numbers that look alike."""


def _extended(prefixes: tuple[str, ...], place: int) -> str:
    """Return the place-th number of some prefixes, six digits behind each; begins again when all are used."""
    prefix, last = divmod(place * SCATTER % (len(prefixes) * 1_000_000), 1_000_000)
    return f"{prefixes[prefix]}{last:06d}"


class Lines:
    """The numbers of a population between two days."""

    def __init__(self, population: Population, *, starts: int, today: int) -> None:
        """Say who there is, and when."""
        self._people = population.people
        self._starts, self._days = starts, max(1, today - starts)

    def own(self, person: Person, day: int) -> str:
        """Return somebody's own number on a day."""
        return self._number(person, later=day >= self.changed(person) > 0)

    def changed(self, person: Person) -> int:
        """Return the day on which somebody changes their number, 0 for never."""
        if (person.key >> 80) % 10_000 >= CHANGES_IN_TEN_THOUSAND:
            return 0
        return self._starts + (person.key >> 96) % self._days

    def fresh(self, person: Person) -> str:
        """Return a number that somebody got since, and that nobody had before."""
        return _extended((*drama.MOBILES, *drama.OWN_LANDLINES), len(self._people) * 2 + person.index)

    @staticmethod
    def landline(household: Household) -> str:
        """Return the number that a household shares; it moves with them."""
        return _extended(drama.HOME_LANDLINES, household.index)

    @staticmethod
    def site(number: int) -> str:
        """Return the line of a care home, a shop, a school."""
        return _extended(drama.INSTITUTION_LINES, number)

    def member(self, household: Household, person: Person, day: int, chance: float) -> str:
        """Return the number of another adult at home, nothing when there is none."""
        others = [
            self._people[m]
            for m in household.members
            if m != person.index and day - self._people[m].born >= ADULT * DAYS
        ]
        return self.own(others[int(chance * len(others))], day) if others else ""

    def _number(self, person: Person, *, later: bool) -> str:
        if later and (person.key >> 104) % REISSUED == 0:
            # Far enough away that the giver lives in another household, whatever the number of people.
            giver = self._people[(person.index + 104_729) % len(self._people)]
            if (
                0 < self.changed(giver) < self.changed(person) - drama.RESTS_DAYS
                and giver.household != person.household
            ):
                return self._number(giver, later=False)
        return _extended((*drama.MOBILES, *drama.OWN_LANDLINES), person.index * 2 + later)
