"""Disclosures, locks and broken glass."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import F, Q

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.terms import Purpose
from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.sharing.staff_list.models import StaffName
from heed.domain.sharing.terms import Finding, LockSource, MatchedOn
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling

APPEND_ONLY = pgtrigger.Update | pgtrigger.Delete


class Disclosure(models.Model):
    """
    That parts of an incident were shared with an agency: exactly what it sees, on what basis, why, and until when.

    sheet: what the agency sees, as canonical JSON, the same text as the preview, never made anew; digest: its SHA-256.
    until_on: the last day. follows: the older disclosure of the same incident and agency whose place it took.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force incident agency agreement basis purpose parts digest until_on shared_at follows withdrawn_at"
        " policy_version",
        staff="shared_by shared_by_name withdrawn_by_name",
        special="sheet necessity withdrawn_why",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="disclosures")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="disclosures")
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="disclosures")
    basis = models.CharField(max_length=400)
    purpose = models.CharField(max_length=16, choices=Purpose.choices)
    necessity = models.CharField(max_length=1000)
    parts = models.JSONField()
    sheet = models.TextField()
    digest = models.CharField(max_length=64)
    until_on = models.DateField()
    shared_at = models.DateTimeField()
    shared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    shared_by_name = models.CharField(max_length=160)
    policy_version = models.CharField(max_length=80)
    follows = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="followed_by")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by_name = models.CharField(max_length=160, blank=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """Written once, one that stands for an incident and an agency; only its withdrawal is added, and never taken back."""

        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "agency"],
                condition=Q(withdrawn_at=None),
                name="an_incident_is_shared_with_an_agency_once_at_a_time",
            ),
            models.CheckConstraint(name="a_disclosure_says_why_it_is_necessary", condition=~Q(necessity="")),
            models.CheckConstraint(name="a_disclosure_shares_something", condition=~Q(parts=[]) & ~Q(sheet="")),
            models.CheckConstraint(
                name="disclosure_withdrawn_at_by_and_why_go_together",
                condition=Q(withdrawn_at=None, withdrawn_by_name="", withdrawn_why="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by_name="") & ~Q(withdrawn_why="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["agency", "shared_at"], name="disclosure_of_an_agency"),
            models.Index(fields=["force", "shared_at"], name="disclosure_of_a_force"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="what_was_shared_stays_as_it_was", exclude=["withdrawn_at", "withdrawn_by_name", "withdrawn_why"]
            ),
            pgtrigger.Trigger(
                name="a_withdrawn_disclosure_stays_withdrawn",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.withdrawn_at IS NOT NULL"),
                func="RAISE EXCEPTION 'a disclosure that was withdrawn stays as it is';",
            ),
            pgtrigger.Protect(name="disclosures_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the row, not what it shares."""
        return f"disclosure {self.pk} of incident {self.incident_id} to agency {self.agency_id}"


class Opening(models.Model):
    """That somebody of the agency opened what was shared, when: appended. by_name: as the person was called then."""

    handling = handling(Retention.WITH_INCIDENT, plain="id disclosure at", staff="user by_name")

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="openings")
    at = models.DateTimeField()
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)

    class Meta:
        """Append only. Without an account it was the agency's own system, and by_name says so."""

        constraints: ClassVar = [
            models.CheckConstraint(name="an_opening_says_by_whom", condition=~Q(by_name="")),
        ]
        triggers: ClassVar = [pgtrigger.Protect(name="openings_are_append_only", operation=APPEND_ONLY)]

    def __str__(self) -> str:
        """Name the disclosure."""
        return f"opening of disclosure {self.disclosure_id}"


