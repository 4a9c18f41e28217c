"""The words of accounts and of handling personal data."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import models


class Role(models.TextChoices):
    """What a person at work is here to do. One account has one role; two jobs mean two accounts."""

    CALL_HANDLER = "call_handler", "Call handler"
    NEIGHBOURHOOD_OFFICER = "neighbourhood_officer", "Neighbourhood officer"
    SUPERVISOR = "supervisor", "Supervisor"
    CRIME_REGISTRAR = "crime_registrar", "Crime registrar"
    PARTNER_OFFICER = "partner_officer", "Partner officer"
    ANALYST = "analyst", "Analyst"
    DATA_PROTECTION_OFFICER = "data_protection_officer", "Data-protection officer"
    INSPECTOR = "inspector", "Inspector"
    ADMINISTRATOR = "administrator", "Administrator"


class Rank(models.TextChoices):
    """A police rank, lowest first; staff without one have none. Reviews go up it."""

    CONSTABLE = "constable", "Constable"
    SERGEANT = "sergeant", "Sergeant"
    INSPECTOR = "inspector", "Inspector"
    CHIEF_INSPECTOR = "chief_inspector", "Chief inspector"
    SUPERINTENDENT = "superintendent", "Superintendent"


class ActorKind(StrEnum):
    """What acted: a person, Heed itself, or another system that sent something."""

    USER = "user"
    SYSTEM = "system"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Actor:
    """
    Who did it, as the audit trail and the log keep it: by value, so that it outlives the account.

    key: the account's, job's or source's own identifier; force: the force's code; device: an address, or empty.
    """

    kind: ActorKind
    key: str
    name: str
    role: str = ""
    force: str = ""
    device: str = ""

    @property
    def reference(self) -> str:
        """Name the actor in one word, for example `user:12`."""
        return f"{self.kind}:{self.key}"


def system(job: str, *, force: str = "") -> Actor:
    """Name Heed itself as the actor; job says which part of it."""
    return Actor(ActorKind.SYSTEM, job, "Heed", force=force)


class Sensitivity(StrEnum):
    """How much harm a leak of one field could do (DPA 2018 Part 3; GSC OFFICIAL-SENSITIVE covers the last two)."""

    PLAIN = "plain"  # says nothing about a member of the public
    STAFF = "staff"  # about a person at work
    PERSONAL = "personal"  # about a member of the public
    SPECIAL = "special"  # health, belief, ethnicity and the like may stand in it (s.35(8))
    SECRET = "secret"  # lets somebody in  # noqa: S105  the word, not a password


class Retention(StrEnum):
    """When a row is reviewed or removed. The periods themselves are the force's, in its policy pack."""

    WITH_INCIDENT = "with the incident"
    WITH_PERSON = "with the last incident of the person"
    WITH_ACCOUNT = "with the account"
    AUDIT = "with the audit trail"
    WHILE_IN_USE = "while in use"


@dataclass(frozen=True)
class Handling:
    """What a table holds and how long: each model states one, and a test names any field left out."""

    retention: Retention
    fields: dict[str, Sensitivity]


def handling(
    retention: Retention, *, plain: str = "", staff: str = "", personal: str = "", special: str = "", secret: str = ""
) -> Handling:
    """State a model's handling; each argument lists field names, separated by spaces."""
    named = {
        Sensitivity.PLAIN: plain,
        Sensitivity.STAFF: staff,
        Sensitivity.PERSONAL: personal,
        Sensitivity.SPECIAL: special,
        Sensitivity.SECRET: secret,
    }
    return Handling(retention, {name: level for level, names in named.items() for name in names.split()})
