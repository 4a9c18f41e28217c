"""Whether somebody has been told already. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from heed.engines.risk.case_review import Line, Standing

REACHES = {Line.NONE: 0, Line.TWO: 1, Line.THREE: 2}
"""How far each line reaches."""


@dataclass(frozen=True, slots=True)
class Told:
    """One offer: at which line, on which day, and whether they were told (or only why not)."""

    line: Line
    on: date
    told: bool


def is_told(standing: Standing, offers: Iterable[Told]) -> bool:
    """
    Say whether somebody has been told of the line they have reached.

    An offer counts that was made at that line or beyond, on or after the day of the first complaint that qualifies now:
    once the complaints it was about have run out, it is told anew.
    """
    first = standing.first
    return first is None or any(
        offer.told and REACHES[offer.line] >= REACHES[standing.line] and offer.on >= first.made_on for offer in offers
    )
