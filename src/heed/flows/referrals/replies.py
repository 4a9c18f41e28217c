"""
What is said on a referral: by the agency on its pages or through its own system, and by the force.

Each of them once for a message of another system (`external`). The agency holds the case from the moment it accepts; what it
refuses, gives back or finishes with is the police's again, with a task and a time for whoever sent it.
"""

from datetime import datetime

from django.db import transaction

from heed.domain.incidents import services as incidents
from heed.domain.incidents.reopenings import services as reopenings
from heed.domain.incidents.terms import NoticeKind
from heed.domain.referrals import queries, services
from heed.domain.referrals.models import Referral, ReferralStep
from heed.domain.referrals.rules import Unfit
from heed.domain.referrals.terms import BOUNCED, State, StepKind
from heed.domain.sharing.queries import disclosure_for
from heed.engines.clocks.periods import Period
from heed.engines.risk.reassess import Trigger
from heed.flows import demands, uplift
from heed.flows.clocks import follow as clocks_follow
from heed.flows.exchange import sending
from heed.flows.referrals import saying, telling
from heed.foundation.accounts.terms import Actor
from heed.foundation.design import dates
from heed.foundation.policy import services as policy

__all__ = ["Unfit", "accept", "ask_more", "close", "give_more", "name_it", "refuse", "return_", "update"]

GOES_ON = (StepKind.ASKED, StepKind.UPDATED)
"""Without a time of its own, what was owed before is still owed."""


@transaction.atomic
def accept(
    *, referral: Referral, words: str, actor: Actor, now: datetime, reason: str = "", external: str = ""
) -> ReferralStep:
    """Take a case on: from now on the agency holds it, and the victim is told so. Raises Unfit."""
    if before := saying.said_before(referral, external):
        return before
    held = saying.locked(referral)
    within = policy.in_use().referrals.update.value.period
    step = _say(held, StepKind.ACCEPTED, words, reason=reason, external=external, within=within, actor=actor, now=now)
    saying.settle_tasks(held, result=f"{held.agency.name} accepted it", now=now)
    stays = f" {' '.join(held.police_keep)}" if held.police_keep else ""
    _log(held, step, f"{held.agency.name} accepted it, and holds it now.{stays}", actor=actor, now=now)
    telling.tell_who_holds_it(held, step, now=now)
    return step


@transaction.atomic
def refuse(
    *, referral: Referral, words: str, actor: Actor, now: datetime, reason: str = "", external: str = ""
) -> ReferralStep:
    """
    Refuse a case, with a reason of the pack: it stays with the police, who have a time to find the right door or keep it.

    The second agency that does not keep a case is a supervisor's matter at once. Raises Unfit.
    """
    return _send_back(
        referral, StepKind.REFUSED, words, reason=reason, external=external, actor=actor, now=now
    )  # fmt: skip


@transaction.atomic
def return_(
    *, referral: Referral, words: str, actor: Actor, now: datetime, reason: str = "", external: str = ""
) -> ReferralStep:
    """
    Give back a case that was accepted, with a reason of the pack: the police hold it again, and the victim is told.

    Its risk is judged again, and what was closed as the agency's is opened again. Raises Unfit.
    """
    return _send_back(
        referral, StepKind.RETURNED, words, reason=reason, external=external, actor=actor, now=now
    )  # fmt: skip


@transaction.atomic
def ask_more(
    *, referral: Referral, words: str, actor: Actor, now: datetime, reason: str = "", external: str = ""
) -> ReferralStep:
    """Ask for what is missing. The case stays where it is; whoever sent it has a time to answer. Raises Unfit."""
    if before := saying.said_before(referral, external):
        return before
    held = saying.locked(referral)
    words = _needed(words, "Say what you need to know")
    within = policy.in_use().referrals.more.value.period
    by = saying.ends(now, within)
    # Whoever holds it already still owes its own word by its own time: only the task has ours.
    ours = None if held.state == State.ACCEPTED else within
    step = _say(held, StepKind.ASKED, words, reason=reason, external=external, within=ours, actor=actor, now=now)
    _log(held, step, f"{held.agency.name} asks for more", actor=actor, now=now)
    saying.ours(held, f"{held.agency.name} asks: {step.words}", key=f"asked:{step.pk}", due_by=by, now=now)
    return step


