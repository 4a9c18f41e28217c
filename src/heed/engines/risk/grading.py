"""Grades of response: how soon someone must attend, and which of two is lower."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from heed.engines.risk.moments import in_utc


@dataclass(frozen=True, slots=True)
class GradeRule:
    """
    One grade of response.

    urban_minutes, rural_minutes: from grading to arrival; None where the grade sets no time.
    rank: 1 is the most urgent; a higher number is a lower grade.
    """

    code: str
    label: str
    urban_minutes: int | None
    rural_minutes: int | None
    rank: int


def attend_by(rule: GradeRule, *, graded_at: datetime, rural: bool) -> datetime | None:
    """
    Say by when someone must attend, in the time zone of graded_at; None where the grade sets no time.

    Minutes are minutes that pass, also through a change of the clocks.
    Source: procedure.md 2.2. The category of an incident never sets its grade (NSIR 1.2), so none is asked for.
    Raises ValueError when graded_at has no time zone.
    """
    moment = in_utc(graded_at, what="The time of grading")
    minutes = rule.rural_minutes if rural else rule.urban_minutes
    if minutes is None:
        return None
    return (moment + timedelta(minutes=minutes)).astimezone(graded_at.tzinfo)


def is_downgrade(old: GradeRule, new: GradeRule) -> bool:
    """Say whether the new grade is less urgent than the old; the same grade again is not a downgrade."""
    return new.rank > old.rank
