"""Which packs have been in use here, kept whole, so that an old decision can be read by the rules it was made under."""

from typing import ClassVar

import pgtrigger
from django.db import models

from heed.foundation.accounts.terms import Retention, handling


class PackVersion(models.Model):
    """A pack as it stood when it was first used: its files' text by name, under its version and digest."""

    handling = handling(Retention.AUDIT, plain="id label version digest files first_used_at")

    label = models.CharField(max_length=80, unique=True)
    version = models.CharField(max_length=60)
    digest = models.CharField(max_length=64)
    files = models.JSONField()
    first_used_at = models.DateTimeField()

    class Meta:
        """Append only: a pack that changes is another row."""

        triggers: ClassVar = [
            pgtrigger.Protect(name="packs_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Return the label that decisions carry."""
        return self.label
