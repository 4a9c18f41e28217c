"""
Ages from dates and years of birth, and from school years.

Reckoned against the day of the log, never today's (reference/cues.md section 3.6).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date

from heed.engines.cues.age import OLDEST, Age
from heed.engines.cues.context import words
from heed.engines.cues.tokens import Tokens

DOB = re.compile(
    r"(?:d\.?o\.?b\.?|born(?: on)?|date of birth)\s*[:\-]?\s*(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})\b",
    re.IGNORECASE,
)
DOB_BARE = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)\b")
BORN_YEAR = re.compile(r"\bborn(?: in| back in)?\s+((?:19|20)\d\d)\b", re.IGNORECASE)
SCHOOL_YEAR = re.compile(
    r"\b(?:(?:in|is|a|both|from|still)\s+)?(?:year|yr)\s*(\d{1,2})(?:s|'s)?\b(?!\s*(?:ago|old|s?\s*(?:contract|lease|warranty)))",
    re.IGNORECASE,
)
DATED = words("dated")
SCHOOL = words("school")


def dates(tokens: Tokens, on: date | None) -> Iterator[Age]:
    """Dates and years of birth, and school years."""
    text = tokens.text
    if (on and not DATED.isdisjoint(tokens.words)) or "/" in text:
        for pattern in (DOB, DOB_BARE):
            for found in pattern.finditer(text):
                bare = pattern is DOB_BARE
                if on and (age := _since(found.groups(), on)) is not None and (not bare or age >= 4):
                    yield _placed(tokens, found.start(), found.end(), age, age)
        if on:
            for found in BORN_YEAR.finditer(text):
                age = on.year - int(found.group(1))
                if 0 <= age <= OLDEST:
                    yield _placed(tokens, found.start(), found.end(), max(age - 1, 0), age, exact=False)
    if not SCHOOL.isdisjoint(tokens.words):
        for found in SCHOOL_YEAR.finditer(text):
            year = int(found.group(1))
            if 1 <= year <= 13:
                yield _placed(tokens, found.start(), found.end(), year + 4, min(year + 5, 17), exact=False)


def _since(parts: tuple[str, ...], on: date) -> int | None:
    """Years from a date of birth to a day; a year of two figures is the century that gives 0 to 110."""
    day, month, year = (int(part) for part in parts)
    if len(parts[2]) == 2:
        year += on.year // 100 * 100
        if year > on.year:
            year -= 100
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    if age < 0 and len(parts[2]) == 2:
        age += 100
    return age if 0 <= age <= OLDEST else None


def _placed(tokens: Tokens, start: int, end: int, least: int, most: int, *, exact: bool = True) -> Age:
    """Place an age that stands at characters, in tokens."""
    first = bisect_right(tokens.ends, start)
    last = bisect_left(tokens.starts, end)
    return Age(first, max(last, first + 1), least, most, exact)
