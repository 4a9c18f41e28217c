"""
How long things stand, when somebody is asked about them, and numbers that can be said on the telephone.

Days are days of the force's own time zone. The periods are Heed's choice, unvalidated: no standard was found for any.
"""

import calendar
from collections.abc import Collection
from datetime import date, datetime, timedelta
from itertools import pairwise

from heed.domain.needs.terms import NAMES_A_LANGUAGE, Basis, NeedKind

NEED_MONTHS_MOST, WARNING_MONTHS_MOST = 60, 12
"""How far ahead a need and a warning may run: what nobody looks at for longer is no longer known."""

NEED_REVIEW_MONTHS, NEED_MONTHS = 12, 24
WARNING_REVIEW_MONTHS, WARNING_MONTHS = 3, 6
"""What a form begins with."""

CONFIRM_MONTHS = 6
"""A passport is gone through with the person again after so many months (features.md #12)."""

GRACE = timedelta(days=30)
"""How long a passport that nobody has confirmed is shown beyond that."""

ASK_BEFORE = timedelta(days=14)
"""How long before something runs out its owner is asked."""

TRIES, TRIES_WITHIN = 5, timedelta(minutes=15)
"""Wrong PINs for one passport after which none is looked at, and for how long they count."""

GUESSES = 20
"""Wrong numbers and PINs of one person at work, in the same time, after which they must wait."""

NUMBER_DIGITS = 9
PIN_DIGITS = (4, 6)

# The totally anti-symmetric quasigroup of H. M. Damm's thesis (2004): one wrong digit, two neighbours swapped, and "thirteen"
# for "thirty" never pass.
_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)
_MEANT = str.maketrans({"O": "0", "o": "0", "I": "1", "i": "1", "l": "1", "L": "1", "|": "1"})


class Unfit(ValueError):
    """What was given cannot stand together; the words say what, for the screen."""


def months_after(day: date, months: int) -> date:
    """Return the same day so many months on; the last of a month that has none such: 31 August + 6 is 28 or 29 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def stands(*, expires_on: date, ended: bool, today: date) -> bool:
    """Say whether something is still shown: to the end of the day on which it runs out, unless it was ended."""
    return not ended and today <= expires_on


def ask_on(*, review_on: date, expires_on: date) -> date:
    """Return the day from which its owner is asked about something: its review, or two weeks before it runs out."""
    return min(review_on, expires_on - ASK_BEFORE)


def check_days(*, review_on: date, expires_on: date, today: date, months_most: int) -> None:
    """
    Refuse days that let something run out unseen, or never. Raises Unfit.

    Today itself is no review; a review on the day it runs out is one.
    """
    if review_on <= today:
        raise Unfit("The day of the review must be in the future")
    if expires_on < review_on:
        raise Unfit("It must not run out before it is reviewed")
    if expires_on > months_after(today, months_most):
        raise Unfit(f"It must run out within {months_most} months, so that somebody asks again")


def check_need(*, kind: NeedKind, language: str, what_helps: str, basis: Basis, consent_at: datetime | None) -> None:
    """Refuse a need that nobody could act on, or that we could not say why we keep. Raises Unfit."""
    if not what_helps.strip():
        raise Unfit("Say what helps")
    if kind in NAMES_A_LANGUAGE and not language.strip():
        raise Unfit("Say which language")
    if (basis == Basis.CONSENT) != (consent_at is not None):
        raise Unfit("Say when they agreed, if that is why we keep it")


def confirm_by(confirmed_on: date) -> date:
    """Return by when a passport is to be gone through again."""
    return months_after(confirmed_on, CONFIRM_MONTHS)


def shown_until(confirmed_on: date) -> date:
    """Return the last day on which a passport is shown that nobody has confirmed since."""
    return confirm_by(confirmed_on) + GRACE


def with_check_digit(digits: str) -> str:
    """Return digits with the one that lets most mistakes show."""
    return digits + str(_damm(digits))


def passport_number(said: str) -> str:
    """
    Return a passport's number as it is kept, from however it was said or typed; nothing where it cannot be one.

    Letters are never meant: O is nought and I is one. Spaces, hyphens and full stops part groups.
    """
    digits = "".join(c for c in said.translate(_MEANT) if c not in " -.\t\n\u00a0\u2010\u2011\u2013")
    right = digits.isascii() and digits.isdigit() and len(digits) == NUMBER_DIGITS and digits[0] != "0"
    return digits if right and _damm(digits) == 0 else ""


def spoken(number: str) -> str:
    """Write a passport's number in threes, as it is read out."""
    return " ".join(number[at : at + 3] for at in range(0, len(number), 3))


def check_pin(pin: str) -> None:
    """Refuse a PIN that the first guess opens. Raises Unfit."""
    least, most = PIN_DIGITS
    if not (pin.isascii() and pin.isdigit() and least <= len(pin) <= most):
        raise Unfit(f"A PIN has {least} to {most} digits")
    steps = {int(b) - int(a) for a, b in pairwise(pin)}
    if steps in ({0}, {1}, {-1}):
        raise Unfit("Choose digits that are not all the same and not in a row, such as 1111 or 1234")


def must_wait(wrong_at: Collection[datetime], *, most: int, now: datetime) -> bool:
    """Say whether too many tries went wrong lately; one exactly TRIES_WITHIN ago does not count any more."""
    return sum(at > now - TRIES_WITHIN for at in wrong_at) >= most


def _damm(digits: str) -> int:
    """Return the check digit; 0 for digits that end in the right one."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return interim
