"""What stands in the way of going down or closing: what is missing, in words, and why a second person is needed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from heed.domain.incidents import queries
from heed.domain.incidents.models import Grading, Incident, Party
from heed.domain.incidents.terms import Given, PartyRole
from heed.domain.places import queries as places
from heed.domain.vulnerability.assessments import queries as assessments
from heed.domain.vulnerability.terms import Judged
from heed.engines.risk import gates, reassess
from heed.engines.risk.gates import Circumstances, RepeatKind, Vulnerable
from heed.engines.risk.grading import GradeRule, is_downgrade
from heed.engines.risk.reassess import Trigger
from heed.engines.risk.repeat import is_repeat
from heed.flows import duplicates
from heed.flows.counting import look_back
from heed.flows.recognise import SUFFERED
from heed.flows.record import DEEMED_VULNERABLE
from heed.flows.referrals import gate as referred
from heed.foundation.policy import services as policy

BEFORE = "before"
"""The pack's question whose answer decides here: has it happened before (procedure.md 3.3)."""

VULNERABLE: dict[str, Vulnerable] = {Given.YES: Vulnerable.YES, Given.NO: Vulnerable.NO}
JUDGED: dict[str, Vulnerable] = {Judged.YES: Vulnerable.YES, Judged.NO: Vulnerable.NO}

ASSESS_FIRST = "Assess the risk again before the grade goes down: nobody has since it was graded."
LINK_FIRST = "Link it with its main log as the same event first: a duplicate names what it duplicates."


def missing_to_lower(incident: Incident, standing: Grading, new: GradeRule) -> tuple[str, ...]:
    """Say what is missing before a grade may go down; empty when nothing is, or it does not go down."""
    pack = policy.in_use()
    old = pack.grades[standing.grade]
    if not is_downgrade(old, new):
        return ()
    assessed = assessments.standing_assessment(incident)
    stale = gates.needs_fresh_assessment(
        old,
        new,
        graded_at=standing.graded_at,
        assessed_at=assessed.at if assessed else None,
        policy=pack.gates.downgrade,
    )
    fresh = (ASSESS_FIRST,) if assessed and stale else ()
    return (*assessments.complete(incident), *fresh)


def missing_at_all(incident: Incident, *, now: datetime) -> tuple[str, ...]:
    """Say what is missing before the incident can be closed with any result; empty when nothing is."""
    return (*assessments.complete(incident), *_before_closing(incident, now=now))


def missing_to_close(incident: Incident, result: str, *, rationale: str, now: datetime) -> tuple[str, ...]:
    """Say what is missing before an incident may be closed with a result, whoever agrees; empty when nothing is."""
    pack = policy.in_use()
    rule = pack.results[result]
    # Attendance is not recorded yet: a result that says somebody went is the handler's own word that they did.
    missing = [
        *missing_at_all(incident, now=now),
        *gates.closing_refused(
            result,
            rationale=rationale,
            deployed=rule.deployment,
            callers_safe=duplicates.callers_safe(incident) if rule.asks_each_caller else {},
            policy=pack.gates.closing,
        ),
    ]
    missing += referred.missing(incident, result)
    if rule.asks_each_caller:
        main = queries.main_log(incident)
        missing += duplicates.refused(incident, main) if main else [LINK_FIRST]
    return tuple(missing)


def missing_to_grade(incident: Incident) -> dict[str, tuple[str, ...]]:
    """Say, for each grade, what is missing before the incident may be given it."""
    grades, standing = policy.in_use().grades, queries.standing_grade(incident)
    if not standing or standing.grade not in grades:
        return dict.fromkeys(grades, ())
    lowest = max(grades.values(), key=lambda rule: rule.rank)
    # The same is missing for every grade that is lower.
    missing = missing_to_lower(incident, standing, lowest)
    return {code: missing if is_downgrade(grades[standing.grade], new) else () for code, new in grades.items()}


def second_person_to_grade(incident: Incident, *, now: datetime) -> dict[str, tuple[str, ...]]:
    """Say, for each grade, why a second person would have to agree to it now; an empty reason means nobody need."""
    pack = policy.in_use()
    standing = queries.standing_grade(incident)
    if not standing or standing.grade not in pack.grades:
        return dict.fromkeys(pack.grades, ())
    known, old = circumstances(incident, now=now), pack.grades[standing.grade]
    return {
        code: gates.second_person_for_downgrade(old, new, incident=known, policy=pack.gates.downgrade)
        for code, new in pack.grades.items()
    }


def second_person_to_close(incident: Incident, *, now: datetime) -> dict[str, tuple[str, ...]]:
    """Say, for each result, why a second person would have to agree to closing with it now."""
    pack = policy.in_use()
    known = circumstances(incident, now=now)
    return {
        code: gates.second_person_for_closing(
            code, incident=replace(known, deployed=rule.deployment), policy=pack.gates.closing
        )
        for code, rule in pack.results.items()
    }


def circumstances(incident: Incident, *, now: datetime, deployed: bool = False) -> Circumstances:
    """Put together what the gates ask of an incident: its grade, how it was opened, who and what in it is a repeat."""
    pack = policy.in_use()
    since = now - look_back(pack)
    parties = list(Party.objects.filter(incident=incident, person__isnull=False).values_list("person", "role"))
    repeat: set[RepeatKind] = set()
    answers = queries.newest_answers(incident)
    says_so = answers.get(BEFORE) == Given.YES
    for kind, roles, rule, own_word in (
        (RepeatKind.VICTIM, SUFFERED, pack.repeat.victim.rule, says_so),
        (RepeatKind.CALLER, (PartyRole.CALLER,), pack.repeat.caller.rule, False),
    ):
        persons = {person for person, role in parties if role in roles and person is not None}
        reports = queries.reports_of_people(persons, roles=roles, since=since, excluding=None)
        current = str(queries.main_of(incident))
        if any(
            is_repeat(theirs, now=now, rule=rule, current=current, says_so=own_word)
            for theirs in reports.values() or [[]]
        ):
            repeat.add(kind)
    if incident.place_id:
        here = queries.reports_at_place(places.within(incident.place_id), since=since, excluding=None)
        if is_repeat(here, now=now, rule=pack.repeat.location.rule, current=str(queries.main_of(incident))):
            repeat.add(RepeatKind.LOCATION)
    standing = queries.standing_grade(incident)
    return Circumstances(
        grade=standing.grade if standing else "",
        opened_as=incident.opening_code,
        repeat=frozenset(repeat),
        vulnerable=_vulnerable(incident, answers),
        deployed=deployed,
    )


def _before_closing(incident: Incident, *, now: datetime) -> tuple[str, ...]:
    """Ask for an assessment that is fresh, where the pack wants one before closing."""
    assessed, graded = assessments.standing_assessment(incident), queries.standing_grade(incident)
    if assessed is None:
        return ()  # That there is none is said already.
    owed = reassess.demanded(
        [(Trigger.BEFORE_CLOSURE, now)],
        assessed_at=assessed.at,
        graded_at=graded.graded_at if graded else None,
        rules=policy.in_use().assessment.reassess,
    )
    return tuple(f"Assess the risk again. {one.because}" for one in owed)


def _vulnerable(incident: Incident, answers: Mapping[str, str]) -> Vulnerable:
    """Say what the standing assessment says; for a record older than assessments, what was answered then."""
    assessed = assessments.standing_assessment(incident)
    if assessed:
        return JUDGED.get(assessed.vulnerable, Vulnerable.UNKNOWN)
    return VULNERABLE.get(answers.get(DEEMED_VULNERABLE, ""), Vulnerable.UNKNOWN)
