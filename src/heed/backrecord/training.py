"""
Learns from a file, without being told who is who, what each level of likeness weighs.

Splink's expectation maximisation finds m (how often a level holds for one person) in several sessions, each among pairs
that agree in something, each for the comparisons that look at none of it. u (how often it holds by chance) is counted.
Both are then put right: matches are taken out of the count of chance, and no weight goes beyond its cap.
"""

import logging
import math
import warnings as python_warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from splink import Linker

from heed.backrecord import counting, emitting, housemates, namesakes
from heed.backrecord.engine import RECORDS, Engine
from heed.engines.linkage.levels import ABSENT, BIRTH, NAME, NAMESAKES, NO_LEVEL, Comparison
from heed.engines.linkage.model import Frequencies, Model, Odds
from heed.engines.linkage.scoring import OTHERWISE, probability

_SESSIONS: Final[tuple[tuple[str, ...], ...]] = (
    ("root", "born"),
    ("sound", "family_sound"),
    ("family_sound", "born"),
    ("family_sound", "postcode"),
    ("root", "postcode"),
    ("born", "postcode"),
    ("family_sound", "line"),
    ("email",),
    ("root", "phone"),
    ("root", "line"),
)
_EM_PAIRS: Final = 1_000_000.0
_FEWEST_PAIRS: Final = 50
_START: Final = 0.3
"""The share of a session's pairs that are taken for one person at the outset."""

_ROUNDS: Final = 2
_SETTLED: Final = 1e-4
_FEWEST_SEEN: Final = 5
_FEWEST_BY_CHANCE: Final = 0.1
_LEAST_CHANCE: Final = 0.0002
"""Of what was counted between any two records, at least this share is left to chance, however many matches there are."""

RARER_THAN: Final[Mapping[str, float]] = {"born": 1e-4}
RARE: Final = 2e-5
_FEWEST_BEARERS: Final = 5
"""A value is named in a model only when at least so many records bear it: a model holds nobody's particulars."""

Tell = Callable[[str], None]


@dataclass
class Learnt:
    """What is known so far: comparison → level (0 for none) → share."""

    m: dict[str, dict[int, float]] = field(default_factory=dict)
    u: dict[str, dict[int, float]] = field(default_factory=dict)
    prior: float = 1e-4
    notes: list[str] = field(default_factory=list)


def train(
    engine: Engine,
    comparisons: tuple[Comparison, ...],
    *,
    records: int,
    blocked: str,
    name: str,
    trained_on: str,
    fingerprint: str,
    seed: int = 1,
    warnings: tuple[str, ...] = (),
    tell: Tell = lambda _: None,
) -> Model:
    """
    Learn a model from the table of records.

    blocked: a table of candidate pairs (columns join_key_l, join_key_r).
    """
    weighed = tuple(c for c in comparisons if not c.frequency_alone)
    tell("counting what chance does")
    counts = counting.count(engine, comparisons, records, seed=seed)
    learnt = Learnt(prior=_first_prior(engine, records, comparisons))
    _chances(learnt, weighed, counts, None)
    patterns = _patterns(engine, weighed, blocked)
    for turn in range(_ROUNDS):
        tell(f"learning, round {turn + 1} of {_ROUNDS}")
        learnt.m = _sessions(engine, weighed, learnt)
        _settle(learnt, weighed, counts, patterns, records)
    odds = {c.name: finish(c, learnt, counts[c.name], records) for c in weighed}
    for comparison in comparisons:
        if comparison.frequency_alone:
            odds[comparison.name] = {level.name: rarity(engine, level.frequency) for level in comparison.levels}
    common = _frequencies(engine, comparisons)
    if NAMESAKES.name in odds:
        odds[NAMESAKES.name]["same"], common["namesake"] = namesakes.learn(engine)
    return Model(
        name=name,
        trained_on=trained_on,
        fingerprint=fingerprint,
        records=records,
        prior=learnt.prior,
        odds=odds,
        frequencies=common,
        at_home=housemates.shares(engine, odds) if {NAME, BIRTH} <= set(comparisons) else {},
        warnings=tuple(dict.fromkeys((*warnings, *learnt.notes))),
    )


