"""Which clocks an incident should have as it stands: each with what causes it, since when, and when it runs out."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from heed.domain.conduct.models import Decision, Prompt
from heed.domain.conduct.terms import Outcome
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Closing, Incident
from heed.domain.incidents.reopenings.models import Reopening
from heed.domain.support.models import ContactAgreed
from heed.domain.timers import queries as timers
from heed.domain.timers.models import CodeEvent, Timer
from heed.domain.timers.services import NewClock
from heed.domain.vulnerability.assessments.queries import standing_assessment
from heed.domain.vulnerability.models import Assessment
from heed.domain.vulnerability.uplifts.queries import uplifts_of
from heed.engines.clocks.periods import Period, due
from heed.engines.clocks.terms import Applies, ClockRule, Start
from heed.flows.at_risk import victims_of
from heed.flows.clocks.known import Crime, crime_of, is_enhanced
from heed.foundation.policy.packs import Pack


@dataclass(frozen=True, slots=True)
class Wanted(NewClock):
    """
    A clock that should run.

    any_cause: one of its kind that runs already will do, whatever caused it; otherwise only one of this very cause.
    """

    any_cause: bool = True


class Standing:
    """An incident as it stands, read as far as the clocks ask for it."""

    def __init__(self, incident: Incident, *, pack: Pack, now: datetime) -> None:
        """Keep what it is read from."""
        self.incident, self.pack, self.now = incident, pack, now

    @cached_property
    def closing(self) -> Closing | None:
        """Return the closing that stands."""
        return incidents.standing_closing(self.incident)

    @cached_property
    def reopened(self) -> Reopening | None:
        """Return what opened the incident again last."""
        return Reopening.objects.filter(incident=self.incident).order_by("-id").first()

    @cached_property
    def crime(self) -> Crime | None:
        """Say since when it is a recorded crime."""
        return crime_of(self.incident)

    @cached_property
    def assessed(self) -> Assessment | None:
        """Return the assessment that stands."""
        return standing_assessment(self.incident)

    @cached_property
    def person_id(self) -> uuid.UUID | None:
        """Return who suffers, where it is one person on record."""
        victims = victims_of(call=self.incident.call, incident=self.incident)
        return next(iter(victims)) if len(victims) == 1 else None

    @cached_property
    def enhanced(self) -> bool:
        """Say whether the shorter times run."""
        return is_enhanced(self.incident, now=self.now)

    @cached_property
    def contact_is_agreed(self) -> bool:
        """Say whether somebody agreed how often a victim is spoken to: that then stands instead of the rules' interval."""
        return ContactAgreed.objects.filter(incident=self.incident).exists()

    @cached_property
    def to_tell(self) -> list[CodeEvent]:
        """Return what the victim must be told of and has not been."""
        return [event for event in timers.events_of(self.incident) if event.told_at is None]

    @cached_property
    def suspected(self) -> dict[Prompt, Decision | None]:
        """Return the prompts that the incident raised, each with the decision that holds; none that waits for the registrar."""
        prompts = Prompt.objects.filter(incident=self.incident).order_by("pk").prefetch_related("decisions")
        return {prompt: _decision(prompt) for prompt in prompts}

    def why_not(self, rule: ClockRule | None) -> str:
        """Say why a clock should not run on it, whatever causes it; empty when it may."""
        if rule is None:
            return "The policy in force has no such clock any more."
        if self.closing and not rule.after_closing:
            return "The incident is closed."
        if rule.applies == Applies.CRIME and self.crime is None:
            return "No crime is recorded any more."
        if rule.applies == Applies.NOT_CRIME and self.crime is not None:
            return "A crime is recorded: the clocks of the Victims' Code run instead."
        return ""

    def shortened(self, rule: ClockRule) -> bool:
        """Say whether the shorter time of a clock runs; asked only of those that have one."""
        return bool(rule.enhanced_period) and self.enhanced

    def ends(self, start: datetime, rule: ClockRule) -> datetime:
        """Return when a clock runs out that has a period of its own."""
        period = rule.period_for(enhanced=self.shortened(rule))
        if period is None:
            msg = f"The clock {rule.kind} has no period of its own."
            raise ValueError(msg)
        return self.after(start, period)

    def after(self, start: datetime, period: Period) -> datetime:
        """Return when a period that begins at a moment ends, by the force's days."""
        return due(start, period, self.pack.clocks.calendar.working_days, self.pack.zone)


def wanted(standing: Standing, *, rules: Mapping[str, ClockRule], ever: Mapping[str, list[Timer]]) -> list[Wanted]:
    """Return the clocks that should run now. ever: all clocks of the incident by kind, met and stopped ones included."""
    found: list[Wanted] = []
    for rule in rules.values():
        if not standing.why_not(rule):
            found += STARTED[rule.starts_on](rule, standing, ever.get(rule.kind, []))
    return found


