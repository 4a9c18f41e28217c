"""Who is described on a call, and how it is written down: the caller who gives a name, and each victim who is named."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from heed.engines.linkage.said import Said
from heed.simulation.histories import EPOCH, Contact
from heed.simulation.planning import DAY
from heed.simulation.population import Household, Person
from heed.simulation.recording import EVERYTHING, Recorder
from heed.simulation.world import World

OLD_GIVEN, STILL_SAID = 0.1, 2 * 365
"""Share of those who moved within so many days that give where they lived before."""

NAMED_BY_OTHERS = frozenset({"given", "family", "address"})
GIVEN_KNOWN, BIRTH_KNOWN_AT_HOME, AGE_GUESSED = 0.88, 0.8, 0.45
"""What those who ring for somebody know: the first name, and, at home, the birth; others guess an age, to five years."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """
    One description that went on record. person: index in the population. at: seconds since 1970.

    home, site: where the description says they live, as Household has them; both -1 when no address was given.
    """

    person: int
    said: Said
    at: int
    home: int = -1
    site: int = -1


def mentions(world: World, call: Contact, recorder: Recorder) -> Iterator[Recorded]:
    """Describe everybody who is named on a call. Nobody is, when the handler got no name."""
    if call.identified:
        e164 = call.e164 if call.line == "available" else ""
        yield _recorded(world, call, recorder, call.caller, e164=e164)
    if call.victims_named:
        for victim in call.victims:
            if victim is not call.caller:
                yield _by_others(world, call, recorder, victim)


def _recorded(
    world: World, call: Contact, recorder: Recorder, person: Person, *, e164: str, fields: frozenset[str] = EVERYTHING
) -> Recorded:
    """Describe somebody where they live, or, for a while, where they lived before."""
    today = call.at // DAY + EPOCH
    home, site = home_told(recorder.rng, world.population.households[person.household], today)
    address = world.histories.address(home, site)
    said = recorder.said(person, day=today, home=address, e164=e164, fields=fields)
    if not said.address and not said.postcode:
        home = site = -1
    return Recorded(person.index, said, call.at, home, site)


def home_told(rng: Random, household: Household, day: int) -> tuple[int, int]:
    """Return the home, or -1, and the site, or -1, at which somebody says on a day that they live."""
    if household.site >= 0:
        return -1, household.site
    if household.moves and 0 <= day - household.moves < STILL_SAID and rng.random() < OLD_GIVEN:
        return household.home, -1
    return household.home_on(day), -1


def _by_others(world: World, call: Contact, recorder: Recorder, victim: Person) -> Recorded:
    """Describe a victim as somebody else names them."""
    rng = recorder.rng
    at_home = victim.household == call.caller.household
    fields = NAMED_BY_OTHERS - (frozenset() if at_home or rng.random() < GIVEN_KNOWN else frozenset({"given"}))
    if at_home and rng.random() < BIRTH_KNOWN_AT_HOME:
        fields |= {"birth"}
    found = _recorded(world, call, recorder, victim, e164="", fields=fields)
    if at_home or rng.random() >= AGE_GUESSED:
        return found
    today = call.at // DAY + EPOCH
    guessed = max(0, (victim.age(today) + rng.randrange(-3, 6)) // 5 * 5)
    return replace(found, said=replace(found.said, age=guessed, on=date.fromordinal(today)))
