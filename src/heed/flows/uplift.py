"""
Repeat, vulnerability and escalation together raise the grade, hasten contact and tell a supervisor, by the pack's rules.

What has been asked for once is not asked for again: where people have since lowered a grade, two of them and with a fresh
assessment, the same rule does not undo that. Nothing here ever lowers (features.md #5, #6).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.models import Call
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents import queries as incidents_read
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import Given, NoticeKind
from heed.domain.vulnerability import queries as vulnerability
from heed.domain.vulnerability.assessments import queries as assessments
from heed.domain.vulnerability.models import Uplift as Kept
from heed.domain.vulnerability.terms import Judged
from heed.domain.vulnerability.uplifts import queries as uplifts_read
from heed.domain.vulnerability.uplifts import services as uplifts
from heed.domain.vulnerability.uplifts.queries import ContactPlan
from heed.engines.risk.grading import attend_by
from heed.engines.risk.repeat import Report, Trend, counts_by_window, trend
from heed.engines.risk.uplift import Suffered, Uplift, UpliftRule, uplift
from heed.flows import at_risk
from heed.flows.at_risk import Household, Households, Known
from heed.flows.recognise import SUFFERED
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy
from heed.foundation.policy.packs import Pack

BEFORE = "before"
"""The pack's question whose yes makes a repeat victim by the caller's own word (procedure.md 3.3)."""


EVER = timedelta(days=20 * 365)
"""Longer than anything is kept."""


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What the rules will do once this is recorded, for the handler to read first. grade: its label; empty when none is set."""

    raised: bool
    grade: str
    because: tuple[str, ...]
    contact_within_hours: int | None
    contact_every_days: int | None
    tells_supervisor: bool

    @property
    def sentence(self) -> str:
        """Say what will happen to the grade, and why."""
        return f"This will be graded {self.grade} because: {'; '.join(self.because)}." if self.raised else ""


def suffered(
    *,
    call: Call,
    incident: Incident | None,
    known: Known,
    now: datetime,
    vulnerable: Judged | None = None,
    own_word: bool | None = None,
    getting_worse: bool | None = None,
) -> Suffered:
    """
    Say what is known of whoever suffers. vulnerable, own_word, getting_worse: as on the screen; else as on record.

    Incidents are those of the victims, of whoever lives with them, and at their homes, each once; the worst of the victims
    counts. Whoever was found vulnerable before is so still, unless a person has now decided otherwise.
    """
    pack = policy.in_use()
    standing = assessments.standing_assessment(incident) if incident else assessments.standing_on_call(call)
    judged = vulnerable or (Judged(standing.vulnerable) if standing else None)
    if own_word is None and incident:
        own_word = incidents_read.newest_answers(incident).get(BEFORE) == Given.YES
    homes = [known.households.of(victim) for victim in known.victims]
    histories = [_history(home, call=call, incident=incident, now=now, pack=pack) for home in homes]
    this = Report(
        str(incidents_read.main_of(incident)) if incident else "this call", _at(call, incident, now), extra=False
    )
    days = pack.assessment.uplift_within_days
    numbers = [counts_by_window([*history, this], now=now, windows=(days,))[days] for history in histories or [[]]]
    trends = {trend([*history, this], now=now, rule=pack.repeat.trend.rule) for history in histories}
    weighed = vulnerability.weight(known.indicators)
    incidents_known = max(numbers)
    if own_word and pack.repeat.victim.rule.says_so:
        incidents_known = max(incidents_known, pack.repeat.victim.rule.incidents)
    worse = getting_worse if getting_worse is not None else _says_worse(standing.instruments if standing else [])
    return Suffered(
        incidents=incidents_known,
        indicators=weighed.indicators,
        axes=weighed.axes,
        vulnerable=judged == Judged.YES or (judged != Judged.NO and _was_vulnerable(known, incident, now)),
        escalating=Trend.CLOSER_TOGETHER in trends or worse,
    )


def foreseen(
    *,
    call: Call,
    incident: Incident | None,
    known: Known,
    vulnerable: Judged | None,
    grade: str,
    own_word: bool,
    getting_worse: bool,
    now: datetime,
) -> Foreseen | None:
    """Say what the rules would do with what is on the screen; None when no rule holds, or none that has not asked already."""
    pack = policy.in_use()
    found = suffered(
        call=call,
        incident=incident,
        known=known,
        now=now,
        vulnerable=vulnerable,
        own_word=own_word or None,
        getting_worse=getting_worse or None,
    )
    standing = incidents_read.standing_grade(incident) if incident else None
    code = standing.grade if standing else grade
    # Before a grade is chosen the least urgent stands in for it: what the rules ask for at least is said from the start.
    now_graded = pack.grades.get(code) or max(pack.grades.values(), key=lambda rule: rule.rank)
    asked = uplift(found, grade=now_graded, grades=pack.grades, rules=_new(pack, incident))
    if not asked.rules:
        return None
    return Foreseen(
        raised=asked.raised,
        grade=asked.grade.label,
        because=asked.because,
        contact_within_hours=asked.contact_within_hours,
        contact_every_days=asked.contact_every_days,
        tells_supervisor=bool(asked.notices),
    )


