"""
Apache Spark under a run, for files beyond one machine.

Where Spark runs is Spark's own business: `SPARK_MASTER` in the environment, spark-defaults.conf, or what spark-submit
says; with nothing said, two threads of this machine. Its Jaro-Winkler is not quite DuckDB's (linkage.md 5: one pair in
ten thousand weighs otherwise): never mix engines within one piece of work.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from pyspark.sql import SparkSession
from splink import SparkAPI
from splink.backends.spark import similarity_jar_location

from heed.backrecord.engine import RECORDS
from heed.engines.linkage.conditions import Condition, Dialect

ALONE: Final = "local[2]"
PARTS: Final = 8
"""Pieces of a table that is worked on by one machine."""


class Spark:
    """A Spark session. The folder must be seen by every worker: on a cluster, TMPDIR on a shared disk."""

    dialect = Dialect.SPARK

    def __init__(self, folder: Path) -> None:
        master = os.environ.get("SPARK_MASTER", "")
        builder = (
            SparkSession.builder.appName("heed link")
            .config("spark.jars", similarity_jar_location())
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.log.level", "ERROR")
        )
        if master:
            builder = builder.master(master)
        elif "SPARK_ENV_LOADED" not in os.environ:
            # spark-submit has not been here: this machine alone.
            builder = builder.master(ALONE).config("spark.driver.memory", "6g")
            builder = builder.config("spark.sql.shuffle.partitions", PARTS).config("spark.default.parallelism", PARTS)
        self._session = builder.getOrCreate()
        self._session.sparkContext.setCheckpointDir(str(folder / "checkpoints"))
        self._session.sparkContext.setLogLevel("ERROR")
        self._folder = folder
        self._kept = 0
        self.api: Any = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=self._session, break_lineage_method="parquet", num_partitions_on_repartition=PARTS
        )

    def read(self, path: Path) -> None:
        """Take up the records of a Parquet file."""
        self._session.read.parquet(str(path)).createOrReplaceTempView(RECORDS)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        return [tuple(row) for row in self._session.sql(sql).collect()]

    def make(self, name: str, sql: str) -> None:
        """Keep what a query finds: written out, so that it is worked out once."""
        self._kept += 1
        place = str(self._folder / f"kept-{self._kept}")
        self._session.sql(sql).write.parquet(place)
        self._session.read.parquet(place).createOrReplaceTempView(name)

    def put(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Keep rows as a table."""
        self._session.createDataFrame([tuple(row) for row in rows], list(columns)).createOrReplaceTempView(name)

    def table_of(self, found: Any) -> str:
        """Return the table behind a result of Splink's."""
        return str(found.physical_name)

    def export(self, sql: str, to: Path) -> None:
        """Write what a query finds as Parquet."""
        self._session.sql(sql).write.parquet(str(to))

    def drop(self, name: str) -> None:
        """Forget a table."""
        self._session.catalog.dropTempView(name)

    def write(self, name: str, condition: Condition) -> str:  # noqa: ARG002
        """Write a condition out: Spark's functions of SQL are not known to Splink."""
        return condition.sql(self.dialect)

    def close(self) -> None:
        """Stop the session."""
        self._session.stop()
