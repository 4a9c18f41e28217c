"""Runs a pack's own cases against the engines: what its author meant, against what its numbers decide."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import assert_never

from heed.engines.risk import case_review, gates, grading, instruments, reassess, repeat, silent, uplift
from heed.foundation.policy.case_schema import (
    Case,
    CaseReviewCase,
    ClosingCase,
    CountCase,
    DowngradeCase,
    GradingCase,
    InstrumentCase,
    ReassessCase,
    RepeatCase,
    SilentCase,
    TrendCase,
    UpliftCase,
)
from heed.foundation.policy.packs import Pack


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """A case that came out otherwise: its name, and a sentence with what it expects and what the pack decides."""

    name: str
    because: str


def run_cases(pack: Pack) -> list[CaseFailure]:
    """Run every case of a pack, in order, and list those that fail."""
    outcomes = ((case.name, *_expected_and_found(case, pack)) for case in pack.cases)
    return [
        CaseFailure(name, f"expects {expected}, and the pack decides {found}")
        for name, expected, found in outcomes
        if expected != found
    ]


def _expected_and_found(case: Case, pack: Pack) -> tuple[str, str]:
    """Put what a case expects beside what the pack decides, both in words."""
    match case:
        case RepeatCase() | CountCase() | CaseReviewCase() | TrendCase():
            return _history(case, pack)
        case GradingCase():
            found = grading.attend_by(pack.grades[case.grade], graded_at=case.graded_at, rural=case.rural)
            return _when(case.expect_attend_by), _when(found)
        case DowngradeCase():
            reasons = gates.second_person_for_downgrade(
                pack.grades[case.grade],
                pack.grades[case.new_grade],
                incident=case.circumstances,
                policy=pack.gates.downgrade,
            )
            return _second(needed=case.expect_second_person), _second(needed=bool(reasons))
        case ClosingCase():
            reasons = gates.second_person_for_closing(
                case.result, incident=case.circumstances, policy=pack.gates.closing
            )
            return _second(needed=case.expect_second_person), _second(needed=bool(reasons))
        case SilentCase():
            return _silent(case, pack)
        case InstrumentCase() | UpliftCase() | ReassessCase():
            return _assessment(case, pack)
        case _:
            assert_never(case)


def _history(case: RepeatCase | CountCase | CaseReviewCase | TrendCase, pack: Pack) -> tuple[str, str]:
    """Run a case about somebody's history."""
    reports = [report.report for report in case.reports]
    match case:
        case RepeatCase():
            scopes = {
                "victim": pack.repeat.victim,
                "caller": pack.repeat.caller,
                "location": pack.repeat.location,
            }
            found = repeat.is_repeat(reports, now=case.now, rule=scopes[case.who].rule, says_so=case.says_so)
            words = {True: f"a repeat {case.who}", False: f"no repeat {case.who}"}
            return words[case.expect_repeat], words[found]
        case CountCase():
            counts = repeat.counts_by_window(reports, now=case.now, windows=pack.windows)
            return str(list(case.expect_counts)), str(list(counts.values()))
        case CaseReviewCase():
            line = case_review.standing(reports, now=case.now, zone=pack.zone, rule=pack.case_review)
            return (
                _line(case.expect_count, reached=case.expect_reached),
                _line(line.count, reached=line.reached),
            )
        case TrendCase():
            trend = repeat.trend(reports, now=case.now, rule=pack.repeat.trend.rule)
            return str(case.expect_trend), str(trend)
        case _:
            assert_never(case)


def _silent(case: SilentCase, pack: Pack) -> tuple[str, str]:
    """Run a case about a silent or abandoned call."""
    policy = pack.silent
    call = silent.SilentCall(
        kind=case.kind,
        service=case.service,
        flagged=case.flagged,
        incidents={policy.watch_within_days: case.incidents},
    )
    found = silent.decide(call, policy=policy)
    return (
        _follows(case.expect_grade, opens=case.expect_open_log, tells=case.expect_tell_supervisor),
        _follows(found.grade, opens=found.open_log, tells=found.tell_supervisor),
    )


def _assessment(case: InstrumentCase | UpliftCase | ReassessCase, pack: Pack) -> tuple[str, str]:
    """Run a case about assessment: what an instrument scores, what more is done, what must be assessed again."""
    rules = pack.assessment
    match case:
        case InstrumentCase():
            if case.instrument not in rules.instruments:
                return f"an instrument {case.instrument}", f"by {', '.join(rules.instruments)}"
            try:
                outcome = instruments.assess(rules.instruments[case.instrument], case.given)
            except (instruments.NoSuchQuestion, instruments.NoSuchAnswer) as mistake:
                return "an answer to what is asked", f"by other questions: {mistake}".rstrip(".")
            band = outcome.band.code if outcome.band else None
            return (
                _score(case.expect_score, case.expect_band, unanswered=case.expect_unanswered),
                _score(outcome.score, band, unanswered=len(outcome.unanswered)),
            )
        case UpliftCase():
            raised = uplift.uplift(case.suffered, grade=pack.grades[case.grade], grades=pack.grades, rules=rules.uplift)
            return (
                _more(case.expect_grade, case.expect_contact_within_hours, tells=case.expect_tell_supervisor),
                _more(raised.grade.code, raised.contact_within_hours, tells=bool(raised.notices)),
            )
        case ReassessCase():
            standing = reassess.demanded(
                [(case.trigger, case.at)],
                assessed_at=case.assessed_at,
                graded_at=case.graded_at,
                rules=rules.reassess,
            )
            words = {True: "a new assessment", False: "no new assessment"}
            return words[case.expect_demanded], words[bool(standing)]
        case _:
            assert_never(case)


def _when(moment: datetime | None) -> str:
    """Write a deadline; the same moment in another time zone is still the same, so UTC."""
    if moment is None:
        return "no time to attend by"
    return f"to attend by {moment.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC"


def _second(*, needed: bool) -> str:
    """Say whether a second person is needed."""
    return "a second person" if needed else "no second person"


def _line(count: int, *, reached: bool) -> str:
    """Say where the case review line stands."""
    return f"{count} qualifying, {'reached' if reached else 'not reached'}"


def _follows(grade: str | None, *, opens: bool, tells: bool) -> str:
    """Say what follows a silent call."""
    log = f"a log graded {grade}" if opens else "no log"
    return f"{log} and {'a supervisor told' if tells else 'no supervisor told'}"


def _score(score: int | None, band: str | None, *, unanswered: int) -> str:
    """Say what an instrument makes of the answers."""
    points = "no score" if score is None else f"a score of {score}, {band}"
    return f"{points}, with {unanswered} unanswered"


def _more(grade: str, hours: int | None, *, tells: bool) -> str:
    """Say what more is done for somebody."""
    contact = f"contact within {hours} hours" if hours else "no contact hastened"
    return f"{grade}, {contact} and {'a supervisor told' if tells else 'no supervisor told'}"
