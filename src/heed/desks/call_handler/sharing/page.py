"""What is shared of an incident, as its page and the list of everything shared show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from heed.domain.agencies.terms import SharedPart
from heed.domain.incidents.models import Incident
from heed.domain.sharing import queries
from heed.domain.sharing.access import LOCK, SEE_SHARED_FROM_INCIDENT, SHARE
from heed.domain.sharing.models import Disclosure
from heed.domain.sharing.terms import Ended
from heed.flows.sharing.locks import locked_among
from heed.foundation.accounts.access import allowed
from heed.foundation.accounts.models import User
from heed.foundation.design import dates


@dataclass(frozen=True, slots=True)
class Row:
    """One disclosure, how it stands, its parts in words, and who opened it."""

    row: Disclosure
    stands: Ended
    parts: str
    opened: Sequence[str]

    @property
    def tone(self) -> str:
        """Return how a tag shows the state."""
        return {Ended.STANDS: "note", Ended.LOCKED: "warning"}.get(self.stands, "quiet")


@dataclass(frozen=True, slots=True)
class Panel:
    """What the incident page shows: what stands, and what this person may do."""

    standing: Sequence[Row]
    ended: int
    may_share: bool
    may_lock: bool


def panel(user: User, incident: Incident, *, now: datetime) -> Panel | None:
    """Return what the incident page shows of sharing; None for whoever may not see it."""
    if not allowed(user, SEE_SHARED_FROM_INCIDENT):
        return None
    found = rows(incident, now=now)
    standing = [one for one in found if one.stands in {Ended.STANDS, Ended.LOCKED}]
    return Panel(standing, len(found) - len(standing), allowed(user, SHARE), allowed(user, LOCK))


def rows(incident: Incident, *, now: datetime) -> list[Row]:
    """Return everything that was ever shared of an incident, the newest first."""
    found = queries.of_incident(incident)
    locked = locked_among([incident.pk]) if found else {}
    return [put(one, on=localdate(now), locked=locked) for one in found]


def put(one: Disclosure, *, on: date, locked: dict[int, str]) -> Row:
    """Put one disclosure as lists show it."""
    opened = [f"{opening.by_name}, {dates.moment(opening.at)}" for opening in one.openings.all()]
    return Row(one, queries.how_it_stands(one, on=on, locked=locked), in_words(one.parts), opened)


def in_words(parts: Sequence[str]) -> str:
    """Say parts in words, the pointer last: it is always there."""
    named = [SharedPart(part).label for part in parts if part != SharedPart.POINTER]
    return "; ".join([*named, SharedPart.POINTER.label])


def day(on: date) -> str:
    """Write a day."""
    return dates.day(on)
