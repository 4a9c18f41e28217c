"""Every description a force keeps: read all at once, and filed anew when Heed has learnt to read names otherwise."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction

from heed.domain.people import services as people
from heed.domain.people.models import KnownLine, Mention, Person
from heed.domain.people.terms import LinkSource
from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.said import Said
from heed.engines.linkage.standard import read
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

AT_ONCE = 2_000


def refile(*, force: Force, actor: Actor, now: datetime, tell: Callable[[str], None]) -> int:
    """
    Put every description into standard form and under its keys anew: after an update that reads names otherwise.

    Some thousands at a time, each in a transaction of its own: stopped halfway, it is begun again without harm, and calls
    go on meanwhile. Keys that no longer hold go at the end, in one pass. People put on record before Heed kept descriptions
    get one, from name, birth, newest address and newest line. Returns how many descriptions there are.
    """
    _describe(force, now=now)
    done, last = 0, 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE fresh_keys (key bigint, person_id uuid, mention_id bigint)")
        try:
            while batch := list(Mention.objects.filter(force=force, pk__gt=last).order_by("pk")[:AT_ONCE]):
                _refile(batch)
                last, done = batch[-1].pk, done + len(batch)
                tell(f"{done:,} descriptions filed anew")
            cursor.execute(ONCE)
            cursor.execute(FRESH, {"force": force.pk})
            cursor.execute(STALE, {"force": force.pk, "last": last})
        finally:
            cursor.execute("DROP TABLE fresh_keys")
    with transaction.atomic():
        audit.record(
            actor=actor,
            act=Act.ALTERATION,
            action="people.refiled",
            subjects=[f"force:{force.pk}"],
            detail={"descriptions": done},
            now=now,
        )
    return done


def _describe(force: Force, *, now: datetime) -> None:
    """Describe everybody on record of whom no description is kept, with what their record holds."""
    while undescribed := list(
        Person.objects.filter(force=force, mentions=None).exclude(given_name="", family_name="")[:AT_ONCE]
    ):
        for person in undescribed:
            home = person.residences.select_related("place").order_by("-from_on", "-pk").first()
            line = person.line_uses.filter(removed_at=None).order_by("-last_used_on", "pk").first()
            people.mention(
                person=person,
                said=Said(
                    given=person.given_name,
                    family=person.family_name,
                    born=person.born_on.isoformat() if person.born_on else "",
                    address=home.place.address if home else "",
                    e164=line.e164 if line else "",
                ),
                place=home.place if home else None,
                call=None,
                source=LinkSource.IMPORTED,
                now=now,
                at=person.first_known_at,
            )


ONCE = """
    DELETE FROM fresh_keys AS later USING (SELECT key, person_id, min(mention_id) AS first FROM fresh_keys GROUP BY 1, 2) AS kept
     WHERE later.key = kept.key AND later.person_id = kept.person_id AND later.mention_id > kept.first
"""
"""A person is filed under a key once (people.services.FILE)."""

FRESH = """
    INSERT INTO people_mentionkey (force_id, key, mention_id) SELECT %(force)s, key, mention_id FROM fresh_keys
    ON CONFLICT DO NOTHING
"""

STALE = """
    DELETE FROM people_mentionkey AS filed
     WHERE filed.force_id = %(force)s AND filed.mention_id <= %(last)s
       AND NOT EXISTS (SELECT FROM fresh_keys f WHERE f.key = filed.key AND f.mention_id = filed.mention_id)
"""


@transaction.atomic
def _refile(batch: Sequence[Mention]) -> None:
    """File some descriptions anew."""
    records = [(mention, read(_said(mention))) for mention in batch]
    filed = [(key, mention.person_id, mention.pk) for mention, record in records for key in filed_under(record)]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_mention SET standard = fresh.standard FROM unnest(%s::bigint[], %s::jsonb[]) AS fresh(id, standard)"
            " WHERE people_mention.id = fresh.id AND people_mention.standard IS DISTINCT FROM fresh.standard",
            [[mention.pk for mention, _ in records], [json.dumps(record.as_row()) for _, record in records]],
        )
        cursor.execute(
            "INSERT INTO fresh_keys SELECT * FROM unnest(%s::bigint[], %s::uuid[], %s::bigint[])",
            [list(column) for column in zip(*filed, strict=True)] if filed else [[], [], []],
        )


def said_of_all(force_id: int) -> Iterator[Said]:
    """Yield every description a force holds, as it was typed; a line on the list of shared ones tells nobody apart."""
    shared = set(KnownLine.objects.filter(force=force_id, removed_at=None).values_list("e164", flat=True))
    for mention in Mention.objects.filter(force=force_id).order_by("pk").iterator(AT_ONCE):
        said = _said(mention)
        yield replace(said, e164="") if said.e164 in shared else said


def _said(mention: Mention) -> Said:
    """Return a description as it was typed."""
    return Said(
        given=mention.given_name,
        family=mention.family_name,
        born=mention.born,
        age=mention.age,
        on=mention.said_on,
        address=mention.address,
        postcode=mention.postcode,
        e164=mention.e164,
        email=mention.email,
    )
