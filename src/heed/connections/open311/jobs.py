"""Jobs of the Open311 client: safe to run twice, by as many workers as there are."""

from django.utils import timezone
from procrastinate.contrib.django import app

from heed.connections.open311 import client
from heed.domain.exchange import queries as exchange
from heed.domain.exchange.terms import Protocol
from heed.flows.exchange import polling, sending, sweep

EXCHANGE = "exchange"
"""
A queue of its own: a partner's slow system keeps nobody waiting who is on the telephone.

Its jobs are not tried again by themselves: a job that waits for its next try would keep others of its lane waiting. The sweep of
the next minute does the same.
"""


@app.task(name="send_by_open311", queue=EXCHANGE)
def send_by_open311(agency_id: int) -> None:
    """Send what is due to one agency whose system speaks Open311."""
    if agency_id in exchange.agencies_with_due(Protocol.OPEN311, now=timezone.now()):
        sweep.send(agency_id=agency_id, hand_over=client.hand_over, clock=timezone.now)


@app.periodic(cron="* * * * *")
@app.task(name="sweep_open311", queue=EXCHANGE, queueing_lock="sweep_open311")
def sweep_open311(timestamp: int) -> None:  # noqa: ARG001  procrastinate passes when it was due
    """Find the agencies for which something is due again, and those to be asked for updates; have each done by itself."""
    now = timezone.now()
    for agency_id in exchange.agencies_with_due(Protocol.OPEN311, now=now):
        send_by_open311.configure(lock=sending.lane(agency_id)).defer(agency_id=agency_id)
    for endpoint_id, agency_id in exchange.polls_due(Protocol.OPEN311, now=now):
        ask_by_open311.configure(lock=sending.lane(agency_id)).defer(endpoint_id=endpoint_id)


@app.task(name="ask_by_open311", queue=EXCHANGE)
def ask_by_open311(endpoint_id: int) -> None:
    """Ask one agency's system what became of our cases, if it is due."""
    polling.ask(endpoint_id=endpoint_id, fetch=client.fetch, clock=timezone.now, chance=sweep.chance)
