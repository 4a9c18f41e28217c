"""
The promise ledger: what was promised to a victim is work with a time, and a promise that was not kept is said first.

A promise past its time is broken by the clock, once and for good; what is done after all is written beside it
(features.md #36).
"""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from heed.domain.incidents import queries as incidents
from heed.domain.incidents.models import Incident, Party
from heed.domain.incidents.terms import PartyRole
from heed.domain.people import queries as people
from heed.domain.support import queries, services
from heed.domain.support.models import Promise, PromiseSettled
from heed.domain.support.rules import Unfit
from heed.domain.support.services import AlreadySettled
from heed.domain.support.terms import PromiseKind, Settled
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.flows.clocks import running as clocks
from heed.flows.support.broken import break_one, break_overdue, by_of, in_words, key_of, log
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor
from heed.foundation.policy import services as policy

__all__ = ["AlreadySettled", "Unfit", "break_overdue", "promise", "promise_all", "settle", "task_done", "visit_failed"]


@dataclass(frozen=True, slots=True)
class PromiseReport:
    """A promise as a form has it. owner: None for the officers of the beat."""

    kind: PromiseKind
    words: str
    due_by: datetime
    owner: User | None = None


@transaction.atomic
def promise(
    *,
    incident: Incident,
    kind: PromiseKind,
    words: str,
    due_by: datetime,
    actor: Actor,
    now: datetime,
    user: User | None = None,
    person_id: uuid.UUID | None = None,
    owner: User | None = None,
) -> Promise:
    """
    Write down what a victim was promised, in the log as well, and make it somebody's task.

    person_id: to whom; where nobody is named, the one victim of the incident, if there is one. owner: None for the officers of
    the beat. Raises Unfit for a promise that says nothing, or whose time has passed.
    """
    pack = policy.in_use()
    made = services.make_promise(
        incident=incident,
        person_id=person_id or one_victim(incident),
        kind=kind,
        words=words,
        due_by=due_by,
        owner=owner,
        user=user,
        policy_version=policy.remember(pack, now=now),
        actor=actor,
        now=now,
    )
    who = owner.display_name if owner else "the officers of the beat"
    log(incident, f"Promised: {in_words(made)}. {made.words}. To be kept by {who}.", actor=actor, now=now)
    tasking.make(
        force=incident.force,
        kind=TaskKind.PROMISE,
        words=f"{made.get_kind_display()} promised by {by_of(made)}: {made.words}",
        key=key_of(made),
        actor=actor,
        now=now,
        due_by=due_by,
        incident=incident,
        person_id=made.person_id,
        owner=owner,
    )
    return made


def promise_all(
    *, incident: Incident, promises: Iterable[PromiseReport], user: User, actor: Actor, now: datetime
) -> list[Promise]:
    """Write down what was promised on a call, to the one victim of the incident; within a transaction. Raises Unfit."""
    return [
        promise(
            incident=incident, kind=one.kind, words=one.words, due_by=one.due_by, owner=one.owner, user=user, actor=actor,
            now=now,
        )
        for one in promises
    ]  # fmt: skip


@transaction.atomic
def settle(
    *,
    promise_id: int,
    settled_as: Settled,
    how: str,
    user: User,
    actor: Actor,
    now: datetime,
    done_at: datetime | None = None,
) -> PromiseSettled:
    """
    Write what came of a promise: KEPT, or RELEASED because the victim no longer wants it.

    done_at: when it was done; now where nothing is said. Kept after its time, it stays broken, and that it was done is a row
    of its own. The task is finished with it. Raises Unfit, AlreadySettled, Promise.DoesNotExist.
    """
    found = _locked(promise_id, user)
    kept, done_at = settled_as in {Settled.KEPT, Settled.DONE_AFTER}, done_at or now
    if kept and not found.made_at <= done_at <= now:
        raise Unfit("The time at which it was done must lie between the promise and now")
    if found.verdict is None and found.due_by < (done_at if kept else now):
        break_one(found, now=now)
        found = _locked(promise_id, user)
    broken = found.verdict is not None and found.verdict.settled_as == Settled.BROKEN
    made = services.settle_promise(
        promise=found,
        settled_as=Settled.DONE_AFTER if kept and broken else Settled.KEPT if kept else settled_as,
        how=how,
        done_at=done_at if kept else None,
        user=user,
        actor=actor,
        now=now,
    )
    said = f"{made.get_settled_as_display()}: {in_words(found)}. {made.how}"
    log(found.incident, said, actor=actor, now=now)
    outcome = TaskOutcome.DONE if kept else TaskOutcome.NO_LONGER_NEEDED
    _finish_tasks(found, outcome, how=made.how, user=user, now=now)
    if kept:
        _met(found, at=done_at, actor=actor, now=now)
    return made


