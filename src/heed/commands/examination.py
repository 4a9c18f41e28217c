"""What `heed doctor` looks at: each check answers with one finding, and one sentence."""

import importlib.metadata
import os
import platform
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Count, Min, Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob, ProcrastinateWorker

from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import PackRefused

OLDEST_SERVER, NEWEST_SERVER = 15, 18
LEAST_FREE_BYTES: Final = 1_000_000_000
# What a grade's deadline may be out by before a person notices.
LARGEST_CLOCK_DIFFERENCE: Final = timedelta(seconds=2)
LONGEST_WAIT: Final = timedelta(minutes=5)
FAILED_LATELY: Final = timedelta(days=1)
# Workers say every ten seconds that they live.
LIVING: Final = timedelta(seconds=30)
BUILT_FILES: Final = ("heed/heed.css", "heed/heed.js", "heed/map.css", "heed/map.js")
OK: Final = 200


@dataclass(frozen=True)
class Finding:
    """What one check found; values are the same facts for machines."""

    subject: str
    well: bool
    sentence: str
    values: dict[str, Any] = field(default_factory=dict)


def heed() -> Finding:
    """Which Heed and which Python this is."""
    version, python = importlib.metadata.version("heed"), platform.python_version()
    return Finding(
        "heed", well=True, sentence=f"Heed {version} on Python {python}.", values={"heed": version, "python": python}
    )


def data_dir() -> Finding:
    """Where Heed writes, and how much room is left there."""
    place = Path(settings.HEED_DATA_DIR)
    free = shutil.disk_usage(place).free
    values = {"path": str(place), "free_bytes": free}
    room = f"{free / 1e9:.1f} GB free"
    if not os.access(place, os.W_OK | os.X_OK):
        return Finding(
            "data", well=False, sentence=f"{place} cannot be written to by this user; {room}.", values=values
        )
    if free < LEAST_FREE_BYTES:
        return Finding(
            "data", well=False, sentence=f"{place} has only {room}: make room before it is full.", values=values
        )
    return Finding("data", well=True, sentence=f"{place}, {room}.", values=values)


def messages() -> Finding:
    """By whom messages to the public go out. Without anybody Heed is well: each becomes a task for a person."""
    by = [
        name
        for name, set_up in (("SMTP", settings.HEED_SMTP_HOST), ("GOV.UK Notify", settings.HEED_NOTIFY_KEY))
        if set_up
    ]
    if settings.HEED_SMTP_HOST and not settings.HEED_SMTP_FROM:
        return Finding(
            "messages", well=False, sentence="HEED_SMTP_HOST is set and HEED_SMTP_FROM is not: nobody sends."
        )
    if not by:
        return Finding(
            "messages", well=True, sentence="No provider is set up: messages become tasks, and none goes out."
        )
    texts = "" if settings.HEED_NOTIFY_KEY else " Texts become tasks: only Notify sends them."
    return Finding(
        "messages", well=True, sentence=f"They go out by {' and '.join(by)}.{texts}", values={"providers": by}
    )


def database() -> Finding:
    """Which server answers, and where it is."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_version'), current_setting('server_version_num')::int / 10000,"
            " current_setting('max_connections')::int, count(*) FROM pg_stat_activity WHERE datname = current_database()"
        )
        version, major, most, used = cursor.fetchone()
    embedded = not settings.DATABASE_URL
    params = connection.get_connection_params()
    where = params.get("host") or "the default host"
    kind = "embedded" if embedded else "external"
    values = {
        "version": version,
        "kind": kind,
        "host": where,
        "name": params["dbname"],
        "connections": used,
        "max_connections": most,
    }
    sentence = (
        f"PostgreSQL {version}, {kind}, database {params['dbname']} at {where}; {used} of {most} connections used."
    )
    if not OLDEST_SERVER <= major <= NEWEST_SERVER:
        sentence += f" Heed supports versions {OLDEST_SERVER} to {NEWEST_SERVER}."
        return Finding("database", well=False, sentence=sentence, values=values)
    return Finding("database", well=True, sentence=sentence, values=values)


def encoding() -> Finding:
    """UTF-8 everywhere: names have letters that no other encoding holds."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('server_encoding'), datcollate FROM pg_database WHERE datname = current_database()"
        )
        encoded, collation = cursor.fetchone()
    values = {"encoding": encoded, "collation": collation}
    if encoded != "UTF8":
        sentence = f"The database's encoding is {encoded}; it must be made with ENCODING 'UTF8'."
        return Finding("encoding", well=False, sentence=sentence, values=values)
    return Finding("encoding", well=True, sentence="UTF-8.", values=values)


