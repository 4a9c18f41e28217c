"""Places."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from heed.domain.places.terms import Kind
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Retention, handling


class Place(models.Model):
    """
    One address or named place within a force, as precisely as anybody has typed it.

    parent: the building that a flat is in. flat to locality: the parts of the address, as engines.linkage.addresses reads
    them; sounds and tail find a street or building that is spelt another way.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force kind parent uprn postcode latitude longitude rural first_known_at",
        personal="address key flat building number street locality street_sound street_tail building_sound",
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
    flat = models.CharField(max_length=40, blank=True, db_default="")
    building = models.CharField(max_length=160, blank=True, db_default="")
    number = models.CharField(max_length=20, blank=True, db_default="")
    street = models.CharField(max_length=160, blank=True, db_default="")
    locality = models.CharField(max_length=200, blank=True, db_default="")
    street_sound = models.CharField(max_length=60, blank=True, db_default="")
    street_tail = models.CharField(max_length=4, blank=True, db_default="")
    building_sound = models.CharField(max_length=60, blank=True, db_default="")

    class Meta:
        """The same address is the same place, and so is the same UPRN; looked up by each of its parts."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["force", "key"], name="an_address_is_one_place_in_the_force"),
            models.UniqueConstraint(
                fields=["force", "uprn"], condition=Q(uprn__isnull=False), name="a_uprn_is_one_place_in_the_force"
            ),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=models.F("id")), name="a_place_is_not_within_itself"
            ),
        ]
        indexes: ClassVar = [
            models.Index("force", "postcode", "flat", name="place_by_postcode"),
            models.Index("force", "number", "street_sound", name="place_by_street_sound"),
            models.Index("force", "number", "street_tail", name="place_by_street_tail"),
            models.Index(
                fields=["force", "number", "street"],
                opclasses=["int8_ops", "varchar_pattern_ops", "varchar_pattern_ops"],
                name="place_by_street",
            ),
            models.Index("force", "building_sound", "flat", name="place_by_building_sound"),
        ]

    def __str__(self) -> str:
        """Return the address."""
        return self.address
