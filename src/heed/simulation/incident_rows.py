"""Turns what a call reported into rows: the incident, its people, answers, grade, closing, and the log entries of each."""

from collections.abc import Sequence
from random import Random

from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.terms import Given, LinkKind, PartyRole
from heed.foundation.policy.packs import Pack
from heed.foundation.reference import codes
from heed.simulation.call_rows import Handler, Log, Shown
from heed.simulation.copying import NULL, moment, text
from heed.simulation.histories import Contact
from heed.simulation.knowledge import Knowledge, whole
from heed.simulation.mentions import Recorded
from heed.simulation.planning import DAY
from heed.simulation.tables import Tables
from heed.simulation.terms import Need, Relation

ANSWERS_FOR = 120 * DAY
"""Seconds before the end of the history from which answers to the questions are kept, as by a force that began lately."""

STAYS_OPEN = 3 * DAY
OPEN_SHARE = 0.5

ASKED = {"before": 0.8, "vulnerable": 0.55}
"""Share of calls on which a question was asked: Wiltshire 2022, repeat 73 to 86 %, vulnerability 49 to 60 %."""
ASKED_OTHERWISE = 0.65

PERSISTENT = 8
"""Reports of one trouble from which a handler may mark a persistent caller."""

CLOSED_BECAUSE = (
    "No trace of anybody on arrival.",
    "Advice given, caller content.",
    "Words of advice given to other party.",
    "Passed on with full details.",
    "Area patrolled, all quiet.",
)

DEPLOYED = ("ATTENDED_RESOLVED", "ATTENDED_NO_TRACE")
NOT_DEPLOYED = ("ADVICE_GIVEN", "NEIGHBOURHOOD_TEAM", "PARTNER")


