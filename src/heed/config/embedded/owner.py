"""Who runs the server: whoever runs Heed or, as PostgreSQL refuses to run as root, a system user made for it."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SYSTEM_USER = "heed-postgres"


class DatabaseUnavailable(Exception):
    """The embedded database cannot be started. The message is one sentence for whoever runs Heed."""


@dataclass(frozen=True)
class Owner:
    """The user whose processes and files the server's are."""

    uid: int
    gid: int

    @property
    def switches(self) -> dict[str, Any]:
        """What subprocess needs to become this user; nothing when we are that user."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def take(self, path: Path) -> None:
        """Make path this user's."""
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid, follow_symlinks=False)

    def may_pass(self, directory: os.stat_result) -> bool:
        """Say whether this user may pass through a directory to what lies below it."""
        if directory.st_uid == self.uid:
            return bool(directory.st_mode & stat.S_IXUSR)
        if directory.st_gid == self.gid:
            return bool(directory.st_mode & stat.S_IXGRP)
        return bool(directory.st_mode & stat.S_IXOTH)


def server_owner(cluster: Path) -> Owner:
    """
    Return who the server of this cluster runs as, making the system user when root starts it for the first time.

    Raises DatabaseUnavailable when the cluster belongs to someone else.
    """
    if os.geteuid() == 0:
        entry = _system_user()
        owner = Owner(entry.pw_uid, entry.pw_gid)
    else:
        owner = Owner(os.geteuid(), os.getegid())
    try:
        found = cluster.stat().st_uid
    except FileNotFoundError:
        return owner
    if found != owner.uid:
        msg = (
            f"{cluster} belongs to user {_name(found)}: run Heed as the user who made it, not as {_name(os.geteuid())}."
        )
        raise DatabaseUnavailable(msg)
    return owner


def open_the_way(owner: Owner, targets: list[Path], say: Callable[[str], None]) -> None:
    """
    Let the system user reach the targets when root runs Heed; do nothing for anyone else.

    Directories above are opened for passing only, never for listing, and each one is named to whoever runs Heed.
    """
    if owner.uid == os.geteuid():
        return
    for target in targets:
        for directory in (target, *target.parents):
            found = directory.stat()
            if not owner.may_pass(found):
                directory.chmod(stat.S_IMODE(found.st_mode) | stat.S_IXOTH)
                say(f"Opened {directory} for passing through (o+x), so that {SYSTEM_USER} can reach {target}.")


def open_programs(owner: Owner, installed: Path) -> None:
    """Let the system user read and run the server's programs, which a strict umask may have kept for root alone."""
    if owner.uid == os.geteuid() or (installed / "bin" / "postgres").stat().st_mode & stat.S_IXOTH:
        return
    for path in (installed, *installed.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode | (mode & (stat.S_IRUSR | stat.S_IXUSR)) >> 6)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        pass
    useradd = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    adduser = shutil.which("adduser") or shutil.which("adduser", path="/usr/sbin:/sbin")
    if useradd:
        words = [useradd, "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
        words += ["--shell", "/bin/false", SYSTEM_USER]
    elif adduser:  # BusyBox
        words = [adduser, "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/bin/false", SYSTEM_USER]
    else:
        msg = "PostgreSQL does not run as root, and this system has no useradd: run Heed as an ordinary user."
        raise DatabaseUnavailable(msg)
    done = subprocess.run(words, check=False, capture_output=True, text=True)  # noqa: S603
    try:  # Another process may have made it first, which fails ours and is just as good.
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        msg = f"The system user {SYSTEM_USER} could not be made: {done.stderr.strip() or 'no reason given'}"
        raise DatabaseUnavailable(msg) from None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
