"""The registrar's list leaves Heed: what went, to whom, is on the audit trail."""

from datetime import datetime

from django.db import transaction

from heed.domain.conduct import queries
from heed.domain.conduct.models import Prompt
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

MOST = 5_000
"""Lines of one file, the most urgent: more than any registrar decides in a year."""


@transaction.atomic
def export(*, user: User, which: str, actor: Actor, now: datetime) -> list[Prompt]:
    """Return the prompts of a filter, for a file; a disclosure under s.62."""
    found = list(queries.listed(user, which=which, now=now)[:MOST])
    audit.record(
        actor=actor,
        act=Act.DISCLOSURE,
        action="crime_prompts.exported",
        subjects=[f"crime_prompt:{one.pk}" for one in found],
        purpose=f"list of crime decisions: {which}",
        recipient=actor.reference,
        now=now,
    )
    return found
