"""Jobs, run by the worker that `heed work` runs."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from heed.commands.management.commands import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def no_jobs() -> Iterator[None]:
    """Empty queues before and after: procrastinate's tables are not among those that Django empties."""
    tables = "TRUNCATE procrastinate_jobs, procrastinate_workers, procrastinate_events, procrastinate_periodic_defers"
    with connection.cursor() as cursor:
        cursor.execute(tables)
    yield
    with connection.cursor() as cursor:
        cursor.execute(tables)


@pytest.fixture
def job() -> Iterator[Callable[[Callable[[], None]], str]]:
    """Return a maker of jobs, which are forgotten after the test."""
    names: list[str] = []

    def make(function: Callable[[], None]) -> str:
        names.append(f"tests.{function.__name__}")
        app.task(name=names[-1])(function)
        return names[-1]

    yield make
    for name in names:
        del app.tasks[name]


def run_all() -> None:
    asyncio.run(work.run_jobs(asyncio.Event(), concurrency=2, wait=False))


def states() -> dict[str, str]:
    return dict(ProcrastinateJob.objects.filter(task_name__startswith="tests.").values_list("task_name", "status"))


def test_a_job_deferred_in_a_job_s_own_transaction_goes_with_it_on_rollback(job: Callable[..., str]) -> None:
    done: list[str] = []

    def followed() -> None:
        done.append("followed")

    def kept() -> None:
        with transaction.atomic():
            app.configure_task(follower).defer()

    def undone() -> None:
        with transaction.atomic():
            app.configure_task(follower).defer()
            raise ZeroDivisionError

    follower = job(followed)
    app.configure_task(job(kept)).defer()
    app.configure_task(job(undone)).defer()
    run_all()

    assert done == ["followed"]
    assert states() == {"tests.kept": "succeeded", "tests.undone": "failed", "tests.followed": "succeeded"}


def test_a_connection_that_broke_in_one_run_is_not_used_in_the_next() -> None:
    @sync_to_async
    def break_it() -> None:
        with connection.cursor() as cursor, pytest.raises(OperationalError):
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    @sync_to_async
    def use_it() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        connection.close()

    async def restart() -> None:
        await break_it()
        await work.run_jobs(asyncio.Event(), concurrency=1, wait=False)
        await use_it()  # Where periodic jobs are deferred.

    asyncio.run(restart())


def test_what_a_killed_worker_was_doing_is_done_again(job: Callable[..., str]) -> None:
    done: list[int] = []

    def left() -> None:
        done.append(1)

    app.configure_task(job(left)).defer()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '1 hour') RETURNING id"
        )
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", cursor.fetchone())
    run_all()

    assert done == [1]
    assert states() == {"tests.left": "succeeded"}


@pytest.mark.slow
def test_work_goes_on_after_the_database_has_dropped_every_connection_and_ends_on_sigterm(
    job: Callable[..., str],
) -> None:
    first, second = threading.Event(), threading.Event()
    rings = [first, second]

    def ring() -> None:
        rings.pop(0).set()

    ringer = job(ring)

    def play() -> None:
        try:
            app.configure_task(ringer).defer()
            assert first.wait(10)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
            app.configure_task(ringer).defer()
            assert second.wait(20)
        finally:
            connection.close()
            os.kill(os.getpid(), signal.SIGTERM)

    connection.close()  # This thread's own would be dropped too.
    player = threading.Thread(target=play)
    player.start()
    asyncio.run(asyncio.wait_for(work.work(concurrency=1), timeout=40))
    player.join()
    connection.close()
    connection.close_pool()  # Every connection in it was dropped: whoever comes next starts with a new one.
    assert first.is_set()
    assert second.is_set()
