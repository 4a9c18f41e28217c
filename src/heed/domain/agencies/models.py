"""Partner agencies, their officers, their keys, and the agreements under which something may be shared."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.agencies.terms import AgencyKind, LegalBasis
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling


class Agency(models.Model):
    """
    An organisation that the force works with.

    asked_for: whom to ask for when ringing, and when they are there, in words for a call handler ("ASB team, Mon to Fri 9 to
    5"). Neither telephone nor email is a person's own. body: the name under which other systems know it, such as
    "la:E06000062"; empty where none does.
    """

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id force name kind body telephone email asked_for added_at ended_at",
        staff="added_by_name ended_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="agencies")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=16, choices=AgencyKind.choices)
    body = models.CharField(max_length=80, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.CharField(max_length=254, blank=True)
    asked_for = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        """A name means one agency of the force at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["force", "name"], condition=Q(ended_at=None), name="an_agency_is_named_once_in_the_force"
            ),
            models.CheckConstraint(
                name="agency_ended_at_and_by_go_together",
                condition=Q(ended_at=None, ended_by_name="") | (Q(ended_at__isnull=False) & ~Q(ended_by_name="")),
            ),
        ]

    def __str__(self) -> str:
        """Return the name people use."""
        return self.name


class Officer(models.Model):
    """That an account works for an agency: it sees what is shared with that agency, and nothing else."""

    handling = handling(Retention.WITH_ACCOUNT, plain="id agency since_at", staff="user title")

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="officer")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="officers")
    title = models.CharField(max_length=120, blank=True)
    since_at = models.DateTimeField()

    def __str__(self) -> str:
        """Name the rows, not the person."""
        return f"officer {self.user_id} of agency {self.agency_id}"


class ApiKey(models.Model):
    """A key with which an agency's system comes in. Of the key itself only its digest is kept."""

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id agency made_at ended_at",
        staff="made_by_name ended_by_name",
        secret="digest",  # noqa: S106  the field's name
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="api_keys")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        """A key that has ended says who ended it."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="api_key_ended_at_and_by_go_together",
                condition=Q(ended_at=None, ended_by_name="") | (Q(ended_at__isnull=False) & ~Q(ended_by_name="")),
            ),
        ]

    def __str__(self) -> str:
        """Name the row, never the key."""
        return f"API key {self.pk} of agency {self.agency_id}"


class Agreement(models.Model):
    """
    An information-sharing agreement with an agency: without one in force nothing can be shared.

    parts: which parts of a record may be shared at most (terms.SharedPart); purposes: for what (terms.Purpose). on_the_wire:
    which of those parts may go into the agency's own system without a person reading them first; nothing of vulnerability
    unless it is named here. review_on: after that day nothing new is shared until somebody has reviewed it. ended_at: what
    was shared under it stops being visible at once. Changed only by signing another in its place.

    replaces: the agreement whose review this one is. From the day this one starts nothing new is shared under that one;
    what was shared under it stays visible, unless it is ended too.
    """

    handling = handling(
        Retention.AUDIT,
        plain="id agency replaces title basis basis_words purposes parts on_the_wire starts_on review_on signed_at ended_at"
        " ended_why",
        staff="signed_by_name ended_by_name",
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agreements")
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=20, choices=LegalBasis.choices)
    basis_words = models.CharField(max_length=300, blank=True)
    purposes = models.JSONField()
    parts = models.JSONField()
    on_the_wire = models.JSONField(default=list)
    starts_on = models.DateField()
    review_on = models.DateField()
    signed_at = models.DateTimeField()
    signed_by_name = models.CharField(max_length=160)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=160, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """What was agreed stays as it was agreed; only the end is written later, once."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="an_agreement_does_not_replace_itself", condition=~Q(replaces=F("pk")) | Q(replaces=None)
            ),
            models.CheckConstraint(name="an_agreement_is_reviewed_later", condition=Q(review_on__gte=F("starts_on"))),
            models.CheckConstraint(
                name="another_legal_basis_is_named", condition=~Q(basis=LegalBasis.OTHER) | ~Q(basis_words="")
            ),
            models.CheckConstraint(
                name="agreement_ended_at_by_and_why_go_together",
                condition=Q(ended_at=None, ended_by_name="", ended_why="")
                | (Q(ended_at__isnull=False) & ~Q(ended_by_name="") & ~Q(ended_why="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_was_agreed_stays_as_it_was", exclude=["ended_at", "ended_by_name", "ended_why"]
            ),
            pgtrigger.Protect(name="agreements_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Return the title."""
        return self.title
