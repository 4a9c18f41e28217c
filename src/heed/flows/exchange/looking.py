"""Shows a message to somebody who must decide about it: what it says is somebody's personal record, so that looking is logged."""

import uuid
from datetime import datetime

from django.db import transaction

from heed.domain.exchange import queries as exchange
from heed.domain.exchange.models import Letter
from heed.domain.exchange.outbox.services import subjects
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


@transaction.atomic
def look(*, message_id: uuid.UUID, user: User, actor: Actor, now: datetime) -> Letter | None:
    """Return a message of the person's own force, and put on the trail that they looked; None where there is none."""
    message = exchange.message(message_id, force_id=user.force_id)
    if message is not None:
        audit.record(
            actor=actor,
            act=Act.CONSULTATION,
            action="exchange_message.shown",
            subjects=subjects(message),
            purpose="what did not reach a partner" if hasattr(message, "waiting") else "what went to a partner",
            now=now,
        )
    return message
