"""What the force does on its own side: takes a case back, keeps what came back, and notices what nobody answered."""

from collections.abc import Callable
from datetime import datetime

import structlog
from django.db import transaction

from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.queries import standing_closing
from heed.domain.incidents.terms import NoticeKind
from heed.domain.referrals import queries, services
from heed.domain.referrals.models import Referral, ReferralStep
from heed.domain.referrals.rules import Unfit
from heed.domain.referrals.terms import CAME_BACK, Settled, State, StepKind
from heed.domain.sharing.queries import disclosure_for, visible_to_agency
from heed.domain.vulnerability.assessments.queries import standing_assessment
from heed.domain.vulnerability.terms import Judged
from heed.flows.exchange import sending
from heed.flows.referrals import replies, saying, telling
from heed.flows.sharing import share as sharing
from heed.foundation.accounts.terms import Actor, system
from heed.foundation.design import dates
from heed.foundation.policy import services as policy

WATCHED_MOST = 500
"""Referrals that one run of the job follows up; the next minute has the others."""

CANNOT_SEE = "They can no longer see what was shared with them."
OWES = {
    State.SENT: "has not answered",
    State.ASKED: "still waits for what they asked of us",
    State.ACCEPTED: "has not said how it goes",
    State.REFUSED: "did not take it, and nobody has found another door or kept it",
    State.RETURNED: "gave it back, and nobody has found another door or kept it",
    State.CLOSED: "has finished, and nobody has closed it or carried on",
}
NEXT = {
    State.SENT: "Ring them, or take it back and find another door",
    State.ASKED: "Answer them, or take it back",
    State.ACCEPTED: "Ask them, and tell the victim",
    State.REFUSED: "Find the right door, or keep it",
    State.RETURNED: "Find the right door, or keep it",
    State.CLOSED: "Ask whether it has stopped, and close it or carry on",
}

logger = structlog.get_logger(__name__)


@transaction.atomic
def take_back(*, referral: Referral, words: str, stop_sharing: bool, actor: Actor, now: datetime) -> ReferralStep:
    """
    Take a case back, whether or not the agency has it. Nothing of it waits there any more. Raises Unfit.

    stop_sharing: what the agency saw of it is withdrawn at once.
    """
    held = saying.locked(referral)
    if not words.strip():
        raise Unfit("Say why you take it back")
    shown = disclosure_for(held.agency, held.incident, now=now)
    parts = shown.parts if shown else ()
    if marked := saying.not_shared_in(words, incident=held.incident, parts=parts, now=now):
        raise Unfit(f"{held.agency.name} reads this, and it says what is not shared with them: “{marked}”")
    had_it = held.state == State.ACCEPTED
    step = _step(held, StepKind.TAKEN_BACK, words, actor=actor, now=now)
    saying.settle_tasks(held, result="Taken back", now=now)
    saying.log(
        held.incident, f"Taken back from {held.agency.name}. “{step.words}” It is with the police.", referral=held,
        actor=actor, now=now,
    )  # fmt: skip
    if stop_sharing:
        stop(held, why=f"Taken back: {step.words}", actor=actor, now=now)
    if had_it:
        _open_what_nobody_has(held, actor=actor, now=now)
        telling.tell_who_holds_it(held, step, now=now)
    return step


@transaction.atomic
def keep(*, referral: Referral, words: str, stop_sharing: bool, actor: Actor, now: datetime) -> ReferralStep:
    """Keep a case that came back: the police deal with it. Raises Unfit."""
    held = saying.locked(referral)
    if not words.strip():
        raise Unfit("Say what the police do with it now")
    if not held.came_back:
        raise Unfit("It is settled already" if held.settled_at else "It has not come back")
    step = _step(held, StepKind.KEPT, words, actor=actor, now=now)
    services.settle(referral=held, settled_as=Settled.KEPT, actor=actor, now=now)
    saying.settle_tasks(held, result="The police keep it", now=now)
    saying.log(
        held.incident, f"The police keep what came back from {held.agency.name}. “{step.words}”", referral=held,
        actor=actor, now=now,
    )  # fmt: skip
    if stop_sharing:
        stop(held, why=f"They did not take the case: {step.words}", actor=actor, now=now)
    return step


def stop(held: Referral, *, why: str, actor: Actor, now: datetime) -> None:
    """Withdraw what an agency sees of a case that it does not have."""
    if shown := disclosure_for(held.agency, held.incident, now=now):
        sharing.withdraw(disclosure=shown, why=why[:300], actor=actor, now=now)


def watch(*, now: datetime, most: int = WATCHED_MOST) -> int:
    """
    Follow up what nobody has answered, what the agency cannot see any more, and what was closed; return how many.

    Each in a transaction of its own: a worker that is killed has done all of it or none, and two share the work. One that
    fails keeps nothing from the others.
    """
    return _each(_unseen(now=now), _lose, now=now) + _each(_over(), _settle, now=now) + _late(now=now, most=most)


def _late(*, now: datetime, most: int) -> int:
    """Follow up the words that are overdue, the longest overdue first."""
    return _each(list(queries.run_out(now=now).values_list("pk", flat=True)[:most]), _follow_late, now=now)


def _each(numbers: list[int], act: Callable[[int, datetime], bool], *, now: datetime) -> int:
    """Do something with some referrals, each in a transaction of its own; return with how many it was done."""
    done = 0
    for pk in numbers:
        try:
            with transaction.atomic():
                done += act(pk, now)
        except Exception:
            logger.exception("a referral could not be followed up", referral=pk)
    return done


