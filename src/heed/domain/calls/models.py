"""Calls, their logs, and the proof of what was checked."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.calls.terms import About, Channel, Decision, Ended, EntryKind, Finished, Returned
from heed.domain.people.models import Person
from heed.engines.numbers.reading import display
from heed.engines.numbers.terms import LineClass
from heed.foundation.accounts.models import CommandUnit, Force, User
from heed.foundation.accounts.terms import Retention, handling
from heed.foundation.audit.chain import FIRST


class Call(models.Model):
    """One call, or other contact, from the first ring. What is known of the line is kept apart from who it is."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force unit channel line_class may_show may_match queue rang_at answered_at taken_at ended_at ended_as"
        " silent_at finished_at finished_as log_size log_hash",
        staff="answered_at_desk taken_by silent_by finished_by",
        personal="e164 shown_e164 received extension",
        special="finished_why",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    unit = models.ForeignKey(CommandUnit, null=True, blank=True, on_delete=models.PROTECT)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    queue = models.CharField(max_length=80, blank=True)
    line_class = models.CharField(max_length=16, choices=[(c.value, c.value) for c in LineClass])
    e164 = models.CharField(max_length=16, blank=True)
    shown_e164 = models.CharField(max_length=16, blank=True)
    received = models.CharField(max_length=200, blank=True)
    extension = models.CharField(max_length=16, blank=True)
    may_show = models.BooleanField()
    may_match = models.BooleanField()
    rang_at = models.DateTimeField(db_index=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_at_desk = models.CharField(max_length=80, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    taken_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="calls_taken")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_as = models.CharField(max_length=16, choices=Ended.choices, blank=True)
    silent_at = models.DateTimeField(null=True, blank=True)
    silent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    finished_as = models.CharField(max_length=12, choices=Finished.choices, blank=True)
    finished_why = models.CharField(max_length=500, blank=True)
    # Where the log stands: moved on with each entry, so that a log that was cut short shows.
    log_size = models.PositiveIntegerField(default=0)
    log_hash = models.CharField(max_length=64, default=FIRST)

    class Meta:
        """Facts that belong together stay together; looked up by line and by what still waits."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="call_taken_at_and_by_go_together",
                condition=Q(taken_at=None, taken_by=None) | Q(taken_at__isnull=False, taken_by__isnull=False),
            ),
            models.CheckConstraint(
                name="call_ended_at_and_as_go_together",
                condition=Q(ended_at=None, ended_as="") | (Q(ended_at__isnull=False) & ~Q(ended_as="")),
            ),
            models.CheckConstraint(
                name="call_finished_at_and_as_go_together",
                condition=Q(finished_at=None, finished_as="") | (Q(finished_at__isnull=False) & ~Q(finished_as="")),
            ),
            models.CheckConstraint(
                name="call_silent_at_and_by_go_together",
                condition=Q(silent_at=None, silent_by=None) | Q(silent_at__isnull=False, silent_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index("force", "e164", "rang_at", condition=~Q(e164=""), name="call_by_line"),
            models.Index("force", "rang_at", condition=Q(taken_at=None, finished_at=None), name="call_waiting"),
            models.Index("taken_by", "taken_at", condition=Q(finished_at=None), name="call_in_hand"),
            models.Index("force", "rang_at", condition=Q(finished_as=Finished.ABANDONED), name="call_missed"),
        ]

    def __str__(self) -> str:
        """Name the call without its number."""
        return f"call {self.id}"

    @property
    def line_in_words(self) -> str:
        """Return the number if it may be shown, else why there is none."""
        if self.shown_e164 and self.may_show:
            return display(self.shown_e164)
        if self.line_class == LineClass.WITHHELD:
            return "Number withheld"
        return "Number not available"

    @property
    def is_emergency(self) -> bool:
        """Say whether it came by 999."""
        return self.channel == Channel.EMERGENCY


class LogEntry(models.Model):
    """One line of a call's log: appended, never changed. A correction is a new entry that names the one it corrects."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id call seq at kind corrects hash",
        staff="author author_name",
        special="text detail",
    )

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    author = models.CharField(max_length=80)
    author_name = models.CharField(max_length=160)
    kind = models.CharField(max_length=12, choices=EntryKind.choices)
    text = models.TextField()
    detail = models.JSONField(default=dict)
    corrects = models.PositiveIntegerField(null=True, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        """Append only, and the database says so too."""

        constraints: ClassVar = [models.UniqueConstraint(fields=["call", "seq"], name="a_log_entry_has_its_own_place")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="log_entries_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the entry's place, not its words."""
        return f"entry {self.seq} of {self.call_id}"


class Draft(models.Model):
    """
    What the handler is typing and has not yet put on record: one working copy for each call.

    Overwritten at every pause and gone once recorded; never evidence. revision counts up in the page that types, so
    that a late save cannot replace a newer one.
    """

    handling = handling(Retention.WHILE_IN_USE, plain="call revision saved_at", staff="saved_by", special="content")

    call = models.OneToOneField(Call, primary_key=True, on_delete=models.CASCADE)
    content = models.JSONField(default=dict)
    revision = models.BigIntegerField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Name whose draft it is."""
        return f"draft of {self.call_id}"


class CallerDecision(models.Model):
    """What a person decided about who rang, or for whom. Appended; the newest decision about a person on a call holds."""

    handling = handling(
        Retention.WITH_PERSON,
        plain="id call about decision at shown",
        staff="decided_by",
        personal="person",
        special="why",
    )

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="caller_decisions")
    about = models.CharField(max_length=8, choices=About.choices, default=About.CALLER, db_default=About.CALLER)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    decision = models.CharField(max_length=16, choices=Decision.choices)
    shown = models.JSONField(default=list)
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT)

    def __str__(self) -> str:
        """Name the call and the decision."""
        return f"{self.decision} on {self.call_id}"


class Check(models.Model):
    """Proof of check: what Heed itself searched and found, and when. Nobody can type one (features.md #3)."""

    handling = handling(
        Retention.WITH_INCIDENT, plain="id call at occasion searched policy_version took_ms", special="found"
    )

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="checks")
    at = models.DateTimeField()
    occasion = models.CharField(max_length=16)
    searched = models.JSONField()
    found = models.JSONField()
    policy_version = models.CharField(max_length=80)
    took_ms = models.FloatField()

    class Meta:
        """Append only."""

        indexes: ClassVar = [models.Index("call", F("id").desc(), name="check_newest_of_a_call")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="checks_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the call and the occasion."""
        return f"{self.occasion} check of {self.call_id}"


class CheckShown(models.Model):
    """That what a check found was on somebody's screen, and from when."""

    handling = handling(Retention.WITH_INCIDENT, plain="id proof at", staff="shown_to")

    proof = models.ForeignKey(Check, on_delete=models.PROTECT, related_name="showings")
    shown_to = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField()

    class Meta:
        """Append only."""

        triggers: ClassVar = [
            pgtrigger.Protect(name="showings_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the check."""
        return f"check {self.proof_id} shown"


class CallReturn(models.Model):
    """
    That a call which nobody had answered was rung back, and what came of it. Appended: several tries are several rows.

    returned_by: who rang. words: what is worth telling whoever tries next.
    """

    handling = handling(Retention.WITH_INCIDENT, plain="id call at result", staff="returned_by", special="words")

    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="returns")
    at = models.DateTimeField()
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    result = models.CharField(max_length=12, choices=Returned.choices)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        """Append only."""

        constraints: ClassVar = [
            models.CheckConstraint(name="ringing_back_came_to_something", condition=Q(result__in=Returned.values))
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="returns_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Return what came of it."""
        return self.result
