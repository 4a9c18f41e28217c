"""Tasks, and who had them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling


class Task(models.Model):
    """
    Work that somebody must do by a time.

    key: what the task comes from, in words of the code that made it ("promise:12"); one force has it once, so that a job
    that runs twice makes one task. owner: who has it now; without one it belongs to the officers of the beat.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force kind key beat incident due_by made_at done_at outcome",
        personal="person place",
        special="words result",
        staff="owner made_by_name done_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=TaskKind.choices)
    key = models.CharField(max_length=80)
    words = models.CharField(max_length=500)
    beat = models.ForeignKey(Beat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    due_by = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=160)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=TaskOutcome.choices, blank=True)
    result = models.CharField(max_length=500, blank=True)

    class Meta:
        """Made once, open until done, found by beat, owner and time."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["force", "key"], name="task_is_made_once"),
            models.CheckConstraint(
                name="task_done_at_and_outcome_go_together",
                condition=Q(done_at=None, done_by=None, outcome="") | (Q(done_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["beat", "due_by"], condition=Q(done_at=None), name="task_open_on_beat"),
            models.Index(fields=["owner", "due_by"], condition=Q(done_at=None), name="task_open_of_owner"),
            models.Index(fields=["due_by"], condition=Q(done_at=None), name="task_open_by_due"),
        ]

    def __str__(self) -> str:
        """Return the kind of work, and what is to be done."""
        return f"{self.get_kind_display()}: {self.words}"
