"""
Needs, warnings to staff, passports, and what is due for review.

`rows` of a need, a warning or a passport holds what has run out as well: it is read in services.py alone, to change or end
one. Whatever is shown comes from `standing`, which knows the day (tests/domain/needs/test_one_way_in.py).
"""

from datetime import date
from typing import ClassVar, Self

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.needs.terms import NAMES_A_LANGUAGE, Agreed, Basis, NeedKind, Source, WarningKind, What
from heed.domain.people.models import Person
from heed.domain.places.models import Place
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling

ENDED_TOGETHER = Q(ended_at=None, ended_by=None, ended_why="") | (
    Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_why="")
)


class NeedRows(models.QuerySet["Need"]):
    """Needs, whatever has become of them."""

    def standing(self, *, on: date) -> Self:
        """Return those that neither ended nor ran out before a day; the day itself still counts."""
        return self.filter(ended_at=None, expires_on__gte=on)


class Need(models.Model):
    """
    What somebody needs us to do differently, and what helps. Never changed: a review ends it and writes the next.

    what: what it is, in a few words; diagnosis: only where somebody wanted it kept. call: on which it was told, if on one.
    expires_on: the last day on which it is shown. follows: the need that this one took the place of.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force kind source basis consent_at call noted_at review_on expires_on ended_at follows",
        personal="person language",
        special="what what_helps diagnosis ended_why",
        staff="owner noted_by ended_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=NeedKind.choices)
    language = models.CharField(max_length=80, blank=True)
    what_helps = models.CharField(max_length=500)
    what = models.CharField(max_length=300, blank=True)
    diagnosis = models.CharField(max_length=300, blank=True)
    source = models.CharField(max_length=16, choices=Source.choices)
    basis = models.CharField(max_length=20, choices=Basis.choices)
    consent_at = models.DateTimeField(null=True, blank=True)
    call = models.UUIDField(null=True, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    expires_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=300, blank=True)
    follows = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    rows = NeedRows.as_manager()

    class Meta:
        """What helps is always there; what runs out is reviewed before; consent says when it was given."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_need_says_what_helps", condition=~Q(what_helps="")),
            models.CheckConstraint(
                name="a_need_of_a_language_says_which",
                condition=~Q(kind__in=sorted(NAMES_A_LANGUAGE)) | ~Q(language=""),
            ),
            models.CheckConstraint(
                name="a_need_kept_by_consent_says_since_when",
                condition=Q(basis=Basis.CONSENT, consent_at__isnull=False)
                | (~Q(basis=Basis.CONSENT) & Q(consent_at=None)),
            ),
            models.CheckConstraint(
                name="a_need_is_reviewed_before_it_runs_out", condition=Q(review_on__lte=F("expires_on"))
            ),
            models.CheckConstraint(name="need_ended_at_by_and_why_go_together", condition=ENDED_TOGETHER),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "expires_on"], condition=Q(ended_at=None), name="need_standing_of_a_person")
        ]

    def __str__(self) -> str:
        """Name the kind, not the person."""
        return f"{self.get_kind_display()} need {self.pk}"

    @property
    def title(self) -> str:
        """Return what the need is called: its kind, and the language where it has one."""
        return f"{self.get_kind_display()}: {self.language}" if self.language else self.get_kind_display()


class WarningRows(models.QuerySet["StaffWarning"]):
    """Warnings, whatever has become of them."""

    def standing(self, *, on: date) -> Self:
        """Return those that a second person approved and that neither ended nor ran out before a day."""
        return self.filter(approved_at__isnull=False, ended_at=None, expires_on__gte=on)

    def waiting(self, *, on: date) -> Self:
        """Return those that nobody has answered yet, and that have not run out in the meantime."""
        return self.filter(approved_at=None, refused_at=None, ended_at=None, expires_on__gte=on)


class StaffWarning(models.Model):
    """
    What staff are warned of before they meet a person or go to a place. Shown once a second person has approved it.

    words: what happened and what to do. expires_on: the last day on which it is shown. follows: the warning that this one
    takes the place of, from the moment it is approved.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force kind basis source noted_at review_on expires_on approved_at refused_at ended_at follows",
        personal="person place",
        special="words refused_why ended_why",
        staff="owner noted_by approved_by refused_by ended_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=16, choices=WarningKind.choices)
    words = models.CharField(max_length=500)
    basis = models.CharField(max_length=300)
    source = models.CharField(max_length=16, choices=Source.choices)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    noted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    review_on = models.DateField()
    expires_on = models.DateField()
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    refused_why = models.CharField(max_length=300, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_why = models.CharField(max_length=300, blank=True)
    follows = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    rows = WarningRows.as_manager()

    class Meta:
        """About a person or a place, never both or neither; answered once, by somebody else."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_warning_is_about_a_person_or_a_place",
                condition=Q(person=None, place__isnull=False) | Q(person__isnull=False, place=None),
            ),
            models.CheckConstraint(name="a_warning_says_what_it_is", condition=~Q(words="") & ~Q(basis="")),
            models.CheckConstraint(
                name="a_warning_is_reviewed_before_it_runs_out", condition=Q(review_on__lte=F("expires_on"))
            ),
            models.CheckConstraint(
                name="nobody_approves_their_own_warning",
                condition=Q(approved_at=None, approved_by=None)
                | (Q(approved_at__isnull=False, approved_by__isnull=False) & ~Q(approved_by=F("noted_by"))),
            ),
            models.CheckConstraint(
                name="a_warning_is_refused_with_a_reason",
                condition=Q(refused_at=None, refused_by=None, refused_why="")
                | (Q(refused_at__isnull=False, refused_by__isnull=False, approved_at=None) & ~Q(refused_why="")),
            ),
            models.CheckConstraint(name="warning_ended_at_by_and_why_go_together", condition=ENDED_TOGETHER),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["person"], condition=Q(ended_at=None, person__isnull=False), name="warning_of_a_person"
            ),
            models.Index(fields=["place"], condition=Q(ended_at=None, place__isnull=False), name="warning_of_a_place"),
        ]

    def __str__(self) -> str:
        """Name the kind, not of whom."""
        return f"{self.get_kind_display()} warning {self.pk}"


