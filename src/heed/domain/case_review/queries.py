"""Reading offers of the case review."""

import uuid
from collections.abc import Collection

from heed.domain.case_review.models import Offer


def offers_of(person_ids: Collection[uuid.UUID]) -> list[Offer]:
    """Return what some people, and whoever is one with them, were told, the newest first."""
    found = Offer.objects.filter(person__lead__atoms__in=person_ids).select_related("incident", "by").distinct()
    return list(found.order_by("-at", "-pk"))
