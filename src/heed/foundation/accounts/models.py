"""Forces, their command units, and the people who sign in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models

from heed.foundation.accounts import terms
from heed.foundation.accounts.terms import Rank, Retention, Role, handling


class Force(models.Model):
    """A police force. Every record belongs to one; nobody sees another's."""

    handling = handling(Retention.WHILE_IN_USE, plain="id code name")

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        """Return the name people use."""
        return self.name


class CommandUnit(models.Model):
    """A part of a force that commands its own people: an area, a department, the control room."""

    handling = handling(Retention.WHILE_IN_USE, plain="id force code name")

    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    code = models.CharField(max_length=16)
    name = models.CharField(max_length=120)

    class Meta:
        """A unit's code is its own within its force."""

        constraints: ClassVar = [
            models.UniqueConstraint(fields=["force", "code"], name="a_units_code_is_its_own_in_the_force")
        ]

    def __str__(self) -> str:
        """Return the name people use."""
        return self.name


class User(AbstractUser):
    """A person at work: one role, one force, one command unit."""

    handling = handling(
        Retention.WITH_ACCOUNT,
        plain="id is_superuser is_staff is_active groups user_permissions force unit role rank",
        staff="username first_name last_name email last_login date_joined",
        secret="password",  # noqa: S106  the field's name
    )

    role = models.CharField(max_length=32, choices=Role.choices)
    rank = models.CharField(max_length=16, choices=Rank.choices, blank=True, default="", db_default="")
    force = models.ForeignKey(Force, on_delete=models.PROTECT)
    unit = models.ForeignKey(CommandUnit, null=True, blank=True, on_delete=models.PROTECT)

    REQUIRED_FIELDS: ClassVar = ["role", "force"]

    class Meta:
        """An unknown role opens no door: the database refuses it."""

        constraints: ClassVar = [
            models.CheckConstraint(name="a_role_is_a_known_one", condition=models.Q(role__in=Role.values))
        ]

    @property
    def display_name(self) -> str:
        """Return the name that colleagues read."""
        return self.get_full_name() or self.username

    def actor(self, *, device: str = "") -> terms.Actor:
        """Return this person by value, as records keep them."""
        return terms.Actor(
            terms.ActorKind.USER, str(self.pk), self.display_name, role=self.role, force=self.force.code, device=device
        )
