"""
Systems of partners, the cases we share with them, and what went out and came in.

A message is written once, in the transaction of what caused it; what became of it is appended (`Attempt`). Only its place in
the queue (`Waiting`) is overwritten, and gone once the message is settled.
"""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q

from heed.domain.agencies.models import Agency
from heed.domain.exchange.terms import Came, Kind, Protocol, Result, Way
from heed.domain.incidents.models import Incident
from heed.domain.referrals.models import Referral
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Endpoint(models.Model):
    """
    The system of an agency: where it is and how it is spoken to. Changed by ending it and setting another.

    address: up to the last slash, https unless the installation says otherwise. key: what it knows us by; kept as it is,
    because it must be sent. codes: its service codes by our opening codes, "*" for any other. attributes: what it wants with
    every new case beside that, by its own names. statuses: what its own status words mean, by the pack's names for them.
    """

    handling = handling(
        Retention.AUDIT,
        plain="id agency protocol address jurisdiction codes attributes statuses set_at ended_at ended_why",
        staff="set_by_name ended_by_name",
        secret="key",  # noqa: S106  the field's name
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="endpoints")
    protocol = models.CharField(max_length=12, choices=Protocol.choices)
    address = models.CharField(max_length=300)
    key = models.CharField(max_length=200, blank=True)
    jurisdiction = models.CharField(max_length=120, blank=True)
    codes = models.JSONField(default=dict, blank=True)
    attributes = models.JSONField(default=dict, blank=True)
    statuses = models.JSONField(default=dict, blank=True)
    set_at = models.DateTimeField()
    set_by_name = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=160, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """An agency has one system at a time; what was set stays as it was set."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agency"], condition=Q(ended_at=None), name="an_agency_has_one_endpoint_at_a_time"
            ),
            models.CheckConstraint(
                name="endpoint_ended_at_by_and_why_go_together",
                condition=Q(ended_at=None, ended_by_name="", ended_why="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by_name="") & ~Q(ended_why="")),
            ),
            models.CheckConstraint(
                name="an_endpoint_has_an_address_of_the_web",
                condition=Q(address__startswith="https://") | Q(address__startswith="http://"),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="an_endpoint_stays_as_it_was_set", exclude=["ended_at", "ended_by_name", "ended_why"]
            ),
            pgtrigger.Protect(name="endpoints_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the row and the agency, never the key."""
        return f"endpoint {self.pk} of agency {self.agency_id}"


class Poll(models.Model):
    """
    How far a partner's system has been asked for updates: overwritten.

    until: everything up to then was asked for. due_at: when it is asked next. claim, claimed_until: who asks now, and until
    when nobody else may. failing_since, why: since when it does not answer, and what is wrong.
    """

    handling = handling(
        Retention.WHILE_IN_USE, plain="endpoint until due_at tries claim claimed_until failing_since why"
    )

    endpoint = models.OneToOneField(Endpoint, primary_key=True, on_delete=models.PROTECT, related_name="poll")
    until = models.DateTimeField()
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        """A claim ends by itself; a failure says why."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_claim_on_a_poll_ends_by_itself",
                condition=Q(claim=None, claimed_until=None) | Q(claim__isnull=False, claimed_until__isnull=False),
            ),
            models.CheckConstraint(
                name="a_poll_that_fails_says_why",
                condition=Q(failing_since=None, why="") | (Q(failing_since__isnull=False) & ~Q(why="")),
            ),
        ]

    def __str__(self) -> str:
        """Name the endpoint."""
        return f"poll of endpoint {self.endpoint_id}"


class Case(models.Model):
    """
    One incident that two systems have: ours and a partner's.

    shared_ref: the name of the case on the wire, given by whoever handed it over first. external_id: the partner's own name
    for it, and since when we know it; empty until the partner has said. referral: what we asked of the partner; None for what
    a partner handed to us. incident: None for what a partner sent and we could not take in. told_until: up to when the partner
    has heard how a case of its own goes. last_place: the place of the newest message, so that the next one takes the next.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force agency incident referral way shared_ref external_id known_at opened_at last_place told_until",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="cases")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="exchanged")
    referral = models.OneToOneField(Referral, null=True, blank=True, on_delete=models.PROTECT, related_name="exchanged")
    way = models.CharField(max_length=4, choices=Way.choices)
    shared_ref = models.UUIDField(default=uuid.uuid4)
    external_id = models.CharField(max_length=120, blank=True)
    known_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField()
    last_place = models.PositiveIntegerField(default=0)
    told_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        """Both names of a case are its own with that agency."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "shared_ref"], name="a_shared_reference_is_one_case"),
            models.UniqueConstraint(
                fields=["agency", "external_id"],
                condition=~Q(external_id=""),
                name="a_partners_own_number_is_one_case",
            ),
            models.CheckConstraint(
                name="a_partners_own_number_says_since_when",
                condition=Q(external_id="", known_at=None) | (~Q(external_id="") & Q(known_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="what_went_out_is_a_referral_of_an_incident",
                condition=Q(way=Way.OUT, referral__isnull=False, incident__isnull=False) | Q(way=Way.IN, referral=None),
            ),
        ]

    def __str__(self) -> str:
        """Name both sides' rows."""
        return f"case {self.pk} with agency {self.agency_id}"

    @property
    def record(self) -> Incident:
        """Return the incident. Raises Incident.DoesNotExist for a case that was not taken in."""
        if self.incident is None:
            raise Incident.DoesNotExist(f"{self} was not taken in")
        return self.incident


