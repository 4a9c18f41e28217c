"""Changes to offers of the case review."""

import uuid
from collections.abc import Sequence
from datetime import date, datetime

from heed.domain.case_review.models import Offer
from heed.domain.case_review.terms import AtLine, How, Said
from heed.domain.incidents.models import Incident
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class Unfit(Exception):
    """An offer that says too little; the message says what is missing."""


def keep_offer(
    *,
    force_id: int,
    person_id: uuid.UUID,
    incident: Incident | None,
    line: AtLine,
    how: How | None,
    said: Said,
    why: str,
    complaints: Sequence[dict[str, object]],
    first_made_on: date,
    wording_version: str,
    policy_version: str,
    user: User | None,
    actor: Actor,
    now: datetime,
) -> Offer:
    """Keep that somebody was told, or why not yet; within a transaction. Raises Unfit."""
    if said == Said.NOT_TOLD and not why.strip():
        raise Unfit("Say why they have not been told yet")
    if said != Said.NOT_TOLD and how is None:
        raise Unfit("Say how they were told")
    made = Offer.objects.create(
        force_id=force_id,
        person_id=person_id,
        incident=incident,
        line=line,
        how=how if how and said != Said.NOT_TOLD else "",
        said=said,
        why=why.strip()[:500],
        complaints=list(complaints),
        first_made_on=first_made_on,
        at=now,
        by=user,
        by_name=actor.name,
        wording_version=wording_version,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="case_review.not_offered" if said == Said.NOT_TOLD else "case_review.offered",
        subjects=[f"person:{person_id}"] + ([f"incident:{incident.pk}"] if incident else []),
        now=now,
        detail={"line": str(line), "said": str(said)},
    )
    return made
