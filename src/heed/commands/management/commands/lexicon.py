"""heed lexicon."""

from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from heed.commands import lexicon_check, who
from heed.commands.base import FOUND_WRONG, HeedCommand
from heed.engines.cues.difference import SAMPLES, Difference, Sample
from heed.engines.cues.lexicon import national
from heed.engines.cues.overlay import Edit, as_csv
from heed.engines.cues.tables import Problem
from heed.flows import lexicon_reach
from heed.foundation.accounts.models import Force, User
from heed.foundation.lexicon import queries, services

MOST_LIMIT = 1_000
AROUND = 60
"""Characters shown on either side of a hit."""


class Command(HeedCommand):
    """Check the rows Heed listens for, show what an overlay would change, and put one in force by two people."""

    help = "Check, compare, propose and publish the lexicon of cues"

    def add_arguments(self, parser: CommandParser) -> None:
        """Seven verbs."""
        actions = self.actions(parser)
        check = actions.add_parser(
            "check", help="put every example to its row; exit 1 when one fails", needs_database=False
        )
        check.add_argument("files", metavar="FILE", type=Path, nargs="*", help="overlays; the national lexicon if none")
        diff = actions.add_parser(
            "diff", help="what an overlay would find, and no longer find, in the force's own logs"
        )
        diff.add_argument("overlay", metavar="OVERLAY.csv", type=Path)
        diff.add_argument(
            "--days", type=_count(lexicon_reach.LONGEST_DAYS), default=lexicon_reach.DAYS, help="how far back; 30"
        )
        diff.add_argument("--limit", type=_count(MOST_LIMIT), default=SAMPLES, help="samples for each row; 20")
        propose = actions.add_parser("propose", help="propose an overlay for a second person to publish")
        propose.add_argument("overlay", metavar="FILE", type=Path)
        propose.add_argument("--note", required=True, help="what it is for")
        publish = actions.add_parser("publish", help="put the proposal that waits in force, as a second person")
        rollback = actions.add_parser("rollback", help="put an earlier version in force again; one person may")
        rollback.add_argument("--why", required=True)
        for verb in (publish, rollback):
            verb.add_argument("label", metavar="LABEL", help="as heed lexicon versions names it")
        for verb in (propose, publish, rollback):
            verb.add_argument("--by", metavar="USER", required=True, help="the user name of whoever decides")
        export = actions.add_parser("export", help="print an overlay as CSV: the one in force, or that of a version")
        export.add_argument("label", metavar="LABEL", nargs="?")
        versions = actions.add_parser("versions", help="list versions, the newest first")
        for verb in (check, diff, propose, publish, rollback, versions):
            self.add_json(verb)
        for verb in (diff, propose, publish, rollback, export, versions):
            who.add_force(verb)

    def handle(self, **options: Any) -> None:
        """Do what the verb says."""
        verbs: dict[str, Callable[[dict[str, Any]], None]] = {
            "check": self._check,
            "diff": self._diff,
            "propose": self._propose,
            "publish": self._publish,
            "rollback": self._rollback,
            "export": self._export,
            "versions": self._versions,
        }
        verbs[options["action"]](options)

    def _check(self, options: dict[str, Any]) -> None:
        """Check the national lexicon, or overlays on it."""
        files = options["files"]
        with _in_words():
            checked = lexicon_check.check_overlay(files) if files else lexicon_check.check_national()
        if options["json"]:
            self.write_json(
                {
                    "lexicon": checked.lexicon,
                    "sound": not checked.problems,
                    "rows": checked.rows,
                    "examples": checked.examples,
                    "problems": [asdict(problem) for problem in checked.problems],
                }
            )
        else:
            self._list(checked.problems)
            count = len(checked.problems)
            wrong = "All is well." if not count else "1 problem." if count == 1 else f"{count:,} problems."
            self.say(f"{checked.lexicon}: {checked.rows:,} rows, {checked.examples:,} examples put. {wrong}")
        if checked.problems:
            raise SystemExit(FOUND_WRONG)

    def _diff(self, options: dict[str, Any]) -> None:
        """Compare an overlay with the lexicon in force on the force's own logs."""
        force = who.force_named(options["force"])
        edits, problems = self._overlay(options["overlay"])
        laid, lexicon = services.laid(edits)
        problems += laid.problems
        if problems:
            raise CommandError(_first_of(problems, options["overlay"]))
        found = lexicon_reach.reach(
            force=force,
            proposed=lexicon,
            days=options["days"],
            limit=options["limit"],
            actor=who.command_line(force=force.code),
            now=timezone.now(),
            tell=lambda count: self.say(f"{count:,} texts so far."),
        )
        self.say(
            f"{found.texts:,} texts of {options['days']} days: {found.added:,} hits more, {found.lost:,} fewer;"
            f" {found.flagged:,} texts would be flagged that are not, {found.unflagged:,} no longer."
        )
        if options["json"]:
            self.write_json({"lexicon": lexicon.version} | asdict(found))
        else:
            self._tell_difference(found)

    def _tell_difference(self, found: Difference) -> None:
        for of in found.rules:
            self.stdout.write(f"{of.rule}\t+{of.added}\t-{of.lost}")
            for sign, samples in (("+", of.added_samples), ("-", of.lost_samples)):
                for sample in samples:
                    self.stdout.write(f"  {sign} {sample.key}: {marked(sample)}")

    def _propose(self, options: dict[str, Any]) -> None:
        """Make the force's overlay what the file says, and propose it."""
        force = who.force_named(options["force"])
        edits, problems = self._overlay(options["overlay"])
        if problems:
            raise CommandError(_first_of(problems, options["overlay"]))
        with _in_words():
            made, withdrawn = services.propose_overlay(
                force=force,
                edits=edits,
                note=options["note"],
                user=_user(options["by"], force),
                actor=who.command_line(force=force.code),
                now=timezone.now(),
            )
        if withdrawn:
            self.say(f"Back to the national lexicon, because the file does not name them: {', '.join(withdrawn)}.")
        self._tell(options, {"label": made.label, "proposed_by": options["by"], "edits": len(made.edits)}, made.label)
        self.say("It waits for a second person: heed lexicon publish.")

    def _publish(self, options: dict[str, Any]) -> None:
        """Put the proposal that waits in force."""
        force = who.force_named(options["force"])
        with _in_words():
            made = services.publish(
                force=force,
                label=options["label"],
                user=_user(options["by"], force),
                actor=who.command_line(force=force.code),
                now=timezone.now(),
            )
        self._tell(options, {"in_force": made.label}, f"{made.label} is in force.")

    def _rollback(self, options: dict[str, Any]) -> None:
        """Put an earlier version in force again."""
        force = who.force_named(options["force"])
        with _in_words():
            made = services.roll_back(
                force=force,
                label=options["label"],
                why=options["why"],
                user=_user(options["by"], force),
                actor=who.command_line(force=force.code),
                now=timezone.now(),
            )
        self._tell(options, {"in_force": made.label}, f"{made.label} is in force again.")

    def _export(self, options: dict[str, Any]) -> None:
        """Print an overlay."""
        force = who.force_named(options["force"])
        if options["label"]:
            listed = queries.versions(force.pk, most=None)
            version = next((one.version for one in listed if one.version.label == options["label"]), None)
            if version is None:
                raise CommandError(f"{force.code} has no version {options['label']}.")
        else:
            version = queries.version_in_force(force.pk)
        self.stdout.write(as_csv(queries.overlay_of(version)), ending="")

    def _versions(self, options: dict[str, Any]) -> None:
        """List versions."""
        force = who.force_named(options["force"])
        listed = queries.versions(force.pk, most=None)
        for one in listed:
            version = one.version
            published = version.published_by.username if version.published_by else None
            if options["json"]:
                self.write_json(
                    {
                        "label": version.label,
                        "standing": one.standing,
                        "edits": len(version.edits),
                        "note": version.note,
                        "national": version.national,
                        "proposed_at": version.proposed_at,
                        "proposed_by": version.proposed_by.username,
                        "published_at": version.published_at,
                        "published_by": published,
                    }
                )
            else:
                by = f"{version.proposed_by.username}, {published or 'nobody yet'}"
                self.stdout.write(f"{version.label}\t{one.standing.label}\t{by}\t{version.note}")
        if not queries.version_in_force(force.pk):
            self.say(f"{force.code} goes by the national lexicon, {national().version}.")

    def _overlay(self, file: Path) -> tuple[list[Edit], list[Problem]]:
        """Read one overlay."""
        with _in_words():
            return lexicon_check.edits_in([file])

    def _list(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            self.stdout.write(str(problem))

    def _tell(self, options: dict[str, Any], found: dict[str, Any], sentence: str) -> None:
        """Answer in JSON or in words."""
        if options["json"]:
            self.write_json(found)
        else:
            self.stdout.write(sentence)


def marked(sample: Sample) -> str:
    """Return a hit with the words around it, on one line, the hit in brackets."""
    text, start, end = sample.text, sample.start, sample.end
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    ends = ("…" if start > AROUND else "", "…" if end + AROUND < len(text) else "")
    return " ".join(f"{ends[0]}{before}[{text[start:end]}]{after}{ends[1]}".split())


@contextmanager
def _in_words() -> Iterator[None]:
    """Turn a refusal from below into one sentence and exit 2."""
    try:
        yield
    except services.Unsound as error:
        raise CommandError(_first_of(error.problems, None)) from None
    except (services.Refused, lexicon_check.Unreadable, PermissionDenied) as error:
        raise CommandError(f"{str(error).rstrip('.')}.") from None


def _first_of(problems: list[Problem], file: Path | None) -> str:
    """Say the first problem, and how many more there are."""
    more = f" and {len(problems) - 1} more" if len(problems) > 1 else ""
    where = f"; heed lexicon check {file} lists all" if file and more else ""
    return f"{problems[0]}{more}{where}."


def _user(name: str, force: Force) -> User:
    """Return an account of a force by its user name. Raises CommandError."""
    found = User.objects.filter(username=name, force=force).first()
    if found is None:
        raise CommandError(f"{force.code} has no account {name}.")
    return found


def _count(most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from 1 to most."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) <= len(str(most)) and 1 <= int(text) <= most):
            raise ArgumentTypeError(f"“{text}” is not a whole number from 1 to {most}")
        return int(text)

    return read
