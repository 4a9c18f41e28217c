"""
What a supervisor looks at first: everything that waits for somebody, ordered by the risk that nobody has answered yet.

No score. A thing that waits is of a kind, and facts hold of it; each rule of the pack puts what it names into a band, and the
most urgent band that any rule gives counts. Within a band whoever has waited longest comes first. Every condition is one of
*at least*, so more risk or a longer wait can never bring a thing further down (features.md #33; procedure.md 2.4).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from heed.engines.risk.moments import in_utc


class Kind(StrEnum):
    """What waits."""

    RINGING = "ringing"  # nobody has taken the call
    NOT_TAKEN = "not_taken"  # answered by telephone and over, and nobody has put it on record
    UNRECORDED = "unrecorded"  # taken, and nothing is on record yet
    UNATTENDED = "unattended"  # an open incident whose time to attend is near or past
    REASSESS = "reassess"  # the risk must be judged again, and nobody has
    PROMISE = "promise"  # somebody was promised something, and it was not kept in time
    CALL_BACK = "call_back"  # somebody is owed a call by a time
    TASK = "task"  # work that came up the whole ladder, and nobody fits
    NOTICE = "notice"  # a supervisor must see it
    APPROVAL = "approval"  # a second person must agree or refuse
    MISSED = "missed"  # a call that nobody answered


class Fact(StrEnum):
    """What can hold of a thing that waits and make it weigh more. The last three follow from times, and are never given."""

    EMERGENCY = "emergency"  # it came by 999, or has the most urgent grade
    GRAVE = "grave"  # an indicator of suicide, self-harm or domestic abuse stands
    HIGHEST_BAND = "highest_band"  # assessed in the pack's highest band
    VULNERABLE = "vulnerable"  # a person has judged somebody vulnerable
    INDICATED = "indicated"  # something is known that makes harm likelier
    REPEAT = "repeat"  # a repeat victim by the pack's rule
    WATCHED = "watched"  # a person has put a flag on the line
    NEAR = "near"  # the time by which it is due is near, or past
    OVERDUE = "overdue"  # the time by which it is due has passed
    LONG = "long"  # it has waited longer than the pack lets its kind wait


FROM_TIME = frozenset({Fact.NEAR, Fact.OVERDUE, Fact.LONG})

Standing = tuple[int, frozenset[Fact], tuple[str, ...], tuple[str, ...]]
"""Band, facts, ids of rules and reasons, as `Placed` has them."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """
    One thing that waits.

    key: its own, for the last tie. since: from when it waits. due: by when it ought to be done, if a time is set; both
    timezone-aware. facts: what holds of it, those of time left out.
    Raises ValueError when a moment has no time zone.
    """

    kind: Kind
    key: str
    since: datetime
    due: datetime | None = None
    facts: frozenset[Fact] = frozenset()

    def __post_init__(self) -> None:
        """Refuse a moment that could be any of several."""
        in_utc(self.since, what=f"The beginning of {self.key}")
        if self.due:
            in_utc(self.due, what=f"The time of {self.key}")


@dataclass(frozen=True, slots=True)
class BoardRule:
    """
    What stands in which band.

    band: 1 is looked at first. kinds: of which kinds; empty for any. facts: all of which must hold.
    because: why it stands there, in words.
    """

    id: str
    band: int
    because: str
    kinds: frozenset[Kind] = frozenset()
    facts: frozenset[Fact] = frozenset()

    def holds(self, kind: Kind, facts: frozenset[Fact]) -> bool:
        """Say whether every condition is reached."""
        return (not self.kinds or kind in self.kinds) and self.facts <= facts


@dataclass(frozen=True, slots=True)
class BoardPolicy:
    """
    The pack's bands and rules.

    bands: what each is called, the most urgent first; what no rule names stands in the last. near: how long before it is
    due a thing of a kind is near. long: how long a thing of a kind may wait; kinds that are not named may wait for ever.
    """

    bands: tuple[str, ...]
    rules: tuple[BoardRule, ...]
    near: timedelta
    long: Mapping[Kind, timedelta]


@dataclass(frozen=True, slots=True)
class Placed:
    """
    Where a thing stands, and why.

    band: 1 is the most urgent. rules: ids of those that put it there; because: their reasons. facts: all that hold, those of
    time included.
    """

    waiting: Waiting
    band: int
    facts: frozenset[Fact]
    rules: tuple[str, ...]
    because: tuple[str, ...]


def facts_at(waiting: Waiting, *, now: datetime, policy: BoardPolicy) -> frozenset[Fact]:
    """
    Return what holds of a thing now.

    Exactly at its time a thing is overdue; exactly policy.near before it, it is near; exactly policy.long after it began to
    wait, it waits long. What is overdue is near as well.
    """
    moment, found = in_utc(now, what="The time of looking"), set(waiting.facts - FROM_TIME)
    if waiting.due:
        due = in_utc(waiting.due, what="The time of what waits")
        found |= {Fact.NEAR} if moment >= due - policy.near else set()
        found |= {Fact.OVERDUE} if moment >= due else set()
    may_wait = policy.long.get(waiting.kind)
    if may_wait is not None and moment - in_utc(waiting.since, what="The beginning of what waits") >= may_wait:
        found.add(Fact.LONG)
    return frozenset(found)


def place(waiting: Waiting, *, now: datetime, policy: BoardPolicy) -> Placed:
    """
    Say in which band a thing stands now, and why: the most urgent that any rule gives, else the last.

    Source: features.md #33, unvalidated; HMICFRS on Hertfordshire: respond on risk, not on who is free (procedure.md 2.4).
    """
    facts = facts_at(waiting, now=now, policy=policy)
    return Placed(waiting, *_stands(waiting.kind, facts, policy))


def ordered(waiting: Iterable[Waiting], *, now: datetime, policy: BoardPolicy) -> list[Placed]:
    """
    Put what waits in the order in which it is looked at: by band, then by who has waited longest, then by key.

    The order in which things come in never matters, and nothing is left out.
    """
    known: dict[tuple[Kind, frozenset[Fact]], Standing] = {}  # many things wait, and few differ in what holds of them
    placed = []
    for one in waiting:
        facts = facts_at(one, now=now, policy=policy)
        if (one.kind, facts) not in known:
            known[one.kind, facts] = _stands(one.kind, facts, policy)
        placed.append(Placed(one, *known[one.kind, facts]))
    return sorted(placed, key=_turn)


def _stands(kind: Kind, facts: frozenset[Fact], policy: BoardPolicy) -> Standing:
    """Return the band of whatever is of a kind and of which facts hold, with the rules that put it there."""
    holding = [rule for rule in policy.rules if rule.holds(kind, facts)]
    band = min((rule.band for rule in holding), default=len(policy.bands))
    there = [rule for rule in holding if rule.band == band]
    because = dict.fromkeys(rule.because for rule in there if not any(_says_more(other, rule) for other in there))
    return band, facts, tuple(rule.id for rule in there), tuple(because)


def _says_more(one: BoardRule, other: BoardRule) -> bool:
    """Say whether the reason of one rule holds all that of another and more: what is overdue need not be called near."""
    facts, others = (rule.facts | ({Fact.NEAR} if Fact.OVERDUE in rule.facts else set()) for rule in (one, other))
    return others < facts and (not other.kinds or (bool(one.kinds) and one.kinds <= other.kinds))


def _turn(placed: Placed) -> tuple[int, datetime, str, str]:
    """Return what a thing is sorted by."""
    waiting = placed.waiting
    return (placed.band, in_utc(waiting.since, what="The beginning of what waits"), waiting.kind.value, waiting.key)
