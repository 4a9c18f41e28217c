"""Support plans and their lines."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.support.terms import WithVictim
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class SupportPlan(models.Model):
    """
    What is to be done for a victim, written with them, signed by a second person, and then done; see PlanLine.

    with_victim_why: why it could not be agreed, or what they said.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident with_victim written_at signed_at closed_at",
        personal="person",
        special="aims with_victim_why closed_why",
        staff="written_by signed_by closed_by",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="support_plans")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    aims = models.CharField(max_length=1000)
    with_victim = models.CharField(max_length=12, choices=WithVictim.choices)
    with_victim_why = models.CharField(max_length=500, blank=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    closed_why = models.CharField(max_length=500, blank=True)

    class Meta:
        """Signed by somebody else than who wrote it; one stands at a time."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_plan_says_what_it_is_for", condition=~Q(aims="")),
            models.CheckConstraint(
                name="a_plan_that_was_not_agreed_says_why",
                condition=~Q(with_victim=WithVictim.NOT_AGREED) | ~Q(with_victim_why=""),
            ),
            models.CheckConstraint(
                name="plan_signed_at_and_by_go_together",
                condition=Q(signed_at=None, signed_by=None) | Q(signed_at__isnull=False, signed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="a_plan_is_signed_by_a_second_person",
                condition=Q(signed_by=None) | ~Q(signed_by=F("written_by")),
            ),
            models.CheckConstraint(
                name="plan_closed_at_by_and_why_go_together",
                condition=Q(closed_at=None, closed_by=None, closed_why="")
                | (Q(closed_at__isnull=False, closed_by__isnull=False) & ~Q(closed_why="")),
            ),
            models.UniqueConstraint(
                fields=["incident", "person"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="one_support_plan_of_a_person_stands",
            ),
        ]
        indexes: ClassVar = [
            models.Index("written_at", condition=Q(signed_at=None, closed_at=None), name="plan_waits_for_signature")
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_a_plan_says_stays",
                exclude=["signed_at", "signed_by", "closed_at", "closed_by", "closed_why"],
            ),
            pgtrigger.Protect(name="plans_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the incident."""
        return f"support plan of {self.incident_id}"


class PlanLine(models.Model):
    """One thing that a support plan says is to be done. It becomes a task once the plan is signed; what came of it is there."""

    handling = handling(Retention.WITH_INCIDENT, plain="id plan number due_by", special="words", staff="owner")

    plan = models.ForeignKey(SupportPlan, on_delete=models.PROTECT, related_name="lines")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    due_by = models.DateTimeField()

    class Meta:
        """Numbered within the plan, and never empty."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "number"], name="a_plan_line_has_one_number"),
            models.CheckConstraint(name="a_plan_line_says_what", condition=~Q(words="")),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="plan_lines_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the plan and the number."""
        return f"line {self.number} of {self.plan_id}"
