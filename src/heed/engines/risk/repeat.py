"""
Who is a repeat, and how often.

The same functions count for a victim, a caller, a place or a line: the reports passed in decide whose history it is.
There is no national definition of a repeat victim (procedure.md 4.1), so the numbers come from the policy pack.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from statistics import median

from heed.engines.risk.moments import in_utc

WINDOWS = (30, 90, 180, 365)
"""The windows shown together, in days (procedure.md 4.1); a pack may show others."""

WHOLE = 100
"""Per cent of the usual gap."""


@dataclass(frozen=True, slots=True)
class RepeatRule:
    """
    When someone or somewhere is a repeat.

    within_days: length of the window that ends now, in days of 24 hours.
    incidents: how many distinct incidents it takes, the one being reported now included.
    says_so: the person's own word is enough.
    """

    within_days: int
    incidents: int
    says_so: bool = False


@dataclass(frozen=True, slots=True)
class TrendRule:
    """
    When reports count as coming closer together.

    incidents: how many counted incidents it takes before anything is said; at least 3, which make two gaps.
    within_days: how far back to look, in days of 24 hours.
    percent: the newest gap is short when it is at most this share of the usual gap, and long when the usual gap is at
    most this share of it.
    """

    incidents: int
    within_days: int
    percent: int


TREND = TrendRule(incidents=3, within_days=365, percent=50)
"""The rule of trend when no pack gives one: unvalidated."""


@dataclass(frozen=True, slots=True)
class Report:
    """
    One report in somebody's history.

    incident: the incident it is about; two reports of one incident count once. A victim who reached the incident
    through a duplicate log is a report of the main incident, and not extra, so that they are counted once.
    at: when it was reported; timezone-aware.
    extra: a duplicate or call-back about an incident already counted: shown, never counted.
    again: 0, or which later “it has not stopped” of somebody who was asked after it was closed. Each is a further report of
    an incident that went on, and counts as one.
    happened_on: date of the behaviour, when known; code: the category it was opened under. Only the case review line asks.

    Raises ValueError when `at` has no time zone.
    """

    incident: str
    at: datetime
    extra: bool
    happened_on: date | None = None
    again: int = 0
    code: str = ""

    @property
    def occurrence(self) -> tuple[str, int]:
        """Name what is counted once: an incident, or its going on after it was closed."""
        return self.incident, self.again

    def __post_init__(self) -> None:
        """Refuse a moment that could be any of several."""
        in_utc(self.at, what=f"The report of incident {self.incident}")


class Trend(StrEnum):
    """How the gaps between incidents change."""

    NONE = "none"
    STEADY = "steady"
    CLOSER_TOGETHER = "closer_together"
    FURTHER_APART = "further_apart"


def counts_by_window(reports: Iterable[Report], *, now: datetime, windows: Sequence[int] = WINDOWS) -> dict[int, int]:
    """
    Count distinct incidents in each window that ends now; one that went on after it was closed counts again.

    Extras are left out. A report exactly N days of 24 hours ago still counts; one second more does not. The future
    never counts. The result has the windows as keys, in the order given.
    Source: procedure.md 4.1.
    """
    counted = [report for report in reports if not report.extra]
    return {days: len(_occurrences(counted, now=now, days=days)) for days in windows}


def calls_by_window(reports: Iterable[Report], *, now: datetime, windows: Sequence[int] = WINDOWS) -> dict[int, int]:
    """Count every report in each window that ends now, extras included; edges as in counts_by_window."""
    everything = list(reports)
    return {days: len(_within(everything, now=now, days=days)) for days in windows}


def is_repeat(
    reports: Iterable[Report],
    *,
    now: datetime,
    rule: RepeatRule,
    current: str | None = None,
    says_so: bool = False,
) -> bool:
    """
    Say whether the incident being reported now makes a repeat.

    reports: the history, in any order. The incident being reported now is added to it.
    current: its identity, when it may already be in the history (a call-back): it is then counted once.
    says_so: the person says that it happened before; enough by itself where the rule allows it.

    A report exactly rule.within_days ago still counts; extras and the future never do.
    Source: procedure.md 4.1.
    """
    if says_so and rule.says_so:
        return True
    counted = [report for report in reports if not report.extra]
    # What went on after it was closed happened again, whatever is being reported now.
    earlier = _occurrences(counted, now=now, days=rule.within_days) - {(current, 0)}
    return len(earlier) + 1 >= rule.incidents


def trend(reports: Iterable[Report], *, now: datetime, rule: TrendRule = TREND) -> Trend:
    """
    Say whether incidents come closer together or further apart.

    Takes the first counted report of each incident in the window, and the gaps between one and the next. The newest gap
    is compared with the median of the gaps before it: CLOSER_TOGETHER when it is at most rule.percent of that,
    FURTHER_APART when that is at most rule.percent of it, else STEADY; equal gaps are STEADY. Fewer than
    rule.incidents, or fewer than three: NONE. The silence since the last incident is not a gap: it
    never lowers concern about somebody who is on the line now.
    That something had not stopped is told when somebody asks, not when it happened: it makes no gap.
    Source: Heed's own rule, unvalidated.
    """
    counted = [report for report in reports if not (report.extra or report.again)]
    first: dict[str, datetime] = {}
    for report in _within(counted, now=now, days=rule.within_days):
        at = report.at.astimezone(UTC)
        first[report.incident] = min(at, first.get(report.incident, at))
    gaps = [(later - earlier).total_seconds() for earlier, later in pairwise(sorted(first.values()))]
    *before, newest = gaps or [0.0]
    if len(first) < rule.incidents or not before:
        return Trend.NONE
    usual = median(before)
    if newest == usual:
        return Trend.STEADY
    if newest * WHOLE <= usual * rule.percent:
        return Trend.CLOSER_TOGETHER
    if usual * WHOLE <= newest * rule.percent:
        return Trend.FURTHER_APART
    return Trend.STEADY


def _within(reports: Collection[Report], *, now: datetime, days: int) -> list[Report]:
    """Keep the reports from exactly `days` before now up to now, both included."""
    end = in_utc(now, what="The time of counting")
    start = end - timedelta(days=days)
    return [report for report in reports if start <= report.at.astimezone(UTC) <= end]


def _occurrences(reports: Collection[Report], *, now: datetime, days: int) -> set[tuple[str | None, int]]:
    """Name the distinct incidents of the reports in the window, and their goings on."""
    return {report.occurrence for report in _within(reports, now=now, days=days)}
