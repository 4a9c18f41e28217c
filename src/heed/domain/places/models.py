"""Places."""

import uuid
from typing import ClassVar

from django.db import models

from heed.domain.places.terms import Kind
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Retention, handling


class Place(models.Model):
    """One address or named place within a force, as precisely as anybody has typed it."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force kind parent uprn postcode latitude longitude rural first_known_at",
        personal="address key",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.UNKNOWN)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT)
    address = models.CharField(max_length=300)
    key = models.CharField(max_length=300)
    postcode = models.CharField(max_length=8, blank=True)
    uprn = models.BigIntegerField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    rural = models.BooleanField(default=False)
    first_known_at = models.DateTimeField()

    class Meta:
        """The same address is the same place."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["force", "key"], name="an_address_is_one_place_in_the_force")
        ]

    def __str__(self) -> str:
        """Return the address."""
        return self.address
