"""Disclosures as the register shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from heed.domain.agencies.terms import SharedPart
from heed.domain.sharing import queries
from heed.domain.sharing.models import Disclosure
from heed.domain.sharing.terms import Ended
from heed.flows.sharing.locks import locked_among
from heed.foundation.design import dates


@dataclass(frozen=True, slots=True)
class Row:
    """One disclosure, how it stands, its parts in words, and who opened it when."""

    row: Disclosure
    stands: Ended
    parts: str
    opened: Sequence[str]

    @property
    def tone(self) -> str:
        """Return how a tag shows the state."""
        return {Ended.STANDS: "note", Ended.LOCKED: "warning"}.get(self.stands, "quiet")


def put_all(found: Iterable[Disclosure], *, now: datetime) -> list[Row]:
    """Put disclosures; the locks of all their incidents are read together."""
    rows = list(found)
    locked = locked_among({one.incident_id for one in rows})
    return [
        Row(
            one,
            queries.how_it_stands(one, on=localdate(now), locked=locked),
            "; ".join(SharedPart(part).label for part in one.parts),
            [f"{opening.by_name}, {dates.moment(opening.at)}" for opening in one.openings.all()],
        )
        for one in rows
    ]


def put(found: Disclosure, *, now: datetime) -> Row:
    """Put one disclosure."""
    return put_all([found], now=now)[0]
