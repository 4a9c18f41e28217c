"""What the incident page shows of a report that came online."""

from typing import Any

from heed.domain.incidents.models import Incident
from heed.domain.incidents.online import queries
from heed.flows.online_shown import safely


def of_incident(incident: Incident) -> dict[str, Any]:
    """Return what online_panel.jinja reads: the report, or none, and what they said of how to contact them safely."""
    report = queries.report_of(incident)
    return {"online": report, "online_safely": safely(report) if report else ""}
