"""The machine under a run: DuckDB on one computer, or Spark on many. The same few words of SQL go to either."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol

import duckdb
import pyarrow as pa
from splink import DuckDBAPI

from heed.engines.linkage.conditions import Condition, Dialect

RECORDS: Final = "records"
"""The table of records in standard form, with its blocking keys."""


class EngineName(StrEnum):
    """What `--engine` takes."""

    DUCKDB = "duckdb"
    SPARK = "spark"


class Engine(Protocol):
    """What a run asks of its engine."""

    dialect: Dialect
    api: Any

    def read(self, path: Path) -> None:
        """Take up the records of a Parquet file as the table `records`."""

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query finds."""

    def make(self, name: str, sql: str) -> None:
        """Keep what a query finds as a table, instead of any of that name."""

    def put(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Keep rows as a table."""

    def table_of(self, found: Any) -> str:
        """Return the name under which a result of Splink's can be queried."""

    def export(self, sql: str, to: Path) -> None:
        """Write what a query finds as Parquet."""

    def drop(self, name: str) -> None:
        """Forget a table."""

    def write(self, name: str, condition: Condition) -> str:
        """Keep a condition as a function of SQL, and return a call of it: Splink reads each condition many times over."""

    def close(self) -> None:
        """Let the engine go."""


class Duck:
    """DuckDB in this process. What does not fit into memory goes into the folder given."""

    dialect = Dialect.DUCKDB

    def __init__(self, folder: Path, *, memory: str = "8GB") -> None:
        self._connection = duckdb.connect(
            config={
                "temp_directory": str(folder / "spill"),
                "memory_limit": memory,
                "preserve_insertion_order": "false",
            }
        )
        self._connection.execute("set enable_progress_bar = false")
        self.api: Any = DuckDBAPI(connection=self._connection)
        self._written: set[str] = set()

    def read(self, path: Path) -> None:
        """Take up the records of a Parquet file."""
        self._connection.execute(
            f"create or replace table {RECORDS} as select * from read_parquet('{_quoted(path)}')"  # noqa: S608
        )

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Return what a query finds."""
        return self._connection.execute(sql).fetchall()

    def make(self, name: str, sql: str) -> None:
        """Keep what a query finds as a table."""
        self._connection.execute(f"create or replace table {name} as {sql}")

    def put(self, name: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Keep rows as a table."""
        rows = list(rows)
        table = pa.table({column: [row[at] for row in rows] for at, column in enumerate(columns)})
        self._connection.register("put", table)
        self._connection.execute(f"create or replace table {name} as select * from put")  # noqa: S608
        self._connection.unregister("put")

    def table_of(self, found: Any) -> str:
        """Return the table behind a result of Splink's."""
        return str(found.physical_name)

    def export(self, sql: str, to: Path) -> None:
        """Write what a query finds as Parquet."""
        self._connection.execute(f"copy ({sql}) to '{_quoted(to)}' (format parquet)")

    def drop(self, name: str) -> None:
        """Forget a table."""
        self._connection.execute(f"drop table if exists {name}")

    def write(self, name: str, condition: Condition) -> str:
        """Keep a condition as a macro, and return a call of it."""
        words = ", ".join(f"{column}_{side}" for column in sorted(condition.columns()) for side in "lr")
        if name not in self._written:
            self._connection.execute(f"create macro holds_{name}({words}) as ({condition.sql(self.dialect)})")
            self._written.add(name)
        return f"holds_{name}({words})"

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