@transaction.atomic
def task_done(*, task: Task, user: User, actor: Actor, now: datetime) -> PromiseSettled | None:
    """
    Settle the promise whose task was finished as done: it asks for nothing more. None where the task is no promise's.

    For whoever finishes tasks, in their transaction; a promise that is settled already is left as it is.
    """
    head, _, rest = task.key.partition(":")
    number = rest.removesuffix(":broken")
    if head != "promise" or not number.isdigit() or task.outcome != TaskOutcome.DONE:
        return None
    try:
        return settle(
            promise_id=int(number),
            settled_as=Settled.KEPT,
            how=task.result or "The task was done",
            user=user,
            actor=actor,
            now=now,
            done_at=task.done_at,
        )
    except AlreadySettled:
        return None


@transaction.atomic
def visit_failed(
    *,
    incident: Incident,
    person_ids: Collection[uuid.UUID],
    at: datetime,
    words: str,
    actor: Actor,
    now: datetime,
) -> list[Promise]:
    """
    Write in the log that a visit found nobody, or did not happen; return the visits that stay promised.

    A failed visit keeps no promise: it stays open until its time, and then it breaks. person_ids: who was to be visited;
    empty for whoever suffers in the incident.
    """
    group = people.leads_of(person_ids)
    open_ones = [
        made
        for made in queries.promises_of(incident)
        if made.kind == PromiseKind.VISIT
        and made.is_open(now=now)
        and (not group or made.person is None or made.person.lead_id in group)
    ]
    still = f" Still promised: {'; '.join(map(in_words, open_ones))}." if open_ones else ""
    local = at.astimezone(policy.in_use().zone)
    said = f"A visit failed, {local:%H:%M} on {local.day} {local:%B}. {words.strip()}".rstrip(" .")
    log(incident, f"{said}.{still}", actor=actor, now=now)
    return open_ones


def one_victim(incident: Incident) -> uuid.UUID | None:
    """Return the one person who suffers in an incident, else the one who called; None where they are several or unknown."""
    rows = Party.objects.filter(incident=incident, person__isnull=False).exclude(role=PartyRole.OTHER_PARTY)
    parts = list(rows.values_list("role", "person", "person__lead").order_by("id"))
    for roles in ({PartyRole.VICTIM, PartyRole.COMPLAINANT}, {PartyRole.CALLER}):
        leads = {lead: person for role, person, lead in parts if role in roles}
        if leads:
            return next(iter(leads.values())) if len(leads) == 1 else None
    return None


def _locked(promise_id: int, user: User) -> Promise:
    """
    Return a promise of the person's own force, locked: the clock, or another officer, may be settling it now.

    Its incident is locked before it: what follows writes its log, meets its clocks and ends its tasks.
    """
    incidents.lock(Promise.objects.values_list("incident", flat=True).get(pk=promise_id, force=user.force_id))
    found = Promise.objects.select_for_update(of=("self",)).select_related(
        "incident", "incident__force", "incident__call"
    )
    return found.get(pk=promise_id, force=user.force_id)


def _finish_tasks(found: Promise, outcome: TaskOutcome, *, how: str, user: User, now: datetime) -> None:
    """Finish what a promise made somebody's work; what is finished is left."""
    keys = [key_of(found), f"{key_of(found)}:broken"]
    for task in Task.objects.filter(force=found.force_id, key__in=keys, done_at=None):
        tasking.finish(task=task, outcome=outcome, result=how[:500], user=user, now=now)


def _met(found: Promise, *, at: datetime, actor: Actor, now: datetime) -> None:
    """Tell the clocks that somebody was seen, told or spoken to."""
    event = {PromiseKind.UPDATE: "update", PromiseKind.VISIT: "visit"}.get(PromiseKind(found.kind), "contact")
    clocks.met(incident=found.incident, event=event, actor=actor, now=now, at=at)
