"""Changes to clocks, to rights under the Victims' Code, and to what a victim was told. What follows from them is for flows."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from heed.domain.incidents.models import Incident
from heed.domain.timers.models import CodeEvent, CodeStatus, Timer
from heed.engines.clocks.terms import ClockRule, Happened
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

HOW_MOST = 500
WHY_MOST = 300


class ToldAlready(Exception):
    """The victim has been told of it already."""


class NotYetHappened(Exception):
    """A moment lies after now, or somebody was told before it happened."""


@dataclass(frozen=True, slots=True)
class NewClock:
    """A clock that is to be started. label: where it says more than the rule's."""

    rule: ClockRule
    cause: str
    started_at: datetime
    due_at: datetime
    enhanced: bool = False
    label: str = ""


@transaction.atomic
def start(
    *,
    incident: Incident,
    clocks: Sequence[NewClock],
    policy_version: str,
    actor: Actor,
    now: datetime,
    person_id: uuid.UUID | None = None,
) -> list[Timer]:
    """
    Start clocks on an incident, and return those that are new: what was started for the same cause stays as it is.

    person_id: whom they are for, where it is one person. The caller holds the incident's lock, so nobody else starts them now.
    """
    kinds = {clock.rule.kind for clock in clocks}
    known = set(Timer.objects.filter(incident=incident, kind__in=kinds).values_list("kind", "cause"))
    made = Timer.objects.bulk_create(
        [
            Timer(
                incident=incident,
                person_id=person_id,
                kind=clock.rule.kind,
                starts_on=clock.rule.starts_on.value,
                cause=clock.cause,
                label=(clock.label or clock.rule.label)[:200],
                basis=clock.rule.basis.value,
                status=clock.rule.status,
                source=clock.rule.source[:300],
                started_at=clock.started_at,
                due_at=clock.due_at,
                rank=clock.rule.rank,
                repeats=clock.rule.repeats,
                enhanced=clock.enhanced,
                made_at=now,
                policy_version=policy_version,
            )
            for clock in clocks
            if (clock.rule.kind, clock.cause) not in known
        ]
    )
    if made:
        _record(Act.COLLECTION, "clock.started", made, actor=actor, now=now)
    return made


@transaction.atomic
def meet(*, timers: Collection[Timer], at: datetime, how: str, actor: Actor, now: datetime) -> list[Timer]:
    """
    Note that clocks were met; return those that were still running.

    at: when it was done; before the start of a clock it does not meet it. how: in words, never empty.
    """
    met = list(_running(timers).filter(started_at__lte=at))
    Timer.objects.filter(pk__in=[timer.pk for timer in met]).update(
        met_at=at, met_noted_at=now, met_by_name=actor.name, met_how=how[:HOW_MOST]
    )
    for timer in met:
        timer.met_at = at
    if met:
        _record(Act.ALTERATION, "clock.met", met, actor=actor, now=now)
    return met


@transaction.atomic
def stop(*, timers: Collection[Timer], why: str, actor: Actor, now: datetime) -> list[Timer]:
    """Stop clocks that nobody need meet any more; return those that were still running."""
    stopped = list(_running(timers))
    Timer.objects.filter(pk__in=[timer.pk for timer in stopped]).update(stopped_at=now, stopped_why=why[:WHY_MOST])
    if stopped:
        _record(Act.ALTERATION, "clock.stopped", stopped, actor=actor, now=now)
    return stopped


@transaction.atomic
def expire(*, timer: Timer, actor: Actor, now: datetime) -> bool:
    """Note that what follows a clock that has run out is done, once; say whether it was not noted before."""
    late = Timer.objects.filter(pk=timer.pk, met_at=None, stopped_at=None, expired_at=None, due_at__lt=now)
    noted = late.update(expired_at=now) == 1
    if noted:
        _record(Act.ALTERATION, "clock.expired", [timer], actor=actor, now=now)
    return noted


@transaction.atomic
def decide_code_status(
    *,
    incident: Incident,
    categories: Sequence[str],
    why: str,
    proposed: Sequence[str],
    policy_version: str,
    user: User,
    actor: Actor,
    now: datetime,
    person_id: uuid.UUID | None = None,
) -> CodeStatus:
    """Keep what somebody decided about enhanced rights; without a category there are none."""
    made = CodeStatus.objects.create(
        incident=incident,
        person_id=person_id,
        enhanced=bool(categories),
        categories=list(categories),
        why=why[:HOW_MOST],
        proposed=list(proposed),
        decided_at=now,
        decided_by=user,
        decided_by_name=actor.name,
        policy_version=policy_version,
    )
    audit.record(
        actor=actor,
        act=Act.COLLECTION,
        action="code_status.decided",
        subjects=[f"incident:{incident.pk}"],
        now=now,
        detail={"enhanced": made.enhanced},
    )
    return made


@transaction.atomic
def note_event(
    *,
    incident: Incident,
    kind: Happened,
    happened_at: datetime,
    actor: Actor,
    now: datetime,
    person_id: uuid.UUID | None = None,
) -> CodeEvent:
    """
    Note something that the victim must be told of; the same again is the one that is there.

    Raises NotYetHappened.
    """
    if happened_at > now:
        raise NotYetHappened("It lies in the future: note it once it has happened.")
    event, made = CodeEvent.objects.get_or_create(
        incident=incident,
        kind=kind.value,
        happened_at=happened_at,
        defaults={"person_id": person_id, "noted_at": now, "noted_by_name": actor.name},
    )
    if made:
        audit.record(
            actor=actor,
            act=Act.COLLECTION,
            action="code_event.noted",
            subjects=[f"incident:{incident.pk}"],
            now=now,
            detail={"event": event.pk, "kind": event.kind},
        )
    return event


@transaction.atomic
def told(*, event_id: int, at: datetime, how: str, actor: Actor, now: datetime) -> CodeEvent:
    """
    Note that the victim was told, when and how.

    Raises ToldAlready, NotYetHappened, CodeEvent.DoesNotExist.
    """
    event = CodeEvent.objects.select_for_update(of=("self",)).get(pk=event_id)
    if event.told_at:
        raise ToldAlready(event_id)
    if at < event.happened_at or at > now:
        raise NotYetHappened("They were told between when it happened and now.")
    event.told_at, event.told_noted_at, event.told_by_name, event.told_how = at, now, actor.name, how[:HOW_MOST]
    event.save(update_fields=["told_at", "told_noted_at", "told_by_name", "told_how"])
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="code_event.told",
        subjects=[f"incident:{event.incident_id}"],
        now=now,
        detail={"event": event.pk},
    )
    return event


def _running(timers: Collection[Timer]) -> QuerySet[Timer]:
    """Lock those of some clocks that still run, in one order for everybody."""
    asked = Timer.objects.filter(pk__in=[timer.pk for timer in timers], met_at=None, stopped_at=None)
    return asked.select_for_update(of=("self",)).order_by("pk")


def _record(act: Act, action: str, timers: Sequence[Timer], *, actor: Actor, now: datetime) -> None:
    """Write one audit event about clocks of an incident."""
    audit.record(
        actor=actor,
        act=act,
        action=action,
        subjects=[f"incident:{timers[0].incident_id}"],
        now=now,
        detail={"clocks": [timer.pk for timer in timers], "kinds": [timer.kind for timer in timers]},
    )
