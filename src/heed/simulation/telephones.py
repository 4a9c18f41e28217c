"""Who can be reached on which number when: numbers are got, shared, changed and given up, and given to strangers."""

from random import Random

from heed.simulation import drama
from heed.simulation.geography import County
from heed.simulation.population import Household, Person

CHANGES_A_YEAR = 0.09
"""Share of people who change their mobile number in a year (Heed's choice: enough that the case is common)."""

YEAR = 365


class Telephones:
    """
    The numbers of everybody, given out when they are first needed.

    Asked in the order of time: numbers given up in March can be a stranger's in October.
    """

    def __init__(self, rng: Random, county: County) -> None:
        """Put a line into every site that has one."""
        self._rng = rng
        self.own = drama.Pool(rng, (*drama.MOBILES, *drama.OWN_LANDLINES))
        self.home = drama.Pool(rng, drama.HOME_LANDLINES)
        institutions = drama.Pool(rng, drama.INSTITUTION_LINES)
        self.sites = {number: institutions.take(0) for number, site in enumerate(county.sites) if site.kind != "public"}
        organisations = drama.numbers(drama.ORGANISATION_LINES)
        self.council, self.force = next(organisations), next(organisations)
        self._mobiles: dict[int, str] = {}
        self._changes: dict[int, int] = {}
        self._landlines: dict[int, str] = {}

    def mobile(self, person: Person, day: int) -> str:
        """Return somebody's own number on a day."""
        number = self._mobiles.get(person.index)
        if number is None:
            number = self._mobiles[person.index] = self.own.take(day)
            self._changes[person.index] = day + self._until_change()
        elif day >= self._changes[person.index]:
            self.own.give_up(number, day)
            number = self._mobiles[person.index] = self.own.take(day)
            self._changes[person.index] = day + self._until_change()
        return number

    def landline(self, household: Household, day: int) -> str:
        """Return the number that a household shares; it moves house with them."""
        number = self._landlines.get(household.index)
        if number is None:
            number = self._landlines[household.index] = self.home.take(day)
        return number

    def known_mobile(self, person: Person) -> str:
        """Return the number somebody was last given; nothing when none has been needed."""
        return self._mobiles.get(person.index, "")

    def known_landline(self, household: Household) -> str:
        """Return a household's number; nothing when none has been needed."""
        return self._landlines.get(household.index, "")

    def has_fresh_own(self) -> bool:
        """Say whether a number can still be given out that nobody has had."""
        return self.own.has_fresh

    def _until_change(self) -> int:
        """Draw the days until somebody changes their number, without logarithms: the same on every machine."""
        days = 1
        while self._rng.random() >= CHANGES_A_YEAR:
            days += YEAR
        return days + self._rng.randrange(YEAR)
