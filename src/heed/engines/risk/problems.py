"""
When a problem is worked on as one: the threshold at which a plan opens, and whether it got better, measured.

Counts are of distinct incidents; duplicates and call-backs are no others. Windows are of days of 24 hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from heed.engines.risk.moments import in_utc

DAY: Final = timedelta(days=1)
FEW: Final = 10
"""Incidents in both times together below which a difference says next to nothing: half as many is then within chance."""


class Subject(StrEnum):
    """What a plan can be about, the one that joins most first: an other party joins victims, a victim joins places."""

    PARTY = "party"
    VICTIM = "victim"
    PLACE = "place"

    @property
    def label(self) -> str:
        """Name it as people read it."""
        return {"party": "same other party", "victim": "repeat victim", "place": "repeat location"}[self.value]


@dataclass(frozen=True, slots=True)
class OpeningRule:
    """So many incidents within so many days; victims: for an other party, in so many homes at least."""

    incidents: int
    within_days: int
    victims: int = 1


@dataclass(frozen=True, slots=True)
class Happened:
    """An incident: number of its main log, when it was reported (timezone-aware), and who suffered, by any key."""

    incident: int
    at: datetime
    victims: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Reached:
    """That a threshold is reached: by which incidents, the first reported leading, and why in words."""

    incidents: tuple[int, ...]
    victims: int
    because: str


def reached(
    happened: Iterable[Happened], *, subject: Subject, rule: OpeningRule, now: datetime, since: datetime | None = None
) -> Reached | None:
    """
    Say whether a plan opens; None where it does not.

    An incident exactly within_days ago still counts. since: when an earlier plan about the same was closed: only what was
    reported after it counts, so that a closed problem opens again on new incidents alone.
    """
    until = in_utc(now, what="Now")
    first = until - timedelta(days=rule.within_days)
    counted: dict[int, Happened] = {}
    for one in sorted(happened, key=lambda one: (one.at, one.incident)):
        at = in_utc(one.at, what="The report")
        if first <= at <= until and (since is None or at > since):
            counted.setdefault(one.incident, one)
    victims = frozenset(who for one in counted.values() for who in one.victims)
    if len(counted) < rule.incidents or (subject == Subject.PARTY and len(victims) < rule.victims):
        return None
    words = f"{subject.label.capitalize()}: {len(counted)} incidents in {rule.within_days} days"
    if subject == Subject.PARTY:
        words += f", {len(victims)} households"
    limit = f"{rule.incidents} incidents" + (f" in {rule.victims} households" if subject == Subject.PARTY else "")
    again = " since the last plan was closed" if since else ""
    return Reached(tuple(counted), len(victims), f"{words}{again}. The line is {limit} in {rule.within_days} days.")


@dataclass(frozen=True, slots=True)
class Measured:
    """Incidents in the time before a plan opened and in the same length of time up to the measuring, and a caution."""

    days: int
    before: int
    after: int
    caution: str


def measure(happened: Iterable[datetime], *, opened_at: datetime, now: datetime, most_days: int) -> Measured:
    """
    Compare the same length of time before a plan opened and before now; whole days, at most most_days, at least one.

    before: [opened - days, opened); after: (now - days, now], never reaching back beyond the opening. What was reported at
    the very opening counts as after it: the plan knew of it and could not have prevented it.
    """
    opened, until = in_utc(opened_at, what="The opening"), in_utc(now, what="Now")
    days = max(1, min(most_days, (until - opened) // DAY))
    length = timedelta(days=days)
    moments = [in_utc(at, what="The report") for at in happened]
    before = sum(opened - length <= at < opened for at in moments)
    after = sum(max(opened, until - length) <= at <= until for at in moments)
    return Measured(days, before, after, _caution(before, after, days))


def _caution(before: int, after: int, days: int) -> str:
    """Say how far the figures carry."""
    words = []
    if after < before:
        words.append(
            "A plan opens after a peak, and a fall after a peak may be chance: compare with a place like it, and look again."
        )
    elif after > before:
        words.append("More were reported than before. People may also report more because they were asked to.")
    else:
        words.append("No change in what was reported.")
    if before + after < FEW:
        words.append(f"{before + after} incidents in all are too few to tell a difference from chance.")
    length = "1 day" if days == 1 else f"{days} days"
    words.append(f"Counted: what was reported, in {length} each. What was not reported is not in it.")
    return " ".join(words)


def tally(names: Iterable[str]) -> list[tuple[str, int]]:
    """Count names, the most frequent first, equal ones by name."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))


WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
PARTS_OF_DAY: Final = (
    (0, 6, "midnight to 6"),
    (6, 12, "6 to noon"),
    (12, 18, "noon to 18"),
    (18, 24, "18 to midnight"),
)


@dataclass(frozen=True, slots=True)
class Scan:
    """
    What is known of a problem when its plan opens. local: moments on the force's own clock, when each was reported.

    what: kinds of incident. roles: how many people in each role, with homes and children beside them; counts, never names.
    tried: what was done about it so far. sources: references of the incidents.
    """

    local: Sequence[datetime]
    what: Sequence[str]
    roles: Mapping[str, int]
    tried: Sequence[str]
    sources: Sequence[str]


def scanning(scan: Scan) -> str:
    """Write the scanning section, a line for each of: what, how often, days, hours, who suffers, what was tried, sources."""
    weeks = tally(f"{at.isocalendar().year} week {at.isocalendar().week}" for at in scan.local)
    in_order = sorted(weeks, key=lambda pair: (int(pair[0][:4]), int(pair[0].rpartition(" ")[2])))
    days = tally(WEEKDAYS[at.weekday()] for at in scan.local)
    parts = tally(name for at in scan.local for low, high, name in PARTS_OF_DAY if low <= at.hour < high)
    roles = [f"{name} ({count})" for name, count in scan.roles.items() if count]
    lines = (
        ("What", "; ".join(f"{name} ({count})" for name, count in tally(scan.what))),
        ("How often", "; ".join(f"{name}: {count}" for name, count in in_order)),
        ("Days", "; ".join(f"{name} ({count})" for name, count in days)),
        ("Hours", "; ".join(f"{name} ({count})" for name, count in parts)),
        ("Who suffers", "; ".join(roles)),
        ("Tried so far", "; ".join(f"{name} ({count})" for name, count in tally(scan.tried)) or "nothing on record"),
        ("Sources", ", ".join(scan.sources)),
    )
    return "\n".join(f"{name}: {words or 'not known'}." for name, words in lines)
