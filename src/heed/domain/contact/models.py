"""
How somebody is contacted safely, and what went out to them.

A rule never runs out by itself: at its day of review somebody is asked, and it stays in force until a person ends it. A
message is written once, and what becomes of it is appended; only the place in the queue (`Outgoing`) is overwritten.
"""

import uuid
from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce
from django.db.models.lookups import Exact

from heed.domain.contact.terms import Channel, Language, State
from heed.domain.incidents.models import Incident
from heed.domain.needs.terms import Basis, Source
from heed.domain.people.models import Person
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling


class ContactRuleRows(models.QuerySet["ContactRule"]):
    """Rules, whatever has become of them."""

    def standing(self) -> "ContactRuleRows":
        """Return those that nobody has ended: however long ago their review was due."""
        return self.filter(ended_at=None)


class ContactRule(models.Model):
    """
    One rule by which a person is contacted safely. Never changed: a change is a new rule, and the end of this one.

    forbidden, only: channels; only is null for any. hours: [day, from, until] each, null for any time, empty for never.
    words: what staff must know beside it. code_word: asked for before anything is said; shown on asking alone. call: on which
    it was told, if on one. follows: the rule that this one took, or is to take, the place of.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force source basis consent_at call noted_at review_on ended_at follows",
        personal="person safe_number safe_email safe_address who_may_answer",
        special="forbidden only hours voicemail words ended_why",
        secret="code_word",  # noqa: S106  the field's name
        staff="owner noted_by ended_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    forbidden = models.JSONField(default=list, blank=True)
    only = models.JSONField(null=True, blank=True)
    hours = models.JSONField(null=True, blank=True)
    voicemail = models.BooleanField(null=True, blank=True)
    safe_number = models.CharField(max_length=16, blank=True)
    safe_email = models.CharField(max_length=254, blank=True)
    safe_address = models.CharField(max_length=300, blank=True)
    code_word = models.CharField(max_length=80, blank=True)
    who_may_answer = models.CharField(max_length=200, blank=True)
    words = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=16, choices=Source.choices)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    consent_at = models.DateTimeField(null=True, blank=True)
    call = models.UUIDField(null=True, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=300, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    rows = ContactRuleRows.as_manager()

    class Meta:
        """A rule says something, says by when it was agreed, and is written once; only its end is added."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_rule_of_contact_says_something",
                condition=~Q(
                    forbidden=[],
                    only__isnull=True,
                    hours__isnull=True,
                    voicemail__isnull=True,
                    safe_number="",
                    safe_email="",
                    safe_address="",
                    code_word="",
                    who_may_answer="",
                    words="",
                ),
            ),
            models.CheckConstraint(
                name="a_rule_of_contact_kept_by_consent_says_since_when",
                condition=Q(basis=Basis.CONSENT, consent_at__isnull=False)
                | (~Q(basis=Basis.CONSENT) & Q(consent_at=None)),
            ),
            models.CheckConstraint(
                name="rule_of_contact_ended_at_by_and_why_go_together",
                condition=Q(ended_at=None, ended_by=None, ended_why="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person"], condition=Q(ended_at=None), name="contact_rule_of_a_person"),
            models.Index(fields=["review_on"], condition=Q(ended_at=None), name="contact_rule_by_review"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="a_rule_of_contact_is_written_once", exclude=["ended_at", "ended_by", "ended_why"]),
            pgtrigger.Trigger(
                name="an_ended_rule_of_contact_stays_ended",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.ended_at IS NOT NULL"),
                func="RAISE EXCEPTION 'a rule of contact that has ended stays as it is';",
            ),
            pgtrigger.Protect(name="rules_of_contact_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the row, not the person."""
        return f"rule of contact {self.pk}"


class Loosening(models.Model):
    """That somebody asked for a rule to end, so that more is permitted; a second person answers, and until then it stands."""

    handling = handling(
        Retention.WITH_PERSON,
        plain="id rule asked_at answered_at agreed",
        special="why answer",
        staff="asked_by answered_by",
    )

    rule = models.ForeignKey(ContactRule, on_delete=models.PROTECT, related_name="loosenings")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    agreed = models.BooleanField(null=True, blank=True)
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        """Asked once at a time, with a reason; answered once, by somebody else."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["rule"], condition=Q(answered_at=None), name="one_loosening_of_a_rule_waits_at_a_time"
            ),
            models.CheckConstraint(name="a_loosening_says_why", condition=~Q(why="")),
            models.CheckConstraint(
                name="nobody_agrees_to_their_own_loosening",
                condition=Q(answered_at=None, answered_by=None, agreed=None)
                | (
                    Q(answered_at__isnull=False, answered_by__isnull=False, agreed__isnull=False)
                    & ~Q(answered_by=F("asked_by"))
                ),
            ),
        ]

    def __str__(self) -> str:
        """Name the rule."""
        return f"loosening of rule {self.rule_id}"


class Message(models.Model):
    """
    What we write to somebody, exactly as it goes out. Made by `flows.messages.gate.send` alone, and never changed.

    id: known to the provider too, so that one message is never two. to: the exact destination. gate: what the rules said when
    it was queued, with the pack's version; without it the database takes no message.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force incident template template_version language channel made_at purpose gate policy_version",
        personal="person to",
        special="subject body",
        staff="made_by made_by_name",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="messages")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=40)
    template_version = models.CharField(max_length=40)
    language = models.CharField(max_length=2, choices=Language.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices)
    to = models.CharField(max_length=300)
    subject = models.CharField(max_length=300, blank=True)
    body = models.TextField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_by_name = models.CharField(max_length=160)
    purpose = models.CharField(max_length=300)
    gate = models.JSONField()
    policy_version = models.CharField(max_length=80)

    class Meta:
        """Passed by the gate, by text or e-mail, and as it was from then on."""

        constraints: ClassVar = [
            # A check that comes to NULL passes: each part must be true or false whatever is missing from the verdict.
            models.CheckConstraint(
                name="a_message_has_passed_the_gate",
                condition=Q(gate__contains={"passed": True})
                & Exact(Coalesce(KT("gate__to"), Value(""), output_field=models.TextField()), F("to"))
                & Exact(Coalesce(KT("gate__channel"), Value(""), output_field=models.TextField()), F("channel")),
            ),
            models.CheckConstraint(
                name="a_message_goes_by_text_or_email", condition=Q(channel__in=[Channel.TEXT, Channel.EMAIL])
            ),
            models.CheckConstraint(
                name="a_message_says_something_to_somebody", condition=~Q(to="") & ~Q(body="") & ~Q(purpose="")
            ),
        ]
        indexes: ClassVar = [models.Index("person", "made_at", name="message_of_a_person")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="messages_are_written_once", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the template and the channel, not the person."""
        return f"{self.template} by {self.channel}"


class MessageEvent(models.Model):
    """What became of a message, when: appended. provider_id: its own name for it; detail: why, in words."""

    handling = handling(Retention.WITH_PERSON, plain="id message state at detail provider provider_id")

    message = models.ForeignKey(Message, on_delete=models.PROTECT, related_name="events")
    state = models.CharField(max_length=12, choices=State.choices)
    at = models.DateTimeField()
    detail = models.CharField(max_length=500, blank=True)
    provider = models.CharField(max_length=20, blank=True)
    provider_id = models.CharField(max_length=80, blank=True)

    class Meta:
        """Sent once, ended once, and appended only."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["message"], condition=Q(state=State.SENT), name="a_message_is_sent_once"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="events_of_messages_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the state."""
        return f"{self.state} {self.message_id}"


class Outgoing(models.Model):
    """
    A message that is not settled yet: its place in the queue. Overwritten, and gone once nothing more is to be done.

    due_at: when it is looked at next. tries: how often a provider was asked to take it. claim, claimed_at: who is sending it
    now, and since when; a claim that outlived its worker means that nobody knows whether it went out. sent: only a receipt is
    still waited for.
    """

    handling = handling(Retention.WHILE_IN_USE, plain="message due_at tries claim claimed_at sent")

    message = models.OneToOneField(Message, primary_key=True, on_delete=models.PROTECT, related_name="outgoing")
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    claim = models.UUIDField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent = models.BooleanField(default=False)

    class Meta:
        """A claim says since when."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_claim_on_a_message_says_since_when",
                condition=Q(claim=None, claimed_at=None) | Q(claim__isnull=False, claimed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        """Name the message."""
        return f"outgoing {self.message_id}"
