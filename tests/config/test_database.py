"""The embedded database, with real servers and real kills; and the reading of DATABASE_URL."""

import getpass
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import psycopg
import pytest
from django.core.exceptions import ImproperlyConfigured

from heed.config import database
from heed.config.embedded.owner import DatabaseUnavailable
from heed.config.embedded.places import Places
from heed.config.embedded.server import Server

# Starts the server of the directory in its first argument, says "up", and uses it until its standard input ends.
USER = """
import sys
from pathlib import Path
from heed.config.embedded.server import Server
server = Server(Path(sys.argv[1]), durable=len(sys.argv) > 2)
server.start()
print("up", server.pid(), flush=True)
sys.stdin.read()
server.stop()
"""
NOBODY = 65534


def quiet(_sentence: str) -> None:
    """Say nothing."""


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Return a short path, as on a real machine, and leave no server behind."""
    directory = Path(tempfile.mkdtemp(prefix="heed-db-"))
    yield directory / "data"
    server = Server(directory / "data", say=quiet)
    if server.is_running():
        server.start()
        server.stop()
    shutil.rmtree(directory)


def connect(data_dir: Path, **changes: str) -> psycopg.Connection[tuple[object, ...]]:
    entry = database.settings("", data_dir, pool=1)
    params = {
        "host": entry["HOST"],
        "port": entry["PORT"],
        "user": entry["USER"],
        "dbname": entry["NAME"],
        "passfile": entry["OPTIONS"]["passfile"],
        "require_auth": entry["OPTIONS"]["require_auth"],
    }
    return psycopg.connect(**{**params, **changes}, autocommit=True)


def use(data_dir: Path, *words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", USER, str(data_dir), *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def wait_until_up(process: "subprocess.Popen[str]") -> int:
    assert process.stdout is not None
    word, pid = process.stdout.readline().split()
    assert word == "up"
    return int(pid)


def kill_server(pid: int) -> None:
    """Return when it has gone: a killed process answers for a moment longer."""
    process = psutil.Process(pid)
    process.kill()
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        time.sleep(0.01)


def leave(process: "subprocess.Popen[str]") -> None:
    process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.mark.slow
def test_a_fresh_directory_gets_a_utf8_utc_database_and_a_role_that_is_no_superuser(data_dir: Path) -> None:
    server = Server(data_dir, durable=True, say=quiet)
    server.start()
    with connect(data_dir) as connection:
        row = connection.execute(
            "SELECT current_setting('server_encoding'), current_setting('TimeZone'), datlocale, rolsuper,"
            " current_setting('fsync'), current_setting('synchronous_commit')"
            " FROM pg_database, pg_roles WHERE datname = 'heed' AND rolname = current_user"
        ).fetchone()
    assert row == ("UTF8", "UTC", "C.UTF-8", False, "on", "on")
    server.stop()
    server.stop()
    assert not server.is_running()


@pytest.mark.slow
def test_processes_that_start_at_once_share_one_server_and_the_last_one_stops_it(data_dir: Path) -> None:
    users = [use(data_dir) for _ in range(3)]
    assert len({wait_until_up(user) for user in users}) == 1
    server = Server(data_dir, say=quiet)
    leave(users.pop())
    leave(users.pop())
    assert server.is_ready()
    leave(users.pop())
    assert not server.is_running()


@pytest.mark.slow
def test_what_was_committed_outlives_kill_9_of_heed_and_of_the_server(data_dir: Path) -> None:
    user = use(data_dir, "durable")
    first = wait_until_up(user)
    with connect(data_dir) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS row")
    user.kill()
    user.communicate()

    server = Server(data_dir, say=quiet)
    assert server.is_ready()
    server.start()
    assert server.pid() == first  # The killed process left it running, and no trace of itself.

    with connect(data_dir) as busy:
        cursor = busy.cursor()
        kill_server(first)
        server.start()
        assert server.pid() != first
        with pytest.raises(psycopg.OperationalError):
            cursor.execute("SELECT 1")
    with connect(data_dir) as connection:
        assert connection.execute("SELECT row FROM kept").fetchone() == (1,)
    server.stop()
    assert not server.is_running()


@pytest.mark.slow
def test_a_long_query_that_outlives_its_killed_server_does_not_keep_the_next_one_from_starting(data_dir: Path) -> None:
    server = Server(data_dir, durable=False, say=quiet)
    server.start()
    # Deaf to the death of the server, as a long computation is.
    deaf = "DO $$ BEGIN FOR i IN 1..2000000000 LOOP NULL; END LOOP; END $$"
    connection = connect(data_dir)
    connection.pgconn.send_query(deaf.encode())
    pid = server.pid()
    assert pid is not None
    time.sleep(0.1)
    kill_server(pid)
    server.start()
    assert server.is_ready()
    connection.close()
    server.stop()


@pytest.mark.slow
def test_a_start_killed_half_way_and_a_stale_process_id_do_not_matter(data_dir: Path) -> None:
    places = Places(data_dir.resolve())
    (places.draft / "base").mkdir(parents=True)
    server = Server(data_dir, durable=False, say=quiet)
    server.start()
    server.stop()
    # After a power cut and a restart, the number in the file is some other program's: ours, here.
    (places.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{places.cluster}\n0\n5432\n\n\n0 0\nready\n")
    assert not server.is_ready()
    server.start()
    with connect(data_dir):
        pass
    server.stop()


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["d" * 120, 'Lärm, "O\'Brien" & \\söhne $HOME'], ids=["too long for a socket", "odd letters"]
)
def test_any_directory_will_do(data_dir: Path, name: str) -> None:
    server = Server(data_dir / name, durable=False, say=quiet)
    server.start()
    with connect(data_dir / name) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    socket_dir = server.places.socket_dir
    assert socket_dir.stat().st_mode & 0o077 == 0
    server.stop()
    assert not server.is_running()
    assert socket_dir.exists() == (socket_dir == server.places.cluster)


@pytest.mark.slow
def test_a_stranger_cannot_connect(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(data_dir, durable=False, say=quiet)
    server.start()
    assert server.places.passfile.stat().st_mode & 0o077 == 0
    assert server.places.cluster.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("PGPASSFILE", os.devnull)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect(data_dir, password="wrong")
    with pytest.raises(psycopg.OperationalError, match="password"):
        connect(data_dir, passfile=os.devnull)
    for role in ("postgres", getpass.getuser()):
        with pytest.raises(psycopg.OperationalError):
            connect(data_dir, user=role, password="")
    server.stop()


def test_a_stranger_who_takes_the_socket_s_place_in_tmp_is_found_out(data_dir: Path) -> None:
    places = Places((data_dir / ("d" * 120)).resolve())
    places.socket_dir.mkdir(mode=0o700)
    try:
        places.socket_dir.chmod(0o777)
        with pytest.raises(DatabaseUnavailable, match="0700"):
            Server(places.data_dir, durable=False, say=quiet).start()
    finally:
        places.socket_dir.rmdir()


@pytest.mark.slow
def test_an_ordinary_user_needs_nobody_s_help(data_dir: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("we are one already: every other test shows it")
    become = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--"]
    if not shutil.which("setpriv") or subprocess.run([*become, sys.executable, "-c", ""], check=False).returncode:
        pytest.skip("user nobody may not run this Python here")
    data_dir.mkdir()
    os.chown(data_dir, NOBODY, NOBODY)
    data_dir.parent.chmod(0o755)
    done = subprocess.run(
        [*become, sys.executable, "-c", USER, str(data_dir)], input="", text=True, capture_output=True, check=False
    )
    assert done.stdout.startswith("up "), done.stderr
    assert (data_dir / "postgresql").stat().st_uid == NOBODY
    with pytest.raises(DatabaseUnavailable, match="run Heed as the user who made it"):
        Server(data_dir, say=quiet).start()


def test_without_database_url_the_address_is_computed_and_nothing_is_made(tmp_path: Path) -> None:
    entry = database.settings("", tmp_path / "none", pool=3)

    assert entry["NAME"] == entry["USER"] == "heed"
    assert not entry["PASSWORD"]
    assert entry["CONN_MAX_AGE"] == 0
    assert entry["CONN_HEALTH_CHECKS"]
    assert entry["OPTIONS"]["pool"]["max_size"] == 3
    assert entry == database.settings("", tmp_path / "none", pool=3)
    assert not list(tmp_path.iterdir())


def test_database_url_is_read_as_libpq_reads_it(tmp_path: Path) -> None:
    entry = database.settings(
        "postgres://u%40x:p%2Fs%25@h.example:5433/call%20log?sslmode=verify-full", tmp_path, pool=1
    )
    assert [entry[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")] == [
        "u@x",
        "p/s%",
        "h.example",
        "5433",
        "call log",
    ]
    assert entry["OPTIONS"]["sslmode"] == "verify-full"
    assert "passfile" not in entry["OPTIONS"]
    assert database.settings("postgresql:///x?host=/run/postgresql", tmp_path, pool=1)["HOST"] == "/run/postgresql"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://h/x", "must begin with postgresql://"),
        ("postgres://user:secret@h", "names no database"),
        ("postgres://user:se/secret@h/x", "port that is not a number"),
        ("postgres://user:secret@h:0/x", "port that is not a number"),
        ("postgres://user:sec ret@h/x", "cannot be read"),
        ("postgres://h/x?nonsense=1", "cannot be read"),
    ],
)
def test_a_bad_database_url_gets_one_sentence_without_the_password(tmp_path: Path, url: str, sentence: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=sentence) as refused:
        database.settings(url, tmp_path, pool=1)
    assert "secret" not in str(refused.value)
    assert "\n" not in str(refused.value)
