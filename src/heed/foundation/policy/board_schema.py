"""
The shape of board.toml: what stands where on the supervisor's board, and how long a thing may wait.

A pack made before this was read has none, and then goes by the national one.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Annotated

from pydantic import Field, Strict

from heed.engines.risk.waiting import BoardPolicy, BoardRule, Fact, Kind
from heed.foundation.policy.leaves import Id, Leaf, Part, Positive, Text

OfKind = Annotated[Kind, Strict(strict=False)]
OfFact = Annotated[Fact, Strict(strict=False)]


class RulePart(Part):
    """One rule: of which kinds, which facts must all hold, and the band it gives; 1 is looked at first."""

    band: Positive
    because: Text
    kinds: tuple[OfKind, ...] = ()
    facts: tuple[OfFact, ...] = ()

    def rule(self, name: str) -> BoardRule:
        """Give the rule for engines.risk.waiting."""
        return BoardRule(
            id=name, band=self.band, because=self.because, kinds=frozenset(self.kinds), facts=frozenset(self.facts)
        )


class Board(Part):
    """
    board.toml. bands: their names, the most urgent first. near_minutes: how long before it is due a thing is near.

    wait_minutes: how long each kind of thing may wait. recording_minutes: how long a call that is over may stay unrecorded.
    missed_hours, broken_days: how far back missed calls are listed, and promises that were broken and that nobody has made good.
    shift_hours: what counts as this shift.
    """

    bands: Leaf[Annotated[tuple[Text, ...], Field(min_length=1)]]
    near_minutes: Leaf[Positive]
    wait_minutes: dict[OfKind, Leaf[Positive]]
    recording_minutes: Leaf[Positive]
    missed_hours: Leaf[Positive]
    broken_days: Leaf[Positive]
    shift_hours: Leaf[Positive]
    rule: Annotated[dict[Id, Leaf[RulePart]], Field(min_length=1)]

    @property
    def policy(self) -> BoardPolicy:
        """Give the policy for engines.risk.waiting."""
        return BoardPolicy(
            bands=self.bands.value,
            rules=tuple(leaf.value.rule(name) for name, leaf in self.rule.items()),
            near=timedelta(minutes=self.near_minutes.value),
            long={kind: timedelta(minutes=leaf.value) for kind, leaf in self.wait_minutes.items()},
        )

    @property
    def recording(self) -> timedelta:
        """Give how long a call that is over may stay unrecorded."""
        return timedelta(minutes=self.recording_minutes.value)

    @property
    def missed(self) -> timedelta:
        """Give how far back missed calls are listed."""
        return timedelta(hours=self.missed_hours.value)

    @property
    def broken(self) -> timedelta:
        """Give how far back broken promises are listed."""
        return timedelta(days=self.broken_days.value)

    @property
    def shift(self) -> timedelta:
        """Give how long a shift is looked back over."""
        return timedelta(hours=self.shift_hours.value)


def board_mistakes(board: Board) -> Iterator[str]:
    """Check that rules name bands that exist, and that a kind that may wait too long has its time."""
    count, waits = len(board.bands.value), set(board.wait_minutes)
    for name, leaf in board.rule.items():
        rule = leaf.value
        if rule.band > count:
            yield f"board.toml: rule.{name}.band is {rule.band}, and there are {count} bands."
        if Fact.LONG in rule.facts and not waits & set(rule.kinds or Kind):
            yield f"board.toml: rule.{name} asks for a long wait, and wait_minutes names none of its kinds."
