"""
How near somebody is to an ASB case review: which of their complaints qualify, until when, and which line is reached.

The statute counts dates, not moments, in the force's own time zone. Its numbers and periods may be varied locally, so they
come from the policy pack.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum

from heed.engines.risk.moments import in_utc, last_day
from heed.engines.risk.repeat import Report


@dataclass(frozen=True, slots=True)
class CaseReviewRule:
    """
    Where the lines of the ASB case review lie.

    count: how many qualifying complaints the threshold takes; explain_at: at how many of them it is explained.
    months: how long a complaint keeps qualifying, beginning with the date it was made.
    report_within_months: how soon it must have been made, beginning with the date of the behaviour.
    follow_ups_count: that somebody said “it has not stopped” when they were asked is a complaint too.
    not_complaints: categories whose reports complain of nobody's behaviour, such as a collision or lost property.
    Source: Anti-social Behaviour, Crime and Policing Act 2014 s.104(4), (11) and (12), local procedure may vary them;
    explain_at: Victims' Commissioner 2024 (inspections.md 6.3).
    """

    count: int
    months: int
    report_within_months: int
    explain_at: int
    follow_ups_count: bool
    not_complaints: frozenset[str] = frozenset()


class Line(StrEnum):
    """How far somebody has come: nothing to say yet, explain the case review, or it may be asked for now."""

    NONE = "none"
    TWO = "two"
    THREE = "three"


@dataclass(frozen=True, slots=True)
class Complaint:
    """
    One qualifying complaint.

    again: 0, or which later “it has not stopped” about the same incident. made_on: when it was first made; until: the last
    day on which an application would still find it qualifying; both are the force's own dates, included.
    told: how many reports were made of it, to however many agencies.
    """

    incident: str
    again: int
    made_on: date
    until: date
    told: int = 1


@dataclass(frozen=True, slots=True)
class Standing:
    """
    What an application made on a day would find.

    complaints: those that qualify on that day, the first made first. needed, explain_at: as the rule has them.
    """

    on: date
    needed: int
    explain_at: int
    complaints: tuple[Complaint, ...] = ()

    @property
    def count(self) -> int:
        """Count the complaints that qualify."""
        return len(self.complaints)

    @property
    def reached(self) -> bool:
        """Say whether a review may be asked for."""
        return self.count >= self.needed

    @property
    def line(self) -> Line:
        """Name the line that is reached; where a force needs no more than it explains at, there is only the last."""
        if self.reached:
            return Line.THREE
        return Line.TWO if self.count >= self.explain_at else Line.NONE

    @property
    def last_day(self) -> date | None:
        """
        Give the last day on which an application would still find enough, were nothing more to happen.

        None where there is not enough today. It is the last day on which as many as are needed still qualify.
        """
        untils = sorted((complaint.until for complaint in self.complaints), reverse=True)
        return untils[self.needed - 1] if self.reached else None

    @property
    def first(self) -> Complaint | None:
        """Return the complaint that was made first: it names the run of complaints that an offer answers."""
        return self.complaints[0] if self.complaints else None


def standing(reports: Iterable[Report], *, now: datetime, zone: tzinfo, rule: CaseReviewRule) -> Standing:
    """
    Say what an application made now would find.

    reports: what was complained of, in any order, to whichever agency; what is being reported now included.
    zone: where the force is; a call at 00:30 BST is still yesterday in UTC.

    A complaint qualifies from the date it was made to the last day of rule.months beginning with that date, if it was made
    within rule.report_within_months beginning with the date of the behaviour. Where that date is not known the complaint
    counts: nobody is kept from a review by a blank field. One incident is one complaint, to however many agencies, and
    qualifies for as long as any report of it does. Duplicates, call-backs and the future never count, and neither does what
    was opened under one of rule.not_complaints: a review is of anti-social behaviour (s.105(4)).
    Source: Anti-social Behaviour, Crime and Policing Act 2014 s.104(4), (11), (12); procedure.md 4.2.
    """
    moment = in_utc(now, what="The time of asking")
    today = moment.astimezone(zone).date()
    found: dict[tuple[str, int], Complaint] = {}
    for report in reports:
        if report.extra or report.at.astimezone(UTC) > moment or report.code in rule.not_complaints:
            continue
        if report.again and not rule.follow_ups_count:
            continue
        made_on = report.at.astimezone(zone).date()
        until = last_day(made_on, months=rule.months)
        if until < today or not _in_time(made_on, report.happened_on, rule=rule):
            continue
        key = (report.incident, report.again)
        before = found.get(key)
        found[key] = Complaint(
            report.incident,
            report.again,
            made_on=min(made_on, before.made_on) if before else made_on,
            until=max(until, before.until) if before else until,
            told=before.told + 1 if before else 1,
        )
    ordered = sorted(found.values(), key=lambda one: (one.made_on, one.incident, one.again))
    return Standing(today, needed=rule.count, explain_at=rule.explain_at, complaints=tuple(ordered))


def _in_time(made_on: date, happened_on: date | None, *, rule: CaseReviewRule) -> bool:
    """Say whether a complaint was made soon enough after the behaviour; where its date is not known, it was."""
    return happened_on is None or made_on <= last_day(happened_on, months=rule.report_within_months)
