"""Two workers do what follows 100 clocks while one of them is killed again and again: none is lost, nothing is done twice."""

import random
import subprocess
import sys
import time

import pytest
from tests.journeys.conftest import copy_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill")]

INCIDENTS, KILLED = 25, 3
KINDS = ("attend", "asb_needs", "asb_first_update", "asb_update")
CLOCKS = INCIDENTS * len(KINDS)
LOOK_EVERY = 1.0
"""Seconds; the clock asks every minute."""
LOOK = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, status, scheduled_at, args)"
    " VALUES ('rings', 'expire_clocks', 0, 'todo', now(), '{\"timestamp\": 0}') ON CONFLICT DO NOTHING RETURNING id"
)
FILL = f"""
import django; django.setup()
from datetime import timedelta
from django.utils import timezone
from heed.domain.calls.models import Call
from heed.domain.incidents.models import Incident
from heed.domain.timers.services import NewClock, start
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import system
from heed.foundation.policy.packs import national
force, now = Force.objects.get(), timezone.now()
then, rules = now - timedelta(days=40), national().clocks.rules
for _ in range({INCIDENTS}):
    call = Call.objects.create(force=force, channel="101", rang_at=then, may_show=True, may_match=True)
    incident = Incident.objects.create(
        force=force, call=call, channel="101", opening_code="ASB_PERSONAL", recorded_at=then, recorded_by_name="tests",
        policy_version="tests",
    )
    clocks = [NewClock(rules[kind], "tests", then, now - timedelta(minutes=1)) for kind in {KINDS!r}]
    start(incident=incident, clocks=clocks, policy_version="tests", actor=system("tests"), now=then)
"""


@pytest.fixture
def heed(furnished, tmp_path):
    """Return a Heed without processes, with 100 clocks that ran out a minute ago."""
    with copy_of(furnished, tmp_path) as live:
        env = live.env | {"DJANGO_SETTINGS_MODULE": "heed.config.settings"}
        subprocess.run([sys.executable, "-c", FILL], env=env, check=True, timeout=120)
        yield live


def expired(live):
    """Return how many clocks are done."""
    return live.query("SELECT count(*) FROM timers_timer WHERE expired_at IS NOT NULL")[0][0]


def test_a_worker_killed_at_any_moment_loses_no_clock_and_does_nothing_twice(heed):
    chance = random.Random(7)
    for name in ("one", "two"):
        heed.start(name, "work")
    deadline, looked, killed = time.monotonic() + 180, 0.0, 0
    while expired(heed) < CLOCKS:
        assert time.monotonic() < deadline, f"{expired(heed)} of {CLOCKS} after 180 seconds"
        if time.monotonic() - looked > LOOK_EVERY:
            heed.query(LOOK)
            looked = time.monotonic()
        time.sleep(chance.uniform(0.02, 0.1))
        if killed < KILLED and killed * CLOCKS / KILLED < expired(heed) < CLOCKS:
            victim = chance.choice(["one", "two"])
            heed.kill(victim)
            heed.start(victim, "work")
            killed += 1

    def once(table, condition):
        """Return the rows of a table that came of clocks, and of how many things they are."""
        return heed.query(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0]

    assert killed
    assert once("calls_logentry", "text LIKE '%because the clock ran out.%'") == CLOCKS
    assert once("incidents_notice", "kind = 'clock'") == INCIDENTS, "attendance goes to the supervisor"
    assert once("tasking_task", "key LIKE 'timer:%'") == CLOCKS - INCIDENTS, "the rest to the neighbourhood team"
    assert once("vulnerability_demand", "trigger = 'timer_expired'") == INCIDENTS
    assert once("audit_event", "action = 'clock.expired'") == CLOCKS
    assert heed.run("audit", "verify").returncode == 0
