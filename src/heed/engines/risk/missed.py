"""
Missed calls: which of them somebody must still ring back.

A call that nobody answered leaves the list by itself once whoever rang is known to have got through: they rang again and
were answered, or were reached when they were rung back. A try that reached nobody starts the wait anew; it never ends it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from heed.engines.risk.moments import in_utc


@dataclass(frozen=True, slots=True)
class Tried:
    """One ringing back: when, and whether whoever had rung was reached."""

    at: datetime
    reached: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """A call back that is owed: since when, how many calls were missed, how often it was tried."""

    first_at: datetime
    last_at: datetime
    waits_since: datetime
    calls: int
    tries: int


def owed(missed: Iterable[datetime], *, answered: Iterable[datetime] = (), tried: Iterable[Tried] = ()) -> Owed | None:
    """
    Say what is still owed for the missed calls of one line, or of one person; None when nothing is.

    missed: when each rang. answered: when the same person rang and was answered: on a line that many people share nobody
    knows that, and it must be left empty. tried: the times they were rung back.
    A call answered or reached at the very moment of a missed one came before it, and does not settle it.
    """
    through = [in_utc(at, what="An answered call") for at in answered]
    through += [in_utc(one.at, what="A call back") for one in tried if one.reached]
    settled = max(through, default=None)
    rang = sorted(in_utc(at, what="A missed call") for at in missed)
    still = [at for at in rang if settled is None or at >= settled]
    if not still:
        return None
    tries = [at for at in (in_utc(one.at, what="A call back") for one in tried if not one.reached) if at >= still[0]]
    return Owed(
        first_at=still[0],
        last_at=still[-1],
        waits_since=max([still[0], *tries]),
        calls=len(still),
        tries=len(tries),
    )
