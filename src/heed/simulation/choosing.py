"""Who rings next, live: each scenario from people and troubles of the loaded force."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from heed.simulation import drama, words
from heed.simulation.models import SimulatedCall, SimulatedForce, SimulatedPerson
from heed.simulation.phrases import BY_CODE, TROUBLES, Trouble
from heed.simulation.terms import Need, Relation, Scenario

WEIGHTS = {
    Scenario.OWN_NUMBER: 26,
    Scenario.NEW_CALLER: 14,
    Scenario.SHARED_LANDLINE: 10,
    Scenario.WITHHELD: 9,
    Scenario.THIRD_PARTY: 9,
    Scenario.INSTITUTION: 6,
    Scenario.NEW_NUMBER: 6,
    Scenario.HOUSEHOLD_MEMBERS_NUMBER: 5,
    Scenario.NEW_CALLER_KNOWN_HOUSEHOLD: 6,
    Scenario.MOVED_HOUSE: 3,
    Scenario.SILENT: 2,
    Scenario.ABANDONED: 4,
}
"""Of a hundred live calls; every way a call can come about turns up within the first few dozen."""

SAMPLE = 2_000
LOOK_BACK = timedelta(days=365)
ADULT = timedelta(days=18 * 365.25)
EMERGENCY_BY_URGENCY = {1: 0.6, 2: 0.12, 3: 0.05, 4: 0.02}
NUMBERED_HIGHEST = 71
"""Houses in the county's streets have lower numbers: from here on they are newly built."""


@dataclass(frozen=True, slots=True)
class Ringing:
    """A call about to be made, with the truth about it. lands_late: the number follows a few seconds after the ring."""

    service: str
    e164: str
    withheld: bool
    lands_late: bool
    caller: SimulatedPerson
    victims: tuple[SimulatedPerson, ...]
    relation: Relation
    scenario: Scenario
    address: str
    trouble: Trouble
    other_party: str
    nth: int
    script: tuple[str, ...]
    household_known: bool

    @property
    def because(self) -> str:
        """Say why a victim is vulnerable; nothing when none is."""
        return "; ".join(f"{victim.name}: {victim.because}" for victim in self.victims if victim.vulnerable)


class NobodyToRing(Exception):
    """The force has nobody who could ring."""


