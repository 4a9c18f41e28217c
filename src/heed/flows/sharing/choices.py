"""With whom something could be shared: agreements in force, and agencies that have none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from heed.domain.agencies.models import Agency, Agreement
from heed.domain.agencies.queries import agencies_of


@dataclass(frozen=True, slots=True)
class Choices:
    """The agreements under which a force may share now, by agency; and the agencies with which it may not."""

    agreements: Sequence[Agreement]
    without: Sequence[Agency]


def choices(force_id: int, *, now: datetime) -> Choices:
    """Return with whom a force may share now, in two statements."""
    on = localdate(now)
    found = (
        Agreement.objects.filter(
            agency__force=force_id, agency__ended_at=None, ended_at=None, starts_on__lte=on, review_on__gte=on
        )
        .exclude(replaced_by__starts_on__lte=on)
        .select_related("agency")
        .order_by("agency__name", "-signed_at", "-pk")
    )
    agreements = list(found)
    covered = {one.agency_id for one in agreements}
    return Choices(agreements, [agency for agency in agencies_of(force_id) if agency.pk not in covered])
