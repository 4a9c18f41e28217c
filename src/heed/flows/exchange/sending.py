"""
Puts what partners' systems must hear into the outbox, in the transaction of what caused it.

Nothing is put there for an agency that has no system of its own: its officers read it on Heed's pages.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from procrastinate.contrib.django import app

from heed.domain.exchange import queries as exchange
from heed.domain.exchange import services
from heed.domain.exchange.models import Case, Endpoint, Letter
from heed.domain.exchange.outbox import services as outbox
from heed.domain.exchange.terms import Kind, Protocol
from heed.domain.referrals.models import Referral, ReferralStep
from heed.domain.referrals.terms import StepKind
from heed.flows.exchange import content
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy

SENDERS = {Protocol.OPEN311: "send_by_open311", Protocol.TRANSFER: "send_by_transfer"}
"""The job that sends what an agency is to hear, by how its system is spoken to."""

LANES = 2
"""Of the four jobs that a worker does at once."""

TOLD = {
    StepKind.GAVE_MORE: (Kind.UPDATE, "give"),
    StepKind.UPDATED: (Kind.UPDATE, "update"),
    StepKind.TAKEN_BACK: (Kind.CLOSE, "take_back"),
}
"""What of the force's own steps a partner hears, as what kind of message. The rest is the force's own affair."""


def referral_sent(*, referral: Referral, now: datetime) -> Letter | None:
    """Hand a new referral to the agency's system; None where it has none. Needs a transaction; twice makes one message."""
    endpoint = exchange.endpoint_of(referral.agency_id)
    if endpoint is None:
        return None
    case = services.refer_out(referral=referral, agency=endpoint.agency, now=now)
    message_id = uuid.uuid4()
    said = content.create(case, endpoint, referral, message_id=message_id, now=now)
    return put(case, Kind.CREATE, f"referral:{referral.pk}", said, message_id=message_id, endpoint=endpoint, now=now)


def referral_said(*, referral: Referral, step: ReferralStep, now: datetime) -> Letter | None:
    """
    Tell the agency's system what the force said on a referral; None where that is not for it.

    That is: what the agency said itself, what it need not know, and a referral that its system was never told of. Needs a
    transaction; twice makes one message.
    """
    told = TOLD.get(StepKind(step.kind))
    case = exchange.case_of_referral(referral.pk)
    endpoint = exchange.endpoint_of(referral.agency_id)
    if told is None or step.by_agency_id is not None or case is None or endpoint is None:
        return None
    kind, what = told
    message_id = uuid.uuid4()
    words = content.words_for(case, step.words, content.on_the_wire(case, now=now))
    said = content.said(
        case, endpoint, kind, what=what, words=words, reason=step.reason, by=case.force.name, message_id=message_id,
        now=now, shown=content.standing(case, now=now) if step.kind == StepKind.GAVE_MORE else None,
    )  # fmt: skip
    about = f"referral_step:{step.pk}"
    return put(case, kind, about, said, message_id=message_id, endpoint=endpoint, now=now)


def put(
    case: Case,
    kind: Kind,
    about: str,
    said: Mapping[str, Any],
    *,
    message_id: uuid.UUID,
    endpoint: Endpoint,
    now: datetime,
    actor: Actor | None = None,
) -> Letter:
    """Put a message at the end of its case's queue, and have it sent once the transaction commits."""
    message = outbox.put(
        case=case,
        kind=kind,
        about=about,
        content=said,
        message_id=message_id,
        policy_version=policy.remember(policy.in_use(), now=now),
        actor=actor or system("exchange", force=case.force.code),
        now=now,
    )
    soon(endpoint)
    return message


def soon(endpoint: Endpoint) -> None:
    """Have an agency's messages sent once the transaction commits."""
    # A job is a row of the same database: it is there when the message is, and gone when that is rolled back.
    job = app.configure_task(SENDERS[Protocol(endpoint.protocol)], lock=lane(endpoint.agency_id))
    job.defer(agency_id=endpoint.agency_id)


def lane(agency_id: int) -> str:
    """
    Return the lane in which an agency's system is spoken to: one job at a time in each.

    However many partners hang, the worker has hands left for whoever rings.
    """
    return f"exchange lane {agency_id % LANES}"
