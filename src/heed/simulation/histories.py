"""Years of calls, in the order of time: each with the truth about it, and with what the force then knew."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from heed.simulation import words
from heed.simulation.casting import Caller, Cast, Casting
from heed.simulation.geography import County
from heed.simulation.phrases import CALL_BACK, Trouble
from heed.simulation.planning import COURSES, DAY, Plan, What
from heed.simulation.population import ADULT, DAYS, Person, Population
from heed.simulation.telephones import Telephones
from heed.simulation.terms import Relation, Scenario

EPOCH = date(1970, 1, 1).toordinal()

IDENTIFIED = 0.9
"""Share of callers whose name and address the handler gets, where the number shows; council line: 17 % unusable."""
IDENTIFIED_WITHHELD = 0.6
VICTIM_NAMED = 0.85
CONFIRMED = 0.75

EMERGENCY = (0.6, 0.1, 0.05, 0.02)
"""Share of calls on 999 by urgency 1 to 4."""


@dataclass(slots=True)
class Contact:
    """
    One call. at: seconds since 1970. what: as planned. incident: its number in this history from 1, 0 for none.

    main: the incident it duplicates or asks about again, 0 for none. event: which happening it is about; several calls
    may be about one. identified: the handler got the caller's name and address. line: as engines/numbers names classes.
    """

    key: int
    at: int
    what: What
    service: str
    e164: str
    withheld: bool
    line: str
    caller: Person
    caller_home: str
    victims: tuple[Person, ...]
    relation: Relation
    scenario: Scenario
    where: str
    where_home: int
    where_site: int
    script: list[str]
    typed: str
    trouble: Trouble
    other_party: str
    qualifiers: tuple[str, ...]
    nth: int
    worse: bool
    event: int
    incident: int
    main: int
    identified: bool
    victims_named: bool
    caller_known: bool
    household_known: bool

    @property
    def because(self) -> str:
        """Say why a victim is vulnerable; nothing when none is."""
        return "; ".join(f"{victim.name}: {victim.because}" for victim in self.victims if victim.needs)


class Histories:
    """Plays a plan through, moment by moment. What the force knows grows with every call."""

    def __init__(self, rng: Random, county: County, population: Population, telephones: Telephones) -> None:
        """
        Begin with a force that knows nobody.

        known: people who have rung and given their name. on_record: they, and the victims who were named.
        """
        self._rng, self.county, self.population, self.telephones = rng, county, population, telephones
        self._casting = Casting(rng, county, population)
        self._casts: dict[int, Cast] = {}
        self.known: set[int] = set()
        self.on_record: set[int] = set()
        self.known_households: set[int] = set()
        self.known_home: dict[int, int] = {}
        self.known_lines: set[tuple[int, str]] = set()
        self._incidents = 0
        self._events = 0

    def play(self, plan: Plan) -> Iterator[Contact]:
        """Yield every call of a plan."""
        rng = self._rng
        for at, number, what in plan:
            cast = self._casts.get(number)
            if cast is None:
                cast = self._casting.cast(COURSES[plan.courses[number]], day=at // DAY + EPOCH)
                if COURSES[plan.courses[number]].rate != (0, 0):
                    self._casts[number] = cast
            caller = rng.choices(cast.callers, weights=cast.weights)[0]
            if what in {What.SILENT, What.ABANDONED}:
                yield self._contact(cast, caller, at, what)
                continue
            if what is What.CALL_BACK:
                if cast.last_incident:
                    yield self._contact(cast, caller, at, what, main=cast.last_incident)
                continue
            cast.told += 1
            self._events += 1
            gap = at - cast.last_at if cast.last_at else 0
            worse = bool(gap and cast.last_gap and gap * 2 < cast.last_gap)
            cast.last_at, cast.last_gap = at, gap
            self._incidents += 1
            main = cast.last_incident = self._incidents
            yield self._contact(cast, caller, at, What.INCIDENT, incident=main, worse=worse)
            for _ in range(int(what)):
                self._incidents += 1
                other = self._casting.one_more(cast, day=at // DAY + EPOCH)
                later = at + 60 + rng.randrange(1_500)
                yield self._contact(cast, other, later, What.INCIDENT, incident=self._incidents, main=main)

    def _contact(
        self, cast: Cast, caller: Caller, at: int, what: What, *, incident: int = 0, main: int = 0, worse: bool = False
    ) -> Contact:
        """Make one call."""
        rng, people = self._rng, self.population.people
        person = people[caller.person]
        household = self.population.households[person.household]
        day = at // DAY + EPOCH
        home = household.home_on(day)
        emergency = rng.random() < EMERGENCY[cast.trouble.urgency - 1]
        e164, line = self._line(cast, caller, person, day)
        withheld = line == "available" and rng.random() < (0.85 if person.hides_number else 0.02)
        victims = tuple(people[index] for index in caller.victims)
        heard = what not in {What.SILENT, What.ABANDONED}
        scenario = self._scenario(what, caller, person, home=home, e164=e164, line=line, withheld=withheld)
        where_home, where_site = self._where(cast, day)
        told = words.Telling(
            trouble=cast.trouble,
            other_party=cast.other_party,
            relation=caller.relation,
            victim=victims[0].name if victims else "",
            victim_is_woman=victims[0].woman if victims else False,
            needs=victims[0].needs if victims else (),
            nth=max(1, cast.told),
            worse=worse,
            first_call=person.index not in self.known,
            address=self.address(where_home, where_site),
            age=victims[0].age(day) if victims else 0,
        )
        made = Contact(
            key=rng.getrandbits(128) & ~(0xF000 << 64) & ~(0xC000 << 48) | (0x4000 << 64) | (0x8000 << 48),
            at=at,
            what=what,
            service="999" if emergency else "101",
            e164=e164,
            withheld=withheld,
            line="withheld" if withheld else line,
            caller=person,
            caller_home=self.address(home, household.site),
            victims=victims,
            relation=caller.relation,
            scenario=scenario,
            where=told.address,
            where_home=where_home,
            where_site=where_site,
            script=self._said(what, told) if heard else [],
            typed=words.typed(rng, told) if heard else "",
            trouble=cast.trouble,
            other_party=cast.other_party,
            qualifiers=cast.qualifiers,
            nth=max(1, cast.told),
            worse=worse,
            event=self._events,
            incident=incident,
            main=main,
            identified=heard and rng.random() < (IDENTIFIED_WITHHELD if withheld else IDENTIFIED),
            victims_named=heard and rng.random() < VICTIM_NAMED,
            caller_known=person.index in self.on_record,
            household_known=person.household in self.known_households,
        )
        self._learn(made, home)
        return made

    def address(self, home: int, site: int) -> str:
        """Write where something is: a site before a home."""
        return self.county.sites[site].address if site >= 0 else self.county.address(home)

    def _said(self, what: What, told: words.Telling) -> list[str]:
        """Return the caller's lines."""
        if what is What.CALL_BACK:
            return [*self._rng.sample(CALL_BACK, 2), *words.script(self._rng, told)[-2:]][:8]
        return words.script(self._rng, told)

    def _where(self, cast: Cast, day: int) -> tuple[int, int]:
        """Return the home and the site at which it happens; a household's trouble moves with it."""
        if cast.site >= 0:
            return -1, cast.site
        return self.population.households[cast.household].home_on(day), -1

    def _line(self, cast: Cast, caller: Caller, person: Person, day: int) -> tuple[str, str]:
        """Return the number rung from, and the class of line that the force's list makes it."""
        rng, draw = self._rng, self._rng.random()
        household = self.population.households[person.household]
        if caller.relation in {Relation.WARDEN, Relation.STAFF} or (cast.household < 0 and cast.site >= 0):
            if cast.site in self.telephones.sites and draw < 0.85:
                return self.telephones.sites[cast.site], self._class_of(cast.site)
        elif household.site >= 0 and draw < 0.6:
            return self.telephones.sites[household.site], self._class_of(household.site)
        if caller.relation is Relation.COUNCILLOR and draw < 0.3:
            return self.telephones.council, "partner"
        age = (day - person.born) / DAYS
        if household.landline and draw < (0.6 if age >= 65 or age < 16 else 0.2):
            return self.telephones.landline(household, day), "available"
        others = [
            m for m in household.members if m != person.index and day - self.population.people[m].born >= ADULT * DAYS
        ]
        if others and (draw > 0.94 or age < 14):
            return self.telephones.mobile(self.population.people[rng.choice(others)], day), "available"
        return self.telephones.mobile(person, day), "available"

    def _class_of(self, site: int) -> str:
        return "care-home" if self.county.sites[site].kind == "care_home" else "switchboard"

    def _scenario(  # noqa: PLR0911  one label for each way a call comes about
        self, what: What, caller: Caller, person: Person, *, home: int, e164: str, line: str, withheld: bool
    ) -> Scenario:
        """Name how the call came about: the first of Scenario's labels that fits."""
        if what is What.SILENT:
            return Scenario.SILENT
        if what is What.ABANDONED:
            return Scenario.ABANDONED
        if withheld:
            return Scenario.WITHHELD
        if line != "available":
            return Scenario.INSTITUTION
        households = {self.population.people[victim].household for victim in caller.victims}
        if caller.relation is Relation.PASSER_BY or (households and person.household not in households):
            return Scenario.THIRD_PARTY
        if person.index not in self.known:
            known = person.household in self.known_households
            return Scenario.NEW_CALLER_KNOWN_HOUSEHOLD if known else Scenario.NEW_CALLER
        if self.known_home.get(person.index, home) != home:
            return Scenario.MOVED_HOUSE
        if e164 == self.telephones.known_landline(self.population.households[person.household]):
            return Scenario.SHARED_LANDLINE
        if e164 != self.telephones.known_mobile(person):
            return Scenario.HOUSEHOLD_MEMBERS_NUMBER
        return Scenario.OWN_NUMBER if (person.index, e164) in self.known_lines else Scenario.NEW_NUMBER

    def _learn(self, made: Contact, home: int) -> None:
        """Add to what the force knows: the caller if identified, and the line they used unless it was hidden or shared."""
        if made.victims_named:
            self.on_record.update(victim.index for victim in made.victims if victim is not made.caller)
        if not made.identified:
            return
        person = made.caller
        self.known.add(person.index)
        self.on_record.add(person.index)
        self.known_households.add(person.household)
        self.known_home[person.index] = home
        if made.line == "available":
            self.known_lines.add((person.index, made.e164))
