"""
May we contact somebody in this way, now, and where? The rules that keep a victim safe, and what holds where there are none.

Several rules hold together and the strictest wins: no rule ever opens what another closed, or what the force's default
keeps closed. A rule has no end of its own here: one that lapsed unseen would be the most dangerous kind.
Source: features.md #16; procedure.md 3.7 (Victims' Code, right 3) and 6, safe contact. The defaults are Heed's, unvalidated.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

AHEAD = timedelta(days=8)
"""How far ahead a permitted moment is looked for: every weekday once, and the one after."""

MINUTE = timedelta(minutes=1)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Channel(StrEnum):
    """A way to reach somebody."""

    CALL = "call"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    VISIT = "visit"


NUMBERS = frozenset({Channel.CALL, Channel.TEXT})
"""Channels whose destination is a telephone number; an e-mail goes to an address, a letter and a visitor to a door."""

UNHEARD = frozenset({Channel.TEXT, Channel.EMAIL})
"""Channels by which a machine writes: nobody hears who takes it up, and nobody can be asked for a code word."""

TIMED = frozenset(Channel) - {Channel.LETTER}
"""Channels to which hours apply. Nobody says when the post comes: a rule that fears it forbids letters, or every hour."""

DOING = {
    Channel.CALL: "ring",
    Channel.TEXT: "text",
    Channel.EMAIL: "e-mail",
    Channel.LETTER: "write a letter",
    Channel.VISIT: "visit",
}


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """
    Hours of one weekday, in local time. day: 0 for Monday. start counts, end does not.

    An end that is not after the start is on the next day: 22:00 to 02:00 goes over midnight, 00:00 to 00:00 is the whole day.
    """

    day: int
    start: time
    end: time

    def includes(self, local: datetime) -> bool:
        """Say whether the clock on the wall shows a moment within the span; an hour that a clock change repeats counts twice."""
        at, over = local.time(), self.end <= self.start
        if local.weekday() == self.day:
            return at >= self.start and (over or at < self.end)
        return over and local.weekday() == (self.day + 1) % 7 and at < self.end

    def __str__(self) -> str:
        """Say it as people do."""
        return f"{self.start:%H:%M} to {self.end:%H:%M} on {DAYS[self.day]}s"


@dataclass(frozen=True, slots=True)
class Rule:
    """
    What one rule permits. What it does not speak of, it leaves as it is.

    only: the channels that may be used, None for any. forbidden: those that may not. hours: when, None for any time, empty for
    never. number, email, address: the only ones to use. voicemail: False where none may be left. code_word: it must be asked
    for. who_may_answer: whom alone we may speak to, in words.
    """

    only: frozenset[Channel] | None = None
    forbidden: frozenset[Channel] = frozenset()
    hours: tuple[Span, ...] | None = None
    number: str = ""
    email: str = ""
    address: str = ""
    voicemail: bool | None = None
    code_word: bool = False
    who_may_answer: str = ""

    def permits(self, channel: Channel) -> bool:
        """Say whether a channel may be used at all."""
        return channel not in self.forbidden and (self.only is None or channel in self.only)

    def place_for(self, channel: Channel) -> str:
        """Return the only destination the rule leaves for a channel, or nothing where it leaves any."""
        if channel in NUMBERS:
            return self.number
        return self.email if channel == Channel.EMAIL else self.address

    def open_at(self, local: datetime) -> bool:
        """Say whether the hours include a moment on the wall clock."""
        return self.hours is None or any(span.includes(local) for span in self.hours)


@dataclass(frozen=True, slots=True)
class Known:
    """
    Somewhere a person can be reached, the best first. to: a number in E.164, an e-mail address, or a postal one.

    confirmed: they said, or a handler confirmed, that it is theirs. unsafe: why it may never be used unless a rule names it
    ("many people use this line"), empty where nothing speaks against it.
    """

    to: str
    confirmed: bool = False
    unsafe: str = ""


@dataclass(frozen=True, slots=True)
class Default:
    """
    What holds for everybody, with rules or without: the pack's.

    confirmed_only: channels for which a destination must be known to be theirs. hours: when a channel may be used, as (start,
    end) of every day; a rule narrows that and never widens it.
    """

    confirmed_only: frozenset[Channel] = frozenset({Channel.TEXT, Channel.EMAIL})
    hours: Mapping[Channel, tuple[time, time]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    Whether a contact may be made now.

    reasons: why not, in words for whoever wanted to; empty where it may be. not_before: when it may be, where only the hour is
    wrong. to: where to. conditions: what whoever does it must keep to.
    """

    allowed: bool
    reasons: tuple[str, ...] = ()
    not_before: datetime | None = None
    to: str = ""
    conditions: tuple[str, ...] = ()

    @property
    def later(self) -> bool:
        """Say whether it may be made, but not yet."""
        return not self.allowed and self.not_before is not None