class PassportRows(models.QuerySet["Passport"]):
    """Passports, whatever has become of them."""

    def standing(self, *, on: date) -> Self:
        """Return those that nobody revoked and that were confirmed lately enough to be shown on a day."""
        return self.filter(revoked_at=None, shown_until__gte=on)


class Passport(models.Model):
    """
    That somebody carries a number under which we find what helps them, made with them and found by them.

    number: kept as its digits. pin: hashed, empty for none. confirm_by, shown_until: of the newest version, kept in the same
    transaction; after the second nobody sees it until it has been gone through with the person again.
    """

    handling = handling(
        Retention.WITH_PERSON,
        plain="id force made_at confirm_by shown_until revoked_at",
        personal="person number",
        secret="pin",  # noqa: S106  the field's name
        staff="owner made_by revoked_by",
        special="revoked_why",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=9)
    pin = models.CharField(max_length=200, blank=True)
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirm_by = models.DateField()
    shown_until = models.DateField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    revoked_why = models.CharField(max_length=300, blank=True)

    rows = PassportRows.as_manager()

    class Meta:
        """A number is given once in a force and never again; a person has one passport at a time."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["force", "number"], name="a_passport_number_is_given_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None), name="a_person_has_one_passport_at_a_time"
            ),
            models.CheckConstraint(
                name="passport_revoked_at_by_and_why_go_together",
                condition=Q(revoked_at=None, revoked_by=None, revoked_why="")
                | (Q(revoked_at__isnull=False, revoked_by__isnull=False) & ~Q(revoked_why="")),
            ),
        ]

    def __str__(self) -> str:
        """Name the row, not the number."""
        return f"passport {self.pk}"


class PassportVersion(models.Model):
    """What a passport said from one day on, gone through with the person: appended, never changed."""

    handling = handling(
        Retention.WITH_PERSON,
        plain="id passport at agreed",
        special="what_helps own_words",
        staff="written_by",
    )

    passport = models.ForeignKey(Passport, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    what_helps = models.CharField(max_length=500)
    own_words = models.CharField(max_length=2000, blank=True)
    agreed = models.CharField(max_length=12, choices=Agreed.choices)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        """Append only, and what helps is always there."""

        constraints: ClassVar = [models.CheckConstraint(name="a_passport_says_what_helps", condition=~Q(what_helps=""))]
        triggers: ClassVar = [
            pgtrigger.Protect(name="passport_versions_are_append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        """Name the passport."""
        return f"version of passport {self.passport_id}"


class PassportTry(models.Model):
    """That somebody at work tried a number or a PIN, and whether it was right; passport None where there is none such."""

    handling = handling(Retention.AUDIT, plain="id force passport at right", staff="tried_by")

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    passport = models.ForeignKey(Passport, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    tried_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    right = models.BooleanField()

    class Meta:
        """Looked up by what was tried and by who tried, the newest first."""

        indexes: ClassVar = [
            models.Index("passport", "at", name="passport_tries"),
            models.Index("tried_by", "at", name="passport_tries_of_somebody"),
        ]

    def __str__(self) -> str:
        """Say whether it was right."""
        return "right" if self.right else "wrong"


class ReviewDue(models.Model):
    """
    That somebody is asked to look at a need, a warning or a passport again, before it runs out.

    what, row: which one; it is named and not followed, so that nothing of what has run out is read through it. due_on: when it
    is to be done; runs_out_on: the last day on which it is shown. Settled by the change that answers it.
    """

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id force what row about due_on runs_out_on made_at settled_at settled_as",
        personal="person place",
        staff="owner settled_by",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=8, choices=What.choices)
    row = models.BigIntegerField()
    about = models.CharField(max_length=80)
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()
    runs_out_on = models.DateField()
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_as = models.CharField(max_length=80, blank=True)

    class Meta:
        """Asked once for each day on which one is due."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["what", "row", "due_on"], name="a_review_is_asked_for_once"),
            models.CheckConstraint(
                name="review_settled_at_by_and_as_go_together",
                condition=Q(settled_at=None, settled_by=None, settled_as="")
                | (Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(settled_as="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index("force", "due_on", condition=Q(settled_at=None), name="review_waiting"),
        ]

    def __str__(self) -> str:
        """Name what is to be looked at."""
        return f"review of {self.what} {self.row}"
