"""
Breaks the glass: opens what is locked in an emergency, at once, and tells whoever answers for it in the same moment.

Whoever does it has just proved who they are, says why, and is reviewed by somebody else (features.md #14).
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from heed.domain.incidents import services as incidents
from heed.domain.incidents.models import Incident
from heed.domain.incidents.terms import NoticeKind
from heed.domain.sharing import queries
from heed.domain.sharing.access import BREAK_GLASS, REVIEW_GLASS
from heed.domain.sharing.locking import services as locking
from heed.domain.sharing.locking.services import Breaking, CannotLock, Locked
from heed.domain.sharing.models import Glass, Lock
from heed.domain.sharing.terms import Finding
from heed.domain.tasking import services as tasking
from heed.domain.tasking.models import Task
from heed.domain.tasking.terms import TaskKind, TaskOutcome
from heed.foundation.accounts.access import refuse_unless_allowed
from heed.foundation.accounts.models import User
from heed.foundation.accounts.terms import Actor, Role, system
from heed.foundation.policy import services as policy

LEAST_WORDS = 3
"""Words in which somebody says why: fewer are no reason. Heed's choice, unvalidated."""


@transaction.atomic
def break_glass(
    *, what: Locked, why: str, proved_at: datetime | None, user: User, actor: Actor, now: datetime
) -> Glass:
    """
    Open what is locked for a while; its owners, and a supervisor, hear of it in the same transaction.

    proved_at: when the person last gave their password or second factor again; None where they have not.
    Raises CannotLock with the sentence for the screen.
    """
    refuse_unless_allowed(user, BREAK_GLASS)
    rule = policy.in_use().sharing.glass
    if user.force_id != what.force.pk:
        raise CannotLock("It is another force's record")
    if proved_at is None or not now - rule.proof <= proved_at <= now:
        raise CannotLock("Prove who you are again before you break the glass")
    if len(why.split()) < LEAST_WORDS:
        raise CannotLock("Say in a sentence why you must see it now")
    opened = queries.opened_by(user, now=now)
    locks = [lock for lock in _locks_on(what) if lock.pk not in opened]
    if not locks:
        raise CannotLock("It is not locked for you")
    made = locking.break_glass(
        what=what,
        locks=[lock.pk for lock in locks],
        why=why.strip(),
        times=Breaking(proved_at, now + rule.stays_open, now + rule.review_within),
        user=user,
        actor=actor,
        now=now,
    )
    _tell(made, what, locks, now=now)
    return made


@transaction.atomic
def review(*, glass: Glass, finding: Finding, words: str, user: User, actor: Actor, now: datetime) -> Glass:
    """Say what is to be thought of broken glass; the tasks that asked for it are done. Raises CannotLock."""
    refuse_unless_allowed(user, REVIEW_GLASS)
    if not words.strip():
        raise CannotLock("Say what you found")
    made = locking.review_glass(glass=glass, finding=finding, words=words.strip(), user=user, actor=actor, now=now)
    for task in Task.objects.filter(key__startswith=f"glass:{made.pk}:", done_at=None):
        tasking.finish(task=task, outcome=TaskOutcome.DONE, result=f"Reviewed: {finding.label}", user=user, now=now)
    return made


def _locks_on(what: Locked) -> Sequence[Lock]:
    """Return the locks that stand on an incident or a person."""
    if what.incident:
        return queries.locks_on_incidents([what.incident.pk]).get(what.incident.pk, [])
    if what.person:
        return queries.locks_on_people([what.person.pk]).get(what.person.pk, [])
    return []


def _tell(glass: Glass, what: Locked, locks: Sequence[Lock], *, now: datetime) -> None:
    """Leave each owner a task, and the supervisors a notice where there is an incident to hang it on."""
    named = what.incident.reference if what.incident else "a person's record"
    actor = system("sharing", force=what.force.code)
    for owner in _owners(locks, force_id=what.force.pk):
        tasking.make(
            force=what.force,
            kind=TaskKind.OTHER,
            words=f"{glass.by_name} broke the glass on {named}. Look at whether it was needed.",
            key=f"glass:{glass.pk}:{owner.pk}",
            incident=what.incident,
            owner=owner,
            actor=actor,
            now=now,
            due_by=glass.review_by,
        )
    incident = what.incident or _newest(what)
    if incident:
        incidents.notify_supervisor(
            incident=incident,
            kind=NoticeKind.GLASS,
            because=[f"{glass.by_name} opened {named}, which is locked"],
            now=now,
        )


def _owners(locks: Sequence[Lock], *, force_id: int) -> list[User]:
    """Return who hears of it: who owns the locks, and where nobody does, or cannot any more, the data-protection officers."""
    owners = {lock.owner.pk: lock.owner for lock in locks if lock.owner and lock.owner.is_active}
    if len(owners) < len({lock.owner_id for lock in locks}):
        keepers = User.objects.filter(force=force_id, role=Role.DATA_PROTECTION_OFFICER, is_active=True)
        owners |= {one.pk: one for one in keepers}
    return list(owners.values())


def _newest(what: Locked) -> Incident | None:
    """Return the newest incident that a locked person had a part in."""
    if what.person is None:
        return None
    return (
        Incident.objects.filter(parties__person__lead__atoms=what.person.pk, force=what.force)
        .order_by("-recorded_at")
        .first()
    )
