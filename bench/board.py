"""
The supervisor's board on a force with a million incidents behind it: everything that waits, read, ordered and drawn.

A bad Friday night is written beside the loaded force, measured, and rolled back: nothing of it stays. Half of what waits is
about people and lines that the force has known for years.
"""

import json
import os
import random
import subprocess
import sys
import time
import uuid
from datetime import datetime, timedelta
from typing import Any

from tests.live import Live

from bench.figures import spread

ROUNDS, WARM = 300, 20
RINGING, IN_HAND, MISSED, OPEN, DEMANDS, PROMISES, APPROVALS, NOTICES = 20, 60, 120, 300, 150, 60, 20, 15
SEED = 11
WRITTEN = (
    "calls_call", "incidents_incident", "incidents_party", "incidents_grading", "incidents_approval", "incidents_notice",
    "support_promise", "vulnerability_assessment", "vulnerability_demand", "vulnerability_indicator",
)  # fmt: skip


def run(live: Live) -> dict[str, Any]:
    """Measure in a process of its own, against the database that the force was loaded into."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.board", live.force], env=live.env, check=True, stdout=subprocess.PIPE, text=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def inside(force_code: str) -> dict[str, Any]:
    """Write the night, measure the flow and the page, and roll back."""
    import django  # noqa: PLC0415  only this process of its own needs it

    os.environ["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from heed.config import ready  # noqa: PLC0415
    from heed.flows.board import live as board  # noqa: PLC0415
    from heed.flows.board import work as board_work  # noqa: PLC0415

    ready.make()  # as every web process does when it starts
    with transaction.atomic():
        now = timezone.now()
        supervisor = night(force_code, now=now)
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {', '.join(WRITTEN)}")  # as PostgreSQL does itself within a minute
        with CaptureQueriesContext(connection) as counted:
            found = board.gather(supervisor, now=now)
            board_work.at_work(supervisor, found, now=now)
        statements = len(counted)  # before the pages: each request empties the log of statements
        flow = _times(lambda: board_work.at_work(supervisor, board.gather(supervisor, now=now), now=now))
        client = Client(headers={"host": "localhost"})
        client.force_login(supervisor)
        part = _times(lambda: client.get("/supervisor/", headers={"X-Heed-Fragment": "yes"}))
        page = _times(lambda: client.get("/supervisor/"))
        measured = {
            "rows": len(found.rows),
            "by_kind": {kind.value: count for kind, count in sorted(found.counts.items())},
            "statements": statements,
            "flow_ms": flow,
            "live_part_ms": part,
            "page_ms": page,
        }
        transaction.set_rollback(True)
    return measured


def _times(act: Any) -> dict[str, Any]:
    """Time something again and again, in milliseconds."""
    times = []
    for number in range(ROUNDS + WARM):
        began = time.perf_counter()
        act()
        if number >= WARM:
            times.append((time.perf_counter() - began) * 1000)
    return dict(spread(times))


def night(force_code: str, *, now: datetime) -> Any:
    """Write what waits on a bad night; return the supervisor who looks at it."""
    from heed.domain.calls.models import Call  # noqa: PLC0415
    from heed.domain.people.models import LineUse  # noqa: PLC0415
    from heed.foundation.accounts.models import Force, User  # noqa: PLC0415

    rng, force = random.Random(SEED), Force.objects.get(code=force_code)
    people = [
        User.objects.create(username=f"bench-board-{n}-{now.timestamp()}", role=role, force=force, last_login=now)
        for n, role in enumerate(["supervisor", *["call_handler"] * 40])
    ]
    uses = list(LineUse.objects.filter(force=force, removed_at=None).values_list("e164", "person")[:20_000])

    def call(minutes: float, **more: Any) -> Call:
        known = rng.random() < 0.5
        number = rng.choice(uses)[0] if known else f"+44770090{rng.randrange(10_000):04d}"
        return Call(
            id=uuid.uuid4(), force=force, channel="999" if rng.random() < 0.2 else "101", line_class="available",
            e164=number, shown_e164=number, may_show=True, may_match=True, rang_at=now - timedelta(minutes=minutes), **more,
        )  # fmt: skip

    ended: dict[str, Any] = {"ended_at": now - timedelta(minutes=1), "ended_as": "cancel"}
    held = [call(rng.uniform(1, 90)) for _ in range(IN_HAND)]
    for one in held:
        one.taken_at, one.taken_by = one.rang_at, rng.choice(people[1:])
    Call.objects.bulk_create([
        *(call(rng.uniform(0, 14)) for _ in range(RINGING)),
        *held,
        *(
            call(rng.uniform(1, 4_000), **ended, finished_at=now, finished_as="abandoned")
            for _ in range(MISSED)
        ),
    ])  # fmt: skip
    _incidents(rng, force=force, people=people, persons=[person for _, person in uses], now=now)
    return people[0]


def _incidents(rng: random.Random, *, force: Any, people: list[Any], persons: list[Any], now: datetime) -> None:
    """Write open incidents and what hangs on them."""
    from heed.domain.calls.models import Call  # noqa: PLC0415
    from heed.domain.incidents.models import Approval, Grading, Incident, Notice, Party  # noqa: PLC0415
    from heed.domain.support.models import Promise  # noqa: PLC0415
    from heed.domain.vulnerability.models import Assessment, Demand, Indicator  # noqa: PLC0415

    def ago(most: float) -> datetime:
        return now - timedelta(minutes=rng.uniform(30, most))

    calls = Call.objects.bulk_create([
        Call(
            id=uuid.uuid4(), force=force, channel="101", line_class="withheld", may_show=False, may_match=False,
            rang_at=ago(3_000), finished_at=now, finished_as="recorded",
        )
        for _ in range(OPEN)
    ])  # fmt: skip
    made = Incident.objects.bulk_create([
        Incident(
            force=force, call=one, channel="101", opening_code="ASB_PERSONAL", summary="Stones", recorded_at=one.rang_at,
            recorded_by=rng.choice(people), recorded_by_name="Bench", policy_version="bench",
        )
        for one in calls
    ])  # fmt: skip
    Party.objects.bulk_create([
        Party(incident=one, role="victim", person_id=rng.choice(persons), at=one.recorded_at, added_by_name="Bench")
        for one in made
    ])  # fmt: skip
    Grading.objects.bulk_create([
        Grading(
            incident=one, grade=rng.choice(["EMERGENCY", "PRIORITY", "SCHEDULED"]), rationale="x",
            attend_by=one.recorded_at + timedelta(minutes=60), graded_at=one.recorded_at, graded_by_name="Bench",
            policy_version="bench",
        )
        for one in made
    ])  # fmt: skip
    Assessment.objects.bulk_create([
        Assessment(
            call_id=one.call_id, incident=one, at=one.recorded_at, assessed_by=one.recorded_by, as_supervisor=False,
            vulnerable=rng.choice(["yes", "no"]), why="x", policy_version="bench",
        )
        for one in made[: OPEN // 2]
    ])  # fmt: skip
    Indicator.objects.bulk_create([
        Indicator(
            call_id=one.call_id, incident=one, about="victim", category=rng.choice(["DOMESTIC", "ALONE_ISOL"]), words="x",
            source_kind="observed", noted_at=now, noted_by=one.recorded_by, person_id=rng.choice(persons),
        )
        for one in made[: OPEN // 3]
    ])  # fmt: skip
    Demand.objects.bulk_create(
        [Demand(incident=one, trigger="new_call", because="x", raised_at=ago(500)) for one in made[:DEMANDS]]
    )
    Promise.objects.bulk_create([
        Promise(
            force=force, incident=one, kind="visit", words="x", made_at=one.recorded_at,
            due_by=one.recorded_at + timedelta(minutes=10), made_by_name="Bench", policy_version="bench",
        )
        for one in made[:PROMISES]
    ])  # fmt: skip
    asked = Approval.objects.bulk_create(
        [Approval(incident=one, because=["x"], asked_at=ago(200), asked_by=people[1]) for one in made[:APPROVALS]]
    )
    Grading.objects.bulk_create([
        Grading(
            incident=one.incident, grade="SCHEDULED", rationale="x", graded_at=now, graded_by_name="Bench", approval=one,
            policy_version="bench",
        )
        for one in asked
    ])  # fmt: skip
    Notice.objects.bulk_create([
        Notice(force=force, incident=one, kind="at_risk", because=["x"], raised_at=ago(100)) for one in made[:NOTICES]
    ])  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(inside(sys.argv[1])))
