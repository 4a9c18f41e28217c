"""Who holds a case, and its referrals, as the incident page shows them; and in a line on the card of the next call."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from heed.domain.incidents.models import Incident
from heed.domain.referrals import queries
from heed.domain.referrals.access import REFER, SEE_REFERRALS
from heed.domain.referrals.terms import Holder
from heed.flows.referrals import reading
from heed.flows.sharing.locks import shut_incidents
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User


def of_incident(user: User, incident: Incident, *, carried: str, now: datetime) -> dict[str, Any] | None:
    """Return what referrals_panel.jinja reads; nothing without leave."""
    if not allowed(user, SEE_REFERRALS):
        return None
    held, rows = reading.of_incident(incident, now=now)
    return {
        "held": held,
        "rows": rows,
        "refers": allowed(user, REFER) and incident.closed_at is None and held.referral is None,
        "carried": carried,
    }


def on_call(user: User, found: Mapping[str, Any], *, now: datetime) -> list[tuple[str, str]]:
    """Return what is with partners of whoever was confirmed on a call: which agency has it or is asked, and the reference."""
    known = found.get("known_person")
    if not known or not allowed(user, SEE_REFERRALS):
        return []
    rows = queries.open_of_people([uuid.UUID(known)])
    locked = shut_incidents(user, [one.incident_id for one in rows], now=now)
    return [
        (
            f"With {one.agency.name}" if one.holder == Holder.AGENCY else f"{one.agency.name} asked",
            one.incident.reference,
        )
        for one in rows
        if one.incident_id not in locked
    ]
