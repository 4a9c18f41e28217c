"""The rows of the lexicon as the desk shows them: the national ones, with what the force changed."""

from collections.abc import Iterable
from dataclasses import dataclass

from heed.engines.cues.overlay import EMPTY, Kind
from heed.engines.cues.rules import COLUMNS
from heed.engines.cues.tables import Cells, national_cells
from heed.engines.cues.terms import Category
from heed.foundation.lexicon.models import OverlayEdit


@dataclass(frozen=True, slots=True)
class Row:
    """One row. cells: as it would be with the force's edit; national: as it comes with Heed, if it does."""

    id: str
    cells: Cells
    national: Cells | None
    edit: OverlayEdit | None

    @property
    def category(self) -> str:
        """The label of its category; of a row whose category is none, what stands there."""
        code = self.cells.get("category", "")
        return Category(code).label if code in set(Category) else code

    @property
    def is_disabled(self) -> bool:
        """Whether the force has disabled it."""
        return bool(self.edit and self.edit.kind == Kind.DISABLE)

    @property
    def examples(self) -> tuple[list[str], list[str]]:
        """The sentences in which it must, and must not, be found."""
        yes, no = (self.cells.get(name, "").split(";;") for name in ("examples_yes", "examples_no"))
        return [text.strip() for text in yes if text.strip()], [text.strip() for text in no if text.strip()]


def rows(edits: Iterable[OverlayEdit]) -> dict[str, Row]:
    """Return every row by id: the national ones in their order, then those the force added."""
    standing = {edit.row: edit for edit in edits}
    found = {
        cells["id"]: Row(cells["id"], _with(standing.get(cells["id"]), cells), cells, standing.get(cells["id"]))
        for cells in national_cells()
    }
    for row, edit in standing.items():
        if row not in found:
            found[row] = Row(row, _with(edit, {"id": row}), None, edit)
    return found


def matching(edits: Iterable[OverlayEdit], *, words: str, category: str) -> list[Row]:
    """Return the rows of a category, or of all, that hold some words: in name, pattern, examples or note."""
    wanted = words.casefold()
    return [
        row
        for row in rows(edits).values()
        if (not category or row.cells.get("category") == category)
        and (not wanted or any(wanted in text.casefold() for text in row.cells.values()))
    ]


def _with(edit: OverlayEdit | None, cells: Cells) -> Cells:
    """Return a row's cells with an edit laid on them; a disabled row keeps its own."""
    if edit is None:
        return cells
    said = {name: "" if text == EMPTY else text for name, text in edit.cells.items()}
    return {name: said.get(name, cells.get(name, "")) for name in COLUMNS} | {"id": cells["id"]}