@transaction.atomic
def lift(*, incident: Incident, now: datetime, households: Households | None = None) -> Kept | None:
    """
    Do what the rules ask for and have not asked for before. Nothing for an incident that is closed or has no grade.

    households: those looked up before, where many incidents are looked at. The clocks are for the caller to look at again:
    clocks_follow.follow.
    """
    Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    standing, pack = incidents_read.standing_grade(incident), policy.in_use()
    if not standing or standing.grade not in pack.grades or incidents_read.standing_closing(incident):
        return None
    rules = _new(pack, incident)
    if not rules:
        return None
    known = at_risk.known_of(call=incident.call, incident=incident, now=now, households=households)
    found = suffered(call=incident.call, incident=incident, known=known, now=now)
    asked = uplift(found, grade=pack.grades[standing.grade], grades=pack.grades, rules=rules)
    if not asked.rules:
        return None
    actor = system("uplift", force=incident.force.code)
    version = policy.remember(pack, now=now)
    if asked.raised:
        _raise(incident, asked, version=version, actor=actor, now=now)
    if asked.notices:
        incidents.notify_supervisor(incident=incident, kind=NoticeKind.AT_RISK, because=asked.notices, now=now)
    hours = asked.contact_within_hours
    return uplifts.keep(
        incident=incident,
        rules=asked.rules,
        because=asked.because,
        raised=(standing.grade, asked.grade.code) if asked.raised else None,
        contact_by=now + timedelta(hours=hours) if hours else None,
        contact_every_days=asked.contact_every_days,
        policy_version=version,
        actor=actor,
        now=now,
    )


def plan_of(incident: Incident) -> ContactPlan | None:
    """Return the contact that rules have asked for."""
    return uplifts_read.contact_plan(incident)


def _raise(incident: Incident, asked: Uplift, *, version: str, actor: Actor, now: datetime) -> None:
    """Raise the grade, with the rule and the pack as its reason."""
    rural = bool(incident.place and incident.place.rural)
    rules = "rule" if len(asked.rules) == 1 else "rules"
    why = f"Raised by {rules} {', '.join(asked.rules)} of policy {version}: {'; '.join(asked.because)}."
    grading = incidents.grade(
        incident=incident,
        code=asked.grade.code,
        rationale=why,
        attend_by=attend_by(asked.grade, graded_at=now, rural=rural),
        approval=None,
        policy_version=version,
        actor=actor,
        now=now,
    )
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.GRADE,
        text=f"Graded {asked.grade.label}. {why}",
        actor=actor,
        now=now,
        detail={"grade": grading.grade, "rules": list(asked.rules)},
    )


def _new(pack: Pack, incident: Incident | None) -> list[UpliftRule]:
    """Return the rules that have not asked for anything yet."""
    asked = uplifts_read.asked_for(incident) if incident else frozenset()
    return [rule for rule in pack.assessment.uplift if rule.id not in asked]


def _history(household: Household, *, call: Call, incident: Incident | None, now: datetime, pack: Pack) -> list[Report]:
    """Return what a victim, whoever lives with them, and their home have suffered, without what is being reported now."""
    since = now - timedelta(days=pack.assessment.uplift_within_days + 1)
    theirs = incidents_read.reports_of_people(household.people, roles=SUFFERED, since=since, excluding=call.pk)
    reports = [report for person in theirs.values() for report in person]
    if household.homes:
        reports += incidents_read.reports_at_place(household.homes, since=since, excluding=call.pk)
    current = str(incidents_read.main_of(incident)) if incident else ""
    return [report for report in reports if report.occurrence != (current, 0)]


def _at(call: Call, incident: Incident | None, now: datetime) -> datetime:
    """Return when this was reported."""
    return min(incident.recorded_at if incident else call.rang_at, now)


def _says_worse(instruments: Collection[dict[str, object]]) -> bool:
    """Say whether the matrix was answered with: happening more often, or getting worse."""
    for one in instruments:
        answers = one.get("answers")
        if one.get("id") == "ram" and isinstance(answers, dict):
            return bool(answers.get("worse", {}).get("value") == "yes")
    return False


def _was_vulnerable(known: Known, incident: Incident | None, now: datetime) -> bool:
    """
    Say whether anybody who suffers, or lives with them, was found vulnerable in an earlier incident, as it stands there now.

    However long ago: a year of silence makes nobody less vulnerable, only a person's decision does.
    """
    everybody = known.households.of_all(known.victims).people
    theirs = incidents_read.reports_of_people(everybody, roles=SUFFERED, since=now - EVER, excluding=None)
    earlier = {int(report.incident) for reports in theirs.values() for report in reports}
    return assessments.any_vulnerable(earlier - {incident.pk if incident else 0})
