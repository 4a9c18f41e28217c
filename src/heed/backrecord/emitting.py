"""Writes a model as Splink's settings, so that the batch and a call weigh the same evidence the same way."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol

from heed.backrecord.standards import RECORD
from heed.engines.linkage.conditions import Condition, Dialect
from heed.engines.linkage.levels import Comparison
from heed.engines.linkage.model import Model, Odds
from heed.engines.linkage.scoring import OTHERWISE

NEUTRAL: Final = 0.1
"""m and u of what carries no weight of its own: any value does, as long as both are the same."""


class Writer(Protocol):
    """Writes a condition of a comparison as SQL over columns `x_l` and `x_r`."""

    def __call__(self, name: str, condition: Condition) -> str:
        """Write it. name: what tells it from every other condition of the comparisons."""


def in_full(dialect: Dialect) -> Writer:
    """Write conditions out: the settings then hold everything, and can be given to whoever has Splink alone."""
    return lambda name, condition: condition.sql(dialect)  # noqa: ARG005


def settings(
    comparisons: Iterable[Comparison],
    *,
    odds: Mapping[str, Mapping[str, Odds]],
    prior: float,
    blocking: Sequence[str],
    dialect: Dialect,
    write: Writer | None = None,
    frequencies: bool = True,
) -> dict[str, Any]:
    """
    Return Splink's settings for comparisons and their odds.

    blocking: conditions over l and r in SQL. write: how conditions are written; in full by itself. frequencies: rarity adds
    to weights; training does without.
    """
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": RECORD,
        "probability_two_random_records_match": prior,
        "blocking_rules_to_generate_predictions": [
            {"blocking_rule": rule, "sql_dialect": dialect.value} for rule in blocking
        ],
        "comparisons": [
            _comparison(c, odds[c.name], write or in_full(dialect), frequencies=frequencies) for c in comparisons
        ],
        "retain_matching_columns": False,
        "retain_intermediate_calculation_columns": False,
        "additional_columns_to_retain": [],
        "max_iterations": 25,
        "em_convergence": 0.001,
    }


def of_model(
    model: Model,
    comparisons: Iterable[Comparison],
    *,
    blocking: Sequence[str],
    dialect: Dialect,
    write: Writer | None = None,
) -> dict[str, Any]:
    """Return Splink's settings for a model. Raises NotAModel when it lacks a level."""
    comparisons = tuple(comparisons)
    model.check(comparisons)
    return settings(comparisons, odds=model.odds, prior=model.prior, blocking=blocking, dialect=dialect, write=write)


def _comparison(
    comparison: Comparison, odds: Mapping[str, Odds], write: Writer, *, frequencies: bool
) -> dict[str, Any]:
    """Write one comparison: what leaves it out, its levels from the strongest, and what holds when none does."""
    levels: list[dict[str, Any]] = [
        {
            "sql_condition": write(f"{comparison.name}_left_out", comparison.left_out),
            "label_for_charts": "left out",
            "is_null_level": True,
        }
    ]
    for level in comparison.levels:
        chance = odds[level.name].u
        written: dict[str, Any] = {
            "sql_condition": write(f"{comparison.name}_{level.name}", level.holds),
            "label_for_charts": level.name,
            "m_probability": chance if comparison.frequency_alone else odds[level.name].m,
            "u_probability": chance,
        }
        if level.frequency and frequencies:
            written |= {
                "tf_adjustment_column": level.frequency,
                "tf_adjustment_weight": 1.0,
                "disable_tf_exact_match_detection": True,
            }
        levels.append(written)
    none = Odds(NEUTRAL, NEUTRAL) if comparison.frequency_alone else odds[OTHERWISE]
    last = {"sql_condition": "ELSE", "label_for_charts": OTHERWISE, "m_probability": none.m, "u_probability": none.u}
    return {
        "output_column_name": comparison.name,
        "comparison_description": comparison.name,
        "comparison_levels": [*levels, last],
    }


def level_sql(comparison: Comparison, write: Writer) -> str:
    """Write which level holds, as level_of answers it: 1 for the first, 0 for none, -1 when left out."""
    rungs = " ".join(
        f"when {write(f'{comparison.name}_{level.name}', level.holds)} then {number}"
        for number, level in enumerate(comparison.levels, 1)
    )
    return f"case when {write(f'{comparison.name}_left_out', comparison.left_out)} then -1 {rungs} else 0 end"
