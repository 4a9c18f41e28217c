"""The audit trail's two tables."""

from typing import ClassVar

import pgtrigger
from django.db import models

from heed.foundation.accounts.terms import Retention, handling
from heed.foundation.audit.terms import Act


class ChainHead(models.Model):
    """
    Where one chain of events stands. There is a chain for each actor, so that no two people wait for each other.

    The row is locked while an event is added, and its count shows when the newest events have been cut off.
    """

    handling = handling(Retention.AUDIT, plain="seq hash", staff="chain")

    chain = models.CharField(primary_key=True, max_length=80)
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    def __str__(self) -> str:
        """Name the chain and how long it is."""
        return f"{self.chain} ({self.seq})"


class Event(models.Model):
    """One act of processing: who, what, whose record, when, why, and for whom."""

    handling = handling(
        Retention.AUDIT,
        plain="id seq at act action actor_kind actor_role force subjects purpose recipient detail hash",
        staff="chain actor_key actor_name device",
    )

    chain = models.CharField(max_length=80)
    seq = models.BigIntegerField()
    at = models.DateTimeField(db_index=True)
    act = models.CharField(max_length=16, choices=Act.choices)
    action = models.CharField(max_length=64)
    actor_kind = models.CharField(max_length=8)
    actor_key = models.CharField(max_length=64)
    actor_name = models.CharField(max_length=160)
    actor_role = models.CharField(max_length=32, blank=True)
    force = models.CharField(max_length=8, blank=True)
    device = models.CharField(max_length=64, blank=True)
    subjects = models.JSONField(default=list)
    purpose = models.TextField(blank=True)
    recipient = models.TextField(blank=True)
    detail = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        """Append only, and the database says so too."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["chain", "seq"], name="an_event_has_its_own_place_in_the_chain")
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="audit_events_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the act and its place."""
        return f"{self.action} ({self.chain} {self.seq})"
