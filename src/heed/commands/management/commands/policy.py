"""heed policy."""

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from heed.commands.base import FOUND_WRONG, HeedCommand
from heed.foundation.policy import checking, packs
from heed.foundation.policy import services as policy


class Command(HeedCommand):
    """Check a policy pack before anybody relies on it, or list the values of the one in use. Needs no database."""

    help = "Check a policy pack, or show the one in use"
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Two verbs."""
        actions = self.actions(parser)
        check = actions.add_parser("check", help="list everything that is wrong with a pack; exit 1 when anything is")
        check.add_argument("pack", metavar="PACK", type=Path, help="the folder of the pack")
        self.add_json(check)
        show = actions.add_parser("show", help="list every value of the pack in use, with its status and source")
        self.add_json(show)

    def handle(self, **options: Any) -> None:
        """Do what the verb says."""
        if options["action"] == "check":
            self._check(options["pack"], as_json=options["json"])
        else:
            self._show(as_json=options["json"])

    def _check(self, folder: Path, *, as_json: bool) -> None:
        """Check a pack."""
        if not folder.is_dir():
            raise CommandError(f"{folder} is not a folder.")
        problems = checking.check(folder)
        if as_json:
            self.write_json({"pack": str(folder), "sound": not problems, "problems": problems})
        else:
            for problem in problems:
                self.stdout.write(problem)
            self.say(
                f"{folder.resolve().name} has {len(problems)} problems."
                if problems
                else f"{folder.resolve().name} is sound."
            )
        if problems:
            raise SystemExit(FOUND_WRONG)

    def _show(self, *, as_json: bool) -> None:
        """List the values in use, one a line."""
        try:
            pack = policy.in_use()
        except packs.PackRefused as error:
            raise CommandError(str(error)) from error
        self.say(f"{pack.title}, {policy.label(pack)}.")
        for found in pack.values():
            if as_json:
                self.write_json(found._asdict())
            else:
                self.stdout.write(f"{found.name} = {found.value}\t{found.status}\t{found.source}")
