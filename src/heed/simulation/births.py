"""When somebody was born, as it is written down: often not at all, often an age, sometimes another day."""

from datetime import date
from random import Random

from heed.simulation.slips import other_digit

MISSING, AGE_ONLY = 0.35, 0.25
"""Of all descriptions; the rest have a date (College guidance asks for it, control rooms often do not)."""
AGE_WRONG = 1 / 20
SWAPPED, DIGIT, YEAR = 1 / 60, 1 / 50, 1 / 100
FIRST_OF_JANUARY = 1 / 120
"""Share of dates typed as 1 January by somebody who knows only the year."""
MONTH_ONLY, YEAR_ONLY = 0.01, 0.02


def described(rng: Random, born: date, age: int) -> tuple[str, int | None]:
    """Return a date, whole or in part, or an age in years, or neither; an age is never below 0."""
    draw = rng.random()
    if draw < MISSING:
        return "", None
    if draw < MISSING + AGE_ONLY:
        return "", max(0, age + rng.choice((-1, 1))) if rng.random() < AGE_WRONG else age
    return typed(rng, born), None


def typed(rng: Random, born: date) -> str:
    """Return a date of birth as `2001-02-28`, `2001-02` or `2001`: a real one, not always the right one."""
    draw = rng.random()
    if draw < MONTH_ONLY:
        return f"{born:%Y-%m}"
    if draw < MONTH_ONLY + YEAR_ONLY:
        return f"{born.year:04d}"
    year, month, day = born.year, born.month, born.day
    if rng.random() < FIRST_OF_JANUARY:
        return f"{year:04d}-01-01"
    if day <= 12 and rng.random() < SWAPPED:
        month, day = day, month
    if rng.random() < YEAR:
        year += rng.choice((-10, -1, -1, 1, 1, 10))
    text = f"{year:04d}-{month:02d}-{day:02d}"
    if rng.random() < DIGIT:
        text = _real(rng, text)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        # 29 February of another year: the form refuses it, and the handler types the day before.
        return f"{year:04d}-{month:02d}-28"


def _real(rng: Random, text: str) -> str:
    """Return a date with one digit wrong that is still a date of a living person; the form refuses others."""
    for _ in range(20):
        wrong = other_digit(rng, text)
        try:
            if 1900 <= date.fromisoformat(wrong).year <= int(text[:4]) + 20:
                return wrong
        except ValueError:
            continue
    return text
