"""Packs to break: a copy of the tiny pack that a test may change."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from heed.foundation.policy.checking import check

TINY = Path(__file__).parent / "packs" / "tiny"

Change = Callable[..., list[str]]


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """Copy the tiny pack to a folder of the test's own."""
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


@pytest.fixture
def check_with(tiny: Path) -> Change:
    """Give a function that puts new text in place of old in one file, and checks the pack."""

    def change(name: str, old: str, new: str) -> list[str]:
        text = (tiny / name).read_text(encoding="utf-8")
        assert old in text
        (tiny / name).write_text(text.replace(old, new, 1), encoding="utf-8")
        return check(tiny)

    return change