@transaction.atomic
def give_more(
    *, referral: Referral, words: str, actor: Actor, now: datetime, reason: str = "", external: str = ""
) -> ReferralStep:
    """Tell the agency more. What it has not answered yet it has its whole time for again. Raises Unfit."""
    if before := saying.said_before(referral, external):
        return before
    held = saying.locked(referral)
    words = _needed(words, "Say what they should know")
    shown = disclosure_for(held.agency, held.incident, now=now)
    if shown is None:
        raise Unfit(f"{held.agency.name} cannot see it any more: share it with them first")
    if marked := saying.not_shared_in(words, incident=held.incident, parts=shown.parts, now=now):
        raise Unfit(f"Your words say what is not shared with them: “{marked}”. Share it first, or leave it out")
    pack = policy.in_use().referrals
    accepted = held.state == State.ACCEPTED
    within = pack.update.value.period if accepted else pack.answer_within(urgent=held.urgent)
    step = _say(held, StepKind.GAVE_MORE, words, reason=reason, external=external, within=within, actor=actor, now=now)
    saying.settle_tasks(held, result="They were told more", now=now)
    _log(held, step, f"Told {held.agency.name} more", actor=actor, now=now)
    return step


@transaction.atomic
def update(
    *, referral: Referral, words: str, actor: Actor, now: datetime, reason: str = "", external: str = ""
) -> ReferralStep:
    """
    Say how it goes. Whatever state the referral is in, nothing that an agency says is lost. Raises Unfit.

    It is no acceptance: until the agency has accepted, the police hold the case.
    """
    if before := saying.said_before(referral, external):
        return before
    held = saying.locked(referral)
    words = _needed(words, "Say how it goes")
    within = policy.in_use().referrals.update.value.period if held.state == State.ACCEPTED else None
    step = _say(held, StepKind.UPDATED, words, reason=reason, external=external, within=within, actor=actor, now=now)
    if held.state == State.ACCEPTED:
        saying.settle_tasks(held, result=f"{held.agency.name} said how it goes", now=now)
    _log(held, step, f"{held.agency.name} says how it goes", actor=actor, now=now)
    return step


@transaction.atomic
def close(
    *, referral: Referral, words: str, actor: Actor, now: datetime, reason: str = "", external: str = ""
) -> ReferralStep:
    """
    Finish with a case, with an outcome of the pack. What is left of it is the police's, who ask the victim whether it stopped.

    Raises Unfit for one that was never accepted.
    """
    if before := saying.said_before(referral, external):
        return before
    held = saying.locked(referral)
    reason, words = saying.reason_and_words(StepKind.CLOSED, reason, words, external=external)
    over = held.incident.closed_at is not None
    within = None if over else policy.in_use().referrals.settle.value.period
    step = _say(held, StepKind.CLOSED, words, reason=reason, external=external, within=within, actor=actor, now=now)
    why = saying.reason_label(StepKind.CLOSED, step.reason)
    saying.settle_tasks(held, result=f"{held.agency.name} has finished: {why}", now=now)
    _log(held, step, f"{held.agency.name} has finished with it: {why}. It is the police's again", actor=actor, now=now)
    if within:
        saying.ours(
            held,
            f"{held.agency.name} has finished with it: {why}. Ask whether it has stopped, and close it or carry on",
            key=f"back:{step.pk}",
            due_by=saying.ends(now, within),
            now=now,
        )
        telling.tell_who_holds_it(held, step, now=now)
    return step


@transaction.atomic
def name_it(*, referral: Referral, external_id: str, actor: Actor, now: datetime) -> None:
    """Keep what the agency's own system calls a referral; the same again changes nothing."""
    services.name_it(referral=saying.locked(referral), external_id=external_id.strip(), actor=actor, now=now)


