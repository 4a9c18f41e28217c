"""The register of disclosures is read by whoever answers for it: that they did is on the trail too."""

from datetime import datetime

from django.db import transaction

from heed.domain.sharing.models import Disclosure
from heed.flows.sharing.locks import shut_incidents
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


def is_shut(disclosure: Disclosure, *, user: User, now: datetime) -> bool:
    """Say whether the incident is locked for the reader: then they read the terms, and not what was shared."""
    return bool(shut_incidents(user, [disclosure.incident_id], now=now))


@transaction.atomic
def note_read(*, disclosure: Disclosure, actor: Actor, now: datetime) -> None:
    """Put on the trail that somebody looked at what was shared."""
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="disclosure.consulted",
        subjects=[f"incident:{disclosure.incident_id}", f"disclosure:{disclosure.pk}"],
        purpose="register of disclosures",
        now=now,
    )


@transaction.atomic
def note_taken(*, force: Force, rows: int, actor: Actor, now: datetime) -> None:
    """Put on the trail that somebody took the register away as a file."""
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="register.taken",
        subjects=[f"force:{force.code}"],
        purpose="register of disclosures",
        detail={"rows": rows},
        now=now,
    )