class IncidentRows:
    """Writes incidents. first: the id that the first incident of the history gets."""

    def __init__(
        self, tables: Tables, knowledge: Knowledge, rng: Random, *, force: int, units: dict[str, int], first: int, pack: Pack,
        version: str, ends: int,
    ) -> None:  # fmt: skip
        """Say whose incidents they are and by which pack they were graded."""
        self._tables, self._knowledge, self._rng = tables, knowledge, rng
        self._force, self._units, self._first, self._version, self._ends = force, units, first, version, ends
        self._pack = pack
        self._grades = list(pack.grades.values())
        self._labels = {category.code: category.label for category in codes.categories()}
        self._known_qualifiers = {qualifier.code for qualifier in codes.qualifiers()}
        self._duplicate = next((code for code in ("DUPLICATE",) if code in pack.results), "")
        self._sent = [code for code in DEPLOYED if code in pack.results] or list(pack.results)[:1]
        self._not_sent = [code for code in NOT_DEPLOYED if code in pack.results] or list(pack.results)[:1]

    def number(self, call: Contact) -> int:
        """Return the id of the call's incident."""
        return self._first + call.incident - 1

    def main(self, call: Contact) -> int:
        """Return the id of the incident that a call duplicates or asks about."""
        return self._first + call.main - 1

    @staticmethod
    def reference(number: int, at: int) -> str:
        """Return what is read out to the caller, as Incident.reference does."""
        return f"HD-{moment(at)[2:4]}-{number:07d}"

    def write(
        self, call: Contact, key: str, *, told: Sequence[Recorded], log: Log, line: Shown, at: int, handler: Handler
    ) -> None:
        """Write an incident with everything that hangs on it. told: who was described on the call, and how."""
        number, when, name = self.number(call), moment(at), text(handler.name)
        author = (handler.reference, handler.name)
        code = call.trouble.opening_code
        place = self._knowledge.place(call.where_home, call.where_site, call.at)
        unit = self._units.get(self._town(call), NULL)
        qualifiers = self._qualifiers(call)
        log.add(EntryKind.SAID, at, call.typed, author)
        log.add(
            EntryKind.RECORDED, at, f"Recorded as {self.reference(number, at)}: {self._labels[code]} at {call.where}.", author,
            {"incident": number, "opening_code": code, "qualifiers": qualifiers},
        )  # fmt: skip
        for qualifier in qualifiers:
            self._tables.qualifiers.add(f"{number}\t{qualifier}\t{when}\t{name}")
        self._parties(call, number, told={each.person: each for each in told}, line=line, when=when, name=name)
        if self._ends - at < ANSWERS_FOR:
            self._answers(call, number, log=log, at=at, author=author)
        level = self._grade(call, number, log=log, at=at, author=author)
        if call.main:
            why = f"Same event as {self.reference(self.main(call), call.at)}"
            self._tables.links.add(f"{number}\t{self.main(call)}\t{LinkKind.DUPLICATE}\t{why}\t{when}\t{name}")
        closed = NULL
        if self._ends - at > STAYS_OPEN or self._rng.random() < OPEN_SHARE:
            closed = self._close(call, number, log=log, at=at, author=author, level=level)
        self._tables.incidents.add(
            f"{number}\t{self._force}\t{unit}\t{key}\t{call.service}\t{code}\t{place}\t{text(call.typed)}\t{when}"
            f"\t{handler.pk}\t{name}\t{text(self._version)}\t{closed}\t{self._knowledge.beat(place)}"
        )

    def call_back(self, call: Contact, key: str, *, log: Log, at: int, handler: Handler) -> None:
        """Write that a call was about an incident already recorded."""
        log.add(EntryKind.SAID, at, "CALLER ASKS FOR AN UPDATE.", (handler.reference, handler.name))
        self._tables.call_backs.add(f"{key}\t{self.main(call)}\t{moment(at)}\t{text(handler.name)}")

    def _town(self, call: Contact) -> str:
        return call.where.split(", ")[-2]

    def _qualifiers(self, call: Contact) -> list[str]:
        """Return the qualifiers a handler added: not always all that would be right."""
        rng = self._rng
        found = [code for code in call.qualifiers if code in self._known_qualifiers and rng.random() < 0.8]
        if any(victim.needs for victim in call.victims) and rng.random() < 0.35:
            found.append("VULNERABLE_ADULT")
        if any(Need.MENTAL_HEALTH in victim.needs for victim in call.victims) and rng.random() < 0.3:
            found.append("MENTAL_HEALTH")
        if call.nth > PERSISTENT and rng.random() < 0.1:
            found.append("PERSISTENT_CALLER")
        return list(dict.fromkeys(found))

    def _parties(
        self, call: Contact, number: int, *, told: dict[int, Recorded], line: Shown, when: str, name: str
    ) -> None:
        """Write caller, victims and the other party, as they were described on this call."""
        role = PartyRole.VICTIM if call.trouble.opening_code == "ASB_PERSONAL" else PartyRole.COMPLAINANT
        relation = "" if call.relation is Relation.SELF else call.relation.label
        add = self._tables.parties.add
        if call.identified:
            described = self._described(told[call.caller.index], e164=line.e164)
            for each in (PartyRole.CALLER, role) if call.caller in call.victims else (PartyRole.CALLER,):
                add(f"{number}\t{each}\t{call.caller.id}\t{described}\t{relation}\t\t{when}\t{name}")
        else:
            add(
                f"{number}\t{PartyRole.CALLER}\t{NULL}\t\t\t{NULL}\t{NULL}\t{line.e164}\t\t{NULL}\t{relation}"
                f"\tWould not give a name\t{when}\t{name}"
            )
        for victim in call.victims:
            if victim is not call.caller and call.victims_named:
                described = self._described(told[victim.index], e164="")
                add(f"{number}\t{role}\t{victim.id}\t{described}\t\t\t{when}\t{name}")
        add(
            f"{number}\t{PartyRole.OTHER_PARTY}\t{NULL}\t\t\t{NULL}\t{NULL}\t\t\t{NULL}\t\t{text(call.other_party)}\t{when}"
            f"\t{name}"
        )

    def _described(self, told: Recorded, *, e164: str) -> str:
        """Write name, date of birth, age, number, address and place as they were typed."""
        said = told.said
        age = NULL if said.age is None else said.age
        address = ", ".join(part for part in (said.address, said.postcode) if part)
        return (
            f"{text(said.given)}\t{text(said.family)}\t{whole(said.born)}\t{age}\t{e164}\t{text(address)}"
            f"\t{self._knowledge.home(told)}"
        )

    def _answers(self, call: Contact, number: int, *, log: Log, at: int, author: tuple[str, str]) -> None:
        """Write what came of each question of the pack."""
        rng, when = self._rng, moment(at)
        needs = [need.label for victim in call.victims for need in victim.needs]
        yes = {
            "before": call.nth > 1,
            "impact": call.nth > 2 or call.trouble.aimed,
            "targeted": call.trouble.aimed,
            "disability": bool(needs),
            "support": bool(needs) and rng.random() < 0.5,
            "vulnerable": bool(needs),
        }
        for question in self._pack.questions:
            detail = ""
            if rng.random() >= ASKED.get(question.id, ASKED_OTHERWISE):
                given, detail = Given.NOT_ASKED, "Caller rang off"
            elif rng.random() < 0.08:
                given = Given.UNKNOWN
            elif yes.get(question.id, False):
                given, detail = Given.YES, ", ".join(needs) if needs and question.id != "before" else "See the log"
            else:
                given = Given.NO
            if given not in question.answers:
                continue
            self._tables.answers.add(
                f"{number}\t{question.id}\t{given}\t{text(detail)}\tf\t{text(question.version)}\ten\t{when}"
                f"\t{text(author[1])}\t{text(self._version)}"
            )
            log.add(
                EntryKind.ANSWER, at, f"{question.wording} {given.label}. {detail}".strip(), author,
                {"question": question.id, "given": str(given), "known_already": False},
            )  # fmt: skip

    def _grade(self, call: Contact, number: int, *, log: Log, at: int, author: tuple[str, str]) -> int:
        """Write the grade; return its place, 0 the most urgent."""
        rng = self._rng
        level = call.trouble.urgency - 1
        if any(victim.needs for victim in call.victims) and rng.random() < 0.4:
            level -= 1
        level = min(max(level, 0), len(self._grades) - 1)
        rule = self._grades[level]
        minutes = rule.urban_minutes
        by = moment(at + minutes * 60) if minutes else NULL
        why = rng.choice(
            ("No immediate danger to anybody.", "Still on scene.", "Caller safe indoors.", "Vulnerable victim.")
        )
        self._tables.gradings.add(
            f"{number}\t{rule.code}\t{why}\t{by}\t{moment(at)}\t{text(author[1])}\t{text(self._version)}"
        )
        words_by = f" Attend by {by[11:16]} UTC." if minutes else ""
        log.add(
            EntryKind.GRADE, at, f"Graded {rule.label}.{words_by} {why}", author,
            {"grade": rule.code, "policy": self._version},
        )  # fmt: skip
        return level

    def _close(self, call: Contact, number: int, *, log: Log, at: int, author: tuple[str, str], level: int) -> str:
        """Write how it was closed; return since when."""
        rng = self._rng
        code = call.trouble.opening_code
        if call.main and self._duplicate:
            result, code, later = self._duplicate, "ADMINISTRATION_DUPLICATE", rng.randrange(300, 3_600)
        elif level <= 1:
            result, later = rng.choice(self._sent), rng.randrange(1_800, 6 * 3_600)
        else:
            result, later = rng.choice((*self._not_sent, self._sent[0])), rng.randrange(900, 3 * DAY)
        closed = min(at + later, self._ends)
        why = rng.choice(CLOSED_BECAUSE)
        self._tables.closings.add(
            f"{number}\t{code}\t{result}\t{why}\t{moment(closed)}\t{text(author[1])}\t{text(self._version)}"
        )
        log.add(
            EntryKind.CLOSING, closed, f"Closed: {self._pack.results[result].label}. {why}", author,
            {"closing_code": code, "result": result, "second_person": []},
        )  # fmt: skip
        return moment(closed)
