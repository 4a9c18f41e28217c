"""Forces and accounts: made, switched off, and put on the audit trail."""

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction

from heed.foundation.accounts.models import CommandUnit, Force, User
from heed.foundation.accounts.terms import Actor, Rank, Role
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class ForceCodeTaken(Exception):
    """Another force has this code."""


class UsernameTaken(Exception):
    """Another account has this user name."""


@transaction.atomic
def add_force(*, code: str, name: str, actor: Actor, now: datetime) -> Force:
    """Add a force. Raises ForceCodeTaken."""
    if Force.objects.filter(code=code).exists():
        raise ForceCodeTaken(code)
    force = Force.objects.create(code=code, name=name)
    audit.record(actor=actor, act=Act.ALTERATION, action="force.added", subjects=[f"force:{code}"], now=now)
    return force


@transaction.atomic
def add_account(
    *,
    username: str,
    password: str,
    role: Role,
    force: Force,
    unit: str = "",
    rank: Rank | None = None,
    first_name: str = "",
    last_name: str = "",
    actor: Actor,
    now: datetime,
) -> User:
    """Add somebody at work; unit: a command unit's code, made where the force has none of it. Raises UsernameTaken."""
    if User.objects.filter(username__iexact=username).exists():
        raise UsernameTaken(username)
    commanded = CommandUnit.objects.get_or_create(force=force, code=unit, defaults={"name": unit})[0] if unit else None
    user = User.objects.create_user(
        username=username,
        password=password,
        role=role,
        force=force,
        unit=commanded,
        rank=rank or "",
        first_name=first_name,
        last_name=last_name,
    )
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="account.added",
        subjects=[f"user:{user.pk}"],
        detail={"role": str(role)},
        now=now,
    )
    return user


@transaction.atomic
def disable_account(*, username: str, actor: Actor, now: datetime) -> int:
    """
    Switch an account off and end its sessions; return how many those were. Raises User.DoesNotExist.

    What the person did stays theirs: an account is never deleted.
    """
    user = User.objects.select_for_update(of=("self",)).get(username=username)
    user.is_active = False
    user.save(update_fields=["is_active"])
    running = Session.objects.filter(expire_date__gt=now).iterator()
    own = [session.pk for session in running if session.get_decoded().get(SESSION_KEY) == str(user.pk)]
    Session.objects.filter(pk__in=own).delete()
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="account.disabled",
        subjects=[f"user:{user.pk}"],
        detail={"sessions": len(own)},
        now=now,
    )
    return len(own)
