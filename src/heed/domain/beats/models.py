"""Beats."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Retention, handling


class Beat(models.Model):
    """
    An area that named officers answer for.

    shape: a GeoJSON Polygon or MultiPolygon, longitude before latitude (WGS 84). west to north: the box around it, in degrees.
    retired_at: when an import left it out; what happened in it keeps it.
    """

    handling = handling(
        Retention.WHILE_IN_USE, plain="id force code name shape west south east north added_at retired_at"
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="beats")
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    shape = models.JSONField()
    west = models.FloatField()
    south = models.FloatField()
    east = models.FloatField()
    north = models.FloatField()
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A code means one beat at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "code"], condition=Q(retired_at=None), name="beat_code_is_one_beat"
            )
        ]

    def __str__(self) -> str:
        """Return the name that people use."""
        return self.name


class BeatImport(models.Model):
    """
    That somebody imported a file of beats. Appended; the newest says which layout of a force's beats is in use.

    digest: SHA-256 of the file. whole: what the file left out was retired. attribution: whom it asks to be named beside a
    map of it. counts: how many beats were added, returned, changed, unchanged and retired.
    """

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id force at file_name digest whole attribution counts",
        staff="imported_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    imported_by_name = models.CharField(max_length=160)
    file_name = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    whole = models.BooleanField()
    attribution = models.CharField(max_length=500, blank=True)
    counts = models.JSONField(default=dict)

    class Meta:
        """Never changed, and the newest of a force is found at once."""

        indexes: ClassVar = [models.Index("force", models.F("id").desc(), name="beat_import_newest")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="beat_imports_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the file."""
        return self.file_name
