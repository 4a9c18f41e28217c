"""Several heed processes that live and die together."""

import os
import signal
import time
from pathlib import Path

import psutil
import pytest

from heed.commands.processes import Processes


def works(tmp_path: Path) -> dict[str, str]:
    return {"HEED_DATA_DIR": str(tmp_path), "DATABASE_URL": os.environ["DATABASE_URL"]}


@pytest.mark.slow
def test_when_one_dies_it_is_named_and_all_others_are_ended(tmp_path: Path) -> None:
    with Processes() as processes:
        first = processes.start("serve", "--port", "0", env=works(tmp_path))
        second = processes.start("serve", "--port", "0", env=works(tmp_path))
        time.sleep(0.1)
        os.kill(second, signal.SIGKILL)
        assert processes.wait() == ("serve --port 0", -signal.SIGKILL)
        assert psutil.pid_exists(first)
    assert not psutil.pid_exists(first)
