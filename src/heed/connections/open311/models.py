"""Keys that were wrong."""

from typing import ClassVar

from django.db import models

from heed.foundation.accounts.terms import Retention, handling


class WrongKey(models.Model):
    """That a request came with a key that nobody has: from where and when, for as long as it counts. Never the key."""

    handling = handling(Retention.WHILE_IN_USE, plain="id at", staff="device")

    device = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        """Counted by where it came from."""

        indexes: ClassVar = [models.Index("device", "at", name="wrong_key_by_device")]

    def __str__(self) -> str:
        """Name the row."""
        return f"wrong key {self.pk}"
