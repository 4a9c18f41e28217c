"""
My patch on a force with a million incidents behind it: put together, drawn as a page, and set as a PDF.

A busy week is written beside the loaded force, on its busiest beat, measured, and rolled back: nothing of it stays.
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

ROUNDS, WARM = 200, 10
NEW, OPEN, PROMISES, TASKS, CLOCKS, VISITS = 40, 200, 60, 120, 120, 30
SEED = 12


def run(live: Live) -> dict[str, Any]:
    """Measure in a process of its own, against the database that the force was loaded into."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.patch", live.force], env=live.env, check=True, stdout=subprocess.PIPE, text=True
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


def inside(force_code: str) -> dict[str, Any]:
    """Write the week, measure the list, its page and its PDF, and roll back."""
    import django  # noqa: PLC0415  only this process of its own needs it

    os.environ["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
    django.setup()
    from django.db import connection, transaction  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from heed.config import ready  # noqa: PLC0415
    from heed.flows.patch import paper  # noqa: PLC0415
    from heed.flows.patch.today import patch_today  # noqa: PLC0415

    ready.make()  # as every web process does when it starts
    with transaction.atomic():
        now = timezone.now()
        beat, officer = week(force_code, now=now)
        with connection.cursor() as cursor:
            cursor.execute(
                "ANALYZE incidents_incident, incidents_party, support_promise, tasking_task, timers_timer, places_place"
            )
        on = timezone.localdate(now)
        with CaptureQueriesContext(connection) as counted:
            found = patch_today(beat, on=on, now=now)
        client = Client(headers={"host": "localhost"})
        client.force_login(officer)
        measured = {
            "entries": len(found.entries),
            "incidents_of_beat": beat.incidents,
            "statements": len(counted),
            "list_ms": _times(lambda: patch_today(beat, on=on, now=now)),
            "page_ms": _times(lambda: client.get(f"/patch/today/{beat.pk}/")),
            "pdf_ms": _times(lambda: paper.as_pdf(found), rounds=20),
        }
        transaction.set_rollback(True)
    return measured


def _times(act: Any, rounds: int = ROUNDS) -> dict[str, Any]:
    """Time something again and again, in milliseconds."""
    times = []
    for number in range(rounds + WARM):
        began = time.perf_counter()
        act()
        if number >= WARM:
            times.append((time.perf_counter() - began) * 1000)
    return dict(spread(times))


def week(force_code: str, *, now: datetime) -> tuple[Any, Any]:
    """Write what waits on the beat with most incidents; return the beat, and an officer named on it."""
    from django.db.models import Count  # noqa: PLC0415

    from heed.domain.beats.models import Beat  # noqa: PLC0415
    from heed.domain.incidents.models import Incident, Party  # noqa: PLC0415
    from heed.domain.support.models import Promise  # noqa: PLC0415
    from heed.domain.tasking.models import BeatOfficer, Task, Visit  # noqa: PLC0415
    from heed.domain.timers.models import Timer  # noqa: PLC0415
    from heed.foundation.accounts.models import Force, User  # noqa: PLC0415

    rng, force = random.Random(SEED), Force.objects.get(code=force_code)
    busiest = (
        Incident.objects.filter(force=force, beat__isnull=False).values("beat").annotate(n=Count("pk")).order_by("-n")
    )
    beat = Beat.objects.get(pk=busiest[0]["beat"])
    beat.incidents = busiest[0]["n"]  # type: ignore[attr-defined]  told in the figures
    officer = User.objects.create(username=f"bench-patch-{now.timestamp()}", role="neighbourhood_officer", force=force)
    BeatOfficer.objects.create(
        beat=beat, user=officer, from_on=now.date(), named_by_name="Bench", named_at=now, lead=True
    )
    newest = list(Incident.objects.filter(beat=beat).order_by("-recorded_at")[:OPEN])
    Incident.objects.filter(pk__in=[one.pk for one in newest[:NEW]]).update(recorded_at=now - timedelta(hours=3))
    suffers = dict(
        Party.objects.filter(incident__in=newest, role="victim", person__isnull=False).values_list("incident", "person")
    )

    def at(hours: float) -> datetime:
        return now + timedelta(hours=rng.uniform(-hours, hours))

    Promise.objects.bulk_create([
        Promise(
            force=force, incident=one, person_id=suffers.get(one.pk), kind="visit", words="Somebody comes",
            made_at=now - timedelta(days=30), due_by=at(60), made_by_name="Bench", policy_version="bench",
        )
        for one in newest[:PROMISES]
    ])  # fmt: skip
    Task.objects.bulk_create([
        Task(
            force=force, kind=rng.choice(["visit", "contact", "follow_up", "support"]), key=f"bench:{number}", words="Do it",
            beat=beat, incident=rng.choice(newest), due_by=at(100), made_at=now - timedelta(days=9), made_by_name="Bench",
        )
        for number in range(TASKS)
    ])  # fmt: skip
    Timer.objects.bulk_create([
        Timer(
            incident=one, kind="bench", starts_on="graded", cause=f"bench:{number}", label="Sergeant's review", basis="policy",
            status="unvalidated default", source="bench", started_at=now - timedelta(days=40), due_at=at(60),
            rank=rng.choice(["", "sergeant"]), repeats=False, enhanced=False, made_at=now - timedelta(days=40),
            policy_version="bench",
        )
        for number, one in enumerate(newest[:CLOCKS])
    ])  # fmt: skip
    Visit.objects.bulk_create([
        Visit(
            key=uuid.uuid4(), incident=one, visited_at=now - timedelta(hours=5), by=officer, result="nobody_in", recorded_at=now
        )
        for one in newest[:VISITS]
    ])  # fmt: skip
    return beat, officer


if __name__ == "__main__":
    print(json.dumps(inside(sys.argv[1])))
