"""Which model a force weighs by, and the descriptions filed by what this Heed knows of names and addresses."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction

from heed.backrecord.models import TrainedModel
from heed.domain.people.models import KnownLine, Mention
from heed.engines.linkage.keys import filed_under
from heed.engines.linkage.model import Model
from heed.engines.linkage.national import national
from heed.engines.linkage.said import Said
from heed.engines.linkage.scoring import Scorer
from heed.engines.linkage.standard import read
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

NATIONAL = "national"
AT_ONCE = 2_000


class NoSuchModel(Exception):
    """A force has no model of that name."""


def scorer(force_id: int) -> Scorer:
    """Return the scorer of the model in use: the force's own, else the national one. One small statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM backrecord_trainedmodel WHERE force_id = %s AND put_in_use_at IS NOT NULL"
            " ORDER BY put_in_use_at DESC LIMIT 1",
            [force_id],
        )
        found = cursor.fetchone()
    return _ready(found[0]) if found else national()


@lru_cache(maxsize=8)
def _ready(model_id: int) -> Scorer:
    """Make a model ready, once in each process: a trained model never changes."""
    return Scorer(Model.from_json(TrainedModel.objects.get(pk=model_id).text))


def listed(force_id: int) -> list[TrainedModel]:
    """Return a force's models, the one in use first."""
    models = TrainedModel.objects.filter(force=force_id).order_by("-trained_at", "-pk")
    return sorted(models, key=lambda model: model.put_in_use_at.timestamp() if model.put_in_use_at else 0, reverse=True)


@transaction.atomic
def keep(*, force: Force, model: Model, actor: Actor, now: datetime) -> TrainedModel:
    """Keep a model that was trained; calls are weighed by it only once it is put in use."""
    made = TrainedModel.objects.create(
        force=force, label=model.label, text=model.as_json(), trained_at=now, trained_by=actor.reference
    )
    audit.record(
        actor=actor, act=Act.COMBINATION, action="linkage_model.trained", subjects=[f"linkage_model:{made.pk}"], now=now
    )
    return made


@transaction.atomic
def use(*, force: Force, label: str, actor: Actor, now: datetime) -> str:
    """Put a model in use, or the national one again. Raises NoSuchModel."""
    models = TrainedModel.objects.select_for_update().filter(force=force)
    chosen = models.filter(label=label).order_by("-pk").first() if label != NATIONAL else None
    if label != NATIONAL and chosen is None:
        raise NoSuchModel(label)
    models.update(put_in_use_at=None, put_in_use_by="")
    if chosen:
        models.filter(pk=chosen.pk).update(put_in_use_at=now, put_in_use_by=actor.reference)
    subjects = [f"linkage_model:{chosen.pk}"] if chosen else ["linkage_model:national"]
    audit.record(actor=actor, act=Act.ALTERATION, action="linkage_model.put_in_use", subjects=subjects, now=now)
    return chosen.label if chosen else national().model.label


def refile(*, force: Force, actor: Actor, now: datetime, tell: Callable[[str], None]) -> int:
    """
    Put every description into standard form and under its keys anew: after an update that reads names otherwise.

    Some thousands at a time, each in a transaction of its own: stopped halfway, it is begun again without harm, and calls
    go on meanwhile. Keys that no longer hold go at the end, in one pass. Returns how many descriptions there are.
    """
    done, last = 0, 0
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE fresh_keys (key bigint, mention_id bigint)")
        try:
            while batch := list(Mention.objects.filter(force=force, pk__gt=last).order_by("pk")[:AT_ONCE]):
                _refile(batch)
                last, done = batch[-1].pk, done + len(batch)
                tell(f"{done:,} descriptions filed anew")
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


STALE = """
    DELETE FROM people_mentionkey AS filed
     WHERE filed.force_id = %(force)s AND filed.mention_id <= %(last)s
       AND NOT EXISTS (SELECT FROM fresh_keys f WHERE f.key = filed.key AND f.mention_id = filed.mention_id)
"""


@transaction.atomic
def _refile(batch: Sequence[Mention]) -> None:
    """File some descriptions anew."""
    records = [(mention.pk, read(_said(mention))) for mention in batch]
    filed = [(key, number) for number, record in records for key in filed_under(record)]
    keys, numbers = [key for key, _ in filed], [number for _, number in filed]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_mention SET standard = fresh.standard FROM unnest(%s::bigint[], %s::jsonb[]) AS fresh(id, standard)"
            " WHERE people_mention.id = fresh.id AND people_mention.standard IS DISTINCT FROM fresh.standard",
            [[number for number, _ in records], [json.dumps(record.as_row()) for _, record in records]],
        )
        cursor.execute("INSERT INTO fresh_keys SELECT * FROM unnest(%s::bigint[], %s::bigint[])", [keys, numbers])
        cursor.execute(
            "INSERT INTO people_mentionkey (force_id, key, mention_id) SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[])"
            " ON CONFLICT DO NOTHING",
            [batch[0].force_id, keys, numbers],
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
