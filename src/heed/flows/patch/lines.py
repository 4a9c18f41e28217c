"""
What waits on one beat, read from where each thing is kept, as lines that name whom they concern.

Everything is read as it stood at a moment: for one that has passed, from what had been written by then.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localtime

from heed.domain.beats.models import Beat
from heed.domain.incidents.models import Incident, Party
from heed.domain.needs.models import ReviewDue
from heed.domain.support.models import Promise, PromiseSettled
from heed.domain.support.terms import Settled
from heed.domain.tasking.models import Task, Visit
from heed.domain.tasking.terms import TaskKind, VisitResult
from heed.domain.timers.models import Timer
from heed.engines.risk.patch import Reason, Why
from heed.flows.recognise import SUFFERED
from heed.foundation.design.dates import by, moment

LOGS_WITHIN = timedelta(hours=24)
"""How far back the logs of a beat are all looked at (procedure.md 3.5: all ASB logs of the last 24 hours)."""
BROKEN_WITHIN = timedelta(days=60)
FAILED_WITHIN = timedelta(days=14)
FLAGS_WITHIN = timedelta(days=14)
THEIRS_WITHIN = timedelta(days=365)
MOST = 500
"""Lines of one sort that a patch holds; more than anybody does in a day."""

WHY_OF_TASK = {
    TaskKind.VISIT: Why.VISIT,
    TaskKind.CALL_BACK: Why.CALL_BACK,
    TaskKind.PROMISE: Why.PROMISE,
    TaskKind.CONTACT: Why.CONTACT,
    TaskKind.REVIEW: Why.REVIEW,
    TaskKind.QUERY: Why.QUERY,
    TaskKind.FLAG_REVIEW: Why.FLAG,
    TaskKind.FOLLOW_UP: Why.FOLLOW_UP,
    TaskKind.EVIDENCE: Why.EVIDENCE,
    TaskKind.MESSAGE: Why.MESSAGE,
    TaskKind.SUPPORT: Why.SUPPORT,
    TaskKind.PLAN: Why.PLAN,
    TaskKind.POWER: Why.POWER,
    TaskKind.PARTNER: Why.PARTNER,
    TaskKind.CASE_REVIEW: Why.CASE_REVIEW,
    TaskKind.CLOCK: Why.CLOCK,
    TaskKind.OTHER: Why.OTHER,
}
TOLD_OTHERWISE = Q(key__startswith="promise:") | Q(key__startswith="timer:")
"""Tasks that say what a promise or a clock of the same incident says already."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that waits. person: whom it concerns, where that is known; task: the work itself, where it is one."""

    reason: Reason
    incident: Incident | None = None
    person: uuid.UUID | None = None
    task: Task | None = None


def of_beat(beat: Beat, *, at: datetime, day_ends: datetime) -> Iterator[Line]:
    """
    Give everything that waits on a beat, in no order. day_ends: the midnight at which the day of the list ends.

    What comes due later is left out, but for tasks: those without a time stand there until done.
    """
    yield from _promises(beat, at=at)
    yield from _failed_visits(beat, at=at)
    yield from _clocks(beat, at=at, day_ends=day_ends)
    yield from _tasks(beat, at=at)
    yield from _logs(beat, at=at)
    yield from _flags(beat, at=at)


def _promises(beat: Beat, *, at: datetime) -> Iterator[Line]:
    """Give promises that can still be kept, and those that were not and that nobody has made good."""
    settled = PromiseSettled.objects.filter(promise=OuterRef("pk"), at__lte=at)
    # The force's first, then those of the beat by number: where both are joined, the incidents of years are walked.
    of_force = (
        Promise.objects.filter(force=beat.force_id, made_at__lte=at, due_by__gte=at - BROKEN_WITHIN)
        .exclude(Exists(settled.filter(settled_as__in=[Settled.KEPT, Settled.RELEASED, Settled.DONE_AFTER])))
        .order_by("due_by", "pk")
    )
    asked = dict(of_force.values_list("pk", "incident"))
    here = Incident.objects.filter(beat=beat).select_related("place").in_bulk(set(asked.values()))
    chosen = [pk for pk, incident in asked.items() if incident in here][:MOST]
    whole = Promise.objects.filter(pk__in=chosen).select_related("owner").order_by("due_by", "pk")
    for promise in whole:
        late = promise.due_by < at
        words = f"{promise.get_kind_display()} promised by {by(promise.due_by)}"
        words += f": not kept. {promise.words}" if late else f". {promise.words}"
        why = Why.BROKEN_PROMISE if late else Why.PROMISE
        yield Line(Reason(why, words, promise.due_by), here[promise.incident_id], promise.person_id)


