"""Contact as it was agreed, and as it was had."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.support.terms import ContactChannel, ContactResult
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class ContactAgreed(models.Model):
    """
    How often and by which channel a victim is kept in touch with. Appended; the newest of a person stands.

    starts_on: the day of the first contact. Nought days would be never: ending it is for the incident's closing.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident every_days channel starts_on with_victim at policy_version",
        personal="person",
        special="because",
        staff="by by_name",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="contact_agreed")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    every_days = models.PositiveSmallIntegerField()
    channel = models.CharField(max_length=12, choices=ContactChannel.choices)
    starts_on = models.DateField()
    with_victim = models.BooleanField()
    because = models.CharField(max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Contact is at least daily, and says why."""

        constraints: ClassVar = [
            models.CheckConstraint(name="agreed_contact_comes_round", condition=Q(every_days__gte=1)),
            models.CheckConstraint(name="agreed_contact_says_why", condition=~Q(because="")),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="agreed_contact_is_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Say how often."""
        return f"every {self.every_days} days in {self.incident_id}"


class ContactMade(models.Model):
    """That somebody tried to reach a victim, and what came of it. at: when they did; noted_at: when it was written."""

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident at noted_at channel result",
        personal="person",
        special="words",
        staff="by by_name",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="contact_made")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    noted_at = models.DateTimeField()
    channel = models.CharField(max_length=12, choices=ContactChannel.choices)
    result = models.CharField(max_length=12, choices=ContactResult.choices)
    words = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)

    class Meta:
        """Nobody notes tomorrow's contact."""

        constraints: ClassVar = [
            models.CheckConstraint(name="contact_was_made_before_it_was_noted", condition=Q(at__lte=F("noted_at")))
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="contact_made_is_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Return what came of it."""
        return self.result
