"""Reading visits."""

from collections.abc import Collection

from heed.domain.incidents.models import Incident
from heed.domain.tasking.models import Visit


def visits_of(incidents: Collection[Incident | int]) -> list[Visit]:
    """Return the visits made for some incidents, the newest first."""
    found = Visit.objects.filter(incident__in=incidents).select_related("by", "person", "incident")
    return list(found.order_by("-visited_at", "-id"))
