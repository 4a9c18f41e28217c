"""
The one database: the server that DATABASE_URL names or, without it, a PostgreSQL that Heed starts for itself.

settings() only computes; nothing is started until ensure_running() is called, by commands that need the database.
"""

import atexit
import re
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from psycopg import conninfo

from heed.config.embedded import create
from heed.config.embedded.owner import DatabaseUnavailable
from heed.config.embedded.places import PORT, Places
from heed.config.embedded.server import Server

WATCH_SECONDS = 1.0
EXAMPLE = "postgresql://user:password@host:5432/name"

_started: list[Server] = []
_lock = threading.Lock()
_watching = threading.Event()


def settings(database_url: str, data_dir: Path, *, pool: int) -> dict[str, Any]:
    """
    Return the entry for Django's DATABASES, without starting or making anything.

    pool: the most connections one process keeps; they are checked when taken, so a restart of the server costs
    nobody an error. Raises ImproperlyConfigured with one sentence on a DATABASE_URL that cannot be read.
    """
    if database_url:
        where, options = _external(database_url)
    else:
        where, options = _embedded(data_dir)
    return {
        "ENGINE": "django.db.backends.postgresql",
        **where,
        "CONN_MAX_AGE": 0,  # The pool keeps connections; Django must not.
        "CONN_HEALTH_CHECKS": True,  # Makes the pool check each connection it hands out.
        "OPTIONS": {
            "application_name": "heed",
            "connect_timeout": 5,
            **options,
            "pool": {"min_size": 1, "max_size": pool, "timeout": 5.0},
        },
    }


def is_embedded() -> bool:
    """Say whether Heed runs its own PostgreSQL here."""
    return not django_settings.DATABASE_URL


def ensure_running() -> None:
    """
    Start the embedded database unless it runs, and keep it until this process ends. Cheap when it does already.

    With DATABASE_URL nothing is started. Raises DatabaseUnavailable with one sentence.
    """
    if not is_embedded():
        return
    with _lock:
        if not _started:
            _started.append(Server(django_settings.HEED_DATA_DIR))
            atexit.register(stop)
        _started[0].start()


def ensure_reachable() -> None:
    """
    Start the embedded database, or connect once to the one that DATABASE_URL names.

    The pool would try for seconds, and then say that it timed out. Raises DatabaseUnavailable with the reason.
    """
    if is_embedded():
        ensure_running()
        return
    try:
        psycopg.connect(**connections["default"].get_connection_params()).close()
    except psycopg.OperationalError as error:
        reason = " ".join(str(error).split())
        raise DatabaseUnavailable(f"The database that DATABASE_URL names cannot be reached: {reason}") from error


def keep_running() -> None:
    """Start the embedded database again whenever it dies while this process lives: for servers, which run for days."""
    if not is_embedded() or _watching.is_set():
        return
    ensure_running()
    _watching.set()
    threading.Thread(target=_watch, name="embedded database", daemon=True).start()


def pending_migrations() -> list[str]:
    """Return the migrations that the code has and the database has not, as app.name, in the order they would run."""
    executor = MigrationExecutor(connections["default"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def stop() -> None:
    """End this process's use of the embedded database. The last process to do so stops it."""
    _watching.clear()
    with _lock:
        if not _started:
            return
        server = _started.pop()
    for connection in connections.all(initialized_only=True):
        connection.close()
        if connection.vendor == "postgresql":
            connection.close_pool()  # type: ignore[attr-defined]  # Only PostgreSQL's wrapper has a pool.
    server.stop()


def embedded_server() -> Server | None:
    """Return this installation's embedded server, running or not; None with DATABASE_URL."""
    return Server(django_settings.HEED_DATA_DIR) if is_embedded() else None


def _watch() -> None:
    while _watching.is_set():
        time.sleep(WATCH_SECONDS)
        with _lock:
            servers = list(_started)
        for server in servers:
            if not server.is_running():
                try:
                    server.start()
                except DatabaseUnavailable as error:
                    server.say(str(error))


def _embedded(data_dir: Path) -> tuple[dict[str, str], dict[str, Any]]:
    places = Places(data_dir.resolve())
    where = {
        "NAME": create.DATABASE,
        "USER": create.ROLE,
        "PASSWORD": "",  # In the passfile, which does not exist before the first start.
        "HOST": str(places.socket_dir),
        "PORT": str(PORT),
    }
    # SCRAM proves both sides: a stranger who puts a socket of their own in the place of ours is refused too.
    return where, {"passfile": str(places.passfile), "require_auth": "scram-sha-256"}


def _external(url: str) -> tuple[dict[str, str], dict[str, Any]]:
    if not url.startswith(("postgresql://", "postgres://")):
        raise ImproperlyConfigured(f"DATABASE_URL must begin with postgresql:// as in {EXAMPLE}.")
    try:
        given = conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as error:
        raise ImproperlyConfigured(
            f"DATABASE_URL cannot be read ({_without_secrets(error)}); write {EXAMPLE}."
        ) from None
    found = {name: str(value) for name, value in given.items() if value is not None}
    if not all(port.isdecimal() and 0 < int(port) < 65_536 for port in found.get("port", str(PORT)).split(",")):  # noqa: PLR2004
        msg = "DATABASE_URL has a port that is not a number from 1 to 65535; in a password, write % / : @ ? # as %25 %2F …"
        raise ImproperlyConfigured(msg)
    if not found.get("dbname"):
        raise ImproperlyConfigured(f"DATABASE_URL names no database: write its name after the host, as in {EXAMPLE}.")
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    where = {django: found.pop(libpq, "") for libpq, django in names.items()}
    return where, dict(found)


def _without_secrets(error: Exception) -> str:
    """Return libpq's reason; whatever it quotes may be a piece of the password."""
    return re.sub(r'"[^"]*"', '"…"', str(error).strip().rstrip("."))
