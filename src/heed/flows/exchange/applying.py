"""
Does what messages of partners' systems ask, each once, in the transaction that says so.

What came before its case waits for it. What a partner says of our referral is said on it; what it adds to a case of its own is
written into the log of the incident. What we cannot do is refused in words, and the partner is told.
"""

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app

from heed.domain.agencies.models import Agency
from heed.domain.exchange import queries as exchange
from heed.domain.exchange import services
from heed.domain.exchange.inbox import services as inbox
from heed.domain.exchange.models import Case, Received
from heed.domain.exchange.terms import Came, Kind, Way
from heed.domain.referrals.models import Referral
from heed.domain.referrals.rules import Unfit
from heed.flows.exchange import answering, case_in, each, saying
from heed.flows.referrals import replies
from heed.foundation.accounts.terms import Actor, ActorKind
from heed.foundation.policy import services as policy

AT_ONCE = 500
"""Messages that one sweep looks at: the next one is a minute away."""

WAITS = "It speaks of a case that we do not know yet"
NEVER_CAME = "It speaks of a case that we do not know, and none came in time"
OURS = "It is what we told them"
SAID_BEFORE = "The case is known already"


class NotTakenIn(Exception):
    """A message of a partner cannot be followed; the sentence says why, to the partner as well."""


def actor_of(agency: Agency) -> Actor:
    """Name an agency's system as the actor."""
    return Actor(ActorKind.SOURCE, f"agency:{agency.pk}", f"{agency.name} (their system)", force=agency.force.code)


def later(received: Received) -> None:
    """Have a message followed once the transaction commits."""
    app.configure_task("follow_partner_message").defer(received_id=received.pk)


@transaction.atomic
def apply(*, received_id: int, now: datetime) -> Received | None:
    """Do what a message asks; None where that was done before, or is being done."""
    received = inbox.open_one(received_id)
    if received is None:
        return None
    case = received.case or _case_of(received)
    if case is None and not (received.came == Came.TRANSFER and received.kind == Kind.CREATE):
        _wait(received, now=now)
        return received
    try:
        with transaction.atomic():
            case, why = _do(received, case, now=now)
    except (NotTakenIn, Unfit, case_in.Unknown) as error:
        inbox.refuse(received, why=str(error), now=now)
        answering.reject(received, case=case, why=str(error), now=now)
        return received
    inbox.apply(received, case=case, why=why, now=now)
    if received.came == Came.TRANSFER and received.kind == Kind.CREATE and why != SAID_BEFORE:
        answering.ack(received, case=case, now=now)
        _early(case, received.case_key)
    return received


def apply_all(*, now: datetime) -> None:
    """Follow what came in and was left behind, or waits for its case: each by itself, in the order it was sent."""
    each.one_after_another(
        exchange.unapplied(early_before=now - policy.in_use().exchange.receiving.early, most=AT_ONCE),
        lambda received_id: apply(received_id=received_id, now=now),
        event="partner_message.failed_unforeseen",
    )


def known(case: Case) -> None:
    """
    Have what follows from knowing the partner's own name for a case done once the transaction commits.

    A job of its own: whatever goes wrong in it, that the partner has the case stays on record, and it is not sent twice.
    """
    app.configure_task("name_partner_case").defer(case_id=case.pk)


@transaction.atomic
def name(*, case_id: int, now: datetime) -> None:
    """Put the partner's own name for a case onto the referral, and follow what came under that name before."""
    case = Case.objects.select_related("agency__force", "referral__incident").get(pk=case_id)
    if case.referral and case.external_id:
        replies.name_it(referral=case.referral, external_id=case.external_id, actor=actor_of(case.agency), now=now)
    _early(case, case.external_id)


def _early(case: Case, key: str) -> None:
    """Have whatever waits for a case followed, in the order it was sent."""
    for received_id in exchange.early(case.agency, key):
        app.configure_task("follow_partner_message").defer(received_id=received_id)


