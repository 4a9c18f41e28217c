"""Jobs of the flows: ids in, one call, safe to run twice. Flows defer them by name, so no import turns back."""

import uuid

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heed.flows import proof, unheard

AGAIN = RetryStrategy(max_attempts=6, exponential_wait=2)
"""After 2, 4, 8, 16 and 32 seconds: a database that was started again is back by then."""

RINGS = "rings"
"""The queue of what somebody on the telephone is waiting for."""


@app.task(name="recognise_call", queue=RINGS, priority=10, retry=AGAIN)
def recognise_call(call_id: str) -> None:
    """Look up who may be ringing, before anybody takes the call."""
    proof.recognise_ringing(call_id=uuid.UUID(call_id), now=timezone.now())


@app.task(name="watch_unheard_call", queue=RINGS, priority=5, retry=AGAIN)
def watch_unheard_call(call_id: str) -> None:
    """Decide what follows a call that was given up before anybody spoke."""
    unheard.follow_up_abandoned(call_id=uuid.UUID(call_id), now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(name="end_stale_rings", queue=RINGS, queueing_lock="end_stale_rings")
def end_stale_rings(timestamp: int) -> None:  # noqa: ARG001  procrastinate passes when it was due
    """End the rings of which the telephone system never said how they ended."""
    unheard.end_stale_rings(now=timezone.now())
