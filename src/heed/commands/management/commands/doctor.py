"""heed doctor."""

from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from django.db import Error

from heed.commands.base import FOUND_WRONG, HeedCommand
from heed.commands.examination import CHECKS, Check, Finding


class Command(HeedCommand):
    """Look at this installation and say in one sentence each what is well and what is not. Exit 1 when anything is not."""

    help = "Say what is running, where, and whether it is well"
    runs_anyway = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """JSON or words."""
        self.add_json(parser)

    def handle(self, **options: Any) -> None:
        """Make every check, and print what each found."""
        findings = list(examine(CHECKS, unavailable=self.unavailable))
        well = all(finding.well for finding in findings)
        if options["json"]:
            self.write_json({"well": well, "findings": [asdict(finding) for finding in findings]})
        else:
            for finding in findings:
                self.stdout.write(f"{'well ' if finding.well else 'WRONG'}  {finding.subject:<11}{finding.sentence}")
        if not well:
            raise SystemExit(FOUND_WRONG)


def examine(checks: Iterable[Check], *, unavailable: str = "") -> Iterator[Finding]:
    """
    Make the checks in order.

    unavailable: why the database cannot be used, if that is known. The first check that needs it and fails says why;
    those after it, which would fail in the same way, are left out.
    """
    for check in checks:
        if not check.asks_database:
            yield check.make()
            continue
        if unavailable:
            continue
        try:
            yield check.make()
        except Error as error:
            unavailable = " ".join(str(error).split()) or type(error).__name__
    if unavailable:
        yield Finding("database", well=False, sentence=unavailable)
