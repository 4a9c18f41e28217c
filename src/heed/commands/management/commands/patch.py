"""heed patch."""

import sys
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from heed.commands import who
from heed.commands.base import HeedCommand
from heed.domain.beats.models import Beat
from heed.flows.patch import paper, today
from heed.foundation.accounts.models import Force

TO_STDOUT = "-"
NAMED_MOST = 8


class Command(HeedCommand):
    """Print what waits on a beat; that somebody read it goes onto the audit trail."""

    help = "Print what waits on a beat, as text or as a page to carry"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which beat, of which day, and in what form."""
        parser.add_argument("--beat", required=True, metavar="CODE", help="the beat's code, or its name")
        parser.add_argument("--on", metavar="DATE", help="the day, as 2026-11-20; today where it is left out")
        parser.add_argument(
            "--pdf", nargs="?", const=TO_STDOUT, metavar="FILE", help="a PDF to carry, to a file or to standard output"
        )
        parser.add_argument("--purpose", default="asked on the command line", help="why, for the audit trail")
        who.add_force(parser)
        self.add_json(parser)

    def handle(self, **options: Any) -> None:
        """Put the list together, note that it was read, and print it."""
        if options["pdf"] and options["json"]:
            raise CommandError("--json and --pdf are two forms of one list: ask for one of them.")
        force, now = who.force_named(options["force"]), timezone.now()
        beat = _beat(force, options["beat"])
        on = _day(options["on"]) if options["on"] else timezone.localdate(now)
        found = today.patch_today(beat, on=on, now=now)
        with transaction.atomic():
            today.note_read(found, purpose=options["purpose"], actor=who.command_line(force=force.code), now=now)
        if options["json"]:
            self.write_json(paper.as_json(found))
        elif options["pdf"]:
            self._write(paper.as_pdf(found), options["pdf"])
        else:
            self.stdout.write(paper.as_text(found))

    def _write(self, page: bytes, to: str) -> None:
        """Write the PDF to a file, or to standard output when that is not a screen."""
        if to == TO_STDOUT:
            if sys.stdout.isatty():
                raise CommandError("A PDF is not for a screen: name a file, as in --pdf patch.pdf, or send it on.")
            sys.stdout.buffer.write(page)
            return
        try:
            Path(to).write_bytes(page)
        except OSError as error:
            raise CommandError(f"{to} cannot be written: {error.strerror}.") from error
        self.stderr.write(f"Written to {to}.")


def _beat(force: Force, asked: str) -> Beat:
    """Return the beat with a code or a name, in use before retired. Raises CommandError with one sentence."""
    beats = list(Beat.objects.filter(force=force).select_related("force").order_by("retired_at", "code"))
    beats.sort(key=lambda beat: beat.retired_at is not None)
    for same in (lambda beat: beat.code == asked, lambda beat: beat.name.casefold() == asked.casefold()):
        if found := next(filter(same, beats), None):
            return found
    if not beats:
        raise CommandError(f"{force.code} has no beats yet: bring them in with `heed places import-beats FILE`.")
    some = ", ".join(f"{beat.code} ({beat.name})" for beat in beats[:NAMED_MOST])
    raise CommandError(f"There is no beat {asked!r}; there is {some}{' …' if len(beats) > NAMED_MOST else ''}.")


def _day(words: str) -> date:
    """Read a day. Raises CommandError with one sentence."""
    try:
        return date.fromisoformat(words)
    except ValueError as error:
        raise CommandError(f"--on {words!r} is not a day: write it as 2026-11-20.") from error
