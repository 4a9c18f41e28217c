"""What a rule of contact may say. Whether a contact may be made is decided in engines/risk/safe_contact.py."""

from collections.abc import Collection, Sequence
from datetime import date, time, timedelta

from heed.engines.numbers.reading import read
from heed.engines.risk.safe_contact import Channel

REVIEW_WITHIN = timedelta(days=366)
"""How far ahead a review may lie. It ends nothing: at that day somebody asks, and the rule stands."""

ABOUT_THE_RULE = frozenset({"source", "basis", "review_on", "consent_at"})
"""What is said of a rule rather than by it."""


class Unfit(ValueError):
    """What was given cannot stand; the words say what, for the screen."""


def check_rule(
    *,
    channels: Collection[str],
    hours: Sequence[tuple[int, str, str]] | None,
    says_something: bool,
    consent: tuple[bool, bool],
    review_on: date,
    today: date,
) -> None:
    """
    Refuse a rule that nobody could keep. Raises Unfit.

    consent: whether it is kept by consent, and whether it says since when.
    """
    if not says_something:
        raise Unfit("Say what is safe, or what is not")
    if unknown := set(channels) - set(Channel):
        raise Unfit(f"{', '.join(sorted(unknown))} is no way to contact somebody")
    for day, start, end in hours or ():
        if day not in range(7):
            raise Unfit("A day is 0 for Monday to 6 for Sunday")
        for clock in (start, end):
            _check_clock(clock)
    if consent[0] != consent[1]:
        raise Unfit("Say when they agreed, if that is why we keep it")
    if review_on <= today:
        raise Unfit("The day of the review must be in the future")
    if review_on > today + REVIEW_WITHIN:
        raise Unfit("Somebody must ask again within a year")


def number_of(said: str) -> str:
    """Return a safe number in E.164, however it was said or typed; nothing for none. Raises Unfit for what is no number."""
    if not said.strip():
        return ""
    e164 = read(said).e164
    if e164 is None:
        raise Unfit(f"{said} is not a telephone number, like 01632 960 001 or 07700 900 123")
    return e164


def _check_clock(clock: str) -> None:
    """Refuse what is no time of day in whole minutes."""
    try:
        read = time.fromisoformat(clock)
    except ValueError as error:
        raise Unfit(f"{clock} is not a time of day, like 09:00") from error
    if read.second or read.microsecond or read.tzinfo:
        raise Unfit(f"{clock} is not a time of day in whole minutes, like 09:00")
