"""Who may look members of the public up, and who may say who is who."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from heed.domain.people.rules import may_take_back
from heed.foundation.accounts.access import action, allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Role

SEARCH_PEOPLE = action(
    "search for people", Role.CALL_HANDLER, Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER, Role.DATA_PROTECTION_OFFICER
)
SEE_PEOPLE = action(
    "see a person's record",
    Role.CALL_HANDLER,
    Role.SUPERVISOR,
    Role.NEIGHBOURHOOD_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
)
KEEP_LINES = action("keep the list of shared and watched lines", Role.SUPERVISOR, Role.ADMINISTRATOR)
DECIDE_ON_CALLS = action("say who somebody on a call is", Role.CALL_HANDLER, Role.SUPERVISOR)
DECIDE_IDENTITY = action("decide identity", Role.SUPERVISOR, Role.NEIGHBOURHOOD_OFFICER)
TAKE_BACK = action("take back what others decided about identity", Role.SUPERVISOR)


def may_undo(user: User, *, decided_by: int | None, decided_at: datetime, now: datetime) -> bool:
    """Say whether the person may take back a decision on identity: their own on the same day, others' with the right to."""
    return user.is_active and may_take_back(
        decided_by=decided_by,
        decided_on=localdate(decided_at),
        asks=user.pk,
        answers_for_the_room=allowed(user, TAKE_BACK),
        today=localdate(now),
    )


def refuse_unless_may_undo(user: User, *, decided_by: int | None, decided_at: datetime, now: datetime) -> None:
    """Raise PermissionDenied, in words for the screen, unless the person may."""
    if not may_undo(user, decided_by=decided_by, decided_at=decided_at, now=now):
        raise PermissionDenied("Only whoever decided this may take it back, on the same day; after that, a supervisor.")
