"""
What follows when somebody was asked whether it has stopped: their answer is kept, and “no” opens the incident again.

An incident that goes on is open: it counts as a further report for whoever suffers it, its risk is judged anew, it has a
deadline again, and somebody of the beat is sent. A supervisor hears at once where whoever suffers is vulnerable.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.aftermath import rules, services
from heed.domain.aftermath.models import Answer, Attempt, FollowUp
from heed.domain.aftermath.services import AskedNoMore, Words
from heed.domain.aftermath.terms import Channel, Ended, Language, Result, Stopped
from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.queries import standing_grade
from heed.domain.incidents.reopenings import services as reopenings
from heed.domain.incidents.reopenings.models import Reopening
from heed.domain.incidents.terms import NoticeKind
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.engines.risk.gates import Vulnerable
from heed.engines.risk.grading import attend_by
from heed.engines.risk.reassess import Trigger
from heed.flows import demands, uplift
from heed.flows.aftermath.follow_ups import key_of
from heed.flows.clocks import follow as clocks_follow
from heed.flows.gating import circumstances
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

HOURS_TO_SEE = 24
"""In which somebody of the beat should have been in touch about what has not stopped: Heed's choice, unvalidated."""

__all__ = ["AskedNoMore", "record_answer", "record_attempt", "reopen"]


@transaction.atomic
def record_answer(
    *,
    follow_up_id: int,
    words: Words,
    channel: Channel,
    language: Language,
    user: User | None,
    actor: Actor,
    now: datetime,
) -> Answer:
    """
    Keep what somebody said, and do what follows.

    user: who asked them; None where they answered by themselves. Raises AskedNoMore, FollowUp.DoesNotExist.
    """
    pack = policy.in_use()
    follow_up = services.lock(follow_up_id, to_answer=True)
    answer = services.keep_answer(
        follow_up=follow_up,
        words=words,
        channel=channel,
        language=language,
        wording_version=pack.aftermath.survey.version,
        policy_version=policy.remember(pack, now=now),
        user=user,
        actor=actor,
        now=now,
    )
    said = Stopped(answer.stopped).label
    _finish_task(follow_up, TaskOutcome.DONE, f"Asked: {said.lower()}", user=user, now=now)
    calls.append_entry(
        call_id=follow_up.incident.call_id,
        kind=EntryKind.STATE,
        text=_in_the_log(answer),
        actor=actor,
        now=now,
        detail={"follow_up": follow_up.pk, "stopped": answer.stopped},
    )
    if rules.is_told_not_stopped(answer.stopped, reopens=pack.aftermath.reopens.value):
        reopen(incident=follow_up.incident, because=said, person_id=follow_up.person_id, actor=actor, now=now)
    return answer


@transaction.atomic
def record_attempt(
    *,
    follow_up_id: int,
    channel: Channel,
    result: Result,
    note: str,
    user: User,
    actor: Actor,
    now: datetime,
) -> Attempt:
    """
    Keep that somebody was tried and not asked, and ask no more where that is for the best.

    Not safe and refused end it at once; no answer, after as many calls as the pack has. Raises AskedNoMore.
    """
    follow_up = services.lock(follow_up_id)
    made = services.note_attempt(
        follow_up=follow_up, channel=channel, result=result, note=note, user=user, actor=actor, now=now
    )
    results = list(follow_up.attempts.values_list("result", flat=True))
    ended = {Result.NOT_SAFE: Ended.NOT_SAFE, Result.REFUSED: Ended.REFUSED}.get(result)
    if ended is None and rules.gives_up(results, tries_most=policy.in_use().aftermath.tries_most.value):
        ended = Ended.NO_ANSWER
    if ended:
        services.end(follow_up=follow_up, ended_as=ended, actor=actor, now=now)
        _finish_task(follow_up, TaskOutcome.NOT_POSSIBLE, Ended(ended).label, user=user, now=now)
    return made


@transaction.atomic
def reopen(
    *, incident: Incident, because: str, person_id: uuid.UUID | None, actor: Actor, now: datetime
) -> Reopening | None:
    """
    Open an incident again of which somebody says that it goes on, and let everything follow.

    Where it is open already nothing is opened twice: only its risk is judged again. because: what they said, in words;
    person_id: who said it.
    """
    pack = policy.in_use()
    version = policy.remember(pack, now=now)
    made = reopenings.reopen(
        incident=incident,
        why=f"They were asked whether it has stopped: {because}",
        counts=pack.aftermath.counts_as_report.value,
        policy_version=version,
        actor=actor,
        now=now,
    )
    if made:
        calls.append_entry(
            call_id=incident.call_id,
            kind=EntryKind.STATE,
            text=f"Opened again. {made.why}.",
            actor=actor,
            now=now,
            detail={"reopening": made.pk, "counts": made.counts},
        )
        _grade_again(incident, made, version=version, actor=actor, now=now)
    demands.demand(incident, Trigger.NOT_STOPPED, now=now)
    uplift.lift(incident=incident, now=now)
    clocks_follow.follow(incident=incident, now=now)
    if made:
        _send_somebody(incident, made, because=because, person_id=person_id, actor=actor, now=now)
    return made


def _grade_again(incident: Incident, made: Reopening, *, version: str, actor: Actor, now: datetime) -> None:
    """Give an incident that goes on the grade it had, with a new time to attend: the old one has passed."""
    standing, grades = standing_grade(incident), policy.in_use().grades
    if standing is None or standing.grade not in grades:
        return
    rule = grades[standing.grade]
    incidents.grade(
        incident=incident,
        code=rule.code,
        rationale=f"{made.why}. The grade it had stands until its risk is judged again.",
        attend_by=attend_by(rule, graded_at=now, rural=bool(incident.place and incident.place.rural)),
        approval=None,
        policy_version=version,
        actor=actor,
        now=now,
    )


def _send_somebody(
    incident: Incident, made: Reopening, *, because: str, person_id: uuid.UUID | None, actor: Actor, now: datetime
) -> None:
    """Make a task for the beat, and tell the supervisor where whoever suffers is vulnerable."""
    tasking.make(
        force=incident.force,
        kind=TaskKind.VISIT,
        words=f"It has not stopped ({incident.reference}): {because.lower()}. Be in touch, and judge the risk again.",
        key=f"reopened:{made.pk}",
        actor=actor,
        now=now,
        due_by=now + timedelta(hours=HOURS_TO_SEE),
        incident=incident,
        person_id=person_id,
    )
    if circumstances(incident, now=now).vulnerable == Vulnerable.YES:
        incidents.notify_supervisor(
            incident=incident,
            kind=NoticeKind.AT_RISK,
            because=[f"It has not stopped, and somebody concerned is vulnerable: {because.lower()}"],
            now=now,
        )


def _finish_task(follow_up: FollowUp, outcome: TaskOutcome, result: str, *, user: User | None, now: datetime) -> None:
    """Finish what somebody was sent for, if it is still open."""
    task = Task.objects.filter(force=follow_up.force_id, key=key_of(follow_up), done_at=None).first()
    if task:
        tasking.finish(task=task, outcome=outcome, result=result, user=user, now=now)


def _in_the_log(answer: Answer) -> str:
    """Write an answer for the log: whether it stopped and their own words; how satisfied they are is nobody's who attends."""
    how = "answered by themselves" if answer.asked_by is None else f"asked {answer.get_channel_display().lower()}"
    own = f" In their words: “{answer.own_words}”" if answer.own_words else ""
    return f"Whether it has stopped, {how}: {answer.get_stopped_display()}.{own}"