def _send_back(
    referral: Referral, kind: StepKind, words: str, *, reason: str, external: str, actor: Actor, now: datetime
) -> ReferralStep:
    """Let a case come back, by refusal or return: with a task and a time for whoever sent it."""
    if before := saying.said_before(referral, external):
        return before
    held = saying.locked(referral)
    reason, words = saying.reason_and_words(kind, reason, words, external=external)
    within = policy.in_use().referrals.settle.value.period
    step = _say(held, kind, words, reason=reason, external=external, within=within, actor=actor, now=now)
    why, by = saying.reason_label(kind, step.reason), saying.ends(now, within)
    did = "refused it" if kind == StepKind.REFUSED else "gave it back"
    saying.settle_tasks(held, result=f"{held.agency.name} {did}", now=now)
    if kind == StepKind.RETURNED:
        hold_again(held, f"{held.agency.name} had accepted it, and gave it back", actor=actor, now=now)
    _log(held, step, f"{held.agency.name} {did}: {why}. It is with the police, who find the right door or keep it by "
         f"{dates.by(by)}", actor=actor, now=now)  # fmt: skip
    saying.ours(
        held,
        f"{held.agency.name} {did}: {why}. Find the right door, or keep it",
        key=f"back:{step.pk}",
        due_by=by,
        now=now,
    )
    _tell_supervisor(held, kind, step, why, now=now)
    if kind == StepKind.RETURNED:
        telling.tell_who_holds_it(held, step, now=now)
    return step


def hold_again(held: Referral, why: str, *, actor: Actor, now: datetime) -> None:
    """Let the police hold a case again that an agency had: open where it was closed, and with its risk judged anew."""
    incident = held.incident
    made = reopenings.reopen(
        incident=incident,
        why=why,
        counts=False,
        policy_version=policy.remember(policy.in_use(), now=now),
        actor=actor,
        now=now,
    )
    incident.refresh_from_db(fields=["closed_at"])
    if made:
        saying.log(incident, f"Opened again. {made.why}.", referral=held, actor=actor, now=now)
    demands.demand(incident, Trigger.HANDED_BACK, now=now)
    uplift.lift(incident=incident, now=now)
    clocks_follow.follow(incident=incident, now=now)


def _tell_supervisor(held: Referral, kind: StepKind, step: ReferralStep, why: str, *, now: datetime) -> None:
    """Tell a supervisor at once of what came back because of risk, of what was urgent, and of a case that nobody keeps."""
    reason = saying.reasons_of(kind).get(step.reason)
    came_back = sum(one.state in BOUNCED for one in queries.of_incident(held.incident))
    because = []
    if reason and reason.urgent:
        because.append(f"{held.agency.name}: {why}")
    if held.urgent:
        because.append(f"An urgent referral came back from {held.agency.name}: {why}")
    if came_back >= policy.in_use().referrals.supervisor_after.value:
        because.append(f"This case came back {came_back} times: say who takes it")
    if because:
        incidents.notify_supervisor(incident=held.incident, kind=NoticeKind.AT_RISK, because=because, now=now)


def _say(
    held: Referral,
    kind: StepKind,
    words: str,
    *,
    reason: str,
    external: str,
    within: Period | None,
    actor: Actor,
    now: datetime,
) -> ReferralStep:
    """Write a step, with by when the next word is owed, and hand it to the agency's own system where that is to hear of it."""
    pack = policy.in_use()
    step = services.add_step(
        referral=held,
        kind=kind,
        words=words.strip(),
        reason=reason,
        next_by=saying.ends(now, within) if within else held.next_by if kind in GOES_ON else None,
        external=external,
        policy_version=policy.remember(pack, now=now),
        actor=actor,
        now=now,
    )
    sending.referral_said(referral=held, step=step, now=now)
    return step


def _log(held: Referral, step: ReferralStep, said: str, *, actor: Actor, now: datetime) -> None:
    """Write in the log of the incident what was said, with the words it was said in."""
    words = f" “{step.words}”" if step.words else ""
    saying.log(held.incident, f"{said}.{words}", referral=held, actor=actor, now=now)


def _needed(words: str, empty: str) -> str:
    """Return words without what stands around them. Raises Unfit where there are none."""
    if not words.strip():
        raise Unfit(empty)
    return words.strip()
