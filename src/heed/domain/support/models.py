"""
What a victim was promised and offered. Support plans and contact have tables of their own, in plans/ and contacts/.

What was said is never changed: what came of it is another row, or a field written once.
"""

from datetime import datetime
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.support.contacts.models import ContactAgreed, ContactMade
from heed.domain.support.plans.models import PlanLine, SupportPlan
from heed.domain.support.terms import (
    VERDICTS,
    Consent,
    Ground,
    Outcome,
    PromiseKind,
    Said,
    Settled,
)
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling

__all__ = [
    "ContactAgreed",
    "ContactMade",
    "Offer",
    "OfferAnswer",
    "OfferOutcome",
    "PlanLine",
    "Promise",
    "PromiseSettled",
    "SupportPlan",
]

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Promise(models.Model):
    """
    Something that a victim was promised, and by when. What became of it is rows of PromiseSettled.

    person: to whom; empty while nobody knows who they are. owner: who keeps it; without one, the officers of the beat.
    settled_at: when its verdict was written, in the same transaction; until then the clock may break it.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force incident kind due_by made_at settled_at policy_version",
        personal="person",
        special="words",
        staff="owner made_by made_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="promises")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=PromiseKind.choices)
    words = models.CharField(max_length=500)
    due_by = models.DateTimeField()
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=160)
    settled_at = models.DateTimeField(null=True, blank=True)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """A promise says what, and by when; it is found by the person at every ring, and by time every minute."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_promise_says_what", condition=~Q(words="")),
            models.CheckConstraint(name="a_promise_is_for_later", condition=Q(due_by__gt=F("made_at"))),
        ]
        indexes: ClassVar = [models.Index("due_by", condition=Q(settled_at=None), name="promise_open_by_due")]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="what_was_promised_stays", exclude=["settled_at"]),
            pgtrigger.Protect(name="promises_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the kind, not the person."""
        return f"{self.get_kind_display()} promised in {self.incident_id}"

    @property
    def verdict(self) -> "PromiseSettled | None":
        """Return how it was settled; None while it is not."""
        return next((row for row in self.settlements.all() if row.settled_as in VERDICTS), None)

    @property
    def done_after(self) -> "PromiseSettled | None":
        """Return what was done after it was broken, if anything was."""
        return next((row for row in self.settlements.all() if row.settled_as == Settled.DONE_AFTER), None)

    def is_broken(self, *, now: datetime) -> bool:
        """Say whether it was not kept: so settled, or past its time and not settled. Due at this very moment, it can be kept."""
        verdict = self.verdict
        return verdict.settled_as == Settled.BROKEN if verdict else self.due_by < now

    def is_open(self, *, now: datetime) -> bool:
        """Say whether it can still be kept."""
        return self.verdict is None and self.due_by >= now


class PromiseSettled(models.Model):
    """
    What came of a promise. One verdict, kept, broken or released, which stays; what was done after all is a second row.

    at: when it was written; done_at: when it was done, where it was. by: empty when the clock broke it.
    """

    handling = handling(
        Retention.WITH_INCIDENT, plain="id promise settled_as at done_at", staff="by by_name", special="how"
    )

    promise = models.ForeignKey(Promise, on_delete=models.PROTECT, related_name="settlements")
    settled_as = models.CharField(max_length=12, choices=Settled.choices)
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    how = models.CharField(max_length=500)

    class Meta:
        """Broken once and for good; only the victim lets go of a promise, and it is written how."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["promise"],
                condition=Q(settled_as__in=sorted(VERDICTS)),
                name="a_promise_has_one_verdict",
            ),
            models.UniqueConstraint(fields=["promise", "settled_as"], name="a_promise_is_settled_once_in_each_way"),
            models.CheckConstraint(name="a_settled_promise_says_how", condition=~Q(how="")),
            models.CheckConstraint(
                name="only_the_clock_breaks_a_promise_without_a_person",
                condition=Q(by__isnull=False) | Q(settled_as__in=[Settled.BROKEN, Settled.KEPT]),
            ),
            models.CheckConstraint(
                name="what_was_done_says_when",
                condition=Q(settled_as__in=[Settled.KEPT, Settled.DONE_AFTER], done_at__isnull=False)
                | (~Q(settled_as__in=[Settled.KEPT, Settled.DONE_AFTER]) & Q(done_at=None)),
            ),
        ]
        indexes: ClassVar = [models.Index("at", condition=Q(settled_as=Settled.BROKEN), name="promise_broken")]
        triggers: ClassVar = [pgtrigger.Protect(name="settled_promises_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Return what came of it."""
        return self.settled_as


class Offer(models.Model):
    """
    Help that somebody was offered. kind: of the pack. rules: ids of the pack's rules that proposed it; empty by hand.

    ground: the law under which it goes on without consent; only for a safeguarding referral.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id incident rules ground made_at policy_version",
        personal="person",
        special="kind because",
        staff="made_by made_by_name",
    )

    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="offers")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    rules = models.JSONField(default=list)
    because = models.CharField(max_length=500)
    ground = models.CharField(max_length=16, choices=Ground.choices, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """An offer says why."""

        constraints: ClassVar = [models.CheckConstraint(name="an_offer_says_why", condition=~Q(because=""))]
        triggers: ClassVar = [pgtrigger.Protect(name="offers_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Return the kind."""
        return self.kind


class OfferAnswer(models.Model):
    """What somebody said to an offer. Appended; the newest stands. consent: how they agreed, where they did."""

    handling = handling(Retention.WITH_INCIDENT, plain="id offer said consent at", staff="by by_name", special="words")

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="answers")
    said = models.CharField(max_length=16, choices=Said.choices)
    consent = models.CharField(max_length=12, choices=Consent.choices, blank=True)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)

    class Meta:
        """Whoever accepts has agreed in some way."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_accepted_offer_says_how_they_agreed",
                condition=Q(said=Said.ACCEPTED) & ~Q(consent="") | ~Q(said=Said.ACCEPTED) & Q(consent=""),
            )
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="offer_answers_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Return the answer."""
        return self.said


class OfferOutcome(models.Model):
    """How far an offer that was taken up has come. to: to whom it was referred."""

    handling = handling(
        Retention.WITH_INCIDENT, plain="id offer stage at", staff="by by_name", personal="to", special="words"
    )

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="outcomes")
    stage = models.CharField(max_length=12, choices=Outcome.choices)
    to = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)

    class Meta:
        """A referral names to whom; a result says what it was."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_referral_says_to_whom", condition=~Q(stage=Outcome.REFERRED) | ~Q(to="")),
            models.CheckConstraint(name="a_result_says_what", condition=~Q(stage=Outcome.RESULT) | ~Q(words="")),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="offer_outcomes_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Return the stage."""
        return self.stage
