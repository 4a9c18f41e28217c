"""Changes to what is known of people."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from heed.domain.people.models import KnownLine, LineUse, LineWatch, Person, Residence
from heed.domain.people.terms import KnownAs, LinkSource
from heed.domain.places.models import Place
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


def record_person(
    *, force: Force, given_name: str, family_name: str, born_on: date | None, actor: Actor, now: datetime
) -> Person:
    """Put somebody new on record. Whether they are somebody already known is decided before this is called."""
    person = Person.objects.create(
        force=force, given_name=given_name[:200], family_name=family_name[:200], born_on=born_on, first_known_at=now
    )
    audit.record(actor=actor, act=Act.COLLECTION, action="person.recorded", subjects=[f"person:{person.pk}"], now=now)
    return person


def use_line(*, person: Person, e164: str, confirmed_by: User | None, now: datetime) -> LineUse:
    """Note that a person used a line today. A link to somebody else on the same line stays: lines are shared."""
    today = localdate(now)
    use, is_new = LineUse.objects.get_or_create(
        person=person,
        e164=e164,
        defaults={
            "force_id": person.force_id,
            "source": LinkSource.CONFIRMED if confirmed_by else LinkSource.SAID,
            "first_used_on": today,
            "last_used_on": today,
            "confirmed_at": now if confirmed_by else None,
            "confirmed_by": confirmed_by,
        },
    )
    if not is_new:
        changed: dict[str, object] = {"times": F("times") + 1, "last_used_on": max(use.last_used_on, today)}
        if confirmed_by:
            changed |= {"confirmed_at": now, "confirmed_by": confirmed_by, "source": LinkSource.CONFIRMED}
        LineUse.objects.filter(pk=use.pk).update(**changed)
        use.refresh_from_db()
    return use


def lives_at(*, person: Person, place: Place, now: datetime) -> Residence:
    """Note where a person says they live now. Saying it again changes nothing; an earlier address is ended today."""
    today = localdate(now)
    current = Residence.objects.filter(person=person, until_on=None)
    same = current.filter(place=place).first()
    if same:
        return same
    current.filter(from_on__lte=today).update(until_on=today)
    return Residence.objects.create(person=person, place=place, from_on=today, source=LinkSource.SAID)


@transaction.atomic
def list_line(
    *, force: Force, e164: str, known_as: KnownAs, label: str, actor: Actor, now: datetime, why: str = ""
) -> KnownLine:
    """Put a number on the list of shared lines, in place of what it was listed as before."""
    KnownLine.objects.filter(force=force, e164=e164, removed_at=None).update(removed_at=now, removed_by=actor.reference)
    listed = KnownLine.objects.create(
        force=force, e164=e164, known_as=known_as, label=label[:120], listed_at=now, listed_by=actor.reference
    )
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="line.listed",
        subjects=[f"known_line:{listed.pk}"],
        purpose=why,
        now=now,
    )
    return listed


@transaction.atomic
def unlist_line(*, line_id: int, why: str, user: User, actor: Actor, now: datetime) -> KnownLine:
    """Take a number off the list of shared lines; the first time counts. Raises KnownLine.DoesNotExist."""
    line = KnownLine.objects.select_for_update().get(pk=line_id, force=user.force_id)
    if line.removed_at is None:
        line.removed_at, line.removed_by = now, actor.reference
        line.save(update_fields=["removed_at", "removed_by"])
        audit.record(
            actor=actor,
            act=Act.ALTERATION,
            action="line.unlisted",
            subjects=[f"known_line:{line.pk}"],
            purpose=why,
            now=now,
        )
    return line


@transaction.atomic
def watch_line(*, force: Force, e164: str, reason: str, until: datetime, actor: Actor, now: datetime) -> LineWatch:
    """Flag a line until a moment: a silent or abandoned call from it then opens a log and reaches a supervisor."""
    watch = LineWatch.objects.create(
        force=force, e164=e164, reason=reason[:300], set_at=now, set_by=actor.reference, until=until
    )
    audit.record(actor=actor, act=Act.ALTERATION, action="line.watched", subjects=[f"line_watch:{watch.pk}"], now=now)
    return watch


@transaction.atomic
def end_watch(*, watch_id: int, why: str, user: User, actor: Actor, now: datetime) -> LineWatch:
    """End the flag on a line before its time; the first time counts. Raises LineWatch.DoesNotExist."""
    watch = LineWatch.objects.select_for_update().get(pk=watch_id, force=user.force_id)
    if watch.ended_at is None:
        watch.ended_at, watch.ended_by = now, actor.reference
        watch.save(update_fields=["ended_at", "ended_by"])
        audit.record(
            actor=actor,
            act=Act.ALTERATION,
            action="line.watch_ended",
            subjects=[f"line_watch:{watch.pk}"],
            purpose=why,
            now=now,
        )
    return watch
