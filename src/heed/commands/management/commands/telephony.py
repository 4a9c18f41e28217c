"""heed telephony."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from heed.commands import who
from heed.commands.base import HeedCommand
from heed.connections.telephony import services
from heed.engines.numbers.terms import Service

LONGEST_NAME = 80


class Command(HeedCommand):
    """Make the telephone systems that may post events known."""

    help = "Add a telephone system"

    def add_arguments(self, parser: CommandParser) -> None:
        """One verb."""
        actions = self.actions(parser)
        add = actions.add_parser("add-source", help="add a telephone system and print its token, this once")
        add.add_argument("name", metavar="NAME", help="what people call it")
        add.add_argument(
            "--service",
            choices=[s.value for s in Service],
            default=Service.NON_EMERGENCY.value,
            help="what it carries (%(default)s)",
        )
        add.add_argument("--signed", action="store_true", help="ask for a signature on every event")
        who.add_force(add)
        self.add_json(add)

    def handle(self, **options: Any) -> None:
        """Add it, and print what its administrator needs."""
        name = " ".join(options["name"].split())
        if not name or len(name) > LONGEST_NAME:
            raise CommandError(f"A telephone system's name has 1 to {LONGEST_NAME} characters.")
        force = who.force_named(options["force"])
        try:
            source, token, secret = services.add_source(
                force=force,
                name=name,
                service=Service(options["service"]),
                signed=options["signed"],
                actor=who.command_line(force=force.code),
                now=timezone.now(),
            )
        except services.SourceNameTaken:
            raise CommandError(f"There is a telephone system called {name} already.") from None
        made = {"name": source.name, "token": token, "url": url_of(token)} | ({"secret": secret} if secret else {})
        self.say("The token is shown this once: Heed keeps only its digest.")
        if options["json"]:
            self.write_json(made)
            return
        for key, value in made.items():
            self.stdout.write(f"{key:<8}{value}")


def url_of(token: str, *, base: str = "") -> str:
    """Return where a telephone system posts its events; base: the server's address, else this machine's."""
    return f"{(base or f'http://127.0.0.1:{settings.HEED_PORT}').rstrip('/')}/api/cti/v1/{token}"
