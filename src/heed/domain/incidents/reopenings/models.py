"""Reopenings. A file of its own only because the incidents' tables fill theirs; models.py loads it."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from heed.domain.incidents.models import Closing, Incident
from heed.foundation.accounts.terms import Retention, handling


class Reopening(models.Model):
    """
    That a closing holds no longer, since when, and why. The incident is open until it is closed anew.

    counts: it is a further report of an incident that went on, wherever repeats are counted.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident closing counts reopened_at policy_version",
        staff="reopened_by_name",
        special="why",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="reopenings")
    closing = models.OneToOneField(Closing, on_delete=models.PROTECT, related_name="reopening")
    why = models.CharField(max_length=500)
    counts = models.BooleanField()
    reopened_at = models.DateTimeField()
    reopened_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """A closing is opened again once, with a reason, and that is never taken back: it is closed anew."""

        constraints: ClassVar = [models.CheckConstraint(name="a_reopening_has_a_reason", condition=~Q(why=""))]
        indexes: ClassVar = [models.Index("reopened_at", name="reopening_by_time")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="reopenings_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the incident."""
        return f"reopening of {self.incident_id}"
