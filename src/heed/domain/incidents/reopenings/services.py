"""Opening an incident again."""

from datetime import datetime

from heed.domain.incidents.models import Incident
from heed.domain.incidents.queries import standing_closing
from heed.domain.incidents.reopenings.models import Reopening
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


def reopen(
    *, incident: Incident, why: str, counts: bool, policy_version: str, actor: Actor, now: datetime
) -> Reopening | None:
    """
    Open an incident again that is closed; None where it is open. Within a transaction.

    counts: whether it is a further report.
    """
    # Lock the incident: two people of one incident may answer at once, and it is opened once.
    Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    closing = standing_closing(incident)
    if closing is None:
        return None
    made = Reopening.objects.create(
        incident=incident,
        closing=closing,
        why=why[:500],
        counts=counts,
        reopened_at=now,
        reopened_by_name=actor.name,
        policy_version=policy_version,
    )
    Incident.objects.filter(pk=incident.pk).update(closed_at=None)
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="incident.reopened",
        subjects=[f"incident:{incident.pk}"],
        now=now,
        detail={"counts": counts},
    )
    return made
