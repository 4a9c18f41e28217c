"""Writes results whole or not at all: into a file beside the place, then into the place."""

import csv
import os
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from heed.backrecord.fields import Unusable


def check_place(path: Path) -> None:
    """Make sure that a file can be written there, before hours of work. Raises Unusable."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise Unusable(f"there is no folder {folder} to write {path.name} into")
    if path.is_dir():
        raise Unusable(f"{path} is a folder")
    if not os.access(folder, os.W_OK):
        raise Unusable(f"nothing can be written into {folder}")


@contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """Give a file to write into that takes its place when all went well, and otherwise was never there."""
    handle, name = tempfile.mkstemp(dir=path.absolute().parent, prefix=f".{path.name}.", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        # mkstemp gives the file to its owner alone; who may read a new file is the umask's to say.
        os.umask(mask := os.umask(0))
        Path(name).chmod(0o666 & ~mask)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a CSV file, whole or not at all."""
    with whole(path) as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def write_text(path: Path, text: str) -> None:
    """Write a text file, whole or not at all."""
    with whole(path) as file:
        file.write(text)
