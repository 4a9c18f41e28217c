"""
Measure everything and write it down: `make bench`.

Results go to bench/results/latest.json and, as tables, into docs/benchmarks.md. HEED_BENCH_DIR keeps the loaded force
from one run to the next (default: heed-bench in the temporary directory); HEED_BENCH_PEOPLE, HEED_BENCH_INCIDENTS and
HEED_BENCH_SECONDS make a smaller run; HEED_BENCH_REGISTER is the people in
the register of look-ups, HEED_BENCH_LINKING the folder with public sets for `heed link`.
"""

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.live import Live
from tests.server import url_of

from bench import addresses, board, calls, cues, linking, lookup, patch, report, telephone_numbers, timers
from bench.figures import machine
from heed.config.embedded.server import Server

PEOPLE = int(os.environ.get("HEED_BENCH_PEOPLE", "200000"))
INCIDENTS = int(os.environ.get("HEED_BENCH_INCIDENTS", "1000000"))
FOLDER = Path(os.environ.get("HEED_BENCH_DIR", str(Path(tempfile.gettempdir()) / "heed-bench")))
RESULTS = Path(__file__).parent / "results"
FORCE = "MALLOW"


def main(parts: Sequence[str]) -> None:
    """Measure what was asked for, or everything; keep the figures, and write the tables anew with those of earlier runs."""
    unknown = set(parts) - set(PARTS)
    if unknown:
        raise SystemExit(f"no part is called {', '.join(sorted(unknown))}: {', '.join(PARTS)}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    RESULTS.mkdir(exist_ok=True)
    kept = RESULTS / "latest.json"
    found: dict[str, Any] = json.loads(kept.read_text("utf-8")) if parts and kept.exists() else {}
    found["machine"] = machine()
    for name in parts or PARTS:
        found |= PARTS[name]()
        found.setdefault("at", {})[name] = datetime.now(tz=UTC).isoformat(timespec="seconds")
        say(f"{name} measured")
    kept.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    report.write(found, Path(__file__).parents[1] / "docs" / "benchmarks.md")
    print(json.dumps(found))


def in_force() -> dict[str, Any]:
    """Load the force and measure what needs it: typed addresses, and the path of a call."""
    server = Server(FOLDER)
    server.start()
    try:
        live = Live(url_of(server), FOLDER, force=FORCE)
        loaded = load(live)
        say("the force is loaded")
        typed = addresses.run(url_of(server), FOLDER)
        say("typed addresses measured")
        return {"load": loaded, "addresses": typed, "calls": under_load(live)}
    finally:
        server.stop()


def beside_force(measure: Callable[[Live], dict[str, Any]]) -> dict[str, Any]:
    """Load the force unless an earlier run did, and measure one thing on it."""
    server = Server(FOLDER)
    server.start()
    try:
        live = Live(url_of(server), FOLDER, force=FORCE)
        load(live)
        return measure(live)
    finally:
        server.stop()


PARTS: dict[str, Callable[[], dict[str, Any]]] = {
    "numbers": lambda: {"numbers": telephone_numbers.run()},
    "force": in_force,
    "board": lambda: {"board": beside_force(board.run)},
    "patch": lambda: {"patch": beside_force(patch.run)},
    "timers": lambda: {"timers": timers.run(FOLDER)},
    "lookup": lambda: {"lookup": lookup.run(FOLDER)},
    "linking": lambda: {"linking": linking.run()},
    "cues": cues.run,
}
"""`python -m bench` measures them all, `python -m bench lookup` one, beside the figures of the run before."""


def load(live: Live) -> dict[str, Any]:
    """Load the force unless an earlier run did; say how fast it went, then or now."""
    kept = FOLDER / "load.json"
    live.run("migrate")
    if kept.exists():
        return dict(json.loads(kept.read_text("utf-8")))
    began = time.monotonic()
    words = ["simulate", "force", "--people", str(PEOPLE), "--years", "5", "--incidents", str(INCIDENTS), "--seed", "7"]
    live.run(*words)
    seconds = time.monotonic() - began
    tables = ("calls_call", "calls_logentry", "incidents_incident", "incidents_party", "people_person")
    rows = {table: live.query(f"SELECT count(*) FROM {table}")[0][0] for table in tables}
    every = sum(int(n) for (n,) in live.query("SELECT n_live_tup FROM pg_stat_user_tables"))
    measured = {
        "people": PEOPLE,
        "incidents": INCIDENTS,
        "seconds": round(seconds, 1),
        "rows": rows,
        "rows_of_all_tables": every,
        "incidents_per_second": round(INCIDENTS / seconds),
        "rows_per_second": round(every / seconds),
    }
    kept.write_text(json.dumps(measured), encoding="utf-8")
    return measured


def under_load(live: Live) -> list[dict[str, Any]]:
    """Start Heed and measure the path of a call at each rate."""
    token = json.loads(
        live.run("telephony", "add-source", f"bench {time.time_ns()}", "--force", FORCE, "--json").stdout
    )["token"]
    live.serve()
    live.work()
    try:
        return calls.run(live, token, calls.sessions(live))
    finally:
        live.stop()


def say(sentence: str) -> None:
    """Tell people on standard error; standard output holds JSON alone."""
    print(re.sub(r"\s+", " ", sentence), file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
