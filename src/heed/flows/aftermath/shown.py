"""Opening a follow-up to ring somebody: who it is, what is safe, what helps, what was tried. That it was opened is on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from heed.domain.aftermath.models import Attempt, FollowUp
from heed.domain.contact import queries as contact
from heed.domain.needs import queries as needs
from heed.domain.needs.models import Need
from heed.engines.numbers.reading import display
from heed.engines.risk.safe_contact import Channel, Verdict
from heed.flows.messages import safe_contact
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@dataclass(frozen=True, slots=True)
class Opened:
    """
    What whoever rings must know first.

    call: whether they may be rung now, where, and why not. number: as people read it; empty where none may be rung. rules:
    how they are contacted safely, in sentences, “do not” first. needs: what helps them.
    """

    follow_up: FollowUp
    call: Verdict
    number: str
    rules: Sequence[str]
    needs: Sequence[Need]
    attempts: Sequence[Attempt]


@transaction.atomic
def open_follow_up(*, follow_up: FollowUp, user: User, actor: Actor, now: datetime) -> Opened:
    """Return what is needed to ring, and write to the trail that it was read."""
    person = follow_up.person
    verdict = safe_contact.gate(person=person, channel=Channel.CALL, now=now).verdict
    safe = contact.safe_contact_for(user, [person.pk], on=localdate(now))
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="follow_up.consulted",
        subjects=[f"follow_up:{follow_up.pk}", f"person:{person.pk}", f"incident:{follow_up.incident_id}"],
        purpose="whether it has stopped",
        now=now,
    )
    return Opened(
        follow_up=follow_up,
        call=verdict,
        number=display(verdict.to) if verdict.to else "",
        rules=(*safe.sentences, *dict.fromkeys(row.words for row in safe.rows if row.words)) if safe else (),
        needs=needs.needs_of(user, [person.pk], now=now)[person.pk],
        attempts=list(follow_up.attempts.order_by("-at", "-pk")),
    )
