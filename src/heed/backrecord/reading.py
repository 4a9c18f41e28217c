"""Reads a file of records, CSV or Parquet, row by row; everything becomes text, and whatever is wrong gets a sentence."""

import csv
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from heed.backrecord.fields import Unusable

Row = tuple[str, ...]

_DELIMITERS: Final = ",;\t|"
_EMPTY: Final = frozenset({"nan", "none", "null", "<na>", "n/a", "\\n"})
_BATCH: Final = 20_000


class Table:
    """A file of records: the names of its columns, and its rows as often as they are asked for."""

    def __init__(self, path: Path) -> None:
        """Look at the head of a file. Raises Unusable."""
        self.path = path
        if not path.exists():
            raise Unusable(f"there is no file {path}")
        if not path.is_file():
            raise Unusable(f"{path} is not a file")
        self._is_parquet = _opens_with(path, b"PAR1")
        self._delimiter = ","
        if path.suffix.lower() in {".parquet", ".pq"} and not self._is_parquet:
            raise Unusable(f"{path} is not Parquet")
        self.columns: Sequence[str] = self._parquet_columns() if self._is_parquet else self._csv_columns()
        twice = sorted({column for column in self.columns if list(self.columns).count(column) > 1})
        if twice:
            raise Unusable(f"{path} has two columns called “{twice[0]}”")

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        """Yield the values of some columns, row after row, trimmed; what is missing is empty. Raises Unusable."""
        return self._parquet_rows(columns) if self._is_parquet else self._csv_rows(columns)

    def _parquet_columns(self) -> list[str]:
        try:
            with pq.ParquetFile(self.path) as file:
                return [str(name).strip() for name in file.schema_arrow.names]
        except (pa.ArrowInvalid, OSError) as error:
            raise Unusable(f"{self.path} cannot be read as Parquet: {str(error).splitlines()[0]}") from None

    def _parquet_rows(self, columns: Sequence[str]) -> Iterator[Row]:
        with pq.ParquetFile(self.path) as file:
            names = {str(name).strip(): str(name) for name in file.schema_arrow.names}
            wanted = [names[column] for column in columns]
            if not wanted:
                yield from (() for _ in range(file.metadata.num_rows))
                return
            for batch in file.iter_batches(batch_size=_BATCH, columns=wanted):
                values = [[_text(value) for value in batch.column(name).to_pylist()] for name in wanted]
                yield from zip(*values, strict=True)

    def _csv_columns(self) -> list[str]:
        csv.field_size_limit(sys.maxsize)
        with ExitStack() as stack:
            header = self._line(stack)
            self._delimiter = max(_DELIMITERS, key=header.count)
            columns = [column.strip() for column in next(csv.reader([header], delimiter=self._delimiter))]
        while columns and not columns[-1]:
            columns.pop()
        if not columns or not all(columns):
            raise Unusable(f"{self.path} does not open with the names of its columns")
        if any(not column.isprintable() for column in columns):
            raise Unusable(f"{self.path} is not a CSV file")
        return columns

    def _line(self, stack: ExitStack) -> str:
        """Return the first line."""
        file = stack.enter_context(self.path.open(encoding="utf-8-sig", newline=""))
        try:
            line = file.readline(1_000_000)
        except UnicodeDecodeError:
            raise Unusable(f"{self.path} is not text in UTF-8") from None
        if not line.strip():
            raise Unusable(f"{self.path} is empty")
        if "\x00" in line:
            raise Unusable(f"{self.path} is not a CSV file")
        return line

    def _csv_rows(self, columns: Sequence[str]) -> Iterator[Row]:
        at = [list(self.columns).index(column) for column in columns]
        width = len(self.columns)
        with self.path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, delimiter=self._delimiter, skipinitialspace=True, strict=True)
            try:
                next(reader)
                for row in reader:
                    if len(row) != width:
                        row = self._fitted(row, width, reader.line_num)  # noqa: PLW2901
                        if not row:
                            continue
                    yield tuple([_trimmed(row[number]) for number in at])
            except UnicodeDecodeError:
                raise Unusable(f"{self.path} is not text in UTF-8, near line {reader.line_num + 1}") from None
            except csv.Error as error:
                raise Unusable(f"{self.path} is not a CSV file, near line {reader.line_num}: {error}") from None

    def _fitted(self, row: list[str], width: int, line: int) -> list[str]:
        """Fill up a short row and cut empty fields off a long one; none for an empty line."""
        if not any(map(str.strip, row)) and len(row) <= 1 < width:
            return []
        if len(row) > width and any(map(str.strip, row[width:])):
            raise Unusable(f"{self.path}, line {line}: {len(row)} fields where the first line names {width}")
        return [*row[:width], *[""] * (width - len(row))]


def _opens_with(path: Path, magic: bytes) -> bool:
    with path.open("rb") as file:
        return file.read(len(magic)) == magic


def _trimmed(value: str) -> str:
    """Return a value without blanks around it; a word for nothing is nothing."""
    value = value.strip()
    return "" if value.lower() in _EMPTY else value


def _text(value: Any) -> str:
    """Return a value of Parquet as text: dates as ISO 8601, whole floats without their .0."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute, value.second) == (0, 0, 0) else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else "" if value != value else str(value)  # noqa: PLR0124
    return _trimmed(str(value))