def _failed_visits(beat: Beat, *, at: datetime) -> Iterator[Line]:
    """Give the incidents whose newest visit did not happen, and that nobody has been seen in since."""
    tries = Visit.objects.filter(incident__beat=beat, recorded_at__lte=at, visited_at__gte=at - FAILED_WITHIN)
    newest: dict[int, Visit] = {}
    for visit in tries.select_related("incident__place").order_by("visited_at", "pk")[:MOST]:
        newest[visit.incident_id] = visit
    for visit in newest.values():
        if visit.result != VisitResult.SEEN:
            words = f"Visited {moment(visit.visited_at)}: {visit.get_result_display().lower()}"
            yield Line(
                Reason(Why.FAILED_VISIT, words + (f". {visit.next_step}" if visit.next_step else "")),
                visit.incident,
                visit.person_id,
            )


def _clocks(beat: Beat, *, at: datetime, day_ends: datetime) -> Iterator[Line]:
    """Give the clocks that ran at the moment and run out before the day ends: reviews by rank, and all others."""
    running = Timer.objects.filter(
        Q(met_at=None) | Q(met_noted_at__gt=at),
        Q(stopped_at=None) | Q(stopped_at__gt=at),
        incident__beat=beat,
        made_at__lte=at,
        due_at__lt=day_ends,
    )
    if at >= day_ends - timedelta(days=1):
        running = running.filter(due_at__gte=at - THEIRS_WITHIN)
    for timer in running.select_related("incident__place").order_by("due_at", "pk")[:MOST]:
        why = Why.REVIEW if timer.rank else Why.CLOCK
        whose = f" ({timer.get_rank_display().lower()})" if timer.rank else ""
        words = f"{timer.label}{whose}, {timer.basis}: by {by(timer.due_at)}"
        yield Line(Reason(why, words, timer.due_at), timer.incident, timer.person_id)


def _tasks(beat: Beat, *, at: datetime) -> Iterator[Line]:
    """Give the tasks of the beat, but those that say what a promise or a clock says already."""
    waiting = Task.objects.filter(Q(done_at=None) | Q(done_at__gt=at), beat=beat, made_at__lte=at)
    found = waiting.exclude(TOLD_OTHERWISE).select_related("incident__place", "owner", "person", "place")
    for task in found.order_by("due_by", "pk")[:MOST]:
        until = f", by {by(task.due_by)}" if task.due_by else ""
        whose = f" ({task.owner.display_name})" if task.owner else ""
        reason = Reason(WHY_OF_TASK[TaskKind(task.kind)], f"{task.words}{until}{whose}", task.due_by)
        yield Line(reason, task.incident, task.person_id, task)


def _logs(beat: Beat, *, at: datetime) -> Iterator[Line]:
    """Give every incident of the last 24 hours: somebody looks at each."""
    new = Incident.objects.filter(beat=beat, recorded_at__gt=at - LOGS_WITHIN, recorded_at__lte=at)
    for incident in new.select_related("place").order_by("recorded_at", "pk")[:MOST]:
        words = f"New since {moment(incident.recorded_at)}: {incident.summary[:160] or 'no summary'}"
        yield Line(Reason(Why.NEW_LOG, words), incident)


def _flags(beat: Beat, *, at: datetime) -> Iterator[Line]:
    """Give needs, warnings and passports that are to be looked at again, of those who suffered on the beat within a year."""
    theirs = Party.objects.filter(
        person=OuterRef("person"),
        role__in=SUFFERED,
        incident__beat=beat,
        incident__recorded_at__gte=at - THEIRS_WITHIN,
        incident__recorded_at__lte=at,
    )
    waiting = ReviewDue.objects.filter(
        Q(settled_at=None) | Q(settled_at__gt=at),
        force=beat.force_id,
        made_at__lte=at,
        due_on__lte=localtime(at + FLAGS_WITHIN).date(),
    )
    for review in waiting.filter(Exists(theirs)).select_related("owner").order_by("due_on", "pk")[:MOST]:
        what = review.get_what_display()
        words = f"{what} to look at again by {review.due_on:%A %-d %B} ({review.owner.display_name}): {review.about}"
        yield Line(Reason(Why.FLAG, words), None, review.person_id)
