"""`heed link`: which records of a file are of one person. From the file to clusters, in the order in which it happens."""

import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from heed.backrecord import blocking, fields, grouping, ladders, standards, training, weighing, writing
from heed.backrecord.engine import RECORDS, Duck, Engine, EngineName
from heed.backrecord.fields import Columns, Unusable
from heed.backrecord.files import fingerprint
from heed.backrecord.reading import Table
from heed.engines.linkage.levels import Comparison
from heed.engines.linkage.model import Model, NotAModel
from heed.engines.linkage.scoring import probability
from heed.engines.linkage.standard import COLUMNS

THRESHOLD: Final = 0.7
"""Pairs less likely than this are of two people, unless something else joins them."""

SHOWN: Final = 0.05
"""Pairs less likely than this are not written to --pairs."""

_SEED: Final = 1

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for. map, also: as on the command line, empty to guess. model: None to train on the file."""

    source: Path
    out: Path
    pairs: Path | None = None
    id: str = ""
    map: str = ""
    also: str = ""
    threshold: float = THRESHOLD
    engine: EngineName = EngineName.DUCKDB
    model: Path | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of it. pairs: those at least as likely as the threshold."""

    records: int
    clusters: int
    candidates: int
    pairs: int
    seconds: float
    engine: str
    model: str
    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    warnings: Sequence[str] = ()


def link(wanted: Wanted, tell: Tell) -> Linked:
    """
    Link the records of a file and write who is who. tell: where progress goes.

    Raises Unusable or NotAModel with one sentence before anything is written.
    """
    began = time.monotonic()
    for place in filter(None, (wanted.out, wanted.pairs)):
        writing.check_place(place)
    table = Table(wanted.source)
    columns = _columns(wanted, table, tell)
    model = _model(wanted.model)
    ids = _ids(table, columns)
    columns = Columns(columns.id if ids else None, columns.of, columns.also)
    with tempfile.TemporaryDirectory(prefix="heed-link-") as folder:
        standard = Path(folder) / "records.parquet"
        tell("Putting the records into standard form.")
        records = standards.write(table.rows(standards.needed(columns)), columns, standard)
        if not records:
            raise Unusable(f"{wanted.source} has no records")
        run = _Run(wanted, columns, _engine(wanted.engine, Path(folder)), records=records, model=model, tell=tell)
        try:
            run.engine.read(standard)
            clusters, pairs = run.link()
        finally:
            run.engine.close()
    named: Sequence[object] = ids or range(1, records + 1)
    if wanted.pairs:
        shown = ((named[a], named[b], f"{probability(bits):.6f}") for a, b, bits in pairs)
        writing.write_csv(wanted.pairs, ("a", "b", "probability"), shown)
    writing.write_csv(
        wanted.out, ("record_id", "cluster_id"), ((named[at], named[first]) for at, first in enumerate(clusters))
    )
    return Linked(
        records=records,
        clusters=len(set(clusters)),
        candidates=run.candidates,
        pairs=sum(probability(bits) >= wanted.threshold for *_, bits in pairs),
        seconds=round(time.monotonic() - began, 1),
        engine=wanted.engine.value,
        model=run.label,
        columns={**({"id": [columns.id]} if columns.id else {}), **columns.of},
        warnings=run.warnings,
    )


