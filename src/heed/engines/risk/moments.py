"""Moments and periods: what counts as a day, a month and the same instant."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

MONTHS_IN_YEAR = 12


def in_utc(moment: datetime, *, what: str) -> datetime:
    """
    Give the same moment in UTC, where a day is always 24 hours.

    Arithmetic on a local time moves the clock on the wall, so a window would be an hour short or long when the
    clocks change; in UTC it never is.

    what: names the value in the sentence of the error.
    Raises ValueError when the moment has no time zone.
    """
    if moment.utcoffset() is None:
        msg = f"{what} has no time zone: {moment.isoformat()}. Give it one, such as +00:00."
        raise ValueError(msg)
    return moment.astimezone(UTC)


def last_day(start: date, *, months: int) -> date:
    """
    Give the last day of a period of months beginning with a date.

    "Six months beginning with 15 March" includes 15 March and ends on 14 September: the day before the same date,
    months later. Where that month has no such date (31 August and six months) the period ends with the month.
    Source: Anti-social Behaviour, Crime and Policing Act 2014 s.104(11), read as procedure.md 4.2 reads it; the
    month without such a date is the common-law rule of the corresponding date, for the force's lawyer to confirm.
    """
    years, month = divmod(start.month - 1 + months, MONTHS_IN_YEAR)
    year, month = start.year + years, month + 1
    days = monthrange(year, month)[1]
    if start.day > days:
        return date(year, month, days)
    return date(year, month, start.day) - timedelta(days=1)
