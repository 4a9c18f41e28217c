"""What the force comes to know, call by call: people, where they live, the lines they use, the places it was at."""

import uuid
from dataclasses import dataclass
from random import Random

from heed.domain.people.terms import KnownAs, LinkSource
from heed.domain.places.rules import address_key
from heed.domain.places.terms import Kind
from heed.simulation.copying import NULL, day, flag, moment, text
from heed.simulation.histories import CONFIRMED, EPOCH, Contact
from heed.simulation.planning import DAY
from heed.simulation.population import Person
from heed.simulation.tables import Tables
from heed.simulation.world import World

LISTED_BY = "system:simulation"
BIRTH_KNOWN = 0.8
"""Share of people on record whose date of birth is known."""


@dataclass(slots=True)
class Use:
    """One person's use of one line: days, and when it was confirmed, 0 for never."""

    first: int
    last: int
    times: int
    confirmed_at: int
    confirmed_by: int


class Knowledge:
    """Writes each person and place once, when first heard of; residences and lines when all is known."""

    def __init__(self, world: World, tables: Tables, *, force: int, rng: Random) -> None:
        """Begin with a force that knows nothing."""
        self._world, self._tables, self._force, self._rng = world, tables, force, rng
        self.people: set[int] = set()
        self._places: dict[tuple[int, int], str] = {}
        self._homes: dict[int, tuple[str, int]] = {}
        self._uses: dict[tuple[int, str], Use] = {}

    def learn(self, call: Contact, *, confirmed_by: int) -> None:
        """Take in what one call tells."""
        today = call.at // DAY + EPOCH
        if call.identified:
            self._meet(call.caller, call.at, today)
            if call.line == "available":
                self._use(call, today, confirmed_by=confirmed_by)
        if call.victims_named:
            for victim in call.victims:
                self._meet(victim, call.at, today)

    def place(self, home: int, site: int, at: int) -> str:
        """Return the id of a place, which is written when it is new."""
        found = self._places.get((home, site))
        if found is None:
            found = self._places[home, site] = str(uuid.UUID(int=self._rng.getrandbits(128), version=4))
            self._write_place(found, home, site, at)
        return found

    def home(self, person: Person, at: int) -> str:
        """Return the id of the place where somebody lived at a moment."""
        household = self._world.population.households[person.household]
        return self.place(-1 if household.site >= 0 else household.home_on(at // DAY + EPOCH), household.site, at)

    def finish(self) -> None:
        """Write residences that still hold, and every line use."""
        people, tables = self._world.population.people, self._tables
        for index, (place, since) in self._homes.items():
            tables.residences.add(f"{people[index].id}\t{place}\t{day(since)}\t{NULL}\t{LinkSource.SAID}")
        for (index, e164), use in self._uses.items():
            source = LinkSource.CONFIRMED if use.confirmed_at else LinkSource.SAID
            by = f"{moment(use.confirmed_at)}\t{use.confirmed_by}" if use.confirmed_at else f"{NULL}\t{NULL}"
            tables.line_uses.add(
                f"{self._force}\t{people[index].id}\t{e164}\t{source}\t{day(use.first)}\t{day(use.last)}\t{use.times}\t{by}"
            )

    def list_lines(self, at: int) -> None:
        """Put the lines of institutions, the council and the force itself on the list of shared lines."""
        world, when = self._world, moment(at)
        lines = [
            (world.telephones.council, KnownAs.PARTNER, "County council"),
            (world.telephones.force, KnownAs.OWN_FORCE, "Our own force"),
        ]
        for number, e164 in world.telephones.sites.items():
            site = world.county.sites[number]
            lines.append((e164, KnownAs.CARE_HOME if site.kind == "care_home" else KnownAs.SWITCHBOARD, site.name))
        for e164, known_as, label in {line[0]: line for line in lines}.values():
            self._tables.known_lines.add(
                f"{self._force}\t{e164}\t{known_as}\t{text(label)}\t{when}\t{LISTED_BY}\t{NULL}\t"
            )

    def _meet(self, person: Person, at: int, today: int) -> None:
        """Put somebody on record, and where they live; a move ends the residence before, once it is heard of."""
        if person.index not in self.people:
            self.people.add(person.index)
            born = day(person.born) if self._rng.random() < BIRTH_KNOWN else NULL
            self._tables.people.add(
                f"{person.id}\t{self._force}\t{text(person.given)}\t{text(person.family)}\t{born}\t{moment(at)}"
            )
        household = self._world.population.households[person.household]
        place = self.place(-1 if household.site >= 0 else household.home_on(today), household.site, at)
        before = self._homes.get(person.index)
        if before is None:
            self._homes[person.index] = place, today
        elif before[0] != place:
            self._tables.residences.add(
                f"{person.id}\t{before[0]}\t{day(before[1])}\t{day(max(today, before[1]))}\t{LinkSource.SAID}"
            )
            self._homes[person.index] = place, today

    def _use(self, call: Contact, today: int, *, confirmed_by: int) -> None:
        """Note that the caller used the line, confirmed or not."""
        confirmed = self._rng.random() < CONFIRMED
        use = self._uses.get((call.caller.index, call.e164))
        if use is None:
            use = self._uses[call.caller.index, call.e164] = Use(today, today, 0, 0, 0)
        use.times += 1
        use.last = max(use.last, today)
        if confirmed:
            use.confirmed_at, use.confirmed_by = call.at, confirmed_by

    def _write_place(self, key: str, home: int, site: int, at: int) -> None:
        """Write a place."""
        county = self._world.county
        if site >= 0:
            found = county.sites[site]
            address, code, kind, rural = found.address, found.postcode, found.kind, False
            latitude, longitude = found.latitude, found.longitude
        else:
            street = county.street(home)
            address, code, kind, rural = county.address(home), county.postcode(home), Kind.HOME, street.rural
            within = (home * 7919) % 97 / 97_000
            latitude, longitude = round(street.latitude + within, 6), round(street.longitude - within, 6)
        self._tables.places.add(
            f"{key}\t{self._force}\t{kind}\t{text(address)}\t{text(address_key(address))}\t{code}\t{latitude}\t{longitude}"
            f"\t{flag(rural)}\t{moment(at)}"
        )
