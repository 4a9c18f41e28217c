"""Trains a model that can serve calls, on descriptions of people: a force's own, or simulated ones."""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from heed.backrecord import blocking, standards, training, weighing
from heed.backrecord.engine import RECORDS, Duck
from heed.backrecord.fields import Unusable
from heed.backrecord.files import fingerprint
from heed.engines.linkage.levels import PERSON, Comparison
from heed.engines.linkage.model import Model
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import COLUMNS

Tell = Callable[[str], None]

FEWEST = 1_000
"""Descriptions: with fewer, chance speaks louder than likeness."""


def train(
    records: Iterable[Said] | Path,
    *,
    name: str,
    trained_on: str,
    seed: int = 1,
    tell: Tell = lambda _: None,
    warnings: tuple[str, ...] = (),
    comparisons: tuple[Comparison, ...] = PERSON,
) -> Model:
    """
    Train on descriptions of people, or on a Parquet file of them in standard form (columns of Standard, and `record`).

    Descriptions of one person and of many are mixed; nobody says which. Raises Unusable when there are too few.
    """
    with tempfile.TemporaryDirectory(prefix="heed-train-") as folder:
        standard = records if isinstance(records, Path) else Path(folder) / "records.parquet"
        if not isinstance(records, Path):
            tell("putting the records into standard form")
            standards.write_said(records, standard)
        engine = Duck(Path(folder))
        try:
            engine.read(standard)
            count = int(engine.rows(f"select count(*) from {RECORDS}")[0][0])  # noqa: S608
            if count < FEWEST:
                raise Unusable(f"{count} descriptions are too few to learn from; it takes {FEWEST}")
            blocking.hide_shared_lines(engine)
            rules = blocking.choose(engine, count, COLUMNS, ())
            blocked, pairs = weighing.candidates(engine, blocking.file(engine, rules))
            tell(f"{pairs} pairs are compared")
            return training.train(
                engine,
                comparisons,
                records=count,
                blocked=blocked,
                name=name,
                trained_on=trained_on,
                fingerprint=fingerprint(standard),
                seed=seed,
                tell=tell,
                warnings=warnings,
            )
        finally:
            engine.close()