class Letter(models.Model):
    """
    A message to a partner's system, exactly as it was put together. Written in the transaction of what caused it.

    id: travels with it, so that the partner knows a message that comes again. place: its order within the case, from 1; a later
    one waits for an earlier one. about: what caused it ("referral:12"), so that one cause makes one message. content: the
    message in the words of the incident transfer, whatever the protocol.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id case place kind about made_at policy_version",
        special="content",
        staff="made_by_name",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    about = models.CharField(max_length=120, unique=True)
    content = models.JSONField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """One message in each place of a case, and as it was from then on."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "place"], name="one_message_in_each_place_of_a_case")
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="what_went_out_stays_as_it_was", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the kind and the case."""
        return f"{self.kind} of case {self.case_id}"


class Waiting(models.Model):
    """
    A message that is not settled: its place in the queue. Overwritten, and gone once nothing more is to be done.

    due_at: when it is tried next. tries: how often it was tried since it was last put into the queue. claim, claimed_until:
    who sends it now, and until when nobody else may; a worker that died lets go of it by itself. dead_at, dead_why: since
    when it is not tried any more, until a person decides.
    """

    handling = handling(
        Retention.WHILE_IN_USE, plain="message agency due_at tries claim claimed_until dead_at dead_why"
    )

    message = models.OneToOneField(Letter, primary_key=True, on_delete=models.PROTECT, related_name="waiting")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)
    dead_why = models.CharField(max_length=500, blank=True)

    class Meta:
        """A claim ends by itself, and a dead letter says why."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_claim_on_a_letter_ends_by_itself",
                condition=Q(claim=None, claimed_until=None) | Q(claim__isnull=False, claimed_until__isnull=False),
            ),
            models.CheckConstraint(
                name="a_dead_letter_says_why_and_nobody_sends_it",
                condition=Q(dead_at=None, dead_why="") | (Q(dead_at__isnull=False, claim=None) & ~Q(dead_why="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "due_at"], condition=Q(dead_at=None), name="letter_due"),
            models.Index(fields=["dead_at"], condition=Q(dead_at__isnull=False), name="letter_dead"),
        ]

    def __str__(self) -> str:
        """Name the message."""
        return f"waiting {self.message_id}"


class Attempt(models.Model):
    """
    What came of one try, or what a person decided about a message. Appended.

    status: what the partner's system answered (HTTP); None without an answer. words: why, for a supervisor. receipt: the
    partner's own name for what it took. by_name: empty for Heed itself.
    """

    handling = handling(Retention.WITH_INCIDENT, plain="id message at result status words receipt", staff="by_name")

    message = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="attempts")
    at = models.DateTimeField()
    result = models.CharField(max_length=8, choices=Result.choices)
    status = models.PositiveSmallIntegerField(null=True, blank=True)
    words = models.CharField(max_length=500, blank=True)
    receipt = models.CharField(max_length=120, blank=True)
    by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        """Taken once; what a person decided says who."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["message"], condition=Q(result=Result.TAKEN), name="a_letter_is_taken_once"
            ),
            models.CheckConstraint(
                name="what_a_person_decided_of_a_letter_says_who_and_why",
                condition=~Q(result__in=[Result.BY_HAND, Result.GIVEN_UP]) | (~Q(by_name="") & ~Q(words="")),
            ),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="attempts_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the result."""
        return f"{self.result} {self.message_id}"


class Received(models.Model):
    """
    A message that came from a partner's system, as it came. The same message twice is kept once.

    message_id: the partner's own name for the message. case_key: the name of the case in it, by which one that came before
    its case is found again. digest: SHA-256 of the content, so that another message under the same name is noticed. receipt:
    what the sender was given at once. case: None until it is known. Applied or refused once; until then it waits.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force agency came message_id kind case_key case digest receipt sent_at received_at applied_at refused_at why",
        special="content",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="received")
    came = models.CharField(max_length=12, choices=Came.choices)
    message_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    case_key = models.CharField(max_length=120)
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.PROTECT, related_name="received")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    receipt = models.UUIDField(default=uuid.uuid4, unique=True)
    sent_at = models.DateTimeField()
    received_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        """Kept once, as it came; applied or refused, and never both."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "came", "message_id"], name="a_partners_message_is_kept_once"),
            models.CheckConstraint(
                name="a_partners_message_is_applied_or_refused", condition=Q(applied_at=None) | Q(refused_at=None)
            ),
            models.CheckConstraint(
                name="a_partners_message_is_refused_for_a_reason", condition=Q(refused_at=None) | ~Q(why="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["agency", "case_key"],
                condition=Q(applied_at=None, refused_at=None),
                name="received_and_waiting",
            )
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_came_in_stays_as_it_came", exclude=["case", "applied_at", "refused_at", "why"]
            ),
            pgtrigger.Protect(name="what_came_in_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the kind and the agency."""
        return f"{self.kind} from agency {self.agency_id}"
