"""heed work."""

import asyncio
import contextlib
import logging
import signal
import time
from argparse import ArgumentParser
from collections.abc import AsyncIterator
from typing import Any, Final

import procrastinate
import psycopg
import psycopg_pool
from asgiref.sync import sync_to_async
from django.core.management.base import CommandError
from django.db import connections
from procrastinate.contrib.django import app as django_app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import ConnectorException

from heed.commands.base import HeedCommand

CONCURRENCY: Final = 4
# Jobs are safe to run twice: what does not end in time is run again.
STOP_SECONDS: Final = 20.0
STALLED_SECONDS: Final = 30.0
LOOK_FOR_STALLED_SECONDS: Final = 15.0
FIRST_PAUSE_SECONDS: Final = 0.5
LONGEST_PAUSE_SECONDS: Final = 30.0
DATABASE_AWAY = (ConnectorException, psycopg.Error, psycopg_pool.PoolTimeout, OSError)

logger = logging.getLogger("heed.work")


class Command(HeedCommand):
    """Run jobs until told to stop; those begun get twenty seconds to end. Outlives the database's restarts."""

    help = "Run the background jobs"
    lasts = True

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How many at once."""
        parser.add_argument("--concurrency", type=int, default=CONCURRENCY, help="jobs at once (%(default)s)")

    def handle(self, **options: Any) -> None:
        """Work."""
        if options["concurrency"] < 1:
            raise CommandError("--concurrency must be 1 or more.")
        self.say("Heed is working.")
        asyncio.run(work(concurrency=options["concurrency"]))
        self.say("Stopped.")


async def work(*, concurrency: int) -> None:
    """Run jobs until SIGTERM or SIGINT, connecting again for as long as it takes whenever the database goes away."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    pause = FIRST_PAUSE_SECONDS
    while not stop.is_set():
        began = time.monotonic()
        try:
            await run_jobs(stop, concurrency=concurrency)
        except DATABASE_AWAY as error:
            if time.monotonic() - began > LONGEST_PAUSE_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            logger.warning("jobs.database_away error=%s again_in=%s", type(error).__name__, pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def run_jobs(stop: asyncio.Event, *, concurrency: int, wait: bool = True) -> None:
    """
    Run jobs until stop is set or, unless wait, until there are none.

    Raises one of DATABASE_AWAY when the connection is lost.
    """
    app = worker_app(concurrency)
    async with _fresh_connection(), app.open_async():
        await retry_stalled(app)
        worker = asyncio.create_task(
            app.run_worker_async(
                concurrency=concurrency,
                wait=wait,
                install_signal_handlers=False,
                shutdown_graceful_timeout=STOP_SECONDS,
                stalled_worker_timeout=STALLED_SECONDS,
            )
        )
        sweeper = asyncio.create_task(_keep_retrying_stalled(app))
        stopper = asyncio.create_task(stop.wait())
        try:
            await asyncio.wait({worker, sweeper, stopper}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # Cancelled, the worker finishes its jobs first.
            ended_alone = worker.done()
            for task in (worker, sweeper, stopper):
                task.cancel()
            results = await asyncio.gather(worker, sweeper, stopper, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
    if wait and ended_alone and not stop.is_set():
        # It logs the loss of its listening connection, and then returns as if all were well.
        raise ConnectorException


def worker_app(concurrency: int) -> procrastinate.App:
    """
    Return an app that fetches jobs on connections of its own and leaves the jobs' own `defer` to Django's connection.

    Procrastinate's replace_connector would move that too: a job that defers another one inside a transaction would
    then no longer do so in the transaction, and the second job would run even when the first one is rolled back.
    """
    connector = procrastinate.PsycopgConnector(
        kwargs=connector_params(), min_size=1, max_size=concurrency + 3, timeout=5.0, reconnect_timeout=5.0
    )
    app = procrastinate.App(
        connector=connector,
        import_paths=django_app.import_paths,
        worker_defaults=django_app.worker_defaults,
        periodic_defaults=django_app.periodic_defaults,
    )
    app.tasks = django_app.tasks
    app.periodic_registry = django_app.periodic_registry
    return app


@contextlib.asynccontextmanager
async def _fresh_connection() -> AsyncIterator[None]:
    """
    Begin and end without Django connections in the thread that serves asynchronous code.

    Periodic jobs are deferred there, on a connection that nothing else ever closes: one that broke in a restart of
    the database would otherwise fail every run after it.
    """
    close_all = sync_to_async(connections.close_all)
    await close_all()
    try:
        yield
    finally:
        await close_all()


async def retry_stalled(app: procrastinate.App) -> None:
    """Queue again what a worker was doing when it was killed."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        logger.warning("job.stalled id=%s task=%s", job.id, job.task_name)
        await app.job_manager.retry_job(job)


async def _keep_retrying_stalled(app: procrastinate.App) -> None:
    while True:
        await asyncio.sleep(LOOK_FOR_STALLED_SECONDS)
        await retry_stalled(app)
