"""
What a force changes in the national lexicon: rows added, changed and disabled. The base itself is never edited.

An overlay lists the whole difference: national rows and overlay give the rows in use, in whatever order edits were made.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from heed.engines.cues.rules import COLUMNS, Rule
from heed.engines.cues.tables import Cells, Problem, lines, read

OVERLAY_COLUMNS = ("kind", *COLUMNS, "why")
EMPTY = "-"
"""What stands in a cell of a changed row that is to be empty: an empty cell keeps what the national row says."""


class Kind(StrEnum):
    """What an edit does to a row."""

    ADD = "add"
    CHANGE = "change"
    DISABLE = "disable"


@dataclass(frozen=True, slots=True)
class Edit:
    """One row of an overlay. cells: of a changed row only those that change. where: file and line, if it has any."""

    kind: Kind
    id: str
    cells: Cells = field(default_factory=dict)
    why: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Laid:
    """
    The rows in use once an overlay is laid on others.

    rules, cells: the same rows, read and as written. touched: ids of rows added or changed. problems: edits not applied.
    """

    rules: tuple[Rule, ...]
    cells: tuple[Cells, ...]
    touched: frozenset[str]
    problems: tuple[Problem, ...]


def read_edits(text: str, origin: str) -> tuple[list[Edit], list[Problem]]:
    """
    Read an overlay from CSV: the columns of a lexicon row, before them `kind`, after them, if wanted, `why`.

    Of a disabled row only the id is read.

    Raises
    ------
    NotATable
        Where the text is no such table at all.
    """
    edits: list[Edit] = []
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for line in lines(text, origin, ("kind", "id")):
        row = line.cells["id"] or "no id"
        kind = line.cells["kind"].casefold()
        if kind not in set(Kind):
            problems.append(Problem(row, f"kind is {' or '.join(Kind)}, not {line.cells['kind']!r}", line.where))
        elif not line.cells["id"]:
            problems.append(Problem(row, "an edit must name the row it is about", line.where))
        elif row in seen:
            problems.append(Problem(row, f"stands twice, first in {seen[row]}", line.where))
        else:
            seen[row] = line.where
            cells = {name: line.cells.get(name, "") for name in COLUMNS if name != "id"}
            given = {} if kind == Kind.DISABLE else {name: text for name, text in cells.items() if text}
            edits.append(Edit(Kind(kind), row, given, line.cells.get("why", ""), line.where))
    return edits, problems


def as_csv(edits: Iterable[Edit]) -> str:
    """Write an overlay as read_edits reads it, by id."""
    out = io.StringIO()
    writer = csv.DictWriter(out, OVERLAY_COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for edit in sorted(edits, key=lambda edit: edit.id):
        writer.writerow({"kind": edit.kind, "id": edit.id, "why": edit.why, **edit.cells})
    return out.getvalue()


def lay(base: Sequence[Cells], edits: Iterable[Edit]) -> Laid:
    """
    Lay an overlay on rows as written.

    An edit that cannot be applied is left out and named among the problems: a row added that exists, one changed or
    disabled that does not, or cells that make no row.
    """
    rows = {cells["id"]: cells for cells in base}
    touched: set[str] = set()
    disabled: set[str] = set()
    problems: list[Problem] = []
    rules: dict[str, Rule] = {}
    for edit in edits:
        wrong = _unfit(edit, rows)
        if wrong:
            problems.append(Problem(edit.id, wrong, edit.where))
        elif edit.kind is Kind.DISABLE:
            disabled.add(edit.id)
        else:
            cells = _filled(edit, rows.get(edit.id, {}))
            rule = read(cells)
            if isinstance(rule, str):
                problems.append(Problem(edit.id, rule, edit.where))
            else:
                rows[edit.id], rules[edit.id] = cells, rule
                touched.add(edit.id)
    kept = {row: cells for row, cells in rows.items() if row not in disabled}
    for row, cells in kept.items():
        if row not in rules:
            rule = read(cells)
            if isinstance(rule, str):
                problems.append(Problem(row, rule))
            else:
                rules[row] = rule
    whole = [row for row in kept if row in rules]
    return Laid(
        tuple(rules[row] for row in whole),
        tuple(kept[row] for row in whole),
        frozenset(touched),
        tuple(problems),
    )


def _unfit(edit: Edit, rows: dict[str, Cells]) -> str:
    """Say why an edit does not fit the rows, or nothing."""
    if edit.kind is Kind.ADD:
        return "there is such a row already: change it, or choose another id" if edit.id in rows else ""
    if edit.id not in rows:
        return f"there is no such row to {edit.kind}"
    if edit.kind is Kind.CHANGE and not edit.cells:
        return "a change that changes nothing"
    return ""


def _filled(edit: Edit, before: Cells) -> Cells:
    """Return the whole row: what the edit says, and where it says nothing, what stood there."""
    said = {name: "" if text == EMPTY else text for name, text in edit.cells.items()}
    return {name: said.get(name, before.get(name, "")) for name in COLUMNS} | {"id": edit.id}


def difference(before: Cells, after: Cells) -> Cells:
    """Return the cells in which two rows differ, as a change lists them: an emptied cell as a dash."""
    return {
        name: after.get(name, "") or EMPTY
        for name in COLUMNS
        if name != "id" and after.get(name, "") != before.get(name, "")
    }
