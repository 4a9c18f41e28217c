"""Weighs the candidate pairs of a run with a model: Splink does the sums, in DuckDB or Spark."""

from collections.abc import Sequence
from typing import Any, Final

from splink import Linker

from heed.backrecord import emitting
from heed.backrecord.engine import RECORDS, Engine
from heed.backrecord.training import quiet
from heed.engines.linkage.levels import Comparison
from heed.engines.linkage.model import Model

PAIRS: Final = "weighed_pairs"
"""The table of weighed pairs: one, other (numbers of records, the smaller first), bits, chance."""


def candidates(engine: Engine, conditions: Sequence[str]) -> tuple[str, int]:
    """Find the pairs worth weighing; return their table (columns join_key_l, join_key_r) and how many they are."""
    settings: dict[str, Any] = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record",
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": rule, "sql_dialect": engine.dialect.value} for rule in conditions
        ],
        "comparisons": [],
    }
    with quiet():
        linker = Linker(engine.api.register(RECORDS), settings, log_level=None, validate_settings=False)
        table = engine.table_of(linker.inference.compute_blocked_pairs_for_predict())
    return table, int(engine.rows(f"select count(*) from {table}")[0][0])  # noqa: S608


def weigh(engine: Engine, comparisons: Sequence[Comparison], model: Model, *, least: float) -> None:
    """Weigh the candidates and keep, as `weighed_pairs`, those at least so likely to be one person."""
    settings = emitting.of_model(model, comparisons, blocking=["1=1"], dialect=engine.dialect, write=engine.write)
    with quiet():
        linker = Linker(engine.api.register(RECORDS), settings, log_level=None, validate_settings=False)
        for column in sorted({level.frequency for c in comparisons for level in c.levels if level.frequency}):
            linker.table_management.register_term_frequency_lookup(
                engine.api.register(_frequencies(engine, model, column)), column
            )
        found = linker.inference.predict(threshold_match_probability=least, warning_mode="never")
    engine.make(
        PAIRS,
        "select least(record_l, record_r) as one, greatest(record_l, record_r) as other,"  # noqa: S608
        f" match_weight as bits, match_probability as chance from {engine.table_of(found)}",
    )


def _frequencies(engine: Engine, model: Model, column: str) -> str:
    """Keep a table of how common every value of a column is, as the model has it, and return its name."""
    known, name = model.frequencies[column], f"frequency_{column}"
    engine.put(f"named_{column}", ["value", "share"], [("", 0.0), *known.shares.items()])
    engine.make(
        name,
        f"select r.{column}, coalesce(k.share, {known.rest!r}) as tf_{column} from"  # noqa: S608
        f" (select distinct {column} from {RECORDS} where {column} is not null) r"
        f" left join named_{column} k on k.value = r.{column}",
    )
    return name
