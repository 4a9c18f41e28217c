"""Telephone systems, what they sent, and which call it was about."""

from typing import ClassVar

import pgtrigger
from django.db import models

from heed.domain.calls.models import Call
from heed.foundation.accounts.models import CommandUnit, Force
from heed.foundation.accounts.terms import Retention, handling


class Source(models.Model):
    """A telephone system that may post events. Its token is kept as a digest; the token itself is shown once."""

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id force unit name service trusted added_at ended_at",
        secret="token_digest hmac_secret",  # noqa: S106  the fields' names
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    unit = models.ForeignKey(CommandUnit, null=True, blank=True, on_delete=models.PROTECT)
    name = models.CharField(max_length=80, unique=True)
    token_digest = models.CharField(max_length=64, unique=True)
    hmac_secret = models.CharField(max_length=128, blank=True)
    service = models.CharField(max_length=3, default="101")
    trusted = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        """Return its name."""
        return self.name


class Leg(models.Model):
    """Which call a telephone system's own call id stands for. Another system may use the same id for another call."""

    handling = handling(Retention.WITH_INCIDENT, plain="id source call_key call")

    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    call_key = models.CharField(max_length=250)
    call = models.OneToOneField(Call, on_delete=models.CASCADE, related_name="leg")

    class Meta:
        """A call id stands for one call within its source."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "call_key"], name="a_call_id_is_one_call_of_its_source")
        ]

    def __str__(self) -> str:
        """Name the source's id."""
        return self.call_key


class Event(models.Model):
    """One event as it came, byte for byte. The same event twice is kept once."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id source call_key event distinguished_by received_at said_at content_type",
        personal="body",
    )

    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    call_key = models.CharField(max_length=250)
    event = models.CharField(max_length=16)
    distinguished_by = models.CharField(max_length=64, blank=True)
    received_at = models.DateTimeField()
    said_at = models.DateTimeField(null=True, blank=True)
    content_type = models.CharField(max_length=80)
    body = models.BinaryField()

    class Meta:
        """Kept once, and as it came."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "call_key", "event", "distinguished_by"], name="an_event_is_kept_once"
            )
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="events_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the event."""
        return f"{self.event} of {self.call_key}"
