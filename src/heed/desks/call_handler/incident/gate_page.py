"""What stands in the way of closing, put as the incident's page shows it: what is missing, and whether each caller is safe."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from heed.desks.call_handler.incident.forms import SafetyForm, UnlinkForm
from heed.domain.calls.models import Call
from heed.domain.incidents import queries
from heed.domain.incidents.access import CLOSE_INCIDENTS, RECORD_INCIDENTS
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import LinkKind, Safe
from heed.flows import duplicates, gating
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.design.forms import Form


@dataclass(frozen=True, slots=True)
class Caller:
    """A caller whose own safety counts, and what they last answered. name: `the caller of HD-26-0000012`."""

    call: Call
    name: str
    answer: str
    form: Form | None


def gates(user: User, incident: Incident, *, again: Mapping[str, Form], now: datetime) -> dict[str, Any]:
    """
    Return what the page shows of the gates: `missing` sentences, `callers`, and `unlinks` by link.

    again: forms that have errors, by their part of the page. Callers are listed once there is a duplicate to speak of.
    """
    links = queries.links_of(incident)
    is_one_of_many = any(link.kind == LinkKind.DUPLICATE for link in links)
    closed = queries.standing_closing(incident) is not None
    may_unlink = allowed(user, RECORD_INCIDENTS)
    return {
        "missing": () if closed else gating.missing_at_all(incident, now=now),
        "callers": callers(user, incident, again=again) if is_one_of_many and not closed else [],
        "unlinks": {
            link.pk: again.get(f"unlink{link.pk}") or UnlinkForm(link_id=link.pk) for link in links if may_unlink
        },
    }


def callers(user: User, incident: Incident, *, again: Mapping[str, Form]) -> list[Caller]:
    """Return every caller whose own safety counts, with a form for whoever may close."""
    named = duplicates.callers_of(incident)
    answers = queries.safety_of([call.pk for call in named])
    may = allowed(user, CLOSE_INCIDENTS)
    return [
        Caller(
            call=call,
            name=name,
            answer=Safe(answers[call.pk]).label if call.pk in answers else "",
            form=(again.get(f"safe{number}") or SafetyForm(number=number)) if may else None,
        )
        for number, (call, name) in enumerate(named.items())
    ]
