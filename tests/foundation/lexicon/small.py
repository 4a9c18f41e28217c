"""A national lexicon of a few rows, compiled once: the packaged one is looked at elsewhere, and takes seconds."""

from functools import cache

from heed.engines.cues.lexicon import compile_rules
from heed.engines.cues.overlay import lay
from heed.engines.cues.tables import national_lines

LINES = national_lines()[:12]
CELLS = tuple(line.cells for line in LINES)
FIRST = CELLS[0]["id"]


@cache
def lexicon():
    """Compile it."""
    return compile_rules(lay(CELLS, ()).rules)


def use(monkeypatch):
    """Let services, pages and commands take it for the national lexicon, and put no example of its rows."""
    from heed.commands import lexicon_check
    from heed.commands.management.commands import lexicon as command
    from heed.desks.supervisor.lexicon import rows as lexicon_rows
    from heed.desks.supervisor.lexicon import views as lexicon_views
    from heed.engines.cues import examples
    from heed.foundation.lexicon import queries, services

    monkeypatch.setattr(examples, "disturbed", lambda *_: iter(()))
    monkeypatch.setattr(lexicon_check, "national_lines", lambda: LINES)
    for module in (services, lexicon_rows):
        monkeypatch.setattr(module, "national_cells", lambda: CELLS)
    for module in (services, queries, lexicon_views, command):
        monkeypatch.setattr(module, "national", lexicon)
