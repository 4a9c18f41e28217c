"""
When what happens: troubles that come once, a few times, for a year, or for years, laid out in time.

The shares and rates of COURSES are tuned so that the calls that follow resemble what the inspectors' surveys of 2011/12
found; measures.py says which figure is about whom, and how far off the result is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from random import Random

DAY = 86_400
MONTH = 2_629_800
YEAR = 31_557_600

PER_THOUSAND_A_YEAR = 48
"""ASB incidents per 1,000 people: Northamptonshire 2013/14, 33,148 among 692,100 (inspections.md 1.6)."""


class What(IntEnum):
    """What a planned moment is; an incident's value says how many others ring about the same event."""

    INCIDENT = 0
    ONE_MORE = 1
    TWO_MORE = 2
    THREE_MORE = 3
    CALL_BACK = 4
    SILENT = 5
    ABANDONED = 6


@dataclass(frozen=True, slots=True)
class Course:
    """
    How long a trouble goes on.

    share: of all incidents, in a hundred. rate: incidents a year, lowest and highest; 0 for one alone. months: lowest and
    highest. vulnerable: how often it befalls a household in which somebody is vulnerable.
    """

    code: str
    share: int
    rate: tuple[int, int]
    months: tuple[int, int]
    vulnerable: float


COURSES = (
    Course("once", 28, (0, 0), (0, 0), 0.18),
    Course("some months", 14, (4, 9), (4, 9), 0.2),
    Course("a year", 18, (11, 15), (12, 24), 0.18),
    Course("years", 40, (22, 44), (14, 36), 0.68),
)

DUPLICATES = 0.06
CALL_BACKS = 0.07
SILENT = 0.012
ABANDONED = 0.04
GROWS = 0.35
"""Share of lasting troubles whose incidents come closer together."""

HOURS = (5, 4, 3, 2, 1, 1, 1, 2, 3, 3, 3, 4, 4, 4, 5, 7, 8, 9, 10, 11, 12, 12, 11, 8)
MONTHS = (6, 6, 7, 9, 10, 11, 12, 12, 9, 9, 8, 7)
"""Weights of the hours of a day and the months of a year: evenings and summers are busy (inspections.md 7)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """
    Every moment in order, and for each course of trouble which one it is and how many incidents it will have.

    moments: packed by `pack`. courses: index into COURSES by trouble.
    """

    moments: list[int]
    courses: bytearray
    incidents: int

    def __iter__(self) -> Iterator[tuple[int, int, What]]:
        """Yield second since 1970, number of the trouble, and what happens."""
        for packed in self.moments:
            yield packed >> 40, (packed >> 8) & 0xFFFFFFFF, What(packed & 0xFF)


def make_plan(rng: Random, *, incidents: int, begins: int, ends: int) -> Plan:
    """Lay out exactly so many incidents between two moments (seconds since 1970), with what else rings around them."""
    moments: list[int] = []
    courses = bytearray()
    planned = 0
    for number, course in enumerate(COURSES):
        rest = course is COURSES[-1]
        wanted = incidents - planned if rest else incidents * course.share // 100
        while wanted > 0:
            times = _times(rng, course, begins=begins, ends=ends)
            trouble = len(courses)
            courses.append(number)
            for at in times:
                if wanted <= 0:
                    break
                more = min(rng.choice((1, 1, 1, 2, 3)), wanted - 1) if rng.random() < DUPLICATES else 0
                moments.append(_pack(at, trouble, What(more)))
                wanted -= 1 + more
                planned += 1 + more
                _around(rng, moments, at, trouble, ends=ends)
    moments.sort()
    return Plan(moments, courses, incidents)


def _pack(at: int, trouble: int, what: What) -> int:
    return at << 40 | trouble << 8 | what


def _around(rng: Random, moments: list[int], at: int, trouble: int, *, ends: int) -> None:
    """Add the calls that report nothing new: asking again, saying nothing, giving up."""
    draw = rng.random()
    if draw < CALL_BACKS:
        again = at + 1_800 + rng.randrange(2 * DAY)
        if again < ends:
            moments.append(_pack(again, trouble, What.CALL_BACK))
    elif draw < CALL_BACKS + SILENT:
        moments.append(_pack(max(0, at - rng.randrange(600, 3 * DAY)), trouble, What.SILENT))
    elif draw < CALL_BACKS + SILENT + ABANDONED:
        moments.append(_pack(at - rng.randrange(90, 1_200), trouble, What.ABANDONED))


def _times(rng: Random, course: Course, *, begins: int, ends: int) -> list[int]:
    """Return when the incidents of one trouble happen, in order; those outside the period are left out."""
    if course.rate == (0, 0):
        return [_moment(rng, begins + int(rng.random() * (ends - begins)), ends=ends)]
    lasts = int((course.months[0] + rng.random() * (course.months[1] - course.months[0])) * MONTH)
    starts = begins - lasts + int(rng.random() * (ends - begins + lasts))
    rate = course.rate[0] + rng.random() * (course.rate[1] - course.rate[0])
    count = max(2, int(rate * lasts / YEAR + rng.random()))
    grows = rng.random() < GROWS
    found = []
    for _ in range(count):
        part = max(rng.random(), rng.random()) if grows else rng.random()
        at = starts + int(part * lasts)
        if begins <= at < ends:
            found.append(_moment(rng, at, ends=ends))
    return sorted(found)


def _moment(rng: Random, at: int, *, ends: int) -> int:
    """Move a moment to a likelier hour and, three times in four, a likelier month, within the same year before ends."""
    hour = rng.choices(range(24), weights=HOURS)[0]
    day = at // DAY
    if rng.random() * 12 > MONTHS[int(day % 365.25 // 30.44) % 12] and day * DAY + 183 * DAY < ends:
        day += 183
    moved = day * DAY + hour * 3600 + rng.randrange(3600)
    return moved if moved < ends else at