def _first_prior(engine: Engine, records: int, comparisons: Sequence[Comparison]) -> float:
    """Guess the chance that two records are one person from those that agree in nearly everything."""
    columns = {c for comparison in comparisons for level in comparison.levels for c in level.holds.columns()}
    strict = [s for s in (("root", "family_sound", "born"), ("root", "email"), ("root", "family_sound", "postcode"),
                          ("root", "family_sound", "line"), ("root", "family_sound", "phone"), ("root", "family_sound"))
              if set(s) <= columns]  # fmt: skip
    if len(strict) > 1:
        strict.remove(("root", "family_sound")) if ("root", "family_sound") in strict else None
    pairs = records * (records - 1) / 2
    most = 0.0
    for rule in strict:
        whole = " and ".join(f"{column} is not null" for column in rule)
        found = engine.rows(
            f"select sum(c * (c - 1) / 2) from (select cast(count(*) as double) as c from {RECORDS} where {whole}"  # noqa: S608
            f" group by {', '.join(rule)}) t"
        )[0][0]
        most = max(most, float(found or 0))
    return min(0.5, max(1.0, most * 1.5) / pairs)


def _chances(
    learnt: Learnt,
    comparisons: Sequence[Comparison],
    counts: counting.Counts,
    among: Mapping[str, Mapping[int, tuple[float, float]]] | None,
) -> None:
    """
    Say how often each level holds by chance: what was counted, less the matches among it.

    among: comparison → level → candidate pairs at that level, and the matches expected among them.
    """
    for comparison in comparisons:
        counted = counts[comparison.name]
        left: dict[int, float] = {}
        for level in range(len(comparison.levels) + 1):
            whole = counted.get(level, 0.0)
            met, matches = among[comparison.name].get(level, (0.0, 0.0)) if among else (0.0, 0.0)
            # What was drawn at random may be fewer than were met as candidates: nothing is then left but those.
            left[level] = max(max(whole - met, 0.0) + met - matches, whole * _LEAST_CHANCE, _FEWEST_BY_CHANCE)
        total = sum(left.values())
        learnt.u[comparison.name] = {level: number / total for level, number in left.items()}


def _sessions(engine: Engine, comparisons: Sequence[Comparison], learnt: Learnt) -> dict[str, dict[int, float]]:
    """Train m in as many sessions as the file allows, and take the mean, each weighing as many matches as it found."""
    columns = {c: _columns(c) for c in comparisons}
    known = set().union(*columns.values())
    sums: dict[str, dict[int, float]] = {c.name: {} for c in comparisons}
    weights: dict[str, float] = dict.fromkeys(sums, 0.0)
    for rule in (*_SESSIONS, *((c.name, "root") for c in comparisons if c.name.startswith("also_"))):
        free = [c for c in comparisons if not columns[c] & set(rule)]
        if not set(rule) <= known or not free:
            continue
        trained = _session(engine, comparisons, rule, learnt)
        if trained is None:
            continue
        found, matches = trained
        weight = math.sqrt(matches)
        for comparison in free:
            weights[comparison.name] += weight
            for level, share in found[comparison.name].items():
                held = sums[comparison.name]
                held[level] = held.get(level, 0.0) + weight * share
    made: dict[str, dict[int, float]] = {}
    for comparison in comparisons:
        if weights[comparison.name]:
            made[comparison.name] = {k: v / weights[comparison.name] for k, v in sums[comparison.name].items()}
        else:
            learnt.notes.append(f"{comparison.name} could not be trained by agreement in other columns")
    return made


def _columns(comparison: Comparison) -> frozenset[str]:
    """Return the columns a comparison looks at."""
    return comparison.left_out.columns().union(*(level.holds.columns() for level in comparison.levels))


def _session(
    engine: Engine, comparisons: Sequence[Comparison], rule: Sequence[str], learnt: Learnt
) -> tuple[dict[str, dict[int, float]], float] | None:
    """Train among the pairs that agree in a rule. None when there are too few, or no match among them."""
    whole = " and ".join(f"{column} is not null" for column in rule)
    pairs = engine.rows(
        f"select sum(c * (c - 1) / 2) from (select cast(count(*) as double) as c from {RECORDS} where {whole}"  # noqa: S608
        f" group by {', '.join(rule)}) t"
    )[0][0]
    if not pairs or pairs < _FEWEST_PAIRS:
        return None
    odds = {
        c.name: {
            name: Odds(_start(learnt, c, level), learnt.u[c.name][level])
            for level, name in [*((at, lv.name) for at, lv in enumerate(c.levels, 1)), (NO_LEVEL, OTHERWISE)]
        }
        for c in comparisons
    }
    settings = emitting.settings(
        comparisons,
        odds=odds,
        prior=_START,
        blocking=[],
        dialect=engine.dialect,
        write=engine.write,
        frequencies=False,
    )
    with quiet():
        linker = Linker(engine.api.register(RECORDS), settings, log_level=None, validate_settings=False)
        session = linker.training.estimate_parameters_using_expectation_maximisation(
            " and ".join(f"l.{column} = r.{column}" for column in rule),
            estimate_without_term_frequencies=True,
            max_pairs=_EM_PAIRS if pairs > _EM_PAIRS else None,
        )
    core = session.core_model_settings
    found: dict[str, dict[int, float]] = {}
    named = {c.name: c for c in comparisons}
    for trained in core.comparisons:
        comparison = named[trained.output_column_name]
        found[comparison.name] = {
            _level(comparison, level.comparison_vector_value): _number(level._m_probability)  # noqa: SLF001
            for level in trained._comparison_levels_excluding_null  # noqa: SLF001
        }
    share = float(core.probability_two_random_records_match)
    for comparison in comparisons:
        found.setdefault(comparison.name, {})
    return found, min(pairs, _EM_PAIRS) * share


