"""What the incident page and a person's record show of promises and help, read only: the work is done on the page of help."""

import uuid
from datetime import datetime
from typing import Any

from heed.domain.incidents.models import Incident
from heed.domain.support import access, queries
from heed.domain.support.plans import queries as plans
from heed.flows.support import contact as support
from heed.flows.support import offers
from heed.flows.support import shown as promises_shown
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User


def of_incident(user: User, incident: Incident, *, carried: str, now: datetime) -> dict[str, Any]:
    """Return what help_panel.jinja reads: promises, contact that is due, offers and plans in short; nothing without leave."""
    if not allowed(user, access.SEE_HELP):
        return {"help": None}
    return {
        "help": {
            "promised": promises_shown.of_incident(incident, now=now),
            "due": support.contact_beside_clocks(incident, now=now),
            "offers": [_offer(row) for row in queries.offers_of(incident)],
            "plans": [row for row in plans.plans_of(incident) if row.closed_at is None],
            "gives": allowed(user, access.GIVE_HELP),
            "carried": carried,
        }
    }


def of_person(user: User, person_id: uuid.UUID, *, carried: str, now: datetime) -> dict[str, Any]:
    """Return what promises_panel.jinja reads on a person's record."""
    return {
        "promised": promises_shown.of_person(person_id, user=user, now=now),
        "promises_level": 2,
        "promises_carried": carried,
    }


def _offer(row: Any) -> tuple[str, str, str]:
    """Put one offer: what, what became of it, and the tone of its tag."""
    said, come = list(row.answers.all()), list(row.outcomes.all())
    if come:
        return offers.label_of(row.kind), max(come, key=lambda one: one.pk).get_stage_display(), "good"
    if said:
        return offers.label_of(row.kind), max(said, key=lambda one: one.pk).get_said_display(), "note"
    return offers.label_of(row.kind), "Not answered", "warning"
