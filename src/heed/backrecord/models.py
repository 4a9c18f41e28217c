"""Models that were trained, runs over a force's own records, and what those runs propose."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.people.models import Person
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Retention, handling


class TrainedModel(models.Model):
    """
    Weights trained on a force's own records, as engines/linkage writes them. In use is the one put in use last.

    Never changed: a new training is a new row. Calls weigh by the national model while a force has none in use.
    """

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id force label text trained_at put_in_use_at",
        staff="trained_by put_in_use_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    label = models.CharField(max_length=120)
    text = models.TextField()
    trained_at = models.DateTimeField()
    trained_by = models.CharField(max_length=80)
    put_in_use_at = models.DateTimeField(null=True, blank=True)
    put_in_use_by = models.CharField(max_length=80, blank=True)

    class Meta:
        """Who put it in use goes with when; its text stays as it was."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_model_in_use_says_since_when",
                condition=Q(put_in_use_at=None, put_in_use_by="")
                | (Q(put_in_use_at__isnull=False) & ~Q(put_in_use_by="")),
            )
        ]
        indexes: ClassVar = [
            models.Index(
                "force", F("put_in_use_at").desc(), name="model_in_use", condition=Q(put_in_use_at__isnull=False)
            )
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="a_model_is_never_changed", fields=["force", "label", "text", "trained_at", "trained_by"]
            )
        ]

    def __str__(self) -> str:
        """Return the label."""
        return self.label


class Run(models.Model):
    """
    One look over all of a force's descriptions: with what model, what came of it, and that no person's decision was changed.

    humans_kept, humans_all: decisions by people that stood before and stand after; a run in which they differ is refused.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force started_at ended_at model engine descriptions pairs proposed linked humans_kept humans_all"
        " policy_version",
        staff="started_by",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    started_by = models.CharField(max_length=80)
    model = models.CharField(max_length=120)
    engine = models.CharField(max_length=12)
    descriptions = models.PositiveIntegerField()
    pairs = models.PositiveIntegerField()
    proposed = models.PositiveIntegerField()
    linked = models.PositiveIntegerField()
    humans_kept = models.PositiveIntegerField()
    humans_all = models.PositiveIntegerField()
    policy_version = models.CharField(max_length=80)

    class Meta:
        """No run changes what people decided."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_run_keeps_what_people_decided", condition=Q(humans_kept=F("humans_all")))
        ]

    def __str__(self) -> str:
        """Say when."""
        return f"run of {self.started_at:%Y-%m-%d %H:%M}"


class Proposal(models.Model):
    """That a run thinks two people on record may be one. Answered by a person's decision about the pair, kept elsewhere."""

    handling = handling(Retention.WITH_PERSON, plain="id run probability", personal="one other", special="because")

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="proposals")
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    probability = models.FloatField()
    because = models.JSONField(default=list)

    class Meta:
        """A run proposes a pair once, the smaller id first."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "one", "other"], name="a_run_proposes_a_pair_once"),
            models.CheckConstraint(name="a_proposal_is_of_two", condition=Q(one__lt=F("other"))),
        ]

    def __str__(self) -> str:
        """Name the pair."""
        return f"{self.one_id} and {self.other_id}"
