"""A whole Heed of its own: web server and worker as real processes on a database of their own."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg import sql

from tests.server import on_database

HEED = str(Path(sys.executable).with_name("heed"))
READY_WITHIN = 60.0
"""Seconds that a machine under load may take until Heed answers."""


class Live:
    """One running Heed. Processes are started and ended by pid; nothing else on the machine is touched."""

    def __init__(self, database_url: str, data_dir: Path, *, force: str = "MAL") -> None:
        """Choose a port; nothing runs yet."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.database_url = database_url
        self.data_dir = data_dir
        self.env = os.environ | {
            "DATABASE_URL": database_url,
            "HEED_DATA_DIR": str(data_dir),
            "HEED_PORT": str(self.port),
            "PYTHONWARNINGS": "ignore",
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.passwords: dict[str, str] = {}
        self.token, self.force = "", force

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one heed command to its end."""
        done = subprocess.run(
            [HEED, *arguments], env=self.env, check=False, capture_output=True, text=True, timeout=300
        )
        if check and done.returncode:
            raise AssertionError(
                f"heed {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
            )
        return done

    def add_account(self, name: str, role: str, *more: str) -> None:
        """Add an account of the force MAL and remember the password that was made for it."""
        words = ["accounts", "add", name, "--role", role, "--force", self.force, "--generate", "--json", *more]
        self.passwords[name] = json.loads(self.run(*words).stdout)["password"]

    def sign_in(self, name: str) -> httpx.Client:
        """Return a client that is signed in, and that may post as the page's own forms do."""
        client = httpx.Client(base_url=self.url, follow_redirects=True, timeout=20)
        client.get("/accounts/login/")
        data = {"login": name, "password": self.passwords[name], "csrfmiddlewaretoken": client.cookies["heed_csrf"]}
        answer = client.post("/accounts/login/", data=data, headers={"Referer": self.url})
        if "heed_session" not in client.cookies:
            raise AssertionError(f"{name} could not sign in: {answer.status_code} {answer.url}")
        client.headers.update({"Referer": self.url, "X-CSRFToken": client.cookies["heed_csrf"]})
        return client

    def start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        """Start one heed process that lasts; its words go to a file in the data directory."""
        words = (self.data_dir / f"{name}.log").open("ab")
        self.processes[name] = subprocess.Popen([HEED, *arguments], env=self.env, stdout=words, stderr=words)
        return self.processes[name]

    def serve(self) -> None:
        """Start the web server and wait until it answers."""
        self.start("serve", "serve")
        self.wait_until_healthy()

    def work(self) -> None:
        """Start the worker."""
        self.start("work", "work")

    def wait_until_healthy(self) -> None:
        """Wait until the health page answers 200."""
        deadline = time.monotonic() + READY_WITHIN
        while time.monotonic() < deadline:
            try:
                if httpx.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except httpx.HTTPError:
                pass
            if self.processes["serve"].poll() is not None:
                break
            time.sleep(0.05)
        raise AssertionError(f"Heed did not come up:\n{(self.data_dir / 'serve.log').read_text()}")

    def kill(self, name: str) -> None:
        """End a process at once, as a power cut would."""
        process = self.processes.pop(name)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End everything that was started, politely first."""
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        self.processes.clear()

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Ask the database directly."""
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            return connection.execute(statement, values or None).fetchall()  # type: ignore[arg-type]


@contextmanager
def fresh_database(server_url: str, *, template: str = "template0") -> Iterator[str]:
    """Make an empty database on the server, or one like another that nobody is connected to; drop it afterwards."""
    name = f"live_{secrets.token_hex(6)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )
    try:
        yield on_database(server_url, name)
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
