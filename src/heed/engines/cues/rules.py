"""
The rows practitioners write, read from CSV, and what is wrong with them.

A row says what a cue sounds like, what cancels it, and how much it says; and carries sentences in which it must, and
must not, be found (reference/cues.md section 3.3).
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from heed.engines.cues.patterns import Part, Pattern, PatternError, parse
from heed.engines.cues.terms import PSI, Category, Polarity, Strength

COLUMNS = (
    "id", "category", "psi", "pattern", "guards_before", "guards_after", "polarity_inside", "strength", "role_hint",
    "examples_yes", "examples_no", "note", "source", "owner", "review_by",
)  # fmt: skip
E = TypeVar("E", Category, Polarity, Strength)

HINTS = ("", "victim", "household", "suspect", "speaker", "other")
ID = re.compile(r"^[A-Z_]+-[a-z0-9][a-z0-9-]*$")


class RowError(ValueError):
    """A row that cannot be used: which, and why."""


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One row.

    guards_before, guards_after: phrases that cancel a hit when they stand directly before or after.
    strength: strong, weak (a finding, but no verdict), alone_no (needs a neighbour). hint: whose it is, where the words say so.
    """

    id: str
    category: Category
    pattern: str
    said: Pattern
    guards_before: tuple[Part, ...] = ()
    guards_after: tuple[Part, ...] = ()
    polarity: Polarity = Polarity.PLAIN
    strength: Strength = Strength.STRONG
    hint: str = ""
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    note: str = ""
    source: str = ""
    owner: str = ""
    review_by: date | None = None


def read_rows(text: str, origin: str) -> Iterator[Rule]:
    """
    Read the rows of a CSV file.

    Raises
    ------
    RowError
        With the file, the line and the reason, at the first row that cannot be used.
    """
    reader = csv.DictReader(io.StringIO(text, newline=""))
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or [])]
    if missing:
        message = f"{origin}: the first line lacks {', '.join(missing)}"
        raise RowError(message)
    for cells in reader:
        try:
            yield rule(
                {
                    key: (value or "").strip()
                    for key, value in cells.items()
                    if isinstance(key, str) and not isinstance(value, list)
                }
            )
        except (RowError, PatternError) as error:
            message = f"{origin}, line {reader.line_num}: {cells.get('id') or 'no id'}: {error}"
            raise RowError(message) from None


def rule(cells: dict[str, str]) -> Rule:
    """Read one row; raise RowError or PatternError."""
    category = _one_of(Category, cells["category"], "category")
    if not ID.match(cells["id"]) or not cells["id"].startswith(f"{category}-"):
        message = f"the id must be {category}- and a slug in lower case"
        raise RowError(message)
    if cells["psi"] != PSI[category]:
        message = f"psi of {category} is {PSI[category] or 'empty'}"
        raise RowError(message)
    if cells["role_hint"] not in HINTS:
        message = f"role_hint is one of {', '.join(filter(None, HINTS))} or empty"
        raise RowError(message)
    yes, no = _examples(cells["examples_yes"]), _examples(cells["examples_no"])
    if not yes or not no:
        message = "a row needs a sentence in which it is found, and one in which it is not"
        raise RowError(message)
    try:
        review_by = date.fromisoformat(cells["review_by"]) if cells["review_by"] else None
    except ValueError:
        message = f"review_by {cells['review_by']!r} is no date (yyyy-mm-dd)"
        raise RowError(message) from None
    return Rule(
        id=cells["id"],
        category=category,
        pattern=cells["pattern"],
        said=parse(cells["pattern"]),
        guards_before=_guards(cells["guards_before"]),
        guards_after=_guards(cells["guards_after"]),
        polarity=_one_of(Polarity, cells["polarity_inside"], "polarity_inside"),
        strength=_one_of(Strength, cells["strength"] or Strength.STRONG, "strength"),
        hint=cells["role_hint"],
        yes=yes,
        no=no,
        note=cells["note"],
        source=cells["source"],
        owner=cells["owner"],
        review_by=review_by,
    )


def _one_of(kind: type[E], value: str, column: str) -> E:
    try:
        return kind(value)
    except ValueError:
        message = f"{column} {value!r} is not one of {', '.join(filter(None, kind))}"
        raise RowError(message) from None


def _examples(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, (sentence.strip() for sentence in cell.split(";;"))))


def _guards(cell: str) -> tuple[Part, ...]:
    return tuple(parse(part.strip()).tree for part in cell.split(";") if part.strip())
