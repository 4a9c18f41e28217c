"""The staff list: people at work as the force might meet them in private, and the keys they are found under."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Retention, handling


class StaffName(models.Model):
    """
    Somebody who works for the force or beside it, by what they can be known from as a member of the public.

    standard: as engines/linkage writes it; ask: whom to ask about what is locked because of them. user: their own account,
    which never opens what is locked because of them. Taken off the list, never deleted: a lock says whom it comes from.
    """

    handling = handling(
        Retention.WHILE_IN_USE,
        plain="id force ask added_at removed_at",
        staff="user given_name family_name born_on e164 address standard added_by_name removed_by_name removed_why",
    )

    force = models.ForeignKey(Force, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    given_name = models.CharField(max_length=200)
    family_name = models.CharField(max_length=200)
    born_on = models.DateField(null=True, blank=True)
    e164 = models.CharField(max_length=16, blank=True)
    address = models.CharField(max_length=300, blank=True)
    standard = models.JSONField()
    ask = models.CharField(max_length=300, blank=True)
    added_at = models.DateTimeField()
    added_by_name = models.CharField(max_length=160)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by_name = models.CharField(max_length=160, blank=True)
    removed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """A name alone locks nothing, so that it is no entry; who took one off goes with when and why."""

        constraints: ClassVar = [
            models.CheckConstraint(
                name="a_staff_name_can_be_told_from_a_namesake",
                condition=~Q(family_name="")
                & ~Q(given_name="")
                & (Q(born_on__isnull=False) | ~Q(e164="") | ~Q(address="")),
            ),
            models.CheckConstraint(
                name="staff_name_removed_at_by_and_why_go_together",
                condition=Q(removed_at=None, removed_by_name="", removed_why="")
                | (Q(removed_at__isnull=False) & ~Q(removed_by_name="") & ~Q(removed_why="")),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["force", "family_name"], condition=Q(removed_at=None), name="staff_name_on_the_list")
        ]

    def __str__(self) -> str:
        """Name the row, not the person."""
        return f"staff name {self.pk}"


class StaffKey(models.Model):
    """That an entry of the staff list is filed under a key (engines/linkage/keys.py), as descriptions of people are."""

    handling = handling(Retention.WHILE_IN_USE, plain="id staff_name", staff="key")

    staff_name = models.ForeignKey(StaffName, on_delete=models.CASCADE, related_name="keys")
    key = models.BigIntegerField()

    class Meta:
        """Found by key at every recording."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "staff_name"], name="a_staff_name_is_filed_under_a_key_once")
        ]

    def __str__(self) -> str:
        """Name the entry."""
        return f"key of staff name {self.staff_name_id}"