def _timed(rule: ClockRule, standing: Standing, cause: str, at: datetime) -> Wanted:
    """Return a clock with a period of its own; what began before the incident was opened again begins anew with that."""
    again = standing.reopened
    if again and at < again.reopened_at and not rule.after_closing:
        cause, at = f"{cause}:reopened:{again.pk}", again.reopened_at
    return Wanted(rule, cause, at, standing.ends(at, rule), enhanced=standing.shortened(rule))


def _recorded(rule: ClockRule, standing: Standing, _: list[Timer]) -> Iterator[Wanted]:
    """Return what an incident of its kind has from the start."""
    if not rule.codes or standing.incident.opening_code in rule.codes:
        yield _timed(rule, standing, "recorded", standing.incident.recorded_at)


def _crime_recorded(rule: ClockRule, standing: Standing, _: list[Timer]) -> Iterator[Wanted]:
    """Return what the victim of a crime has, once for each crime."""
    if standing.crime and standing.crime.carries:
        yield _timed(rule, standing, "crime", standing.crime.since)


def _crime_suspected(rule: ClockRule, standing: Standing, _: list[Timer]) -> Iterator[Wanted]:
    """Return the time to decide of each prompt that nobody has decided."""
    for prompt, decision in standing.suspected.items():
        if decision is None:
            yield Wanted(rule, f"crime_prompt:{prompt.pk}", prompt.first_met_at, prompt.due_at, any_cause=False)


def _assessed(rule: ClockRule, standing: Standing, _: list[Timer]) -> Iterator[Wanted]:
    """Return a review that the band of the standing assessment asks for."""
    assessed = standing.assessed
    if assessed and assessed.band_decided in rule.bands:
        yield _timed(rule, standing, f"assessment:{assessed.pk}", assessed.at)


def _happened(rule: ClockRule, standing: Standing, _: list[Timer]) -> Iterator[Wanted]:
    """Return the time to tell the victim of each thing that they have not been told of."""
    for event in standing.to_tell:
        if event.kind in rule.happened:
            yield Wanted(
                rule,
                f"code_event:{event.pk}",
                event.happened_at,
                standing.ends(event.happened_at, rule),
                enhanced=standing.shortened(rule),
                label=f"{rule.label} of: {what(event)}",
                any_cause=False,
            )


def what(event: CodeEvent) -> str:
    """Name what happened within a sentence."""
    words = str(event.get_kind_display())
    return words[:1].lower() + words[1:]


def _graded(rule: ClockRule, standing: Standing, _: list[Timer]) -> Iterator[Wanted]:
    """Return the time to attend of the grade that stands."""
    grading = incidents.standing_grade(standing.incident)
    if grading and grading.attend_by:
        yield Wanted(
            rule,
            f"grading:{grading.pk}",
            grading.graded_at,
            grading.attend_by,
            label=f"{rule.label}: {_grade(grading.grade, standing.pack)}",
            any_cause=False,
        )


def _grade(code: str, pack: Pack) -> str:
    """Return the words of a grade; of one that the pack no longer has, its code."""
    rule = pack.grades.get(code)
    return rule.label if rule else code


def _uplifted(rule: ClockRule, standing: Standing, ever: list[Timer]) -> Iterator[Wanted]:
    """
    Return the soonest contact that rules asked for since somebody last made it.

    A clock that runs out sooner, also one that repeats, is as good.
    """
    last = max((timer.met_at for timer in ever if timer.met_at), default=None)
    asked = [row for row in uplifts_of(standing.incident) if row.contact_by and (last is None or row.at > last)]
    if not asked:
        return
    soonest = min(asked, key=lambda row: (row.contact_by, row.pk))
    running = [timer.due_at for timer in ever if timer.met_at is None and timer.stopped_at is None]
    by = soonest.contact_by
    if by:
        sooner = all(by < due_at for due_at in running)
        yield Wanted(rule, f"uplift:{soonest.pk}", soonest.at, by, any_cause=not sooner)


STARTED: Mapping[Start, Callable[[ClockRule, Standing, list[Timer]], Iterator[Wanted]]] = {
    Start.GRADED: _graded,
    Start.RECORDED: _recorded,
    Start.CRIME_SUSPECTED: _crime_suspected,
    Start.CRIME_RECORDED: _crime_recorded,
    Start.UPLIFTED: _uplifted,
    Start.ASSESSED: _assessed,
    Start.HAPPENED: _happened,
}


def _decision(prompt: Prompt) -> Decision | None:
    """Return the decision that holds; what was left to the registrar is none."""
    newest = max(prompt.decisions.all(), key=lambda decision: decision.pk, default=None)
    return newest if newest and newest.outcome != Outcome.REGISTRAR else None
