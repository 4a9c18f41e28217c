"""
The people of Mallowshire: who lives with whom, how old they are, what they need, and how they use the telephone.

Shares are round numbers chosen to look like a British county; none is taken from a census. What matters is that the hard
cases exist: twins, a father and son of one name, carers, children, people who hide their number, residents of homes.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import accumulate
from random import Random

from heed.simulation.geography import County
from heed.simulation.names import BY_CODE, ORIGINS, Origin
from heed.simulation.naming import Naming
from heed.simulation.terms import Need

ADULT = 18
OLD = 70
DAYS = 365.25

HOUSEHOLDS = (
    # kind, share in a hundred
    ("alone", 18),
    ("old_alone", 12),
    ("couple", 17),
    ("old_couple", 10),
    ("family", 23),
    ("lone_parent", 9),
    ("sharers", 5),
    ("three_generations", 4),
    ("cared_for", 2),
)

NEEDS = (
    # need, from age, below age, share
    (Need.DEMENTIA, 75, 200, 0.12),
    (Need.MOBILITY, 70, 200, 0.20),
    (Need.MOBILITY, 18, 70, 0.022),
    (Need.DEAFNESS, 65, 200, 0.06),
    (Need.SIGHT, 65, 200, 0.03),
    (Need.LEARNING_DISABILITY, 8, 200, 0.012),
    (Need.MENTAL_HEALTH, 16, 70, 0.042),
    (Need.LONG_TERM_ILLNESS, 30, 200, 0.018),
)

TWINS = 0.016
SAME_NAME = 0.03
HIDES_NUMBER = 0.05
LANDLINE_BY_AGE = ((70, 0.85), (50, 0.5), (0, 0.18))
LITTLE_ENGLISH = 0.08
FRAIL = 0.35


@dataclass(slots=True, eq=False)
class Person:
    """
    Somebody. born: as date.toordinal; needs in the order of NEEDS.

    later_family: the family name from the day `changes` on, by marriage or divorce; changes is 0 for most people.
    """

    index: int
    given: str
    family: str
    woman: bool
    born: int
    household: int
    origin: str
    needs: tuple[Need, ...] = ()
    hides_number: bool = False
    key: int = 0
    middles: tuple[str, ...] = ()
    later_family: str = ""
    changes: int = 0

    @property
    def name(self) -> str:
        """Return given and family name, the family name of the first day."""
        return f"{self.given} {self.family}"

    def family_on(self, day: int) -> str:
        """Return the family name on a day."""
        return self.later_family if self.changes and day >= self.changes else self.family

    @property
    def born_on(self) -> date:
        """Return the day of birth."""
        return date.fromordinal(self.born)

    @property
    def id(self) -> str:
        """Return the id, as the force writes it too once it knows the person."""
        text = f"{self.key:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"

    def age(self, day: int) -> int:
        """Return the age in years on a day."""
        on, born = date.fromordinal(day), date.fromordinal(self.born)
        return on.year - born.year - ((on.month, on.day) < (born.month, born.day))

    @property
    def because(self) -> str:
        """Say in words why the person is vulnerable; nothing when they are not."""
        return "; ".join(need.label for need in self.needs)


@dataclass(slots=True, eq=False)
class Household:
    """
    People who live together. home, later_home: numbers of homes in the county; moves: day of moving, 0 for never.

    site: index of the care home, sheltered housing or hostel they live in, -1 for a home of their own. carer: the
    member who looks after another, -1 for none.
    """

    index: int
    kind: str
    members: list[int] = field(default_factory=list)
    home: int = -1
    later_home: int = -1
    moves: int = 0
    landline: bool = False
    site: int = -1
    carer: int = -1

    def home_on(self, day: int) -> int:
        """Return where they live on a day."""
        return self.later_home if self.moves and day >= self.moves else self.home


@dataclass(frozen=True, slots=True)
class Population:
    """Everybody; staff: for each site, the people who work there and ring for others; councillors ring for anybody."""

    people: list[Person]
    households: list[Household]
    staff: dict[int, tuple[int, ...]]
    councillors: tuple[int, ...]

    def home_of(self, person: Person, day: int) -> int:
        """Return where somebody lives on a day."""
        return self.households[person.household].home_on(day)


def person_key(rng: Random) -> int:
    """Return a version 4 UUID as a number."""
    return rng.getrandbits(128) & ~(0xF000 << 64) & ~(0xC000 << 48) | (0x4000 << 64) | (0x8000 << 48)


class Maker:
    """Makes people, household after household."""

    def __init__(self, rng: Random, *, today: int) -> None:
        """Start with nobody. today: the day on which ages hold."""
        self.rng = rng
        self.today = today
        self.people: list[Person] = []
        self.households: list[Household] = []
        self._kinds = [kind for kind, _ in HOUSEHOLDS]
        self._kind_shares = list(accumulate(share for _, share in HOUSEHOLDS))
        self._naming = Naming(today)
        self._origin_shares = list(accumulate(origin.share for origin in ORIGINS))

    def household(self, kind: str = "") -> Household:
        """Make one household of a kind, or of any kind."""
        rng = self.rng
        kind = kind or rng.choices(self._kinds, cum_weights=self._kind_shares)[0]
        made = Household(index=len(self.households), kind=kind)
        self.households.append(made)
        origin = rng.choices(ORIGINS, cum_weights=self._origin_shares)[0]
        base = self._naming.base(rng, origin)
        oldest = self._fill(made, kind, origin, base)
        made.landline = rng.random() < next(share for age, share in LANDLINE_BY_AGE if oldest >= age)
        self._rename(made)
        self._needs(made)
        return made

    def _rename(self, made: Household) -> None:
        """Give grown women the family names that marriages left them: shared, kept, joined, changed lately."""
        rng, people = self.rng, self.people
        if made.kind in {"couple", "old_couple", "family", "three_generations"} and len(made.members) > 1:
            woman, man = people[made.members[0]], people[made.members[1]]
            if woman.woman and not man.woman and woman.family not in BY_CODE[woman.origin].wives:
                woman.family, woman.later_family, woman.changes = self._naming.partner(
                    rng, woman.family, woman.origin, woman.born
                )
        elif made.kind in {"alone", "lone_parent"} and people[made.members[0]].woman:
            woman = people[made.members[0]]
            woman.family, woman.later_family, woman.changes = self._naming.alone(rng, woman.family, woman.origin)

    def _fill(self, made: Household, kind: str, origin: Origin, base: str) -> int:
        """Put the members in; return the age of the oldest."""
        rng, add = self.rng, self._add
        match kind:
            case "alone":
                return add(made, origin, base, rng.randrange(19, 70), rng.random() < 0.48)
            case "old_alone" | "resident":
                return add(made, origin, base, rng.randrange(70, 97), rng.random() < 0.66)
            case "couple" | "old_couple":
                age = rng.randrange(22, 70) if kind == "couple" else rng.randrange(70, 93)
                add(made, origin, base, age, woman=True)
                return max(age, add(made, origin, base, max(19, age + rng.randrange(-4, 7)), woman=False))
            case "sharers":
                ages = [rng.randrange(19, 40) for _ in range(rng.randrange(2, 6))]
                for age in ages:
                    other = rng.choice(ORIGINS)
                    add(made, other, self._naming.base(rng, other), age, rng.random() < 0.5)
                return max(ages)
            case "cared_for":
                age = rng.randrange(45, 75)
                made.carer = len(self.people)
                add(made, origin, base, age, woman=rng.random() < 0.7)
                return add(made, origin, base, age + rng.randrange(20, 32), woman=rng.random() < 0.6)
            case _:
                return self._family(made, kind, origin, base)

    def _family(self, made: Household, kind: str, origin: Origin, base: str) -> int:
        """Put parents, children and, in three generations, a grandparent in."""
        rng = self.rng
        age = rng.randrange(24, 56)
        self._add(made, origin, base, age, woman=kind != "lone_parent" or rng.random() < 0.86)
        if kind != "lone_parent":
            self._add(made, origin, base, max(19, age + rng.randrange(-3, 8)), woman=False)
        father = self.people[-1]
        children = rng.choice((1, 1, 2, 2, 2, 3, 4))
        child_age = max(0, age - rng.randrange(19, 38))
        for number in range(children):
            twin = number > 0 and rng.random() < TWINS * 2
            child_age = child_age if twin else max(0, child_age - rng.randrange(1, 5) * (number > 0))
            woman = rng.random() < 0.5
            self._add(made, origin, base, child_age, woman)
            child = self.people[-1]
            if twin:
                child.born = self.people[-2].born
            if not woman and not father.woman and rng.random() < SAME_NAME:
                child.given = father.given
        if kind == "three_generations":
            self._add(made, origin, base, age + rng.randrange(22, 34), woman=rng.random() < 0.65)
            return max(OLD, age)
        return age

    def _add(self, made: Household, origin: Origin, base: str, age: int, woman: bool) -> int:  # noqa: FBT001
        """Add one member; return the age."""
        rng, naming = self.rng, self._naming
        born = self.today - int(age * DAYS) - rng.randrange(1, 365)
        if age >= ADULT and origin.papers and rng.random() * 100 < origin.papers:
            born = date(date.fromordinal(born).year, 1, 1).toordinal()
        given = naming.given(rng, origin, woman=woman, born=born)
        if made.members and any(self.people[member].given == given for member in made.members):
            given = naming.given(rng, origin, woman=woman, born=born)
        person = Person(
            index=len(self.people),
            given=given,
            family=naming.family(rng, base, origin, woman=woman),
            woman=woman,
            born=born,
            household=made.index,
            origin=origin.code,
            hides_number=rng.random() < HIDES_NUMBER,
            key=person_key(rng),
            middles=naming.middles(rng, origin, woman=woman, given=given),
        )
        self.people.append(person)
        made.members.append(person.index)
        return age

    def _needs(self, made: Household) -> None:
        """Give the members the needs of their age and situation."""
        rng = self.rng
        for index in made.members:
            person = self.people[index]
            age = (self.today - person.born) / DAYS
            needs = [need for need, low, high, share in NEEDS if low <= age < high and rng.random() < share]
            if age >= 80 and len(made.members) == 1 and rng.random() < FRAIL:
                needs.append(Need.FRAIL_AND_ALONE)
            if person.origin not in {"british", "irish", "caribbean"} and age > 50 and rng.random() < LITTLE_ENGLISH:
                needs.append(Need.LITTLE_ENGLISH)
            if made.kind == "cared_for" and index != made.carer and not needs:
                needs.append(rng.choice((Need.DEMENTIA, Need.MOBILITY, Need.LONG_TERM_ILLNESS)))
            person.needs = tuple(needs)


def settle(maker: Maker, county: County, *, starts: int, movers: float) -> Population:
    """
    Give every household a home, and every site its residents and staff.

    movers: share of households that move once between the day starts and today.
    """
    rng = maker.rng
    lived_in = [site for site, found in enumerate(county.sites) if found.kind in {"care_home", "building"}]
    homes = list(range(county.homes))
    rng.shuffle(homes)
    own = [household for household in maker.households if household.kind != "resident"]
    spare = homes[len(own) :]
    for household, home in zip(own, homes, strict=False):
        household.home = home
        if spare and rng.random() < movers:
            household.moves = starts + int(rng.random() * (maker.today - starts))
            household.later_home = spare.pop()
    for number, household in enumerate(found for found in maker.households if found.kind == "resident"):
        household.site = lived_in[number % len(lived_in)]
        household.landline = False
    adults = [
        person.index
        for person in maker.people
        if 20 <= (maker.today - person.born) / DAYS < 66 and maker.households[person.household].site < 0
    ]
    staff = {
        number: tuple(rng.sample(adults, min(len(adults), rng.choice((2, 3, 4)))))
        for number, site in enumerate(county.sites)
        if site.kind != "public"
    }
    councillors = tuple(rng.sample(adults, min(len(adults), max(2, len(county.wards) * 2))))
    return Population(maker.people, maker.households, staff, councillors)


RESIDENTS = 0.012
"""Share of the people who live in a care home, sheltered housing or a hostel."""


def make_households(rng: Random, *, people: int, today: int) -> Maker:
    """Make households until there are so many people; residents of homes among them."""
    maker = Maker(rng, today=today)
    for _ in range(int(people * RESIDENTS)):
        maker.household("resident")
    while len(maker.people) < people:
        maker.household()
    # The last household may have been one too many: keep exactly so many people.
    while len(maker.people) > people:
        gone = maker.people.pop()
        maker.households[gone.household].members.remove(gone.index)
        if maker.households[gone.household].carer == gone.index:
            maker.households[gone.household].carer = -1
    if not maker.households[-1].members:
        maker.households.pop()
    return maker
