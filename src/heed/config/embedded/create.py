"""Makes the files of a new embedded database. The caller holds the lock on starting."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from heed.config.embedded import conf
from heed.config.embedded.owner import DatabaseUnavailable, Owner
from heed.config.embedded.places import PORT, Places

VERSION = "18"
ROLE = DATABASE = "heed"

# Sorting by code point, built into PostgreSQL: no index goes wrong when the operating system changes its locale.
INITDB = (
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth=reject",
    "--no-instructions",
)


def create(places: Places, owner: Owner, programs: Path, *, durable: bool, say: Callable[[str], None]) -> None:
    """
    Make the cluster with its database, and the role heed that owns it.

    The role is no superuser: it may make databases (tests do) and read the server's statistics. The superuser
    postgres has no password, and the server lets nobody in without one; so only single-user mode is postgres.
    """
    say(f"Making the database in {places.cluster}.")
    shutil.rmtree(places.draft, ignore_errors=True)
    places.draft.mkdir(mode=0o700)
    owner.take(places.draft)
    words = [str(programs / "initdb"), f"--pgdata={places.draft}", *INITDB]
    run(words if durable else [*words, "--no-sync"], owner=owner, cwd=places.draft)
    configure(places.draft, places, owner, durable=durable)
    statements = [
        f"CREATE ROLE {ROLE} LOGIN CREATEDB",
        f"GRANT pg_monitor TO {ROLE}",
        f"CREATE DATABASE {DATABASE} OWNER {ROLE}",
        f"REVOKE CONNECT ON DATABASE {DATABASE} FROM PUBLIC",
    ]
    single_user(places.draft, statements, owner=owner, programs=programs)
    set_password(places.draft, places, owner=owner, programs=programs)
    places.draft.rename(places.cluster)
    if durable:
        _sync(places.data_dir)


def configure(cluster: Path, places: Places, owner: Owner, *, durable: bool) -> None:
    """Write the configuration files into the cluster."""
    replace(cluster / "postgresql.conf", conf.postgresql_conf(places.socket_dir, durable=durable), owner)
    replace(cluster / "pg_hba.conf", conf.PG_HBA, owner)


def set_password(cluster: Path, places: Places, *, owner: Owner, programs: Path) -> None:
    """Give the role heed a new random password and keep it in the passfile. The server must not be running."""
    password = secrets.token_urlsafe(32)
    single_user(cluster, [f"ALTER ROLE {ROLE} PASSWORD '{password}'"], owner=owner, programs=programs)
    replace(places.passfile, f"*:{PORT}:*:{ROLE}:{password}\n", None)


def single_user(cluster: Path, statements: list[str], *, owner: Owner, programs: Path) -> None:
    """Run statements without a server, as the superuser; the database postgres is the one connected to."""
    words = [
        str(programs / "postgres"),
        "--single",
        "-j",
        "-D",
        str(cluster),
        "-c",
        "log_min_messages=error",
        "postgres",
    ]
    # -j: a statement ends at a semicolon and an empty line. Errors do not show in the exit code.
    answer = run(words, owner=owner, cwd=cluster, stdin="".join(f"{statement};\n\n" for statement in statements))
    if "ERROR:" in answer:
        raise DatabaseUnavailable(f"The database could not be set up: {answer.partition('ERROR:')[2].strip()}")


def run(words: list[str], *, owner: Owner, cwd: Path, stdin: str = "") -> str:
    """Run one of the server's programs as its owner and return what it printed to standard error."""
    done = subprocess.run(  # noqa: S603  Our own words, no shell.
        words,
        check=False,
        capture_output=True,
        text=True,
        input=stdin,
        cwd=cwd,
        env=environment(),
        umask=0o077,
        **owner.switches,
    )
    errors = str(done.stderr)
    if done.returncode:
        last = (errors.strip() or f"exit code {done.returncode}").splitlines()[-1]
        raise DatabaseUnavailable(f"The database could not be set up: {Path(words[0]).name}: {last}")
    return errors


def environment() -> dict[str, str]:
    """Return the server's environment: nothing of ours, as PGPORT and its like would change what it does."""
    kept = ("PATH", "SYSTEMROOT", "TMPDIR", "LD_LIBRARY_PATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"LC_ALL": "C"}


def replace(path: Path, text: str, owner: Owner | None) -> None:
    """Put text in the place of path, at once and for its owner's eyes only. Without an owner it is ours."""
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    if owner:
        owner.take(draft)
    draft.replace(path)


def _sync(directory: Path) -> None:
    fd = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
