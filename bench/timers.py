"""
How many clocks are evaluated in a minute: 100,000 open ones, by the code of the job that runs each minute.

On a database of its own beside the others. Four figures. *A pass* asks for those that have run out, by the index on what is
open, and finds none: what every minute costs. *Read*: every open clock fetched and judged one by one, as without an index.
*Expiry*: what follows clocks that have run out, each in its own transaction: log, notice, task, demand. *The engine*: when
periods end, five working days each, without a database.
"""

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.live import Live
from tests.server import url_of

from bench.figures import spread
from heed.config.embedded.server import Server

OPEN = 100_000
RUN_OUT = 2_000
PASSES = 300
FORCE = "BENCHCLK"
KINDS = frozenset({"asb_needs", "asb_first_update", "asb_update", "review_medium_sergeant", "review_medium_inspector"})


def run(folder: Path) -> dict[str, Any]:
    """Load the clocks and measure, in a process that knows that database."""
    folder = folder / "timers"
    folder.mkdir(parents=True, exist_ok=True)
    server = Server(folder)
    server.start()
    try:
        live = Live(url_of(server), folder, force=FORCE)
        live.run("migrate")
        if not live.query("SELECT 1 FROM accounts_force WHERE code = %s", FORCE):
            live.run("accounts", "add-force", FORCE, "Bench Police")
        inside = subprocess.run(
            [sys.executable, "-m", "bench.timers"], env=live.env, check=True, stdout=subprocess.PIPE, text=True
        )
        return dict(json.loads(inside.stdout))
    finally:
        server.stop()


def inside() -> dict[str, Any]:
    """Measure in this process, against the database that the environment names."""
    import django  # noqa: PLC0415  only this process of its own needs it

    os.environ["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
    django.setup()
    from django.db import connection  # noqa: PLC0415

    from heed.domain.timers import queries  # noqa: PLC0415
    from heed.flows.clocks import expiry as clocks_expiry  # noqa: PLC0415
    from heed.foundation.accounts.models import Force  # noqa: PLC0415

    now = datetime.now(tz=UTC)
    force = Force.objects.get(code=FORCE)
    missing = OPEN + RUN_OUT - queries.due(now=now + timedelta(days=90)).count()
    _load(force, clocks=max(missing, 0), now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    _run_out(now)
    started = time.perf_counter()
    batches = _in_batches(clocks_expiry, now=now)
    seconds = time.perf_counter() - started
    passes = []
    still_open = queries.due(now=now + timedelta(days=90)).count()
    for _ in range(PASSES):
        began = time.perf_counter()
        clocks_expiry.expire(now=now)
        passes.append((time.perf_counter() - began) * 1000)
    began = time.perf_counter()
    late = sum(timer.due_at < now for timer in queries.due(now=now + timedelta(days=90)).iterator())
    reading = time.perf_counter() - began
    done = sum(count for count, _ in batches)
    return {
        "open": still_open,
        "pass_ms": spread(passes),
        "read_seconds": round(reading, 2),
        "late": late,
        "read_per_minute": round(still_open * 60 / reading),
        "expired": done,
        "expired_per_minute": round(done * 60 / seconds),
        "batch": clocks_expiry.BATCH,
        "batch_ms": spread([ms for _, ms in batches]),
        "engine_per_minute": _engine(now),
    }


def _load(force: Any, *, clocks: int, now: datetime) -> None:
    """Put open clocks on incidents, five on each, that run out over the next two months."""
    from heed.domain.calls.models import Call  # noqa: PLC0415
    from heed.domain.incidents.models import Incident  # noqa: PLC0415
    from heed.domain.timers.models import Timer  # noqa: PLC0415
    from heed.foundation.policy.packs import national  # noqa: PLC0415

    rules = [rule for rule in national().clocks.rules.values() if rule.kind in KINDS]
    of_each = len(rules)
    calls = Call.objects.bulk_create(
        [
            Call(force=force, channel="101", rang_at=now, may_show=True, may_match=True)
            for _ in range(-(-clocks // of_each))
        ],
        batch_size=5_000,
    )
    incidents = Incident.objects.bulk_create(
        [
            Incident(
                force=force, call=call, channel="101", opening_code="ASB_PERSONAL", recorded_at=now,
                recorded_by_name="bench", policy_version="bench",
            )
            for call in calls
        ],
        batch_size=5_000,
    )  # fmt: skip
    rows = (
        Timer(
            incident=incident, kind=rule.kind, starts_on=rule.starts_on.value, cause="bench", label=rule.label,
            basis=rule.basis.value, status=rule.status, source=rule.source, started_at=now,
            due_at=now + timedelta(days=1, minutes=(number * of_each + place) * 0.8), rank=rule.rank,
            repeats=rule.repeats, enhanced=False, made_at=now, policy_version="bench",
        )
        for number, incident in enumerate(incidents)
        for place, rule in enumerate(rules)
    )  # fmt: skip
    Timer.objects.bulk_create(rows, batch_size=5_000)


def _run_out(now: datetime) -> None:
    """Let some clocks have run out a minute ago."""
    import pgtrigger  # noqa: PLC0415

    from heed.domain.timers import queries  # noqa: PLC0415
    from heed.domain.timers.models import Timer  # noqa: PLC0415

    some = queries.due(now=now + timedelta(days=90)).values_list("pk", flat=True)[:RUN_OUT]
    with pgtrigger.ignore("timers.Timer:what_a_clock_says_stays"):
        Timer.objects.filter(pk__in=list(some)).update(
            started_at=now - timedelta(days=1), due_at=now - timedelta(minutes=1)
        )


def _in_batches(clocks_expiry: Any, *, now: datetime) -> list[tuple[int, float]]:
    """Do what follows for clocks that have run out, a batch at a time, and time each batch."""
    from heed.domain.timers import queries  # noqa: PLC0415

    found: list[tuple[int, float]] = []
    while True:
        began = time.perf_counter()
        batch = list(queries.due(now=now).values_list("pk", "incident")[: clocks_expiry.BATCH])
        if not batch:
            return found
        done = sum(clocks_expiry.expire_one(timer_id=pk, incident_id=incident, now=now) for pk, incident in batch)
        found.append((done, (time.perf_counter() - began) * 1000))


def _engine(now: datetime) -> int:
    """Say how many ends of five working days are reckoned in a minute."""
    from heed.engines.clocks.calendar import ENGLAND_AND_WALES  # noqa: PLC0415
    from heed.engines.clocks.periods import Period, due  # noqa: PLC0415

    period, began = Period(working_days=5), time.perf_counter()
    for number in range(OPEN):
        due(now + timedelta(minutes=number), period, ENGLAND_AND_WALES)
    return round(OPEN * 60 / (time.perf_counter() - began))


if __name__ == "__main__":
    print(json.dumps(inside()))
