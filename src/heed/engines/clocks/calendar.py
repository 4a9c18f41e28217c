"""Working days: not a Saturday, not a Sunday, not a bank holiday of England and Wales, and what a force adds or takes away."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import holidays

DAY = timedelta(days=1)
SATURDAY = 5
NONE_WITHIN = 400
"""Days in a row without a working day that no calendar has: the list of closed days is then wrong."""


class NoWorkingDay(Exception):
    """More than a year without one working day: the calendar closes every day."""


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """
    Return the bank holidays of England and Wales in a year, substitute days and the days themselves both.

    Source: the library `holidays`, subdivision ENG (England's and Wales's are the same). A holiday proclaimed since that
    library was released is missing: a force adds it to its pack.
    """
    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """
    The working days of a force.

    closed: days on which nothing counts although they would be working days. opened: days that count although they would
    not be; a day in both counts.
    """

    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()

    def is_working_day(self, day: date) -> bool:
        """Say whether a day is a working day."""
        if day in self.opened:
            return True
        return day.weekday() < SATURDAY and day not in self.closed and day not in bank_holidays(day.year)

    def next_working_day(self, day: date) -> date:
        """
        Return the first working day after a day, which itself never counts.

        Raises NoWorkingDay.
        """
        for _ in range(NONE_WITHIN):
            day += DAY
            if self.is_working_day(day):
                return day
        raise NoWorkingDay(day)

    def add_working_days(self, day: date, count: int) -> date:
        """
        Return the count-th working day after a day, which itself never counts, whether or not it is a working day.

        count: 1 or more. From a Friday and from the Saturday after it the first is the same Monday.
        Raises ValueError for less than 1, NoWorkingDay.
        """
        if count < 1:
            msg = f"Working days are counted from 1, not {count}."
            raise ValueError(msg)
        for _ in range(count):
            day = self.next_working_day(day)
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days after one day up to another, which counts; 0 where the other is not later."""
        days = (last - first).days
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, days + 1))


ENGLAND_AND_WALES = WorkingDays()
"""The calendar without anything of a force's own."""
