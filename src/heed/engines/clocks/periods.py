"""
When a period ends: minutes and hours that pass, days by the clock on the wall, working days, and months.

The moment at which a period ends still belongs to it, so that whoever comes at the very minute came in time.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from heed.engines.clocks.calendar import WorkingDays
from heed.engines.risk.moments import MONTHS_IN_YEAR, in_utc, last_day

LONDON = ZoneInfo("Europe/London")
MIDNIGHT = time()
UNITS = ("minutes", "hours", "days", "working_days", "months")


@dataclass(frozen=True, slots=True)
class Period:
    """
    So many of one unit: `Period(working_days=5)`. Exactly one is given, and it is 1 or more.

    Raises ValueError otherwise.
    """

    minutes: int = 0
    hours: int = 0
    days: int = 0
    working_days: int = 0
    months: int = 0

    def __post_init__(self) -> None:
        """Refuse a period of two units, of none, or of less than nothing."""
        given = [count for count in (getattr(self, unit) for unit in UNITS) if count]
        if len(given) != 1 or given[0] < 1:
            msg = "A period is of exactly one unit, and of 1 or more: minutes, hours, days, working days or months."
            raise ValueError(msg)

    @property
    def words(self) -> str:
        """Write it: 5 working days."""
        unit = next(unit for unit in UNITS if getattr(self, unit))
        count = getattr(self, unit)
        name = unit.replace("_", " ")
        return f"1 {name[:-1]}" if count == 1 else f"{count} {name}"


def due(start: datetime, period: Period, calendar: WorkingDays, zone: ZoneInfo = LONDON) -> datetime:
    """
    Say when a period that began at a moment ends; in UTC.

    minutes, hours: time that passes, whatever the clocks do. days, months: the same time on the clock of the zone, so many
    days or months later; a month too short for the date ends it on its last day; a time that the clocks leave out in
    spring moves forward by what they leave out, one that comes twice in autumn is the first of the two.
    working_days: the midnight with which the last of them ends. The day of the start never counts: what begins on a
    Saturday has Monday as its first working day, as what began on the Friday has.
    Raises ValueError when start has no time zone.
    """
    moment = in_utc(start, what="The start of a period")
    if period.minutes or period.hours:
        return moment + timedelta(minutes=period.minutes, hours=period.hours)
    local = moment.astimezone(zone)
    if period.working_days:
        return end_of_day(calendar.add_working_days(local.date(), period.working_days), zone)
    day = local.date() + timedelta(days=period.days) if period.days else months_later(local.date(), period.months)
    # fold is not taken over: a start in the second of two equal hours ends, days later, at a time that is there once.
    return datetime.combine(day, local.time(), zone).astimezone(UTC)


def within(start: datetime, period: Period, moment: datetime, calendar: WorkingDays, zone: ZoneInfo = LONDON) -> bool:
    """Say whether a moment lies in the period that began at start; both its ends do."""
    asked = in_utc(moment, what="The moment asked about")
    return in_utc(start, what="The start of a period") <= asked <= due(start, period, calendar, zone)


def end_of_day(day: date, zone: ZoneInfo = LONDON) -> datetime:
    """Return the midnight with which a day ends, in UTC: the same moment as the beginning of the next."""
    return datetime.combine(day + timedelta(days=1), MIDNIGHT, zone).astimezone(UTC)


def months_later(day: date, months: int) -> date:
    """Return the corresponding date some months later, or the last day of a month that has no such date."""
    years, month = divmod(day.month - 1 + months, MONTHS_IN_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def end_of_months_beginning_with(day: date, *, months: int, zone: ZoneInfo = LONDON) -> datetime:
    """
    Return the end of a statute's "one month beginning with" a day: the midnight that ends the day before the same date.

    Source: engines.risk.moments.last_day (Anti-social Behaviour, Crime and Policing Act 2014 s.104(11)); in UTC.
    """
    return end_of_day(last_day(day, months=months), zone)
