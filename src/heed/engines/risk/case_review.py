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
    told: how many reports were made of it, to however many agencies; agencies: which, where that is known, in order.
    """

    incident: str
    again: int
    made_on: date
    until: date
    told: int = 1
    agencies: tuple[str, ...] = ()


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


class Why(StrEnum):
    """Why a complaint qualifies on a day, or why not."""

    QUALIFIES = "qualifies"
    TOO_LATE = "too_late"
    RUN_OUT = "run_out"
    NOT_YET = "not_yet"
    ANOTHER_SUBJECT = "another_subject"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Complained:
    """
    One complaint, as one agency took it.

    incident: what it is about; of however many agencies, and however often, the complaints of one incident count once.
    made_on: the date on which that agency was told. happened_on: date of the behaviour, where it is known. again, code: as in
    a Report. set_aside: a person found that it does not count, and wrote down why (s.104(12) leaves that to local procedure).
    """

    incident: str
    made_on: date
    agency: str = ""
    happened_on: date | None = None
    again: int = 0
    code: str = ""
    set_aside: bool = False


def why(one: Complained, *, on: date, rule: CaseReviewRule) -> Why:
    """
    Say whether a complaint qualifies for an application made on a day, and if not, why.

    on: the date of the application, in the force's own time zone, as are the dates of the complaint.
    The first and the last day of each period are within it: with one month and six, a complaint of 10 May about 10 April is a
    day late, and an application of 9 November finds one of 10 May while one of 10 November does not.
    Where the date of the behaviour is not known the complaint was in time: nobody is kept from a review by a blank field.
    Source: Anti-social Behaviour, Crime and Policing Act 2014 s.104(4), (11), (12), s.105(4); procedure.md 4.2.
    """
    if one.set_aside:
        return Why.SET_ASIDE
    if one.code in rule.not_complaints or (one.again and not rule.follow_ups_count):
        return Why.ANOTHER_SUBJECT
    if one.made_on > on:
        return Why.NOT_YET
    if one.happened_on and one.made_on > last_day(one.happened_on, months=rule.report_within_months):
        return Why.TOO_LATE
    return Why.QUALIFIES if on <= last_day(one.made_on, months=rule.months) else Why.RUN_OUT


def counted(complaints: Iterable[Complained], *, on: date, rule: CaseReviewRule) -> Standing:
    """
    Say what an application made on a day finds: which complaints qualify, each incident once.

    complaints: in any order, to whichever agencies. An incident qualifies for as long as any complaint of it does: one that was
    told to the council in time and to the police too late counts, once.
    Source: as for `why`; one incident to several agencies is one complaint: Lincolnshire (procedure.md 4.2).
    """
    found: dict[tuple[str, int], Complaint] = {}
    for one in complaints:
        if why(one, on=on, rule=rule) is not Why.QUALIFIES:
            continue
        key = (one.incident, one.again)
        before = found.get(key)
        until = last_day(one.made_on, months=rule.months)
        took = {one.agency} - {""}
        found[key] = Complaint(
            one.incident,
            one.again,
            made_on=min(one.made_on, before.made_on) if before else one.made_on,
            until=max(until, before.until) if before else until,
            told=before.told + 1 if before else 1,
            agencies=tuple(sorted(took.union(before.agencies if before else ()))),
        )
    ordered = sorted(found.values(), key=lambda one: (one.made_on, one.incident, one.again))
    return Standing(on, needed=rule.count, explain_at=rule.explain_at, complaints=tuple(ordered))


def standing(reports: Iterable[Report], *, now: datetime, zone: tzinfo, rule: CaseReviewRule) -> Standing:
    """
    Say what an application made now would find.

    reports: what was complained of, in any order, to whichever agency; what is being reported now included.
    zone: where the force is; a call at 00:30 BST is still yesterday in UTC.

    Counted as `counted` does. Duplicates, call-backs and the future never count, and neither does what was opened under one of
    rule.not_complaints: a review is of anti-social behaviour (s.105(4)).
    """
    moment = in_utc(now, what="The time of asking")
    made = (
        Complained(
            report.incident,
            report.at.astimezone(zone).date(),
            happened_on=report.happened_on,
            again=report.again,
            code=report.code,
        )
        for report in reports
        if not report.extra and report.at.astimezone(UTC) <= moment
    )
    return counted(made, on=moment.astimezone(zone).date(), rule=rule)
