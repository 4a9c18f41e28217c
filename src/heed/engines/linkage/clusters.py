"""
Which records hang together: the strongest evidence first, and never against what a person decided.

A union is refused when it would put two records together that somebody keeps apart, or when too little speaks for it:
one mistaken pair must not make one person of two whole families (connected components do: with every pair above the best
pairwise threshold, linkage.md 3 found one cluster of 7,376 people).
"""

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Final, TypeVar

from heed.engines.linkage.scoring import probability

Record = TypeVar("Record", bound=Hashable)

Edge = tuple[Record, Record, float]
"""Two records and the bits that say they are one person."""

SUPPORT: Final = 0.15
"""The mean chance that the pairs across two groups need before the groups are joined."""


class Groups:
    """
    Records in groups that only ever grow; who may not meet is remembered. Records are 0, 1, 2… so that millions fit.

    support: between two groups, the sum of what speaks for each pair across them, kept up as groups grow.
    """

    def __init__(self, count: int) -> None:
        """Put each record into a group of its own."""
        self._parent = list(range(count))
        self._size = [1] * count
        self._apart: dict[int, set[int]] = {}
        self._support: dict[int, dict[int, float]] = {}

    def group(self, record: int) -> int:
        """Return the record that stands for a record's group."""
        parent = self._parent
        while parent[record] != record:
            parent[record] = parent[parent[record]]
            record = parent[record]
        return record

    def keep_apart(self, one: int, other: int) -> bool:
        """Never let two groups meet. Answers whether that can be kept: not when they are one already."""
        a, b = self.group(one), self.group(other)
        if a == b:
            return False
        self._apart.setdefault(a, set()).add(b)
        self._apart.setdefault(b, set()).add(a)
        return True

    def may_meet(self, one: int, other: int) -> bool:
        """Say whether nobody keeps two groups apart."""
        return self.group(other) not in self._apart.get(self.group(one), ())

    def speak(self, one: int, other: int, chance: float) -> None:
        """Note the chance that two records are one person."""
        a, b = self.group(one), self.group(other)
        if a != b:
            for mine, yours in ((a, b), (b, a)):
                held = self._support.setdefault(mine, {})
                held[yours] = held.get(yours, 0.0) + chance

    def support(self, one: int, other: int) -> float:
        """Return the mean chance over all pairs across two groups; a pair nobody spoke of counts as none."""
        a, b = self.group(one), self.group(other)
        return self._support.get(a, {}).get(b, 0.0) / (self._size[a] * self._size[b])

    def join(self, one: int, other: int) -> None:
        """Make two groups one."""
        a, b = self.group(one), self.group(other)
        if a == b:
            return
        if len(self._support.get(a, ())) < len(self._support.get(b, ())):
            a, b = b, a
        self._parent[b] = a
        self._size[a] += self._size[b]
        for enemy in self._apart.pop(b, ()):
            self._apart[enemy].discard(b)
            self._apart[enemy].add(a)
            self._apart.setdefault(a, set()).add(enemy)
        mine = self._support.setdefault(a, {})
        mine.pop(b, None)
        for third, chance in self._support.pop(b, {}).items():
            if third == a:
                continue
            mine[third] = mine.get(third, 0.0) + chance
            theirs = self._support[third]
            theirs.pop(b, None)
            theirs[a] = mine[third]

    def all(self) -> list[int]:
        """Return for each record the smallest record of its group."""
        smallest: dict[int, int] = {}
        return [smallest.setdefault(self.group(record), record) for record in range(len(self._parent))]


def cluster(
    records: Sequence[Record],
    edges: Iterable[Edge[Record]],
    *,
    least: float = -math.inf,
    support: float = 0.0,
    together: Iterable[tuple[Record, Record]] = (),
    apart: Iterable[tuple[Record, Record]] = (),
) -> tuple[dict[Record, Record], list[tuple[Record, Record]]]:
    """
    Put records into groups: `record → first record of its group`; and the decisions that could not be kept.

    edges: in any order, weak ones too: they speak for a union. least: the bits an edge needs to propose one. support: the
    mean chance that the pairs across two groups need. together, apart: what people decided. It is obeyed whatever the
    edges say; where two decisions contradict each other, the one that parts is returned.
    """
    at: Mapping[Record, int] = {record: number for number, record in enumerate(records)}
    groups = Groups(len(records))
    for a, b in together:
        groups.join(at[a], at[b])
    broken = [(a, b) for a, b in apart if not groups.keep_apart(at[a], at[b])]
    proposals: list[tuple[float, int, int]] = []
    for a, b, bits in edges:
        one, other = sorted((at[a], at[b]))
        groups.speak(one, other, probability(bits))
        if bits >= least:
            proposals.append((-bits, one, other))
    proposals.sort()
    while proposals:
        refused = [proposal for proposal in proposals if not _joined(groups, *proposal[1:], support)]
        # A union refused at first may be supported once its groups have grown.
        if len(refused) == len(proposals):
            break
        proposals = [(bits, a, b) for bits, a, b in refused if groups.may_meet(a, b)]
    return {records[number]: records[smallest] for number, smallest in enumerate(groups.all())}, broken


def _joined(groups: Groups, one: int, other: int, support: float) -> bool:
    """Join two groups when nobody keeps them apart and enough speaks for it; say whether they are one now."""
    if groups.group(one) == groups.group(other):
        return True
    if not groups.may_meet(one, other) or groups.support(one, other) < support:
        return False
    groups.join(one, other)
    return True
