"""People, what was said of them, where they live, the lines they use, and what was decided about who is who."""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from heed.domain.people.terms import Judgement, KnownAs, LinkSource
from heed.domain.places.models import Place
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling


class Person(models.Model):
    """
    A member of the public, as first put on record. The id is ours for good; it is never reused, deleted or moved.

    lead: who stands for the group of people decided to be one and the same; the person alone, as long as nobody has.
    """

    handling = handling(
        Retention.WITH_PERSON, plain="id force first_known_at", personal="given_name family_name born_on lead"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    born_on = models.DateField(null=True, blank=True)
    first_known_at = models.DateTimeField()
    lead = models.ForeignKey("self", on_delete=models.PROTECT, related_name="atoms", editable=False)

    class Meta:
        """Names are searched without regard to case. Whoever is written without a lead stands for themselves."""

        indexes: ClassVar = [
            models.Index("force", Upper("family_name"), Upper("given_name"), name="person_by_name"),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="somebody_new_stands_for_themselves",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                condition=pgtrigger.Condition("NEW.lead_id IS NULL"),
                func="NEW.lead_id = NEW.id; RETURN NEW;",
            )
        ]

    def __str__(self) -> str:
        """Return the name, or say that there is none."""
        return self.name

    @property
    def name(self) -> str:
        """Return given and family name as people say them."""
        return f"{self.given_name} {self.family_name}".strip() or "Name not known"


class Mention(models.Model):
    """
    One person as they were described once: never overwritten. Only a split moves it to another person, and names it.

    born: as it was said, whole or in part; age: in years on the day said_on. call: on which it was said, if on one.
    standard: the form in which descriptions are compared, as engines/linkage writes it.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force at source call said_on",
        personal="person given_name family_name born age address postcode place e164 email standard",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="mentions")
    at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=LinkSource.choices)
    call = models.UUIDField(null=True, blank=True)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    born = models.CharField(max_length=40, blank=True)
    age = models.PositiveSmallIntegerField(null=True, blank=True)
    said_on = models.DateField()
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    e164 = models.CharField(max_length=16, blank=True)
    email = models.CharField(max_length=254, blank=True)
    standard = models.JSONField()

    class Meta:
        """What was said stays as it was said, and the database says so too."""

        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="what_was_said_is_never_overwritten", exclude=["person", "standard"]),
            pgtrigger.Protect(name="what_was_said_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the description, not what it says."""
        return f"mention {self.pk} of {self.person_id}"


class MentionKey(models.Model):
    """
    That a description is filed under a key: whoever looks under the same key finds it.

    The primary key is the index that recognition reads, and the only one: no row of the table itself is looked at.
    """

    handling = handling(Retention.WITH_PERSON, plain="pk force mention", personal="key")

    pk = models.CompositePrimaryKey("force", "key", "mention")
    # No constraints: they would be checked a dozen times for each description, which names both already.
    force = models.ForeignKey(Force, on_delete=models.DO_NOTHING, db_index=False, db_constraint=False)
    key = models.BigIntegerField()
    mention = models.ForeignKey(
        Mention, on_delete=models.DO_NOTHING, related_name="keys", db_index=False, db_constraint=False
    )

    def __str__(self) -> str:
        """Name the description."""
        return f"key of mention {self.mention_id}"


