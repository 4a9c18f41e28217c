"""
How often each level holds between any two records of a file: what chance alone does.

Common levels are counted among pairs drawn evenly, each record as often as any other. Rare ones (the same e-mail, the
same door and another last name) are never met that way, and a guess in their place is wrong by up to 17 bits
(linkage.md 4): they are counted where they must be found, among the pairs that agree in what the level asks for.
"""

import random
from collections.abc import Sequence
from typing import Final

from heed.backrecord.emitting import level_sql
from heed.backrecord.engine import RECORDS, Engine
from heed.backrecord.standards import RECORD
from heed.engines.linkage.conditions import Anchor
from heed.engines.linkage.levels import ABSENT, Comparison

Counts = dict[str, dict[int, float]]
"""Comparison → level → pairs of all pairs of the file; 0 for none of its levels, -1 for left out."""

_SAMPLE: Final = 2_000_000
_SEEN_ENOUGH: Final = 400
_JOINED_MOST: Final = 3_000_000
_HEX: Final = 4_096


def count(engine: Engine, comparisons: Sequence[Comparison], records: int, *, seed: int) -> Counts:
    """Count, or estimate, how many of all pairs of the file reach each level."""
    pairs = records * (records - 1) / 2
    counts = _sampled(engine, comparisons, records, pairs, seed)
    if _shifts_wanted(records) * records >= pairs - records:
        return counts
    scale = pairs / (_shifts_wanted(records) * records)
    for comparison in comparisons:
        rare = [
            number
            for number, level in enumerate(comparison.levels, 1)
            if counts[comparison.name].get(number, 0) < _SEEN_ENOUGH * scale and level.holds.anchors()
        ]
        if rare:
            counts[comparison.name] |= _joined(engine, comparison, rare)
        for number, level in enumerate(comparison.levels, 1):
            # Not met among so many says no more than that it is rarer than one in so many.
            if not level.holds.anchors() and _reachable(counts[comparison.name]):
                held = counts[comparison.name]
                held[number] = max(held.get(number, 0.0), scale / 2)
    return counts


def _shifts_wanted(records: int) -> int:
    return max(1, min((records - 1) // 2, -(-_SAMPLE // records)))


def _sampled(engine: Engine, comparisons: Sequence[Comparison], records: int, pairs: float, seed: int) -> Counts:
    """Count among pairs of records so many places apart, for a number of distances drawn at random."""
    wanted = _shifts_wanted(records)
    shifts = sorted(random.Random(seed).sample(range(1, max(2, (records - 1) // 2 + 1)), wanted))  # noqa: S311
    engine.put("shifts", ["shift"], [(shift,) for shift in shifts])
    columns = sorted({column for comparison in comparisons for column in _looked_at(comparison)})
    both = ", ".join(f"a.{c} as {c}_l, b.{c} as {c}_r" for c in columns)
    levels = ", ".join(f"{level_sql(c, engine.write)} as {c.name}" for c in comparisons)
    names = ", ".join(c.name for c in comparisons)
    found = engine.rows(
        f"select {names}, count(*) from (select {levels} from (select {both} from {RECORDS} a cross join shifts s"  # noqa: S608
        f" join {RECORDS} b on b.{RECORD} = (a.{RECORD} + s.shift) % {records}) p) q group by {names}"
    )
    total = sum(row[-1] for row in found)
    counts: Counts = {comparison.name: {} for comparison in comparisons}
    for row in found:
        for comparison, level in zip(comparisons, row, strict=False):
            held = counts[comparison.name]
            held[level] = held.get(level, 0) + row[-1] * pairs / total
    return counts


def _joined(engine: Engine, comparison: Comparison, rare: Sequence[int]) -> dict[int, float]:
    """Count rare levels among the pairs that agree in what they ask for."""
    anchors = list(dict.fromkeys(a for number in rare for a in comparison.levels[number - 1].holds.anchors()))
    # What agrees in more is found among what agrees in less.
    anchors = [anchor for anchor in anchors if not any(other < anchor for other in anchors)]
    # Two columns crossed are met from either record: one way round finds all.
    anchors = [a for at, a in enumerate(anchors) if frozenset((y, x) for x, y in a) not in anchors[:at]]
    columns = sorted({*_looked_at(comparison), *(c for anchor in anchors for pair in anchor for c in pair)})
    found = dict.fromkeys(rare, 0.0)
    for at, anchor in enumerate(anchors):
        kept = _kept_keys(engine, anchor)
        mine = " and ".join(f"a.{one} = b.{other}" for one, other in sorted(anchor))
        whole = f"substr(md5({_text(anchor)}), 1, 3) < '{kept:03x}'" if kept < _HEX else "true"
        mirrored = all(one == other for one, other in anchor)
        order = f"a.{RECORD} < b.{RECORD}" if mirrored else f"a.{RECORD} <> b.{RECORD}"
        both = ", ".join(f"a.{c} as {c}_l, b.{c} as {c}_r" for c in columns)
        earlier = "".join(f" and not {_agrees(other)}" for other in anchors[:at])
        sql = (
            f"select level, count(*) from (select {level_sql(comparison, engine.write)} as level from"  # noqa: S608
            f" (select {both} from {RECORDS} a join {RECORDS} b on {mine} where {order} and {whole}) p"
            f" where true{earlier}) q group by level"
        )
        for level, number in engine.rows(sql):
            if level in found:
                found[level] += number * _HEX / kept
    return found


def _agrees(anchor: Anchor) -> str:
    """Write an anchor over columns `x_l` and `x_r`."""
    return "(" + " and ".join(f"coalesce({a}_l = {b}_r, false)" for a, b in sorted(anchor)) + ")"


def _text(anchor: Anchor) -> str:
    return " || '|' || ".join(f"cast(a.{one} as string)" for one, _ in sorted(anchor))


def _kept_keys(engine: Engine, anchor: Anchor) -> int:
    """Return of how many in 4,096 keys the pairs can be looked at: all, unless there are too many pairs."""
    ones = ", ".join(one for one, _ in sorted(anchor))
    others = ", ".join(other for _, other in sorted(anchor))
    size = " and ".join(f"a.k{at} = b.k{at}" for at in range(len(anchor)))

    def counted(columns: str) -> str:
        named = ", ".join(f"{c} as k{at}" for at, c in enumerate(columns.split(", ")))
        return f"(select {named}, cast(count(*) as double) as c from {RECORDS} group by {columns})"  # noqa: S608

    joined = engine.rows(f"select sum(a.c * b.c) / 2 from {counted(ones)} a join {counted(others)} b on {size}")[0][0]  # noqa: S608
    return _HEX if not joined or joined <= _JOINED_MOST else max(1, int(_HEX * _JOINED_MOST / joined))


def _looked_at(comparison: Comparison) -> set[str]:
    """Return the columns a comparison needs."""
    return {*comparison.left_out.columns(), *(c for level in comparison.levels for c in level.holds.columns())}


def _reachable(counts: dict[int, float]) -> bool:
    """Say whether a comparison was ever not left out."""
    return comparable(counts) > 0


def comparable(counts: dict[int, float]) -> float:
    """Return how many pairs a comparison is not left out of."""
    return sum(number for level, number in counts.items() if level != ABSENT)
