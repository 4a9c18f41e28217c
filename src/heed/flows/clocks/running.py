"""
Clocks of an incident: which run, how late they are, what meets them, and how they stood on a past day.

What starts and stops them: clocks_follow. What happens when one runs out: clocks_expiry.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident
from heed.domain.tasking.terms import TaskOutcome
from heed.domain.timers import queries, rules, services
from heed.domain.timers.models import Timer
from heed.domain.timers.terms import Start
from heed.engines.clocks.periods import end_of_day
from heed.engines.clocks.terms import Done
from heed.flows.clocks import tasks as clocks_tasks
from heed.flows.clocks.follow import again, start
from heed.flows.clocks.wanted import Standing
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, ActorKind
from heed.foundation.design import dates
from heed.foundation.policy import services as policy


@dataclass(frozen=True, slots=True)
class Clock:
    """
    One clock as it stands at a moment.

    basis: "grade" is policy too, and stands in grades.toml. source, status: whose number it is. rank: whose review.
    met_by: what meets it. unvalidated: nobody has said that the number is right.
    """

    pk: int
    kind: str
    label: str
    basis: Literal["law", "policy", "grade"]
    source: str
    status: str
    started_at: datetime
    due_at: datetime
    late: bool
    rank: str
    enhanced: bool
    repeats: bool
    cause: str
    met_by: frozenset[Done]

    @property
    def unvalidated(self) -> bool:
        """Say whether the time is marked as an unvalidated default."""
        return self.status == "unvalidated default"


def running(incident: Incident, *, now: datetime) -> list[Clock]:
    """Return the clocks that run on an incident, late ones leading, each part by when it runs out."""
    return _put(queries.running_of(incident), now=now)


def as_of(incident: Incident, *, on: date) -> list[Clock]:
    """
    Return the clocks as they stood at the end of a past day, or at a moment, by what was known then.

    Read from the rows: a grade or a deed put down later is not known yet, and a clock that has since been met still runs.
    """
    at = on if isinstance(on, datetime) else end_of_day(on, policy.in_use().zone)
    return _put(queries.standing_at(incident, at=at), now=at)


@transaction.atomic
def met(
    *, incident: Incident, event: str, actor: Actor, now: datetime, at: datetime | None = None, how: str = ""
) -> list[Timer]:
    """
    Note that something was done about an incident, and meet the clocks that ask for it; return those.

    event: a value of engines.clocks.terms.Done: "contact", "update", "needs", "visit", "review", … at: when; else now. A
    review meets the reviews of the actor's own rank and of those below it. Being told meets nothing here: see
    code_rights.told. Raises ValueError for an event that does not exist.
    """
    done = Done(event)
    if done == Done.TOLD:
        msg = "Say what the victim was told of: code_rights.told."
        raise ValueError(msg)
    of_pack = policy.in_use().clocks.rules
    rank = rank_of(actor) if done == Done.REVIEW else ""
    asking = [
        timer
        for timer in queries.running_of(incident)
        if timer.kind in of_pack
        and done in of_pack[timer.kind].met_by
        and (not timer.rank or rules.may_review(needed=timer.rank, rank=rank))
    ]
    return meet(incident=incident, timers=asking, at=at or now, how=how or f"{done.label}.", actor=actor, now=now)


@transaction.atomic
def meet(
    *, incident: Incident, timers: list[Timer], at: datetime, how: str, actor: Actor, now: datetime
) -> list[Timer]:
    """Meet these clocks of an incident, and start anew those that repeat, counted from when they were met."""
    if not timers:
        return []
    incidents.lock(incident.pk)
    pack = policy.in_use()
    standing = Standing(incident, pack=pack, now=now)
    done = services.meet(timers=timers, at=at, how=how, actor=actor, now=now)
    clocks_tasks.settle(done, outcome=TaskOutcome.DONE, result=how, now=now)
    of_pack = pack.clocks.rules
    repeating = [
        again(timer, rule, standing, at=at)
        for timer in done
        if (rule := of_pack.get(timer.kind)) and rule.repeats and timer.repeats and not standing.why_not(rule)
    ]
    start([clock for clock in repeating if clock], standing, actor=actor)
    return done


@transaction.atomic
def attended(*, incident: Incident, at: datetime, actor: Actor, now: datetime, words: str = "") -> list[Timer]:
    """
    Put down that somebody arrived, and meet the time to attend; return the clocks that this met.

    Whoever arrived before a grade was given again is there: the new time is met as it begins.
    """
    incidents.lock(incident.pk)
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"Somebody arrived at {dates.moment(at)}. {words}".strip(),
        actor=actor,
        now=now,
        detail={"arrived_at": at.isoformat()},
    )
    grading = incidents.standing_grade(incident)
    moment = max(at, grading.graded_at) if grading else at
    return met(incident=incident, event=Done.ATTENDED, at=min(moment, now), how=words, actor=actor, now=now)


def rank_of(actor: Actor) -> str:
    """Return the rank as which somebody reviews: their own, or the one that the pack gives their role; else none."""
    user = User.objects.filter(pk=actor.key).first() if actor.kind == ActorKind.USER else None
    if user is None or not user.is_active:
        return ""
    given = {role.value: leaf.value.value for role, leaf in policy.in_use().clocks.rank_of.items()}
    return user.rank or given.get(user.role, "")


def _put(timers: list[Timer], *, now: datetime) -> list[Clock]:
    """Put clocks as they stand at a moment."""
    rules_now = policy.in_use().clocks.rules
    found = [
        Clock(
            pk=timer.pk,
            kind=timer.kind,
            label=timer.label,
            basis="grade" if timer.starts_on == Start.GRADED else "law" if timer.basis == "law" else "policy",
            source=timer.source,
            status=timer.status,
            started_at=timer.started_at,
            due_at=timer.due_at,
            late=timer.due_at < now,
            rank=timer.rank,
            enhanced=timer.enhanced,
            repeats=timer.repeats,
            cause=timer.cause,
            met_by=rules_now[timer.kind].met_by if timer.kind in rules_now else frozenset(),
        )
        for timer in timers
    ]
    return sorted(found, key=lambda clock: (not clock.late, clock.due_at, clock.pk))
