"""
Puts a simulated force into the database: one transaction, one pass, every table by COPY.

A load that fails, or is stopped, leaves nothing behind. Audited as one collection; the trail holds no event for each of a
million invented incidents.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from random import Random

from django.db import connection, transaction

from heed.domain.incidents.models import Incident
from heed.domain.people.models import Mention
from heed.foundation.accounts.models import CommandUnit, Force, User
from heed.foundation.accounts.terms import Role, system
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy
from heed.simulation import beats, copying, needing
from heed.simulation.call_rows import CallRows, Handler, Times
from heed.simulation.copying import CHUNK, NULL, day, flag, text
from heed.simulation.geography import FORCE_CODE, FORCE_NAME
from heed.simulation.histories import Contact
from heed.simulation.incident_rows import IncidentRows
from heed.simulation.knowledge import Knowledge
from heed.simulation.mentions import Recorded, mentions
from heed.simulation.models import SimulatedForce
from heed.simulation.planning import What
from heed.simulation.recording import Recorder
from heed.simulation.tables import Tables
from heed.simulation.world import Order, World, make_world

CONTROL_ROOM = ("FCR", "Force control room")

PAST_HANDLERS = (
    ("Imogen", "Fairbrother"), ("Tobias", "Lanyon"), ("Rukmini", "Dasgupta"), ("Callista", "Berrow"), ("Owen", "Trewhella"),
    ("Adaobi", "Nwachukwu"), ("Zofia", "Sikora"), ("Hamish", "Auchterlonie"), ("Bronte", "Ollerenshaw"), ("Idris", "Penhaligon"),
)  # fmt: skip
"""Invented people who took the calls of the past; their accounts are switched off and have no password."""

EVERY_SECONDS = 2.0
MENTIONS_MOST = 8
"""Descriptions for each incident, callers and victims of its calls together: more than there ever are."""

LOCK = 0x48454544
"""Key of the database lock that keeps two loads apart: HEED in ASCII."""

Progress = Callable[[int, int, float], None]
"""Told how many incidents of how many are written, after how many seconds."""


class AlreadySimulated(Exception):
    """A simulated force is loaded; the message says which."""


def simulated() -> SimulatedForce | None:
    """Return the simulated force that is loaded, if any."""
    return SimulatedForce.objects.select_related("force").order_by("pk").first()


@transaction.atomic
def load(order: Order, *, now: datetime, progress: Progress | None = None) -> SimulatedForce:
    """Make a world and load it. Raises AlreadySimulated when there is one: remove it first."""
    began = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        # Checked after each COPY instead of at commit: millions of pending checks would be held in memory.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    there = simulated()
    if there is not None:
        message = (
            f"{there.force.name} is loaded already: {there.people} people, {there.years} years, seed {there.seed}. "
            "Add --replace to remove it first."
        )
        raise AlreadySimulated(message)
    world = make_world(order)
    force, units = _force(world.county.towns)
    made = SimulatedForce.objects.create(
        force=force, seed=order.seed, people=order.people, years=order.years, incidents=order.wanted, until=order.until,
        made_at=now, seconds=0,
    )  # fmt: skip
    pack = policy.in_use()
    rng = Random(f"{order.seed}/rows")
    with Tables() as tables:
        knowledge = Knowledge(
            world, tables, force=force.pk, rng=rng, first_mention=copying.reserve(Mention, order.wanted * MENTIONS_MOST),
            laid_out=beats.lay_out(world.county, force=force, now=now),
        )  # fmt: skip
        ends = int(order.until.timestamp())
        recorder = Recorder(Random(f"{order.seed}/recording"))
        writer = Writer(
            told=lambda call: list(mentions(world, call, recorder)),
            calls=CallRows(tables, force=force.pk, unit=units[CONTROL_ROOM[1]], simulated=made.pk, pack=pack),
            incidents=IncidentRows(
                tables, knowledge, rng, force=force.pk, units=units, first=copying.reserve(Incident, order.wanted), pack=pack,
                version=policy.remember(pack, now=now), ends=ends,
            ),
            knowledge=knowledge,
            handlers=_handlers(force),
            rng=rng,
            ends=ends,
        )  # fmt: skip
        scenarios = _write_calls(writer, world.calls(), tables, wanted=order.wanted, began=began, progress=progress)
        knowledge.list_lines(ends - order.years * 31_557_600)
        knowledge.finish()
        _write_people(world, tables, made.pk, knowledge)
        tables.write()
        tables.settle()
    _analyse(tables)
    made.counts = {table.name: table.written for table in tables.all} | {
        "scenarios": dict(sorted(scenarios.items())),
        "numbers_given_twice": world.telephones.own.given_twice + world.telephones.home.given_twice,
    }
    made.seconds = round(time.monotonic() - began, 3)
    made.save(update_fields=["counts", "seconds"])
    needing.give(made, seed=order.seed, now=now)
    beats.staff(force, now=now)
    audit.record(
        actor=system("simulation", force=force.code),
        act=Act.COLLECTION,
        action="simulated_force.loaded",
        subjects=[f"simulated_force:{made.pk}"],
        now=now,
        detail={"seed": order.seed, "people": order.people, "years": order.years, "incidents": order.wanted},
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return made


class Writer:
    """Turns each call into all of its rows."""

    def __init__(
        self, *, told: Callable[[Contact], Sequence[Recorded]], calls: CallRows, incidents: IncidentRows, knowledge: Knowledge,
        handlers: Sequence[Handler], rng: Random, ends: int,
    ) -> None:  # fmt: skip
        """Bring together those who write. told: returns how everybody was described on a call; asked once for each."""
        self._told, self._calls, self._incidents, self._knowledge = told, calls, incidents, knowledge
        self._handlers, self._rng, self._ends = handlers, rng, ends

    def write(self, call: Contact) -> None:
        """Write one call."""
        rng, key = self._rng, _uuid(call.key)
        handler = rng.choice(self._handlers)
        # Nothing of the past happens after its end.
        room = max(2, self._ends - call.at)
        waits = min(rng.randrange(4, 150 if call.service == "101" else 20), room // 2)
        lasts = min(rng.randrange(20, 45) if call.what is What.SILENT else rng.randrange(150, 700), room - waits)
        taken = call.at + waits
        times = Times(call.at, taken, taken + lasts, taken if call.what is What.ABANDONED else taken + lasts)
        line = self._calls.line(call)
        told = self._told(call)
        self._knowledge.learn(call, told, confirmed_by=handler.pk)
        why = ""
        if call.incident:
            why = self._incidents.reference(self._incidents.number(call), times.recorded)
        elif call.what is What.CALL_BACK:
            why = self._incidents.reference(self._incidents.main(call), call.at)
        log = self._calls.open_log(call, key, line=line, times=times)
        if call.incident:
            self._incidents.write(call, key, told=told, log=log, line=line, at=times.recorded, handler=handler)
        elif call.what is What.CALL_BACK:
            self._incidents.call_back(call, key, log=log, at=times.recorded, handler=handler)
        else:
            words = (
                "Silent: nobody spoke."
                if call.what is What.SILENT
                else "The line closed: caller hung up before an answer."
            )
            log.add("state", times.finished, words, (handler.reference, handler.name))
        self._calls.write(call, key, line=line, times=times, handler=handler, why=why, log=log)
        self._calls.truth(call, key)


def _write_calls(
    writer: Writer, calls: Iterable[Contact], tables: Tables, *, wanted: int, began: float, progress: Progress | None
) -> Counter[str]:
    """Write the calls, a chunk at a time; count them by scenario."""
    scenarios: Counter[str] = Counter()
    waiting = incidents = 0
    said = began
    for call in calls:
        writer.write(call)
        scenarios[str(call.scenario)] += 1
        incidents += bool(call.incident)
        waiting += 1
        if waiting == CHUNK:
            tables.write()
            waiting = 0
            if progress and time.monotonic() - said > EVERY_SECONDS:
                said = time.monotonic()
                progress(incidents, wanted, said - began)
    tables.write()
    return scenarios


def _write_people(world: World, tables: Tables, simulated_pk: int, knowledge: Knowledge) -> None:
    """Write everybody, also those of whom the force has never heard."""
    population, county, telephones = world.population, world.county, world.telephones
    for number, person in enumerate(population.people):
        household = population.households[person.household]
        # While there are numbers that nobody has had, whoever may ring one day has one.
        old_enough = world.today - person.born > 4_400
        mobile = telephones.known_mobile(person)
        if not mobile and old_enough and telephones.has_fresh_own():
            mobile = telephones.mobile(person, world.today)
        landline = telephones.known_landline(household)
        if not landline and household.landline and telephones.home.has_fresh:
            landline = telephones.landline(household, world.today)
        site = county.sites[household.site] if household.site >= 0 else None
        moved = household.moves if household.site < 0 else 0
        address = site.address if site else county.address(household.home_on(world.today))
        earlier = text(county.address(household.home)) if moved else ""
        tables.true_people.add(
            f"{person.id}\t{simulated_pk}\t{person.household}\t{household.kind}\t{text(person.given)}\t{text(person.family_on(world.today))}"
            f"\t{flag(person.woman)}\t{day(person.born)}\t{person.origin}\t{text(address)}\t{earlier}"
            f"\t{day(moved) if moved else NULL}\t{mobile}\t{landline}\t{text(site.name) if site else ''}"
            f"\t{telephones.sites[household.site] if site else ''}\t{flag(person.hides_number)}"
            f"\t{flag(bool(person.needs))}\t{person.because}\t{flag(person.index in knowledge.people)}"
        )
        if number % (CHUNK * 5) == 0:
            tables.write()


def _force(towns: Sequence[str]) -> tuple[Force, dict[str, int]]:
    """Return the force that does not exist, and its units' ids by the town they look after, made when missing."""
    force, _ = Force.objects.get_or_create(code=FORCE_CODE, defaults={"name": FORCE_NAME})
    units: dict[str, int] = {}
    names = [CONTROL_ROOM, *((f"AREA{number}", town) for number, town in enumerate(towns, 1))]
    for code, name in names:
        unit, _ = CommandUnit.objects.get_or_create(force=force, code=code, defaults={"name": name})
        units[name] = unit.pk
    return force, units


def _handlers(force: Force) -> list[Handler]:
    """Return those who took the calls of the past, made when missing."""
    found = []
    for number, (given, family) in enumerate(PAST_HANDLERS, 1):
        user, new = User.objects.get_or_create(
            username=f"past.handler{number:02d}",
            defaults={
                "first_name": given, "last_name": family, "role": Role.CALL_HANDLER, "force": force, "is_active": False,
            },
        )  # fmt: skip
        if new:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        actor = user.actor()
        found.append(Handler(user.pk, actor.reference, actor.name))
    return found


def _analyse(tables: Tables) -> None:
    """Tell the planner what is there now."""
    with connection.cursor() as cursor:
        for table in tables.all:
            cursor.execute(f'ANALYZE "{table.name}"')


def _uuid(key: int) -> str:
    hexadecimal = f"{key:032x}"
    return f"{hexadecimal[:8]}-{hexadecimal[8:12]}-{hexadecimal[12:16]}-{hexadecimal[16:20]}-{hexadecimal[20:]}"
