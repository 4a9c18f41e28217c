"""
One PostgreSQL for the whole run, shared by all workers; a database of its own for each.

With DATABASE_URL set, that server is used instead, so that the same tests run on any supported version.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import django
import pytest

from tests import server

# At import, before Django reads its settings: in the controller of pytest-xdist, or in the only process. The settings
# module is named here and not in pyproject.toml, because pytest-django would otherwise read it before this file.
if "PYTEST_XDIST_WORKER" not in os.environ:
    server.start_test_database()
    os.environ["HEED_DATA_DIR"] = tempfile.mkdtemp(prefix="heed-test-data-")
    Path(os.environ["HEED_DATA_DIR"], "static").mkdir()
os.environ["DJANGO_SETTINGS_MODULE"] = "heed.config.settings"
django.setup()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the server once the last worker is done."""
    if not hasattr(config, "workerinput"):
        server.stop_test_database()
        shutil.rmtree(os.environ["HEED_DATA_DIR"], ignore_errors=True)


def pytest_collection_finish() -> None:
    """Take what stays for the whole run (modules, lexicon, tests) out of what the garbage collector looks through."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


@cache
def hashed_password() -> str:
    """Return "a long pass phrase" as accounts keep it: hashing takes a quarter of a second, and every test has accounts."""
    from django.contrib.auth.hashers import make_password

    return make_password("a long pass phrase", hasher="pbkdf2_sha256")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Have the database of each worker copied from one that was migrated once."""
    from django.db import connections

    connections["default"].settings_dict["TEST"]["TEMPLATE"] = server.migrated()


NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
"""A Friday: when a test's clock stands still."""


@pytest.fixture
def noon() -> datetime:
    """Return the moment at which most tests happen."""
    return NOON


@pytest.fixture
def force(db: None) -> Any:
    """Return Mallowshire Police, which does not exist."""
    from heed.foundation.accounts.models import Force

    return Force.objects.create(code="MAL", name="Mallowshire Police")


@pytest.fixture
def person_at_work(force: Any) -> Callable[..., Any]:
    """Return a maker of accounts: `person_at_work("supervisor")`; the cast is named by role unless a name is given."""
    from heed.foundation.accounts.models import User

    made_once = hashed_password()

    def make(role: str = "call_handler", username: str = "", **fields: Any) -> Any:
        name = username or role
        fields.setdefault("first_name", name.replace("_", " ").title())
        fields.setdefault("force", force)
        return User.objects.create(username=name, password=made_once, role=role, **fields)

    return make


@pytest.fixture
def handler(person_at_work: Callable[..., Any]) -> Any:
    """Return Harriet, who takes calls."""
    return person_at_work("call_handler", "harriet", first_name="Harriet", last_name="Okoro")


@pytest.fixture
def supervisor(person_at_work: Callable[..., Any]) -> Any:
    """Return Simon, who answers for the room."""
    return person_at_work("supervisor", "simon", first_name="Simon", last_name="Price")


@pytest.fixture
def source(force: Any, noon: datetime) -> tuple[Any, str]:
    """Return a telephone exchange of the force, and its token."""
    from heed.connections.telephony.services import add_source
    from heed.foundation.accounts.terms import system

    made, token, _ = add_source(force=force, name="test exchange", actor=system("tests"), now=noon)
    return made, token
