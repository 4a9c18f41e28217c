"""What the force comes to know, call by call: people, where they live, the lines they use, the places it was at."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from heed.domain.beats.queries import LaidOut
from heed.domain.people.terms import KnownAs, LinkSource
from heed.domain.places.rules import building_of, key_of, parts_of, written
from heed.domain.places.terms import Kind
from heed.engines.linkage.addresses import Address, read_address
from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.standard import read
from heed.simulation.copying import NULL, day, flag, moment, structure, text
from heed.simulation.histories import CONFIRMED, EPOCH, Contact
from heed.simulation.mentions import Recorded
from heed.simulation.planning import DAY
from heed.simulation.population import Person
from heed.simulation.tables import Tables
from heed.simulation.world import World

LISTED_BY = "system:simulation"


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

    def __init__(
        self, world: World, tables: Tables, *, force: int, rng: Random, first_mention: int, laid_out: LaidOut
    ) -> None:  # fmt: skip
        """Begin with a force that knows nothing but its beats. first_mention: the first id that a description may take."""
        self._world, self._tables, self._force, self._rng = world, tables, force, rng
        self.people: set[int] = set()
        self._places: dict[tuple[int, int], str] = {}
        self._laid_out = laid_out
        self._beats: dict[str, str] = {}
        self._homes: dict[int, tuple[str, int]] = {}
        self._uses: dict[tuple[int, str], Use] = {}
        self._mention = first_mention
        # Hashes: a million descriptions are held in memory.
        self._described: set[int] = set()
        self._filed: set[int] = set()

    def learn(self, call: Contact, told: Iterable[Recorded], *, confirmed_by: int) -> None:
        """Take in what one call tells: everybody who was described on it, as they were described."""
        today = call.at // DAY + EPOCH
        for each in told:
            self._meet(self._world.population.people[each.person], each, today, call=call.key)
        if call.identified and call.line == "available":
            self._use(call, today, confirmed_by=confirmed_by)

    def place(self, home: int, site: int, at: int) -> str:
        """Return the id of a place, which is written when it is new."""
        found = self._places.get((home, site))
        if found is None:
            found = self._places[home, site] = str(uuid.UUID(int=self._rng.getrandbits(128), version=4))
            self._write_place(found, home, site, at)
        return found

    def beat(self, place: str) -> str:
        """Return the id of the beat that a place lies in, NULL when none."""
        return self._beats.get(place, NULL)

    def home(self, told: Recorded) -> str:
        """Return the id of the place where somebody was said to live, NULL when no address was given."""
        return NULL if told.home < 0 and told.site < 0 else self.place(told.home, told.site, told.at)

    def finish(self) -> None:
        """Write residences that still hold, and every line use."""
        people, tables = self._world.population.people, self._tables
        for index, (place, since) in self._homes.items():
            tables.residences.add(f"{people[index].id}\t{place}\t{day(since)}\t{NULL}\t{LinkSource.SAID}")
        for (index, e164), use in self._uses.items():
            source = LinkSource.CONFIRMED if use.confirmed_at else LinkSource.SAID
            by = f"{moment(use.confirmed_at)}\t{use.confirmed_by}" if use.confirmed_at else f"{NULL}\t{NULL}"
            tables.line_uses.add(
                f"{self._force}\t{people[index].id}\t{e164}\t{source}\t{day(use.first)}\t{day(use.last)}\t{use.times}\t{by}\t"
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

    def _meet(self, person: Person, told: Recorded, today: int, *, call: int) -> None:
        """
        Put somebody on record as they were first described, and where they live.

        A move ends the residence before, once it is heard of.
        """
        said = told.said
        if person.index not in self.people:
            self.people.add(person.index)
            self._tables.people.add(
                f"{person.id}\t{self._force}\t{text(said.given)}\t{text(said.family)}\t{whole(said.born)}\t{moment(told.at)}"
                f"\t{person.id}"
            )
        place = self.home(told)
        self._describe(person, told, place=place, call=call)
        if place == NULL:
            return
        before = self._homes.get(person.index)
        if before is None:
            self._homes[person.index] = place, today
        elif before[0] != place:
            self._tables.residences.add(
                f"{person.id}\t{before[0]}\t{day(before[1])}\t{day(max(today, before[1]))}\t{LinkSource.SAID}"
            )
            self._homes[person.index] = place, today

    def _describe(self, person: Person, told: Recorded, *, place: str, call: int) -> None:
        """File how somebody was described, once for each way in which they were."""
        said = told.said
        record = read(said)
        standard = structure(record.as_row())
        described = hash((person.index, standard))
        if described in self._described:
            return
        self._described.add(described)
        on = day(told.at // DAY + EPOCH)
        age = NULL if said.age is None else str(said.age)
        self._tables.mentions.add(
            f"{self._mention}\t{self._force}\t{person.id}\t{moment(told.at)}\t{LinkSource.SAID}\t{uuid.UUID(int=call)}"
            f"\t{text(said.given)}\t{text(said.family)}\t{text(said.born)}\t{age}\t{on}\t{text(said.address)}"
            f"\t{text(said.postcode)}\t{place}\t{said.e164}\t{text(said.email)}\t{standard}"
        )
        for key in filed_under(record):
            # A person is filed under a key once, as people.services does.
            if (filed := hash((person.index, key))) not in self._filed:
                self._filed.add(filed)
                self._tables.mention_keys.add(f"{self._force}\t{key}\t{self._mention}")
        self._mention += 1

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
            address, kind, rural = found.address, found.kind, False
            latitude, longitude = found.latitude, found.longitude
        else:
            street = county.street(home)
            address, kind, rural = county.address(home), Kind.HOME, street.rural
            within = (home * 7919) % 97 / 97_000
            latitude, longitude = round(street.latitude + within, 6), round(street.longitude - within, 6)
        beat = self._laid_out.at(latitude, longitude)
        if beat:
            self._beats[key] = str(beat.pk)
        parsed = read_address(address)
        told = f"{latitude}\t{longitude}\t{flag(rural)}\t{moment(at)}"
        whole, parent = building_of(parsed), NULL
        if whole is not None and site < 0:
            # Homes count up from 0: a negative one stands for the block in a street. Its id takes no chance from others.
            block = (-2 - county.street_of_home[home], -1)
            if block not in self._places:
                self._places[block] = str(uuid.uuid5(uuid.UUID(key), "building"))
                self._add_place(self._places[block], Kind.BUILDING, written(whole), whole, told=told, parent=NULL)
            parent = self._places[block]
        self._add_place(key, kind, address, parsed, told=told, parent=parent)

    def _add_place(self, key: str, kind: str, address: str, parsed: Address, *, told: str, parent: str) -> None:
        """Add the row of a place. told: where it lies, and since when it is known."""
        parts = "\t".join(map(text, parts_of(parsed).values()))
        self._tables.places.add(
            f"{key}\t{self._force}\t{kind}\t{text(address)}\t{text(key_of(parsed))}\t{told}\t{parent}\t{parts}"
        )


def whole(born: str) -> str:
    """Return a date of birth that was given whole, NULL for one in part or none."""
    return born if len(born) == len("2001-02-28") else NULL