def _start(learnt: Learnt, comparison: Comparison, level: int) -> float:
    """Return what m is before a session: what an earlier round found, or much for the strongest levels."""
    if learnt.m.get(comparison.name):
        return max(learnt.m[comparison.name].get(level, 0.0), 1e-6)
    count = len(comparison.levels)
    if level == NO_LEVEL:
        return 0.05
    return 0.95 * 2.0 ** -min(level, 12) / (1 - 2.0 ** -min(count, 12))


def _level(comparison: Comparison, vector: int) -> int:
    """Turn Splink's number of a level into ours."""
    return NO_LEVEL if vector == 0 else len(comparison.levels) - vector + 1


def _number(value: Any) -> float:
    """Return a trained share; none for a level that no pair reached."""
    return float(value) if isinstance(value, int | float) else 0.0


Patterns = list[tuple[tuple[int, ...], float]]


def _patterns(engine: Engine, comparisons: Sequence[Comparison], blocked: str) -> Patterns:
    """Count how often each combination of levels occurs among the candidate pairs."""
    columns = sorted(set().union(*(_columns(c) for c in comparisons)))
    both = ", ".join(f"a.{c} as {c}_l, b.{c} as {c}_r" for c in columns)
    levels = ", ".join(f"{emitting.level_sql(c, engine.write)} as {c.name}" for c in comparisons)
    names = ", ".join(c.name for c in comparisons)
    total = engine.rows(f"select count(*) from {blocked}")[0][0]  # noqa: S608
    every = max(1, round(total / _PATTERN_PAIRS))
    some = f"where (p.join_key_l + p.join_key_r) % {every} = 0" if every > 1 else ""
    found = engine.rows(
        f"select {names}, count(*) from (select {levels} from (select {both} from {blocked} p"  # noqa: S608
        f" join {RECORDS} a on a.record = p.join_key_l join {RECORDS} b on b.record = p.join_key_r {some}) t) q"
        f" group by {names}"
    )
    return sorted((tuple(row[:-1]), float(row[-1] * every)) for row in found)


_PATTERN_PAIRS: Final = 4_000_000


def _settle(
    learnt: Learnt, comparisons: Sequence[Comparison], counts: counting.Counts, patterns: Patterns, records: int
) -> None:
    """Find the prior, and the part of chance in each level, that agree with the chances of the candidate pairs."""
    pairs = records * (records - 1) / 2
    for _ in range(12):
        bits = [
            {level: math.log2(max(m.get(level, 0.0), 1e-7) / u[level]) for level in u} | {ABSENT: 0.0}
            if m
            else dict.fromkeys([*u, ABSENT], 0.0)
            for m, u in ((learnt.m.get(c.name, {}), learnt.u[c.name]) for c in comparisons)
        ]
        start = math.log2(learnt.prior / (1 - learnt.prior))
        expected = 0.0
        among: dict[str, dict[int, tuple[float, float]]] = {c.name: {} for c in comparisons}
        for levels, number in patterns:
            share = number * probability(start + sum(b[level] for b, level in zip(bits, levels, strict=True)))
            expected += share
            for comparison, level in zip(comparisons, levels, strict=True):
                met, matches = among[comparison.name].get(level, (0.0, 0.0))
                among[comparison.name][level] = met + number, matches + share
        before, learnt.prior = learnt.prior, min(0.5, max(0.5, expected) / pairs)
        for comparison in comparisons:
            if comparison.name not in learnt.m:
                held = {level: matches for level, (_, matches) in among[comparison.name].items() if level != ABSENT}
                total = sum(held.values())
                if total:
                    learnt.m[comparison.name] = {level: matches / total for level, matches in held.items()}
        _chances(learnt, comparisons, counts, among)
        if abs(before - learnt.prior) < _SETTLED * learnt.prior:
            break


