"""Changes to beats: a file is imported whole, or not at all."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from heed.domain.beats.geojson.reading import BeatFile
from heed.domain.beats.models import Beat, BeatImport
from heed.domain.beats.rules import Area, Changes, changes
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


def planned(*, force: Force, file: BeatFile, whole: bool = True) -> Changes:
    """Say what an import would change; nothing is written."""
    return _plan(force, file, whole=whole)[0]


@transaction.atomic
def import_beats(
    *, force: Force, file: BeatFile, content: bytes, file_name: str, actor: Actor, now: datetime, whole: bool = True
) -> Changes:
    """
    Make a force's beats what a file says; return what that changed.

    A code that is there already keeps its row, and so everything that hangs on it, with the name and shape of the file. One
    that was retired comes back. whole: what the file leaves out is retired, never deleted. The same file twice changes
    nothing the second time.
    """
    # One import at a time: two would each see the other's beats as left out.
    Force.objects.select_for_update(no_key=True).get(pk=force.pk)
    made, standing, retired = _plan(force, file, whole=whole)
    areas = {area.code: area for area in file.areas}
    Beat.objects.bulk_create([_beat(force, areas[code], now=now) for code in made.added])
    moved = [_redrawn(retired[code], areas[code]) for code in made.returned]
    before = {code: _drawing(standing[code].name, standing[code].shape) for code in made.changed}
    moved += [_redrawn(standing[code], areas[code]) for code in made.changed]
    for beat in moved:
        beat.retired_at = None
    gone = [standing[code] for code in made.retired]
    for beat in gone:
        beat.retired_at = now
    fields = ["name", "shape", "west", "south", "east", "north", "retired_at"]
    Beat.objects.bulk_update([*moved, *gone], fields, batch_size=200)
    counts = {kind: len(codes) for kind, codes in asdict(made).items()}
    written = BeatImport.objects.create(
        force=force,
        at=now,
        imported_by_name=actor.name,
        file_name=file_name[:160],
        digest=hashlib.sha256(content).hexdigest(),
        whole=whole,
        attribution=file.attribution,
        counts=counts,
    )
    after = {code: _drawing(areas[code].name, areas[code].drawn) for code in made.changed}
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="beats.imported",
        subjects=[f"force:{force.code}", f"beat_import:{written.pk}"],
        now=now,
        # Which were redrawn, from what to what: the shapes themselves are in the files, found again by their digests.
        detail=counts
        | {
            "digest": written.digest,
            "whole": whole,
            "redrawn": {code: [before[code], after[code]] for code in made.changed},
            "codes_retired": made.retired,
        },
    )
    return made


def _plan(force: Force, file: BeatFile, *, whole: bool) -> tuple[Changes, dict[str, Beat], dict[str, Beat]]:
    """Say what an import changes, with the beats that stand and those retired, by code; of several retired the newest."""
    known = list(Beat.objects.filter(force=force).order_by("pk"))
    standing = {beat.code: beat for beat in known if beat.retired_at is None}
    retired = {beat.code: beat for beat in known if beat.retired_at is not None}
    drawn: dict[str, tuple[str, Mapping[str, Any]]] = {code: (beat.name, beat.shape) for code, beat in standing.items()}
    return changes(file.areas, standing=drawn, retired=retired, whole=whole), standing, retired


def _beat(force: Force, area: Area, *, now: datetime) -> Beat:
    return _redrawn(Beat(force=force, code=area.code, added_at=now), area)


def _redrawn(beat: Beat, area: Area) -> Beat:
    """Give a beat the name and shape of an area."""
    beat.name, beat.shape = area.name, area.drawn
    beat.west, beat.south, beat.east, beat.north = area.box
    return beat


def _drawing(name: str, shape: Mapping[str, Any]) -> str:
    """Return the digest of a name and a shape."""
    return hashlib.sha256(json.dumps([name, shape], sort_keys=True).encode()).hexdigest()[:16]