class Residence(models.Model):
    """That a person lived at a place, from when, until when."""

    handling = handling(Retention.WITH_PERSON, plain="id source from_on until_on", personal="person place")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="residences")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="residences")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=12, choices=LinkSource.choices)

    class Meta:
        """Nobody leaves before arriving."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_residence_ends_after_it_began", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            )
        ]

    def __str__(self) -> str:
        """Return who and where."""
        return f"{self.person_id} at {self.place_id}"


class LineUse(models.Model):
    """
    That a person used a telephone line, first and last when, and how we know. Only a split moves one, and names it.

    removed_at: from when the line is believed not to be theirs; taking it up again is a new row. returned_at: when the
    undoing of a split brought the row back beside a newer one of the same person and line.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force source first_used_on last_used_on times removed_at returned_at",
        personal="person e164",
        staff="confirmed_at confirmed_by removed_by",
        special="removed_why",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="line_uses")
    e164 = models.CharField(max_length=16)
    source = models.CharField(max_length=12, choices=LinkSource.choices)
    first_used_on = models.DateField()
    last_used_on = models.DateField()
    times = models.PositiveIntegerField(default=1)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    removed_why = models.CharField(max_length=300, blank=True, db_default="")
    returned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """One standing row for a person and a line; who confirmed goes with when, who removed with when and why."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "e164"],
                condition=Q(removed_at=None, returned_at=None),
                name="a_person_and_a_line_are_linked_once_at_a_time",
            ),
            models.CheckConstraint(
                name="line_use_removed_at_by_and_why_go_together",
                condition=Q(removed_at=None, removed_by=None, removed_why="")
                | (Q(removed_at__isnull=False, removed_by__isnull=False) & ~Q(removed_why="")),
            ),
            models.CheckConstraint(
                name="a_line_use_ends_after_it_began", condition=Q(last_used_on__gte=F("first_used_on"))
            ),
            models.CheckConstraint(
                name="a_confirmed_line_use_says_when",
                condition=Q(confirmed_by=None) | Q(confirmed_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [models.Index("force", "e164", name="line_use_by_number")]

    def __str__(self) -> str:
        """Return who, without the number."""
        return f"a line of {self.person_id}"


class KnownLine(models.Model):
    """A number on the force's list: many people share it, so it identifies nobody."""

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id force e164 known_as label listed_at removed_at",
        staff="listed_by removed_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    e164 = models.CharField(max_length=16)
    known_as = models.CharField(max_length=16, choices=KnownAs.choices)
    label = models.CharField(max_length=120)
    listed_at = models.DateTimeField()
    listed_by = models.CharField(max_length=80)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        """A number is on the list once at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "e164"], condition=Q(removed_at=None), name="a_number_is_listed_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        """Return the label."""
        return self.label


class LineWatch(models.Model):
    """A flag that a person put on a line: a silent or abandoned call from it is not let go. Ends by itself."""

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id force set_at until ended_at",
        personal="e164",
        special="reason",
        staff="set_by ended_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    e164 = models.CharField(max_length=16)
    reason = models.CharField(max_length=300)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        """Looked up by number at every ring."""

        indexes: ClassVar = [models.Index("force", "e164", name="line_watch_by_number")]

    def __str__(self) -> str:
        """Say since when, without the number."""
        return f"watched since {self.set_at:%Y-%m-%d}"


class IdentityDecision(models.Model):
    """
    What was decided about two people: appended, never changed; taken back by an IdentityUndo.

    The newest decision about a pair that nobody has taken back holds. shown: the words that were on the screen.
    probability, model: what the machine thought, by which weights. run: the re-linking it came from, undone as one.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force decision at by_machine probability model call run",
        staff="decided_by actor role",
        personal="one other shown",
        special="why",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    one = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions")
    other = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="decisions_from")
    decision = models.CharField(max_length=16, choices=Judgement.choices)
    at = models.DateTimeField()
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=80)
    role = models.CharField(max_length=32, blank=True)
    by_machine = models.BooleanField()
    why = models.CharField(max_length=500, blank=True)
    shown = models.JSONField(default=list)
    probability = models.FloatField(null=True, blank=True)
    model = models.CharField(max_length=120, blank=True)
    call = models.UUIDField(null=True, blank=True)
    run = models.UUIDField(null=True, blank=True)

    class Meta:
        """A pair is written one way round; a machine's decision is never taken for a person's."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_pair_is_written_one_way_round", condition=Q(one__lt=F("other"))),
            models.CheckConstraint(
                name="a_decision_is_a_persons_or_the_machines",
                condition=Q(by_machine=True, decided_by=None) | Q(by_machine=False, decided_by__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index("one", "other", F("id").desc(), name="identity_decision_of_a_pair"),
            models.Index("run", condition=Q(run__isnull=False), name="identity_decision_of_a_run"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="identity_decisions_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the decision and the pair."""
        return f"{self.decision}: {self.one_id}, {self.other_id}"


class IdentityUndo(models.Model):
    """That a decision about two people was taken back: by whom and why. What was decided before it holds again."""

    handling = handling(Retention.WITH_PERSON, plain="id decision at", staff="undone_by actor", special="why")

    decision = models.OneToOneField(IdentityDecision, on_delete=models.PROTECT, related_name="undo")
    at = models.DateTimeField()
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=80)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        """Append only."""

        triggers: ClassVar = [
            pgtrigger.Protect(name="identity_undoes_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the decision."""
        return f"undo of decision {self.decision_id}"


class Split(models.Model):
    """
    That part of what stood under one person was moved to a new one, row by row, and whether it was moved back.

    moved: ids of the mentions, line_uses, residences and parties. decision: that the two are different, undone with it.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force moved at decision undone_at",
        staff="split_by actor undone_by",
        personal="person new_person",
        special="why undone_why",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="splits")
    new_person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="split_off")
    moved = models.JSONField()
    at = models.DateTimeField()
    split_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    actor = models.CharField(max_length=80)
    why = models.CharField(max_length=500)
    decision = models.OneToOneField(IdentityDecision, on_delete=models.PROTECT, related_name="split")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    undone_why = models.CharField(max_length=500, blank=True)

    class Meta:
        """What was moved stays on record; only the undoing is written later, once."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="split_undone_at_and_by_go_together",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            )
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_a_split_moved_stays_on_record", exclude=["undone_at", "undone_by", "undone_why"]
            ),
            pgtrigger.Protect(name="splits_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name both people."""
        return f"{self.new_person_id} split off {self.person_id}"
