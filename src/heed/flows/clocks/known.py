"""What the clocks of an incident go by: whether it is a crime and since when, and what speaks for enhanced rights."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from heed.domain.conduct.models import Decision, Prompt
from heed.domain.conduct.terms import Outcome
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Closing, Incident, Party
from heed.domain.timers import queries as timers
from heed.domain.vulnerability.assessments.queries import standing_assessment
from heed.domain.vulnerability.terms import Judged
from heed.engines.clocks.enhanced import Ground, Victim, grounds
from heed.flows import at_risk
from heed.flows.recognise import SUFFERED
from heed.foundation.policy import services as policy

CRIME_RECORDED = "CRIME_RECORDED"
"""The closing result that says a crime was recorded (procedure.md 1.7)."""


@dataclass(frozen=True, slots=True)
class Crime:
    """
    That an incident is, or belongs to, a recorded crime.

    carries: the victim's clocks run on this incident; of a sequence that is one crime, only on the one that raised it.
    """

    since: datetime
    carries: bool


def crime_of(incident: Incident) -> Crime | None:
    """
    Say since when an incident is a recorded crime; None while it is none.

    A crime was decided on about a sequence that the incident is in, or the incident was closed as one, whichever was first.
    One that was opened again is still what it was closed as: opening a log again takes no crime off the record.
    """
    newest_closing = Closing.objects.filter(incidents.STANDS, incident=incident).order_by("-id").first()
    closed = [newest_closing.closed_at] if newest_closing and newest_closing.result == CRIME_RECORDED else []
    newest = Decision.objects.filter(prompt=OuterRef("pk")).order_by("-id")
    decided = (
        Prompt.objects.filter(sequence__incident=incident)
        .annotate(outcome=Subquery(newest.values("outcome")[:1]), decided=Subquery(newest.values("decided_at")[:1]))
        .filter(outcome=Outcome.CRIME)
        .values_list("incident", "decided")
    )
    raised_here = any(raised == incident.pk for raised, _ in decided)
    since = min([*closed, *(at for _, at in decided)], default=None)
    return Crime(since, carries=raised_here or not decided) if since else None


def grounds_of(incident: Incident, *, now: datetime) -> tuple[Ground, ...]:
    """Say what speaks for enhanced rights of whoever suffers in an incident, from what is on record now."""
    rule = policy.in_use().clocks.enhanced.rule
    known = at_risk.known_of(call=incident.call, incident=incident, now=now)
    since = incident.recorded_at - timedelta(days=rule.within_days)
    earlier = (
        incidents.reports_of_people(known.victims, roles=SUFFERED, since=since, excluding=incident.call_id)
        if known.victims
        else {}
    )
    this = str(incidents.main_of(incident))
    others = [
        {report.incident for report in reports if report.at <= incident.recorded_at} - {this}
        for reports in earlier.values()
    ]
    assessed = standing_assessment(incident)
    victim = Victim(
        incidents=1 + max(map(len, others), default=0),
        ages=_ages(incident),
        vulnerable=bool(assessed and assessed.vulnerable == Judged.YES),
        cues=frozenset(indicator.category for indicator in known.indicators if indicator.category),
        qualifiers=frozenset(incident.qualifiers.values_list("code", flat=True)),
    )
    return grounds(victim, rule=rule)


def is_enhanced(incident: Incident, *, now: datetime) -> bool:
    """Say whether the shorter times run: as a person decided, or while nobody has, as Heed finds grounds for."""
    decided = timers.code_status(incident)
    return decided.enhanced if decided else bool(grounds_of(incident, now=now))


def _ages(incident: Incident) -> tuple[int, ...]:
    """Return the ages of those who suffer, in whole years at the time, as far as they are known."""
    on = timezone.localdate(incident.recorded_at)
    found = Party.objects.filter(incident=incident, role__in=SUFFERED).values_list("born_on", "age")
    known = (_years(born, on) if born else age for born, age in found)
    return tuple(age for age in known if age is not None)


def _years(born: date, on: date) -> int:
    """Count whole years; whoever was born on 29 February is a year older on 1 March of other years."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
