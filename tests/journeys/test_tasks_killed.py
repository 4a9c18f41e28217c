"""Two workers pass on 100 late tasks while one of them is killed again and again: each task climbs once, and none is lost."""

import random
import time
from datetime import UTC, datetime, timedelta

import pytest
from tests.journeys.conftest import copy_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("kill")]

TASKS, KILLED = 100, 3
LOOK_EVERY = 1.0
"""Seconds; the clock asks every five minutes."""
LOOK = (
    "INSERT INTO procrastinate_jobs (queue_name, task_name, priority, status, scheduled_at, args)"
    " VALUES ('records', 'escalate_tasks', 0, 'todo', now(), '{\"timestamp\": 0}')"
)


@pytest.fixture
def heed(furnished, tmp_path):
    """Return a Heed without processes: Pat, Sam the sergeant, and 100 late tasks of Pat's; Simon's account is off."""
    with copy_of(furnished, tmp_path) as live:
        live.query("UPDATE accounts_user SET is_active = false WHERE username = 'simon' RETURNING id")
        live.query(
            "INSERT INTO accounts_user (username, first_name, last_name, email, password, is_superuser, is_staff, is_active,"
            " date_joined, role, rank, force_id)"
            " SELECT made.name, made.name, '', '', '!', false, false, true, now(), 'neighbourhood_officer', made.rank, f.id"
            " FROM accounts_force f, (VALUES ('pat', 'constable'), ('sam', 'sergeant')) AS made (name, rank) RETURNING id"
        )
        live.query(
            "INSERT INTO tasking_task (force_id, kind, key, words, owner_id, due_by, made_at, made_by_name, outcome, result)"
            " SELECT u.force_id, 'other', 'late:' || n, 'See her', u.id, %s, %s, 'tests', '', ''"
            " FROM accounts_user u, generate_series(1, %s) n WHERE u.username = 'pat' RETURNING id",
            datetime.now(UTC) - timedelta(hours=30), datetime.now(UTC) - timedelta(days=3), TASKS,
        )  # fmt: skip
        yield live


def moved(live):
    """Return how many tasks have moved."""
    return live.query("SELECT count(*) FROM tasking_taskmove")[0][0]


def look(live):
    """Ask for the job that looks for late tasks, as the clock does every five minutes."""
    live.query(LOOK + " ON CONFLICT DO NOTHING RETURNING id")


def test_a_worker_killed_at_any_moment_loses_no_escalation_and_makes_none_twice(heed):
    chance = random.Random(5)
    for name in ("one", "two"):
        heed.start(name, "work")
    deadline, looked, killed = time.monotonic() + 180, 0.0, 0
    while moved(heed) < TASKS:
        assert time.monotonic() < deadline, f"{moved(heed)} of {TASKS} after 180 seconds"
        if time.monotonic() - looked > LOOK_EVERY:
            look(heed)
            looked = time.monotonic()
        time.sleep(chance.uniform(0.02, 0.2))
        if killed < KILLED and killed * TASKS / KILLED < moved(heed) < TASKS:
            victim = chance.choice(["one", "two"])
            heed.kill(victim)
            heed.start(victim, "work")
            killed += 1

    rows = heed.query(
        "SELECT m.rung, m.why, u.username, count(*), count(DISTINCT m.task_id) FROM tasking_taskmove m"
        " JOIN tasking_task t ON t.id = m.task_id JOIN accounts_user u ON u.id = m.to_owner_id AND u.id = t.owner_id"
        " GROUP BY 1, 2, 3"
    )
    assert rows == [("sergeant", "Late by 30 hours", "sam", TASKS, TASKS)]
    assert heed.query("SELECT count(*) FROM audit_event WHERE action = 'task.moved'") == [(TASKS,)]
    assert killed
    assert heed.run("audit", "verify").returncode == 0
