"""People, where they live, and the lines they use."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from heed.domain.people.terms import KnownAs, LinkSource
from heed.domain.places.models import Place
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling


class Person(models.Model):
    """A member of the public. The id is ours for good; it is never reused."""

    handling = handling(
        Retention.WITH_PERSON, plain="id force first_known_at", personal="given_name family_name born_on"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    born_on = models.DateField(null=True, blank=True)
    first_known_at = models.DateTimeField()

    class Meta:
        """Names are searched without regard to case."""

        indexes: ClassVar = [
            models.Index("force", Upper("family_name"), Upper("given_name"), name="person_by_name"),
        ]

    def __str__(self) -> str:
        """Return the name, or say that there is none."""
        return self.name

    @property
    def name(self) -> str:
        """Return given and family name as people say them."""
        return f"{self.given_name} {self.family_name}".strip() or "Name not known"


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
    """That a person used a telephone line, first and last when, and how we know. Never moved to another person."""

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force source first_used_on last_used_on times",
        personal="person e164",
        staff="confirmed_at confirmed_by",
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

    class Meta:
        """One row for a person and a line; who confirmed goes with when."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "e164"], name="a_person_and_a_line_are_linked_once"),
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
