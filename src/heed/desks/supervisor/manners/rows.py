"""Lines of the table and of the file: how often each rule was right, in words and as a small picture's measures."""

from dataclasses import dataclass

from heed.engines.cues.terms import LABELS, Category
from heed.engines.risk.manners import Share, Tally
from heed.flows.manners import Line

PERIODS = (28, 90, 365)
USUAL_DAYS = 90

COLUMNS = (
    "rule",
    "category",
    "shown",
    "answered",
    "yes",
    "wrong person",
    "not true",
    "not relevant",
    "right, per cent",
    "from",
    "to",
    "right words, per cent",
    "right person, per cent",
    "floor, per cent",
    "proposal",
    "edited",
)


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a picture 100 wide draws a share: its point, the ends of its interval, and the floor."""

    point: int | None
    low: int
    high: int
    floor: int

    @property
    def width(self) -> int:
        """Give how wide the interval is drawn: never too narrow to be seen."""
        return max(2, self.high - self.low)


def bar(share: Share, floor: float) -> Bar:
    """Measure the picture of a share."""
    value = share.value
    return Bar(
        None if value is None else round(100 * value),
        round(100 * share.low),
        round(100 * share.high),
        round(100 * floor),
    )


def category_label(code: str) -> str:
    """Name a category; of one that this version does not know, its code."""
    return LABELS[Category(code)] if code in set(Category) else code


def cells(line: Line) -> tuple[object, ...]:
    """Return the columns of one line of the file."""
    tally: Tally = line.tally
    right = tally.precision
    return (
        line.rule,
        line.category,
        tally.shown,
        tally.answered,
        tally.accepted,
        tally.wrong_person,
        tally.not_true,
        tally.not_relevant,
        _per_cent(right.value),
        _per_cent(right.low if tally.answered else None),
        _per_cent(right.high if tally.answered else None),
        _per_cent(tally.right_words.value),
        _per_cent(tally.right_person.value),
        _per_cent(line.floor),
        line.proposal.label,
        line.edited.words if line.edited else "",
    )


def _per_cent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.0f}"
