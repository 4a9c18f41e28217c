"""A small lexicon for tests, whatever the national one holds by then."""

from heed.engines.cues.lexicon import compile_rules
from heed.engines.cues.overlay import lay
from heed.engines.cues.rules import COLUMNS


def row(row_id, pattern, *, yes, no="nothing of the kind", **more):
    """Return the cells of a row."""
    category = row_id.partition("-")[0]
    psi = {"ALONE_ISOL": "S", "REPEAT": "I", "VULN_FLAG": ""}.get(category, "P")
    cells = dict.fromkeys(COLUMNS, "")
    return (
        cells
        | {"id": row_id, "category": category, "psi": psi, "pattern": pattern}
        | {"strength": "strong", "examples_yes": yes, "examples_no": no}
        | more
    )


ALONE = row(
    "ALONE_ISOL-lives-alone", "lives alone", yes="she lives alone ;; he lives alone now", no="it is a lonely road"
)
DEMENTIA = row("DEMENTIA-named", "dementia", yes="she has dementia", no="demented noise")
BASE = (ALONE, DEMENTIA)


def lexicon(*edits, base=BASE):
    """Compile the small lexicon with edits laid on it."""
    return compile_rules(lay(base, edits).rules)
