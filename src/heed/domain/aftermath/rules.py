"""When somebody is asked, how, and what ends the asking. Pure: values in, decision out."""

from collections.abc import Collection
from datetime import date, timedelta

ADULT = 18
"""Years; whoever is younger is asked through whoever looks after them, and never by a message of their own."""

NOBODY_SAID = "no safe way to write to them is on record"
CHILD = "under 18: speak with whoever looks after them"


def due_on(closed_on: date, *, vulnerable: bool, repeat: bool, after_days: int, after_days_sooner: int) -> date:
    """
    Return the day from which somebody is asked: so many days after the day on which the incident was closed.

    Sooner for whoever suffers again and is vulnerable, never later than for everybody else.
    """
    days = min(after_days, after_days_sooner) if vulnerable and repeat else after_days
    return closed_on + timedelta(days=days)


def is_child(born_on: date | None, *, on: date) -> bool:
    """Say whether somebody is under 18 on a day; nobody is taken for a child whose date of birth is not known."""
    if born_on is None:
        return False
    had_birthday = (on.month, on.day) >= (born_on.month, born_on.day)
    return on.year - born_on.year - (not had_birthday) < ADULT


def gives_up(results: Collection[str], *, tries_most: int) -> bool:
    """Say whether nobody rings again: so many calls without an answer since they were last reached or written to."""
    return sum(result == "no_answer" for result in results) >= tries_most


def is_told_not_stopped(stopped: str, *, reopens: Collection[str]) -> bool:
    """Say whether an answer opens the incident again."""
    return stopped in reopens
