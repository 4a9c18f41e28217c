"""What a button makes of a rule: the edit of the lexicon that disables it, or has it say less by itself."""

from dataclasses import dataclass

from heed.desks.supervisor.lexicon.rows import Row
from heed.engines.cues.overlay import difference
from heed.engines.cues.tables import Cells
from heed.engines.cues.terms import Strength
from heed.foundation.lexicon.terms import EditKind

LESS = {
    Strength.STRONG.value: Strength.WEAK.value,
    "": Strength.WEAK.value,
    Strength.WEAK.value: Strength.ALONE_NO.value,
}
"""A strong row flags a log; a weak one is only shown; one that is nothing alone needs another cue beside it."""


@dataclass(frozen=True, slots=True)
class Change:
    """An edit of a row: of what kind, and its cells."""

    kind: EditKind
    cells: Cells


def disabled(row: Row) -> Change:
    """Disable a national row, whatever the force had changed in it; take away one of the force's own."""
    return Change(EditKind.DISABLE if row.national else EditKind.WITHDRAW, {})


def weaker(row: Row) -> Change | None:
    """Have a row say one step less, with whatever else the force had changed in it; None for what says nothing alone."""
    less = LESS.get(row.cells.get("strength", ""))
    if less is None or row.is_disabled:
        return None
    cells = {**row.cells, "strength": less}
    if row.national is None:
        return Change(EditKind.ADD, {name: text for name, text in cells.items() if name != "id" and text})
    return Change(EditKind.CHANGE, difference(row.national, cells))
