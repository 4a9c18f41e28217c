"""
Starts, meets and stops the clocks of an incident as it stands: called wherever something changed, any number of times.

A clock that was started for a cause is never started for it again, so what was met stays met. What happens when one runs out
stands in clocks_expiry.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from heed.domain.incidents.models import Incident
from heed.domain.tasking.terms import TaskOutcome
from heed.domain.timers import queries, services
from heed.domain.timers.models import Timer
from heed.domain.timers.services import NewClock
from heed.domain.timers.terms import Start
from heed.domain.vulnerability.uplifts.queries import contact_plan
from heed.engines.clocks import terms
from heed.engines.clocks.periods import Period
from heed.engines.clocks.terms import ClockRule
from heed.flows.clocks import tasks as clocks_tasks
from heed.flows.clocks.wanted import Standing, Wanted, wanted
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.policy import services as policy

OVERTAKEN = {
    Start.GRADED: "It was graded again.",
    Start.UPLIFTED: "The victim is to be spoken to sooner.",
    Start.ASSESSED: "The risk was assessed otherwise.",
}
AGREED = "How often the victim is spoken to was agreed."
SHORTENED = "The victim has enhanced rights: a shorter time runs."
OF_OLD = frozenset({terms.Start.GRADED, terms.Start.RECORDED, terms.Start.UPLIFTED, terms.Start.ASSESSED})
"""What happened to incidents also before Heed kept clocks: those have not run out behind everybody's back."""


@transaction.atomic
def follow(*, incident: Incident, now: datetime) -> None:
    """Start, meet and stop the clocks of an incident as it stands now. Safe to call at any time, and twice."""
    Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    pack = policy.in_use()
    rules, actor = pack.clocks.rules, system("clocks", force=incident.force.code)
    standing = Standing(incident, pack=pack, now=now)
    ever: dict[str, list[Timer]] = defaultdict(list)
    for timer in queries.all_of(incident):
        ever[timer.kind].append(timer)
    _meet_decided(standing, list(_running(ever)), actor=actor, now=now)
    asked = wanted(standing, rules=rules, ever=ever)
    for timer in _running(ever):
        if why := _why_stop(timer, standing, rules.get(timer.kind), asked):
            _stop(timer, why, actor=actor, now=now)
    new: list[NewClock] = []
    for one in asked:
        of_kind = ever[one.rule.kind]
        runs = any(_runs(timer) for timer in of_kind)
        if not (one.any_cause and runs) and (timely := _timely(_anew(one, standing, of_kind), standing, of_kind)):
            new.append(timely)
    for timer in _running(ever):
        if sooner := _sooner(timer, standing, rules.get(timer.kind)):
            _stop(timer, SHORTENED, actor=actor, now=now)
            new.append(sooner)
    start(new, standing, actor=actor)


def start(new: Sequence[NewClock], standing: Standing, *, actor: Actor) -> list[Timer]:
    """Start clocks on an incident whose lock is held; return those that are new."""
    if not new:
        return []
    return services.start(
        incident=standing.incident,
        clocks=new,
        person_id=standing.person_id,
        policy_version=policy.remember(standing.pack, now=standing.now),
        actor=actor,
        now=standing.now,
    )


def again(timer: Timer, rule: ClockRule, standing: Standing, *, at: datetime) -> NewClock | None:
    """Return a clock anew after it was met at a moment; one of an uplift only by the plan's interval, while none is agreed."""
    cause = f"after:{timer.pk}"
    if rule.starts_on != terms.Start.UPLIFTED:
        return NewClock(rule, cause, at, standing.ends(at, rule), enhanced=standing.shortened(rule))
    plan = contact_plan(standing.incident)
    if plan is None or not plan.every_days or standing.contact_is_agreed:
        return None
    return NewClock(rule, cause, at, standing.after(at, Period(days=plan.every_days)))


def _running(ever: Mapping[str, list[Timer]]) -> Iterator[Timer]:
    """Return the clocks that still run."""
    return (timer for of_kind in ever.values() for timer in of_kind if _runs(timer))


def _runs(timer: Timer) -> bool:
    return timer.met_at is None and timer.stopped_at is None


