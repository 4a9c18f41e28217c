"""Jobs of the incident transfer: safe to run twice, by as many workers as there are."""

from django.utils import timezone
from procrastinate.contrib.django import app

from heed.connections.transfer import client
from heed.domain.exchange import queries as exchange
from heed.domain.exchange.terms import Protocol
from heed.flows.exchange import sending, sweep

EXCHANGE = "exchange"
"""
A queue of its own: a partner's slow system keeps nobody waiting who is on the telephone.

Its jobs are not tried again by themselves: a job that waits for its next try would keep others of its lane waiting. The sweep of
the next minute does the same.
"""


@app.task(name="send_by_transfer", queue=EXCHANGE)
def send_by_transfer(agency_id: int) -> None:
    """Send what is due to one agency whose system takes incident transfers."""
    if agency_id in exchange.agencies_with_due(Protocol.TRANSFER, now=timezone.now()):
        sweep.send(agency_id=agency_id, hand_over=client.hand_over, clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(name="sweep_transfers", queue=EXCHANGE, queueing_lock="sweep_transfers")
def sweep_transfers(timestamp: int) -> None:  # noqa: ARG001  procrastinate passes when it was due
    """Find the agencies for which something is due again, and have each sent to by itself."""
    for agency_id in exchange.agencies_with_due(Protocol.TRANSFER, now=timezone.now()):
        send_by_transfer.configure(lock=sending.lane(agency_id)).defer(agency_id=agency_id)
