"""
Whose door is the right one: who answers for a kind of trouble, by tenure, land and time of day, without dropping risk.

Whatever door is right, an immediate risk stays with the police and that is said first. What nobody else answers for is the
police's, so that there is always a door.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum

from heed.engines.clocks.calendar import WorkingDays

OURS = "force"
"""The door of the force itself; every other one is a kind of agency."""

KEEP = "This stays with the police, whoever else is asked: {because}."
ASSESS_FIRST = "Assess the risk before anything goes to anybody else: the police were told first (NSIR 1.9)."
NOBODY_ELSE = "nobody else is known to answer for this"
DAYS_AHEAD = 14
"""Days looked ahead for when a door opens: longer than any run of closed days."""


class Tenure(StrEnum):
    """Who owns the home that the trouble comes from, and on what terms it is lived in."""

    COUNCIL = "council"
    HOUSING = "housing"
    PRIVATE_RENT = "private_rent"
    OWNER = "owner"
    NONE = "none"
    UNKNOWN = "unknown"


class Land(StrEnum):
    """Where it happens."""

    HOME = "home"
    SHARED = "shared"
    STREET = "street"
    PARK = "park"
    BUSINESS = "business"
    PRIVATE = "private"
    WATER = "water"
    RAILWAY = "railway"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Hours:
    """
    From one time of the clock to another; over midnight where the end is not later.

    start still belongs to them, the end does not. working_days_only: those that begin on a working day.
    """

    start: time
    end: time
    working_days_only: bool = False

    def hold(self, local: datetime, calendar: WorkingDays) -> bool:
        """Say whether a moment, on the clock of the place, lies in them."""
        clock, day = local.time().replace(tzinfo=None), local.date()
        over_midnight = self.end <= self.start
        if over_midnight and clock < self.end:
            day -= timedelta(days=1)  # The hours that began yesterday.
        inside = clock >= self.start or clock < self.end if over_midnight else self.start <= clock < self.end
        return inside and (not self.working_days_only or calendar.is_working_day(day))


@dataclass(frozen=True, slots=True)
class DoorRule:
    """
    When a door is right, and why. An empty set asks for nothing; what is given must all be met.

    door: a kind of agency, or OURS. team: whom to ask for there. between: the hours in which it holds. source: the law or
    guidance that makes it theirs; status: how well founded that is.
    """

    id: str
    door: str
    because: str
    team: str = ""
    troubles: frozenset[str] = frozenset()
    tenures: frozenset[str] = frozenset()
    lands: frozenset[str] = frozenset()
    between: Hours | None = None
    status: str = ""
    source: str = ""

    def holds(self, asked: "Asked", local: datetime, calendar: WorkingDays) -> bool:
        """Say whether every condition is met."""
        return (
            (not self.troubles or asked.trouble in self.troubles)
            and (not self.tenures or asked.tenure in self.tenures)
            and (not self.lands or asked.land in self.lands)
            and (self.between is None or self.between.hold(local, calendar))
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about: the pack's kind of trouble, whose home it comes from, and where it is."""

    trouble: str
    tenure: str = Tenure.UNKNOWN
    land: str = Land.UNKNOWN


@dataclass(frozen=True, slots=True)
class Danger:
    """
    What is known of the risk. A fact that nobody knows is not a reassuring one.

    assessed: a person has judged the risk, and nothing demands that it is judged again. grade, band: codes as they stand,
    "" for none. emergency: it came in on 999. unsafe: the caller said that they are not safe. crime: a crime is recorded, or
    may be and nobody has decided. trouble: what kind it is.
    """

    assessed: bool = False
    grade: str = ""
    band: str = ""
    emergency: bool = False
    unsafe: bool = False
    crime: bool = False
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class KeepRule:
    """What the police never hand over, by grade, band and kind of trouble, each with the words that say why."""

    grades: Mapping[str, str] = field(default_factory=dict)
    bands: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, str] = field(default_factory=dict)
    emergency: str = "it was reported as an emergency"
    unsafe: str = "whoever rang said that they are not safe"
    crime: str = "it may be a crime, and nobody else investigates that"