class Lock(models.Model):
    """
    That an incident, or everything about a person, is shown to nobody but those who may open locks.

    ask: whom the screen says to ask. owner: who hears of it at once when the glass is broken; None for the force's
    data-protection officers. A lock is lifted once; locking again is another row, and what was lifted as a wrong match of the
    staff list is not locked by it again.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id force source matched_on ask set_at lifted_at",
        personal="incident person",
        special="why lifted_why",
        staff="staff_name owner set_by_name lifted_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="locks")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="locks")
    source = models.CharField(max_length=8, choices=LockSource.choices)
    staff_name = models.ForeignKey(StaffName, null=True, blank=True, on_delete=models.PROTECT, related_name="locks")
    matched_on = models.CharField(max_length=8, choices=MatchedOn.choices, blank=True)
    why = models.CharField(max_length=300)
    ask = models.CharField(max_length=300)
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField()
    set_by_name = models.CharField(max_length=160)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by_name = models.CharField(max_length=160, blank=True)
    lifted_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """On an incident or on a person, saying why and whom to ask; by hand once at a time, by the list once for an entry."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_lock_is_on_an_incident_or_a_person",
                condition=Q(incident=None, person__isnull=False) | Q(incident__isnull=False, person=None),
            ),
            models.CheckConstraint(
                name="a_lock_of_the_staff_list_says_by_whom_and_on_what",
                condition=(Q(source=LockSource.STAFF, staff_name__isnull=False) & ~Q(matched_on=""))
                | Q(source=LockSource.HAND, staff_name=None, matched_on=""),
            ),
            models.CheckConstraint(name="a_lock_says_why_and_whom_to_ask", condition=~Q(why="") & ~Q(ask="")),
            models.CheckConstraint(
                name="lock_lifted_at_by_and_why_go_together",
                condition=Q(lifted_at=None, lifted_by_name="", lifted_why="")
                | (Q(lifted_at__isnull=False) & ~Q(lifted_by_name="") & ~Q(lifted_why="")),
            ),
            models.UniqueConstraint(
                fields=["incident", "staff_name"],
                condition=Q(source=LockSource.STAFF, incident__isnull=False),
                name="the_staff_list_locks_an_incident_once_for_an_entry",
            ),
            models.UniqueConstraint(
                fields=["person", "staff_name"],
                condition=Q(source=LockSource.STAFF, person__isnull=False),
                name="the_staff_list_locks_a_person_once_for_an_entry",
            ),
            models.UniqueConstraint(
                fields=["incident"],
                condition=Q(source=LockSource.HAND, incident__isnull=False, lifted_at=None),
                name="an_incident_is_locked_by_hand_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(source=LockSource.HAND, person__isnull=False, lifted_at=None),
                name="a_person_is_locked_by_hand_once_at_a_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["incident"], condition=Q(lifted_at=None), name="lock_on_an_incident"),
            models.Index(fields=["person"], condition=Q(lifted_at=None), name="lock_on_a_person"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="a_lock_stays_as_it_was_set", exclude=["lifted_at", "lifted_by_name", "lifted_why"]
            ),
            pgtrigger.Trigger(
                name="a_lifted_lock_stays_lifted",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.lifted_at IS NOT NULL"),
                func="RAISE EXCEPTION 'a lock that was lifted stays as it is';",
            ),
            pgtrigger.Protect(name="locks_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the row."""
        return f"lock {self.pk}"


class Admission(models.Model):
    """
    That somebody may work on what is locked, until when, and why: named by whoever keeps the lock, or because they recorded it.

    Ended early at most once; it ends by itself at its time.
    """

    handling = handling(
        Retention.WITH_INCIDENT,
        plain="id lock admitted_at until ended_at",
        special="why",
        staff="user admitted_by_name ended_by_name",
    )

    lock = models.ForeignKey(Lock, on_delete=models.PROTECT, related_name="admissions")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=300)
    admitted_at = models.DateTimeField()
    admitted_by_name = models.CharField(max_length=160)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=160, blank=True)

    class Meta:
        """For a while, with a reason."""

        constraints: ClassVar = [
            models.CheckConstraint(name="an_admission_says_why", condition=~Q(why="")),
            models.CheckConstraint(name="an_admission_ends_after_it_began", condition=Q(until__gt=F("admitted_at"))),
            models.CheckConstraint(
                name="admission_ended_at_and_by_go_together",
                condition=Q(ended_at=None, ended_by_name="") | (Q(ended_at__isnull=False) & ~Q(ended_by_name="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "until"], condition=Q(ended_at=None), name="admission_of_somebody")
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="an_admission_stays_as_it_was_made", exclude=["ended_at", "ended_by_name"]),
            pgtrigger.Protect(name="admissions_are_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the lock."""
        return f"admission to lock {self.lock_id}"


class Glass(models.Model):
    """
    That somebody opened what is locked, in an emergency: who, why, proved by signing in again, until when, and the review.

    incident or person: what was opened. locks: ids of those that stood on it. proved_at: when the person last gave their
    second factor or password. until: when it closes by itself. review_by: when somebody else must have reviewed it.
    """

    handling = handling(
        Retention.AUDIT,
        plain="id force locks broken_at proved_at until review_by reviewed_at finding",
        personal="incident person",
        special="why review_words",
        staff="user by_name reviewed_by reviewed_by_name",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    incident = models.ForeignKey(Incident, null=True, blank=True, on_delete=models.PROTECT, related_name="glass")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="glass")
    locks = models.JSONField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=160)
    why = models.CharField(max_length=500)
    proved_at = models.DateTimeField()
    broken_at = models.DateTimeField()
    until = models.DateTimeField()
    review_by = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reviewed_by_name = models.CharField(max_length=160, blank=True)
    finding = models.CharField(max_length=12, choices=Finding.choices, blank=True)
    review_words = models.CharField(max_length=500, blank=True)

    class Meta:
        """Broken with a reason, for a while, and reviewed once, by somebody else."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="glass_is_broken_on_an_incident_or_a_person",
                condition=Q(incident=None, person__isnull=False) | Q(incident__isnull=False, person=None),
            ),
            models.CheckConstraint(name="glass_is_broken_with_a_reason", condition=~Q(why="")),
            models.CheckConstraint(name="broken_glass_closes_again", condition=Q(until__gt=F("broken_at"))),
            models.CheckConstraint(
                name="whoever_breaks_glass_proved_it_first", condition=Q(proved_at__lte=F("broken_at"))
            ),
            models.CheckConstraint(
                name="glass_reviewed_at_by_finding_and_words_go_together",
                condition=Q(reviewed_at=None, reviewed_by=None, reviewed_by_name="", finding="", review_words="")
                | (
                    Q(reviewed_at__isnull=False, reviewed_by__isnull=False)
                    & ~Q(reviewed_by_name="")
                    & ~Q(finding="")
                    & ~Q(review_words="")
                ),
            ),
            models.CheckConstraint(
                name="nobody_reviews_glass_they_broke", condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("user"))
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user", "until"], name="glass_of_somebody"),
            models.Index(fields=["force", "broken_at"], condition=Q(reviewed_at=None), name="glass_to_review"),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(
                name="broken_glass_stays_as_it_was",
                exclude=["reviewed_at", "reviewed_by", "reviewed_by_name", "finding", "review_words"],
            ),
            pgtrigger.Trigger(
                name="a_review_of_glass_is_written_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.reviewed_at IS NOT NULL"),
                func="RAISE EXCEPTION 'a review of broken glass stays as it is';",
            ),
            pgtrigger.Protect(name="broken_glass_is_never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        """Name the row."""
        return f"glass {self.pk}"
