"""heed link."""

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from heed.backrecord import linking
from heed.backrecord.engine import EngineName
from heed.backrecord.fields import FIELDS, Kind, Unusable
from heed.commands.base import HeedCommand
from heed.engines.linkage.model import NotAModel


class Command(HeedCommand):
    """Find the records of a file that are of one person. Needs no database."""

    help = "Find which records of a file are of one person"
    needs_database = False

    def add_arguments(self, parser: CommandParser) -> None:
        """Say what is read, how, and where results go."""
        parser.add_argument("source", metavar="INPUT", type=Path, help="a CSV or Parquet file, one record a row")
        parser.add_argument("--out", metavar="FILE", type=Path, required=True, help="CSV: record_id,cluster_id")
        parser.add_argument("--pairs", metavar="FILE", type=Path, help="CSV: a,b,probability")
        parser.add_argument("--id", metavar="COLUMN", default="", help="the column that names each record")
        parser.add_argument(
            "--map",
            metavar="FIELD=COLUMN[+COLUMN…],…",
            default="",
            help=f"what columns hold; fields: {', '.join(FIELDS)}. Guessed from their names when not given",
        )
        parser.add_argument(
            "--also",
            metavar=f"COLUMN:{'|'.join(Kind)},…",
            default="",
            help="columns of no known kind to compare as well",
        )
        parser.add_argument(
            "--threshold",
            metavar="P",
            type=_chance,
            default=linking.THRESHOLD,
            help=f"the least probability, 0 to 1, of a pair that joins two records; {linking.THRESHOLD} by itself",
        )
        parser.add_argument(
            "--engine", type=EngineName, choices=list(EngineName), default=EngineName.DUCKDB, metavar="duckdb|spark",
            help="DuckDB on this machine, or Spark",
        )  # fmt: skip
        parser.add_argument("--model", metavar="FILE", type=Path, help="weigh with this model, and learn nothing")
        self.add_json(parser)

    def handle(self, **options: Any) -> None:
        """Link, and say what came of it."""
        as_json = options["json"]
        names = ("source", "out", "pairs", "id", "map", "also", "threshold", "engine", "model")
        try:
            found = linking.link(linking.Wanted(**{name: options[name] for name in names}), self.say)
        except (Unusable, NotAModel) as error:
            sentence = str(error)
            raise CommandError(f"{sentence[:1].upper()}{sentence[1:]}.") from error
        for warning in found.warnings:
            self.say(f"Note: {warning}.")
        self.say(
            f"{found.records:,} records are {found.clusters:,} people, by {found.pairs:,} pairs"
            f" of {found.candidates:,} compared, in {found.seconds} seconds."
        )
        if as_json:
            self.write_json(asdict(found))


def _chance(text: str) -> float:
    """Read a probability."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value <= 1:
        raise argparse.ArgumentTypeError(f"“{text}” is not a probability above 0 and up to 1")
    return value
