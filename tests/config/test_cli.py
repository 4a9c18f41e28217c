"""The console script, as others script against it."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import httpx
import pytest

from heed.config.embedded.server import Server

# For a machine that does much else at once.
PATIENCE_SECONDS = 90
PARENT = """
import os, sys
from heed.commands.processes import Processes
with Processes() as processes:
    print(processes.start("serve", "--port", sys.argv[1]), flush=True)
    print(*processes.wait())
"""


@pytest.fixture(scope="module")
def looked_at() -> "Iterator[tuple[Path, subprocess.CompletedProcess[str]]]":
    """Return the directory of an embedded database that `heed doctor` found missing, and made; and what it said."""
    with own_directory() as directory:
        yield directory, heed(directory, "doctor", "--json", HEED_PORT=str(free_port()))


@pytest.fixture
def data_dir() -> Iterator[Path]:
    """Return a directory of its own."""
    with own_directory() as directory:
        yield directory


@contextmanager
def own_directory() -> Iterator[Path]:
    """Make a directory; a server left in it is stopped."""
    directory = Path(mkdtemp(prefix="heed-cli-"))
    yield directory
    server = Server(directory, say=lambda _: None)
    if server.is_running():
        server.start()
        server.stop()
    shutil.rmtree(directory)


def environment(data_dir: Path, **changes: str) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if name != "DATABASE_URL" and not name.startswith("PYTEST")
    }
    return {**kept, "HEED_DATA_DIR": str(data_dir), **changes}


def heed(data_dir: Path, *words: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "heed.config.cli", *words]
    return subprocess.run(command, env=environment(data_dir, **changes), capture_output=True, text=True, check=False)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def wait_for(address: str) -> httpx.Response:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            return httpx.get(address)
        except httpx.TransportError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def test_help_lists_ours_alone(data_dir: Path) -> None:
    done = heed(data_dir, "help")
    assert done.returncode == 0
    listed = {line.split()[0] for line in done.stdout.splitlines() if line.startswith("  ")}
    assert {"doctor", "migrate", "serve", "work"} <= listed
    assert not {"runserver", "shell", "makemigrations"} & listed
    assert not Server(data_dir).is_running()


@pytest.mark.parametrize(
    ("words", "changes", "sentence"),
    [
        (["docter"], {}, "There is no command 'docter': did you mean `heed doctor`?\n"),
        (["serve", "--port", "x"], {}, "invalid int value: 'x'"),
        (["migrate"], {"DATABASE_URL": "mysql://h/x"}, "DATABASE_URL must begin with postgresql://"),
        (["migrate"], {"DATABASE_URL": "postgresql://x@127.0.0.1:1/x"}, "cannot be reached: "),
        (["migrate"], {"HEED_PORT": "many"}, "HEED_PORT"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_2(
    data_dir: Path, words: list[str], changes: dict[str, str], sentence: str
) -> None:
    done = heed(data_dir, *words, **changes)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_the_embedded_database_is_started_migrated_and_stopped_around_a_command(
    looked_at: "tuple[Path, subprocess.CompletedProcess[str]]",
) -> None:
    data_dir, done = looked_at
    findings = {finding["subject"]: finding for finding in json.loads(done.stdout)["findings"]}
    assert findings["database"]["values"]["kind"] == "embedded"
    assert findings["migrations"]["values"]["pending"] == []
    assert "Bringing the database up to date" in done.stderr
    assert not Server(data_dir).is_running()


@pytest.mark.slow
def test_serve_ends_with_the_process_that_started_it_even_by_kill_9_and_takes_the_database_along(
    looked_at: "tuple[Path, subprocess.CompletedProcess[str]]",
) -> None:
    data_dir, _ = looked_at
    port = free_port()
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(port)], env=environment(data_dir), stdout=subprocess.PIPE, text=True
    )
    server = Server(data_dir)
    try:
        assert wait_for(f"http://127.0.0.1:{port}/healthz").json() == {"status": "ok", "database": "ok"}
        assert server.is_ready()
    finally:
        parent.kill()
        parent.communicate()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.is_running() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not server.is_running()


def test_a_port_in_use_is_one_sentence(data_dir: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = heed(data_dir, "serve", "--port", str(port), DATABASE_URL=os.environ["DATABASE_URL"])
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1] == f"Cannot listen on 127.0.0.1 port {port}: Address already in use."