class _Run:
    """One run over records in standard form."""

    def __init__(
        self, wanted: Wanted, columns: Columns, engine: Engine, *, records: int, model: Model | None, tell: Tell
    ) -> None:
        self.wanted, self.columns, self.engine, self.records, self.tell = wanted, columns, engine, records, tell
        self.model = model
        self.candidates, self.label, self.warnings = 0, "", tuple[str, ...]()

    def link(self) -> tuple[Sequence[int], list[grouping.Pair]]:
        """Return the first record of each record's cluster, and the pairs worth showing."""
        shared = blocking.hide_shared_lines(self.engine)
        if shared:
            self.tell(f"{shared} telephone numbers are shared by more than {blocking.SHARED_BY} records: left aside.")
        also = standards.also_columns(self.columns)
        present = self._present()
        comparisons = ladders.comparisons(
            present, also, dict(zip(also, self.columns.also, strict=True)), british=self._british()
        )
        if self.model:
            comparisons = tuple(c for c in comparisons if c.name in self.model.odds)
        rules = blocking.choose(self.engine, self.records, present, also) if comparisons else []
        if not rules:
            self.tell("No two records have anything in common.")
            return range(self.records), []
        conditions = blocking.file(self.engine, rules)
        blocked, self.candidates = weighing.candidates(self.engine, conditions)
        self.tell(f"{self.candidates:,} pairs of records agree in one of {len(rules)} ways and are compared.")
        model = self.model or self._trained(comparisons, blocked)
        self.label, self.warnings = model.label, model.warnings
        self.tell("Weighing the pairs.")
        weighing.weigh(self.engine, comparisons, model, least=min(SHOWN, self.wanted.threshold))
        pairs = grouping.pairs(self.engine, least=min(SHOWN, self.wanted.threshold))
        self.tell(f"Joining records: {len(pairs):,} pairs are possible.")
        return grouping.groups(self.records, pairs, least=self.wanted.threshold), pairs

    def _present(self) -> list[str]:
        """Return the columns of a person that hold anything."""
        columns = (*COLUMNS, standards.PLACE)
        counts = ", ".join(f"count({column})" for column in columns)
        found = self.engine.rows(f"select {counts} from {RECORDS}")[0]  # noqa: S608
        return [column for column, count in zip(columns, found, strict=True) if count]

    def _british(self) -> bool:
        """Say whether most postcodes are British: those alone have a blank within."""
        whole, british = self.engine.rows(
            f"select count(postcode), sum(case when postcode like '% %' then 1 else 0 end) from {RECORDS}"  # noqa: S608
        )[0]
        return not whole or british * 2 > whole

    def _trained(self, comparisons: tuple[Comparison, ...], blocked: str) -> Model:
        """Learn what each agreement weighs from the file itself."""
        return training.train(
            self.engine,
            comparisons,
            records=self.records,
            blocked=blocked,
            name=self.wanted.source.stem,
            trained_on=f"{self.records} records of {self.wanted.source.name}",
            fingerprint=fingerprint(self.wanted.source),
            seed=_SEED,
            tell=lambda words: self.tell(f"Learning: {words}."),
        )


def _engine(name: EngineName, folder: Path) -> Engine:
    """Start the engine asked for. Raises Unusable when it is not installed."""
    if name is EngineName.DUCKDB:
        return Duck(folder)
    try:
        from heed.backrecord.spark import Spark  # noqa: PLC0415  an optional dependency
    except ImportError as error:
        raise Unusable(
            f"Spark is not installed ({error}); install Heed with its optional dependencies: pip install 'heed[spark]'"
        ) from None
    return Spark(folder)


def _columns(wanted: Wanted, table: Table, tell: Tell) -> Columns:
    """Settle what each column is for, and say so when it was guessed."""
    also = fields.read_also(wanted.also, table.columns)
    if wanted.map:
        of = fields.read_map(wanted.map, table.columns)
    else:
        of = fields.guess([column for column in table.columns if column not in also and column != wanted.id])
    if not of and not also:
        raise Unusable(
            f"no column of {wanted.source} has a name that says what it holds; give --map. "
            f"It has {', '.join(table.columns)}"
        )
    if wanted.id and wanted.id not in table.columns:
        raise Unusable(f"--id: the file has no column “{wanted.id}”; it has {', '.join(table.columns)}")
    columns = Columns(wanted.id or _unique(table, of, also), of, also)
    if not wanted.map:
        tell(f"Guessed: --map {columns.told() or '(nothing)'}")
    if not wanted.id:
        tell(f"Guessed: --id {columns.id}" if columns.id else "No column names the records: they are numbered from 1.")
    return columns


def _unique(table: Table, of: Mapping[str, Sequence[str]], also: Mapping[str, object]) -> str | None:
    """Return the first column that seems to hold each record's own name, and does."""
    used = {column for columns in of.values() for column in columns} | set(also)
    for column in fields.guess_id([column for column in table.columns if column not in used]):
        seen = [value for (value,) in table.rows([column])]
        if all(seen) and len(set(seen)) == len(seen) and seen:
            return column
    return None


def _ids(table: Table, columns: Columns) -> list[str]:
    """Return each record's own name, in order; none when records are numbered. Raises Unusable when two are the same."""
    if not columns.id:
        return []
    ids = [value for (value,) in table.rows([columns.id])]
    if len(set(ids)) < len(ids):
        seen: set[str] = set()
        for number, value in enumerate(ids, 1):
            if value in seen:
                raise Unusable(
                    f"“{value or '(empty)'}” in column {columns.id} names two records, the second of them record {number}"
                )
            seen.add(value)
    if "" in ids:
        raise Unusable(f"record {ids.index('') + 1} has nothing in column {columns.id}")
    return ids


def _model(path: Path | None) -> Model | None:
    """Read the model asked for. Raises Unusable or NotAModel."""
    if path is None:
        return None
    try:
        return Model.from_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise NotAModel(f"{path} cannot be read: {error}") from None
