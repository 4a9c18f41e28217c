"""
Rows as files hold them: every row of a file that can be read, and a sentence for each that cannot.

rules.read_rows stops at the first row it cannot use, for a lexicon in use must be whole; whoever checks one wants the list.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from heed.engines.cues.patterns import PatternError
from heed.engines.cues.rules import COLUMNS, RowError, Rule, rule
from heed.engines.cues.terms import Category

Cells = Mapping[str, str]
"""One row as written: column to text."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one row: which row, in one sentence, and the file and line where there are any."""

    id: str
    sentence: str
    where: str = ""

    def __str__(self) -> str:
        """Say it in one line."""
        return ": ".join(filter(None, (self.where, self.id, self.sentence)))


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a file; where: the file and the line on which the row ends."""

    cells: Cells
    where: str


class NotATable(ValueError):
    """A file that holds no rows of a lexicon: the message says why."""


def lines(text: str, origin: str, needed: Sequence[str]) -> Iterator[Line]:
    """
    Read the rows of a CSV text, cells stripped, absent cells empty, columns of other names left out.

    Raises
    ------
    NotATable
        Without the needed columns, or where the text is no CSV.
    """
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    try:
        missing = [name for name in needed if name not in (reader.fieldnames or [])]
        if missing:
            raise NotATable(f"{origin}: the first line lacks {', '.join(missing)}")
        for row in reader:
            cells = {
                key: value.strip() if isinstance(value, str) else ""
                for key, value in row.items()
                if isinstance(key, str)
            }
            if any(cells.values()):
                yield Line(cells, f"{origin}, line {reader.line_num}")
    except csv.Error as error:
        raise NotATable(f"{origin}, line {reader.line_num}: {error}") from None


def read(cells: Cells) -> Rule | str:
    """Read one row, or say in a sentence why it cannot be used."""
    try:
        return rule({name: cells.get(name, "") for name in COLUMNS})
    except (RowError, PatternError) as error:
        return str(error)


@cache
def national_lines() -> tuple[Line, ...]:
    """Return the packaged rows of every category as written, in the order of the categories."""
    folder = files(__package__).joinpath("lexicon")
    found: list[Line] = []
    for category in Category:
        name = f"{category}.csv"
        found += lines(folder.joinpath(name).read_text(encoding="utf-8"), name, COLUMNS)
    return tuple(found)


def national_cells() -> tuple[Cells, ...]:
    """Return the packaged rows without where they stand."""
    return tuple(line.cells for line in national_lines())