def _stop(timer: Timer, why: str, *, actor: Actor, now: datetime) -> None:
    """Stop a clock, and know that it has stopped."""
    services.stop(timers=[timer], why=why, actor=actor, now=now)
    clocks_tasks.settle([timer], outcome=TaskOutcome.NO_LONGER_NEEDED, result=why, now=now)
    timer.stopped_at = now


def _why_stop(timer: Timer, standing: Standing, rule: ClockRule | None, asked: Sequence[Wanted]) -> str:
    """Say why a clock that runs should not any more; empty when it should."""
    if why := standing.why_not(rule):
        return why
    if timer.starts_on == Start.UPLIFTED and timer.cause.startswith("after:") and standing.contact_is_agreed:
        return AGREED
    mine = [one for one in asked if one.rule.kind == timer.kind]
    start = Start(timer.starts_on)
    if start in {Start.GRADED, Start.ASSESSED} and not mine:
        return OVERTAKEN[start]
    if start in OVERTAKEN and mine and not any(one.any_cause or is_caused_by(timer, one.cause) for one in mine):
        return OVERTAKEN[start]
    return ""


def is_caused_by(timer: Timer, cause: str) -> bool:
    """Say whether a cause started a clock; one started anew or shortened has more behind the cause."""
    return timer.cause == cause or timer.cause.startswith(f"{cause}:")


def _anew(one: Wanted, standing: Standing, ever: Sequence[Timer]) -> Wanted:
    """
    Return a clock that was stopped and should run after all, under a cause of its own: it is no crime, or is one again.

    It ends when it would have. The force's own that would be over already begins from now; the law's does not.
    """
    line = [timer for timer in ever if one.any_cause or is_caused_by(timer, one.cause)]
    newest = max(line, key=lambda timer: timer.pk, default=None)
    if newest is None or newest.stopped_at is None or all(timer.cause != one.cause for timer in line):
        return one
    again = replace(one, cause=f"{one.cause}:again:{newest.pk}")
    if one.due_at >= standing.now or one.rule.period is None or one.rule.basis == terms.Basis.LAW:
        return again
    return replace(again, started_at=standing.now, due_at=standing.ends(standing.now, one.rule))


def _timely(one: Wanted, standing: Standing, ever: Sequence[Timer]) -> NewClock | None:
    """
    Return a clock to be started, unless it would have run out before Heed ever kept one like it.

    One that repeats then begins now. What the law asks for once there may be a crime is started however late.
    """
    if one.due_at >= standing.now or ever or one.rule.starts_on not in OF_OLD:
        return one
    if not one.rule.repeats or one.rule.period is None:
        return None
    return replace(one, started_at=standing.now, due_at=standing.ends(standing.now, one.rule))


def _sooner(timer: Timer, standing: Standing, rule: ClockRule | None) -> NewClock | None:
    """Return the shorter clock from now, where enhanced rights came after one was started; nothing ever gets longer."""
    if timer.enhanced or rule is None or rule.enhanced_period is None or not standing.enhanced:
        return None
    by = standing.after(standing.now, rule.enhanced_period)
    if by >= timer.due_at:
        return None
    return NewClock(rule, f"{timer.cause}:enhanced", timer.started_at, by, enhanced=True, label=timer.label)


def _meet_decided(standing: Standing, running: Sequence[Timer], *, actor: Actor, now: datetime) -> None:
    """Meet the clocks of prompts about which somebody has decided since."""
    suspected = [timer for timer in running if timer.starts_on == Start.CRIME_SUSPECTED]
    if not suspected:
        return
    decided = {f"crime_prompt:{prompt.pk}": made for prompt, made in standing.suspected.items() if made}
    for timer in suspected:
        if made := decided.get(":".join(timer.cause.split(":")[:2])):
            how = f"{made.get_outcome_display()}. {made.decided_by_name}."
            services.meet(timers=[timer], at=made.decided_at, how=how, actor=actor, now=now)
            clocks_tasks.settle([timer], outcome=TaskOutcome.DONE, result=how, now=now)
            timer.met_at = made.decided_at
