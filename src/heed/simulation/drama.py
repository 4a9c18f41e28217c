"""
Ofcom's numbers for drama: the only numbers that anybody in the simulated world has.

There are 20,000, of which 17,000 can be a person's or a household's. A world with more callers than that gives out the
same numbers again, as re-issued numbers are: recognition by number is then worse than in life, and the load says so.
Source: reference/interop.md section 2.3.
"""

from collections import deque
from collections.abc import Iterator
from random import Random

MOBILES = ("+447700900",)
"""Each prefix stands for a thousand numbers."""

OWN_LANDLINES = tuple(f"+441{area}4960" for area in ("13", "14", "15", "16", "17", "18", "21", "31", "41", "51", "61"))
"""Lines of one person each, once the thousand mobiles have been given out."""

HOME_LANDLINES = ("+441632960", "+442079460", "+441914980", "+442896496")
"""Lines that a household shares."""

INSTITUTION_LINES = ("+442920180",)
"""Lines of care homes, schools, shops and surgeries."""

ORGANISATION_LINES = ("+443069990", "+448081570")
"""Numbers behind which is never one person: councils, our own force."""

ALL = (*MOBILES, *OWN_LANDLINES, *HOME_LANDLINES, *INSTITUTION_LINES, *ORGANISATION_LINES, "+449098790")

RESTS_DAYS = 180
"""Days a given-up number rests before somebody else gets it."""

REISSUED = 0.5
"""Share of new numbers that somebody had before, when there is a rested one."""


def is_drama(e164: str) -> bool:
    """Say whether a number is one of those for drama."""
    return len(e164) == len("+447700900000") and e164.startswith(ALL)


def numbers(prefixes: tuple[str, ...]) -> Iterator[str]:
    """Yield every number of some prefixes in order."""
    for prefix in prefixes:
        for last in range(1000):
            yield f"{prefix}{last:03d}"


class Pool:
    """Numbers to give out, in an order that the seed decides; used ones come back after a rest."""

    def __init__(self, rng: Random, prefixes: tuple[str, ...]) -> None:
        """Shuffle each prefix by itself, so that mobiles go before the rest."""
        self._rng = rng
        self._fresh: deque[str] = deque()
        for prefix in prefixes:
            block = list(numbers((prefix,)))
            rng.shuffle(block)
            self._fresh.extend(block)
        self._in_use: deque[str] = deque()
        self._resting: deque[tuple[int, str]] = deque()
        self.given_twice = 0

    @property
    def has_fresh(self) -> bool:
        """Say whether a number is left that nobody has had."""
        return bool(self._fresh)

    def take(self, day: int) -> str:
        """Give out a number on a day (days must not go backwards): rested, fresh, or, when all are gone, a used one."""
        rested = bool(self._resting) and self._resting[0][0] + RESTS_DAYS <= day
        if rested and (not self._fresh or self._rng.random() < REISSUED):
            number = self._resting.popleft()[1]
        elif self._fresh:
            number = self._fresh.popleft()
        else:
            self.given_twice += 1
            number = self._in_use.popleft()
        self._in_use.append(number)
        return number

    def give_up(self, number: str, day: int) -> None:
        """Let a number rest, to be re-issued to a stranger."""
        self._resting.append((day, number))
