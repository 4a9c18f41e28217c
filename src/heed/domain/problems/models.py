"""Problem plans with their entries, powers with their steps, items of evidence and what was done with them."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident, Party
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.domain.problems.terms import Against, EvidenceAct, EvidenceKind, PlanFormat, PowerStatus, Section
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Rank, Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class ProblemPlan(models.Model):
    """
    A problem that is worked on until it is measured to be better, and closed.

    subject: what it is about, as a key ("place:<uuid>", "victim:<uuid>", "party:<row>"): one open plan for each. place,
    victim, party, other: the same to be shown; several may be filled. opened_by: None when a rule opened it, which because
    then words. closed_at: when its closing was signed off.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force beat plan_format subject opened_at because policy_version closed_at",
        personal="place victim party",
        special="title other",
        staff="opened_by opened_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    beat = models.ForeignKey(Beat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    plan_format = models.CharField(max_length=4, choices=PlanFormat.choices, default=PlanFormat.SARA)
    subject = models.CharField(max_length=80)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    victim = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    other = models.CharField(max_length=300, blank=True)
    because = models.CharField(max_length=500)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One open plan about a subject; nothing of it changes but that it is closed, once."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "subject"], condition=Q(closed_at=None), name="a_subject_has_one_open_plan"
            ),
            models.CheckConstraint(name="a_plan_says_why_it_was_opened", condition=~Q(because="") & ~Q(title="")),
        ]
        indexes: ClassVar = [
            models.Index("force", "opened_at", condition=Q(closed_at=None), name="plan_open"),
            models.Index("force", "subject", name="plan_by_subject"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="a_plan_stays_as_it_was_opened", exclude=["closed_at", "beat"]),
            pgtrigger.Protect(name="plans_are_not_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Return the number it is called by."""
        return self.reference

    @property
    def reference(self) -> str:
        """Return what it is called on paper, for example `PP-0012`."""
        return f"PP-{self.pk:04d}"


class PlanIncident(models.Model):
    """That an incident belongs to a plan, and why: what the plan is measured by. Append only."""

    handling = handling(Retention.WITH_INCIDENT, plain="id plan incident at", staff="added_by_name", special="because")

    plan = models.ForeignKey(ProblemPlan, on_delete=models.PROTECT, related_name="incidents")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="plans")
    because = models.CharField(max_length=300)
    at = models.DateTimeField()
    added_by_name = models.CharField(max_length=160)

    class Meta:
        """Once is enough; append only."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "incident"], name="an_incident_is_in_a_plan_once")
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="plan_incidents_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name both."""
        return f"{self.incident_id} in plan {self.plan_id}"


class PlanEntry(models.Model):
    """
    Something written into a section of a plan. due_by: when what it says is to be done; such a line is a task of tasking.

    owner: who does it; without one it is the beat's. by: None when Heed wrote it.
    """

    handling = handling(
        Retention.WITH_INCIDENT, plain="id plan section at due_by", staff="by by_name owner", special="words"
    )

    plan = models.ForeignKey(ProblemPlan, on_delete=models.PROTECT, related_name="entries")
    section = models.CharField(max_length=12, choices=Section.choices)
    words = models.TextField()
    due_by = models.DateTimeField(null=True, blank=True)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)

    class Meta:
        """It says something; append only."""

        constraints: ClassVar = [models.CheckConstraint(name="a_plan_entry_says_something", condition=~Q(words=""))]
        indexes: ClassVar = [models.Index("plan", "section", "id", name="plan_entry_by_section")]
        triggers: ClassVar = [pgtrigger.Protect(name="plan_entries_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the section."""
        return f"{self.section} of plan {self.plan_id}"


class PlanClosing(models.Model):
    """
    That somebody asked for a plan to be closed, with its measured result; answered once, by somebody of the rank asked for.

    days: length of each of the two times compared. before, after: incidents in them, counted by Heed. caution: how far the
    figures carry.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id plan days before after caution asked_at answered_at agreed answered_rank policy_version",
        staff="asked_by answered_by",
        special="words why",
    )

    plan = models.ForeignKey(ProblemPlan, on_delete=models.PROTECT, related_name="closings")
    words = models.TextField()
    days = models.PositiveIntegerField()
    before = models.PositiveIntegerField()
    after = models.PositiveIntegerField()
    caution = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    policy_version = models.CharField(max_length=80)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_rank = models.CharField(max_length=16, choices=Rank.choices, blank=True)
    agreed = models.BooleanField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        """Whoever asks cannot sign off; one waits at a time."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="plan_closing_answered_at_by_and_what_go_together",
                condition=Q(answered_at=None, answered_by=None, agreed=None, answered_rank="", why="")
                | (Q(answered_at__isnull=False, answered_by__isnull=False, agreed__isnull=False) & ~Q(why="")),
            ),
            models.CheckConstraint(
                name="nobody_signs_off_their_own_plan", condition=Q(answered_by=None) | ~Q(answered_by=F("asked_by"))
            ),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(answered_at=None), name="one_closing_of_a_plan_waits_at_a_time"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="a_measured_result_stays_as_it_was",
                exclude=["answered_at", "answered_by", "answered_rank", "agreed", "why"],
            ),
            pgtrigger.Protect(name="plan_closings_are_not_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the plan."""
        return f"closing of plan {self.plan_id}"


class Power(models.Model):
    """
    A tool or power that was considered against somebody or for a place. What became of it are its steps.

    kind: as the pack names it. person, party, other, place: whom or what it is against; born_on: as far as it is known.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force kind against incident plan beat opened_at policy_version",
        personal="person party place born_on",
        special="other",
        staff="opened_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    against = models.CharField(max_length=8, choices=Against.choices)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    other = models.CharField(max_length=300, blank=True)
    born_on = models.DateField(null=True, blank=True)
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="powers")
    plan = models.ForeignKey(ProblemPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="powers")
    beat = models.ForeignKey(Beat, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    opened_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Against somebody or something; append only."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_power_is_against_somebody_or_a_place",
                condition=Q(place__isnull=False) | Q(person__isnull=False) | Q(party__isnull=False) | ~Q(other=""),
            ),
        ]
        indexes: ClassVar = [models.Index("force", "opened_at", name="power_by_opening")]
        triggers: ClassVar = [pgtrigger.Protect(name="powers_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the kind, not against whom."""
        return f"{self.kind} {self.pk}"


class PowerStep(models.Model):
    """
    What became of a power, appended; the newest holds.

    on_at: when it happened; at: when it was written down. ends_at: when what was issued or varied runs out; None where it
    has no end. proportionate, needs, equality: why it is proportionate, what the respondent needs, and what it does to people
    who share a protected characteristic. confirmed: the tests of the power that were ticked, in words. incident: of a breach.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id power status on_at ends_at confirmed age incident at authorised_rank policy_version",
        special="words proportionate needs equality",
        staff="by by_name authorised_by_name",
    )

    power = models.ForeignKey(Power, on_delete=models.PROTECT, related_name="steps")
    status = models.CharField(max_length=12, choices=PowerStatus.choices)
    words = models.TextField()
    on_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    proportionate = models.TextField(blank=True)
    needs = models.TextField(blank=True)
    equality = models.TextField(blank=True)
    confirmed = models.JSONField(default=list)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    authorised_by_name = models.CharField(max_length=160, blank=True)
    authorised_rank = models.CharField(max_length=16, choices=Rank.choices, blank=True)
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """What is issued is proportionate, considered and authorised, and the database says so too; append only."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_issued_power_is_proportionate_considered_and_authorised",
                condition=~Q(status=PowerStatus.ISSUED)
                | (~Q(proportionate="") & ~Q(needs="") & ~Q(equality="") & ~Q(authorised_by_name="")),
            ),
            models.CheckConstraint(name="a_step_of_a_power_says_why", condition=~Q(words="")),
            models.CheckConstraint(
                name="a_power_ends_after_it_began", condition=Q(ends_at=None) | Q(ends_at__gt=F("on_at"))
            ),
            models.CheckConstraint(name="a_step_of_a_power_is_not_in_the_future", condition=Q(on_at__lte=F("at"))),
            models.UniqueConstraint(
                fields=["power"],
                condition=Q(status__in=[PowerStatus.REFUSED, PowerStatus.DISCHARGED, PowerStatus.EXPIRED]),
                name="a_power_ends_once",
            ),
        ]
        indexes: ClassVar = [
            models.Index("power", F("id").desc(), name="power_step_newest"),
            models.Index("ends_at", condition=Q(ends_at__isnull=False), name="power_step_by_end"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="steps_of_powers_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the status."""
        return self.status


class EvidenceItem(models.Model):
    """
    That something was handed in or received which may be evidence. The file itself is not kept in Heed: kept_where says where.

    Cases it belongs to, and whether anybody has looked at it, are its acts.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force kind received_at kept_where entered_at policy_version",
        personal="from_whom",
        special="words",
        staff="entered_by entered_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    words = models.CharField(max_length=500)
    from_whom = models.CharField(max_length=300)
    kept_where = models.CharField(max_length=300)
    received_at = models.DateTimeField()
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    entered_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """It says what it is and where it is kept; append only."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="evidence_says_what_it_is_and_where_it_is_kept", condition=~Q(words="") & ~Q(kept_where="")
            ),
            models.CheckConstraint(
                name="evidence_is_not_received_in_the_future", condition=Q(received_at__lte=F("entered_at"))
            ),
        ]
        indexes: ClassVar = [models.Index("force", "received_at", name="evidence_by_receipt")]
        triggers: ClassVar = [pgtrigger.Protect(name="evidence_is_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the kind."""
        return f"{self.kind} {self.pk}"


class EvidenceStep(models.Model):
    """What was done with an item of evidence, by whom, when. Appended."""

    handling = handling(
        Retention.WITH_INCIDENT, plain="id item what incident plan at", staff="by by_name", special="words"
    )

    item = models.ForeignKey(EvidenceItem, on_delete=models.PROTECT, related_name="steps")
    what = models.CharField(max_length=12, choices=EvidenceAct.choices)
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    plan = models.ForeignKey(ProblemPlan, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    words = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)

    class Meta:
        """A link names one case, and nothing else names any; append only."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_link_of_evidence_names_one_case",
                condition=Q(what=EvidenceAct.LINKED, incident__isnull=False, plan=None)
                | Q(what=EvidenceAct.LINKED, incident=None, plan__isnull=False)
                | (~Q(what=EvidenceAct.LINKED) & Q(incident=None, plan=None)),
            ),
            models.CheckConstraint(name="a_step_of_evidence_says_something", condition=~Q(words="")),
        ]
        indexes: ClassVar = [models.Index("item", "id", name="evidence_step_in_order")]
        triggers: ClassVar = [pgtrigger.Protect(name="steps_of_evidence_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name what was done."""
        return self.what
