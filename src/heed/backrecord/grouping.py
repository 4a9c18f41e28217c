"""Turns weighed pairs into groups, and refuses the unions that what is known of both sides speaks against."""

import math
from collections.abc import Iterable, Sequence

from heed.backrecord.engine import Engine
from heed.backrecord.weighing import PAIRS
from heed.engines.linkage.clusters import SUPPORT, cluster

Pair = tuple[int, int, float]


def pairs(engine: Engine, *, least: float) -> list[Pair]:
    """Return the pairs at least so likely, with their bits, in the order of their records."""
    return [
        (one, other, bits)
        for one, other, bits in engine.rows(
            f"select one, other, bits from {PAIRS} where chance >= {least!r} order by one, other"  # noqa: S608
        )
    ]


def groups(records: int, edges: Iterable[Pair], *, least: float) -> Sequence[int]:
    """Return for each record the first record of its group. edges: weak ones too. least: the chance that proposes a union."""
    bits = math.log2(least / (1 - least)) if least < 1 else math.inf
    first, _ = cluster(range(records), edges, least=bits, support=SUPPORT)
    return [first[record] for record in range(records)]
