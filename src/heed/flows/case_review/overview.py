"""An application as whoever works on it sees it: what qualifies, how far it has come, and by when the next step is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from heed.domain.case_review.applications import queries as applications
from heed.domain.case_review.applications.models import Application, Complaint
from heed.domain.case_review.deciding import queries as deciding
from heed.domain.case_review.deciding import rules
from heed.domain.case_review.deciding.rules import Facts, Step
from heed.domain.case_review.terms import Route, Stage
from heed.engines.clocks.periods import due
from heed.engines.risk.case_review import Standing, Why, counted, why
from heed.engines.risk.moments import last_day
from heed.foundation.policy import services as policy

WORDS = {
    Why.QUALIFIES: "Qualifies",
    Why.TOO_LATE: "Made too late after it happened",
    Why.RUN_OUT: "Too long before the application",
    Why.NOT_YET: "Made after the application",
    Why.ANOTHER_SUBJECT: "About something else",
    Why.SET_ASIDE: "Set aside",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One complaint with whether it qualifies; until: the last day on which an application would have found it."""

    row: Complaint
    why: Why
    until: date
    first: bool

    @property
    def words(self) -> str:
        """Say whether it qualifies; one that counts with another says so."""
        if self.why is Why.QUALIFIES and not self.first:
            return "Qualifies, and counts once with the one above"
        return WORDS[self.why]


@dataclass(frozen=True, slots=True)
class Review:
    """
    An application and where it stands.

    standing: what qualified on the date of the application. due_by: of the next step; None where nothing is due. late: that
    has passed. appealed: a second look is under way.
    """

    application: Application
    complaints: Sequence[Judged]
    standing: Standing
    stage: Stage
    due_by: datetime | None
    late: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    application: Application
    stage: Stage
    due_by: datetime | None
    late: bool
    appealed: bool


def review_of(application: Application, *, now: datetime) -> Review:
    """Put together where an application stands."""
    pack = policy.in_use()
    rows = applications.complaints_of(application)
    asked = [(row, applications.as_the_rule_has_it(row)) for row in rows]
    standing = counted((one for _, one in asked), on=application.made_on, rule=pack.case_review)
    judged: list[Judged] = []
    seen: set[str] = set()
    for row, one in asked:
        verdict = why(one, on=application.made_on, rule=pack.case_review)
        until = last_day(row.made_on, months=pack.case_review.months)
        judged.append(Judged(row, verdict, until, first=row.event not in seen))
        if verdict is Why.QUALIFIES:
            seen.add(row.event)
    facts = deciding.facts_of(application, zone=pack.zone)
    by = _next_due(application, facts)
    return Review(application, judged, standing, rules.stage(facts), by, late=by is not None and by < now)


def standing_on_application(application: Application) -> Standing:
    """Say what qualified on the date of the application."""
    asked = map(applications.as_the_rule_has_it, applications.complaints_of(application))
    return counted(asked, on=application.made_on, rule=policy.in_use().case_review)


def stage_of(application: Application) -> Stage:
    """Say how far an application has come, as the database has it now."""
    return rules.stage(deciding.facts_of(application, zone=policy.in_use().zone))


def due_of(facts: Facts) -> datetime | None:
    """Say by when the next step is due, by the pack's clocks."""
    pack = policy.in_use()

    def by(step: Step, start: datetime) -> datetime:
        return due(start, pack.review.clocks.period(step), pack.clocks.calendar.working_days, pack.zone)

    return rules.due_by(facts, by)


def row_of(application: Application, *, now: datetime) -> Row:
    """Put one application as the list has it; with its rows prefetched this asks the database nothing."""
    facts = deciding.facts_of(application, zone=policy.in_use().zone)
    by = _next_due(application, facts)
    appealed = any(one.decided_at is None for one in application.appeals.all())
    return Row(application, rules.stage(facts), by, late=by is not None and by < now, appealed=appealed)


def _next_due(application: Application, facts: Facts) -> datetime | None:
    """Say by when the next step, or the answer to whoever asked for a second look here, is due: the sooner of them."""
    pack = policy.in_use()
    period, calendar = pack.review.clocks.period("answer_appeal"), pack.clocks.calendar.working_days
    waiting = [
        one.received_at for one in application.appeals.all() if one.route == Route.LOCAL and one.decided_at is None
    ]
    found = [due(at, period, calendar, pack.zone) for at in waiting]
    return min([*found, *filter(None, [due_of(facts)])], default=None)