class Choosing:
    """Draws calls. Reads a sample of the force once; what happens live afterwards does not change it."""

    def __init__(self, rng: Random, simulated: SimulatedForce, *, now: datetime) -> None:
        """Read the sample."""
        self._rng, self._now = rng, now
        people = SimulatedPerson.objects.filter(simulated=simulated)
        calls = SimulatedCall.objects.filter(simulated=simulated, live=False).exclude(
            scenario__in=(Scenario.SILENT, Scenario.ABANDONED)
        )
        recent = calls.filter(at__gte=simulated.until - LOOK_BACK).order_by("-at", "pk")[:SAMPLE]
        self._past = list(recent) or list(calls.order_by("-at", "pk")[:SAMPLE])
        if not self._past:
            raise NobodyToRing
        self._institutional = [call for call in self._past if call.scenario == Scenario.INSTITUTION] or self._past
        born_before = (now - ADULT).date()
        strangers = people.filter(known=False, born_on__lt=born_before).order_by("pk")[:SAMPLE]
        wanted = {call.caller_id for call in self._past} | {victim for call in self._past for victim in call.victims}
        cast = people.filter(pk__in=wanted)
        households = {person.household for person in cast}
        home = people.filter(household__in=households)
        self._people = {str(person.pk): person for person in (*cast, *home, *strangers)}
        self._by_household: dict[int, list[SimulatedPerson]] = defaultdict(list)
        for person in sorted(self._people.values(), key=lambda person: str(person.pk)):
            self._by_household[person.household].append(person)
        self._strangers = [p for p in strangers if not any(other.known for other in self._by_household[p.household])]
        self._taken = set(people.exclude(mobile="").values_list("mobile", flat=True))

    def next(self) -> Ringing:
        """Draw a call. A scenario for which this force has nobody gives way to another."""
        scenarios, weights = list(WEIGHTS), list(WEIGHTS.values())
        for _ in range(200):
            made = self.of(self._rng.choices(scenarios, weights=weights)[0])
            if made is not None:
                return made
        raise NobodyToRing

    def of(self, scenario: Scenario) -> Ringing | None:
        """Draw a call of one scenario; None when nobody fits this time."""
        match scenario:
            case Scenario.NEW_CALLER:
                return self._new_caller()
            case Scenario.THIRD_PARTY:
                return self._third_party()
            case _:
                return self._again(scenario)

    def _again(self, scenario: Scenario) -> Ringing | None:
        """Draw somebody whose household has rung before, on the line that the scenario asks for."""
        past = self._rng.choice(self._institutional if scenario is Scenario.INSTITUTION else self._past)
        caller = self._people[str(past.caller_id)]
        victims = [self._people[victim] for victim in past.victims]
        relation = Relation(past.relation)
        outside = bool(victims) and all(victim.household != caller.household for victim in victims)
        if scenario is Scenario.INSTITUTION:
            e164 = past.e164 if past.scenario == Scenario.INSTITUTION else caller.institution_line
            return self._ringing(scenario, past, caller, victims, relation, e164) if e164 else None
        if past.scenario == Scenario.INSTITUTION or relation is Relation.PASSER_BY or outside or not caller.known:
            return None
        if scenario is Scenario.NEW_CALLER_KNOWN_HOUSEHOLD:
            return self._somebody_else_at_home(past, caller)
        e164 = self._line(scenario, caller)
        if not e164:
            return None
        if scenario is Scenario.MOVED_HOUSE:
            self._move(caller)
        return self._ringing(scenario, past, caller, victims, relation, e164)

    def _line(self, scenario: Scenario, caller: SimulatedPerson) -> str:
        """Return the number that a scenario rings from, nothing when the caller has none such."""
        match scenario:
            case Scenario.SHARED_LANDLINE:
                return caller.landline
            case Scenario.HOUSEHOLD_MEMBERS_NUMBER:
                others = [p.mobile for p in self._by_household[caller.household] if p.pk != caller.pk and p.mobile]
                return self._rng.choice(others) if others else ""
            case Scenario.NEW_NUMBER:
                return self._fresh_number()
            case _:
                return caller.mobile

    def _somebody_else_at_home(self, past: SimulatedCall, caller: SimulatedPerson) -> Ringing | None:
        """Draw another adult of a household that has rung: for them it is the first time."""
        born_before = (self._now - ADULT).date()
        others = [
            person
            for person in self._by_household[caller.household]
            if not person.known and person.born_on < born_before
        ]
        if not others:
            return None
        other = self._rng.choice(others)
        victims = [self._people[victim] for victim in past.victims]
        relation = Relation.FAMILY if victims else Relation.SELF
        e164 = other.mobile or other.landline or self._fresh_number()
        return self._ringing(Scenario.NEW_CALLER_KNOWN_HOUSEHOLD, past, other, victims or [other], relation, e164)

    def _new_caller(self) -> Ringing | None:
        """Draw somebody of whom the force has never heard, sometimes with a long story behind them."""
        if not self._strangers:
            return None
        rng = self._rng
        caller = rng.choice(self._strangers)
        trouble = rng.choices(TROUBLES, weights=[kind.share for kind in TROUBLES])[0]
        other = words.other_party(
            rng, trouble, street=caller.address.partition(",")[0].strip("0123456789 "), door=rng.randrange(1, 70)
        )
        nth = rng.choice((1, 1, 1, 4, 10))
        e164 = caller.mobile or caller.landline or self._fresh_number()
        return self._made(
            Scenario.NEW_CALLER,
            caller,
            [caller],
            Relation.SELF,
            e164,
            caller.address,
            trouble,
            other,
            nth=nth,
            first=True,
        )

    def _third_party(self) -> Ringing | None:
        """Draw somebody outside the household who rings for a victim that the force knows."""
        rng = self._rng
        past = rng.choice(self._past)
        victims = [self._people[victim] for victim in past.victims]
        if not victims:
            return None
        caller, relation = self._people[str(past.caller_id)], Relation(past.relation)
        if caller.household in {victim.household for victim in victims} or past.scenario == Scenario.INSTITUTION:
            if not self._strangers:
                return None
            caller, relation = (
                rng.choice(self._strangers),
                rng.choice((Relation.NEIGHBOUR, Relation.CARER, Relation.COUNCILLOR)),
            )
        e164 = caller.mobile or caller.landline or self._fresh_number()
        return self._ringing(Scenario.THIRD_PARTY, past, caller, victims, relation, e164)

    def _ringing(  # noqa: PLR0917  read in the order in which a call comes about
        self, scenario: Scenario, past: SimulatedCall, caller: SimulatedPerson, victims: list[SimulatedPerson],
        relation: Relation, e164: str,
    ) -> Ringing:  # fmt: skip
        """Make the next report of a trouble."""
        # What happened at home moves with the household.
        moved = bool(victims) and past.address == victims[0].earlier_address
        address = victims[0].address if moved else past.address
        return self._made(
            scenario, caller, victims, relation, e164, address, BY_CODE[past.trouble], past.other_party,
            nth=past.nth + 1, first=not caller.known,
        )  # fmt: skip

    def _made(  # noqa: PLR0917  as above
        self, scenario: Scenario, caller: SimulatedPerson, victims: list[SimulatedPerson], relation: Relation, e164: str,
        address: str, trouble: Trouble, other_party: str, *, nth: int, first: bool,
    ) -> Ringing:  # fmt: skip
        """Put a call together, with its words."""
        rng = self._rng
        victim = victims[0] if victims else None
        told = words.Telling(
            trouble=trouble,
            other_party=other_party,
            relation=relation,
            victim=victim.name if victim else "",
            victim_is_woman=bool(victim and victim.woman),
            needs=_needs(victim) if victim else (),
            nth=nth,
            worse=nth > 2 and rng.random() < 0.3,
            first_call=first,
            address=address,
            age=(self._now.date() - victim.born_on).days * 100 // 36525 if victim else 0,
        )
        heard = scenario not in {Scenario.SILENT, Scenario.ABANDONED}
        service = "999" if rng.random() < EMERGENCY_BY_URGENCY[trouble.urgency] else "101"
        return Ringing(
            service=service,
            e164=e164,
            withheld=scenario is Scenario.WITHHELD,
            lands_late=service == "999" and scenario is not Scenario.WITHHELD and rng.random() < 0.3,
            caller=caller,
            victims=tuple(victims),
            relation=relation,
            scenario=scenario,
            address=address,
            trouble=trouble,
            other_party=other_party,
            nth=nth,
            script=tuple(words.script(rng, told)) if heard else (),
            household_known=any(person.known for person in self._by_household[caller.household]),
        )

    def _fresh_number(self) -> str:
        """Return a number that nobody in the force has; any number for drama, when all are taken."""
        for _ in range(100):
            prefix = self._rng.choice((*drama.MOBILES, *drama.OWN_LANDLINES))
            number = f"{prefix}{self._rng.randrange(1000):03d}"
            if number not in self._taken:
                break
        self._taken.add(number)
        return number

    def _move(self, person: SimulatedPerson) -> None:
        """Move somebody into a newly built house of a street that exists."""
        other = self._rng.choice(list(self._people.values()))
        parts = other.address.split(", ")
        street = parts[-3].lstrip("0123456789 ")
        person.earlier_address, person.moved_on = person.address, self._now.date()
        person.address = ", ".join((f"{self._rng.randrange(NUMBERED_HIGHEST, 100)} {street}", *parts[-2:]))
        person.save(update_fields=["address", "earlier_address", "moved_on"])


def _needs(person: SimulatedPerson) -> tuple[Need, ...]:
    """Return the needs that a person's reason names."""
    return tuple(need for need in Need if need.label in person.because.split("; "))
