"""Reads when somebody was born: a whole date, a part of one, or an age on a day; and the days it can have been."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

_OLDEST: Final = 120
"""Years: beyond this an age is a slip of the key."""

_EARLIEST_YEAR: Final = 1850
"""A year that stands alone, or with a month, is a year of birth from here to the year of `on`."""

_WHOLE_DATE_YEARS: Final = range(1000, 2101)
"""Written out with day and month, a year is believed further back: historical files have people born in 1604."""

_LAST_YEAR: Final = 2100
"""The latest year that stands alone when nobody says on which day it was written."""

_PIVOT: Final = date(2025, 12, 31)
"""Two digits stand for the last such year up to here when nobody says on which day they were written."""

_MONTHS: Final = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

_TIME: Final = re.compile(r"(?<=\d)[t ,]+\d{1,2}:\d\d.*$", re.DOTALL)
_SAID_BEFORE: Final = re.compile(r"^(?:d\.?o\.?b\.?|date of birth|born(?: on)?)[\s:]*")
_ISO: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})\s?[-/. ]\s?([0-9]{1,2}|[x?]{1,2})\s?[-/. ]\s?([0-9]{1,2}|[x?]{1,2})")
_DAY_FIRST: Final = re.compile(
    r"([0-9]{1,2}|[x?]{1,2})\s?[-/. ]\s?([0-9]{1,2}|[x?]{1,2})\s?[-/. ]\s?([0-9]{4}|[0-9]{2})"
)
_YEAR_MONTH: Final = re.compile(r"([0-9]{4})[-/. ]([0-9]{1,2})")
_MONTH_YEAR: Final = re.compile(r"([0-9]{1,2})[-/. ]([0-9]{4})")
_NAMED_MONTH: Final = re.compile(
    r"(?:([0-9]{1,2})(?:st|nd|rd|th)?(?: of)?[-/. ]*)?([a-z]{3,9})[-/., ]*([0-9]{4}|'?[0-9]{2})"
)
_MONTH_FIRST: Final = re.compile(r"([a-z]{3,9})[-/. ]*([0-9]{1,2})(?:st|nd|rd|th)?[-/., ]+([0-9]{4}|'?[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Birth:
    """
    When somebody was born, as far as it was said; what was not is empty.

    on: `1961-05-02` when whole and possible. swapped: day and month exchanged, when that is another possible date.
    first, last: the earliest and the latest day of birth that fit, as date.toordinal; the same day when it is whole.
    """

    on: str = ""
    swapped: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    first: int | None = None
    last: int | None = None


@dataclass(frozen=True, slots=True)
class _Written:
    """The figures of a date; 0 for what was not known. brief: the year has two digits. full: day and month had a place."""

    year: int
    month: int = 0
    day: int = 0
    brief: bool = False
    full: bool = True


_NOTHING: Final = Birth()


def read_birth(born: str, *, age: int | None = None, on: date | None = None) -> Birth:
    """
    Read a date of birth in any usual spelling, and narrow it by an age in years on the day `on`.

    The year first, or else the day first: 02/05/1961 is in May. 05/13/1961 can only have the month first. Two digits are the
    last such year not after `on` (without it, not after 2025). A day that cannot be, 31/02/1961, leaves its year.

    A year alone, or with a month, counts from 1850 to the year of `on`; in a whole date, from 1000 to 2100. An age counts from
    0 to 120, and only with `on`; born on 29 February one grows older on 1 March. An age that contradicts the year is dropped.

    Never raises, whatever the text. `c1961` and `about 1961` are nothing: a year that is only near is not that year.
    """
    written = _figures(born) if born else None
    birth = _NOTHING if written is None else _birth(written, on=on)
    if age is None or on is None or birth.on or not 0 <= age <= _OLDEST:
        return birth
    first, last = _days_of_age(age, on=on)
    if birth.first is not None and birth.last is not None:
        first, last = max(first, birth.first), min(last, birth.last)
    if first > last:
        return birth
    return Birth("", "", birth.year, birth.month, birth.day, first, last)


def _days_of_age(age: int, *, on: date) -> tuple[int, int]:
    """Return the first and the last day on which somebody was born who is `age` on this day."""
    return _last_born(age + 1, on=on) + 1, _last_born(age, on=on)


def _last_born(age: int, *, on: date) -> int:
    """Return the last day of birth of those who are at least this old; 0 for before all calendars."""
    year = on.year - age
    if year < 1:
        return 0
    day = min(on.day, monthrange(year, on.month)[1])
    return date(year, on.month, day).toordinal()


def _birth(written: _Written, *, on: date | None) -> Birth:
    year, month, day = written.year, written.month, written.day
    if written.brief:
        year = _century(written, until=on or _PIVOT)
    elif written.full:
        if year not in _WHOLE_DATE_YEARS:
            return _NOTHING
    elif not _EARLIEST_YEAR <= year <= (on.year if on else _LAST_YEAR):
        return _NOTHING
    if day and _possible(year, month, day):
        return _whole(year, month, day)
    if day and month:
        # One of the two is wrong, and nobody can say which.
        month = day = 0
    if not 1 <= month <= len(_MONTHS):
        return Birth("", "", year, None, None, date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal())
    end = monthrange(year, month)[1]
    return Birth("", "", year, month, None, date(year, month, 1).toordinal(), date(year, month, end).toordinal())


def _whole(year: int, month: int, day: int) -> Birth:
    ordinal = date(year, month, day).toordinal()
    swapped = f"{year:04}-{day:02}-{month:02}" if day != month and _possible(year, day, month) else ""
    return Birth(f"{year:04}-{month:02}-{day:02}", swapped, year, month, day, ordinal, ordinal)


def _century(written: _Written, *, until: date) -> int:
    """Return the last year with these two digits in which the date is not after `until`."""
    year = until.year - (until.year - written.year) % 100
    if (year, written.month, written.day) > (until.year, until.month, until.day):
        year -= 100
    # Before the year 101 there is no earlier one to return.
    return max(year, 1)


def _possible(year: int, month: int, day: int) -> bool:
    return 1 <= month <= len(_MONTHS) and 1 <= day <= monthrange(year, month)[1]


@lru_cache(maxsize=131_072)
def _figures(born: str) -> _Written | None:
    """Read the figures that stand in the text; None when it is no date."""
    if iso := _ISO.fullmatch(born):
        return _Written(int(iso[1]), int(iso[2]), int(iso[3]))
    text = born if born.isascii() else unicodedata.normalize("NFKC", born)
    text = _TIME.sub("", _SAID_BEFORE.sub("", " ".join(text.lower().split()))).strip(" .,")
    if text.isdecimal() and text.isascii():
        return _run_of_digits(text)
    return _separated(text) or _named(text)


def _separated(text: str) -> _Written | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _Written(int(match[1]), _number(match[2]), _number(match[3]))
    if match := _DAY_FIRST.fullmatch(text):
        return _day_first(_number(match[1]), _number(match[2]), match[3])
    if match := _YEAR_MONTH.fullmatch(text):
        return _Written(int(match[1]), int(match[2]), full=False)
    if match := _MONTH_YEAR.fullmatch(text):
        return _Written(int(match[2]), int(match[1]), full=False)
    return None


def _named(text: str) -> _Written | None:
    if match := _NAMED_MONTH.fullmatch(text):
        day, name, year = match[1], match[2], match[3]
    elif match := _MONTH_FIRST.fullmatch(text):
        day, name, year = match[2], match[1], match[3]
    else:
        return None
    month = _month(name)
    digits = year.lstrip("'")
    if not month:
        return None
    return _Written(int(digits), month, int(day or 0), brief=len(digits) == 2, full=day is not None)  # noqa: PLR2004


def _month(name: str) -> int:
    """Return the month that is named whole, or by its beginning: sept, june; 0 for another word."""
    number = _MONTHS.index(name[:3]) + 1 if name[:3] in _MONTHS else 0
    return number if number and _MONTH_NAMES[number - 1].startswith(name) else 0


def _number(digits: str) -> int:
    return int(digits) if digits.isdecimal() else 0


def _day_first(day: int, month: int, year: str) -> _Written:
    """Read day before month, unless only the American order is possible."""
    if month > len(_MONTHS) >= day > 0:
        day, month = month, day
    return _Written(int(year), month, day, brief=len(year) == 2)  # noqa: PLR2004


def _run_of_digits(text: str) -> _Written | None:
    """Read 1961, 19610502, 02051961 or 020561; of the eight digits the year comes first where that is a date."""
    match len(text):
        case 4:
            return _Written(int(text), full=False)
        case 6:
            return _day_first(int(text[:2]), int(text[2:4]), text[4:])
        case 8:
            year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
            sure = year in _WHOLE_DATE_YEARS and (_possible(year, month, day) or not month or not day)
            return _Written(year, month, day) if sure else _day_first(int(text[:2]), int(text[2:4]), text[4:])
        case _:
            return None
