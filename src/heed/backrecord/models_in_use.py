"""Which model a force weighs by: its own, once it has trained one and put it in use."""

from datetime import datetime
from functools import lru_cache

from django.db import connection, transaction

from heed.backrecord.models import TrainedModel
from heed.engines.linkage.model import Model
from heed.engines.linkage.national import national
from heed.engines.linkage.scoring import Scorer
from heed.foundation.accounts.models import Force
from heed.foundation.accounts.terms import Actor
from heed.foundation.audit import services as audit
from heed.foundation.audit.terms import Act

NATIONAL = "national"


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
