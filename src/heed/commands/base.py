"""
What all of Heed's commands share.

Exit codes: 0 done; 1 done, and something was found wrong (raise SystemExit(FOUND_WRONG)); 2 usage or unreadable input,
nothing done (raise CommandError with one sentence).
"""

import json
from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

DONE: Final = 0
FOUND_WRONG: Final = 1
UNUSABLE: Final = 2


class HeedCommand(BaseCommand):
    """
    One noun of the command line.

    The first line of `help` is what `heed help` shows. An action that needs less than its noun says so with
    `parser.set_defaults(needs_database=False)`.
    """

    needs_database: bool = True
    """The embedded database is started before handle() and stopped after the last process that uses it."""
    needs_migrations: bool = True
    """The embedded database is migrated first. With DATABASE_URL the user is told when migrations are pending."""
    lasts: bool = False
    """Runs for days: the embedded database is started again when it dies meanwhile."""

    runs_anyway: bool = False
    """Runs even when the database could not be started, migrated or reached: it will say so better itself."""
    unavailable: str = ""
    """Why the database cannot be used, for a command that runs anyway."""

    # Django's checks import every page; `heed check` and the tests run them.
    requires_system_checks = ()
    suppressed_base_arguments = {
        "--version", "--verbosity", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color",
        "--skip-checks",
    }  # fmt: skip

    def parse(self, noun: str, words: list[str]) -> dict[str, Any]:
        """Return the options given on the command line. Raises SystemExit(2) after saying what was wrong with them."""
        self._called_from_command_line = True
        return vars(self.create_parser("heed", noun).parse_args(words))

    def run_from_argv(self, argv: list[str]) -> None:
        """Run without the preparations of the `heed` script, for whoever calls Django's own entry point."""
        options = self.parse(argv[1], argv[2:])
        self.execute(*options.pop("args", ()), **options)

    def actions(self, parser: CommandParser) -> "Actions":
        """Return a place to add the noun's verbs: `add_parser("verify", help="…")`. One has to be given."""
        return Actions(parser)

    def add_json(self, parser: ArgumentParser) -> None:
        """Add --json: standard output then holds JSON alone."""
        parser.add_argument("--json", action="store_true", help="JSON on standard output")

    def write_json(self, value: object) -> None:
        """Print a value as one line of JSON to standard output; dates and decimals as Django writes them."""
        self.stdout.write(json.dumps(value, ensure_ascii=False, cls=DjangoJSONEncoder))

    def say(self, sentence: str) -> None:
        """Say something to people, on standard error."""
        self.stderr.write(sentence, lambda text: text)


class Actions:
    """The verbs of one noun."""

    def __init__(self, parser: CommandParser) -> None:
        """Make room for them."""
        self._parsers = parser.add_subparsers(dest="action", metavar="ACTION", required=True)

    def add_parser(self, verb: str, *, help: str, **defaults: Any) -> CommandParser:  # noqa: A002  argparse's name.
        """Add a verb. Defaults go into the options, such as needs_database=False."""
        parser: CommandParser = self._parsers.add_parser(verb, help=help, description=help)
        parser.set_defaults(**defaults)
        return parser
