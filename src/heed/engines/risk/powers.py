"""
Whether a power may be used, and how long it can last: the tests and limits of the pack, each refusal with its source.

Nothing here says that a power should be used: a person decides that, and says why it is proportionate.
Source: procedure.md 4.4 (Anti-social Behaviour, Crime and Policing Act 2014, as far as it was read).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from heed.engines.clocks.calendar import ENGLAND_AND_WALES
from heed.engines.clocks.periods import Period, due, months_later
from heed.engines.risk.moments import in_utc, last_day

ADULT: Final = 18
"""Years from which the limits for adults hold."""

RANKS: Final = ("constable", "sergeant", "inspector", "chief_inspector", "superintendent")
"""Ranks, lowest first, by their stored names."""

USED: Final = frozenset({"issued", "varied", "breached", "discharged", "expired"})
"""States of a power that was issued at some time."""


@dataclass(frozen=True, slots=True)
class PowerRule:
    """
    One tool or power of a pack. rung: its place on the ladder, lowest first; two may share one.

    against: "person", "body", "place". least_age: in whole years on the day it is issued; a body and a place have none.
    before: kind of the power that must have been issued first. rank: lowest that authorises it; empty for anybody.
    confirm: tests a person must say are met, in words. shortest, longest: of what is issued; the _young ones hold for
    under-18s and are the same where None. total: with all extensions; extends: it may be extended by its longest again.
    confirmed, in_force_from, in_force_to: it may be used if it is confirmed in force, or from a first to a last day.
    warn_hours: how long before its end somebody is told. review_months: how often an under-18's is reviewed.
    breach: "crime" (recorded), "offence" (summary, not recorded), "contempt" or "none". sources: of each value, by name.
    """

    kind: str
    label: str
    rung: int
    against: frozenset[str]
    confirmed: bool
    in_force_from: date | None = None
    in_force_to: date | None = None
    least_age: int | None = None
    before: str = ""
    rank: str = ""
    confirm: tuple[str, ...] = ()
    shortest: Period | None = None
    shortest_young: Period | None = None
    longest: Period | None = None
    longest_young: Period | None = None
    total: Period | None = None
    extends: bool = False
    warn_hours: int = 0
    review_months: int | None = None
    breach: str = "none"
    breach_words: str = ""
    sources: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def is_in_force(self, on: date) -> bool:
        """Say whether it may be used on a day; its first and its last day are included."""
        if self.in_force_to and on > self.in_force_to:
            return False
        return self.in_force_from <= on if self.in_force_from else self.confirmed

    def longest_for(self, age: int | None) -> Period | None:
        """Return how long it can last for somebody of an age; None where nothing is set."""
        return self.longest_young if self.longest_young and _is_young(age) else self.longest

    def shortest_for(self, age: int | None) -> Period | None:
        """Return how long it must last for somebody of an age; None where nothing is set."""
        return self.shortest_young if self.shortest_young and _is_young(age) else self.shortest


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a power cannot be used so, in a sentence, and where that is said."""

    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Earlier:
    """A power used before against the same person, body or place. issued_at: None where it never was."""

    kind: str
    status: str
    issued_at: datetime | None


@dataclass(frozen=True, slots=True)
class Respondent:
    """Whom or what it is against: "person", "body" or "place"; age: in whole years on the day, None where nobody knows."""

    against: str
    age: int | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """
    A power as somebody wants to issue it. issued_at, ends_at: moments with a time zone; ends_at None for no end.

    confirmed: the tests that were ticked, in the words of the rule.
    """

    issued_at: datetime
    ends_at: datetime | None
    rank: str = ""
    confirmed: frozenset[str] = frozenset()
    proportionate: str = ""
    needs: str = ""
    equality: str = ""
    authorised_by: str = ""


