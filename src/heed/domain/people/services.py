"""Changes to what is known of people. Who is who is decided in identity/."""

import uuid
from collections.abc import Collection
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils.timezone import localdate

from heed.domain.people.models import KnownLine, LineUse, LineWatch, Mention, MentionKey, Person, Residence
from heed.domain.people.terms import KnownAs, LinkSource
from heed.domain.places.models import Place
from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import Standard, read
from heed.foundation.accounts.models import Force, User
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act


def record_person(
    *, force: Force, given_name: str, family_name: str, born_on: date | None, actor: Actor, now: datetime
) -> Person:
    """Put somebody new on record. Whether they are somebody already known is decided before this is called."""
    new = uuid.uuid4()
    person = Person.objects.create(
        id=new,
        lead_id=new,
        force=force,
        given_name=given_name[:200],
        family_name=family_name[:200],
        born_on=born_on,
        first_known_at=now,
    )
    audit.record(actor=actor, act=Act.COLLECTION, action="person.recorded", subjects=[f"person:{person.pk}"], now=now)
    return person


@transaction.atomic
def mention(
    *,
    person: Person,
    said: Said,
    place: Place | None,
    call: uuid.UUID | None,
    source: LinkSource,
    now: datetime,
    at: datetime | None = None,
) -> Mention:
    """
    File what was said of a person, under its keys, so that the next call finds it.

    at: when it was said, if not now. What adds nothing to a description of the same person is not written twice: the
    older one is returned.
    """
    standard = read(said)
    row = standard.as_row()
    said_before = Mention.objects.filter(person=person, standard=row).order_by("pk").first()
    if said_before:
        return said_before
    made = Mention.objects.create(
        force_id=person.force_id,
        person=person,
        at=at or now,
        source=source,
        call=call,
        given_name=said.given[:200],
        family_name=said.family[:200],
        born=said.born[:40],
        age=said.age,
        said_on=said.on or localdate(at or now),
        address=said.address[:300],
        postcode=said.postcode[:16],
        place=place,
        e164=said.e164[:16],
        email=said.email[:254],
        standard=row,
    )
    with connection.cursor() as cursor:
        cursor.execute(
            FILE, {"force": person.force_id, "mention": made.pk, "person": person.pk, "keys": filed_under(standard)}
        )
    return made


FILE = """
    INSERT INTO people_mentionkey (force_id, key, mention_id)
    SELECT %(force)s, asked.key, %(mention)s FROM unnest(%(keys)s::bigint[]) AS asked(key)
     WHERE NOT EXISTS (
           SELECT FROM people_mentionkey filed
            WHERE filed.force_id = %(force)s AND filed.key = asked.key
              AND filed.mention_id = ANY(ARRAY(SELECT id FROM people_mention WHERE person_id = %(person)s)))
"""
"""A person is filed under a key once: somebody who rang a thousand times must not hide whoever shares the name."""


def file_anew(person_ids: Collection[uuid.UUID]) -> None:
    """File every description of some people under all of its keys: after a split has parted what was filed together."""
    for mention in Mention.objects.filter(person__in=person_ids).order_by("pk"):
        MentionKey.objects.bulk_create(
            (
                MentionKey(force_id=mention.force_id, key=key, mention=mention)
                for key in filed_under(Standard.from_row(mention.standard))
            ),
            ignore_conflicts=True,
        )


def use_line(*, person: Person, e164: str, confirmed_by: User | None, now: datetime) -> LineUse:
    """
    Note that a person used a line today. A link to somebody else on the same line stays: lines are shared.

    A link that was removed stays removed: this is a new one.
    """
    today = localdate(now)
    use, is_new = LineUse.objects.get_or_create(
        person=person,
        e164=e164,
        removed_at=None,
        returned_at=None,
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


@transaction.atomic
def confirm_line(*, person: Person, e164: str, user: User, actor: Actor, now: datetime) -> LineUse:
    """Note that somebody made sure a line is a person's, without counting a use of it."""
    today = localdate(now)
    use, is_new = LineUse.objects.get_or_create(
        person=person,
        e164=e164,
        removed_at=None,
        returned_at=None,
        defaults={
            "force_id": person.force_id,
            "source": LinkSource.CONFIRMED,
            "first_used_on": today,
            "last_used_on": today,
            "times": 0,
            "confirmed_at": now,
            "confirmed_by": user,
        },
    )
    if not is_new:
        use.source, use.confirmed_at, use.confirmed_by = LinkSource.CONFIRMED, now, user
        use.save(update_fields=["source", "confirmed_at", "confirmed_by"])
    audit.record(
        actor=actor,
        act=Act.COMBINATION,
        action="line_use.confirmed",
        subjects=[f"person:{person.pk}", f"line_use:{use.pk}"],
        now=now,
    )
    return use


@transaction.atomic
def unlink_line(*, use_id: int, why: str, user: User, actor: Actor, now: datetime) -> list[LineUse]:
    """
    Note that a line is not a person's, with every standing row of it that the person and whoever is one with them has.

    The rows stay, and no search finds them. The first removal counts. Raises LineUse.DoesNotExist.
    """
    asked = LineUse.objects.select_related("person").get(pk=use_id, force=user.force_id)
    rows = LineUse.objects.filter(person__lead=asked.person.lead_id, e164=asked.e164, removed_at=None)
    uses = list(rows.select_for_update(of=("self",)).order_by("pk"))
    for use in uses:
        use.removed_at, use.removed_by, use.removed_why = now, user, why[:300] or "No reason given"
    LineUse.objects.bulk_update(uses, ["removed_at", "removed_by", "removed_why"])
    audit.record(
        actor=actor,
        act=Act.ALTERATION,
        action="line_use.removed",
        subjects=[f"person:{asked.person_id}", *(f"line_use:{use.pk}" for use in uses)],
        purpose=why,
        now=now,
    )
    return uses


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
