"""Reading the truth."""

import uuid
from collections.abc import Iterator
from typing import Any

from heed.simulation.models import SimulatedCall

BATCH = 5_000
NEWEST = 30
"""Calls on the page of the demonstration."""


def truth(*, live: bool) -> Iterator[dict[str, Any]]:
    """Yield the truth about every past call, or every live one, oldest first, as `heed simulate truth` prints it."""
    calls = SimulatedCall.objects.filter(live=live).select_related("caller").order_by("at", "pk")
    for call in calls.iterator(chunk_size=BATCH):
        yield {
            "call": str(call.pk),
            "at": call.at.isoformat(),
            "live": call.live,
            "number": call.e164,
            "withheld": call.withheld,
            "service": call.service,
            "caller": {
                "person": str(call.caller_id),
                "name": call.caller.name,
                "born_on": call.caller.born_on.isoformat(),
                "address": call.caller.address,
                "household": call.caller.household,
            },
            "victims": call.victims,
            "relation": call.relation,
            "scenario": call.scenario,
            "vulnerable": call.vulnerable,
            "because": call.because,
            "address": call.address,
            "event": call.event,
            "trouble": call.trouble,
            "other_party": call.other_party,
            "nth": call.nth,
            "caller_known": call.caller_known,
            "household_known": call.household_known,
            "script": call.script,
        }


def newest_live(force_id: int) -> list[SimulatedCall]:
    """Return the newest live calls of a force, newest first."""
    calls = SimulatedCall.objects.filter(simulated__force=force_id, live=True).select_related("caller")
    return list(calls.order_by("-at")[:NEWEST])


def of_call(force_id: int, call_id: uuid.UUID) -> SimulatedCall | None:
    """Return the truth about one call of a force, if it is a simulated one."""
    return SimulatedCall.objects.filter(simulated__force=force_id, pk=call_id).select_related("caller").first()