@dataclass(frozen=True, slots=True)
class Door:
    """
    A door that is right, with every reason for it.

    teams: whom to ask for. sources: what the reasons rest on. open_now: somebody is there; opens_at: when they next are, where
    nobody is.
    """

    kind: str
    because: tuple[str, ...]
    teams: tuple[str, ...] = ()
    open_now: bool = True
    opens_at: datetime | None = None
    unvalidated: bool = False
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """
    What the finder says: the doors, the police first where anything of it stays with them.

    police_keep: sentences that say why the risk stays with the police. first: what must be done before anything is referred.
    """

    doors: tuple[Door, ...]
    police_keep: tuple[str, ...] = ()
    first: tuple[str, ...] = ()

    @property
    def others(self) -> tuple[Door, ...]:
        """Return the doors that are not the police's."""
        return tuple(door for door in self.doors if door.kind != OURS)


def police_keep(danger: Danger, rule: KeepRule) -> tuple[str, ...]:
    """Say, a sentence each, why the risk stays with the police whatever door is right; empty where nothing immediate is known."""
    because = [
        rule.emergency if danger.emergency else "",
        rule.unsafe if danger.unsafe else "",
        rule.crime if danger.crime else "",
        rule.grades.get(danger.grade, ""),
        rule.bands.get(danger.band, ""),
        rule.troubles.get(danger.trouble, ""),
    ]
    return tuple(KEEP.format(because=one) for one in dict.fromkeys(because) if one)


def find(
    asked: Asked,
    *,
    danger: Danger,
    rules: Iterable[DoorRule],
    keep: KeepRule,
    opening: Mapping[str, Hours],
    local: datetime,
    calendar: WorkingDays,
) -> Found:
    """
    Say which doors are right, in the order of the rules; doors of the same kind are one door with every reason.

    local: now, on the clock of the place and with its zone. opening: when somebody is there, by kind; a kind without hours is
    always open. A rule that only holds at some hours is read at this one.
    Source: features.md #37; procedure.md 1.1, rule 11 (NSIR 1.9).
    """
    kept = police_keep(replace(danger, trouble=asked.trouble), keep)
    held: dict[str, list[DoorRule]] = {}
    for rule in rules:
        if rule.holds(asked, local, calendar):
            held.setdefault(rule.door, []).append(rule)
    doors = [_door(kind, found, opening=opening, local=local, calendar=calendar) for kind, found in held.items()]
    if not doors:
        doors = [Door(OURS, (NOBODY_ELSE,))]
    if kept and all(door.kind != OURS for door in doors):
        doors.insert(0, Door(OURS, ("the risk stays with the police",)))
    if kept:
        doors.sort(key=lambda door: door.kind != OURS)
    return Found(tuple(doors), kept, () if danger.assessed else (ASSESS_FIRST,))


def opens_at(hours: Hours, local: datetime, calendar: WorkingDays) -> datetime | None:
    """Return when hours next begin after a moment; None where they do not within a fortnight."""
    for ahead in range(DAYS_AHEAD + 1):
        day = local.date() + timedelta(days=ahead)
        at = datetime.combine(day, hours.start, tzinfo=local.tzinfo)
        if at > local and (not hours.working_days_only or calendar.is_working_day(day)):
            return at
    return None


def _door(
    kind: str,
    rules: Collection[DoorRule],
    *,
    opening: Mapping[str, Hours],
    local: datetime,
    calendar: WorkingDays,
) -> Door:
    """Put the rules that lead to one kind of door together."""
    hours = opening.get(kind)
    is_open = hours is None or hours.hold(local, calendar)
    return Door(
        kind,
        because=tuple(dict.fromkeys(rule.because for rule in rules)),
        teams=tuple(dict.fromkeys(rule.team for rule in rules if rule.team)),
        open_now=is_open,
        opens_at=None if is_open or hours is None else opens_at(hours, local, calendar),
        sources=tuple(dict.fromkeys(rule.source for rule in rules if rule.source)),
        unvalidated=any(rule.status == "unvalidated default" for rule in rules),
    )
