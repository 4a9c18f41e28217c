"""Turns a call into rows: the call, its hash-chained log, and the truth about it."""

from dataclasses import dataclass
from typing import Any

from heed.domain.calls.terms import Channel, Ended, EntryKind, Finished
from heed.engines.numbers.reading import display
from heed.engines.risk.silent import Service
from heed.foundation.audit import chain
from heed.foundation.policy.packs import Pack
from heed.simulation.copying import NULL, flag, moment, structure, text
from heed.simulation.histories import Contact
from heed.simulation.planning import What
from heed.simulation.tables import Tables

EXCHANGE = ("system:simulation", "Simulated exchange")
UNITS_DESK = "desk"


@dataclass(frozen=True, slots=True)
class Handler:
    """Somebody who took calls in the past: an account that nobody can sign in to."""

    pk: int
    reference: str
    name: str


@dataclass(slots=True)
class Log:
    """A call's log while it is being written: each entry's digest covers the one before."""

    tables: Tables
    call: str
    seq: int = 0
    previous: str = chain.FIRST

    def add(
        self, kind: str, at: int, words: str, author: tuple[str, str], detail: dict[str, Any] | None = None
    ) -> None:
        """Append an entry."""
        self.seq += 1
        when, detail = moment(at), detail or {}
        digest = chain.digest(
            self.previous,
            self.seq,
            {
                "call": self.call,
                "at": when,
                "author": list(author),
                "kind": kind,
                "text": words,
                "detail": detail,
                "corrects": None,
            },
        )
        self.tables.entries.add(
            f"{self.call}\t{self.seq}\t{when}\t{author[0]}\t{text(author[1])}\t{kind}\t{text(words)}"
            f"\t{structure(detail) if detail else '{}'}\t{NULL}\t{digest}"
        )
        self.previous = digest


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds since 1970."""

    rang: int
    taken: int
    recorded: int
    finished: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What is kept of the line: numbers in E.164 or empty."""

    line_class: str
    e164: str
    shown: str
    may_show: bool
    may_match: bool


class CallRows:
    """Writes calls."""

    def __init__(self, tables: Tables, *, force: int, unit: int, simulated: int, pack: Pack) -> None:
        """Say whose calls they are, and by which pack lines are shown and matched."""
        self._tables, self._force, self._unit, self._simulated, self._pack = tables, force, unit, simulated, pack
        self._rights: dict[tuple[str, str], tuple[bool, bool]] = {}

    def line(self, call: Contact) -> Shown:
        """Say what is kept of the line: what may be neither shown nor matched is not (flows/ring.py does the same)."""
        key = (call.line, call.service)
        rights = self._rights.get(key)
        if rights is None:
            service = Service(call.service)
            rules = self._pack.caller_line
            rights = self._rights[key] = rules.may_show(call.line, service), rules.may_match(call.line, service)
        show, match = rights
        # Behind 03 and 08 is never one person (engines/numbers: identifies).
        match = match and not call.e164.startswith(("+443", "+448"))
        return Shown(call.line, call.e164 if show or match else "", call.e164 if show else "", show, match)

    def write(
        self, call: Contact, key: str, *, line: Shown, times: Times, handler: Handler, why: str, log: "Log"
    ) -> None:
        """Write the call itself, once its log is complete."""
        abandoned, silent = call.what is What.ABANDONED, call.what is What.SILENT
        taken = f"{moment(times.taken)}\t{handler.pk}"
        finished = {What.CALL_BACK: Finished.ADDED, What.SILENT: Finished.SILENT, What.ABANDONED: Finished.ABANDONED}
        self._tables.calls.add(
            f"{key}\t{self._force}\t{self._unit}\t{call.service}\tfcr-{call.service}\t{line.line_class}\t{line.e164}"
            f"\t{line.shown}\t{line.shown}\t\t{flag(line.may_show)}\t{flag(line.may_match)}\t{moment(times.rang)}"
            + (
                f"\t{NULL}\t\t{NULL}\t{NULL}"
                if abandoned
                else f"\t{moment(times.taken)}\t{UNITS_DESK}{handler.pk}\t{taken}"
            )
            + f"\t{moment(times.finished)}\t{Ended.CANCEL if abandoned else Ended.NORMAL}"
            + (f"\t{taken}" if silent else f"\t{NULL}\t{NULL}")
            + f"\t{moment(times.finished)}\t{NULL if abandoned else handler.pk}"
            f"\t{finished.get(call.what, Finished.RECORDED)}\t{text(why)}\t{log.seq}\t{log.previous}"
        )

    def open_log(self, call: Contact, key: str, *, line: Shown, times: Times) -> Log:
        """Begin the call's log as flows/ring.py does."""
        log = Log(self._tables, key)
        words = display(line.shown) if line.shown else ("Number withheld" if call.withheld else "Number not available")
        log.add(EntryKind.OPENED, times.rang, f"{Channel(call.service).label} rang. {words}.", EXCHANGE)
        return log

    def truth(self, call: Contact, key: str) -> None:
        """Write who it really was."""
        because = call.because
        self._tables.true_calls.add(
            f"{key}\t{self._simulated}\tf\t{moment(call.at)}\t{call.service}\t{call.e164}\t{flag(call.withheld)}"
            f"\t{call.caller.id}\t{structure([victim.id for victim in call.victims])}\t{call.relation}\t{call.scenario}"
            f"\t{flag(bool(because))}\t{text(because)}\t{text(call.where)}\t{call.event}\t{call.trouble.code}"
            f"\t{text(call.other_party)}\t{call.nth}\t{flag(call.caller_known)}\t{flag(call.household_known)}\t{structure(call.script)}"
        )
