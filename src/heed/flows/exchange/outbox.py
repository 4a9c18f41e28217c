"""
What a sender asks and tells: which message is next, may it still go, and what came of it.

What was shared when a message was put together may have been withdrawn or locked since: that is asked again at the moment of
sending. What does not reach the partner becomes a dead letter, and a task for whoever referred.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.agencies.terms import SharedPart
from heed.domain.exchange import queries as exchange
from heed.domain.exchange import services
from heed.domain.exchange.models import Attempt, Endpoint, Letter, Waiting
from heed.domain.exchange.outbox import services as outbox
from heed.domain.exchange.outbox.services import Held
from heed.domain.exchange.terms import Kind, Result
from heed.domain.tasking import queries as tasking_read
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.flows.exchange import applying, content, sending
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act
from heed.foundation.policy import services as policy

Clock = Callable[[], datetime]
LONGEST_ASKED = timedelta(hours=1)
"""How long a partner's system may ask us to wait (Retry-After); more than that is an hour as well."""


@dataclass(frozen=True, slots=True)
class Answer:
    """
    What came of handing one message over.

    status: of HTTP, None where nothing was answered. words: why, for a supervisor, without anything of the victim. receipt: the
    partner's own name for the message, and case: for the case. wait: how long it asks us to wait before the next try.
    silent: nothing was answered at all, so that whatever else waits for this partner may as well wait.
    """

    result: Result
    status: int | None = None
    words: str = ""
    receipt: str = ""
    case: str = ""
    wait: timedelta | None = None
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Went:
    """What came of the message that was next. silent: as in Answer."""

    message: Letter
    result: Result
    silent: bool = False


def send_next(
    *,
    agency_id: int,
    hand_over: Callable[[Endpoint, Letter], Answer],
    clock: Clock,
    chance: Callable[[], float],
) -> Went | None:
    """
    Send the message of an agency that is next; None where nothing is due.

    hand_over: speaks to the partner's system, outside of any transaction; it raises nothing that a partner can get wrong.
    chance: from 0 to 1, by which waits differ.
    """
    lease = policy.in_use().exchange.sending.lease
    endpoint = exchange.endpoint_of(agency_id)
    if endpoint is None:
        return None
    held = outbox.take(agency_id=agency_id, lease=lease, now=clock())
    if held is None:
        return None
    if why := why_not_now(held.message, now=clock()):
        answer = Answer(Result.STOPPED, words=why)
    else:
        answer = hand_over(endpoint, held.message)
    result = came(held=held, answer=answer, chance=chance(), now=clock())
    return Went(held.message, result, answer.silent)


def why_not_now(message: Letter, *, now: datetime) -> str:
    """
    Say why a message may not go out any more; empty where it may.

    One that says something of the incident itself goes only while all of that is still shared with the agency, and still let
    onto the wire. That we take a case back, or answer, goes always.
    """
    case = message.case
    if case.agency.ended_at is not None:
        return "The agency does not work with us any more"
    carried = content.sections_in(message.content)
    if not carried:
        return ""
    shown = content.standing(case, now=now)
    if shown is None:
        return "What it says is not shared with the agency any more: it was withdrawn, has ended, is locked, or is not safe"
    parts = {section["part"] for section in shown["sections"]}
    # How the incident stands was true on its day; whatever else was shared anew in other words is not sent in the old ones.
    if any(
        one["part"] not in parts if one["part"] == SharedPart.POINTER else one not in shown["sections"]
        for one in carried
    ):
        return "Part of what it says is not shared with the agency any more, or may not go into its system"
    return ""


@transaction.atomic
def came(*, held: Held, answer: Answer, chance: float, now: datetime) -> Result:
    """Write what came of a message, and what follows from it."""
    place = outbox.mine(held)
    if answer.result == Result.TAKEN:
        _taken(held.message, answer, now=now)
        return Result.TAKEN
    if place is None:
        return answer.result  # The lease ran out, and whoever has the message now writes what comes of it.
    rule = policy.in_use().exchange.sending
    words = answer.words or "No reason given"
    outbox.happened(held.message, answer.result, status=answer.status, words=words, now=now)
    if answer.result in (Result.REFUSED, Result.STOPPED):
        die(place, held.message, why=words, now=now)
    elif held.tries >= rule.tries.value:
        die(place, held.message, why=f"{words}. Tried {held.tries} times", now=now)
    else:
        wait = max(rule.wait(held.tries, chance=chance), min(answer.wait or timedelta(0), LONGEST_ASKED))
        outbox.later(place, at=now + wait)
    return answer.result


