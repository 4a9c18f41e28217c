"""heed recognise."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from heed.commands import who
from heed.commands.base import HeedCommand
from heed.engines.numbers.reading import read
from heed.flows import card, consult
from heed.flows.recognition import as_json
from heed.foundation.policy import services as policy


class Command(HeedCommand):
    """Look a number up as the ring does, and put that somebody did on the audit trail. A stranger's number is exit 0."""

    help = "Say who may be ringing from a number"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which number, in which force, and why."""
        parser.add_argument("--number", required=True, help="as it was received or written, for example 07700900123")
        parser.add_argument("--purpose", default="asked on the command line", help="why, for the audit trail")
        who.add_force(parser)
        self.add_json(parser)

    def handle(self, **options: Any) -> None:
        """Look up and print: JSON, or the three lines of the card."""
        number = read(options["number"])
        if not number.e164 and not number.short:
            raise CommandError(f"{options['number'][:40]!r} is not a telephone number.")
        force = who.force_named(options["force"])
        found = consult.look_up_number(
            force_id=force.pk,
            number=options["number"],
            purpose=options["purpose"],
            actor=who.command_line(force=force.code),
            now=timezone.now(),
        )
        if options["json"]:
            self.write_json(as_json(found))
            return
        shown = card.card_of(found, pack=policy.in_use())
        self.stdout.write(shown.who)
        self.stdout.write(shown.pattern)
        self.stdout.write(" ".join(shown.do) or "Nothing is to be done differently.")
