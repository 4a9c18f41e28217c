"""
The force's telephones ringing now: calls are made, answered by whoever takes them, and hung up, over real HTTP.

Nothing here is faster than a telephone system would be allowed to be: each event goes to the endpoint that every exchange
uses, and what was really so is written down with the id that Heed answered.
"""

import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException
from random import Random
from typing import Any

from heed.domain.calls.models import Call
from heed.simulation.choosing import Choosing, Ringing
from heed.simulation.exchange import Exchange, Refused
from heed.simulation.models import SimulatedCall, SimulatedForce
from heed.simulation.terms import Scenario

GIVES_UP_AFTER = (45, 150)
"""Seconds, from and to, after which a caller whom nobody answers hangs up."""

ABANDONS_AFTER = (4, 12)
STAYS_FOR = (180, 420)
SILENT_FOR = (15, 40)
NUMBER_FOLLOWS_AFTER = (2, 5)
LOOKS_EVERY = 1.0


@dataclass(slots=True)
class Line:
    """A call that has been made and not hung up. Times are those of time.monotonic."""

    key: str
    call: str
    ringing: Ringing
    hangs_up_at: float
    number_at: float = 0.0
    answered: bool = False


@dataclass(slots=True)
class Tally:
    """What was done; rang: calls by scenario."""

    rang: dict[str, int] = field(default_factory=dict)
    answered: int = 0
    given_up: int = 0
    refused: int = 0

    @property
    def calls(self) -> int:
        """Count the calls."""
        return sum(self.rang.values())


class Callers:
    """Everybody who is on the telephone to the simulated force now."""

    def __init__(
        self, simulated: SimulatedForce, exchange: Exchange, choosing: Choosing, rng: Random, *, patience: float = 1.0
    ) -> None:
        """patience: stretches how long callers wait; below 1 they hang up sooner, as a load test may want."""
        self._simulated, self._exchange, self._choosing, self._rng = simulated, exchange, choosing, rng
        self._patience = patience
        self._lines: dict[str, Line] = {}
        self._looked_at = 0.0
        self.tally = Tally()

    def ring(self) -> SimulatedCall:
        """Make a call, and write down the truth about it."""
        ringing = self._choosing.next()
        key = f"{uuid.uuid4()}@simulated"
        call = self._exchange.post(_new_call(key, ringing))
        now = time.monotonic()
        waits = ABANDONS_AFTER if ringing.scenario is Scenario.ABANDONED else GIVES_UP_AFTER
        line = Line(key, call, ringing, now + self._rng.uniform(*waits) * self._patience)
        if ringing.lands_late and not ringing.withheld:
            line.number_at = now + self._rng.uniform(*NUMBER_FOLLOWS_AFTER)
        self._lines[call] = line
        self.tally.rang[ringing.scenario] = self.tally.rang.get(ringing.scenario, 0) + 1
        return _write_down(call, ringing, self._simulated)

    def attend(self) -> None:
        """Do what is due on every line: tell the number that comes late, answer those taken, hang up."""
        now = time.monotonic()
        for line in [line for line in self._lines.values() if line.number_at and line.number_at <= now]:
            line.number_at = 0.0
            self._tell(_update(line))
        if now - self._looked_at >= LOOKS_EVERY and self._lines:
            self._looked_at = now
            self._look(now)
        for line in [line for line in self._lines.values() if line.hangs_up_at <= now]:
            self._hang_up(line)

    def hang_up_all(self) -> None:
        """End every call: the exchange is being switched off, and perhaps Heed with it."""
        with suppress(OSError, HTTPException):
            for line in list(self._lines.values()):
                self._hang_up(line)

    def _look(self, now: float) -> None:
        """See which calls a handler has taken, and which are finished."""
        rows = Call.objects.filter(pk__in=list(self._lines)).values_list("pk", "taken_at", "finished_at", "taken_by")
        for pk, taken_at, finished_at, taken_by in rows:
            line = self._lines[str(pk)]
            if taken_at and not line.answered:
                line.answered = True
                self.tally.answered += 1
                stays = SILENT_FOR if line.ringing.scenario is Scenario.SILENT else STAYS_FOR
                line.hangs_up_at = now + self._rng.uniform(*stays)
                self._tell({**_base("answer", line.key, line.ringing), "answeringNumber": f"desk{taken_by}"})
            if finished_at:
                line.hangs_up_at = min(line.hangs_up_at, now)

    def _tell(self, event: dict[str, Any]) -> None:
        """Post what happens to a call that has rung. One refusal does not silence an exchange; it is counted."""
        try:
            self._exchange.post(event)
        except Refused:
            self.tally.refused += 1

    def _hang_up(self, line: Line) -> None:
        del self._lines[line.call]
        self.tally.given_up += not line.answered
        cause = "normalClearing" if line.answered else "cancel"
        self._tell({**_base("hangup", line.key, line.ringing), "cause": cause})


