"""Changes to locks: set, lifted, somebody let in, the glass broken and reviewed; each one transaction, one audit event."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from heed.domain.incidents.models import Incident
from heed.domain.people.models import Person
from heed.domain.sharing.models import Admission, Glass, Lock
from heed.domain.sharing.queries import because_of
from heed.domain.sharing.staff_list.models import StaffName
from heed.domain.sharing.terms import Finding, LockSource, MatchedOn
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


class CannotLock(Exception):
    """It cannot be locked, lifted, opened or reviewed like this; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Locked:
    """What is locked or opened: an incident or a person, never both."""

    incident: Incident | None = None
    person: Person | None = None

    @property
    def force(self) -> Force:
        """Return whose record it is."""
        found = self.incident or self.person
        if found is None:
            message = "neither an incident nor a person"
            raise ValueError(message)
        return found.force

    @property
    def reference(self) -> str:
        """Name it as the trail does."""
        return f"incident:{self.incident.pk}" if self.incident else f"person:{self.person.pk if self.person else ''}"


@transaction.atomic
def lock_by_hand(*, what: Locked, why: str, ask: str, owner: User, actor: Actor, now: datetime) -> Lock:
    """Lock an incident or a person; whoever locks owns the lock. Raises CannotLock where it is locked by hand already."""
    try:
        with transaction.atomic():
            made = Lock.objects.create(
                force=what.force,
                incident=what.incident,
                person=what.person,
                source=LockSource.HAND,
                why=why,
                ask=ask,
                owner=owner,
                set_at=now,
                set_by_name=actor.name,
            )
    except IntegrityError as error:
        raise CannotLock("It is locked already") from error
    _record("lock.set", made, actor=actor, now=now, detail={"source": str(made.source)})
    return made


@transaction.atomic
def lock_for_staff(
    *, what: Locked, staff_name: StaffName, matched_on: MatchedOn, ask: str, actor: Actor, now: datetime
) -> Lock | None:
    """
    Lock what the staff list means; None where this entry has locked it before, even if that was lifted since.

    why says nothing of who it is: whoever keeps the lock finds the entry beside it.
    """
    made, is_new = Lock.objects.get_or_create(
        incident=what.incident,
        person=what.person,
        staff_name=staff_name,
        source=LockSource.STAFF,
        defaults={
            "force": what.force,
            "matched_on": matched_on,
            "why": "Somebody on the staff list",
            "ask": ask,
            "set_at": now,
            "set_by_name": actor.name,
        },
    )
    if not is_new:
        return None
    _record("lock.set", made, actor=actor, now=now, detail={"source": "staff", "matched_on": str(matched_on)})
    return made


@transaction.atomic
def lift(*, lock: Lock, why: str, user: User | None, actor: Actor, now: datetime) -> Lock:
    """Lift a lock for good. user: None for Heed itself. Raises CannotLock: nobody lifts what is locked because of them."""
    held = Lock.objects.select_for_update(of=("self",)).get(pk=lock.pk)
    if held.lifted_at is not None:
        raise CannotLock("It was lifted already")
    if user is not None and because_of(user, [held.pk]):
        raise CannotLock("Nobody lifts a lock that is there because of themselves")
    held.lifted_at, held.lifted_by_name, held.lifted_why = now, actor.name, why
    held.save(update_fields=["lifted_at", "lifted_by_name", "lifted_why"])
    _record("lock.lifted", held, actor=actor, now=now, purpose=why)
    return held


@transaction.atomic
def admit(*, lock: Lock, user: User, why: str, until: datetime, actor: Actor, now: datetime) -> Admission:
    """Let somebody work on what is locked for a while. Raises CannotLock for somebody it is locked because of."""
    if lock.lifted_at is not None:
        raise CannotLock("It is not locked any more")
    if user.force_id != lock.force_id or not user.is_active:
        raise CannotLock("They do not work for this force")
    if because_of(user, [lock.pk]):
        raise CannotLock("Nobody is let in to what is locked because of themselves")
    made = Admission.objects.create(
        lock=lock, user=user, why=why, admitted_at=now, admitted_by_name=actor.name, until=until
    )
    _record(
        "lock.admitted", lock, actor=actor, now=now, purpose=why, detail={"user": user.pk, "until": until.isoformat()}
    )
    return made


@transaction.atomic
def end_admission(*, admission: Admission, actor: Actor, now: datetime) -> Admission:
    """Let somebody in no longer, from this moment; ending it again changes nothing."""
    ended = Admission.objects.filter(pk=admission.pk, ended_at=None).update(ended_at=now, ended_by_name=actor.name)
    if ended:
        _record("lock.admission_ended", admission.lock, actor=actor, now=now, detail={"user": admission.user_id})
    return Admission.objects.get(pk=admission.pk)


@dataclass(frozen=True, slots=True)
class Breaking:
    """When somebody proved who they are, until when the glass stays broken, and by when that must be reviewed."""

    proved_at: datetime
    until: datetime
    review_by: datetime


@transaction.atomic
def break_glass(
    *, what: Locked, locks: Sequence[int], why: str, times: Breaking, user: User, actor: Actor, now: datetime
) -> Glass:
    """Open what is locked, for a while. Raises CannotLock for what is locked because of the person themselves."""
    if because_of(user, locks):
        raise CannotLock("Nobody opens what is locked because of themselves")
    made = Glass.objects.create(
        force=what.force,
        incident=what.incident,
        person=what.person,
        locks=list(locks),
        user=user,
        by_name=user.display_name,
        why=why,
        proved_at=times.proved_at,
        broken_at=now,
        until=times.until,
        review_by=times.review_by,
    )
    audit.record(
        actor=actor,
        act=Act.CONSULTATION,
        action="glass.broken",
        subjects=[what.reference, f"glass:{made.pk}", *(f"lock:{pk}" for pk in locks)],
        purpose=why,
        detail={"until": times.until.isoformat(), "proved_at": times.proved_at.isoformat()},
        now=now,
    )
    return made


@transaction.atomic
def review_glass(*, glass: Glass, finding: Finding, words: str, user: User, actor: Actor, now: datetime) -> Glass:
    """Say what is to be thought of broken glass. Raises CannotLock where it is reviewed already, or by whoever broke it."""
    held = Glass.objects.select_for_update(of=("self",)).get(pk=glass.pk)
    if held.reviewed_at is not None:
        raise CannotLock("It was reviewed already")
    if held.user_id == user.pk:
        raise CannotLock("Somebody else reviews it: you broke the glass")
    if because_of(user, held.locks):
        raise CannotLock("Somebody else reviews it: it was locked because of you")
    held.reviewed_at, held.reviewed_by, held.reviewed_by_name = now, user, user.display_name
    held.finding, held.review_words = finding, words
    held.save(update_fields=["reviewed_at", "reviewed_by", "reviewed_by_name", "finding", "review_words"])
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="glass.reviewed",
        subjects=[f"glass:{held.pk}"],
        detail={"finding": str(finding)},
        now=now,
    )
    return held


def _record(
    action: str, lock: Lock, *, actor: Actor, now: datetime, purpose: str = "", detail: dict[str, object] | None = None
) -> None:
    """Put a change to a lock on the trail."""
    about: list[tuple[str, int | uuid.UUID | None]] = [("incident", lock.incident_id), ("person", lock.person_id)]
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action=action,
        subjects=[f"lock:{lock.pk}", *(f"{kind}:{pk}" for kind, pk in about if pk)],
        purpose=purpose,
        detail=detail or {},
        now=now,
    )
