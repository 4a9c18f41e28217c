"""
Asks partners' systems what became of our cases: each time a little further back than last time, so that nothing falls between.

What was told before is known by its number and told once. How far we have asked is kept only when all of an answer is kept.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from heed.domain.exchange import queries as exchange
from heed.domain.exchange import services
from heed.domain.exchange.inbox import services as inbox
from heed.domain.exchange.inbox.services import AnotherUnderTheSameName
from heed.domain.exchange.models import Endpoint, Poll
from heed.domain.exchange.terms import Came, Kind
from heed.flows.exchange import applying
from heed.foundation.policy import services as policy

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Update:
    """
    One thing that a partner's system tells of a case.

    id: its own number for it; case: its own number for the case. status: in the word of the protocol; own_status: in a finer
    one of its own, where it has one. at: when it says that it happened.
    """

    id: str
    case: str
    status: str
    words: str
    at: datetime
    own_status: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a partner's system answered: updates, and how many could not be read; or why it did not answer."""

    updates: Sequence[Update] = ()
    unread: int = 0
    why_not: str = ""


def ask(
    *,
    endpoint_id: int,
    fetch: Callable[[Endpoint, datetime, datetime], Told],
    clock: Clock,
    chance: Callable[[], float],
) -> int | None:
    """
    Ask one partner's system for updates; return how many were new, None where it is not due or did not answer.

    fetch: asks for updates from one moment to another, outside of any transaction; it raises nothing that a partner can get
    wrong.
    """
    pack = policy.in_use().exchange
    poll = services.take_poll(endpoint_id=endpoint_id, lease=pack.sending.lease, now=clock())
    if poll is None:
        return None
    since = poll.until - timedelta(minutes=pack.poll.overlap_minutes.value)
    # A long silence is asked for in steps: an answer has a length beyond which it is not read.
    until = min(clock(), poll.until + timedelta(days=pack.poll.at_most_days.value))
    told = fetch(poll.endpoint, since, until)
    now = clock()
    if told.why_not:
        wait = max(pack.sending.wait(poll.tries + 1, chance=chance()), timedelta(minutes=pack.poll.every_minutes.value))
        services.poll_failed(poll, why=told.why_not, due_at=now + wait, now=now)
        return None
    return _keep(poll, told, until=until, now=now)


@transaction.atomic
def _keep(poll: Poll, told: Told, *, until: datetime, now: datetime) -> int:
    """Keep what was told, and how far was asked, together."""
    endpoint, new = poll.endpoint, 0
    known = exchange.known_numbers(endpoint.agency, {update.case for update in told.updates})
    early = exchange.waits_for_number(endpoint.agency)
    for update in sorted(told.updates, key=lambda one: one.at):
        if update.case not in known and not early:
            continue  # Of somebody else's case: the police have no business keeping it.
        content = {
            "status": update.status,
            "ownStatus": update.own_status,
            "description": update.words,
            "updated": update.at.isoformat(),
            "case": update.case,
            "meanings": endpoint.statuses,
        }
        try:
            with transaction.atomic():
                received, is_new = inbox.keep(
                    agency=endpoint.agency,
                    came=Came.POLL,
                    message_id=update.id,
                    kind=Kind.UPDATE,
                    case_key=update.case,
                    content=content,
                    sent_at=update.at,
                    actor=applying.actor_of(endpoint.agency),
                    now=now,
                )
        except AnotherUnderTheSameName:
            # Its number is its duplicate key (interop.md 3.3): what was kept first stands.
            continue
        if is_new:
            new += 1
            applying.later(received)
    behind = until < now - timedelta(minutes=1)
    due_at = now if behind else now + timedelta(minutes=policy.in_use().exchange.poll.every_minutes.value)
    services.polled(poll, until=until, due_at=due_at)
    return new
