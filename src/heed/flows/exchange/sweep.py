"""Sends what is due to a partner; one that is down is not asked again for each case that waits for it."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from heed.domain.exchange.models import Endpoint, Letter
from heed.flows.exchange import outbox
from heed.flows.exchange.outbox import Answer

logger = structlog.get_logger(__name__)

Clock = Callable[[], datetime]
AT_ONCE = 200
"""Messages that one job sends to one partner: whatever is left, the next job finds."""

LONGEST = timedelta(seconds=60)
"""How long one job goes on sending to one partner, however slowly that answers."""

SILENT_MOST = 2
"""Requests in a row without any answer after which a partner is left alone until the next sweep."""


def chance() -> float:
    """Return a number from 0 to 1, by which waits differ."""
    return random.SystemRandom().random()


def send(*, agency_id: int, hand_over: Callable[[Endpoint, Letter], Answer], clock: Clock) -> int:
    """Send what is due to an agency, in order, until nothing is left or it does not answer; return how much was tried."""
    silent, began = 0, clock()
    for tried in range(AT_ONCE):
        went = outbox.send_next(agency_id=agency_id, hand_over=hand_over, clock=clock, chance=chance)
        if went is None:
            return tried
        logger.info("exchange.sent", message=str(went.message.pk), agency=agency_id, result=str(went.result))
        silent = silent + 1 if went.silent else 0
        if silent >= SILENT_MOST or clock() - began > LONGEST:
            return tried + 1
    return AT_ONCE