def _case_of(received: Received) -> Case | None:
    """Return the case that a message speaks of; None while it is not known."""
    if received.came == Came.POLL:
        return exchange.case_by_external_id(received.agency, received.case_key)
    return exchange.case_by_ref(received.agency, uuid.UUID(received.case_key))


def _wait(received: Received, *, now: datetime) -> None:
    """Keep what came before its case; once it is too old, nothing comes of it, and the partner is told."""
    if received.received_at + policy.in_use().exchange.receiving.early > now:
        inbox.wait(received, why=WAITS)
        return
    inbox.refuse(received, why=NEVER_CAME, now=now)
    answering.reject(received, case=None, why=NEVER_CAME, now=now)


def _do(received: Received, case: Case | None, *, now: datetime) -> tuple[Case, str]:
    """Do what a message asks; return its case and what is worth knowing. Raises NotTakenIn, Unfit, Unknown."""
    content = received.content
    if case is None or (received.kind == Kind.CREATE and case.way == Way.IN and case.incident is None):
        return case_in.open_case(received, actor=actor_of(received.agency), now=now), ""
    if received.came == Came.POLL:
        return case, _polled(received, case, content, now=now)
    if received.kind == Kind.CREATE:
        if case.way == Way.OUT:
            raise NotTakenIn("The reference is that of a case which we handed to you")
        return case, SAID_BEFORE
    if received.kind in (Kind.ACK, Kind.REJECT):
        return case, _answered(received, case, content, now=now)
    if case.way == Way.IN:
        return case, case_in.say(received, case, actor=actor_of(received.agency), now=now)
    return case, _told(received, case, content, now=now)


def _polled(received: Received, case: Case, content: Mapping[str, Any], *, now: datetime) -> str:
    """Say on our referral what a partner's system tells of it when it is asked."""
    if exchange.is_ours(received.agency, received.message_id):
        return OURS
    return saying.by_status(
        _referral(case),
        str(content.get("status", "")),
        finer=str(content.get("ownStatus", "")),
        words=str(content.get("description", "")),
        own=content.get("meanings", {}),
        external=received.message_id,
        actor=actor_of(received.agency),
        now=now,
    )


def _answered(received: Received, case: Case, content: Mapping[str, Any], *, now: datetime) -> str:
    """Keep that the partner has taken a case in, under which number; or say its no on the referral."""
    ref = str(content.get("incident", {}).get("ref", ""))
    if received.kind == Kind.ACK:
        if ref and services.know(case, external_id=ref, now=now):
            known(case)
        return "They have taken it in" + (f" as {ref}" if ref else "")
    why = str(content.get("reason", "")) or "No reason was given"
    if case.referral is None:
        return f"They turned down what we sent: {why}"
    return saying.on(
        case.referral,
        "refuse",
        words=why,
        reason=str(content.get("said", {}).get("reason", "")) or "other",
        external=received.message_id,
        actor=actor_of(received.agency),
        now=now,
    )


def _told(received: Received, case: Case, content: Mapping[str, Any], *, now: datetime) -> str:
    """Say on our referral what the partner says of it."""
    told, incident = content.get("said", {}), content.get("incident", {})
    actor, external = actor_of(received.agency), received.message_id
    ref = str(incident.get("ref", ""))
    if ref and not case.external_id and services.know(case, external_id=ref, now=now):
        known(case)
    words = str(told.get("words", ""))
    what = str(told.get("what", "")) or ("close" if received.kind == Kind.CLOSE else "")
    if what and what != "update":
        reason = str(told.get("reason", ""))
        return saying.on(_referral(case), what, words=words, reason=reason, external=external, actor=actor, now=now)
    status = str(incident.get("status", ""))
    return saying.by_status(_referral(case), status, words=words, own={}, external=external, actor=actor, now=now)


def _referral(case: Case) -> Referral:
    """Return the referral of a case that went out from here. Raises NotTakenIn for a case without one."""
    if case.referral is None:
        raise NotTakenIn("The case is no referral of ours: nothing can be said of it here")
    return case.referral
