"""Prompts, the incidents and rules behind them, decisions, endings; and entries drawn for reading, with marks."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.calls.models import LogEntry
from heed.domain.conduct.terms import Ended, Mark, Outcome
from heed.domain.incidents.models import Incident, Party
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Prompt(models.Model):
    """
    That a person must decide whether a sequence of incidents is a crime: against whom, by whom, and by when.

    victim, place: the person, their household's door, or both. party: the other party as the incident that raised it
    has them; other: who that is on record; described: in words. first_met_at: from when the clock runs. follows: the
    prompt about the same two that was decided before.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force incident first_met_at due_at raised_at follows policy_version",
        personal="victim place party other described",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="crime_prompts_raised")
    victim = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    described = models.CharField(max_length=300)
    first_met_at = models.DateTimeField()
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Somebody suffers in it; append only."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_crime_prompt_is_about_somebody", condition=Q(victim__isnull=False) | Q(place__isnull=False)
            ),
            models.CheckConstraint(
                name="a_crime_prompt_is_due_after_it_is_met", condition=Q(due_at__gte=F("first_met_at"))
            ),
        ]
        indexes: ClassVar = [
            models.Index("force", "due_at", name="crime_prompt_by_due"),
            models.Index("victim", condition=Q(victim__isnull=False), name="crime_prompt_by_victim"),
            models.Index("place", condition=Q(place__isnull=False), name="crime_prompt_by_place"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="crime_prompts_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name it by its number."""
        return f"crime prompt {self.pk}"


class PromptIncident(models.Model):
    """That an incident belongs to a prompt's sequence, and why it was taken: whose it is, and why it is the same other party."""

    handling = handling(
        Retention.WITH_INCIDENT, plain="id prompt incident added_at", personal="party", special="because"
    )

    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="sequence")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="in_sequences")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    because = models.CharField(max_length=400)
    added_at = models.DateTimeField()

    class Meta:
        """Once is enough; append only."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prompt", "incident"], name="an_incident_is_in_a_sequence_once")
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="sequences_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.incident_id} in {self.prompt_id}"


class RuleMet(models.Model):
    """That a test is met in a prompt's sequence: the rule as it was worded then, its source, and from when."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id prompt test label words source status incidents met_at due_at raised_at",
        special="because",
    )

    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="rules_met")
    test = models.CharField(max_length=40)
    label = models.CharField(max_length=120)
    words = models.CharField(max_length=500)
    source = models.CharField(max_length=300)
    status = models.CharField(max_length=40)
    because = models.CharField(max_length=300, blank=True)
    incidents = models.JSONField(default=list)
    met_at = models.DateTimeField()
    due_at = models.DateTimeField()
    raised_at = models.DateTimeField()

    class Meta:
        """Each test once; append only."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["prompt", "test"], name="a_rule_is_met_once_in_a_prompt")
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="rules_met_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the test."""
        return self.test


class Decision(models.Model):
    """
    What a person decided about a prompt, and why. Appended; the newest holds.

    recorded_as: the test that the recorded crime is under. tests: those on the screen when it was decided. told: the
    victim has been told, and that they may ask for it to be looked at again.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id prompt outcome recorded_as crime_number tests told as_registrar decided_at policy_version",
        staff="decided_by decided_by_name",
        special="reason",
    )

    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="decisions")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    recorded_as = models.CharField(max_length=40, blank=True)
    crime_number = models.CharField(max_length=40, blank=True)
    reason = models.TextField()
    tests = models.JSONField(default=list)
    told = models.BooleanField(default=False)
    as_registrar = models.BooleanField()
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """A decision has a reason, and a crime its number; append only."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_crime_decision_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_recorded_crime_has_its_number_and_nothing_else_has_one",
                condition=(Q(outcome=Outcome.CRIME) & ~Q(crime_number=""))
                | (~Q(outcome=Outcome.CRIME) & Q(crime_number="", recorded_as="")),
            ),
        ]
        indexes: ClassVar = [models.Index("prompt", F("id").desc(), name="crime_decision_newest")]
        triggers: ClassVar = [pgtrigger.Protect(name="crime_decisions_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the outcome."""
        return self.outcome


class Ending(models.Model):
    """That the course of conduct of a prompt came to its end on a day: what follows is a new one. Append only."""

    handling = handling(
        Retention.WITH_INCIDENT, plain="id prompt how ended_at noted_at", staff="noted_by noted_by_name", special="why"
    )

    prompt = models.ForeignKey(Prompt, on_delete=models.PROTECT, related_name="endings")
    how = models.CharField(max_length=12, choices=Ended.choices)
    ended_at = models.DateTimeField()
    why = models.CharField(max_length=500)
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_by_name = models.CharField(max_length=160)

    class Meta:
        """It says why, and lies behind us."""

        constraints: ClassVar = [
            models.CheckConstraint(name="an_ending_says_why", condition=~Q(why="")),
            models.CheckConstraint(name="an_ending_is_not_in_the_future", condition=Q(ended_at__lte=F("noted_at"))),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="endings_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name how."""
        return self.how


class Drawn(models.Model):
    """
    That a log entry was drawn by lot for reading, in one week. Who wrote it is not here, and nothing is counted by it.

    week: its Monday. position: where in the random order. phrases: ids of the phrases that stand in it.
    """

    handling = handling(
        Retention.WITH_INCIDENT, plain="id force week position phrases drawn_at policy_version", special="entry"
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    week = models.DateField()
    entry = models.ForeignKey(LogEntry, on_delete=models.PROTECT, related_name="drawn")
    position = models.PositiveIntegerField()
    phrases = models.JSONField(default=list)
    drawn_at = models.DateTimeField()
    policy_version = models.CharField(max_length=80)

    class Meta:
        """An entry is drawn once; append only."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry"], name="an_entry_is_drawn_once"),
            models.UniqueConstraint(fields=["force", "week", "position"], name="a_draw_has_one_entry_in_each_place"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="draws_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the week."""
        return f"drawn in the week of {self.week}"


class Marked(models.Model):
    """What a supervisor made of the wording of an entry that was drawn. Appended; the newest holds."""

    handling = handling(Retention.WITH_INCIDENT, plain="id drawn mark marked_at", staff="marked_by", special="note")

    drawn = models.ForeignKey(Drawn, on_delete=models.PROTECT, related_name="marks")
    mark = models.CharField(max_length=12, choices=Mark.choices)
    note = models.CharField(max_length=500, blank=True)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Append only."""

        triggers: ClassVar = [pgtrigger.Protect(name="marks_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the mark."""
        return self.mark
