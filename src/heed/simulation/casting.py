"""Who is in a trouble: whom it befalls, who causes it, who rings about it, and what they are to the victim."""

from dataclasses import dataclass
from itertools import accumulate
from random import Random

from heed.simulation import words
from heed.simulation.geography import County
from heed.simulation.phrases import TROUBLES, Trouble
from heed.simulation.planning import Course
from heed.simulation.population import ADULT, DAYS, Household, Person, Population
from heed.simulation.terms import Need, Relation

RINGS_FROM = 12
"""Years. Nobody younger rings."""

SPEAKS_FOR_SELF = 16


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who may ring about a trouble, and about whom: victims are indices of people."""

    person: int
    relation: Relation
    victims: tuple[int, ...]


@dataclass(slots=True)
class Cast:
    """One trouble with its people. household or site is where it happens, the other is -1. told: reports so far."""

    trouble: Trouble
    other_party: str
    household: int
    site: int
    callers: tuple[Caller, ...]
    weights: tuple[float, ...]
    qualifiers: tuple[str, ...]
    told: int = 0
    last_incident: int = 0
    last_at: int = 0
    last_gap: int = 0


class Casting:
    """Draws the cast of each trouble."""

    def __init__(self, rng: Random, county: County, population: Population) -> None:
        """Sort households by whether somebody in them is vulnerable."""
        self._rng, self._county, self._population = rng, county, population
        self._day = 0
        people = population.people
        self._vulnerable = [h.index for h in population.households if any(people[m].needs for m in h.members)]
        self._others = [h.index for h in population.households if not any(people[m].needs for m in h.members)]
        self._by_home = {h.home: h.index for h in population.households if h.home >= 0}
        self._sites = {
            where: [
                n
                for n, site in enumerate(county.sites)
                if site.what == where and (n in population.staff or where == "park")
            ]
            for where in ("shop", "park")
        }
        self._once = list(accumulate(trouble.share for trouble in TROUBLES))
        self._lasting = list(accumulate(trouble.lasting for trouble in TROUBLES))

    def cast(self, course: Course, *, day: int) -> Cast:
        """Draw a trouble and its people, of the ages they had on the day."""
        rng = self._rng
        self._day = day
        weights = self._once if course.rate == (0, 0) else self._lasting
        trouble = rng.choices(TROUBLES, cum_weights=weights)[0]
        if trouble.where == "shop":
            return self._at_shop(trouble)
        pool = (
            self._vulnerable
            if self._vulnerable and rng.random() < course.vulnerable
            else self._others or self._vulnerable
        )
        household = self._population.households[rng.choice(pool)]
        for _ in range(50):
            if any(self._age(self._population.people[m]) >= ADULT for m in household.members):
                break
            household = self._population.households[rng.choice(pool)]
        if trouble.where in {"street", "park"}:
            return self._in_public(trouble, household, lasts=course.rate != (0, 0))
        return self._at_home(trouble, household)

    def _at_home(self, trouble: Trouble, household: Household) -> Cast:
        """Cast a trouble that befalls one household."""
        rng, people = self._rng, self._population.people
        victim = self._victim(household)
        victims: tuple[int, ...] = (victim.index,)
        others = [m for m in household.members if m != victim.index and self._age(people[m]) >= 1]
        if others and rng.random() < 0.25:
            victims += (rng.choice(others),)
        found: list[tuple[Caller, float]] = []
        age = self._age(victim)
        if age >= SPEAKS_FOR_SELF and not (Need.DEMENTIA in victim.needs and rng.random() < 0.5):
            found.append((Caller(victim.index, Relation.SELF, victims), 0.5 if household.site >= 0 else 1.0))
        for member in others:
            if self._age(people[member]) >= SPEAKS_FOR_SELF:
                weight = 0.8 if member == household.carer else 0.16
                found.append((Caller(member, self._relation(household, people[member], victim), victims), weight))
        if household.site >= 0:
            found += [
                (Caller(s, Relation.WARDEN, victims), 0.4) for s in self._population.staff.get(household.site, ())
            ]
        if age >= 60 and rng.random() < 0.4:
            found.append((Caller(self._grown_child(victim), Relation.CHILD, victims), 0.35))
        if rng.random() < 0.3 or not found:
            found.append((Caller(self._neighbour(household), Relation.NEIGHBOUR, victims), 0.15))
        if rng.random() < 0.05 and self._population.councillors:
            found.append((Caller(rng.choice(self._population.councillors), Relation.COUNCILLOR, victims), 0.1))
        return self._made(trouble, found, household=household.index)

    def _in_public(self, trouble: Trouble, household: Household, *, lasts: bool) -> Cast:
        """Cast a trouble of a street or a park: those who live near ring for themselves."""
        rng = self._rng
        near = [household.index]
        near += [self._household_of(self._neighbour(household)) for _ in range(rng.choice((0, 1, 2)) if lasts else 0)]
        found: list[tuple[Caller, float]] = []
        for number, index in enumerate(near):
            victim = self._victim(self._population.households[index], rings=True)
            found.append((Caller(victim.index, Relation.SELF, (victim.index,)), 1.0 if number == 0 else 0.3))
        if rng.random() < 0.25:
            stranger = self._adult()
            found.append((Caller(stranger, Relation.PASSER_BY, ()), 0.3))
        site = rng.choice(self._sites["park"]) if trouble.where == "park" and self._sites["park"] else -1
        return self._made(trouble, found, household=household.index, site=site)

    def _at_shop(self, trouble: Trouble) -> Cast:
        """Cast a trouble of a shop: its staff ring."""
        site = self._rng.choice(self._sites["shop"])
        staff = self._population.staff[site]
        victim = self._rng.choice(staff)
        found = [
            (
                Caller(member, Relation.SELF if member == victim else Relation.STAFF, (victim,)),
                1.0 if member == victim else 0.4,
            )
            for member in staff
        ]
        return self._made(trouble, found, household=-1, site=site)

    def _made(self, trouble: Trouble, found: list[tuple[Caller, float]], *, household: int, site: int = -1) -> Cast:
        """Put a cast together."""
        rng = self._rng
        street, door = "the estate", rng.randrange(1, 90)
        if household >= 0 and self._population.households[household].home >= 0:
            street = self._county.street(self._population.households[household].home).name
        qualifiers = trouble.qualifiers
        if trouble.code == "prejudice" and any(
            self._population.people[v].needs for caller, _ in found for v in caller.victims
        ):
            qualifiers = ("PREJUDICE_DISABILITY",)
        return Cast(
            trouble=trouble,
            other_party=words.other_party(rng, trouble, street=street, door=door),
            household=household,
            site=site if site >= 0 else self._population.households[household].site,
            callers=tuple(caller for caller, _ in found),
            weights=tuple(weight for _, weight in found),
            qualifiers=qualifiers,
        )

    def one_more(self, cast: Cast, *, day: int) -> Caller:
        """Return somebody else who rings about the same event: a neighbour, or somebody who walks by."""
        rng = self._rng
        self._day = day
        if cast.household >= 0 and rng.random() < 0.7:
            neighbour = self._neighbour(self._population.households[cast.household])
            if not cast.trouble.aimed:
                return Caller(neighbour, Relation.SELF, (neighbour,))
            return Caller(neighbour, Relation.NEIGHBOUR, cast.callers[0].victims)
        return Caller(self._adult(), Relation.PASSER_BY, cast.callers[0].victims if cast.trouble.aimed else ())

    def _victim(self, household: Household, *, rings: bool = False) -> Person:
        """Choose the member it befalls: one with needs before the others, two times in three."""
        rng, people = self._rng, self._population.people
        members = [people[m] for m in household.members if self._age(people[m]) >= 1]
        if rings:
            members = [m for m in members if self._age(m) >= SPEAKS_FOR_SELF] or members
        needy = [m for m in members if m.needs]
        if needy and rng.random() < 0.9:
            return rng.choice(needy)
        adults = [m for m in members if self._age(m) >= RINGS_FROM]
        return rng.choice(adults or members)

    def _relation(self, household: Household, caller: Person, victim: Person) -> Relation:
        """Say what somebody at home is to the victim."""
        if caller.index == household.carer:
            return Relation.CARER
        if household.kind == "sharers":
            return Relation.SHARER
        older = (victim.born - caller.born) / DAYS
        if older >= 15:
            return Relation.PARENT
        if older <= -15:
            return Relation.CHILD
        return Relation.PARTNER if self._age(caller) >= 18 and self._age(victim) >= 18 else Relation.FAMILY

    def _age(self, person: Person) -> float:
        return (self._day - person.born) / DAYS

    def _adult(self) -> int:
        """Draw any adult."""
        people = self._population.people
        for _ in range(50):
            person = self._rng.choice(people)
            if 18 <= self._age(person) < 90:
                return person.index
        return people[0].index

    def _grown_child(self, victim: Person) -> int:
        """Draw somebody of an age to be the victim's daughter or son, of the same family name when one is soon found."""
        people, best = self._population.people, -1
        for _ in range(30):
            person = self._rng.choice(people)
            if 18 <= (person.born - victim.born) / DAYS <= 45 and self._age(person) >= ADULT:
                best = person.index
                if person.family == victim.family:
                    break
        return best if best >= 0 else self._adult()

    def _neighbour(self, household: Household) -> int:
        """Draw an adult who lives near; any adult, when nobody does."""
        if household.home >= 0:
            for _ in range(4):
                near = self._by_home.get(self._county.neighbour_of(household.home, self._rng))
                if near is not None and near != household.index:
                    adults = [
                        m
                        for m in self._population.households[near].members
                        if self._age(self._population.people[m]) >= 18
                    ]
                    if adults:
                        return self._rng.choice(adults)
        return self._adult()

    def _household_of(self, person: int) -> int:
        return self._population.people[person].household
