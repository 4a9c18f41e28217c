"""Reports from other systems. A file of its own only because the incidents' tables fill theirs; models.py loads it."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from heed.domain.agencies.models import Agency
from heed.domain.incidents.models import Incident
from heed.domain.incidents.online.terms import IN_HAND, Via
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class OnlineReport(models.Model):
    """
    A report as a partner's system sent it, and the incident that was recorded for it. Kept as it came.

    external_id: the sender's own number for it; the same one again is the same report. digest: of everything that was sent,
    for senders that have no number. token: with which it is asked for before its number is known; nobody can guess it. sent:
    what else came with it, as lines of label and value. links: addresses of pictures that were not fetched.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident agency via external_id digest token service_code affected happening_now reported_at received_at"
        " emergency",
        personal="latitude longitude address uprn given_name family_name email telephone links",
        special="words sent",
    )

    incident = models.OneToOneField(Incident, on_delete=models.PROTECT, related_name="online_report")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="online_reports")
    via = models.CharField(max_length=12, choices=Via.choices)
    external_id = models.CharField(max_length=250, blank=True)
    digest = models.CharField(max_length=64)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service_code = models.CharField(max_length=80, blank=True)
    words = models.TextField()
    affected = models.CharField(max_length=16, blank=True)
    happening_now = models.BooleanField(default=False)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    uprn = models.BigIntegerField(null=True, blank=True)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    sent = models.JSONField(default=list)
    links = models.JSONField(default=list)
    emergency = models.JSONField(default=list)
    reported_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        """One number of an agency is one report; looked up by what was sent, and by when."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency", "external_id"], condition=~Q(external_id=""), name="a_report_of_an_agency_comes_once"
            ),
            models.CheckConstraint(
                name="a_point_has_both_degrees",
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index("agency", "received_at", name="online_report_by_time"),
            models.Index("agency", "digest", "received_at", name="online_report_sent_again"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="online_reports_stay_as_they_came", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the incident, not what was reported."""
        return f"report of incident {self.incident_id}"

    @property
    def reporter(self) -> str:
        """Return the name that was given, or that there is none."""
        return f"{self.given_name} {self.family_name}".strip() or "No name given"


class ReportPhoto(models.Model):
    """A picture that came with a report, byte for byte: it may be evidence. digest: SHA-256 of it; size: in bytes."""

    handling = handling(
        Retention.WITH_INCIDENT, plain="id report media_type digest size received_at", special="name content"
    )

    report = models.ForeignKey(OnlineReport, on_delete=models.PROTECT, related_name="photos")
    name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    received_at = models.DateTimeField()

    class Meta:
        """A picture is kept once with its report, and as it came."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "digest"], name="a_picture_is_kept_once_with_its_report")
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="pictures_stay_as_they_came", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the row."""
        return f"picture {self.pk} of report {self.report_id}"


class ReportUpdate(models.Model):
    """
    What the sender's side said about a report after it: words of whoever reported, or of the agency.

    external_id: the sender's own number for it; the same one again is the same update. status: in the sender's word; it
    changes nothing of the incident by itself.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id report external_id status said_at received_at",
        personal="given_name family_name email telephone links",
        special="words",
    )

    report = models.ForeignKey(OnlineReport, on_delete=models.PROTECT, related_name="updates")
    external_id = models.CharField(max_length=250)
    status = models.CharField(max_length=40, blank=True)
    words = models.TextField(blank=True)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    links = models.JSONField(default=list)
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        """One number is one update of its report."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "external_id"], name="an_update_of_a_report_comes_once")
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="report_updates_stay_as_they_came", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the row."""
        return f"update {self.pk} of report {self.report_id}"


class ReportReply(models.Model):
    """What a person at work told whoever reported: a state, and words that may leave the police. Never taken back."""

    handling = handling(Retention.WITH_INCIDENT, plain="id report status at", staff="said_by", special="words")

    report = models.ForeignKey(OnlineReport, on_delete=models.PROTECT, related_name="replies")
    status = models.CharField(max_length=24, choices=[(told.value, told.label) for told in IN_HAND])
    words = models.CharField(max_length=1000)
    at = models.DateTimeField()
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Append only, and never without words."""

        constraints: ClassVar = [models.CheckConstraint(name="a_reply_to_a_reporter_has_words", condition=~Q(words=""))]
        indexes: ClassVar = [models.Index("report", "at", name="report_reply_by_time")]
        triggers: ClassVar = [pgtrigger.Protect(name="report_replies_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the row."""
        return f"reply {self.pk} to report {self.report_id}"
