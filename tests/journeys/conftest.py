"""A whole Heed for journeys: one force, two people, one exchange, on a database of its own."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg import conninfo
from tests.live import Live, fresh_database
from tests.server import made_once, migrated, on_database


def furnish(live: Live) -> None:
    """Add the force, Harriet who takes calls, Simon who supervises, and an exchange; its token is live.token."""
    live.run("accounts", "add-force", "MAL", "Mallowshire Police")
    live.add_account("harriet", "call_handler", "--first-name", "Harriet", "--last-name", "Okoro")
    live.add_account("simon", "supervisor", "--first-name", "Simon", "--last-name", "Price")
    live.token = json.loads(live.run("telephony", "add-source", "exchange", "--json").stdout)["token"]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory):
    """Furnish one database, of which every file gets a copy: migrations and accounts are made once, not once a file."""
    kept = Path(os.environ["HEED_DATA_DIR"], "furnished.json")

    def make(url):
        live = Live(url, tmp_path_factory.mktemp("furnished"))
        furnish(live)
        kept.write_text(json.dumps([live.passwords, live.token]))

    name = made_once("furnished", make, template=migrated())
    live = Live(on_database(os.environ["DATABASE_URL"], name), tmp_path_factory.mktemp("furnished"))
    live.passwords, live.token = json.loads(kept.read_text())
    return live


@contextmanager
def copy_of(furnished: Live, data_dir: Path) -> Iterator[Live]:
    """Make a Heed like the furnished one, on a database of its own; nothing runs yet, and everything is ended afterwards."""
    template = conninfo.conninfo_to_dict(furnished.database_url)["dbname"]
    with fresh_database(os.environ["DATABASE_URL"], template=str(template)) as url:
        live = Live(url, data_dir)
        live.passwords, live.token = dict(furnished.passwords), furnished.token
        try:
            yield live
        finally:
            live.stop()


@pytest.fixture(scope="module")
def heed(furnished, tmp_path_factory):
    """Run a whole Heed for the tests of one file."""
    with copy_of(furnished, tmp_path_factory.mktemp("heed")) as live:
        live.serve()
        live.work()
        yield live
