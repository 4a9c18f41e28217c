"""Case conferences: who is invited and was there, and the signed minutes. The agenda has tables of its own, in items/."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.beats.models import Beat
from heed.domain.conferences.terms import There
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete

SIGNED = "RAISE EXCEPTION 'the minutes are signed: nothing is added to them';"


def frozen(name: str, *, of_item: bool = False) -> pgtrigger.Trigger:
    """
    Refuse rows for a conference whose minutes are signed. of_item: the row names an item, not the conference.

    The lock on the conference is that of whoever signs: of two at once, the second waits and is refused.
    """
    found = "(SELECT conference_id FROM conferences_item WHERE id = NEW.item_id)" if of_item else "NEW.conference_id"
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=f"""
            PERFORM FROM conferences_conference WHERE id = {found} FOR SHARE;
            IF EXISTS (SELECT FROM conferences_signedminutes WHERE conference_id = {found}) THEN
                {SIGNED}
            END IF;
            RETURN NEW;
        """,
    )


class Conference(models.Model):
    """
    A meeting of agencies about cases, before, during and after it was held.

    beat: where it is about; None for the whole force. statement: what everybody there agrees to, as it read on the day.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force title starts_at held_in beat statement statement_version made_at cancelled_at policy_version",
        special="cancelled_why",
        staff="made_by made_by_name cancelled_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    starts_at = models.DateTimeField()
    held_in = models.CharField(max_length=200, blank=True)
    beat = models.ForeignKey(Beat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField()
    statement_version = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=160)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by_name = models.CharField(max_length=160, blank=True)
    cancelled_why = models.CharField(max_length=300, blank=True)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Cancelled by somebody for a reason, or not at all; never deleted."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="conference_cancelled_at_by_and_why_go_together",
                condition=Q(cancelled_at=None, cancelled_by_name="", cancelled_why="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_by_name="") & ~Q(cancelled_why="")),
            ),
            models.CheckConstraint(
                name="a_conference_has_a_title_and_a_statement", condition=~Q(title="") & ~Q(statement="")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["force", "starts_at"], name="conference_of_force")]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_a_conference_was_called_for_stays",
                exclude=["cancelled_at", "cancelled_by_name", "cancelled_why", "starts_at", "held_in"],
            ),
            pgtrigger.Protect(name="conferences_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title


class Invited(models.Model):
    """That an agency is asked to a conference, under which agreement. Taken back, never deleted."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id conference agency agreement at withdrawn_at",
        staff="by_name withdrawn_by_name",
    )

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="invited")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="conferences")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        """An agency is invited once at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "agency"],
                condition=Q(withdrawn_at=None),
                name="an_agency_is_invited_to_a_conference_once",
            ),
            models.CheckConstraint(
                name="invitation_withdrawn_at_and_by_go_together",
                condition=Q(withdrawn_at=None, withdrawn_by_name="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="an_invitation_stays_as_it_was", exclude=["withdrawn_at", "withdrawn_by_name"]),
            pgtrigger.Protect(name="invitations_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the rows."""
        return f"agency {self.agency_id} at conference {self.conference_id}"


class Attendance(models.Model):
    """
    Whether somebody was there. Appended; of one name of one agency the newest stands. agency: None for the police.

    agreed: they agreed to the statement of confidentiality, at the meeting.
    """

    handling = handling(
        Retention.WITH_INCIDENT, plain="id conference agency there agreed at", staff="name post by_name"
    )

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="attendance")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    post = models.CharField(max_length=120, blank=True)
    there = models.CharField(max_length=12, choices=There.choices)
    agreed = models.BooleanField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        """Whoever was there agreed to the statement; nothing is added once the minutes are signed."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="whoever_was_there_agreed_to_keep_it_confidential",
                condition=Q(agreed=True) | Q(there__in=[There.APOLOGIES, There.ABSENT]),
            ),
            models.CheckConstraint(name="whoever_attends_has_a_name", condition=~Q(name="")),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="attendance_is_append_only", operation=APPEND_ONLY),
            frozen("attendance_is_frozen_when_signed"),
        ]

    def __str__(self) -> str:
        """Name the rows."""
        return f"attendance {self.pk} at conference {self.conference_id}"


class Agreed(models.Model):
    """That somebody who reads the minutes for an agency agreed to the statement first. Appended, once each."""

    handling = handling(
        Retention.WITH_INCIDENT, plain="id conference agency statement_version at", staff="user by_name"
    )

    conference = models.ForeignKey(Conference, on_delete=models.PROTECT, related_name="agreed")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    statement_version = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        """Once for each person."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conference", "user", "agency"], name="somebody_agrees_to_a_statement_once"
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="agreed_statements_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the rows."""
        return f"user {self.user_id} agreed for conference {self.conference_id}"


class SignedMinutes(models.Model):
    """
    The minutes as they were signed, whole. Nothing is added to the conference afterwards, and the database sees to it.

    minutes: canonical JSON; digest: its SHA-256.
    """

    handling = handling(Retention.WITH_INCIDENT, plain="id conference digest at", special="minutes", staff="by by_name")

    conference = models.OneToOneField(Conference, on_delete=models.PROTECT, related_name="signed")
    minutes = models.TextField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)

    class Meta:
        """Once, and for good."""

        triggers: ClassVar = [pgtrigger.Protect(name="signed_minutes_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the conference."""
        return f"minutes of conference {self.conference_id}"


# Last, because it needs the tables above: Django looks for tables here alone.
from heed.domain.conferences.items import models as items  # noqa: E402, F401
