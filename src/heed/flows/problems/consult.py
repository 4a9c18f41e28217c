"""Puts on the trail that somebody read plans, powers or evidence, and why."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@transaction.atomic
def note(action: str, subjects: Sequence[str], *, purpose: str, actor: Actor, now: datetime) -> None:
    """Record a consultation; nothing where nothing was shown."""
    if subjects:
        audit.record(
            actor=actor,
            act=Act.CONSULTATION,
            action=action,
            subjects=list(dict.fromkeys(subjects)),
            purpose=purpose,
            now=now,
        )
