"""
The shape of clocks.toml: the force's days, what speaks for enhanced rights, and every clock with its basis and its end.

A pack made before this was read has none, and then goes by the national one. The grade's minutes stand in grades.toml, the
first contact that an uplift asks for in uplift.toml; here is only what follows when they run out.
"""

from collections.abc import Iterator
from datetime import date
from typing import Annotated

from pydantic import Field, Strict

from heed.engines.clocks import enhanced, terms
from heed.engines.clocks.calendar import WorkingDays
from heed.engines.clocks.periods import UNITS, Period
from heed.engines.cues.terms import Category
from heed.foundation.accounts.terms import Rank, Role
from heed.foundation.policy.leaves import Code, Id, Leaf, Part, Positive, Text

Cues = Leaf[tuple[Annotated[Category, Strict(strict=False)], ...]]
OfRank = Annotated[Rank, Strict(strict=False)]
OfRole = Annotated[Role, Strict(strict=False)]
Basis = Annotated[terms.Basis, Strict(strict=False)]
Start = Annotated[terms.Start, Strict(strict=False)]
Done = Annotated[terms.Done, Strict(strict=False)]
Happened = Annotated[terms.Happened, Strict(strict=False)]
TransferTo = Annotated[terms.TransferTo, Strict(strict=False)]
Applies = Annotated[terms.Applies, Strict(strict=False)]

SET_ELSEWHERE = frozenset({terms.Start.GRADED, terms.Start.UPLIFTED})
"""What starts a clock whose time stands in another file."""


class Calendar(Part):
    """Days that are working days only here, or only elsewhere: closed and opened, beside the bank holidays."""

    closed: Leaf[tuple[date, ...]]
    opened: Leaf[tuple[date, ...]]

    @property
    def working_days(self) -> WorkingDays:
        """Give the calendar for engines.clocks."""
        return WorkingDays(frozenset(self.closed.value), frozenset(self.opened.value))


class Enhanced(Part):
    """What speaks for enhanced rights under the Victims' Code."""

    incidents: Leaf[Annotated[int, Field(ge=2)]]
    within_days: Leaf[Positive]
    serious: Cues
    serious_qualifiers: Leaf[tuple[Code, ...]]
    vulnerable: Cues
    intimidated: Cues

    @property
    def rule(self) -> enhanced.EnhancedRule:
        """Give the rule for engines.clocks."""
        return enhanced.EnhancedRule(
            incidents=self.incidents.value,
            within_days=self.within_days.value,
            serious=frozenset(cue.value for cue in self.serious.value),
            serious_qualifiers=frozenset(self.serious_qualifiers.value),
            vulnerable=frozenset(cue.value for cue in self.vulnerable.value),
            intimidated=frozenset(cue.value for cue in self.intimidated.value),
        )


class PeriodPart(Part):
    """A period in exactly one unit."""

    minutes: Positive | None = None
    hours: Positive | None = None
    days: Positive | None = None
    working_days: Positive | None = None
    months: Positive | None = None

    @property
    def given(self) -> dict[str, int]:
        """Return the units that are given."""
        return {unit: count for unit in UNITS if (count := getattr(self, unit))}

    @property
    def period(self) -> Period:
        """Give the period for engines.clocks."""
        return Period(**self.given)


class ExpiryPart(Part):
    """What follows when a clock runs out."""

    transfer_to: TransferTo
    task: str = ""
    reassess: bool = False


class ClockPart(Part):
    """One clock."""

    label: Text
    basis: Basis
    starts_on: Start
    period: PeriodPart | None = None
    enhanced_period: PeriodPart | None = None
    met_by: Annotated[tuple[Done, ...], Field(min_length=1)]
    on_expiry: ExpiryPart
    applies: Applies = terms.Applies.ANY
    codes: tuple[Code, ...] = ()
    bands: tuple[Text, ...] = ()
    happened: tuple[Happened, ...] = ()
    rank: OfRank | None = None
    repeats: bool = False
    after_closing: bool = False


class Clocks(Part):
    """clocks.toml. rank_of: as what rank whoever has none reviews, by role; without an entry they review nothing."""

    calendar: Calendar
    enhanced: Enhanced
    rank_of: dict[OfRole, Leaf[OfRank]] = Field(default_factory=dict)
    clock: Annotated[dict[Id, Leaf[ClockPart]], Field(min_length=1)]

    @property
    def rules(self) -> dict[str, terms.ClockRule]:
        """Give the clocks for engines.clocks by kind, in the order of the file."""
        return {kind: _rule(kind, leaf) for kind, leaf in self.clock.items()}


def _rule(kind: str, leaf: Leaf[ClockPart]) -> terms.ClockRule:
    """Give one clock for engines.clocks."""
    part = leaf.value
    expiry = part.on_expiry
    return terms.ClockRule(
        kind=kind,
        label=part.label,
        basis=part.basis,
        status=leaf.status,
        source=leaf.source,
        starts_on=part.starts_on,
        period=part.period.period if part.period else None,
        enhanced_period=part.enhanced_period.period if part.enhanced_period else None,
        met_by=frozenset(part.met_by),
        expiry=terms.Expiry(expiry.transfer_to, expiry.task, expiry.reassess),
        applies=part.applies,
        codes=frozenset(part.codes),
        bands=frozenset(part.bands),
        happened=frozenset(part.happened),
        rank=part.rank.value if part.rank else "",
        repeats=part.repeats,
        after_closing=part.after_closing,
    )


def clock_mistakes(part: Clocks) -> Iterator[str]:
    """Say what is wrong with clocks that no single value shows, in sentences."""
    both = set(part.calendar.closed.value) & set(part.calendar.opened.value)
    yield from (f"clocks.toml: {day} is both closed and opened." for day in sorted(both))
    for kind, leaf in part.clock.items():
        yield from (f"clocks.toml: clock.{kind}{wrong}" for wrong in (*_time(leaf.value), *_words(leaf)))
    starts = [leaf.value.starts_on for leaf in part.clock.values()]
    for start in sorted(SET_ELSEWHERE):
        if starts.count(start) != 1:
            yield f"clocks.toml: exactly one clock starts on {start}, not {starts.count(start)}."


def _time(clock: ClockPart) -> Iterator[str]:
    """Check that a clock has its time once, in one unit, and only where no other file sets it."""
    for name in ("period", "enhanced_period"):
        period = getattr(clock, name)
        if period and len(period.given) != 1:
            yield f".{name} must be of one unit, such as {{ working_days = 5 }}."
    if clock.starts_on in SET_ELSEWHERE and clock.period:
        yield f" starts on {clock.starts_on}, and has its time in another file."
    if clock.starts_on not in SET_ELSEWHERE and clock.period is None:
        yield f" starts on {clock.starts_on}, and needs a period."


def _words(leaf: Leaf[ClockPart]) -> Iterator[str]:
    """Check that a clock names what it is for, and nothing else."""
    clock = leaf.value
    if clock.basis == terms.Basis.LAW and leaf.status == "unvalidated default":
        yield " says that it is law, and that nobody has validated it: it is one or the other."
    if (clock.starts_on == terms.Start.ASSESSED) != bool(clock.bands):
        yield ": a clock that an assessment starts names its bands, and no other does."
    if (clock.starts_on == terms.Start.HAPPENED) != bool(clock.happened):
        yield ": a clock for telling a victim names what of, and no other does."
    if clock.on_expiry.transfer_to == terms.TransferTo.NEIGHBOURHOOD and not clock.on_expiry.task:
        yield ": what goes to the neighbourhood team says what they are to do: on_expiry.task is missing."
