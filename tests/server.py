"""The database server of a test session: the one DATABASE_URL names, else an embedded one in a temporary directory."""

import atexit
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psutil
import psycopg
from psycopg import conninfo, sql

from heed.config.embedded.server import Server

PREFIX = "heed-tests-"
_own: list[Server] = []


def start_test_database() -> str:
    """
    Return the DATABASE_URL of a server for tests, and put it into the environment for the workers of pytest-xdist.

    Call it before Django's settings are read. A server of our own writes nothing safely to disk, and goes, with its
    directory, when this process ends.
    """
    os.environ["HEED_TEST_TEMPLATES"] = f"made_once_{secrets.token_hex(6)}"
    if url := os.environ.get("DATABASE_URL"):
        return url
    _remove_left_over()
    server = Server(Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-")), durable=False, say=lambda _: None)
    server.start()
    _own.append(server)
    atexit.register(stop_test_database)
    os.environ["DATABASE_URL"] = url = url_of(server)
    return url


def stop_test_database() -> None:
    """Stop the server if it is our own, else remove what was made there once. May be called twice."""
    if not _own and (url := os.environ.get("DATABASE_URL")) and (prefix := os.environ.pop("HEED_TEST_TEMPLATES", "")):
        with psycopg.connect(url, autocommit=True) as connection:
            found = connection.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
            for (name,) in found.fetchall():
                connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
    while _own:
        server = _own.pop()
        os.environ.pop("DATABASE_URL", None)
        server.stop()
        shutil.rmtree(server.places.data_dir)


def made_once(kind: str, make: Callable[[str], None], *, template: str = "template0") -> str:
    """
    Return the name of a database that is made once a session, whichever worker asks first, and copied from then on.

    make: fills it, given its address. It is there under its own name only once that is done.
    """
    url, name = os.environ["DATABASE_URL"], f"{os.environ['HEED_TEST_TEMPLATES']}_{kind}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        begun = f"{name}_begun"
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
                sql.Identifier(begun), sql.Identifier(template)
            )
        )
        make(on_database(url, begun))
        connection.execute(
            sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(begun), sql.Identifier(name))
        )
    return name


def migrated() -> str:
    """Return the name of a database with every table and no row: a new one takes ten seconds, a copy of it a part of one."""

    def migrate(url: str) -> None:
        heed = str(Path(sys.executable).with_name("heed"))
        done = subprocess.run(
            [heed, "migrate"], env=os.environ | {"DATABASE_URL": url}, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise AssertionError(f"heed migrate ended with {done.returncode}:\n{done.stdout}{done.stderr}")

    return made_once("migrated", migrate)


def on_database(server_url: str, name: str) -> str:
    """Return the address of another database on the same server."""
    return conninfo_to_url(conninfo.conninfo_to_dict(server_url) | {"dbname": name})


def conninfo_to_url(parts: Mapping[str, Any]) -> str:
    """Write connection parts as the URL that DATABASE_URL takes."""
    host = str(parts.get("host") or "")
    user = quote(str(parts.get("user") or "postgres"), safe="")
    password = f":{quote(str(parts['password']), safe='')}" if parts.get("password") else ""
    port = f":{parts['port']}" if parts.get("port") else ""
    if host.startswith("/"):
        return f"postgresql://{user}{password}@{quote(host, safe='')}{port}/{parts['dbname']}"
    return f"postgresql://{user}{password}@{host}{port}/{parts['dbname']}"


def url_of(server: Server) -> str:
    """Return the address of an embedded server, password included."""
    password = server.places.passfile.read_text(encoding="ascii").strip().rpartition(":")[2]
    return f"postgresql://heed:{password}@/heed?host={quote(str(server.places.socket_dir), safe='')}&port=5432"


def _remove_left_over() -> None:
    """End what a killed session left running. Another session that still runs keeps its server."""
    for directory in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        session = directory.name.removeprefix(PREFIX).partition("-")[0]
        if directory.stat().st_uid != os.getuid() or (session.isdigit() and psutil.pid_exists(int(session))):
            continue
        server = Server(directory, durable=False, say=lambda _: None)
        if server.is_running():
            server.start()
            server.stop()
        if not server.is_running():
            shutil.rmtree(directory, ignore_errors=True)
