"""Threshold decisions, panel members, meetings, actions, and outcomes with their recommendations."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.case_review.applications.models import Application
from heed.domain.case_review.terms import Ground
from heed.domain.tasking.models import Task
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Decision(models.Model):
    """
    Whether the threshold for a review is met. Appended; the newest stands.

    words: the reasons, as the applicant is told them. persistence, harm, response: what was found on each where the number
    alone did not decide (s.104(5)). counted: what qualified on the date of the application, each with its dates and agencies,
    and needed: how many it takes.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id application at met ground counted complaints needed policy_version",
        special="words persistence harm response",
        staff="by by_name",
    )

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="decisions")
    at = models.DateTimeField()
    met = models.BooleanField()
    ground = models.CharField(max_length=10, choices=Ground.choices)
    words = models.CharField(max_length=2000)
    persistence = models.CharField(max_length=1000, blank=True)
    harm = models.CharField(max_length=1000, blank=True)
    response = models.CharField(max_length=1000, blank=True)
    counted = models.JSONField()
    complaints = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """A decision has reasons; enough complaints are never refused; what the number does not decide is weighed."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_threshold_decision_has_reasons", condition=~Q(words="")),
            models.CheckConstraint(
                name="not_met_is_the_ground_of_not_met",
                condition=Q(met=False, ground=Ground.NOT_MET) | (Q(met=True) & ~Q(ground=Ground.NOT_MET)),
            ),
            models.CheckConstraint(
                name="enough_complaints_are_never_refused",
                condition=Q(met=True) | Q(complaints__lt=models.F("needed")),
            ),
            models.CheckConstraint(
                name="what_the_number_does_not_decide_is_weighed",
                condition=Q(ground__in=[Ground.COUNT, Ground.SAFEGUARD, Ground.APPEAL])
                | (~Q(persistence="") & ~Q(harm="") & ~Q(response="")),
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="threshold_decisions_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Say what was decided."""
        return f"{self.application_id}: {self.get_ground_display()}"


class Member(models.Model):
    """
    That a partner agency sits on the panel of a review, and may see it, under an agreement, until that is ended.

    parts: which parts of the application it sees (agencies.SharedPart); its own complaints and tasks it sees in any case.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id application agency agreement parts asked_at ended_at",
        staff="asked_by_name ended_by_name ended_why",
    )

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="members")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    parts = models.JSONField()
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=160, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """An agency sits on a panel once at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "agency"], condition=Q(ended_at=None), name="an_agency_sits_once_on_a_panel"
            ),
            models.CheckConstraint(
                name="member_ended_at_by_and_why_go_together",
                condition=Q(ended_at=None, ended_by_name="", ended_why="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by_name="") & ~Q(ended_why="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="who_was_asked_stays", exclude=["ended_at", "ended_by_name", "ended_why"]),
            pgtrigger.Protect(name="members_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the rows."""
        return f"agency {self.agency_id} on the panel of {self.application_id}"


class Meeting(models.Model):
    """
    A meeting of the panel: arranged, and once it was held, who was there and what was said. Another time is another row.

    present, absent: names of bodies and of who came for them, as written.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id application starts_at arranged_at held_at",
        staff="place arranged_by_name held_by_name present absent",
        special="minutes",
    )

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="meetings")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=200)
    arranged_at = models.DateTimeField()
    arranged_by_name = models.CharField(max_length=160)
    held_at = models.DateTimeField(null=True, blank=True)
    held_by_name = models.CharField(max_length=160, blank=True)
    present = models.JSONField(default=list)
    absent = models.JSONField(default=list)
    minutes = models.CharField(max_length=4000, blank=True)

    class Meta:
        """What was held has minutes."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="meeting_held_at_by_and_minutes_go_together",
                condition=Q(held_at=None, held_by_name="", minutes="")
                | (Q(held_at__isnull=False) & ~Q(held_by_name="") & ~Q(minutes="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_was_arranged_stays", exclude=["held_at", "held_by_name", "present", "absent", "minutes"]
            ),
            pgtrigger.Protect(name="meetings_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the review and the time."""
        return f"meeting about {self.application_id} at {self.starts_at}"


class Action(models.Model):
    """That a review gave somebody something to do: a task of the force's own, or of a partner agency. Appended."""

    handling = handling(Retention.WITH_PERSON, plain="id application task at", staff="by_name")

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="actions")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="review_action")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)

    class Meta:
        """Append only."""

        triggers: ClassVar = [pgtrigger.Protect(name="review_actions_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the rows."""
        return f"action {self.pk} of {self.application_id}"


class Outcome(models.Model):
    """What a review came to, in words for the applicant: a review that was carried out has one (s.104(6), (9)(c)). Appended."""

    handling = handling(
        Retention.WITH_PERSON, plain="id application at policy_version", special="words", staff="by by_name"
    )

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="outcomes")
    at = models.DateTimeField()
    words = models.CharField(max_length=4000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """An outcome says something."""

        constraints: ClassVar = [models.CheckConstraint(name="an_outcome_says_something", condition=~Q(words=""))]
        triggers: ClassVar = [pgtrigger.Protect(name="outcomes_of_reviews_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the rows."""
        return f"outcome {self.pk} of {self.application_id}"


class Recommendation(models.Model):
    """
    What a review recommends to a body with public functions, which must have regard to it (s.104(7)), and its answer.

    agency: where that body is a partner of the force; to_name: as it is written.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id outcome agency to_name answered_at",
        special="words answer",
        staff="answered_by_name",
    )

    outcome = models.ForeignKey(Outcome, on_delete=models.PROTECT, related_name="recommendations")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_name = models.CharField(max_length=160)
    words = models.CharField(max_length=1000)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=160, blank=True)
    answer = models.CharField(max_length=1000, blank=True)

    class Meta:
        """What was recommended stays; its answer is written once."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_recommendation_says_what", condition=~Q(words="") & ~Q(to_name="")),
            models.CheckConstraint(
                name="recommendation_answered_at_by_and_answer_go_together",
                condition=Q(answered_at=None, answered_by_name="", answer="")
                | (Q(answered_at__isnull=False) & ~Q(answered_by_name="") & ~Q(answer="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_was_recommended_stays", exclude=["answered_at", "answered_by_name", "answer"]
            ),
            pgtrigger.Protect(name="recommendations_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the body."""
        return f"recommendation to {self.to_name}"
