"""Follow-ups, how often each was tried, links to answer by, and answers."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from heed.domain.aftermath.terms import (
    CalledBefore,
    Channel,
    Ended,
    Language,
    Result,
    Satisfied,
    Stopped,
    Way,
    YesNo,
)
from heed.domain.incidents.models import Closing, Incident
from heed.domain.people.models import Person
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling


class FollowUp(models.Model):
    """
    That somebody is to be asked whether it has stopped, once for each closing of an incident that they suffered.

    due_on: the day from which they are asked. vulnerable, repeat: as they stood when this was planned; they say how soon.
    way, way_why: how they were asked first, and why so. listed_at: since when somebody is to ring them. ended_at: since when
    nobody asks any more, and why.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force incident closing due_on planned_at way asked_at listed_at ended_at ended_as policy_version",
        personal="person way_why",
        special="vulnerable repeat",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="follow_ups")
    closing = models.ForeignKey(Closing, on_delete=models.PROTECT, related_name="follow_ups")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    vulnerable = models.BooleanField()
    repeat = models.BooleanField()
    planned_at = models.DateTimeField()
    way = models.CharField(max_length=12, choices=Way.choices, blank=True)
    way_why = models.CharField(max_length=300, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=12, choices=Ended.choices, blank=True)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Planned once, asked once, ended once; found by what is due and by who is to be rung."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["closing", "person"], name="somebody_is_asked_once_after_a_closing"),
            models.CheckConstraint(
                name="follow_up_asked_at_and_way_go_together",
                condition=Q(asked_at=None, way="", way_why="")
                | (Q(asked_at__isnull=False) & ~Q(way="") & ~Q(way_why="")),
            ),
            models.CheckConstraint(
                name="follow_up_ended_at_and_as_go_together",
                condition=Q(ended_at=None, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
            ),
            models.CheckConstraint(
                name="nobody_rings_before_they_are_asked", condition=Q(listed_at=None) | Q(asked_at__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index("due_on", condition=Q(asked_at=None, ended_at=None), name="follow_up_to_ask"),
            models.Index(
                "force", "listed_at", condition=Q(ended_at=None, listed_at__isnull=False), name="follow_up_to_ring"
            ),
            models.Index("force", "asked_at", name="follow_up_by_asked"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="a_follow_up_stays_as_it_was_planned",
                exclude=["way", "way_why", "asked_at", "listed_at", "ended_at", "ended_as"],
            )
        ]

    def __str__(self) -> str:
        """Name the incident, not of whom."""
        return f"follow-up {self.pk} of {self.incident_id}"


class Attempt(models.Model):
    """One try to ask somebody, by what, by whom, and what came of it. Appended."""

    handling = handling(
        Retention.WITH_INCIDENT, plain="id follow_up at channel result", staff="by by_name", special="note"
    )

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    channel = models.CharField(max_length=8, choices=Channel.choices)
    result = models.CharField(max_length=12, choices=Result.choices)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        """Append only."""

        triggers: ClassVar = [
            pgtrigger.Protect(name="attempts_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Return what came of it."""
        return self.result


class AnswerLink(models.Model):
    """
    That a message holds a link by which somebody may answer, without signing in, until it runs out.

    token_hash: SHA-256 of the link's 128 random bits or more; the token itself stands in the message alone.
    """

    handling = handling(
        Retention.WITH_INCIDENT, plain="id follow_up language made_at expires_at", secret="token_hash"  # noqa: S106  the field's name
    )  # fmt: skip

    follow_up = models.ForeignKey(FollowUp, on_delete=models.PROTECT, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=2, choices=Language.choices)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the row, not the token."""
        return f"answer link {self.pk}"


class LinkTry(models.Model):
    """That a link was opened or sent: one link may be tried so often within an hour."""

    handling = handling(Retention.AUDIT, plain="id link at")

    link = models.ForeignKey(AnswerLink, on_delete=models.CASCADE, related_name="tries")
    at = models.DateTimeField()

    class Meta:
        """Counted by link, the newest first."""

        indexes: ClassVar = [models.Index("link", "at", name="link_tries")]

    def __str__(self) -> str:
        """Name the link."""
        return f"try of answer link {self.link_id}"


class Answer(models.Model):
    """
    What somebody said when they were asked whether it has stopped. One for each follow-up, never changed.

    The items are named after what the inspectorate asked in 2010 and 2012 (inspections.md 1.4); empty ones were not answered.
    asked_by: who wrote it down; None where they answered by themselves. wording_version: of the questions.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id follow_up at channel wording_version language policy_version",
        staff="asked_by asked_by_name",
        special="stopped call_handling treatment took_action action informed difference overall called_before own_words",
    )

    follow_up = models.OneToOneField(FollowUp, on_delete=models.PROTECT, related_name="answer")
    at = models.DateTimeField()
    channel = models.CharField(max_length=8, choices=Channel.choices)
    stopped = models.CharField(max_length=20, choices=Stopped.choices)
    call_handling = models.CharField(max_length=20, choices=Satisfied.choices, blank=True)
    treatment = models.CharField(max_length=20, choices=Satisfied.choices, blank=True)
    took_action = models.CharField(max_length=20, choices=YesNo.choices, blank=True)
    action = models.CharField(max_length=20, choices=Satisfied.choices, blank=True)
    informed = models.CharField(max_length=20, choices=Satisfied.choices, blank=True)
    difference = models.CharField(max_length=20, choices=YesNo.choices, blank=True)
    overall = models.CharField(max_length=20, choices=Satisfied.choices, blank=True)
    called_before = models.CharField(max_length=20, choices=CalledBefore.choices, blank=True)
    own_words = models.TextField(blank=True)
    asked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    asked_by_name = models.CharField(max_length=160)
    wording_version = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=Language.choices)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Append only; a word that no question offers is refused."""

        constraints: ClassVar = [
            models.CheckConstraint(name="an_answer_says_whether_it_stopped", condition=Q(stopped__in=Stopped.values))
        ]
        indexes: ClassVar = [models.Index("at", name="answer_by_time")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="aftermath_answers_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Return whether it stopped."""
        return self.stopped
