"""Several heed processes that live and die together."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Final, Self

GRACE_SECONDS: Final = 10.0
LOOK_SECONDS: Final = 0.1
# Read by config/cli.py, which ends the child when this pipe does: portable, and true even of kill -9 of the parent.
PARENT_PIPE: Final = "HEED_PARENT_PIPE"


class Processes:
    """
    Children that run heed commands, ended together on leaving the `with` block.

    They hear nothing of Ctrl-C themselves: the parent passes it on, the last one started first.
    """

    def __init__(self) -> None:
        """Start nothing yet."""
        self._running: list[tuple[str, subprocess.Popen[bytes]]] = []
        self._read_end, self._write_end = os.pipe()

    def __enter__(self) -> Self:
        """Leave the starting to start()."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End them all."""
        try:
            self.stop()
        finally:
            os.close(self._read_end)
            os.close(self._write_end)

    def start(self, *words: str, env: Mapping[str, str] | None = None) -> int:
        """Start `heed WORDS…` with our environment and env on top of it; return its process id."""
        process = subprocess.Popen(  # noqa: S603  Ourselves.
            [sys.executable, "-m", "heed.config.cli", *words],
            env={**os.environ, **(env or {}), PARENT_PIPE: str(self._read_end)},
            stdin=subprocess.DEVNULL,
            pass_fds=[self._read_end],
            start_new_session=True,
        )
        self._running.append((" ".join(words), process))
        return process.pid

    def wait(self) -> tuple[str, int]:
        """Wait until one of them ends; return its words and its exit code (negative: the signal that killed it)."""
        while True:
            for words, process in self._running:
                code = process.poll()
                if code is not None:
                    return words, code
            time.sleep(LOOK_SECONDS)

    def stop(self) -> None:
        """End all of them, the last one first; kill what has not ended after ten seconds, or at a second Ctrl-C."""
        waiting = [process for _, process in reversed(self._running)]
        self._running.clear()
        for process in waiting:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for process in waiting:
            try:
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                deadline = 0.0
                process.kill()
                process.wait()
