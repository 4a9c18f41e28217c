"""Rights under the Victims' Code: who has enhanced ones, what a victim must be told of, and that they were told."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from heed.domain.calls import services as calls
from heed.domain.calls.terms import EntryKind
from heed.domain.incidents.models import Incident
from heed.domain.timers import queries, services
from heed.domain.timers.models import CodeEvent, CodeStatus, Timer
from heed.engines.clocks.enhanced import Category
from heed.engines.clocks.terms import Happened
from heed.engines.risk.reassess import Trigger
from heed.flows import demands
from heed.flows.clocks import follow as clocks_follow
from heed.flows.clocks import running as clocks
from heed.flows.clocks.known import grounds_of
from heed.flows.clocks.wanted import Standing, what
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.design import dates
from heed.foundation.policy import services as policy


@transaction.atomic
def decide_status(
    *, incident: Incident, categories: Collection[Category], why: str, user: User, actor: Actor, now: datetime
) -> CodeStatus:
    """
    Keep what somebody decided about enhanced rights, and why. A status that is not as it was demands a new assessment.

    categories: none means that the victim has the Code's ordinary rights. Shorter times run from now; nothing gets longer.
    """
    Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    before = queries.code_status(incident)
    pack = policy.in_use()
    standing = Standing(incident, pack=pack, now=now)
    made = services.decide_code_status(
        incident=incident,
        person_id=standing.person_id,
        categories=[category.value for category in Category if category in categories],
        why=why,
        proposed=[f"{ground.category.label}: {ground.because}" for ground in grounds_of(incident, now=now)],
        policy_version=policy.remember(pack, now=now),
        user=user,
        actor=actor,
        now=now,
    )
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"Victims' Code: {in_words(made)}. {why}",
        actor=actor,
        now=now,
        detail={"code_status": made.pk, "enhanced": made.enhanced, "categories": made.categories},
    )
    clocks_follow.follow(incident=incident, now=now)
    if made.enhanced != bool(before and before.enhanced):
        demands.demand(incident, Trigger.CODE_STATUS, now=now)
    return made


def in_words(status: CodeStatus) -> str:
    """Put what was decided in words."""
    if not status.enhanced:
        return "ordinary rights"
    return f"enhanced rights. {'; '.join(Category(category).label for category in status.categories)}"


@transaction.atomic
def happened(
    *, incident: Incident, kind: Happened, happened_at: datetime, actor: Actor, now: datetime
) -> tuple[CodeEvent, list[Timer]]:
    """
    Note something that the victim must be told of, and start the clock for telling them; return both.

    The clock runs from when it happened, also where it is noted later. Raises services.NotYetHappened.
    """
    Incident.objects.select_for_update(no_key=True).get(pk=incident.pk)
    pack = policy.in_use()
    standing = Standing(incident, pack=pack, now=now)
    event = services.note_event(
        incident=incident, kind=kind, happened_at=happened_at, person_id=standing.person_id, actor=actor, now=now
    )
    known = {timer.pk for timer in queries.running_of(incident)}
    clocks_follow.follow(incident=incident, now=now)
    started = [timer for timer in queries.running_of(incident) if timer.pk not in known and is_of(timer, event)]
    if event.noted_at == now:
        by = f" The victim is to be told by {dates.by(started[0].due_at)}." if started else ""
        calls.append_entry(
            call_id=incident.call_id,
            kind=EntryKind.STATE,
            text=f"{event.get_kind_display()}, {dates.moment(event.happened_at)}.{by}",
            actor=actor,
            now=now,
            detail={"code_event": event.pk, "kind": event.kind},
        )
    return event, started


@transaction.atomic
def told(*, event: CodeEvent, at: datetime, how: str, actor: Actor, now: datetime) -> CodeEvent:
    """
    Note that the victim was told of something, when and how, and meet the clock for it.

    Raises services.ToldAlready, services.NotYetHappened.
    """
    incident = Incident.objects.select_for_update(no_key=True).get(pk=event.incident_id)
    kept = services.told(event_id=event.pk, at=at, how=how, actor=actor, now=now)
    mine = [one for one in queries.running_of(incident) if is_of(one, kept)]
    clocks.meet(incident=incident, timers=mine, at=at, how=how, actor=actor, now=now)
    calls.append_entry(
        call_id=incident.call_id,
        kind=EntryKind.STATE,
        text=f"The victim was told of {what(kept)}, {dates.moment(at)}. {how}",
        actor=actor,
        now=now,
        detail={"code_event": kept.pk},
    )
    return kept


def is_of(timer: Timer, event: CodeEvent) -> bool:
    """Say whether a clock runs for telling the victim of something, started anew or shortened included."""
    return clocks_follow.is_caused_by(timer, f"code_event:{event.pk}")
