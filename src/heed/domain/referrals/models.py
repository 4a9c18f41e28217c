"""Referrals, and everything that was said on them."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.agencies.models import Agency
from heed.domain.incidents.models import Incident
from heed.domain.referrals.terms import CAME_BACK, CODED, OPEN, Holder, Settled, State, StepKind
from heed.domain.sharing.models import Disclosure
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Referral(models.Model):
    """
    That an agency was asked to take a case. What was said since is rows of ReferralStep.

    disclosure: what the agency was shown when it was asked. police_keep: sentences that say why the risk stays with the
    police whoever takes the rest; empty where nothing immediate was known. answer_by: the time the agency first had.
    next_by: by when the next word is owed, by the agency or by the force as the state has it; None once nothing is.
    late_at: since when somebody knows that this time has passed. state, holder and state_at repeat what the newest step
    made of it, written in the same transaction, so that what waits is found at once. external_id: what the agency's own
    system calls it. again_by_name: the supervisor who sent it although it had come back before.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force incident agency disclosure urgent sent_at answer_by state holder state_at next_by late_at settled_at "
        "settled_as external_id policy_version",
        special="asked police_keep",
        staff="sent_by sent_by_name again_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="referrals")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="referrals")
    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="referrals")
    asked = models.CharField(max_length=1000)
    urgent = models.BooleanField(default=False)
    police_keep = models.JSONField(default=list)
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_by_name = models.CharField(max_length=160)
    again_by_name = models.CharField(max_length=160, blank=True)
    answer_by = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices)
    holder = models.CharField(max_length=8, choices=Holder.choices)
    state_at = models.DateTimeField()
    next_by = models.DateTimeField(null=True, blank=True)
    late_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_as = models.CharField(max_length=8, choices=Settled.choices, blank=True)
    external_id = models.CharField(max_length=120, blank=True)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """A case is with one agency at a time, and an agency holds only what it has accepted."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident"], condition=Q(state__in=OPEN), name="a_case_is_with_one_agency_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["agency", "external_id"],
                condition=~Q(external_id=""),
                name="an_agency_calls_one_referral_by_one_name",
            ),
            models.CheckConstraint(
                name="an_agency_holds_what_it_has_accepted",
                condition=Q(state=State.ACCEPTED, holder=Holder.AGENCY)
                | (~Q(state=State.ACCEPTED) & Q(holder=Holder.FORCE)),
            ),
            models.CheckConstraint(name="a_referral_says_what_is_asked", condition=~Q(asked="")),
            models.CheckConstraint(name="an_answer_is_due_later", condition=Q(answer_by__gt=F("sent_at"))),
            models.CheckConstraint(
                name="referral_settled_at_and_as_go_together",
                condition=Q(settled_at=None, settled_as="")
                | (Q(settled_at__isnull=False, state__in=CAME_BACK) & ~Q(settled_as="")),
            ),
            models.CheckConstraint(
                name="only_a_time_can_run_out", condition=Q(late_at=None) | Q(next_by__isnull=False)
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "state", "next_by"], name="referral_of_agency"),
            models.Index(fields=["force", "state", "next_by"], name="referral_of_force"),
            models.Index(
                fields=["next_by"], condition=Q(next_by__isnull=False, late_at=None), name="referral_to_run_out"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_was_asked_of_an_agency_stays",
                exclude=[
                    "state", "holder", "state_at", "next_by", "late_at", "settled_at", "settled_as", "external_id",
                ],
            ),
            pgtrigger.Protect(name="referrals_are_never_deleted", operation=pgtrigger.Delete),
        ]  # fmt: skip

    def __str__(self) -> str:
        """Name the incident and the agency, not what was asked."""
        return f"referral of {self.incident_id} to agency {self.agency_id}"

    @property
    def is_open(self) -> bool:
        """Say whether the agency still has it, or has still to answer."""
        return self.state in OPEN

    @property
    def came_back(self) -> bool:
        """Say whether it came back, and nobody has said yet what becomes of the case."""
        return self.state in CAME_BACK and self.settled_at is None


class ReferralStep(models.Model):
    """
    One thing that was said or done on a referral. Appended.

    reason: of the pack, where one is needed. words: as they were written; the other side reads them. by_agency: who said it,
    None for the force. external: the number of the message by which another system said it, so that one that is sent twice
    is kept once.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id referral kind reason at by_agency external policy_version",
        special="words",
        staff="by_name",
    )

    referral = models.ForeignKey(Referral, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind.choices)
    reason = models.CharField(max_length=40, blank=True)
    words = models.CharField(max_length=2000, blank=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=160)
    by_agency = models.ForeignKey(Agency, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    external = models.CharField(max_length=120, blank=True)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """A message of another system is one step, and nobody refuses without saying why."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["referral", "external"], condition=~Q(external=""), name="a_message_is_one_step"
            ),
            models.CheckConstraint(
                name="whoever_sends_a_case_back_says_why", condition=~Q(kind__in=sorted(CODED)) | ~Q(reason="")
            ),
        ]
        indexes: ClassVar = [
            models.Index("referral", F("id").desc(), name="referral_step_newest"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="referral_steps_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Return what was done."""
        return self.get_kind_display()