def die(place: Waiting, message: Letter, *, why: str, now: datetime) -> None:
    """Lay a message among the dead letters, and have somebody see to it. Needs a transaction."""
    outbox.dead(place, why=why, now=now)
    _task(message, f"{what_it_is(message)} did not reach {message.case.agency.name}: {why}. Ring them", "dead", now=now)


@transaction.atomic
def try_again(*, message: Letter, actor: Actor, now: datetime) -> bool:
    """Send a dead letter again; False where it is none any more."""
    endpoint = exchange.endpoint_of(message.case.agency_id)
    if endpoint is None:
        return False
    back = outbox.again(message_id=message.pk, why="Sent again by hand", actor=actor, now=now)
    if back is None:
        return False
    sending.soon(endpoint)
    return True


@transaction.atomic
def give_up(*, message: Letter, why: str, actor: Actor, now: datetime) -> list[Letter]:
    """Give a dead letter up, with what waits behind one that would have been the partner's first word; make the task of it."""
    given = outbox.give_up(message_id=message.pk, why=why, actor=actor, now=now)
    for one in given:
        _settle_task(one, "Given up on the page of what did not reach a partner", now=now)
    if given:
        left = " What waited behind it went with it." if given[1:] else ""
        words = f"{what_it_is(given[0])} was given up: {why}.{left} Tell {message.case.agency.name} in another way."
        _task(given[0], words, "given_up", now=now)
    return given


def what_it_is(message: Letter) -> str:
    """Name a message for somebody who must decide about it."""
    names = {
        Kind.CREATE: "The referral",
        Kind.UPDATE: "What we added",
        Kind.CLOSE: "That we took the case back" if message.case.referral_id else "That the case is closed",
        Kind.ACK: "That we took their case in",
        Kind.REJECT: "That we turned their message down",
    }
    return names[Kind(message.kind)]


def _taken(message: Letter, answer: Answer, *, now: datetime) -> None:
    """Write that the partner has a message: once, whoever of two workers comes first."""
    # Both would write it if the lease ran out while the first was still waiting for an answer.
    Waiting.objects.select_for_update(of=("self",)).filter(message=message.pk).first()
    if Attempt.objects.filter(message=message.pk, result=Result.TAKEN).exists():
        return
    outbox.happened(message, Result.TAKEN, status=answer.status, words=answer.words, receipt=answer.receipt, now=now)
    case = message.case
    parts = sorted({section["part"] for section in content.sections_in(message.content)})
    audit.record(
        actor=system("exchange", force=case.force.code),
        act=Act.DISCLOSURE,
        action="exchange_message.sent",
        subjects=outbox.subjects(message),
        recipient=f"agency:{case.agency_id}",
        detail={"kind": str(message.kind), "parts": parts},
        now=now,
    )
    if answer.case and services.know(case, external_id=answer.case, now=now):
        applying.known(case)
    _settle_task(message, f"It has reached {case.agency.name}", now=now)


def _task(message: Letter, words: str, what: str, *, now: datetime) -> Task:
    """Have whoever referred, or the officers of the beat, reach the partner in another way. Made once for each message."""
    case = message.case
    return tasking.make(
        force=case.force,
        kind=TaskKind.PARTNER,
        words=words,
        key=f"exchange:{message.pk}:{what}",
        actor=system("exchange", force=case.force.code),
        now=now,
        due_by=now + policy.in_use().exchange.sending.task_within,
        incident=case.incident,
        owner=case.referral.sent_by if case.referral else None,
    )


def _settle_task(message: Letter, result: str, *, now: datetime) -> None:
    """Take back the task of a dead letter that is none any more; one that somebody has finished stays as it is."""
    task = tasking_read.task_of(message.case.force_id, f"exchange:{message.pk}:dead")
    if task is not None and task.done_at is None:
        tasking.finish(task=task, outcome=TaskOutcome.NO_LONGER_NEEDED, result=result, user=None, now=now)
