"""What an applicant was told, and where they asked for a second look."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.terms import About, How, Route
from heed.domain.contact.models import Message
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Retention, handling


class Told(models.Model):
    """
    That an applicant was told something, and how (s.104(6), (8)). Appended.

    message: the one that went through the gate; None where somebody told them in another way. by: None for Heed itself.
    """

    handling = handling(
        Retention.WITH_PERSON, plain="id application about how at message", special="words", staff="by by_name"
    )

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="told")
    about = models.CharField(max_length=10, choices=About.choices)
    how = models.CharField(max_length=8, choices=How.choices)
    at = models.DateTimeField()
    words = models.CharField(max_length=500, blank=True)
    message = models.ForeignKey(Message, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)

    class Meta:
        """Append only."""

        triggers: ClassVar = [
            pgtrigger.Protect(name="what_was_told_is_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Say what was told."""
        return f"{self.application_id} told: {self.get_about_display()}"


class Appeal(models.Model):
    """
    That an applicant is dissatisfied with a decision and asked for a second look, and what came of that.

    upheld: they were right; the threshold is then met, or the review is carried out anew.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id application route about made_on received_at decided_at upheld policy_version",
        special="words why",
        staff="received_by_name decided_by_name",
    )

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="appeals")
    route = models.CharField(max_length=14, choices=Route.choices)
    about = models.CharField(max_length=10, choices=[(About.THRESHOLD, "Threshold"), (About.OUTCOME, "Outcome")])
    words = models.CharField(max_length=2000)
    made_on = models.DateField()
    received_at = models.DateTimeField()
    received_by_name = models.CharField(max_length=160)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=160, blank=True)
    upheld = models.BooleanField(null=True, blank=True)
    why = models.CharField(max_length=2000, blank=True)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """One at a time; decided once, with reasons."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application"], condition=Q(decided_at=None), name="one_appeal_of_a_review_at_a_time"
            ),
            models.CheckConstraint(
                name="appeal_decided_at_by_answer_and_why_go_together",
                condition=Q(decided_at=None, decided_by_name="", upheld=None, why="")
                | (Q(decided_at__isnull=False, upheld__isnull=False) & ~Q(decided_by_name="") & ~Q(why="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_was_appealed_stays", exclude=["decided_at", "decided_by_name", "upheld", "why"]
            ),
            pgtrigger.Protect(name="appeals_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the rows."""
        return f"appeal {self.pk} of {self.application_id}"
