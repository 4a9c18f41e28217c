"""Says rules for contacting somebody safely in plain words, for a screen."""

from collections.abc import Sequence
from datetime import time

from heed.engines.risk.safe_contact import DAYS, DOING, Channel, Rule, Span

RUN = 2
"""Days in a row that are named one by one; more are said as from one to another."""


def in_words(rule: Rule) -> tuple[str, ...]:
    """Say what a rule asks, most important first, as a tired person reads it: do not text."""
    said = [f"Do not {DOING[channel]}." for channel in Channel if channel in rule.forbidden]
    if rule.only is not None:
        ways = [DOING[channel] for channel in Channel if rule.permits(channel)]
        said.append(f"Only {' or '.join(ways)}." if ways else "Do not contact them at all.")
    if rule.number:
        said.append(f"Use no number but {rule.number}.")
    if rule.email:
        said.append(f"E-mail nowhere but {rule.email}.")
    if rule.address:
        said.append(f"Write and go nowhere but {rule.address}.")
    if rule.hours is not None:
        said.append(f"Only {_spans(rule.hours)}." if rule.hours else "At no time.")
    if rule.voicemail is False:
        said.append("Leave no voicemail.")
    if rule.code_word:
        said.append("Ask for the code word before you say who you are.")
    if rule.who_may_answer:
        said.append(f"Speak to nobody but {rule.who_may_answer}.")
    return tuple(said)


def _spans(spans: Sequence[Span]) -> str:
    """Say hours, days with the same hours together: “09:00 to 15:00 on Mondays, Tuesdays and Fridays”."""
    by_hours: dict[tuple[time, time], list[int]] = {}
    for span in sorted(spans):
        by_hours.setdefault((span.start, span.end), []).append(span.day)
    return "; ".join(f"{_hours(*hours)} on {_days(days)}" for hours, days in by_hours.items())


def _hours(start: time, end: time) -> str:
    return "at any time" if start == end == time(0) else f"{start:%H:%M} to {end:%H:%M}"


def _days(days: Sequence[int]) -> str:
    days = sorted(set(days))
    if len(days) == len(DAYS):
        return "any day"
    named = [f"{DAYS[day]}s" for day in days]
    if len(days) > RUN and days[-1] - days[0] == len(days) - 1:
        return f"{named[0]} to {named[-1]}"
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
