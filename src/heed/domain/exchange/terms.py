"""The words of exchange with systems of partners."""

from django.db import models


class Protocol(models.TextChoices):
    """How a partner's system is spoken to."""

    OPEN311 = "open311", "Open311 GeoReport v2"
    TRANSFER = "transfer", "Heed incident transfer"


class Way(models.TextChoices):
    """Which way a case went first."""

    OUT = "out", "From us to the partner"
    IN = "in", "From the partner to us"


class Kind(models.TextChoices):
    """What a message is, as the incident transfer names it (interop.md 3.1)."""

    CREATE = "create", "New case"
    UPDATE = "update", "Update"
    CLOSE = "close", "Closed"
    ACK = "ack", "Taken in"
    REJECT = "reject", "Turned down"


class Result(models.TextChoices):
    """What came of one try to hand a message over, or of what a person did with it."""

    TAKEN = "taken", "Taken by the partner"
    AGAIN = "again", "Not taken, tried again"
    UNSURE = "unsure", "No answer: it may have been taken, and is sent again under the same number"
    REFUSED = "refused", "Turned down by the partner"
    STOPPED = "stopped", "Stopped here before it went out"
    BY_HAND = "by_hand", "Put back into the queue by hand"
    GIVEN_UP = "given_up", "Given up"


class Came(models.TextChoices):
    """How a message came in."""

    TRANSFER = "transfer", "Handed over by the partner's system"
    POLL = "poll", "Asked for at the partner's system"


SETTLED = frozenset({Result.TAKEN, Result.GIVEN_UP})
"""Results after which a message leaves the queue."""
