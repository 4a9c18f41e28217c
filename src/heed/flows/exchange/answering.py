"""
Answers partners' systems a second time: that a message was taken in, or why not; and tells how their own cases go.

Only systems that take the incident transfer have somewhere to send this. Others ask for it, with the receipt they were given or
by Open311.
"""

import uuid
from datetime import datetime

from django.db import transaction

from heed.domain.exchange import queries as exchange
from heed.domain.exchange import services
from heed.domain.exchange.models import Case, Endpoint, Received
from heed.domain.exchange.terms import Came, Kind, Protocol
from heed.domain.incidents.online.terms import Told
from heed.flows.exchange import content, each, sending
from heed.flows.online_reports import said_of
from heed.foundation.accounts.terms import system

STATUSES = {
    Told.OPEN: "open",
    Told.INVESTIGATING: "in_progress",
    Told.ACTION_SCHEDULED: "in_progress",
    Told.INTERNAL_REFERRAL: "in_progress",
    Told.NO_FURTHER_ACTION: "closed",
    Told.CLOSED: "closed",
}
"""What the incident transfer calls what a reporter may be told."""


def ack(received: Received, *, case: Case, now: datetime) -> None:
    """Say that a case was taken in, and under which number. Needs a transaction."""
    _answer(received, case, Kind.ACK, why="", now=now)


def reject(received: Received, *, case: Case | None, why: str, now: datetime) -> None:
    """Say that nothing came of a message, and why; a no is never answered with another. Needs a transaction."""
    if received.kind in (Kind.ACK, Kind.REJECT):
        return
    _answer(received, case, Kind.REJECT, why=why, now=now)


@transaction.atomic
def tell(*, case_id: int, now: datetime) -> int:
    """Tell a partner what is new in a case of its own; return how much that was. Running again tells nothing twice."""
    case = Case.objects.select_related("agency__force", "incident__force", "force").get(pk=case_id)
    endpoint = _endpoint(case.agency_id)
    if endpoint is None or case.incident is None:
        return 0
    new = 0
    for one in said_of(incident=case.incident, since=case.opened_at, until=now):
        message_id, status = uuid.uuid4(), STATUSES[one.status]
        kind = Kind.CLOSE if status == "closed" else Kind.UPDATE
        said = content.said(
            case, endpoint, kind, what="close" if kind == Kind.CLOSE else "update", words=one.words, by=case.force.name,
            status=status, message_id=message_id, now=now,
        )  # fmt: skip
        about = f"case:{case.pk}:{one.key}"
        made = sending.put(case, kind, about, said, message_id=message_id, endpoint=endpoint, now=now)
        new += made.pk == message_id
    services.told(case, until=now)
    return new


def tell_all(*, now: datetime, most: int) -> None:
    """Tell partners what is new in the cases that they handed to us."""
    each.one_after_another(
        exchange.taken_in(most=most),
        lambda case_id: tell(case_id=case_id, now=now),
        event="partner_case.failed_unforeseen",
    )


def _answer(received: Received, case: Case | None, kind: Kind, *, why: str, now: datetime) -> None:
    """Put the second answer into the outbox, where the partner's system takes one."""
    endpoint = _endpoint(received.agency_id)
    if endpoint is None or received.came != Came.TRANSFER:
        return
    about_case = case or services.take_in(
        agency=received.agency, shared_ref=uuid.UUID(received.case_key), incident=None, now=now
    )
    message_id = uuid.uuid4()
    said = content.answer(
        endpoint,
        kind,
        force_code=received.force.code,
        shared_ref=received.case_key,
        ref=about_case.incident.reference if about_case.incident else "",
        in_reply_to=received.message_id,
        why=why,
        message_id=message_id,
        now=now,
    )
    sending.put(
        about_case, kind, f"received:{received.pk}", said, message_id=message_id, endpoint=endpoint, now=now,
        actor=system("exchange", force=received.force.code),
    )  # fmt: skip


def _endpoint(agency_id: int) -> Endpoint | None:
    """Return where an agency's system takes incident transfers; None where it does not."""
    endpoint = exchange.endpoint_of(agency_id)
    return endpoint if endpoint and endpoint.protocol == Protocol.TRANSFER else None