def may_contact(
    rules: Iterable[Rule],
    channel: Channel,
    at: datetime,
    zone: tzinfo,
    default: Default,
    *,
    known: Sequence[Known] = (),
    to: str = "",
) -> Verdict:
    """
    Say whether somebody may be contacted.

    rules: all that stand of the person, whoever of their group they were noted of. at: aware. zone: the force's. known: where
    they can be reached by this channel, the best first. to: where a message is addressed already; it must still be where it
    may go.
    """
    rules = list(rules)
    conditions = _conditions(rules, channel)
    shut = [rule for rule in rules if not rule.permits(channel)]
    if shut:
        return Verdict(False, (f"Do not {DOING[channel]}: a rule for contacting them safely forbids it",))
    found, why = _destination(rules, channel, default, sorted(known, key=lambda one: _same(one.to, to), reverse=True))
    if not found:
        return Verdict(False, why)
    if to and not _same(to, found):
        return Verdict(False, (f"This is addressed elsewhere than where it is safe to {DOING[channel]} now",))
    if _open(rules, channel, at, zone, default):
        return Verdict(True, to=found, conditions=conditions)
    later = _next_open(rules, channel, at, zone, default)
    if later is None:
        return Verdict(False, (f"There is no hour at which it is safe to {DOING[channel]}",), to=found)
    when = later.astimezone(zone)
    reason = f"Not now: it is safe to {DOING[channel]} from {when:%H:%M} on {DAYS[when.weekday()]} {when.day} {when:%B}"
    return Verdict(False, (reason,), not_before=later, to=found, conditions=conditions)


def widens(before: Rule, after: Rule) -> bool:
    """
    Say whether a rule permits anything that the one before it did not: a second person must then agree (docs/contact.md).

    Another safe number, e-mail or address widens: what was the only one is not any more. So does no longer asking for a code
    word, letting others answer, and naming where to write to somebody to whom nothing was written before.
    """
    if any(after.permits(channel) and not before.permits(channel) for channel in Channel):
        return True
    for name in ("number", "email", "address", "who_may_answer"):
        if getattr(before, name) and getattr(after, name) != getattr(before, name):
            return True
    if (before.code_word or before.who_may_answer) and any(
        getattr(after, name) and not getattr(before, name) for name in ("number", "email")
    ):
        return True
    if (before.voicemail is False and after.voicemail is not False) or (before.code_word and not after.code_word):
        return True
    if before.hours is None:
        return False
    return any(after.open_at(moment) and not before.open_at(moment) for moment in _week())


def _conditions(rules: Sequence[Rule], channel: Channel) -> tuple[str, ...]:
    """Say what whoever rings, or goes there, must keep to."""
    said: list[str] = []
    if channel == Channel.CALL and any(rule.voicemail is False for rule in rules):
        said.append("Leave no voicemail")
    if channel in {Channel.CALL, Channel.VISIT}:
        if any(rule.code_word for rule in rules):
            said.append("Ask for the code word before you say who you are")
        said += [f"Speak to nobody but {rule.who_may_answer}" for rule in rules if rule.who_may_answer]
    return tuple(dict.fromkeys(said))


def _destination(
    rules: Sequence[Rule], channel: Channel, default: Default, known: Sequence[Known]
) -> tuple[str, tuple[str, ...]]:
    """Return where to, or why nowhere."""
    named = {place.casefold(): place for rule in rules if (place := rule.place_for(channel))}
    if len(named) > 1:
        return "", ("Two rules name different places to contact them: somebody must ask them which holds",)
    if named:
        return next(iter(named.values())), ()
    if channel in UNHEARD and any(rule.code_word or rule.who_may_answer for rule in rules):
        return "", ("A rule says to whom alone we speak: we write only to where a rule says that it is safe",)
    why: dict[str, None] = {}
    for one in known:
        if one.unsafe:
            why[one.unsafe] = None
        elif channel in default.confirmed_only and not one.confirmed:
            why["Nothing that we have was confirmed as theirs"] = None
        else:
            return one.to, ()
    return "", tuple(why) or (f"We know nowhere to {DOING[channel]}",)


def _same(one: str, other: str) -> bool:
    """Say whether two destinations are the same. Numbers come in E.164, and are the same only so."""
    return one.casefold() == other.casefold()


def _open(rules: Sequence[Rule], channel: Channel, at: datetime, zone: tzinfo, default: Default) -> bool:
    """Say whether every rule, and the default, is open at a moment."""
    if channel not in TIMED:
        return all(rule.hours != () for rule in rules)
    local = at.astimezone(zone)
    return all(rule.open_at(local) for rule in rules) and _default_open(default, channel, local)


def _default_open(default: Default, channel: Channel, local: datetime) -> bool:
    """Say whether the default's hours of a channel include a moment on the wall clock."""
    if channel not in default.hours:
        return True
    start, end = default.hours[channel]
    at = local.time()
    return start <= at < end if start < end else at >= start or at < end


def _next_open(
    rules: Sequence[Rule], channel: Channel, at: datetime, zone: tzinfo, default: Default
) -> datetime | None:
    """
    Return the first whole minute after a moment at which everything is open; None where there is none within AHEAD.

    Minute by minute of real time, so that an hour which a clock change skips or repeats is what the wall clock shows.
    """
    if any(rule.hours == () for rule in rules):
        return None
    moment = at.astimezone(UTC).replace(second=0, microsecond=0) + MINUTE
    until = moment + AHEAD
    while moment <= until:
        if _open(rules, channel, moment, zone, default):
            return moment
        moment += MINUTE
    return None


def _week() -> Iterable[datetime]:
    """Return every minute of a week on the wall clock; it begins on a Monday."""
    monday = datetime(2024, 1, 1)  # noqa: DTZ001  a wall clock has no zone
    return (monday + MINUTE * n for n in range(7 * 24 * 60))
