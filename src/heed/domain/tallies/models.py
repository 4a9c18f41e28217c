"""Keys of counts, the tokens that agencies sent under them, who looked, and what agencies were asked and said."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.terms import LegalBasis, Purpose
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.tallies.terms import ReportType, Said, Via
from heed.engines.linkage.tokens import Kind
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class CountKey(models.Model):
    """
    A key under which an agency's tokens and Heed's own are made. One agreement's; never lent to another.

    sealed: the key itself, encrypted under the server's secret, and gone once the key has ended. name: its public fingerprint.
    accepts_until: the last day on which tokens made with it come in; matches_until: the last on which those here count.
    """

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id agreement name made_at accepts_until matches_until ended_at ended_why",
        staff="made_by_name ended_by_name",
        secret="sealed",  # noqa: S106  the word, not a password
    )

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="count_keys")
    name = models.CharField(max_length=16, unique=True)
    sealed = models.CharField(max_length=400, blank=True)
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=160)
    accepts_until = models.DateField()
    matches_until = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=160, blank=True)
    ended_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """It matches at least as long as it accepts; one that has ended is gone, and says who ended it and why."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_count_key_matches_as_long_as_it_accepts", condition=Q(matches_until__gte=F("accepts_until"))
            ),
            models.CheckConstraint(
                name="a_count_key_that_ended_is_gone",
                condition=(Q(ended_at=None, ended_by_name="", ended_why="") & ~Q(sealed=""))
                | (Q(ended_at__isnull=False, sealed="") & ~Q(ended_by_name="") & ~Q(ended_why="")),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="a_count_key_is_never_another",
                fields=["agreement", "name", "made_at", "made_by_name"],
            ),
            pgtrigger.Protect(name="count_keys_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Return its fingerprint."""
        return self.name


class Batch(models.Model):
    """
    One file or message of tokens as it came in: how many rows, how many were kept. Appended.

    digest: SHA-256 of its bytes, by which the same sent again is known again.
    """

    handling = handling(
        Retention.AUDIT, plain="id agency key via received_at digest rows kept refused", staff="sent_by_name"
    )

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="count_batches")
    key = models.ForeignKey(CountKey, null=True, blank=True, on_delete=models.PROTECT, related_name="batches")
    via = models.CharField(max_length=8, choices=Via.choices)
    received_at = models.DateTimeField()
    sent_by_name = models.CharField(max_length=160)
    digest = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    kept = models.PositiveIntegerField()
    refused = models.PositiveIntegerField()

    class Meta:
        """Found by agency, the newest first."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_batch_adds_up", condition=Q(rows=F("kept") + F("refused"))),
        ]
        indexes: ClassVar = [models.Index(fields=["agency", "-received_at"], name="count_batch_of_agency")]
        triggers: ClassVar = [pgtrigger.Protect(name="count_batches_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Return how many were kept."""
        return f"{self.kept} of {self.rows} rows"


class AgencyReport(models.Model):
    """
    That an agency has a report: its own reference, the day and the kind. Who and what it is about stands nowhere here.

    Erased once it is too old to be counted, or when its key ends.
    """

    handling = handling(Retention.WHILE_IN_USE, plain="id agency key batch reported_on kind", personal="reference")

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="count_reports")
    key = models.ForeignKey(CountKey, on_delete=models.PROTECT, related_name="reports")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="reports")
    reference = models.CharField(max_length=64)
    reported_on = models.DateField()
    kind = models.CharField(max_length=16, choices=ReportType.choices)

    class Meta:
        """A reference is counted once, under its newest key."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agency", "reference"], name="a_report_of_an_agency_is_counted_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["reported_on"], name="count_report_by_day")]

    def __str__(self) -> str:
        """Return the agency's reference."""
        return self.reference


class ReportToken(models.Model):
    """One token of a report: of a person or of a home."""

    handling = handling(Retention.WHILE_IN_USE, plain="id report key kind", personal="token")

    report = models.ForeignKey(AgencyReport, on_delete=models.CASCADE, related_name="tokens")
    key = models.ForeignKey(CountKey, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=[(str(kind), str(kind)) for kind in Kind])
    token = models.CharField(max_length=32)

    class Meta:
        """Looked up by key and token at once."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "kind"], name="a_report_has_one_token_of_a_kind"),
        ]
        indexes: ClassVar = [models.Index(fields=["token", "key"], name="count_token_looked_up")]

    def __str__(self) -> str:
        """Name the kind, not the token."""
        return f"{self.kind} of report {self.report_id}"


class Look(models.Model):
    """
    That somebody was shown how many reports agencies have of a person, and why. Appended: each look is a test of one guess.

    counts: what was shown, by the agency's id: of the person, and of others in the home.
    """

    handling = handling(
        Retention.AUDIT, plain="id force at counts", personal="person", special="purpose", staff="user by_name"
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    purpose = models.CharField(max_length=300)
    counts = models.JSONField(default=dict)

    class Meta:
        """Never without a purpose; counted for each person at work within the hour."""

        constraints: ClassVar = [models.CheckConstraint(name="a_look_has_a_purpose", condition=~Q(purpose=""))]
        indexes: ClassVar = [models.Index(fields=["user", "at"], name="count_look_of_user")]
        triggers: ClassVar = [pgtrigger.Protect(name="count_looks_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the rows."""
        return f"look of user {self.user_id}"


class Asked(models.Model):
    """
    That an agency was asked about its reports of a person, on what basis and why it is necessary. Appended.

    reports: which, by the agency's references, days and kinds, as they matched then. Telling the agency that the police want
    to know is itself a disclosure, and stands in the audit as one.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force agency agreement incident basis purpose at policy_version",
        personal="person reports",
        special="basis_words necessity",
        staff="user by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="count_asked")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=20, choices=LegalBasis.choices)
    basis_words = models.CharField(max_length=300, blank=True)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    necessity = models.CharField(max_length=500)
    reports = models.JSONField()
    at = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)

    class Meta:
        """On a basis, because it is necessary; another basis is named."""

        constraints: ClassVar = [
            models.CheckConstraint(name="asking_an_agency_is_necessary", condition=~Q(necessity="")),
            models.CheckConstraint(
                name="asking_on_another_basis_names_it", condition=~Q(basis=LegalBasis.OTHER) | ~Q(basis_words="")
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "-at"], name="count_asked_of_agency"),
            models.Index(fields=["person", "-at"], name="count_asked_about_person"),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="count_questions_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the rows."""
        return f"agency {self.agency_id} asked about {self.person_id}"


class Told(models.Model):
    """What an agency said when it was asked. Appended; the newest stands."""

    handling = handling(Retention.WITH_PERSON, plain="id asked said at", special="words", staff="by by_name")

    asked = models.ForeignKey(Asked, on_delete=models.PROTECT, related_name="told")
    said = models.CharField(max_length=8, choices=Said.choices)
    words = models.CharField(max_length=2000)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)

    class Meta:
        """An answer says something, a refusal why."""

        constraints: ClassVar = [
            models.CheckConstraint(name="an_answer_about_reports_says_something", condition=~Q(words=""))
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="count_answers_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Return what was said."""
        return self.said
