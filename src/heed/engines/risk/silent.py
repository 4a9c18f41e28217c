"""
What follows a silent or an abandoned call.

After two silent calls from a number tied to a high-risk marker were under-graded, the IOPC asked Hampshire for a policy
(features.md finding 6): such calls are judged on everything known, earlier calls from the line included
(procedure.md 6). What the pack says is done; a person may always do more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class CallKind(StrEnum):
    """SILENT: connected, and nobody spoke. ABANDONED: ended before anyone could speak."""

    SILENT = "silent"
    ABANDONED = "abandoned"


class Service(StrEnum):
    """The number that was rung; 112 is 999."""

    EMERGENCY = "999"
    NON_EMERGENCY = "101"


@dataclass(frozen=True, slots=True)
class SilentCall:
    """
    A call in which nobody was heard.

    flagged: a person has set an active flag on the line, on someone linked to it, or on its address.
    reasons: why, in words.
    incidents: distinct incidents on the line by window in days, as counts_by_window gives them. Give it the window of
    the policy (watch_within_days); it is empty when there is no number.
    """

    kind: CallKind
    service: Service
    flagged: bool
    reasons: tuple[str, ...] = ()
    incidents: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SilentRule:
    """What is done: grade is None when no log opens."""

    open_log: bool
    grade: str | None
    tell_supervisor: bool


@dataclass(frozen=True, slots=True)
class SilentPolicy:
    """
    Which lines are watched, and what follows for those and for all others.

    watch_incidents within watch_within_days: this many distinct incidents on the line make it watched, as a flag does.
    category: the NSIR category the log opens with.
    """

    watch_incidents: int
    watch_within_days: int
    category: str
    watched: Mapping[tuple[Service, CallKind], SilentRule]
    unwatched: Mapping[tuple[Service, CallKind], SilentRule]


@dataclass(frozen=True, slots=True)
class SilentDecision:
    """What follows: a log or none, its category and grade, a supervisor told or not, and why, in words."""

    open_log: bool
    category: str | None
    grade: str | None
    tell_supervisor: bool
    because: tuple[str, ...]


def decide(call: SilentCall, *, policy: SilentPolicy) -> SilentDecision:
    """
    Decide what follows a silent or abandoned call.

    A line with exactly policy.watch_incidents is watched. Without a number, only a flag can make it so.
    Source: features.md #7; procedure.md 6.
    Raises ValueError when counts are given, but not for the window the policy watches.
    """
    counted = _incidents(call, policy)
    noun = "incident" if counted == 1 else "incidents"
    on_line = f"{counted} {noun} on this line in {policy.watch_within_days} days"
    because: list[str] = []
    if call.flagged:
        because += call.reasons or ("a person has flagged this line",)
    if counted >= policy.watch_incidents:
        because.append(on_line)
    unwatched = ("no flag", on_line if call.incidents else "no number to count by")
    rules = policy.watched if because else policy.unwatched
    rule = rules[call.service, call.kind]
    return SilentDecision(
        open_log=rule.open_log,
        category=policy.category if rule.open_log else None,
        grade=rule.grade,
        tell_supervisor=rule.tell_supervisor,
        because=(f"{call.kind} call to {call.service}", *(because or unwatched)),
    )


def _incidents(call: SilentCall, policy: SilentPolicy) -> int:
    """Read the count for the window that is watched."""
    if call.incidents and policy.watch_within_days not in call.incidents:
        given = ", ".join(str(days) for days in call.incidents)
        msg = f"The incidents on the line are counted over {given} days; {policy.watch_within_days} is needed."
        raise ValueError(msg)
    return call.incidents.get(policy.watch_within_days, 0)
