"""What came of one question, counted, with the uncertainty that the number of questions leaves."""

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Z = 1.959964
"""Standard deviations of a 95 % interval."""


class Outcome(StrEnum):
    """What Heed said of a caller: first those on file, then those who are not."""

    RIGHT = "found right"
    WRONG = "found wrong person"
    PROPOSED = "proposed"
    MISSED = "missed"
    TAKEN = "stranger taken for someone"
    ASKED = "stranger, someone suggested"
    LEFT = "stranger left alone"


KNOWN = (Outcome.RIGHT, Outcome.WRONG, Outcome.PROPOSED, Outcome.MISSED)
STRANGER = (Outcome.TAKEN, Outcome.ASKED, Outcome.LEFT)


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the Wilson interval at 95 %."""

    count: int
    of: int

    @property
    def value(self) -> float:
        """Return the share, 0 when there were none."""
        return self.count / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return the Wilson score interval (Wilson 1927); from nothing to everything when there were none."""
        if not self.of:
            return 0.0, 1.0
        share, n = self.value, self.of
        middle = share + Z * Z / (2 * n)
        spread = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
        scale = 1 + Z * Z / n
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)

    def as_json(self) -> dict[str, float | int]:
        """Put it as the report has it."""
        low, high = self.interval
        return {
            "count": self.count,
            "of": self.of,
            "share": round(self.value, 5),
            "low": round(low, 5),
            "high": round(high, 5),
        }


def shares(outcomes: Iterable[Outcome], *, in_first_three: int = 0) -> dict[str, Share]:
    """Count outcomes: each kind among those on file, or among strangers. in_first_three: right people who were shown."""
    counted = Counter(outcomes)
    known, strangers = sum(counted[kind] for kind in KNOWN), sum(counted[kind] for kind in STRANGER)
    found = {str(kind): Share(counted[kind], known) for kind in KNOWN}
    found |= {str(kind): Share(counted[kind], strangers) for kind in STRANGER}
    return found | {"among the first three": Share(in_first_three, known)}
