"""An update of a referral of ours that a partner's system sends by itself: kept with those that we ask for."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.agencies.models import Agency
from heed.domain.exchange import queries as exchange
from heed.domain.exchange.inbox import services as inbox
from heed.domain.exchange.inbox.services import AnotherUnderTheSameName
from heed.domain.exchange.terms import Came, Kind
from heed.flows.exchange import applying


@dataclass(frozen=True, slots=True)
class Pushed:
    """One update as it was sent. case: the partner's own number of the case; id: of the update."""

    id: str
    case: str
    status: str
    own_status: str
    words: str
    at: datetime


@transaction.atomic
def push(*, agency: Agency, update: Pushed, now: datetime) -> bool:
    """
    Keep an update and have it followed; False where the number is of no case that we handed to this agency.

    The same number again changes nothing, whether it was sent before or asked for.
    """
    if exchange.case_by_external_id(agency, update.case) is None:
        return False
    endpoint = exchange.endpoint_of(agency.pk)
    content = {
        "status": update.status,
        "ownStatus": update.own_status,
        "description": update.words,
        "updated": update.at.isoformat(),
        "case": update.case,
        "meanings": endpoint.statuses if endpoint else {},
    }
    try:
        with transaction.atomic():
            received, is_new = inbox.keep(
                agency=agency,
                came=Came.POLL,
                message_id=update.id,
                kind=Kind.UPDATE,
                case_key=update.case,
                content=content,
                sent_at=update.at,
                actor=applying.actor_of(agency),
                now=now,
            )
    except AnotherUnderTheSameName:
        return True
    if is_new:
        applying.later(received)
    return True
