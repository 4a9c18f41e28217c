"""Offers of the ASB case review. Applications, and what becomes of them, have tables of their own, in folders."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from heed.domain.case_review.applications.models import Application, Complaint, Knock, ReadingLink
from heed.domain.case_review.deciding.models import Action, Decision, Meeting, Member, Outcome, Recommendation
from heed.domain.case_review.telling.models import Appeal, Told
from heed.domain.case_review.terms import AtLine, How, Said
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling

__all__ = [
    "Action",
    "Appeal",
    "Application",
    "Complaint",
    "Decision",
    "Knock",
    "Meeting",
    "Member",
    "Offer",
    "Outcome",
    "ReadingLink",
    "Recommendation",
    "Told",
]


class Offer(models.Model):
    """
    That somebody was told of the ASB case review at one line, or why not yet. Appended; the newest stands.

    incident: on which it was told. complaints: the incidents that qualified then, the first made first, with until when.
    first_made_on: when the first of them was made; an offer answers every line up to its own until all of them have run out.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force incident line how said at complaints first_made_on wording_version policy_version",
        personal="person",
        special="why",
        staff="by by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    line = models.CharField(max_length=8, choices=AtLine.choices)
    how = models.CharField(max_length=8, choices=How.choices, blank=True)
    said = models.CharField(max_length=16, choices=Said.choices)
    why = models.CharField(max_length=500, blank=True)
    complaints = models.JSONField(default=list)
    first_made_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    wording_version = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Told somehow, or not yet with the reason; found by person."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="whoever_was_told_was_told_somehow",
                condition=(Q(said=Said.NOT_TOLD, how="") & ~Q(why="")) | (~Q(said=Said.NOT_TOLD) & ~Q(how="")),
            )
        ]
        indexes: ClassVar = [models.Index("person", "at", name="offer_by_person")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="offers_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Return what they said."""
        return self.said
