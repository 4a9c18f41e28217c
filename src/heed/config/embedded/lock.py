"""Locks on files that end with their holders, even by kill -9."""

import fcntl
import os
from pathlib import Path
from typing import Self

from heed.config.embedded.owner import DatabaseUnavailable


class FileLock:
    """
    One hold on a lock file, from open to close.

    flock, not lockf: a lock belongs to the open file, so two of them within one process exclude each other, and a
    child that inherits the file holds the lock too.
    """

    def __init__(self, path: Path) -> None:
        """Open the file, making it if need be. Holds nothing yet."""
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            msg = f"{path} cannot be opened ({error.strerror}): Heed needs its data directory to itself."
            raise DatabaseUnavailable(msg) from error

    def __enter__(self) -> Self:
        """Leave the holding to its methods."""
        return self

    def __exit__(self, *exc: object) -> None:
        """Close."""
        self.close()

    @property
    def fd(self) -> int:
        """The open file, to be inherited by a child."""
        return self._fd

    def share(self) -> None:
        """Wait until nobody holds it alone, then hold it with others."""
        fcntl.flock(self._fd, fcntl.LOCK_SH)

    def hold(self) -> None:
        """Wait until nobody holds it, then hold it alone."""
        fcntl.flock(self._fd, fcntl.LOCK_EX)

    def try_hold(self) -> bool:
        """Hold it alone if that is possible now; a share held so far is given up in any case."""
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def is_held(self) -> bool:
        """Say whether someone holds it alone. Two who ask at once do not take each other for a holder."""
        try:
            fcntl.flock(self._fd, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        fcntl.flock(self._fd, fcntl.LOCK_UN)
        return False

    def close(self) -> None:
        """Give up this hold. Whoever inherited it keeps it."""
        os.close(self._fd)
