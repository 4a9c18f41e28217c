"""A whole Heed for journeys: one force, two people, one exchange, on a database of its own."""

import json
import os

import pytest
from tests.live import Live, fresh_database


def furnish(live: Live) -> None:
    """Add the force, Harriet who takes calls, Simon who supervises, and an exchange; its token is live.token."""
    live.run("migrate")
    live.run("accounts", "add-force", "MAL", "Mallowshire Police")
    live.add_account("harriet", "call_handler", "--first-name", "Harriet", "--last-name", "Okoro")
    live.add_account("simon", "supervisor", "--first-name", "Simon", "--last-name", "Price")
    live.token = json.loads(live.run("telephony", "add-source", "exchange", "--json").stdout)["token"]


@pytest.fixture(scope="module")
def heed(tmp_path_factory):
    """Run a whole Heed for the tests of one file."""
    with fresh_database(os.environ["DATABASE_URL"]) as url:
        live = Live(url, tmp_path_factory.mktemp("heed"))
        furnish(live)
        live.serve()
        live.work()
        yield live
        live.stop()
