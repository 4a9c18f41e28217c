"""Tasks and who had them, visits, named officers and what they are asked, and who is at work."""

from datetime import timedelta
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.agencies.models import Agency
from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.domain.tasking.terms import LADDER, AbsenceKind, QueryChannel, Rung, TaskKind, TaskOutcome, VisitResult
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete
LONGEST_SHIFT = timedelta(hours=24)


class Task(models.Model):
    """
    Work that somebody must do by a time.

    key: what the task comes from, in words of the code that made it ("promise:12"); one force has it once, so that a job
    that runs twice makes one task. owner: who has it now; without one it belongs to the officers of the beat. agency: whose
    task it is; None for the force's own.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force kind key beat agency incident due_by made_at done_at outcome",
        personal="person place",
        special="words result",
        staff="owner made_by_name done_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=TaskKind.choices)
    key = models.CharField(max_length=80)
    words = models.CharField(max_length=500)
    beat = models.ForeignKey(Beat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
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
            models.CheckConstraint(name="a_task_of_an_agency_lies_on_no_beat", condition=Q(agency=None) | Q(beat=None)),
        ]
        indexes: ClassVar = [
            models.Index(fields=["beat", "due_by"], condition=Q(done_at=None), name="task_open_on_beat"),
            models.Index(fields=["owner", "due_by"], condition=Q(done_at=None), name="task_open_of_owner"),
            models.Index(fields=["due_by"], condition=Q(done_at=None), name="task_open_by_due"),
        ]

    def __str__(self) -> str:
        """Return the kind of work, and what is to be done."""
        return f"{self.get_kind_display()}: {self.words}"


class TaskMove(models.Model):
    """
    That a task went from one owner to another, or onto the supervisors' board, and why. Appended.

    from_owner, to_owner: None for the officers of its beat together, or for nobody. rung: how it came there; each rung of the
    ladder is climbed once.
    """

    handling = handling(
        Retention.WITH_INCIDENT, plain="id task at rung", special="why", staff="from_owner to_owner moved_by_name"
    )

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="moves")
    at = models.DateTimeField()
    from_owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    to_owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    rung = models.CharField(max_length=16, choices=Rung.choices)
    why = models.CharField(max_length=300)
    moved_by_name = models.CharField(max_length=160)

    class Meta:
        """Append only; a rung of the ladder is climbed once, however often a job runs."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["task", "rung"], condition=Q(rung__in=sorted(LADDER)), name="a_task_climbs_each_rung_once"
            ),
            models.CheckConstraint(name="a_move_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="the_machine_gives_a_task_to_somebody_or_to_the_board",
                condition=Q(rung__in=[Rung.BOARD, Rung.HAND]) | Q(to_owner__isnull=False),
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="task_moves_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the task and the rung."""
        return f"task {self.task_id}: {self.get_rung_display()}"


class TaskNote(models.Model):
    """What somebody wrote on a task. Appended."""

    handling = handling(Retention.WITH_INCIDENT, plain="id task at", special="words", staff="by")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="notes")
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)

    class Meta:
        """Append only, and never empty."""

        constraints: ClassVar = [models.CheckConstraint(name="a_note_on_a_task_says_something", condition=~Q(words=""))]
        triggers: ClassVar = [pgtrigger.Protect(name="task_notes_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the task, not the words."""
        return f"note on task {self.task_id}"


class BeatOfficer(models.Model):
    """
    That somebody is a named officer of a beat, from one day on; until_on: the last day, None while it goes on.

    lead: the contact who is named first; of several the newest counts.
    """

    handling = handling(
        Retention.WHILE_IN_USE, plain="id beat lead from_on until_on named_at", staff="user named_by_name"
    )

    beat = models.ForeignKey(Beat, on_delete=models.PROTECT, related_name="officers")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="beats")
    lead = models.BooleanField(default=False)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    named_at = models.DateTimeField()
    named_by_name = models.CharField(max_length=160)

    class Meta:
        """Named once at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["beat", "user"], condition=Q(until_on=None), name="somebody_is_named_once_on_a_beat"
            ),
            models.CheckConstraint(
                name="a_naming_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["user", "from_on"], name="beats_of_an_officer")]

    def __str__(self) -> str:
        """Name the beat and the officer's account."""
        return f"officer {self.user_id} of beat {self.beat_id}"


class Absence(models.Model):
    """
    Days on which somebody is not at work, first and last included; until_on None: until further notice.

    cover: who has their work meanwhile, if somebody has been named. Taken back, never changed.
    """

    handling = handling(
        Retention.WITH_ACCOUNT,
        plain="id from_on until_on entered_at withdrawn_at",
        staff="user kind cover entered_by_name withdrawn_by_name",
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    kind = models.CharField(max_length=8, choices=AbsenceKind.choices)
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    cover = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    entered_by_name = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        """It ends after it begins, and nobody covers for themselves."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_absence_ends_after_it_begins", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
            models.CheckConstraint(name="nobody_covers_for_themselves", condition=~Q(cover=F("user"))),
            models.CheckConstraint(
                name="absence_withdrawn_at_and_by_go_together",
                condition=Q(withdrawn_at=None, withdrawn_by_name="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "from_on"], condition=Q(withdrawn_at=None), name="absence_of_somebody")
        ]

    def __str__(self) -> str:
        """Name the account and the days, not the reason."""
        return f"{self.user_id} away from {self.from_on}"


class Shift(models.Model):
    """When somebody is at work. Somebody of whom no coming shift is known may be at work at any time."""

    handling = handling(
        Retention.WITH_ACCOUNT,
        plain="id starts_at ends_at entered_at withdrawn_at",
        staff="user entered_by_name withdrawn_by_name",
    )

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by_name = models.CharField(max_length=160)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        """One shift begins at a time, and none is longer than a day."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "starts_at"], condition=Q(withdrawn_at=None), name="one_shift_begins_at_a_time"
            ),
            models.CheckConstraint(
                name="a_shift_ends_within_a_day_of_its_beginning",
                condition=Q(ends_at__gt=F("starts_at"), ends_at__lte=F("starts_at") + LONGEST_SHIFT),
            ),
            models.CheckConstraint(
                name="shift_withdrawn_at_and_by_go_together",
                condition=Q(withdrawn_at=None, withdrawn_by_name="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "ends_at"], condition=Q(withdrawn_at=None), name="shift_of_somebody")
        ]

    def __str__(self) -> str:
        """Name the account and the beginning."""
        return f"{self.user_id} at work from {self.starts_at}"


class Visit(models.Model):
    """
    That an officer went to see somebody, and what came of it. Appended.

    key: made by the form, so that a telephone which sends twice records one visit. task: the one it was made for.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id key incident task visited_at result recorded_at",
        personal="person place",
        special="seen done next_step",
        staff="by",
    )

    key = models.UUIDField(unique=True)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="visits")
    task = models.ForeignKey(Task, null=True, blank=True, on_delete=models.PROTECT, related_name="visits")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    visited_at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="visits")
    result = models.CharField(max_length=12, choices=VisitResult.choices)
    seen = models.CharField(max_length=200, blank=True)
    done = models.CharField(max_length=1000, blank=True)
    next_step = models.CharField(max_length=500, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        """Append only; nobody records a visit before it happens, and who was seen is said."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_visit_is_recorded_afterwards", condition=Q(visited_at__lte=F("recorded_at"))
            ),
            models.CheckConstraint(
                name="a_visit_says_who_was_seen", condition=~Q(result=VisitResult.SEEN) | ~Q(seen="")
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["incident", "visited_at"], name="visits_of_an_incident")]
        triggers: ClassVar = [pgtrigger.Protect(name="visits_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the incident and the result."""
        return f"visit for {self.incident_id}: {self.result}"

    @property
    def happened(self) -> bool:
        """Say whether somebody was seen: everything else was a try."""
        return bool(self.result == VisitResult.SEEN)


class Query(models.Model):
    """
    What somebody of the public asked the named officers of a beat, and how it was answered.

    answer_by: when the force's 72 hours are over. name, contact: as they gave them.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force beat received_at channel answer_by answered_at policy_version",
        personal="person name contact",
        special="text answer",
        staff="officer entered_by_name answered_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    beat = models.ForeignKey(Beat, on_delete=models.PROTECT, related_name="queries")
    officer = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=12, choices=QueryChannel.choices)
    text = models.CharField(max_length=2000)
    received_at = models.DateTimeField()
    answer_by = models.DateTimeField()
    entered_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=2000, blank=True)

    class Meta:
        """It asks something, and its answer has a time, a person and words."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_query_asks_something", condition=~Q(text="")),
            models.CheckConstraint(name="a_query_has_time_to_be_answered", condition=Q(answer_by__gt=F("received_at"))),
            models.CheckConstraint(
                name="query_answered_at_by_and_how_go_together",
                condition=Q(answered_at=None, answered_by=None, answer="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(answer="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["force", "answer_by"], condition=Q(answered_at=None), name="query_unanswered"),
            models.Index(fields=["force", "-received_at"], name="query_newest"),
        ]

    def __str__(self) -> str:
        """Name the row, not what was asked."""
        return f"query {self.pk}"

    @property
    def key(self) -> str:
        """Return the key of the task to answer it."""
        return f"query:{self.pk}"
