"""Decisions about promises, offers, plans and contact. Values in, values out."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from heed.domain.support.terms import Ground, Outcome, Said
from heed.foundation.accounts.terms import Rank, Role

LAST_MINUTE = time(23, 59)
"""What a promise "by Friday" is due by: the last minute of the day."""


_CLOCK = re.compile(r"(?P<hour>[0-9]{1,2})(?::(?P<minute>[0-9]{2}))?(?P<half>am|pm)?")


class Unfit(Exception):
    """What was typed cannot stand; the words say why, for the screen."""


def end_of_day(on: date, *, zone: tzinfo) -> datetime:
    """Return the last minute of a day in a force's own time."""
    return datetime.combine(on, LAST_MINUTE, tzinfo=zone)


def by_when(due_by: datetime, *, zone: tzinfo) -> str:
    """
    Say by when something is promised, as it is said to a victim: by Friday 20 November, 17:00.

    The last minute of a day is the day itself, and no time is said.
    """
    local = due_by.astimezone(zone)
    day = f"{local:%A} {local.day} {local:%B}"
    return day if local.time().replace(second=0, microsecond=0) == LAST_MINUTE else f"{day}, {local:%H:%M}"


def clock_of(typed: str) -> time | None:
    """Read a time of day as people write it: 17:00, 17.00, 9, 5pm, 5.30 pm; None for nothing. Raises Unfit."""
    text = typed.strip().casefold().replace(".", ":").replace(" ", "")
    if not text:
        return None
    found = _CLOCK.fullmatch(text)
    hour, minute = (int(found["hour"]), int(found["minute"] or 0)) if found else (99, 0)
    half = found["half"] if found else ""
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0) if 1 <= hour <= 12 else 99  # noqa: PLR2004  hours of a half day
    if hour > 23 or minute > 59:  # noqa: PLR2004  as on a clock
        raise Unfit("Enter a time, like 17:00 or 5pm")
    return time(hour, minute)


def next_weekday(today: date, weekday: int) -> date:
    """Return the next such day, 0 for Monday; on that day itself, a week on: said on a Friday, "by Friday" is the next."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def check_promise(*, words: str, due_by: datetime, now: datetime) -> None:
    """Refuse a promise that says nothing, or whose time has passed. Raises Unfit."""
    if not words.strip():
        raise Unfit("Enter what you promised")
    if due_by <= now:
        raise Unfit("A promise must be for a time that is still to come")


def check_safeguarding(*, ground: str, is_safeguarding: bool) -> None:
    """Refuse the law's ground for anything but a safeguarding referral. Raises Unfit."""
    if ground and not is_safeguarding:
        raise Unfit("Only a safeguarding referral may be made without consent")


def may_refer(*, said: str, ground: str, needs_consent: bool) -> str:
    """
    Say why an offer may not be passed on; empty when it may.

    said: the newest answer, "" for none. ground: the law under which it goes on without consent (procedure.md 3.6).
    """
    if not needs_consent or ground in Ground.values or said == Said.ACCEPTED:
        return ""
    if said == Said.DECLINED:
        return "They declined. Offer it again if things have changed"
    return "Nobody is referred before they have agreed: write down what they said first"


def stage_missing(stage: str, *, had: frozenset[str]) -> str:
    """Say what must be written down before an outcome; empty when nothing must."""
    if stage != Outcome.REFERRED and Outcome.REFERRED not in had:
        return "Write down first to whom it was referred"
    return ""


def may_sign(*, role: str, rank: str, is_writer: bool) -> str:
    """
    Say why somebody may not sign a support plan; empty when they may.

    A second person: a supervisor, or an officer from sergeant upwards. Source: features.md 3.5, support plan with sign-off.
    """
    if is_writer:
        return "You wrote it: somebody else must sign"
    ranks = list(Rank)
    senior = rank in set(ranks) and ranks.index(Rank(rank)) >= ranks.index(Rank.SERGEANT)
    if role == Role.SUPERVISOR or (role == Role.NEIGHBOURHOOD_OFFICER and senior):
        return ""
    return "A supervisor, a sergeant or somebody of a higher rank must sign"


def days_after(at: datetime, days: int, *, zone: tzinfo) -> datetime:
    """Return the end of the day so many days after a moment, in a force's own days: a clock change moves nothing."""
    return end_of_day(at.astimezone(zone).date() + timedelta(days=days), zone=zone)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How often somebody is to be spoken to. first_by: by when the first time; counts_from: what was said before is no first."""

    first_by: datetime
    counts_from: datetime
    every_days: int


def next_contact(agreed: Agreement, *, spoke_at: datetime | None, zone: tzinfo) -> datetime:
    """
    Say by when somebody must next be spoken to: the end of the day so many days after the last time.

    spoke_at: when they were last spoken to; a moment exactly at counts_from is the first.
    """
    if spoke_at is None or spoke_at < agreed.counts_from:
        return agreed.first_by
    return days_after(spoke_at, agreed.every_days, zone=zone)


def keep_together(*parts: str) -> str:
    """Join sentences, each with its full stop, leaving out what is empty."""
    said = [part.strip() for part in parts if part.strip()]
    return " ".join(part if part[-1] in ".!?" else f"{part}." for part in said)
