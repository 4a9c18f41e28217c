"""heed cues."""

from argparse import Namespace
from typing import Any

from django.core.management.base import CommandParser

from heed.commands import cue_lines
from heed.commands.base import HeedCommand


class Command(HeedCommand):
    """
    Find cues of vulnerability in texts. Needs no database.

    Only its help and Django's own entry point come through here: the console script goes straight to cue_lines.
    """

    help = cue_lines.SUMMARY
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what may be asked for."""
        cue_lines.add_arguments(parser)

    def handle(self, **options: Any) -> None:
        """Read standard input to its end."""
        code = cue_lines.answer(Namespace(stats=options["stats"], lexicon=options["lexicon"]))
        if code:
            raise SystemExit(code)
