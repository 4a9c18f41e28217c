"""
Learns how alike people are who live together: what a stranger at a known address has in common with somebody on file.

Without being told who is who: two descriptions at one front door whose births contradict are two people, so their first
names show how often housemates share one; two whose first names differ outright show how close their ages lie.
"""

from collections.abc import Mapping
from typing import Final

from heed.backrecord.emitting import level_sql
from heed.backrecord.engine import RECORDS, Engine
from heed.engines.linkage.levels import BIRTH, NAME, NO_LEVEL, Comparison
from heed.engines.linkage.model import Odds
from heed.engines.linkage.scoring import OTHERWISE

_MOST_AT_A_DOOR: Final = 12
"""Descriptions at one door; where there are more it is no household."""

_LEAST: Final = 0.2
"""The share of what was counted that stays, however many of it are thought to be one person: twins are born on one day."""

_FEWEST: Final = 100
"""Pairs below which nothing is learnt."""


def shares(engine: Engine, odds: Mapping[str, Mapping[str, Odds]]) -> Mapping[str, Mapping[str, float]]:
    """Return, for first name and birth, the share of housemates at each level; nothing where too few live together."""
    found = {
        one.name: _levels(engine, one, told_apart_by=other, odds=odds) for one, other in ((NAME, BIRTH), (BIRTH, NAME))
    }
    return {name: levels for name, levels in found.items() if levels}


def _levels(
    engine: Engine, comparison: Comparison, *, told_apart_by: Comparison, odds: Mapping[str, Mapping[str, Odds]]
) -> dict[str, float]:
    """
    Share out the levels of one comparison among pairs at one door whom another comparison tells apart.

    Some of those are one person after all, written down wrongly: as many as the model expects are taken out.
    """
    counted = _pairs(engine, comparison, told_apart_by)
    agree, differ = odds[told_apart_by.name][told_apart_by.levels[0].name], odds[told_apart_by.name][OTHERWISE]
    alike = sum(number for (_, other), number in counted.items() if other == 1)
    wrongly = alike / agree.m * differ.m
    every = [*enumerate((level.name for level in comparison.levels), 1), (NO_LEVEL, OTHERWISE)]
    apart = {
        name: max(_LEAST * count, count - wrongly * odds[comparison.name][name].m)
        for number, name in every
        for count in (counted.get((number, NO_LEVEL), 0),)
    }
    total = sum(apart.values())
    if total < _FEWEST:
        return {}
    # One more of each: a level that was not met is rare, not impossible.
    return {name: (number + 1) / (total + len(every)) for name, number in apart.items()}


def _pairs(engine: Engine, comparison: Comparison, other: Comparison) -> dict[tuple[int, int], int]:
    """Count pairs at one door by the levels of two comparisons."""
    columns = sorted(
        {
            column
            for one in (comparison, other)
            for condition in (one.left_out, *(level.holds for level in one.levels))
            for column in condition.columns()
        }
    )
    both = ", ".join(f"a.{column} as {column}_l, b.{column} as {column}_r" for column in columns)
    rows = engine.rows(
        f"with home as (select *, count(*) over (partition by number, postcode, coalesce(flat, '')) as there from {RECORDS}"  # noqa: S608
        " where number is not null and postcode is not null)"
        f", pair as (select {both} from home a join home b on a.number = b.number and a.postcode = b.postcode"
        f" and coalesce(a.flat, '') = coalesce(b.flat, '') and a.record < b.record where a.there <= {_MOST_AT_A_DOOR})"
        f" select {level_sql(comparison, engine.write)} as one, {level_sql(other, engine.write)} as other, count(*) from pair"
        " group by 1, 2"
    )
    return {(int(one), int(two)): int(number) for one, two, number in rows}
