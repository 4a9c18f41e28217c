"""How much somebody suffered, in the words of the pack: counts by window, trend, how near a case review is."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from heed.engines.risk.case_review import Standing, standing
from heed.engines.risk.repeat import Report, Trend, counts_by_window, trend
from heed.foundation.policy.packs import Pack


def counts(reports: Sequence[Report], *, now: datetime, pack: Pack) -> dict[int, int]:
    """Count reports in the pack's windows."""
    return counts_by_window(reports, now=now, windows=pack.windows)


def nearest_case_review(histories: Sequence[list[Report]], *, now: datetime, pack: Pack) -> Standing | None:
    """Say how near a victim is to an ASB case review, were this call to report another incident; the nearest one."""
    this = Report("this call", now, extra=False)
    found = [standing([*reports, this], now=now, zone=pack.zone, rule=pack.case_review) for reports in histories]
    return max(found, key=lambda one: one.count, default=None)


def worst_trend(histories: Sequence[list[Report]], *, now: datetime, pack: Pack) -> Trend:
    """Say whether somebody's incidents come closer together; what one person suffers is not added to another's."""
    trends = [trend(reports, now=now, rule=pack.repeat.trend.rule) for reports in histories]
    worst_first = (Trend.CLOSER_TOGETHER, Trend.STEADY, Trend.FURTHER_APART)
    return next((kind for kind in worst_first if kind in trends), Trend.NONE)


def look_back(pack: Pack) -> timedelta:
    """Return how far back any rule of the pack looks; a day more holds its edge, and 31 days a month."""
    repeat = pack.repeat
    days = [
        *pack.windows,
        repeat.victim.rule.within_days,
        repeat.caller.rule.within_days,
        repeat.location.rule.within_days,
        repeat.trend.rule.within_days,
        pack.silent.watch_within_days,
        pack.case_review.months * 31,
    ]
    return timedelta(days=max(days) + 1)