def finish(comparison: Comparison, learnt: Learnt, counted: Mapping[int, float], records: int) -> dict[str, Odds]:
    """Turn shares into odds: nothing without evidence, nothing beyond its cap, nothing weaker above what is stronger."""
    m, u = learnt.m.get(comparison.name, {}), learnt.u[comparison.name]
    order = [*range(1, len(comparison.levels) + 1), NO_LEVEL]
    least = 0.5 / max(2.0, learnt.prior * records * (records - 1) / 2)
    # A level that chance reaches and no match does is evidence against; one that neither reaches is like its neighbours.
    often = {level: max(m.get(level, 0.0), least) for level in order}
    seen = {level: m.get(level, 0.0) > least or counted.get(level, 0.0) >= _FEWEST_SEEN for level in order}
    bits = {level: math.log2(often[level] / u[level]) for level in order if seen[level]}
    for at, level in enumerate(order):
        if seen[level]:
            continue
        above = next((bits[o] for o in reversed(order[:at]) if seen[o]), None)
        below = next((bits[o] for o in order[at + 1 :] if seen[o]), None)
        known = [value for value in (above, below) if value is not None]
        bits[level] = sum(known) / len(known) if known else 0.0
        name = comparison.levels[level - 1].name if level else OTHERWISE
        learnt.notes.append(f"{comparison.name}: {name} was too rare to train; its weight is that of its neighbours")
    _monotone(bits, order, u)
    made: dict[str, Odds] = {}
    for level in order:
        weight = min(comparison.most, max(comparison.least, bits[level]))
        share = u[level] if u[level] * 2.0**weight <= 1 else 2.0**-weight
        made[comparison.levels[level - 1].name if level else OTHERWISE] = Odds(min(1.0, share * 2.0**weight), share)
    return made


def _monotone(bits: dict[int, float], order: Sequence[int], u: Mapping[int, float]) -> None:
    """Pool neighbours until no weaker level weighs more than a stronger one; u says how much each counts."""
    pools: list[tuple[list[int], float, float]] = []
    for level in order:
        pool = ([level], u[level] * 2.0 ** bits[level], u[level])
        while pools and math.log2(pools[-1][1] / pools[-1][2]) < math.log2(pool[1] / pool[2]):
            earlier = pools.pop()
            pool = (earlier[0] + pool[0], earlier[1] + pool[1], earlier[2] + pool[2])
        pools.append(pool)
    for levels, m, chance in pools:
        for level in levels:
            bits[level] = math.log2(m / chance)


def rarity(engine: Engine, column: str) -> Odds:
    """Return how rare a shared value of a column usually is: the chance that two records share one."""
    square, total = engine.rows(
        f"select sum(c * c), sum(c) from (select cast(count(*) as double) as c from {RECORDS}"  # noqa: S608
        f" where {column} is not null group by {column}) t"
    )[0]
    share = (square - total) / max(1.0, total * (total - 1)) if total else 0.0
    share = max(share, 1 / max(2.0, total or 0.0))
    return Odds(share, share)


def _frequencies(engine: Engine, comparisons: Sequence[Comparison]) -> dict[str, Frequencies]:
    """Count how common the values are whose rarity adds to a weight."""
    columns = sorted({level.frequency for c in comparisons for level in c.levels if level.frequency})
    return {column: frequencies(engine, column) for column in columns}


def frequencies(engine: Engine, column: str) -> Frequencies:
    """Count how common each value of a column is; the rare ones are kept as one mean."""
    found = engine.rows(
        f"select {column}, count(*) from {RECORDS} where {column} is not null group by {column} order by 2 desc, 1"  # noqa: S608
    )
    total = sum(number for _, number in found) or 1
    least = max(_FEWEST_BEARERS, RARER_THAN.get(column, RARE) * total)
    shares = {str(value): number / total for value, number in found if number >= least}
    rest = [number / total for _, number in found if number < least]
    return Frequencies(shares, sum(rest) / len(rest) if rest else min(1 / total, 1e-3))


class quiet:  # noqa: N801  reads as a word: with quiet()
    """Keep Splink's advice to programmers out of what people read."""

    def __enter__(self) -> None:
        self._before = logging.getLogger("splink").level
        logging.getLogger("splink").setLevel(logging.ERROR)
        self._caught = python_warnings.catch_warnings()
        self._caught.__enter__()
        python_warnings.simplefilter("ignore")

    def __exit__(self, *_: object) -> None:
        self._caught.__exit__(None, None, None)
        logging.getLogger("splink").setLevel(self._before)
