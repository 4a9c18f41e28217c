"""Reading what a force listens for: the overlay as it stands, the versions, and the lexicon in force."""

import json
import logging
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from heed.engines.cues.lexicon import Lexicon, compile_rules, national
from heed.engines.cues.overlay import Edit, Kind
from heed.engines.cues.rules import Rule
from heed.engines.cues.tables import Cells, read
from heed.foundation.lexicon.models import LexiconVersion, OverlayEdit
from heed.foundation.lexicon.terms import EditKind, Standing

SHOWN_MOST = 50
"""Versions and edits listed, the newest."""

log = logging.getLogger(__name__)


def standing_edits(force_id: int) -> list[OverlayEdit]:
    """Return the newest edit of each row, by row, without those that were taken back."""
    newest = OverlayEdit.objects.filter(force=force_id).order_by("row", "-id").distinct("row").select_related("by")
    return [edit for edit in newest if edit.kind != EditKind.WITHDRAW]


def overlay(force_id: int) -> list[Edit]:
    """Return the force's overlay as it stands now, published or not."""
    return [Edit(Kind(edit.kind), edit.row, dict(edit.cells), edit.why) for edit in standing_edits(force_id)]


def overlay_of(version: LexiconVersion | None) -> list[Edit]:
    """Return the overlay of a version; nothing for the national lexicon."""
    return [Edit(Kind(e["kind"]), e["id"], dict(e["cells"]), e["why"]) for e in version.edits] if version else []


def kept(edits: Iterable[Edit]) -> list[dict[str, Any]]:
    """Return an overlay as a version keeps it, by row."""
    ordered = sorted(edits, key=lambda edit: edit.id)
    return [{"kind": str(e.kind), "id": e.id, "cells": dict(e.cells), "why": e.why} for e in ordered]


def history(force_id: int, row: str) -> list[OverlayEdit]:
    """Return every edit of one row, the newest first."""
    return list(OverlayEdit.objects.filter(force=force_id, row=row).order_by("-id").select_related("by")[:SHOWN_MOST])


def version_in_force(force_id: int) -> LexiconVersion | None:
    """Return the newest published version of a force; None where it goes by the national lexicon."""
    return (
        LexiconVersion.objects.filter(force=force_id, published_at__isnull=False)
        .order_by("-published_at", "-id")
        .defer("rows")
        .first()
    )


@dataclass(frozen=True, slots=True)
class Listed:
    """A version, and where it stands."""

    version: LexiconVersion
    standing: Standing

    @property
    def may_go_back_to(self) -> bool:
        """Whether it was in force once and is not now."""
        return self.standing is Standing.SUPERSEDED


def versions(force_id: int, *, most: int | None = SHOWN_MOST) -> list[Listed]:
    """Return a force's versions, the newest first, each with where it stands. Only the newest of all can wait."""
    found = LexiconVersion.objects.filter(force=force_id).order_by("-id").defer("rows")
    rows = list(found.select_related("proposed_by", "published_by", "again")[:most])
    in_force = version_in_force(force_id)
    return [Listed(version, _standing(version, rows[0], in_force)) for version in rows]


def _standing(version: LexiconVersion, newest: LexiconVersion, in_force: LexiconVersion | None) -> Standing:
    if in_force and version.pk == in_force.pk:
        return Standing.IN_FORCE
    if version.published_at:
        return Standing.SUPERSEDED
    return Standing.PROPOSED if version.pk == newest.pk else Standing.LAPSED


def waiting(force_id: int) -> LexiconVersion | None:
    """Return the proposal that waits for a second person, if there is one."""
    newest = LexiconVersion.objects.filter(force=force_id).order_by("-id").defer("rows").first()
    return newest if newest and not newest.published_at else None


def packed(cells: Sequence[Cells]) -> bytes:
    """Return rows as a version keeps them."""
    return zlib.compress(json.dumps([dict(row) for row in cells], ensure_ascii=False).encode(), 9)


def cells_of(version: LexiconVersion) -> list[Cells]:
    """Return the rows of a version as written."""
    rows: list[Cells] = json.loads(zlib.decompress(bytes(version.rows)))
    return rows


def compiled(version: LexiconVersion) -> Lexicon:
    """
    Compile a version.

    A row that this release of Heed can no longer read is left out and named in the log: one row must not silence the rest.
    """
    read_rows = [(row["id"], read(row)) for row in cells_of(version)]
    rules: list[Rule] = []
    for row, found in read_rows:
        if isinstance(found, str):
            log.error("lexicon_row_left_out version=%s row=%s", version.label, row)
        else:
            rules.append(found)
    return compiled_rules(tuple(rules))


@lru_cache(maxsize=3)
def compiled_rules(rules: tuple[Rule, ...]) -> Lexicon:
    """Compile rows, or return what came of the same rows lately: an editor saves one change after another."""
    return compile_rules(rules)


def in_use(force_id: int) -> Lexicon:
    """
    Return the lexicon a force goes by.

    Compiled once in each process. Each call asks the database, by an index, which version is in force. While one thread
    compiles a new version, the others go on with the one before.
    """
    version = (
        LexiconVersion.objects.filter(force=force_id, published_at__isnull=False)
        .order_by("-published_at", "-id")
        .values_list("pk", flat=True)
        .first()
    )
    if version is None:
        return national()
    held = _compiled.get(force_id)
    if held and held[0] == version:
        return held[1]
    if not _compiling.acquire(blocking=held is None) and held:
        return held[1]
    try:
        held = _compiled.get(force_id)
        if not held or held[0] != version:
            held = _compiled[force_id] = (version, compiled(LexiconVersion.objects.get(pk=version)))
        return held[1]
    finally:
        _compiling.release()


_compiled: dict[int, tuple[int, Lexicon]] = {}
"""By force: the version this process has compiled last, and what came of it."""

_compiling = Lock()
