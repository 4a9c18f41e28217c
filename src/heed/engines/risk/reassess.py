"""
When the risk must be assessed again: what has happened since somebody last did (procedure.md 2.4).

Each trigger asks for a fresh reason; an assessment from before it does not answer it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from heed.engines.risk.moments import in_utc


class Trigger(StrEnum):
    """What can happen that makes an assessment old (procedure.md 2.4)."""

    NEW_CALL = "new_call"  # about the same incident, from the same caller, or about the same place
    CALLED_BACK = "called_back"  # the caller rings again about it
    TIMER_EXPIRED = "timer_expired"  # the time that the grade sets has passed
    GRADE_LOWERED = "grade_lowered"
    REPEAT_MATCH = "repeat_match"  # after grading
    VULNERABILITY_MATCH = "vulnerability_match"  # after grading
    CODE_STATUS = "code_status"  # under the Victims' Code
    ATTENDANCE_DELAYED = "attendance_delayed"  # or not possible
    BEFORE_CLOSURE = "before_closure"
    NOT_STOPPED = "not_stopped"  # they were asked after it was closed
    HANDED_BACK = "handed_back"  # an agency that had accepted it gave it back
    REPORTED_ONLINE = "reported_online"  # or from another agency's system: nobody has spoken to anybody yet


MATCHES = frozenset({Trigger.REPEAT_MATCH, Trigger.VULNERABILITY_MATCH})
"""What was known when the incident was graded is behind the grade already: these count once a grade stands."""


@dataclass(frozen=True, slots=True)
class ReassessRule:
    """
    What one trigger asks for.

    demands: it asks for a new assessment. because: why, in words, for whoever must make it.
    fresh_minutes: an assessment made less than so long before the trigger still answers it; 0 means that only a later
    one does. For what a person is about to do, such as closing: they have just assessed, and then close.
    """

    demands: bool
    because: str
    fresh_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Demanded:
    """A new assessment that is still owed: what for, since when, and why in words."""

    trigger: Trigger
    at: datetime
    because: str


def demanded(
    happened: Iterable[tuple[Trigger, datetime]],
    *,
    assessed_at: datetime | None,
    graded_at: datetime | None,
    rules: Mapping[Trigger, ReassessRule],
) -> tuple[Demanded, ...]:
    """
    Say which demands for a new assessment stand, oldest first; each trigger once, from when it first stood.

    happened: what, and when; timezone-aware, in any order. assessed_at: the newest assessment, None when there is none.
    graded_at: when the grade that stands was given; None before grading. A trigger without a rule demands nothing.
    An assessment at the very moment of a trigger came before it, unless the rule lets one be fresh for a while.
    """
    assessed = in_utc(assessed_at, what="The assessment") if assessed_at else None
    graded = in_utc(graded_at, what="The time of grading") if graded_at else None
    first: dict[Trigger, datetime] = {}
    for trigger, at in happened:
        moment, rule = in_utc(at, what=f"The trigger {trigger}"), rules.get(trigger)
        if rule is None or not rule.demands:
            continue
        if trigger in MATCHES and (graded is None or moment <= graded):
            continue
        if assessed is not None and _answers(assessed, moment, rule):
            continue
        if trigger not in first or moment < in_utc(first[trigger], what="The trigger"):
            first[trigger] = at
    standing = sorted(first.items(), key=lambda one: (in_utc(one[1], what="The trigger"), one[0]))
    return tuple(Demanded(trigger, at, rules[trigger].because) for trigger, at in standing)


def _answers(assessed: datetime, moment: datetime, rule: ReassessRule) -> bool:
    """Say whether an assessment answers a trigger: later, or fresh enough when it came; both in UTC."""
    return assessed > moment or moment - assessed < timedelta(minutes=rule.fresh_minutes)
