"""How moments read on the screen: British forms, the force's own time zone, 24-hour clock."""

from datetime import date, datetime, timedelta

from django.utils import dateformat, timezone

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR

# The largest unit of which there are at least two (one, for minutes) wins: nobody plans by "0.3 months".
_UNITS = (
    ("year", round(365.25 * _DAY), 2),
    ("month", round(30.44 * _DAY), 3),
    ("week", 7 * _DAY, 2),
    ("day", _DAY, 1),
    ("hour", _HOUR, 1),
    ("minute", _MINUTE, 1),
)


def moment(at: datetime) -> str:
    """Write a moment in full: Sunday 22 November 2026, 23:13."""
    return dateformat.format(_local(at), "l j F Y, H:i")


def by(at: datetime) -> str:
    """Write a deadline in full; one at midnight is the end of the day before: the end of Friday 27 November 2026."""
    local = _local(at)
    if (local.hour, local.minute, local.second, local.microsecond) != (0, 0, 0, 0):
        return moment(at)
    return f"the end of {dateformat.format(local - timedelta(days=1), 'l j F Y')}"


def brief_moment(at: datetime) -> str:
    """Write a moment for a list: 22 Nov 23:13. The year is left out, so use it for the last months only."""
    return dateformat.format(_local(at), "j M H:i")


def day(on: date) -> str:
    """Write a date: 22 November 2026. A moment is first turned into the force's own day."""
    return dateformat.format(_local(on) if isinstance(on, datetime) else on, "j F Y")


def clock(at: datetime) -> str:
    """Write the time of day: 23:13."""
    return dateformat.format(_local(at), "H:i")


def clock_seconds(at: datetime) -> str:
    """Write the time of day to the second, for what is proof: 23:13:05."""
    return dateformat.format(_local(at), "H:i:s")


def machine_time(at: datetime) -> str:
    """Write a moment for the datetime attribute of <time>: ISO 8601 with its offset."""
    return _local(at).isoformat(timespec="seconds")


def ago(at: datetime, *, now: datetime) -> str:
    """
    Say how long before now: 7 weeks ago. After now: in 20 minutes.

    Rounded down, and in the largest unit of which there are enough to be exact to the ear: 1 minute, 1 hour, 1 day,
    2 weeks, 3 months, 2 years. Less than a minute either way is "just now".
    """
    seconds = (now - at).total_seconds()
    for name, length, least in _UNITS:
        count = int(abs(seconds) // length)
        if count >= least:
            span = f"{count} {name}" if count == 1 else f"{count} {name}s"
            return f"{span} ago" if seconds > 0 else f"in {span}"
    return "just now"


def _local(at: datetime) -> datetime:
    """Return the moment in the force's time zone; one without a zone is taken as it stands."""
    return timezone.localtime(at) if timezone.is_aware(at) else at
