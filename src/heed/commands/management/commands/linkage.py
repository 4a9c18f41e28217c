"""heed linkage."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from heed.backrecord import charts, descriptions, modelling, models_in_use, relinking, writing
from heed.backrecord.fields import Unusable
from heed.backrecord.relinking import NotKept, RelinkRule
from heed.commands import who
from heed.commands.base import FOUND_WRONG, HeedCommand
from heed.engines.linkage.levels import PERSON
from heed.foundation.policy import services as policy
from heed.simulation.evaluation import training_records


class Command(HeedCommand):
    """Train a model on a force's own records, put one in use, file descriptions anew, and look for people who are one."""

    help = "Train the linkage model, put one in use, re-file and re-link people"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One verb for each thing it does."""
        verbs = self.actions(parser)  # type: ignore[arg-type]
        train = verbs.add_parser("train", help="learn weights from a force's own records, and keep them")
        train.add_argument("--out", type=Path, metavar="FILE", help="also write the model here, with charts beside it")
        train.add_argument(
            "--simulated", type=int, metavar="PEOPLE", help="learn from a simulated force of so many people instead"
        )
        train.add_argument("--seed", type=int, default=11, help="of the simulated force; 11 unless told")
        use = verbs.add_parser("use", help="weigh calls by a model from now on")
        use.add_argument("label", help="as train and list print it, or “national”")
        models = verbs.add_parser("list", help="the models of a force, the one in use first")
        relink = verbs.add_parser(
            "relink", help="propose who on file may be one person; never changes a person's decision"
        )
        refile = verbs.add_parser("refile", help="put every description under its keys anew, after an update of Heed")
        for verb in (train, use, models, relink, refile):
            who.add_force(verb)
            self.add_json(verb)

    def handle(self, **options: Any) -> None:
        """Do what was asked."""
        getattr(self, f"_{options['action']}")(options)

    def _train(self, options: dict[str, Any]) -> None:
        """Learn, keep what was learnt, and say what to know before using it. A simulated training is written only to --out."""
        out = options["out"]
        simulated = options["simulated"]
        if simulated and not out:
            raise CommandError("A model trained on the simulation is not kept: say where to write it with --out.")
        try:
            if simulated:
                told = training_records.simulated(people=simulated, seed=options["seed"])
                name, source = "national", f"the simulation, seed {options['seed']}: {simulated} invented people"
                model = modelling.train(
                    told, name=name, trained_on=source, tell=self.say, warnings=(training_records.NOT_REAL,)
                )
            else:
                force = who.force_named(options["force"])
                model = modelling.train(
                    descriptions.said_of_all(force.pk), name=force.code.lower(), trained_on=f"the records of {force.name}",
                    tell=self.say,
                )  # fmt: skip
                models_in_use.keep(
                    force=force, model=model, actor=who.command_line(force=force.code), now=timezone.now()
                )
        except Unusable as few:
            raise CommandError(f"{few}.") from None
        if out:
            writing.write_text(out, model.as_json())
            writing.write_text(out.with_suffix(".html"), charts.page(model, PERSON))
        found = {"label": model.label, "records": model.records, "warnings": list(model.warnings)}
        if options["json"]:
            self.write_json(found)
            return
        self.stdout.write(model.label)
        for warning in model.warnings:
            self.say(f"Warning: {warning}.")
        if not simulated:
            self.say(f"Calls are weighed by it once you say: heed linkage use {model.label}")

    def _relink(self, options: dict[str, Any]) -> None:
        """Look over everybody; exit 1, with nothing changed, should a person's decision not stand."""
        force = who.force_named(options["force"])
        pack = policy.in_use()
        rule = pack.identity.relink
        try:
            run = relinking.relink(
                force=force,
                model=models_in_use.scorer(force.pk).model,
                rule=RelinkRule(rule.propose.value, rule.may_link.value, rule.link_at.value),
                policy=policy.label(pack),
                actor=who.command_line(force=force.code),
                now=timezone.now,
                tell=self.say,
            )
        except NotKept as refused:
            self.say(str(refused))
            raise SystemExit(FOUND_WRONG) from None
        found = {
            "run": str(run.pk),
            "model": run.model,
            "descriptions": run.descriptions,
            "pairs": run.pairs,
            "proposed": run.proposed,
            "linked": run.linked,
            "humans_kept": run.humans_kept,
            "humans": run.humans_all,
        }
        if options["json"]:
            self.write_json(found)
            return
        self.stdout.write(f"{run.proposed} pairs of people proposed, {run.linked} linked, by model {run.model}.")
        self.stdout.write(f"Decisions by people kept: {run.humans_kept} of {run.humans_all}.")

    def _use(self, options: dict[str, Any]) -> None:
        """Put a model in use."""
        force = who.force_named(options["force"])
        try:
            label = models_in_use.use(
                force=force, label=options["label"], actor=who.command_line(force=force.code), now=timezone.now()
            )
        except models_in_use.NoSuchModel:
            raise CommandError(
                f"{force.code} has no model {options['label']!r}; heed linkage list names them."
            ) from None
        self._tell(options, {"in_use": label}, f"Calls of {force.code} are weighed by {label}.")

    def _list(self, options: dict[str, Any]) -> None:
        """List the models."""
        force = who.force_named(options["force"])
        models = models_in_use.listed(force.pk)
        if options["json"]:
            self.write_json(
                [{"label": m.label, "trained_at": m.trained_at, "put_in_use_at": m.put_in_use_at} for m in models]
            )
            return
        for model in models:
            used = f"in use since {model.put_in_use_at:%Y-%m-%d %H:%M}" if model.put_in_use_at else "not used"
            self.stdout.write(f"{model.label}\t{model.trained_at:%Y-%m-%d %H:%M}\t{used}")
        if not models:
            self.say(f"{force.code} has trained no model; calls are weighed by the national one.")

    def _refile(self, options: dict[str, Any]) -> None:
        """File every description anew."""
        force = who.force_named(options["force"])
        count = descriptions.refile(
            force=force, actor=who.command_line(force=force.code), now=timezone.now(), tell=self.say
        )
        self._tell(options, {"refiled": count}, f"{count} descriptions filed under their keys.")

    def _tell(self, options: dict[str, Any], found: dict[str, Any], sentence: str) -> None:
        """Answer in JSON or in words."""
        if options["json"]:
            self.write_json(found)
        else:
            self.stdout.write(sentence)
