"""heed places."""

import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from heed.commands import who
from heed.commands.base import HeedCommand
from heed.domain.beats import rules, services
from heed.domain.beats.geojson import reading
from heed.domain.beats.geojson.reading import BeatFile, Unreadable
from heed.domain.beats.rules import Changes
from heed.flows.beats import filing as beats

SHOWN_MOST = 20
"""Mistakes, mended borders, overlaps and codes that are listed one by one; how many more there are is said."""
EVERY_SECONDS = 2.0
MEGABYTE = 1_000_000
LARGEST = 100 * MEGABYTE
"""The wards of a county in full detail are a tenth of it. Unvalidated default."""


class Command(HeedCommand):
    """Import the areas that named officers answer for, and file every incident to the one it lies in."""

    help = "Import beats, and file every incident to the one it lies in"

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb."""
        actions = self.actions(parser)
        imported = actions.add_parser(
            "import-beats", help="make the force's beats what a GeoJSON file says, and file every incident again"
        )
        imported.add_argument("file", metavar="FILE", type=Path, help="polygons in WGS 84, longitude before latitude")
        who.add_force(imported)
        imported.add_argument("--code-property", metavar="NAME", default="", help="which property is the code; guessed")
        imported.add_argument("--name-property", metavar="NAME", default="", help="which property is the name; guessed")
        imported.add_argument(
            "--part", action="store_true", help="the file holds some of the beats: retire none that it leaves out"
        )
        imported.add_argument("--dry-run", action="store_true", help="say what would change, and write nothing")
        self.add_json(imported)

    def handle(self, **options: Any) -> None:
        """Import, file again, and say what came of it."""
        force = who.force_named(options["force"])
        content, file = self._read(options)
        laps = rules.overlaps(file.areas)
        self._list([f"Note: {words}." for words in file.mended])
        same = rules.same_names(file.areas)
        self._list(
            [
                f"Note: “{name}” is the name of {' and '.join(codes)}: ask for one by its code."
                for name, codes in same.items()
            ]
        )
        self._list(
            [
                f"Note: “{lap.one.name}” ({lap.one.code}) and “{lap.other.name}” ({lap.other.code}) share"
                f" {lap.hectares:,.1f} hectares: what happens there is filed to {lap.one.code}."
                for lap in laps
            ]
        )
        whole, refiled = not options["part"], None
        if options["dry_run"]:
            made = services.planned(force=force, file=file, whole=whole)
        else:
            made = services.import_beats(
                force=force,
                file=file,
                content=content,
                file_name=options["file"].name,
                actor=who.command_line(force=force.code),
                now=timezone.now(),
                whole=whole,
            )
            self._say_retired(made)
            refiled = self._refile(force)
        if options["json"]:
            self.write_json(
                {
                    "force": force.code,
                    "dry_run": options["dry_run"],
                    "beats": len(file.areas),
                    "code_property": file.code_property,
                    "name_property": file.name_property,
                    **_counts(made),
                    "retired_codes": made.retired,
                    "mended": len(file.mended),
                    "overlaps": [[lap.one.code, lap.other.code, round(lap.hectares, 2)] for lap in laps],
                    "incidents": asdict(refiled) if refiled else None,
                }
            )
            return
        if options["dry_run"]:
            self._say_retired(made)
            self.say("A dry run: nothing was written.")
        for kind, count in _counts(made).items():
            self.stdout.write(f"{kind}\t{count}")
        if refiled:
            for kind, count in asdict(refiled).items():
                self.stdout.write(f"incidents {kind.replace('_', ' ')}\t{count}")

    def _read(self, options: dict[str, Any]) -> tuple[bytes, BeatFile]:
        """Return the file and what it holds. Raises CommandError with one sentence, after the others where there are more."""
        path: Path = options["file"]
        try:
            if (size := path.stat().st_size) > LARGEST:
                raise CommandError(
                    f"{path.name} is {size / MEGABYTE:,.1f} MB; at most {LARGEST // MEGABYTE} MB can be read. Draw its borders"
                    " more coarsely first, for example with `ogr2ogr -simplify 0.0001`. Nothing was imported."
                )
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror or error}.") from error
        try:
            file = reading.read(content, code_property=options["code_property"], name_property=options["name_property"])
        except Unreadable as error:
            first, *others = error.problems
            self._list([f"{path.name}: {problem}." for problem in others])
            raise CommandError(f"{path.name}: {first}. Nothing was imported.") from error
        self.say(
            f"{path.name}: {len(file.areas):,} beats, their codes in {file.code_property}, their names in {file.name_property}."
        )
        return content, file

    def _refile(self, force: Any) -> beats.Refiled:
        """File every incident again, and say now and then how far it is."""
        began = said = time.monotonic()

        def progress(done: int, of: int) -> None:
            nonlocal said
            if time.monotonic() - said > EVERY_SECONDS:
                said = time.monotonic()
                self.say(f"{done:,} of {of:,} incidents looked at, {done / (said - began):,.0f} a second.")

        try:
            found = beats.refile(force, now=timezone.now(), progress=progress)
        except KeyboardInterrupt:
            self.say(
                "The beats are imported. Not every incident is filed yet: run the same again, it goes on from there."
            )
            raise
        self.say(
            f"{found.looked_at:,} incidents looked at: {found.moved:,} filed to another beat than before,"
            f" {found.no_point:,} at a place whose point nobody knows, {found.outside:,} outside every beat."
        )
        return found

    def _say_retired(self, made: Changes) -> None:
        if made.retired:
            shown = ", ".join(made.retired[:SHOWN_MOST])
            self.say(f"Not in the file, and so retired: {shown}{' …' if len(made.retired) > SHOWN_MOST else ''}.")

    def _list(self, sentences: list[str]) -> None:
        """Say sentences, and how many more there are."""
        for sentence in sentences[:SHOWN_MOST]:
            self.say(sentence)
        if len(sentences) > SHOWN_MOST:
            self.say(f"… and {len(sentences) - SHOWN_MOST:,} more of these.")


def _counts(made: Changes) -> dict[str, int]:
    return {kind: len(codes) for kind, codes in asdict(made).items()}