def age_on(born: date, on: date) -> int:
    """Return an age in whole years; whoever was born on 29 February grows older on 1 March where there is no other day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def not_open(
    rule: PowerRule,
    respondent: Respondent,
    *,
    on: date,
    earlier: Iterable[Earlier] = (),
    before: datetime | None = None,
) -> list[Refusal]:
    """
    Say what stands in the way of a power before anybody fills in a form: law, whom it is against, age, the step before.

    before: the step before must have been issued at or before this moment; None for at any time.
    """
    found: list[Refusal] = []
    if not rule.is_in_force(on):
        found.append(_not_in_force(rule, on))
    if respondent.against not in rule.against:
        found.append(_refusal(rule, "against", f"{rule.label} cannot be used against a {respondent.against}."))
    if rule.least_age is not None and respondent.against == "person":
        if respondent.age is None:
            words = f"Nobody knows how old they are: {_low(rule.label)} needs {rule.least_age} or over."
            found.append(_refusal(rule, "least_age", words))
        elif respondent.age < rule.least_age:
            words = f"They are {respondent.age}: {_low(rule.label)} needs {rule.least_age} or over."
            found.append(_refusal(rule, "least_age", words))
    if rule.before and not any(_came_before(one, rule.before, before) for one in earlier):
        words = f"{rule.label} needs an earlier {rule.before.replace('_', ' ').upper()}, and none is on record."
        found.append(_refusal(rule, "before", words))
    return found


def refusals(
    rule: PowerRule, respondent: Respondent, issue: Issue, *, earlier: Iterable[Earlier] = (), zone: ZoneInfo
) -> list[Refusal]:
    """
    Say why a power cannot be issued so; an empty list when it can.

    Raises ValueError for a moment without a time zone.
    """
    on = in_utc(issue.issued_at, what="The issue").astimezone(zone).date()
    found = not_open(rule, respondent, on=on, earlier=earlier, before=issue.issued_at)
    if rule.rank and not is_of_rank(issue.rank, least=rule.rank):
        words = f"{rule.label} is authorised by {_an(rule.rank)} or above."
        found.append(_refusal(rule, "rank", words))
    found += [
        _refusal(rule, "confirm", f"Nobody has said that this is so: {test}")
        for test in rule.confirm
        if test not in issue.confirmed
    ]
    for words, missing in (
        (issue.proportionate, "Say why it is proportionate."),
        (issue.needs, "Say what was considered of the needs of whoever it is against: they may be vulnerable too."),
        (issue.equality, "Say what it does to people who share a protected characteristic."),
        (issue.authorised_by, "Say who authorised it."),
    ):
        if not words.strip():
            found.append(Refusal(missing, "features.md #22; Equality Act 2010 s.149 (procedure.md 3.7)"))
    return found + _of_length(rule, issue, respondent.age, zone)


def latest_end(rule: PowerRule, issued_at: datetime, *, age: int | None, zone: ZoneInfo) -> datetime | None:
    """Return the last moment to which a power can be issued, in UTC; None where nothing is set."""
    longest = rule.longest_for(age)
    return due(issued_at, longest, ENGLAND_AND_WALES, zone) if longest else None


def refused_to_vary(
    rule: PowerRule, *, issued_at: datetime, ends_at: datetime | None, to: datetime, age: int | None, zone: ZoneInfo
) -> list[Refusal]:
    """
    Say why the end of a power cannot be moved; an empty list when it can. age: on the day it was issued.

    ends_at: its end as it stands. An extension is of at most the longest time again, and never beyond the total.
    """
    longest = rule.longest_for(age)
    found: list[Refusal] = []
    if to <= issued_at:
        found.append(_refusal(rule, "longest", "It cannot end before it was issued."))
    if longest is None:
        return found
    limit = due(ends_at or issued_at, longest, ENGLAND_AND_WALES, zone) if rule.extends else None
    if not rule.extends:
        limit = due(issued_at, longest, ENGLAND_AND_WALES, zone)
    if limit and to > limit:
        words = "An extension is of" if rule.extends else "It cannot be extended: it lasts"
        found.append(_refusal(rule, "longest", f"{words} at most {longest.words}."))
    if rule.total and to > due(issued_at, rule.total, ENGLAND_AND_WALES, zone):
        found.append(_refusal(rule, "total", f"With all extensions it lasts at most {rule.total.words}."))
    return found


def reviews_due(
    rule: PowerRule, *, issued_at: datetime, ends_at: datetime | None, age: int | None, zone: ZoneInfo, until: datetime
) -> list[date]:
    """
    Return the days by which an under-18's power is reviewed, up to a moment: so many months after it was issued, and again.

    The last is before its end. None for adults, and where the pack asks for none.
    """
    if not rule.review_months or not _is_young(age):
        return []
    first = in_utc(issued_at, what="The issue").astimezone(zone).date()
    last = min(ends_at, until) if ends_at else until
    last_on = last.astimezone(zone).date()
    found: list[date] = []
    while (day := months_later(first, rule.review_months * (len(found) + 1))) <= last_on:
        if ends_at and day >= ends_at.astimezone(zone).date():
            break
        found.append(day)
    return found


def is_of_rank(rank: str, *, least: str) -> bool:
    """Say whether a rank is at least another; staff without a rank have none."""
    return rank in RANKS and RANKS.index(rank) >= RANKS.index(least)


def _of_length(rule: PowerRule, issue: Issue, age: int | None, zone: ZoneInfo) -> list[Refusal]:
    """Say what is wrong with how long a power would last."""
    longest, shortest = rule.longest_for(age), rule.shortest_for(age)
    if issue.ends_at is None:
        return [_refusal(rule, "longest", f"Say when it ends: it lasts at most {longest.words}.")] if longest else []
    if in_utc(issue.ends_at, what="The end") <= issue.issued_at:
        return [_refusal(rule, "longest", "It cannot end before it is issued.")]
    if longest and issue.ends_at > due(issue.issued_at, longest, ENGLAND_AND_WALES, zone):
        return [_refusal(rule, _named(rule, "longest", age), f"It lasts at most {longest.words}{_for(rule, age)}.")]
    if shortest and issue.ends_at < _least_end(issue.issued_at, shortest, zone):
        return [_refusal(rule, _named(rule, "shortest", age), f"It lasts at least {shortest.words}{_for(rule, age)}.")]
    return []


def _least_end(issued_at: datetime, shortest: Period, zone: ZoneInfo) -> datetime:
    """
    Return the earliest end of what must last so long: of months, the beginning of the last day of months beginning with a day.

    Two years from 1 March run to the last day of February: a court writes that day, at whatever hour it made the order.
    """
    if not shortest.months:
        return due(issued_at, shortest, ENGLAND_AND_WALES, zone)
    on = last_day(issued_at.astimezone(zone).date(), months=shortest.months)
    return datetime.combine(on, time(), zone)


def _not_in_force(rule: PowerRule, on: date) -> Refusal:
    if rule.in_force_to and on > rule.in_force_to:
        return _refusal(rule, "in_force_to", f"Not in force: {_low(rule.label)} was in force until {rule.in_force_to}.")
    if rule.in_force_from:
        name = "in_force_from"
        return _refusal(rule, name, f"Not in force: {_low(rule.label)} is in force from {rule.in_force_from}.")
    return _refusal(rule, "confirmed", f"Not in force: that the law on {_low(rule.label)} has begun is not confirmed.")


def _came_before(one: Earlier, kind: str, before: datetime | None) -> bool:
    if one.kind != kind or one.status not in USED or one.issued_at is None:
        return False
    return before is None or one.issued_at <= before


def _is_young(age: int | None) -> bool:
    return age is not None and age < ADULT


def _named(rule: PowerRule, limit: str, age: int | None) -> str:
    young = f"{limit}_young"
    return young if _is_young(age) and getattr(rule, young) else limit


def _for(rule: PowerRule, age: int | None) -> str:
    """Say for whom a limit holds, where it differs by age."""
    if not (rule.longest_young or rule.shortest_young):
        return ""
    return " for somebody under 18" if _is_young(age) else " for an adult"


def _refusal(rule: PowerRule, name: str, words: str) -> Refusal:
    return Refusal(words, rule.sources.get(name, "procedure.md 4.4"))


def _low(label: str) -> str:
    """Write a label within a sentence; an abbreviation stays as it is."""
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _an(rank: str) -> str:
    words = rank.replace("_", " ")
    return f"an {words}" if words[:1] in "aeiou" else f"a {words}"
