"""Clocks, what the Victims' Code gives to the victim of an incident, and what they had to be told."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.timers.terms import Basis, Happened, Start
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Rank, Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Timer(models.Model):
    """
    That something must be done about an incident by a time: why, who says so, and what came of it.

    kind: the pack's name for the clock. cause: what started it ("grading:12"); one incident has a kind once for a cause, so
    that whoever starts it twice starts one. due_at still belongs to the time. rank: whose review it is; empty for anybody.
    made_at, met_noted_at: when Heed learned of it, started_at and met_at when it was so. expired_at: when what follows was
    done; the clock then still runs, late, until it is met or stopped.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident kind starts_on cause label basis status source started_at due_at rank repeats enhanced made_at met_at "
        "met_noted_at stopped_at expired_at policy_version",
        personal="person",
        staff="met_by_name",
        special="met_how stopped_why",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="timers")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)
    starts_on = models.CharField(max_length=20, choices=Start.choices)
    cause = models.CharField(max_length=80)
    label = models.CharField(max_length=200)
    basis = models.CharField(max_length=8, choices=Basis.choices)
    status = models.CharField(max_length=40)
    source = models.CharField(max_length=300)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    rank = models.CharField(max_length=16, choices=Rank.choices, blank=True)
    repeats = models.BooleanField()
    enhanced = models.BooleanField()
    made_at = models.DateTimeField()
    met_at = models.DateTimeField(null=True, blank=True)
    met_noted_at = models.DateTimeField(null=True, blank=True)
    met_by_name = models.CharField(max_length=160, blank=True)
    met_how = models.CharField(max_length=500, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stopped_why = models.CharField(max_length=300, blank=True)
    expired_at = models.DateTimeField(null=True, blank=True)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Started once, met or stopped or running, found by when it runs out."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "kind", "cause"], name="a_clock_is_started_once_for_a_cause"),
            models.CheckConstraint(name="a_clock_ends_after_it_starts", condition=Q(due_at__gte=F("started_at"))),
            models.CheckConstraint(
                name="clock_met_at_by_and_how_go_together",
                condition=Q(met_at=None, met_noted_at=None, met_by_name="", met_how="")
                | (Q(met_at__isnull=False, met_noted_at__isnull=False) & ~Q(met_by_name="") & ~Q(met_how="")),
            ),
            models.CheckConstraint(
                name="clock_stopped_at_and_why_go_together",
                condition=Q(stopped_at=None, stopped_why="") | (Q(stopped_at__isnull=False) & ~Q(stopped_why="")),
            ),
            models.CheckConstraint(
                name="a_clock_is_met_or_stopped_never_both", condition=Q(met_at=None) | Q(stopped_at=None)
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at", "id"],
                condition=Q(met_at=None, stopped_at=None, expired_at=None),
                name="clock_to_run_out",
            ),
            models.Index(
                fields=["incident", "due_at"],
                condition=Q(met_at=None, stopped_at=None),
                name="clock_running_of_incident",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_a_clock_says_stays",
                exclude=[
                    "met_at",
                    "met_noted_at",
                    "met_by_name",
                    "met_how",
                    "stopped_at",
                    "stopped_why",
                    "expired_at",
                ],
            ),
            pgtrigger.Protect(
                name="what_became_of_a_clock_stays",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.met_at IS NOT NULL OR OLD.stopped_at IS NOT NULL"),
            ),
            pgtrigger.Protect(name="clocks_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the kind and the incident."""
        return f"{self.kind} of {self.incident_id}"


class CodeStatus(models.Model):
    """
    Whether the victim of an incident has enhanced rights under the Victims' Code, as a person decided. The newest stands.

    categories: of the Code, empty without enhanced rights. proposed: what Heed found to speak for it when it was decided.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident enhanced decided_at policy_version",
        personal="person",
        special="categories why proposed",
        staff="decided_by decided_by_name",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="code_statuses")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    enhanced = models.BooleanField()
    categories = models.JSONField(default=list)
    why = models.CharField(max_length=500)
    proposed = models.JSONField(default=list)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Enhanced rights are of some category, and there is a reason; append only."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_code_status_has_a_reason", condition=~Q(why="")),
            models.CheckConstraint(
                name="enhanced_rights_name_their_categories",
                condition=(Q(enhanced=True) & ~Q(categories=[])) | Q(enhanced=False, categories=[]),
            ),
        ]
        indexes: ClassVar = [models.Index("incident", F("id").desc(), name="code_status_newest")]
        triggers: ClassVar = [pgtrigger.Protect(name="code_statuses_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the incident."""
        return f"code status of {self.incident_id}"


class CodeEvent(models.Model):
    """Something that a victim must be told of, when it happened, and when and how they were told."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident kind happened_at noted_at told_at told_noted_at",
        personal="person",
        special="told_how",
        staff="noted_by_name told_by_name",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="code_events")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=32, choices=Happened.choices)
    happened_at = models.DateTimeField()
    noted_at = models.DateTimeField()
    noted_by_name = models.CharField(max_length=160)
    told_at = models.DateTimeField(null=True, blank=True)
    told_noted_at = models.DateTimeField(null=True, blank=True)
    told_by_name = models.CharField(max_length=160, blank=True)
    told_how = models.CharField(max_length=500, blank=True)

    class Meta:
        """Noted once, told once; nobody is told of what has not happened."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "kind", "happened_at"], name="what_happened_is_noted_once"),
            models.CheckConstraint(
                name="code_event_told_at_by_and_how_go_together",
                condition=Q(told_at=None, told_noted_at=None, told_by_name="", told_how="")
                | (Q(told_at__isnull=False, told_noted_at__isnull=False) & ~Q(told_by_name="") & ~Q(told_how="")),
            ),
            models.CheckConstraint(
                name="nobody_is_told_before_it_happened", condition=Q(told_at=None) | Q(told_at__gte=F("happened_at"))
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_had_to_be_told_stays", exclude=["told_at", "told_noted_at", "told_by_name", "told_how"]
            ),
            pgtrigger.Protect(name="code_events_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the kind and the incident."""
        return f"{self.kind} in {self.incident_id}"
