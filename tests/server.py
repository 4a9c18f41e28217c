"""The database server of a test session: the one DATABASE_URL names, else an embedded one in a temporary directory."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import quote

import psutil

from heed.config.embedded.server import Server

PREFIX = "heed-tests-"
_own: list[Server] = []


def start_test_database() -> str:
    """
    Return the DATABASE_URL of a server for tests, and put it into the environment for the workers of pytest-xdist.

    Call it before Django's settings are read. A server of our own writes nothing safely to disk, and goes, with its
    directory, when this process ends.
    """
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
    """Stop the server if it is our own. May be called twice."""
    while _own:
        server = _own.pop()
        os.environ.pop("DATABASE_URL", None)
        server.stop()
        shutil.rmtree(server.places.data_dir)


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
