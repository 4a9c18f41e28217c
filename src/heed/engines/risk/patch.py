"""
The order of a patch: who is to be seen to first this morning, and why they stand there.

An entry is a victim, an incident or a piece of work, with every reason why it is on the list. What went wrong comes first,
then what is due today, then what is to be looked at, then what is to come; among equals, those with most to lose.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Why(StrEnum):
    """Why something stands on a patch, in the order in which it is seen to among equals (features.md #21)."""

    BROKEN_PROMISE = "broken_promise"
    FAILED_VISIT = "failed_visit"
    BREACH = "breach"
    PROMISE = "promise"
    REVIEW = "review"
    CLOCK = "clock"
    CONTACT = "contact"
    CALL_BACK = "call_back"
    VISIT = "visit"
    NEW_REPEAT = "new_repeat"
    QUERY = "query"
    CASE_REVIEW = "case_review"
    SUPPORT = "support"
    MESSAGE = "message"
    PARTNER = "partner"
    NEW_LOG = "new_log"
    FLAG = "flag"
    EVIDENCE = "evidence"
    FOLLOW_UP = "follow_up"
    POWER = "power"
    PLAN = "plan"
    OTHER = "other"


class Part(StrEnum):
    """The parts of the list, in order, and the words above each."""

    PUT_RIGHT = "Put right"
    TODAY = "Today"
    LOOK_AT = "Look at"
    COMING = "Coming"


WENT_WRONG = frozenset({Why.BROKEN_PROMISE, Why.FAILED_VISIT, Why.BREACH})
"""Belongs to what is to be put right, whatever the time."""
AT_ONCE = frozenset({Why.NEW_REPEAT, Why.CALL_BACK, Why.CASE_REVIEW})
"""Belongs to today, even without a time."""

_PARTS = list(Part)
_WHYS = list(Why)


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what sort, in words, and by when it is due, if by any time."""

    why: Why
    words: str
    due_by: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of those whom an entry concerns. incidents: in which they were the victim, in the pack's window."""

    vulnerable: bool = False
    incidents: int = 0


def part_of(reason: Reason, *, now: datetime, day_ends: datetime) -> Part:
    """
    Say in which part of the list a reason stands.

    now: what was due at that very moment is not late yet. day_ends: the midnight at which the day ends, exclusive.
    """
    if reason.why in WENT_WRONG or (reason.due_by is not None and reason.due_by < now):
        return Part.PUT_RIGHT
    if reason.due_by is not None and reason.due_by >= day_ends:
        return Part.COMING
    if reason.due_by is not None or reason.why in AT_ONCE:
        return Part.TODAY
    return Part.LOOK_AT


def most_to_lose(standing: Standing) -> int:
    """Order by what more harm would meet: a vulnerable repeat victim, somebody vulnerable, a repeat victim (features.md #6)."""
    repeat = standing.incidents > 1
    return {(True, True): 0, (True, False): 1, (False, True): 2}.get((standing.vulnerable, repeat), 3)


def place(
    reasons: Iterable[Reason], standing: Standing, *, now: datetime, day_ends: datetime
) -> tuple[int, int, int, float, int]:
    """
    Return where an entry stands: smaller comes first. Nobody moves down by one reason more, or by being worse off.

    Raises ValueError where there is no reason to be on the list.
    """
    if not (known := list(reasons)):
        raise ValueError("nothing stands on a patch without a reason")
    part = min(_PARTS.index(part_of(reason, now=now, day_ends=day_ends)) for reason in known)
    due = min((reason.due_by.timestamp() for reason in known if reason.due_by), default=float("inf"))
    return part, most_to_lose(standing), min(_WHYS.index(reason.why) for reason in known), due, -standing.incidents


def in_order(reasons: Iterable[Reason], *, now: datetime, day_ends: datetime) -> list[Reason]:
    """Put the reasons of one entry in order, the weightiest first."""
    return sorted(reasons, key=lambda reason: (*place([reason], Standing(), now=now, day_ends=day_ends), reason.words))
