"""Reading visits."""

import uuid
from collections.abc import Collection

from heed.domain.incidents.models import Incident
from heed.domain.tasking.models import Visit


def visit_under(key: str, *, incident: Incident) -> Visit | None:
    """Return the visit that a form has recorded already, by the form's key; None where it has not, or the key is none."""
    try:
        return Visit.objects.filter(incident=incident, key=uuid.UUID(key)).first()
    except ValueError:
        return None


def visits_of(incidents: Collection[Incident | int]) -> list[Visit]:
    """Return the visits made for some incidents, the newest first."""
    found = Visit.objects.filter(incident__in=incidents).select_related("by", "person", "incident")
    return list(found.order_by("-visited_at", "-id"))
