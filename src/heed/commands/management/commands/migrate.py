"""heed migrate."""

import gc
from typing import Any, Final

from django.core.management.commands.migrate import Command as DjangosMigrate
from django.db import connections

from heed.commands.base import HeedCommand

# A change to a table waits for whoever is using it, and everybody else waits behind the change: not for longer than a
# caller would hold the line. docs/running.md says what to do when it gives up.
LOCK_SECONDS: Final = 4
STATEMENT_SECONDS: Final = 60
# One of several processes migrates; any number that no other program locks in this database.
ADVISORY_LOCK: Final = 0x48656564


class Command(HeedCommand, DjangosMigrate):
    """
    Django's migrate, one at a time and never for long in anybody's way.

    A statement gives up after 4 seconds of waiting for a lock, or after 60 seconds of work.
    """

    help = "Bring the database's tables up to date"
    needs_migrations = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Lock, limit, migrate."""
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            # Before the limits: whoever waits here waits for a migration, however long it takes.
            cursor.execute("SELECT pg_advisory_lock(%s)", [ADVISORY_LOCK])
            cursor.execute(f"SET lock_timeout = '{LOCK_SECONDS}s'")
            cursor.execute(f"SET statement_timeout = '{STATEMENT_SECONDS}s'")
        # Django draws every model anew for every step: looking for garbage among them took a third of a new database's time.
        gc.disable()
        try:
            super().handle(*args, **options)
        finally:
            gc.enable()
            # The pool hands this connection on. One that broke has lost all three by itself.
            if connection.is_usable():
                with connection.cursor() as cursor:
                    cursor.execute("RESET statement_timeout; RESET lock_timeout")
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [ADVISORY_LOCK])
