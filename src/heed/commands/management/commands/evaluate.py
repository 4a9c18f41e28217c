"""heed evaluate."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from heed.commands.base import HeedCommand
from heed.engines.linkage.model import Model, NotAModel
from heed.engines.linkage.national import national, stock
from heed.engines.linkage.scoring import Scorer
from heed.foundation.policy.packs import national as national_pack
from heed.simulation.evaluation import running
from heed.simulation.examination import examine

QUESTIONS = 10_000
FEWEST = 50


class Command(HeedCommand):
    """Measure how often callers are recognised, against a simulated force whose truth is known. Needs no database."""

    help = "Measure recognition against the simulation's truth"
    needs_database = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which seed, how many people, which model."""
        verbs = self.actions(parser)  # type: ignore[arg-type]
        one = verbs.add_parser(
            "recognition", help="how often the right person is named, by scenario", needs_database=False
        )
        one.add_argument(
            "--seed", type=int, required=True, help="a seed that was not used to build Heed (it used 1 to 99)"
        )
        one.add_argument("--people", type=int, default=20_000, help="people on file; 20000 unless told")
        one.add_argument("--questions", type=int, default=QUESTIONS, help=f"calls to put; {QUESTIONS} unless told")
        one.add_argument("--model", type=Path, help="a model from heed linkage train; the national one unless told")
        self.add_json(one)

    def handle(self, **options: Any) -> None:
        """Run it, and print tables or JSON."""
        if options["people"] < FEWEST or options["questions"] < FEWEST:
            raise CommandError(f"An evaluation needs at least {FEWEST} people and {FEWEST} questions.")
        scorer = national()
        if options["model"]:
            try:
                scorer = Scorer(Model.from_json(options["model"].read_text(encoding="utf-8")))
            except (OSError, UnicodeDecodeError, NotAModel) as error:
                raise CommandError(f"{options['model']} cannot be used as a model: {error}.") from None
        found = running.evaluate(
            examine(people=options["people"], seed=options["seed"], questions=options["questions"]),
            seed=options["seed"],
            scorer=scorer,
            stock=stock(),
            rule=national_pack().identity.suggest.rule,
            progress=self.say,
        )
        if options["json"]:
            self.write_json(running.as_json(found))
        else:
            self.stdout.write(running.in_words(found))
