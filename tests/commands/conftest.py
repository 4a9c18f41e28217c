"""The command line, run in this process as the console script runs it."""

import json
from dataclasses import dataclass

import pytest
from tests.flows.conftest import hear, reported, ring, say

from heed.config import cli

__all__ = ["hear", "reported", "ring", "say"]


@dataclass(frozen=True)
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        """Return standard output as JSON: it holds nothing else."""
        return json.loads(self.out)

    @property
    def lines(self):
        """Return standard output as JSON lines."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def heed(capsys):
    """Return a runner: `heed("audit", "verify", "--json")`."""

    def heed(*words):
        capsys.readouterr()
        try:
            code = cli.run(list(words))
        except SystemExit as end:
            code = end.code
        printed = capsys.readouterr()
        return Said(code, printed.out, printed.err)

    return heed
