"""Rows by PostgreSQL's COPY: text in, a table at a time, a bounded number of rows in memory."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model
from psycopg import Connection

PostgreSQLConnection = Connection[Any]

NULL = "\\N"
CHUNK = 4_000
"""Calls whose rows are held before they are written: some 30 MB of text."""


class UnknownColumn(Exception):
    """A table has a column that this loader must fill and does not know; the message names it."""


class Table:
    """One table, the columns written in this order, and the rows that wait; ids come from the sequence if left out."""

    def __init__(self, model: type[Model], *columns: str) -> None:
        """Check the columns against the model, so that a column added later is noticed here and not in PostgreSQL."""
        fields = {field.column: field for field in model._meta.concrete_fields}  # noqa: SLF001  Django's documented way
        lacking = [
            column
            for column, field in fields.items()
            if column not in columns and not (field.null or (field.primary_key and column == "id"))
        ]
        unknown = [column for column in columns if column not in fields]
        if lacking or unknown:
            message = f"{model.__name__}: the simulation does not fill {lacking} and does not find {unknown}"
            raise UnknownColumn(message)
        names = ", ".join(f'"{column}"' for column in columns)
        self.name = model._meta.db_table  # noqa: SLF001
        self.statement = f'COPY "{self.name}" ({names}) FROM STDIN'
        self.lines: list[str] = []
        self.add = self.lines.append
        self.written = 0

    def take(self) -> tuple[str, str]:
        """Return the statement and the waiting rows as one text, empty when there are none, and wait for new ones."""
        lines = self.lines
        self.lines = []
        self.add = self.lines.append
        self.written += len(lines)
        return self.statement, "\n".join([*lines, ""])


def copy_all(raw: PostgreSQLConnection, taken: Sequence[tuple[str, str]]) -> None:
    """Write what was taken from tables, in order, on the driver's own connection: Django's belongs to one thread."""
    with raw.cursor() as cursor:
        for statement, rows in taken:
            if rows:
                with cursor.copy(statement.encode()) as copy:
                    copy.write(rows.encode())


def text(value: str) -> str:
    """Write a text as COPY reads it."""
    if value.isprintable() and "\\" not in value:
        return value
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def flag(value: bool) -> str:  # noqa: FBT001  the value is what is written
    """Write a yes or no."""
    return "t" if value else "f"


def structure(value: Sequence[Any] | dict[str, Any]) -> str:
    """Write JSON as COPY reads it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("\\", "\\\\")


def moment(at: int) -> str:
    """Write seconds since 1970 as audit.chain writes a moment, which PostgreSQL reads too."""
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="microseconds")


@lru_cache(maxsize=50_000)
def day(ordinal: int) -> str:
    """Write a day, counted as date.toordinal does."""
    return date.fromordinal(ordinal).isoformat()


def reserve(model: type[Model], count: int) -> int:
    """Take so many ids from a table's sequence; return the first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])  # noqa: SLF001
        sequence = cursor.fetchone()[0]
        cursor.execute("SELECT nextval(%s)", [sequence])
        first = int(cursor.fetchone()[0])
        cursor.execute("SELECT setval(%s, %s)", [sequence, first + count - 1])
    return first
