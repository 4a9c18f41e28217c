"""Jobs of the flows: ids in, one call, safe to run twice. Flows defer them by name, so no import turns back."""

import uuid

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from heed.flows import conduct, demands, proof, unheard, wording

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


@app.periodic(cron="* * * * *")
@app.task(name="demand_after_expiry", queue=RINGS, queueing_lock="demand_after_expiry")
def demand_after_expiry(timestamp: int) -> None:  # noqa: ARG001  as above
    """Demand that the risk is judged again where the time to attend has passed."""
    demands.expired(now=timezone.now())


RECORDS = "records"
"""The queue of what is worked out from records while nobody waits on the line."""


@app.task(name="look_for_conduct", queue=RECORDS, retry=AGAIN)
def look_for_conduct(incident_id: int) -> None:
    """Look whether an incident makes a sequence that may be a crime."""
    conduct.look(incident_id=incident_id, now=timezone.now())


@app.periodic(cron="40 3 * * *")
@app.task(name="look_at_those_made_one", queue=RECORDS, queueing_lock="look_at_those_made_one")
def look_at_those_made_one(timestamp: int) -> None:  # noqa: ARG001  as above
    """Look again at what happened to people who were made one, or two, since yesterday."""
    conduct.look_at_those_made_one(now=timezone.now())


@app.periodic(cron="10 4 * * 1")
@app.task(name="draw_wording_sample", queue=RECORDS, queueing_lock="draw_wording_sample")
def draw_wording_sample(timestamp: int) -> None:  # noqa: ARG001  as above
    """Draw the log entries of the week that has ended, for supervisors to read."""
    wording.draw_last_week(now=timezone.now())
