"""Where the embedded database keeps what, computed from the data directory alone. Touches nothing."""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

PORT = 5432
# sockaddr_un.sun_path, less its closing zero byte.
LONGEST_SOCKET_PATH = 107 if sys.platform == "linux" else 103


@dataclass(frozen=True)
class Places:
    """The files of one embedded database."""

    data_dir: Path

    @property
    def cluster(self) -> Path:
        """PostgreSQL's own directory (PGDATA)."""
        return self.data_dir / "postgresql"

    @property
    def draft(self) -> Path:
        """A cluster in the making. It takes its name when it is whole, so that a killed start leaves no half of one."""
        return self.data_dir / "postgresql.new"

    @property
    def passfile(self) -> Path:
        """The password of the role heed, in libpq's format."""
        return self.data_dir / "database_password"

    @property
    def users(self) -> Path:
        """Locked, shared, by every process that uses the server."""
        return self.data_dir / "postgresql.users"

    @property
    def starting(self) -> Path:
        """Locked by the one process that may start the server."""
        return self.data_dir / "postgresql.starting"

    @property
    def running(self) -> Path:
        """Locked by the server itself: it and each of its own processes inherit the lock, and nobody else holds it."""
        return self.data_dir / "postgresql.running"

    @property
    def socket_dir(self) -> Path:
        """
        The directory of the server's socket: the cluster, which only its owner may enter.

        A socket's path may have some hundred bytes, and libpq reads a comma as the end of a host name. Where the
        cluster's path cannot serve, it is a directory of its own in /tmp: never TMPDIR or XDG_RUNTIME_DIR, which
        differ between a terminal, cron and systemd, for all of which the answer has to be the same.
        """
        try:
            name = bytes(str(self.cluster), "utf-8")
        except UnicodeEncodeError:  # A file name that is not UTF-8 cannot be passed to libpq.
            name = b","
        if len(name) + len(f"/.s.PGSQL.{PORT}") <= LONGEST_SOCKET_PATH and b"," not in name:
            return self.cluster
        digest = hashlib.sha256(str(self.data_dir).encode("utf-8", "surrogateescape")).hexdigest()
        return Path("/tmp") / f"heed-{digest[:16]}"  # noqa: S108  Made for us alone and checked: see server.py.

    @property
    def socket(self) -> Path:
        """The socket itself."""
        return self.socket_dir / f".s.PGSQL.{PORT}"
