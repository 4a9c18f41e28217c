"""Agencies and the accounts of those who work there: come together, and go together."""

from datetime import datetime

from django.db import transaction

from heed.domain.agencies import services
from heed.domain.agencies.models import Agency
from heed.flows import people_at_work
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, Role


@transaction.atomic
def add_officer(
    *,
    agency: Agency,
    username: str,
    password: str,
    first_name: str = "",
    last_name: str = "",
    title: str = "",
    actor: Actor,
    now: datetime,
) -> User:
    """
    Add an account for somebody who works for an agency.

    Raises people_at_work.UsernameTaken, services.AlreadyEnded, or Unfit.
    """
    user = people_at_work.add_account(
        username=username,
        password=password,
        role=Role.PARTNER_OFFICER,
        force=agency.force,
        first_name=first_name,
        last_name=last_name,
        actor=actor,
        now=now,
    )
    services.add_officer(agency=agency, user=user, title=title, actor=actor, now=now)
    return user


@transaction.atomic
def end_agency(*, agency: Agency, why: str, actor: Actor, now: datetime) -> Agency:
    """
    End the work with an agency: agreements, keys, and the accounts of its officers with their sessions.

    Raises services.AlreadyEnded, or Unfit.
    """
    ended = services.end_agency(agency=agency, why=why, actor=actor, now=now)
    usernames = User.objects.filter(officer__agency=ended, is_active=True).order_by("pk")
    for username in usernames.values_list("username", flat=True):
        people_at_work.disable_account(username=username, actor=actor, now=now)
    return ended