def _follow_late(pk: int, now: datetime) -> bool:
    """Say that a word is overdue: in the log, to whoever sent it, and to a supervisor where somebody is at risk."""
    held = _free(pk)
    if held is None or held.late_at or held.next_by is None or held.next_by >= now:
        return False
    state = State(held.state)
    owes = f"{held.agency.name} {OWES[state]}"
    by = dates.by(held.next_by)
    actor = system("referrals", force=held.incident.force.code)
    next_by = held.next_by
    step = services.add_step(
        referral=held, kind=StepKind.LATE, words=f"{owes} by {by}", reason="", next_by=next_by, external="",
        policy_version=policy.remember(policy.in_use(), now=now), actor=actor, now=now,
    )  # fmt: skip
    services.note_late(held, now=now)
    saying.log(held.incident, f"{owes}, by {by}.", referral=held, actor=actor, now=now)
    saying.ours(
        held, f"{owes} by {by}. {NEXT[state]}{_ring(held)}", key=f"late:{step.pk}", due_by=next_by, now=now
    )  # fmt: skip
    if held.urgent or held.police_keep or _vulnerable(held.incident):
        incidents.notify_supervisor(
            incident=held.incident, kind=NoticeKind.CLOCK, because=[f"{owes}, by {by}"], now=now
        )
    return True


def _ring(held: Referral) -> str:
    """Say whom to ring at an agency, where that is known and it is their turn."""
    if held.state not in {State.SENT, State.ACCEPTED}:
        return ""
    said = ", ".join(word for word in (held.agency.telephone, held.agency.asked_for) if word)
    return f": {said}" if said else ""


def _lose(pk: int, now: datetime) -> bool:
    """Take back what the agency cannot see any more: nobody there can answer for it."""
    held = _free(pk)
    if held is None or not held.is_open or disclosure_for(held.agency, held.incident, now=now) is not None:
        return False
    actor = system("referrals", force=held.incident.force.code)
    had_it = held.state == State.ACCEPTED
    step = _step(held, StepKind.TAKEN_BACK, CANNOT_SEE, actor=actor, now=now)
    saying.settle_tasks(held, result=CANNOT_SEE, now=now)
    said = f"Taken back from {held.agency.name}. {CANNOT_SEE}"
    saying.log(held.incident, said, referral=held, actor=actor, now=now)
    by = saying.ends(now, policy.in_use().referrals.settle.value.period)
    saying.ours(held, f"{said} Share it anew, find another door, or keep it", key=f"back:{step.pk}", due_by=by, now=now)
    if had_it:
        _open_what_nobody_has(held, actor=actor, now=now)
        telling.tell_who_holds_it(held, step, now=now)
    return True


def _open_what_nobody_has(held: Referral, *, actor: Actor, now: datetime) -> None:
    """Open again what was closed because the agency had it: it has it no more, and nobody else does."""
    closing = standing_closing(held.incident)
    if closing and closing.result in policy.in_use().referrals.closes:
        replies.hold_again(held, f"It was closed as {held.agency.name}'s, and is theirs no more", actor=actor, now=now)


def _settle(pk: int, now: datetime) -> bool:
    """Settle what came back of an incident that was closed since: nobody owes anything on it."""
    held = _free(pk)
    if held is None or not held.came_back or held.incident.closed_at is None:
        return False
    actor = system("referrals", force=held.incident.force.code)
    services.settle(referral=held, settled_as=Settled.INCIDENT_CLOSED, actor=actor, now=now)
    saying.settle_tasks(held, result="The incident was closed", now=now)
    return True


def _unseen(*, now: datetime) -> list[int]:
    """Return the open referrals of which the agency sees nothing any more: one statement for each agency that has some."""
    waiting: dict[int, list[Referral]] = {}
    for one in queries.still_open().select_related("agency").order_by("pk"):
        waiting.setdefault(one.agency_id, []).append(one)
    gone: list[int] = []
    for referrals in waiting.values():
        shown = visible_to_agency(referrals[0].agency, now=now).filter(
            incident__in=[one.incident_id for one in referrals]
        )
        seen = set(shown.values_list("incident", flat=True))
        gone += [one.pk for one in referrals if one.incident_id not in seen]
    return gone


def _over() -> list[int]:
    """Return what came back, is not settled, and belongs to an incident that was closed since."""
    found = Referral.objects.filter(state__in=CAME_BACK, settled_at=None, incident__closed_at__isnull=False)
    return list(found.order_by("pk").values_list("pk", flat=True))


def _free(pk: int) -> Referral | None:
    """Return a referral, locked, unless somebody else is at work on its incident: it is left to them, or to the next minute."""
    number = Referral.objects.values_list("incident", flat=True).get(pk=pk)
    free = Incident.objects.select_for_update(no_key=True, skip_locked=True).only("pk").filter(pk=number).first()
    return saying.locked(Referral(pk=pk, incident_id=number)) if free else None


def _vulnerable(incident: Incident) -> bool:
    """Say whether somebody concerned is vulnerable, as a person decided."""
    judged = standing_assessment(incident)
    return bool(judged and judged.vulnerable == Judged.YES)


def _step(held: Referral, kind: StepKind, words: str, *, actor: Actor, now: datetime) -> ReferralStep:
    """Write a step of the force after which the agency owes nothing more, and tell its own system where that is to hear of it."""
    step = services.add_step(
        referral=held, kind=kind, words=words.strip(), reason="", next_by=None, external="",
        policy_version=policy.remember(policy.in_use(), now=now), actor=actor, now=now,
    )  # fmt: skip
    sending.referral_said(referral=held, step=step, now=now)
    return step
