"""A register in memory: who was described how, found by key as the database finds them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import Standard, read
from heed.simulation.mentions import Recorded

UNDER_ONE_KEY = 40
"""Descriptions read under one key, as domain/people/queries.under reads them."""


class Register:
    """
    Every description of everybody on file. Only those are kept whom some question's keys can find.

    last_on_line: who used each line last, which is all that a force knew in 2012. on_line: everybody who did.
    """

    def __init__(self, wanted: Collection[int], *, shared: Collection[str]) -> None:
        """Start empty. wanted: the keys that will be asked for; shared: lines that tell nobody apart."""
        self._wanted = frozenset(wanted)
        self._shared = frozenset(shared)
        self._under: dict[int, list[int]] = defaultdict(list)
        self._kept: dict[int, list[Standard]] = {}
        self._last: dict[str, tuple[int, int]] = {}
        self.on_line: dict[str, list[int]] = defaultdict(list)
        self.people = 0
        self.descriptions = 0

    def take_in(self, mentions: Iterable[Recorded]) -> None:
        """File descriptions, each person's together."""
        for person, told in groupby(mentions, key=lambda recorded: recorded.person):
            self.people += 1
            self._file(person, list(told))

    def _file(self, person: int, told: Sequence[Recorded]) -> None:
        """File one person."""
        records = [read(self.as_known(recorded.said)) for recorded in told]
        self.descriptions += len(records)
        for recorded, record in zip(told, records, strict=True):
            if record.phone:
                self._last[record.phone] = max(self._last.get(record.phone, (0, 0)), (recorded.at, person))
                if person not in self.on_line[record.phone]:
                    self.on_line[record.phone].append(person)
        found = self._wanted.intersection(key for record in records for key in filed_under(record))
        for key in found:
            if len(self._under[key]) < UNDER_ONE_KEY:
                self._under[key].append(person)
        if found:
            self._kept[person] = records

    def last_on_line(self, e164: str) -> int | None:
        """Return who used a line last."""
        return self._last[e164][1] if e164 in self._last else None

    def as_known(self, said: Said) -> Said:
        """Leave a shared line out: it tells nobody apart."""
        return replace(said, e164="") if said.e164 in self._shared else said

    def under(self, keys: Iterable[int]) -> Iterator[tuple[int, Standard]]:
        """Find people by key, each with everything that was ever said of them."""
        for person in dict.fromkeys(person for key in keys for person in self._under.get(key, ())):
            for record in self._kept[person]:
                yield person, record
