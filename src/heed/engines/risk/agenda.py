"""
What belongs on the agenda of a case conference, and why: high risk, victims who suffer again, and what is overdue.

One victim is one item, whatever the number of incidents and reasons; an incident without a known victim is one by itself.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Ground(StrEnum):
    """Why something is on an agenda, the gravest first."""

    HIGH_RISK = "high_risk"
    REPEAT = "repeat"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class AgendaPolicy:
    """
    When something is on it.

    repeats: incidents of one victim within `within`, the last of them no longer than `recent` ago. overdue: how late an action
    must be. most: items at most; the first in order are taken.
    """

    repeats: int
    within: timedelta
    recent: timedelta
    overdue: timedelta
    most: int


@dataclass(frozen=True, slots=True)
class Late:
    """An action whose time has passed: what it is, whose, and when it was due."""

    words: str
    whose: str
    due_by: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """
    What is known of one victim, or of one incident without one.

    key: tells it from the others. incidents: when each was recorded, duplicates as one. high: sentences on why the risk is
    high, empty where it is not. late: actions that are open.
    """

    key: str
    incidents: Sequence[datetime] = ()
    high: Sequence[str] = ()
    late: Sequence[Late] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the agenda: about what, on which grounds, and a sentence for each."""

    key: str
    grounds: tuple[Ground, ...]
    because: tuple[str, ...]
    weight: tuple[int, int, float]
    """How it is ordered: by the gravest ground, the number of incidents, and how long it is overdue."""


NAMED_MOST = 3
"""Overdue actions named on a line; the rest are counted."""


def agenda(cases: Iterable[Case], *, now: datetime, policy: AgendaPolicy) -> tuple[list[Line], int]:
    """
    Return the agenda in order, and how many lines there was no room for.

    The gravest ground leads; among equals whoever has suffered most often, then what is overdue longest, then the key, so that
    the same day gives the same agenda. Source: procedure.md 4.5 (I).
    """
    lines = [line for case in cases if (line := line_of(case, now=now, policy=policy))]
    lines.sort(key=lambda line: (line.weight, line.key))
    return lines[: policy.most], max(len(lines) - policy.most, 0)


def line_of(case: Case, *, now: datetime, policy: AgendaPolicy) -> Line | None:
    """
    Say whether and why a case is on the agenda.

    An incident exactly `within` ago still counts, and one exactly `recent` ago is recent. An action exactly `overdue` late is
    not overdue yet.
    """
    grounds: list[Ground] = []
    because: list[str] = []
    if case.high:
        grounds.append(Ground.HIGH_RISK)
        because.extend(case.high)
    counted = [at for at in case.incidents if now - policy.within <= at <= now]
    if len(counted) >= policy.repeats and max(counted) >= now - policy.recent:
        grounds.append(Ground.REPEAT)
        because.append(f"{len(counted)} incidents in {policy.within.days} days")
    late = sorted(
        (one for one in case.late if one.due_by < now - policy.overdue), key=lambda one: (one.due_by, one.words)
    )
    if late:
        grounds.append(Ground.OVERDUE)
        because.extend(_overdue(late, now=now))
    if not grounds:
        return None
    longest = (now - late[0].due_by).total_seconds() if late else 0.0
    first = list(Ground).index(grounds[0])
    return Line(case.key, tuple(grounds), tuple(because), (first, -len(counted), -longest))


def _overdue(late: Sequence[Late], *, now: datetime) -> list[str]:
    """Say what is overdue, whose it is and for how long; the longest first."""
    said = [
        f"Overdue for {_days(now - one.due_by)}, {one.whose}: {one.words}"
        if one.whose
        else f"Overdue for {_days(now - one.due_by)}: {one.words}"
        for one in late[:NAMED_MOST]
    ]
    if len(late) > NAMED_MOST:
        said.append(f"and {len(late) - NAMED_MOST} more that are overdue")
    return said


def _days(late: timedelta) -> str:
    """Write for how long, in whole days."""
    return "1 day" if late.days == 1 else f"{late.days} days"
