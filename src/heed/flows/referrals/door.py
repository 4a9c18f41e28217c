"""The right-door finder: whose doors are right for some trouble, with the agencies of the force behind each. Reads only."""

from dataclasses import dataclass
from datetime import datetime

from heed.domain.agencies.models import Agency
from heed.domain.agencies.queries import agencies_of
from heed.engines.risk import right_door
from heed.engines.risk.right_door import OURS, Asked, Danger, Door, Found
from heed.foundation.accounts.models import Force
from heed.foundation.policy import services as policy


@dataclass(frozen=True, slots=True)
class Way:
    """
    A door with whoever is behind it in this force.

    agencies: of that kind that the force works with; none where it has agreed with nobody yet. ours: it is the force's own.
    """

    door: Door
    agencies: tuple[Agency, ...]
    ours: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the finder answers, and under which policy."""

    found: Found
    ways: tuple[Way, ...]
    policy_version: str


def find(*, force: Force, asked: Asked, danger: Danger, now: datetime) -> Answer:
    """Say which doors are right for some trouble now, and who of the force's partners is behind each."""
    pack = policy.in_use()
    doors = pack.right_door
    found = right_door.find(
        asked,
        danger=danger,
        rules=doors.rules,
        keep=doors.keep.rule,
        opening=doors.hours,
        local=now.astimezone(pack.zone),
        calendar=pack.clocks.calendar.working_days,
    )
    partners: dict[str, list[Agency]] = {}
    for agency in agencies_of(force.pk):
        partners.setdefault(agency.kind, []).append(agency)
    ways = tuple(
        Way(door, tuple(partners.get(door.kind, ())) if door.kind != OURS else (), door.kind == OURS)
        for door in found.doors
    )
    return Answer(found, ways, pack.version)