def clock() -> Finding:
    """How far the clocks of this machine and of the database are apart, and their time zones."""
    with connection.cursor() as cursor:
        before = timezone.now()
        cursor.execute("SELECT clock_timestamp(), current_setting('TimeZone')")
        theirs, zone = cursor.fetchone()
        after = timezone.now()
    difference = theirs - (before + (after - before) / 2)
    seconds = round(difference.total_seconds(), 3)
    values = {"difference_seconds": seconds, "time_zone": settings.TIME_ZONE, "database_session": zone}
    direction = "ahead" if seconds > 0 else "behind"
    sentence = f"The database's clock is {abs(seconds):.1f} s {direction}; people see {settings.TIME_ZONE}."
    if abs(difference) > LARGEST_CLOCK_DIFFERENCE:
        return Finding("clock", well=False, sentence=f"{sentence} Set both by the same time server.", values=values)
    return Finding("clock", well=True, sentence=sentence, values=values)


def migrations() -> Finding:
    """Whether the tables are those this version of Heed expects."""
    executor = MigrationExecutor(connection)
    pending = [
        f"{step.app_label}.{step.name}" for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())
    ]
    if pending:
        sentence = f"{len(pending)} migrations are pending, first {pending[0]}: run `heed migrate`."
        return Finding("migrations", well=False, sentence=sentence, values={"pending": pending})
    return Finding("migrations", well=True, sentence="The tables are up to date.", values={"pending": []})


def jobs() -> Finding:
    """Whether the background work gets done."""
    now = timezone.now()
    due = Q(status="todo") & (Q(scheduled_at=None) | Q(scheduled_at__lte=now))
    counted = ProcrastinateJob.objects.aggregate(
        waiting=Count("pk", filter=due), doing=Count("pk", filter=Q(status="doing"))
    )
    deferred = Min("procrastinateevent__at", filter=Q(procrastinateevent__type="deferred"))
    oldest = (
        ProcrastinateJob.objects.filter(due)
        .annotate(since=Coalesce("scheduled_at", deferred))
        .aggregate(oldest=Min("since"))["oldest"]
    )
    failed = ProcrastinateEvent.objects.filter(type="failed", job__status="failed", at__gte=now - FAILED_LATELY).count()
    workers = ProcrastinateWorker.objects.filter(last_heartbeat__gte=now - LIVING).count()
    values = {**counted, "failed_last_day": failed, "oldest_waiting_at": oldest, "workers": workers}
    sentence = f"{counted['waiting']} waiting, {counted['doing']} under way, {failed} failed in the last day; {workers} workers."
    late = oldest is not None and now - oldest > LONGEST_WAIT
    if late:
        sentence += f" The oldest has waited since {oldest:%Y-%m-%d %H:%M} UTC: is `heed work` running?"
    return Finding("jobs", well=not late and not failed, sentence=sentence, values=values)


def web() -> Finding:
    """Whether a web server answers on this machine. None is not wrong: it may run elsewhere, or not yet."""
    address = f"http://127.0.0.1:{settings.HEED_PORT}/healthz"
    values: dict[str, Any] = {"address": address}
    try:
        with urllib.request.urlopen(address, timeout=1) as answer:
            status = answer.status
    except urllib.error.HTTPError as error:
        status = error.code
    except OSError:
        sentence = f"Nothing answers on this machine's port {settings.HEED_PORT}."
        return Finding("web", well=True, sentence=sentence, values={**values, "status": None})
    well = status == OK
    sentence = f"{address} answers {'that all is well' if well else f'with status {status}'}."
    return Finding("web", well=well, sentence=sentence, values={**values, "status": status})


def policy_pack() -> Finding:
    """Which rules of the force are in use."""
    try:
        pack = policy.in_use()
    except (OSError, ValueError, RuntimeError, PackRefused) as error:
        sentence = f"The policy pack cannot be used: {' '.join(str(error).split())}"
        return Finding("policy", well=False, sentence=sentence)
    label = policy.label(pack)
    values = {"name": pack.name, "version": pack.version, "label": label}
    today = timezone.localdate(timezone=pack.zone)
    if not pack.is_in_force(today):
        return Finding("policy", well=False, sentence=f"{pack.title}, {label}, is not in force today.", values=values)
    return Finding("policy", well=True, sentence=f"{pack.title}, {label}.", values=values)


def static_files() -> Finding:
    """Whether the styles and the script were built."""
    missing = [name for name in BUILT_FILES if finders.find(name) is None]
    if missing:
        sentence = f"{' and '.join(missing)} not built: run `make build`."
        return Finding("static", well=False, sentence=sentence, values={"missing": missing})
    return Finding("static", well=True, sentence="Styles and script are built.", values={"missing": []})


class Check(NamedTuple):
    """One look at the installation."""

    make: Callable[[], Finding]
    asks_database: bool


CHECKS: Final = (
    Check(heed, asks_database=False),
    Check(data_dir, asks_database=False),
    Check(policy_pack, asks_database=False),
    Check(static_files, asks_database=False),
    Check(messages, asks_database=False),
    Check(web, asks_database=False),
    Check(database, asks_database=True),
    Check(encoding, asks_database=True),
    Check(clock, asks_database=True),
    Check(migrations, asks_database=True),
    Check(jobs, asks_database=True),
)