def ring_on(
    callers: Callers,
    *,
    rate: float,
    seconds: float | None,
    rng: Random,
    rang: Callable[[SimulatedCall], None] | None = None,
) -> Tally:
    """
    Let it ring at random moments, on average so many times a second, for so many seconds or until interrupted.

    Whoever is still on the line at the end hangs up. Raises exchange.Refused, OSError.
    """
    ends = time.monotonic() + seconds if seconds is not None else None
    due = time.monotonic()
    try:
        while ends is None or time.monotonic() < ends:
            callers.attend()
            if time.monotonic() >= due:
                made = callers.ring()
                due += rng.expovariate(rate)
                if rang:
                    rang(made)
                continue
            pause = min(due, ends or due) - time.monotonic()
            time.sleep(max(0.0, min(0.2, pause)))
    finally:
        callers.hang_up_all()
    return callers.tally


def _base(event: str, key: str, ringing: Ringing) -> dict[str, Any]:
    hidden = ringing.withheld or ringing.lands_late
    return {
        "event": event,
        "callId": key,
        "direction": "in",
        "from": "anonymous" if ringing.withheld else ("" if hidden else ringing.e164),
        "to": ringing.service,
        "x_service": ringing.service,
        "x_at": f"{time.time():.6f}",
    }


def _new_call(key: str, ringing: Ringing) -> dict[str, Any]:
    """Word the ring. A withheld number comes with 999 calls alone: the emergency service overrides withholding."""
    number = ringing.e164
    sent = "" if ringing.lands_late or (ringing.withheld and ringing.service != "999") else number
    return {
        **_base("newCall", key, ringing),
        "queue": f"fcr-{ringing.service}",
        "x_network_number": sent,
        "x_presentation_number": "" if ringing.withheld else sent,
        "x_privacy": "id" if ringing.withheld else "none",
        "x_cli_status": "withheld" if ringing.withheld else ("available" if sent else "unavailable"),
    }


def _update(line: Line) -> dict[str, Any]:
    """Word what the emergency service learns seconds after the ring."""
    number = line.ringing.e164
    return {
        **_base("update", line.key, line.ringing),
        "from": number,
        "x_network_number": number,
        "x_presentation_number": number,
        "x_privacy": "none",
        "x_cli_status": "available",
    }


def _write_down(call: str, ringing: Ringing, simulated: SimulatedForce) -> SimulatedCall:
    """Write who it really is."""
    because = ringing.because
    return SimulatedCall.objects.create(
        pk=call,
        simulated=simulated,
        live=True,
        at=datetime.now(UTC),
        service=ringing.service,
        e164=ringing.e164,
        withheld=ringing.withheld,
        caller=ringing.caller,
        victims=[str(victim.pk) for victim in ringing.victims],
        relation=ringing.relation,
        scenario=ringing.scenario,
        vulnerable=bool(because),
        because=because,
        address=ringing.address,
        trouble=ringing.trouble.code,
        other_party=ringing.other_party,
        nth=ringing.nth,
        caller_known=ringing.caller.known,
        household_known=ringing.household_known,
        script=list(ringing.script),
    )
